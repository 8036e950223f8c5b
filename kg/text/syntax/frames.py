"""Verbal clauses under construction: each verb of a parse with what it governs itself.

Roles are those of the surface first; `deep_roles` turns passives round.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import table, word_lists, words
from kg.text.model import Argument
from kg.text.syntax.dependencies import NOMINAL, RELATIVE_TAGS, auxiliaries, child, conjuncts, is_copula, lemma_of
from kg.text.syntax.prepositions import WITH_ADVERBS, prepositional

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.text.model import ArgumentRole, ClauseKind, Parse

__all__ = ["Frame", "deep_roles", "governed", "read_frame"]

_VERBS = word_lists("words/syntax/verbs")
_NOUNS = word_lists("words/syntax/nouns")
_MODALS: Mapping[str, str] = table("words/syntax/verbs")["modals"]
_DOCUMENTS = words("words/nouns/documents", "words")
_NEGATING = words("words/syntax/prepositions", "negating")
_NEGATING_MARKERS = words("words/attitudes", "negated", "markers")
_NEGATIVE = words("words/function_words", "pronouns", "negative") | {"neither"}
_SENTENCE_END = words("words/function_words", "marks", "sentence_end")

_TIMES = frozenset({"DATE", "TIME"})
_SETTINGS = _TIMES | {"GPE", "LOC", "FAC"}
_NO_AGENTS = _TIMES | {"CARDINAL", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"}
"""Labels of names that "by" brings as a time or a measure."""
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_ENDS = frozenset({"advcl", "ROOT"})
"""Labels above which no relative pronoun has its noun."""
_GERUND_LABELS = frozenset({"pcomp", "csubj", "csubjpass", "dobj", "pobj", "xcomp", "nsubj", "conj"})


@dataclass(slots=True)
class Frame:
    """A verbal clause under construction; `surface` are its surface subjects, `predicates` its predicate words."""

    verb: int
    lemma: str
    kind: ClauseKind
    label: str
    governor: int = -1
    surface: list[int] = field(default_factory=list)
    arguments: list[Argument] = field(default_factory=list)
    predicates: list[int] = field(default_factory=list)
    passive: bool = False
    negated: bool = False
    copular: bool = False
    modal: str = ""
    marker: str = ""
    own_subject: bool = False
    existential: bool = False
    to: bool = False

    def heads(self, role: ArgumentRole) -> list[int]:
        """The heads of the arguments with this role so far."""
        return [argument.head for argument in self.arguments if argument.role == role]

    def add(self, role: ArgumentRole, heads: Iterable[int], preposition: str = "") -> None:
        """Add arguments of one role."""
        self.arguments += [Argument(head, role, preposition) for head in heads]


def read_frame(parse: Parse, verb: int, labels: Mapping[int, str]) -> Frame:
    """The frame of a verb with what it governs itself; `labels` are those of the model's names at their tokens."""
    frame = Frame(verb, lemma_of(parse, verb), "finite", parse.deps[verb])
    particle = ""
    for node in parse.children[verb]:
        match parse.deps[node]:
            case "prt":
                particle = f"_{parse.lowers[node]}"
                for inner in parse.dependents(node, "pobj"):  # "struck down the law": the particle governs the object
                    frame.add("object", _resolved(parse, inner))
            case "dobj" | "npadvmod" | "dative" | "agent" | "prep" | "ccomp" | "xcomp" as label:
                _add_argument(parse, frame, node, label)
            case label:
                _add_mark(parse, frame, node, label)
    frame.lemma += particle
    _address(parse, frame, labels)
    _settle(parse, frame, labels)
    return frame


def _add_mark(parse: Parse, frame: Frame, node: int, label: str) -> None:
    """Add a subject or predicate word, or note what an auxiliary, a negation or a conjunction says of the clause."""
    word = parse.lowers[node]
    match label:
        case "nsubj" | "nsubjpass" | "csubj" | "csubjpass":
            frame.surface += _resolved(parse, node)
            frame.own_subject = True
            frame.passive |= label.endswith("pass")
            frame.negated |= _is_negative(parse, node)
        case "attr" | "acomp" | "oprd":
            frame.predicates += [h for n in conjuncts(parse, node) for h in _resolved(parse, n, single=True)]
            frame.negated |= _is_negative(parse, node)
        case "expl":
            frame.existential |= parse.tags[node] == "EX"
        case "aux" | "auxpass" if parse.tags[node] == "MD":
            frame.modal = _MODALS.get(word, word)
        case "aux" | "auxpass":
            frame.passive |= label == "auxpass"
            frame.to |= word == "to"
        case "mark":
            frame.marker = frame.marker or word
        case "advmod":
            _add_adverb(parse, frame, node)
        case "neg" | "preconj" | "cc" if label == "neg" or word in {"neither", "nor"}:
            frame.negated |= parse.lowers[node + 1 : node + 2] != ("only",)


def _add_argument(parse: Parse, frame: Frame, node: int, label: str) -> None:
    """Add an object, agent, oblique or clause that the verb governs."""
    match label:
        case "dobj":
            frame.add("object", _resolved(parse, node))
            frame.negated |= _is_negative(parse, node)
        case "npadvmod":
            frame.add("oblique", _resolved(parse, node))
        case "dative" if parse.pos[node] in NOMINAL:
            frame.add("recipient", _resolved(parse, node))
        case "dative":
            frame.arguments += _obliques(parse, node)
        case "agent":
            agents = [argument.head for argument in _obliques(parse, node)]
            frame.passive = True
            frame.add("subject", agents)
            frame.negated |= any(_is_negative(parse, agent) for agent in agents)
        case "prep":
            for preposition, head, clause in prepositional(parse, node):
                if preposition == "out_of" and frame.lemma in _VERBS["with_out_of"]:
                    frame.lemma += "_out"
                frame.arguments += _of_preposition(parse, preposition, head, clause=clause)
                frame.negated |= not clause and preposition in _NEGATING and _is_negative(parse, head)
        case _:
            frame.add("complement", [node])


def _address(parse: Parse, frame: Frame, labels: Mapping[int, str]) -> None:
    """Take whom a verb asks behind a preposition to do something for its object: "called on X to leave"."""
    if not any(parse.tags[head] == "VB" and child(parse, head, "aux") >= 0 for head in frame.heads("complement")):
        return
    for place, argument in enumerate(frame.arguments):
        joined = f"{frame.lemma}_{argument.preposition}"
        if argument.role == "oblique" and joined in _VERBS["addressing"] and labels.get(argument.head) not in _TIMES:
            frame.lemma = joined
            frame.arguments[place] = Argument(argument.head, "object")
            return


def _add_adverb(parse: Parse, frame: Frame, node: int) -> None:
    word = parse.lowers[node]
    if parse.tags[node] == "WRB":
        noun = _antecedent(parse, node) if word in {"where", "when"} else -1
        if noun >= 0:
            frame.add("oblique", [noun], "in" if word == "where" else "on")
        else:
            frame.marker = frame.marker or word
    elif word in {"longer", "more"} and (no := child(parse, node, "neg", "det")) >= 0:
        frame.negated |= parse.lowers[no] in {"no", "not"}
    for inner in parse.dependents(node, "prep"):
        joined = f"{word}_{parse.lowers[inner]}"
        frame.arguments += [
            replace(a, preposition=joined) if joined in WITH_ADVERBS and a.preposition == parse.lowers[inner] else a
            for a in _obliques(parse, inner)
        ]


def _of_preposition(parse: Parse, preposition: str, head: int, *, clause: bool) -> list[Argument]:
    """The arguments that a preposition brings: a clause, or phrases with relative pronouns resolved."""
    role: ArgumentRole = "complement" if clause else "oblique"
    heads = [head] if clause else _resolved(parse, head, single=True)
    return [Argument(resolved, role, preposition) for resolved in heads]


def _arguments_of(parse: Parse, preposition: int) -> list[Argument]:
    """The obliques and complements that a preposition brings."""
    found = prepositional(parse, preposition)
    return [a for name, head, clause in found for a in _of_preposition(parse, name, head, clause=clause)]


def _obliques(parse: Parse, preposition: int) -> list[Argument]:
    return [argument for argument in _arguments_of(parse, preposition) if argument.role == "oblique"]


def governed(parse: Parse, word: int) -> list[Argument]:
    """What a predicate word after "be" governs: "responsible for X", "head of X", "likely to win"."""
    found: list[Argument] = []
    for node in parse.dependents(word, "prep", "xcomp", "ccomp"):
        found += _arguments_of(parse, node) if parse.deps[node] == "prep" else [Argument(node, "complement")]
    return found


def _is_negative(parse: Parse, node: int) -> bool:
    """Whether a phrase says that there is none: "no one", "no evidence", "neither side"."""
    return parse.lowers[node] in _NEGATIVE or any(
        parse.lowers[c] in {"no", "neither"} for c in parse.dependents(node, "det", "neg")
    )


def _settle(parse: Parse, frame: Frame, labels: Mapping[int, str]) -> None:
    """Decide kind, voice and copula of a frame from what was read."""
    verb, tag, label = frame.verb, parse.tags[frame.verb], frame.label
    helpers = [c for c in auxiliaries(parse, verb) if parse.lowers[c] != "to"]
    if label == "ccomp" and tag == "VBN" and not helpers and lemma_of(parse, parse.heads[verb]) in _VERBS["causatives"]:
        frame.passive = True  # "had the car repaired"
    frame.kind = _kind(parse, frame, helpers)
    if label in {"acl", "advcl", "relcl"} and not (helpers or frame.own_subject or frame.to) and tag in {"VBN", "VBD"}:
        # the tagger takes many reduced passives for past tenses: "the ship built in 1950"
        frame.passive = tag == "VBN" or (label != "relcl" and not frame.heads("object"))
        frame.passive &= not _is_main(parse, verb)
    frame.passive |= not helpers and _is_headline_passive(parse, frame)
    if frame.passive and not frame.heads("subject"):
        _find_agent(parse, frame, labels)
    frame.copular = bool(frame.predicates or is_copula(parse, verb)) and frame.lemma in _VERBS["copulas"]
    names = frame.lemma in _VERBS["naming"] and not frame.passive and not frame.heads("object")
    if names and len(frame.predicates) > 1:
        frame.add("object", [frame.predicates.pop(0)])  # "named Ruiz its chief"
    if frame.existential and frame.predicates:
        frame.surface, frame.predicates, frame.own_subject = frame.predicates, [], True
        frame.arguments += [a for head in frame.surface for a in governed(parse, head)]
    if label == "pcomp":
        frame.marker = _opening(parse, parse.heads[verb])
        frame.negated ^= frame.marker in _NEGATING_MARKERS


def _is_main(parse: Parse, verb: int) -> bool:
    """Whether a verb that the parser attached to a noun is the sentence's own: "Ruiz, who was ill, studied law"."""
    noun = parse.heads[verb]
    if parse.heads[noun] != noun or parse.deps[verb] != "acl" or parse.lowers[verb - 1] != ",":
        return False
    return any(c < verb for c in parse.dependents(noun, "relcl"))


def _is_headline_passive(parse: Parse, frame: Frame) -> bool:
    """Whether a headline leaves out "were" before a passive: "Four held over thefts"."""
    verb = frame.verb
    if frame.label != "ROOT" or parse.tags[verb] not in {"VBD", "VBN"} or not frame.surface:
        return False
    if frame.heads("object") or frame.heads("complement") or frame.lemma not in _VERBS["headline_passives"]:
        return False
    joined = any(parse.pos[c] == "VERB" for c in parse.dependents(verb, "conj"))
    return not joined and parse.lowers[parse.right[verb]] not in _SENTENCE_END


def _find_agent(parse: Parse, frame: Frame, labels: Mapping[int, str]) -> None:
    """Make what "by" brings behind a passive its deep subject, also where the parser attached it to a noun between."""
    for place, argument in enumerate(frame.arguments):
        if argument.role == "oblique" and argument.preposition == "by" and labels.get(argument.head) not in _NO_AGENTS:
            frame.arguments[place] = Argument(argument.head, "subject")
    if frame.heads("subject"):
        return
    for by in (_by_of_noun(parse, frame), _by_of_setting(parse, frame, labels)):
        if by >= 0 and (agents := [a.head for a in _obliques(parse, by) if labels.get(a.head) not in _NO_AGENTS]):
            frame.add("subject", agents)
            return


def _by_of_noun(parse: Parse, frame: Frame) -> int:
    """The "by" on a possessed noun behind a passive: "was relieved of his duties by the board"; -1 for none."""
    for argument in frame.arguments:
        noun = argument.head
        if argument.role != "oblique" or noun < frame.verb or lemma_of(parse, noun) in _DOCUMENTS:
            continue
        if parse.lowers[noun] not in _NOUNS["with_agents"] and child(parse, noun, "poss") >= 0:
            for node in parse.dependents(noun, "prep"):
                if parse.lowers[node] == "by":
                    return node
    return -1


def _by_of_setting(parse: Parse, frame: Frame, labels: Mapping[int, str]) -> int:
    """The "by" on a place or a time behind a passive: "was signed at a ceremony in Oslo by X"; -1 for none."""
    verb = frame.verb
    for node in range(verb + 1, parse.right[verb] + 1) if frame.label != "relcl" else ():
        noun = parse.heads[node]
        if parse.lowers[node] != "by" or parse.deps[node] != "prep" or noun == verb:
            continue
        while noun != verb and parse.deps[noun] in {"prep", "pobj"}:
            setting = labels.get(noun) in _SETTINGS or lemma_of(parse, noun) in _NOUNS["settings"]
            if parse.deps[noun] == "pobj" and not setting:
                break
            noun = parse.heads[noun]
        if noun == verb:
            return node
    return -1


def _opening(parse: Parse, preposition: int) -> str:
    """The preposition before a gerund, with the adverb that belongs to it: "instead of leaving"."""
    joined = f"{parse.lowers[parse.heads[preposition]]}_{parse.lowers[preposition]}"
    return joined if joined in WITH_ADVERBS or joined == "rather_than" else parse.lowers[preposition]


def _kind(parse: Parse, frame: Frame, helpers: list[int]) -> ClauseKind:
    tag, label = parse.tags[frame.verb], frame.label
    if label == "relcl" and (frame.own_subject or not frame.to):
        return "relative"
    if tag in _FINITE or frame.modal or any(parse.tags[c] in _FINITE for c in helpers):
        return "finite"
    if frame.to or tag == "VB":
        return "infinitive"
    if tag == "VBN" and frame.own_subject and (label == "ROOT" or (label == "ccomp" and not frame.passive)):
        return "finite"  # a past tense that the tagger took for a participle
    return "gerund" if tag == "VBG" and label in _GERUND_LABELS else "participle"


def _resolved(parse: Parse, node: int, *, single: bool = False) -> list[int]:
    """A phrase's head and those coordinated with it; a relative pronoun gives the noun that it stands for."""
    noun = _antecedent(parse, node) if parse.tags[node] in RELATIVE_TAGS else -1
    if noun >= 0:
        return [noun]
    return [node] if single else list(conjuncts(parse, node))


def _antecedent(parse: Parse, pronoun: int) -> int:
    """The noun that a relative pronoun stands for, -1 for an interrogative or a free relative ("what")."""
    node = pronoun
    while parse.lowers[pronoun] != "what" and parse.heads[node] != node and parse.deps[node] not in _ENDS:
        head = parse.heads[node]
        if parse.deps[node] in {"relcl", "acl"}:
            return head if parse.pos[head] in NOMINAL or parse.pos[head] in {"DET", "ADJ"} else -1
        if parse.deps[node] == "ccomp" and is_copula(parse, head) and parse.tags[pronoun] != "WDT":
            focus = child(parse, head, "attr")  # "it was Ruiz who left"
            return focus if focus != node and child(parse, head, "nsubj", "expl") >= 0 else -1
        node = head
    return -1


def deep_roles(frame: Frame) -> list[Argument]:
    """The arguments of a frame in deep roles: the surface subject of a passive is its object or recipient."""
    first: ArgumentRole = "subject"
    rest = frame.arguments
    if frame.passive:
        objects = frame.heads("object")
        first = "recipient" if objects else "object"
        if objects and frame.lemma in _VERBS["naming"]:
            first, rest = "object", [replace(a, role="attribute") if a.role == "object" else a for a in rest]
    found = [Argument(h, first) for h in frame.surface] + rest + [Argument(h, "attribute") for h in frame.predicates]
    return list(dict.fromkeys(a for a in found if a.head != frame.verb))

"""Clauses with deep roles, whatever the construction: active, passive, relative, participial, light, nominal."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from kg.text.lexicon.tables import table, word_lists, words
from kg.text.model import Argument, Clause
from kg.text.syntax.dependencies import (
    NOMINAL,
    RELATIVE_TAGS,
    WITH_ADVERBS,
    auxiliaries,
    child,
    conjuncts,
    first_conjunct,
    is_copula,
    is_predicate,
    lemma_of,
    name_labels,
    nearest_above,
    prepositional,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.text.model import ArgumentRole, ClauseKind, Parse

_VERBS = word_lists("words/syntax/verbs")
_NOUNS = word_lists("words/syntax/nouns")
_MODALS: Mapping[str, str] = table("words/syntax/verbs")["modals"]
_DOCUMENTS = words("words/nouns/documents", "words")
_NEGATING = words("words/syntax/prepositions", "negating")
_NEGATING_MARKERS = words("words/attitudes", "negated", "markers")
_NEGATIVE = words("words/function_words", "pronouns", "negative") | {"neither"}
_SENTENCE_END = words("words/function_words", "marks", "sentence_end")

_TIMES = frozenset({"DATE", "TIME"})
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
        case "agent" if parse.tags[frame.verb] == "VBG":  # "is standing by his words"
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
    for by in (_by_of_result(parse, frame), _by_of_noun(parse, frame)):
        if by >= 0 and (agents := [a.head for a in _obliques(parse, by) if labels.get(a.head) not in _NO_AGENTS]):
            frame.add("subject", agents)
            return


def _by_of_result(parse: Parse, frame: Frame) -> int:
    """The "by" on the state that a passive brings about: "was shot dead by a guard"; -1 for none."""
    states = parse.dependents(frame.verb, "oprd", "acomp")
    found = (node for state in states for node in parse.dependents(state, "prep", "agent"))
    return next((node for node in found if parse.lowers[node] == "by"), -1)


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


def _opening(parse: Parse, preposition: int) -> str:
    """The preposition before a gerund, with the adverb that belongs to it: "instead of leaving"."""
    for adverb in (parse.heads[preposition], preposition - 1):
        joined = f"{parse.lowers[adverb]}_{parse.lowers[preposition]}"
        if joined in WITH_ADVERBS or joined == "rather_than":
            return joined
    return parse.lowers[preposition]


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


_PREPOSITIONS = word_lists("words/syntax/prepositions")
_REPORTING = words("words/attitudes", "reporting", "verbs")
_PLANS = words("words/attitudes", "planned", "nouns")
_ACCUSATIONS = words("words/attitudes", "accusation", "nouns")


def verb_frames(parse: Parse) -> dict[int, Frame]:
    """The frames of all verbs of a parse, by the token of the verb, governors before what they govern."""
    frames: dict[int, Frame] = {}
    labels = name_labels(parse)
    order = [token for token, head in enumerate(parse.heads) if head == token]
    for token in order:  # grows while it is read: breadth first
        order += parse.children[token]
        if is_predicate(parse, token):
            frame = read_frame(parse, token, labels)
            frame.governor = nearest_above(parse, parse.heads[token], frames)
            frames[token] = frame
            _reattach(parse, frame, frames)
            _inherit(parse, frame, frames)
    for frame in frames.values():
        _relative_object(parse, frame, frames)
    return frames


def _reattach(parse: Parse, frame: Frame, frames: Mapping[int, Frame]) -> None:
    """Give a verb of saying the clause that the parser attached to a noun: "told X in a statement that …"."""
    that = any(parse.lowers[c] == "that" and parse.deps[c] == "mark" for c in parse.children[frame.verb])
    clause = frame.label == "acl" and frame.kind == "finite"
    if not that or not (clause or frame.label == "relcl"):
        return
    noun = parse.heads[frame.verb]
    above = frames.get(frame.governor)
    beside = parse.deps[noun] == "pobj" and parse.heads[parse.heads[noun]] == frame.governor
    if above is not None and beside and above.lemma in _REPORTING:
        frame.label, frame.kind = "ccomp", "finite"
        above.add("complement", [frame.verb])


def _inherit(parse: Parse, frame: Frame, frames: Mapping[int, Frame]) -> None:
    """Fill in what a clause shares with the one it depends on: subject, auxiliaries, voice."""
    verb, label = frame.verb, frame.label
    above = frames.get(frame.governor)
    if label == "conj" and above is not None and parse.heads[verb] == frame.governor:
        _inherit_conjunct(parse, frame, above)
    elif frame.own_subject or (frame.existential and frame.surface):
        return
    elif label in {"acl", "relcl"}:
        _inherit_modifier(parse, frame, above)
    elif above is None:
        return
    elif label == "xcomp" or (label == "ccomp" and frame.kind in {"infinitive", "gerund", "participle"}):
        frame.surface = _subject_of_infinitive(above) if frame.to and label == "xcomp" else _controller(above)
    elif label == "advcl" and frame.kind != "finite":
        directive = frame.to and verb > above.verb and above.lemma in _VERBS["directive"]
        frame.surface = _controller(above) if directive else list(above.surface)
    elif label == "pcomp":
        frame.surface = _subject_of_gerund(parse, frame, above)


def _subject_of_gerund(parse: Parse, frame: Frame, above: Frame) -> list[int]:
    """Who does what a gerund behind a preposition says."""
    noun = parse.heads[parse.heads[frame.verb]]
    if lemma_of(parse, noun) in _ACCUSATIONS:
        # "arrested X on suspicion of stabbing Y"; "X denies charges of stealing Y"
        return list(above.surface) if noun in above.heads("object") else _controller(above)
    if noun != frame.governor and parse.pos[noun] == "ADJ":  # "found X guilty of stealing Y"
        own = child(parse, noun, "nsubj")
        return [own] if own >= 0 else _controller(above)
    if noun != frame.governor and parse.pos[noun] in NOMINAL:
        possessor = child(parse, noun, "poss")
        return [possessor] if possessor >= 0 else list(above.surface)
    if frame.marker in _PREPOSITIONS["object_gerunds"] and not above.passive and above.heads("object"):
        return above.heads("object")
    return list(above.surface)


def _inherit_conjunct(parse: Parse, frame: Frame, above: Frame) -> None:
    tag, own = parse.tags[frame.verb], frame.own_subject
    bare = not auxiliaries(parse, frame.verb)
    if bare and tag == "VBN" and above.passive and not (own and above.heads("object")):
        frame.passive = True  # "nine were killed and fifty injured"
    if not own:
        frame.surface = list(above.surface)
    if bare and not own and (tag == parse.tags[above.verb] or (tag == "VB" and (above.modal or above.to))):
        frame.modal = frame.modal or above.modal
        frame.to |= above.to
        if tag in {"VB", "VBN", "VBG"}:
            frame.kind = above.kind
            frame.negated |= above.negated and tag == "VB" and child(parse, above.verb, "neg") >= 0
    if bare and above.kind == "relative":
        frame.kind = "relative"
    if above.marker and not frame.marker and frame.kind == above.kind:
        frame.marker = above.marker


def _controller(above: Frame) -> list[int]:
    """Who does what a complement says: "asked X to leave" gives X, "X tried to leave" and "X was asked to" as well."""
    if above.passive or above.lemma in _VERBS["subject_control"]:
        return list(above.surface)
    return above.heads("recipient") or above.heads("object") or list(above.surface)


def _subject_of_infinitive(above: Frame) -> list[int]:
    """Who does what "to" and a verb behind an object say: "asked X to leave" gives X, "beat X to win" the winner."""
    if above.lemma in _VERBS["object_control"] or above.lemma in _VERBS["directive"]:
        return _controller(above)
    return list(above.surface) if not above.passive and above.heads("object") else _controller(above)


def _inherit_modifier(parse: Parse, frame: Frame, above: Frame | None) -> None:
    noun = parse.heads[frame.verb]
    if not frame.to:
        frame.surface = _among(parse, noun)
        return
    if above is not None and noun in above.predicates:
        frame.surface = list(above.surface)  # "became the first to win"
        return
    if any(_is_ordinal(parse, c) for c in (noun, *parse.children[noun])):
        frame.surface = [noun]
        return
    owner = child(parse, noun, "poss")
    by = next((c for c in parse.dependents(noun, "prep") if parse.lowers[c] in {"by", "for"}), -1)
    if owner < 0 <= by:
        owner = child(parse, by, "pobj")
    if owner >= 0:
        frame.surface = [owner]
    elif above is not None and noun not in above.surface:
        frame.surface = list(above.surface)
    elif above is None and lemma_of(parse, noun) not in _PLANS:
        frame.surface = [noun]  # a headline: "Pope to visit Peru"


def _among(parse: Parse, noun: int) -> list[int]:
    """A noun with those who are said to be among what it means: "X and Y were among those killed"."""
    preposition = parse.heads[noun]
    verb = parse.heads[preposition]
    if parse.lowers[preposition] != "among" or parse.deps[noun] != "pobj" or parse.lemmas[verb] != "be":
        return [noun]
    subject = child(parse, verb, "nsubj", "attr")  # the order is often turned: "Among those held was the mayor"
    if subject < 0:
        return [noun]
    beside = [c for a in parse.dependents(subject, "appos") for c in conjuncts(parse, a) if c != a]
    return [noun, *conjuncts(parse, subject), *beside]


def _is_ordinal(parse: Parse, token: int) -> bool:
    """Whether a word picks one out of a row: "the first to win", "the only one to win"."""
    word = parse.lowers[token]
    return word in _NOUNS["ordinals"] or (parse.pos[token] == "ADJ" and word.endswith("th") and len(word) > 4)


def _relative_object(parse: Parse, frame: Frame, frames: Mapping[int, Frame]) -> None:
    """Fill the gap of a relative clause without a relative pronoun: "the man they met", "the city he lives in"."""
    noun = parse.heads[frame.verb]
    if frame.label != "relcl" or not frame.own_subject or noun in frame.surface:
        return
    if any(a.head == noun for a in frame.arguments):
        return
    if any(parse.tags[t] in RELATIVE_TAGS for t in range(parse.left[frame.verb], frame.verb)):
        return
    deepest = _deepest(frame, frames)
    for node in reversed(parse.dependents(deepest.verb, "prep", "advmod")):
        word, bare = parse.lowers[node], parse.pos[node] in {"ADP", "ADV"} and not parse.children[node]
        if bare and word in _PREPOSITIONS["stranded"] and node > deepest.verb:
            deepest.add("oblique", [noun], word)
            return
    if lemma_of(parse, noun) in _NOUNS["adverbial"]:
        frame.add("oblique", [noun])
    elif deepest.passive and deepest.lemma not in _VERBS["ditransitive"]:
        return
    elif not deepest.heads("object") and not deepest.predicates:
        deepest.add("object", [noun])


def _deepest(frame: Frame, frames: Mapping[int, Frame]) -> Frame:
    """The innermost complement without an object of its own: "the house they wanted to buy"."""
    while (below := next((frames[h] for h in frame.heads("complement") if h in frames), None)) is not None:
        if below is frame or below.heads("object"):
            break
        frame = below
    return frame


_NATIONALITY = frozenset({"NORP", "GPE", "ORG", "LOC", "FAC"})
_BEHIND = {"by": frozenset({"object", "recipient"}), "of": frozenset({"subject"})}
"""The roles that may stand behind an agent and behind what "of" brings."""
_IN = words("words/syntax/verbs", "hyphenated", "in")
_AT = words("words/syntax/verbs", "hyphenated", "at")


@dataclass(frozen=True, slots=True)
class NounFrame:
    """What a noun of action says: its verb and who fills which role (see `words/syntax/nominalizations.toml`)."""

    verb: str
    prepositions: Mapping[str, ArgumentRole | Literal["with"]]
    possessor: ArgumentRole
    possessor_with_object: ArgumentRole
    compound: ArgumentRole
    nationality: ArgumentRole

    @property
    def mutual(self) -> bool:
        """Whether its parties do it together: "talks between X and Y"."""
        return "between" in self.prepositions

    def argument(self, preposition: str, head: int) -> Argument:
        """The argument that a preposition brings."""
        role = self.prepositions.get(preposition, "oblique")
        if role == "with":
            return Argument(head, "oblique", "with")
        return Argument(head, role, preposition if role == "oblique" else "")


@cache
def _noun_frames() -> dict[str, NounFrame]:
    return {
        noun: NounFrame(verb, **{key: value for key, value in row.items() if key not in {"id", "verbs"}})
        for row in table("words/syntax/nominalizations")["frame"]
        for noun, verb in row["verbs"].items()
    }


@cache
def _light() -> dict[tuple[str, str], ArgumentRole]:
    return {
        (verb, noun): row.get("subject", "subject")
        for row in table("words/syntax/light_verbs")["light"]
        for verb in row["verbs"]
        for noun in row["nouns"]
    }


def noun_frame(parse: Parse, token: int) -> NounFrame | None:
    """The row of a noun of action, None for any other token."""
    return _noun_frames().get(lemma_of(parse, token)) if parse.pos[token] in {"NOUN", "PROPN"} else None


def noun_arguments(parse: Parse, noun: int, frame: NounFrame, labels: Mapping[int, str]) -> list[Argument]:
    """The arguments around a noun of action, in deep roles; `labels` are those of the model's names."""
    found = [a for node in parse.dependents(noun, "prep") for a in _after(parse, node, frame)]
    possessors = [head for node in parse.dependents(noun, "poss") for head in conjuncts(parse, node)]
    before = []
    for node in parse.dependents(noun, "compound", "amod", "nmod"):
        national = labels.get(node) in _NATIONALITY
        role = frame.nationality if national else frame.compound
        if role and (national or parse.pos[node] == "PROPN"):
            before.append(Argument(node, role))
    filled = {argument.role for argument in found}
    owner = frame.possessor_with_object if "object" in filled else frame.possessor
    found += [Argument(head, owner) for head in possessors]
    if possessors:
        filled.add(owner)
    found += [argument for argument in before if argument.role not in filled]
    return _with_others(found) if frame.mutual else found


def _after(parse: Parse, node: int, frame: NounFrame) -> list[Argument]:
    """What a preposition after the noun brings, and what the parser attaches to that noun.

    That is the town in "an attack by rebels on the town", and who in "of X by Y".
    """
    found = _brought(parse, node, frame)
    word = parse.lowers[node]
    if word == "by" or (word == "of" and frame.prepositions.get("of") == "object"):
        for agent in parse.children[node]:
            for inner in parse.dependents(agent, "prep"):
                if word == "by" or parse.lowers[inner] == "by":
                    found += [a for a in _brought(parse, inner, frame) if a.role in _BEHIND[word]]
    return found


def _brought(parse: Parse, node: int, frame: NounFrame) -> list[Argument]:
    return [
        Argument(head, "complement", name) if clause else frame.argument(name, head)
        for name, head, clause in prepositional(parse, node)
    ]


def _with_others(arguments: Sequence[Argument]) -> list[Argument]:
    """The arguments of a mutual action: the first party its subject, the others obliques with "with"."""
    parties = [a for a in arguments if a.role == "subject"]
    return [Argument(a.head, "oblique", "with") if a in parties[1:] else a for a in arguments]


def light_reading(
    parse: Parse, frame: Frame, arguments: Sequence[Argument], labels: Mapping[int, str]
) -> tuple[int, NounFrame, list[Argument]] | None:
    """The noun, its row and the arguments that a light verb and its noun have together, None for any other verb."""
    for argument in arguments:
        noun = argument.head
        verb = frame.lemma if argument.role == "object" else f"{frame.lemma}_{argument.preposition}"
        role = _light().get((verb, lemma_of(parse, noun)))
        row = noun_frame(parse, noun) if role and argument.role in {"object", "oblique"} else None
        if row is None or role is None:
            continue
        found = [replace(a, role=role, preposition="") for a in arguments if a.role == "subject"]
        found += noun_arguments(parse, noun, row, labels)
        found += [
            row.argument(a.preposition, a.head) if a.role == "oblique" else Argument(a.head, a.role)
            for a in arguments
            if a.head != noun and a.role not in {"subject", "attribute"}
        ]
        found = list(dict.fromkeys(found))
        return noun, row, _with_others(found) if row.mutual else found
    return None


def compound_arguments(parse: Parse, token: int) -> list[Argument]:
    """The arguments of a participle with a hyphen before it, in deep roles; none for any other token.

    "The Oslo-backed plan" is backed by Oslo, "the Oslo-born singer" born in Oslo, "knife-wielding men" wield knives.
    """
    if token < 2 or parse.lowers[token - 1] != "-" or parse.tags[token] not in {"VBN", "VBG"}:
        return []
    noun, first = parse.heads[token], token - 2
    if parse.deps[token] not in {"amod", "nmod", "compound"} or noun <= token or parse.pos[noun] not in NOMINAL:
        return []
    if parse.heads[first] != token or parse.pos[first] not in NOMINAL | {"ADJ"}:
        return []
    while parse.deps[noun] == "compound" and parse.pos[parse.heads[noun]] == "PROPN":
        noun = parse.heads[noun]  # "prize-winning director Ola Berg"
    active, lemma = parse.tags[token] == "VBG", lemma_of(parse, token)
    place = "" if active else "in" if lemma in _IN else "at" if lemma in _AT else ""
    joined: ArgumentRole = "object" if active else "oblique" if place else "subject"
    found = [Argument(head, "subject" if active else "object") for head in conjuncts(parse, noun)]
    return found + [Argument(head, joined, place) for head in conjuncts(parse, first)]


_SECTIONS = {"VERB": "verbs", "AUX": "verbs", "ADJ": "adjectives", "NOUN": "nouns"}
"""The list of attitudes for each part of speech."""
_PERIPHRASES = {"be": "be_to", "have": "have_to", "go": "going_to"}
"""What verbs before "to" are called as semi-modals."""
_GOVERNED = frozenset({"xcomp", "ccomp", "acl", "pcomp", "conj"})
_FOLLOWING = frozenset({"conj", "cc", "punct", "parataxis", "advcl", "relcl", "acl", "appos"})
"""Labels of what merely follows a clause."""


def find_clauses(parse: Parse) -> tuple[Clause, ...]:
    """Every clause of a parse, in the order of their heads; a light verb's second reading follows the plain one."""
    labels = name_labels(parse)
    frames = verb_frames(parse)
    drafts: list[tuple[Clause, int]] = []  # with the verb that the clause depends on, -1 for none
    light: set[int] = set()
    for frame in frames.values():
        arguments = deep_roles(frame)
        if frame.lemma != "be":  # "was found guilty of theft", "became head of the bank"
            arguments += [a for head in frame.predicates for a in governed(parse, head) if a.role == "oblique"]
        clause = _verbal(parse, frame, frames, arguments)
        drafts += [(each, frame.governor) for each in _each_predicate(parse, clause, frame)]
        reading = light_reading(parse, frame, arguments, labels)
        if reading is not None:
            noun, row, found = reading
            light.add(noun)
            second = replace(clause, head=noun, lemma=row.verb, arguments=_without(found, noun), link="light")
            drafts.append((replace(second, passive=False, copular=False), frame.verb))
    for token in range(len(parse)):
        nominals = _nominals(parse, token, labels, light=token in light)
        drafts += [(clause, nearest_above(parse, token, frames)) for clause in nominals]
    drafts.sort(
        key=lambda draft: (draft[0].verb if draft[0].link == "light" else draft[0].head, draft[0].link == "light")
    )
    place: dict[int, int] = {}
    for number, (clause, _) in enumerate(drafts):
        if clause.link not in {"nominal", "light"}:
            place.setdefault(clause.verb, number)
    return tuple(replace(clause, parent=place[above]) if above in place else clause for clause, above in drafts)


def _verbal(parse: Parse, frame: Frame, frames: Mapping[int, Frame], arguments: list[Argument]) -> Clause:
    start, end = _extent(parse, frame.verb)
    modal, negated = _semi_modal(parse, frame, frames)
    return Clause(
        head=frame.verb,
        lemma=frame.lemma,
        kind=frame.kind,
        arguments=_without(arguments, frame.verb),
        start=start,
        end=end,
        passive=frame.passive,
        negated=frame.negated != negated,
        copular=frame.copular,
        modal=frame.modal or modal,
        marker=frame.marker,
        link=frame.label if frame.governor >= 0 else "",
        verb=frame.verb,
    )


def _without(arguments: Iterable[Argument], head: int) -> tuple[Argument, ...]:
    return tuple([argument for argument in arguments if argument.head != head])


def _each_predicate(parse: Parse, clause: Clause, frame: Frame) -> Iterator[Clause]:
    """One clause for each predicate word after "be": "is an actor and head of X" says two things."""
    if not clause.copular or frame.lemma != "be" or not frame.predicates:
        yield clause
        return
    shared = [a for a in clause.arguments if a.role != "attribute"]
    for head in frame.predicates:
        own = (*shared, Argument(head, "attribute"), *_without(governed(parse, head), head))
        yield replace(clause, head=head, lemma=lemma_of(parse, head), arguments=tuple(dict.fromkeys(own)))


def _semi_modal(parse: Parse, frame: Frame, frames: Mapping[int, Frame]) -> tuple[str, bool]:
    """The semi-modal that governs a clause ("plans to", "is likely to", "failed to") and whether it denies it."""
    if frame.kind not in {"infinitive", "gerund"} or frame.label not in _GOVERNED:
        return "", False
    top = first_conjunct(parse, frame.verb)
    head = parse.heads[top]
    lemma = frames[head].lemma if head in frames else lemma_of(parse, head)
    if frame.to and lemma in _PERIPHRASES and frame.label in {"xcomp", "conj"} and parse.pos[head] in {"AUX", "VERB"}:
        return (_PERIPHRASES[lemma], False) if lemma != "go" or parse.tags[head] == "VBG" else ("", False)
    section = _SECTIONS.get(parse.pos[head], "")
    if not section or head == top:
        return "", False
    if lemma in words("words/attitudes", "negated", section):
        return lemma, True
    return (lemma, False) if lemma in words("words/attitudes", "planned", section) else ("", False)


def _nominals(parse: Parse, token: int, labels: Mapping[int, str], *, light: bool) -> Iterator[Clause]:
    """The clauses of a noun of action, unless a light verb has it already, and of a participle in a compound."""
    row = None if light or parse.deps[token] == "compound" else noun_frame(parse, token)
    if row is not None and (found := _without(noun_arguments(parse, token, row, labels), token)):
        start, end = _extent(parse, token)
        yield Clause(token, row.verb, "nominal", found, start, end, link="nominal", verb=token)
    if found := _without(compound_arguments(parse, token), token):
        start, end = min(a.head for a in found), max(a.head for a in found) + 1
        passive, lemma = parse.tags[token] == "VBN", lemma_of(parse, token)
        yield Clause(token, lemma, "nominal", found, start, end, passive, link="nominal", verb=token)


def _extent(parse: Parse, head: int) -> tuple[int, int]:
    """The tokens of a clause without coordinated clauses and those that merely follow."""
    start = end = head
    for node in parse.children[head]:
        if parse.deps[node] not in _FOLLOWING or (parse.deps[node] == "advcl" and node < head):
            start, end = min(start, parse.left[node]), max(end, parse.right[node])
    return start, end + 1

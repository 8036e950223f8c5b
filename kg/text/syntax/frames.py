"""Verbal clauses: each verb of a parse with what it governs, missing subjects and objects filled in.

A frame is a clause under construction, with surface roles first; `deep_roles` turns passives round.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.text.lexicon.tables import words
from kg.text.syntax.dependencies import NOMINAL, RELATIVE_TAGS, child, conjuncts, is_copula, lemma_of, prepositional

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["Frame", "deep_roles", "entity_types", "governed", "read_frame"]

_MODALS = {"'ll": "will", "’ll": "will", "wo": "will", "'d": "would", "’d": "would", "ca": "can", "sha": "shall"}
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_NAMING = words("verbs", "naming")
_CAUSATIVES = words("verbs", "causatives")
_NEGATING = frozenset({"at", "by", "in", "on", "to", "under"})
"""Before "no" these deny the verb ("at no time", "to nobody"); "for nothing" and "without" a thing do not."""
_TIMES = frozenset({"DATE", "TIME"})
_SETTINGS = frozenset({"DATE", "TIME", "GPE", "LOC", "FAC"})
_AGENTLESS = frozenset({"DATE", "TIME", "CARDINAL", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"})


_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_GERUND_LABELS = frozenset({"pcomp", "csubj", "csubjpass", "dobj", "pobj", "xcomp", "nsubj", "conj"})


@dataclass(slots=True)
class Frame:
    """A verbal clause under construction; `surface` are its surface subjects, `arguments` (role, head, preposition)."""

    verb: int
    lemma: str
    kind: str
    label: str
    governor: int = -1
    surface: list[int] = field(default_factory=list)
    arguments: list[tuple[str, int, str]] = field(default_factory=list)
    predicates: list[int] = field(default_factory=list)
    passive: bool = False
    negated: bool = False
    copular: bool = False
    modal: str = ""
    marker: str = ""
    own_subject: bool = False
    existential: bool = False
    to: bool = False

    def heads(self, role: str) -> list[int]:
        """The heads of the arguments with this role so far."""
        return [head for kind, head, _ in self.arguments if kind == role]


def entity_types(parse: Parse) -> dict[int, str]:
    """The type of the named entity that each token belongs to."""
    return {token: kind for start, end, kind in parse.names for token in range(start, end)}


def read_frame(parse: Parse, verb: int, types: dict[int, str]) -> Frame:
    """The frame of a verb with what it governs itself."""
    frame = Frame(verb, lemma_of(parse, verb), "finite", parse.deps[verb])
    particle = ""
    for node in parse.children[verb]:
        label = parse.deps[node]
        if label in _SUBJECTS:
            frame.surface += _resolved(parse, node)
            frame.own_subject = True
            frame.passive |= label.endswith("pass")
            frame.negated |= _is_none(parse, node)
        elif label == "expl":
            frame.existential |= parse.tags[node] == "EX"
        elif label in {"aux", "auxpass"}:
            _auxiliary(parse, frame, node)
        elif label == "neg" or (label in {"preconj", "cc"} and parse.lowers[node] in {"neither", "nor"}):
            frame.negated |= parse.lowers[node + 1 : node + 2] != ("only",)
        elif label == "prt":
            particle = parse.lowers[node]
            # "struck down the law": the parser may hang the object on the particle
            frame.arguments += [
                ("object", h, "") for c in parse.children[node] if parse.deps[c] == "pobj" for h in _resolved(parse, c)
            ]
        elif label == "mark":
            frame.marker = frame.marker or parse.lowers[node]
        elif label == "agent":
            frame.passive = True
            agents = [h for _, h in _obliques(parse, node)]
            frame.arguments += [("subject", h, "") for h in agents]
            frame.negated |= any(_is_none(parse, h) for h in agents)
        else:
            _complement(parse, frame, node, label)
    if particle:
        frame.lemma += f"_{particle}"
    _address(parse, frame, types)
    _settle(parse, frame, types)
    return frame


def _address(parse: Parse, frame: Frame, types: dict[int, str]) -> None:
    """Take whom a verb asks behind a preposition to do something for its object: "called on X to leave"."""
    if not any(
        role == "complement" and child(parse, head, "aux") >= 0 and parse.tags[head] == "VB"
        for role, head, _ in frame.arguments
    ):
        return
    for place, (role, head, preposition) in enumerate(frame.arguments):
        if types.get(head) in _TIMES:
            continue
        if role == "oblique" and f"{frame.lemma}_{preposition}" in words("verbs", "addressing"):
            frame.lemma += f"_{preposition}"
            frame.arguments[place] = ("object", head, "")
            return


def _auxiliary(parse: Parse, frame: Frame, node: int) -> None:
    word = parse.lowers[node]
    if parse.deps[node] == "auxpass":
        frame.passive = True
    if parse.tags[node] == "MD":
        frame.modal = _MODALS.get(word, word)
    elif word == "to":
        frame.to = True


def _complement(parse: Parse, frame: Frame, node: int, label: str) -> None:
    """Add an object, attribute, oblique or clause that the verb governs."""
    if label == "dobj":
        frame.arguments += [("object", h, "") for h in _resolved(parse, node)]
        frame.negated |= _is_none(parse, node)
    elif label == "dative":
        if parse.pos[node] in NOMINAL:
            frame.arguments += [("recipient", h, "") for h in _resolved(parse, node)]
        else:
            frame.arguments += [("oblique", h, p) for p, h in _obliques(parse, node)]
    elif label in {"attr", "acomp", "oprd"}:
        frame.predicates += [h for n in conjuncts(parse, node) for h in _resolved(parse, n, single=True)]
        frame.negated |= _is_none(parse, node)
    elif label == "prep":
        _preposition(parse, frame, node)
    elif label in {"ccomp", "xcomp"}:
        frame.arguments.append(("complement", node, ""))
    elif label == "npadvmod":
        frame.arguments += [("oblique", h, "") for h in _resolved(parse, node)]
    elif label == "advmod":
        _adverb(parse, frame, node)


def _adverb(parse: Parse, frame: Frame, node: int) -> None:
    word = parse.lowers[node]
    if word in {"where", "when"} and parse.tags[node] == "WRB":
        noun = _antecedent_of(parse, node)
        if noun >= 0:
            frame.arguments.append(("oblique", noun, "in" if word == "where" else "on"))
        else:
            frame.marker = frame.marker or word
    elif parse.tags[node] == "WRB":
        frame.marker = frame.marker or word
    elif word in {"longer", "more"} and child(parse, node, "neg", "det") >= 0:
        frame.negated |= parse.lowers[child(parse, node, "neg", "det")] in {"no", "not"}
    for inner in parse.children[node]:
        if parse.deps[inner] == "prep":
            joined = f"{word}_{parse.lowers[inner]}"
            compound = joined in words("verbs", "adverb_prepositions")
            frame.arguments += [
                ("oblique", h, p if not compound or p != parse.lowers[inner] else joined)
                for p, h in _obliques(parse, inner)
            ]


def _preposition(parse: Parse, frame: Frame, node: int) -> None:
    for preposition, head, clause in prepositional(parse, node):
        if preposition == "out_of" and frame.lemma in words("verbs", "particles", "out_of"):
            frame.lemma += "_out"
        if clause:
            frame.arguments.append(("complement", head, preposition))
        else:
            frame.arguments += [("oblique", h, preposition) for h in _resolved(parse, head, single=True)]
            frame.negated |= preposition in _NEGATING and _is_none(parse, head)


def _obliques(parse: Parse, node: int) -> list[tuple[str, int]]:
    return [
        (preposition, h)
        for preposition, head, clause in prepositional(parse, node)
        if not clause
        for h in _resolved(parse, head, single=True)
    ]


def governed(parse: Parse, word: int) -> list[tuple[str, int, str]]:
    """What a predicate word after "be" governs: "responsible for X", "head of X", "likely to win"."""
    found: list[tuple[str, int, str]] = []
    for node in parse.children[word]:
        label = parse.deps[node]
        if label == "prep":
            for preposition, head, clause in prepositional(parse, node):
                role = "complement" if clause else "oblique"
                found += [(role, h, preposition) for h in _resolved(parse, head, single=True)]
        elif label in {"xcomp", "ccomp"}:
            found.append(("complement", node, ""))
    return found


def _is_none(parse: Parse, node: int) -> bool:
    """Whether a phrase says that there is none: "no one", "no evidence", "neither side"."""
    if parse.lowers[node] in {"nobody", "none", "nothing", "neither"}:
        return True
    return any(parse.deps[c] in {"det", "neg"} and parse.lowers[c] in {"no", "neither"} for c in parse.children[node])


def _settle(parse: Parse, frame: Frame, types: dict[int, str]) -> None:
    """Decide kind, voice and copula of a frame from what was read."""
    verb, tag, label = frame.verb, parse.tags[frame.verb], frame.label
    helpers = [c for c in parse.children[verb] if parse.deps[c] in {"aux", "auxpass"} and parse.lowers[c] != "to"]
    if label == "ccomp" and tag == "VBN" and not helpers and lemma_of(parse, parse.heads[verb]) in _CAUSATIVES:
        frame.passive = True  # "had the car repaired"
    frame.kind = _kind(parse, frame, helpers)
    if label in {"acl", "advcl", "relcl"} and not (helpers or frame.own_subject or frame.to) and tag in {"VBN", "VBD"}:
        # the tagger takes many reduced passives for past tenses: "the ship built in 1950"
        frame.passive = tag == "VBN" or (label != "relcl" and not frame.heads("object"))
        if _is_main(parse, verb):
            frame.passive = False
    frame.passive |= not helpers and _is_headline_passive(parse, frame)
    if frame.passive and not frame.heads("subject"):
        _find_agent(parse, frame, types)
    frame.copular = bool(frame.predicates or is_copula(parse, verb)) and frame.lemma in words("verbs", "copulas")
    if not frame.passive and frame.lemma in _NAMING and len(frame.predicates) > 1 and not frame.heads("object"):
        frame.arguments.append(("object", frame.predicates.pop(0), ""))  # "named Ruiz its chief"
    if frame.existential and frame.predicates:
        frame.surface, frame.predicates, frame.own_subject = frame.predicates, [], True
        frame.arguments += [a for head in frame.surface for a in governed(parse, head)]
    if label == "pcomp":
        frame.marker = _opening(parse, parse.heads[verb])
        frame.negated ^= frame.marker in {"without", "instead_of", "rather_than"}


def _far_agents(parse: Parse, frame: Frame, types: dict[int, str]) -> list[int]:
    """The agents that the parser hung on a place or a time: "was signed at a ceremony in Oslo by X"."""
    verb = frame.verb
    for node in range(verb + 1, parse.right[verb] + 1):
        if parse.lowers[node] != "by" or parse.deps[node] != "prep" or frame.label == "relcl":
            continue
        noun = parse.heads[node]
        while noun != verb and parse.deps[noun] in {"prep", "pobj"}:
            setting = types.get(noun) in _SETTINGS or lemma_of(parse, noun) in words("verbs", "settings")
            if parse.deps[noun] == "pobj" and not setting:
                break
            noun = parse.heads[noun]
        if noun == verb and parse.heads[node] != verb:
            return [h for _, h in _obliques(parse, node) if types.get(h, "") not in _AGENTLESS]
    return []


def _is_headline_passive(parse: Parse, frame: Frame) -> bool:
    """Whether a headline leaves out "were" before what befalls its subject: "Four held over thefts"."""
    verb = frame.verb
    if frame.label != "ROOT" or parse.tags[verb] not in {"VBD", "VBN"} or not frame.surface:
        return False
    if frame.heads("object") or frame.heads("complement") or frame.lemma not in words("verbs", "befalling"):
        return False
    if any(parse.deps[c] == "conj" and parse.pos[c] == "VERB" for c in parse.children[verb]):
        return False
    return parse.lowers[parse.right[verb]] not in {".", "!", "?"}


def _find_agent(parse: Parse, frame: Frame, types: dict[int, str]) -> None:
    """Make what "by" brings behind a passive its deep subject, also where the parser hung it on a noun between."""
    for place, (role, head, preposition) in enumerate(frame.arguments):
        if role == "oblique" and preposition == "by" and types.get(head, "") not in _AGENTLESS:
            frame.arguments[place] = ("subject", head, "")
    if not frame.heads("subject"):
        found = _deeper_agents(parse, frame, types) or _far_agents(parse, frame, types)
        frame.arguments += [("subject", h, "") for h in found]


def _deeper_agents(parse: Parse, frame: Frame, types: dict[int, str]) -> list[int]:
    """The agents that the parser hung on a noun behind a passive: "was relieved of his duties by the board"."""
    for role, noun, _ in frame.arguments:
        if role != "oblique" or noun < frame.verb or lemma_of(parse, noun) in words("words/nouns/documents", "words"):
            continue
        if parse.lowers[noun] in _MADE_BY or child(parse, noun, "poss") < 0:
            continue
        for node in parse.children[noun]:
            if parse.deps[node] == "prep" and parse.lowers[node] == "by":
                return [h for _, h in _obliques(parse, node) if types.get(h, "") not in _AGENTLESS]
    return []


_MADE_BY = words("verbs", "made_by")


def _is_main(parse: Parse, verb: int) -> bool:
    """Whether a verb that the parser hung on a noun is the sentence's own: "Ruiz, who was ill, studied law"."""
    noun = parse.heads[verb]
    if parse.heads[noun] != noun or parse.deps[verb] != "acl" or parse.lowers[verb - 1] != ",":
        return False
    return any(parse.deps[c] == "relcl" and c < verb for c in parse.children[noun])


def _opening(parse: Parse, preposition: int) -> str:
    """The preposition before a gerund, with the adverb that belongs to it: "instead of leaving"."""
    word, before = parse.lowers[preposition], parse.lowers[parse.heads[preposition]]
    joined = f"{before}_{word}"
    return joined if joined in words("verbs", "adverb_prepositions") or joined == "rather_than" else word


def _kind(parse: Parse, frame: Frame, helpers: list[int]) -> str:
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
    if parse.tags[node] in RELATIVE_TAGS:
        noun = _antecedent_of(parse, node)
        if noun >= 0:
            return [noun]
    return [node] if single else list(conjuncts(parse, node))


def _antecedent_of(parse: Parse, pronoun: int) -> int:
    """The noun that a relative pronoun stands for, -1 for an interrogative or a free relative ("what")."""
    if parse.lowers[pronoun] == "what":
        return -1
    node = pronoun
    while parse.heads[node] != node:
        if parse.deps[node] in {"relcl", "acl"}:
            noun = parse.heads[node]
            return noun if parse.pos[noun] in NOMINAL or parse.pos[noun] in {"DET", "ADJ"} else -1
        if parse.deps[node] == "ccomp" and is_copula(parse, parse.heads[node]) and parse.tags[pronoun] != "WDT":
            focus = child(parse, parse.heads[node], "attr")  # "it was Ruiz who left"
            return focus if focus != node and child(parse, parse.heads[node], "nsubj", "expl") >= 0 else -1
        if parse.deps[node] in {"advcl", "ROOT"}:
            return -1
        node = parse.heads[node]
    return -1


def deep_roles(frame: Frame) -> list[tuple[str, int, str]]:
    """The arguments of a frame in deep roles: the surface subject of a passive is its object or recipient."""
    if frame.passive:
        objects = frame.heads("object")
        if objects and frame.lemma in _NAMING:
            first, rest = "object", [("attribute" if r == "object" else r, h, p) for r, h, p in frame.arguments]
        elif objects:
            first, rest = "recipient", frame.arguments
        else:
            first, rest = "object", frame.arguments
        found = [(first, h, "") for h in frame.surface] + rest
    else:
        found = [("subject", h, "") for h in frame.surface] + frame.arguments
    found += [("attribute", h, "") for h in frame.predicates]
    return list(dict.fromkeys(a for a in found if a[1] != frame.verb))

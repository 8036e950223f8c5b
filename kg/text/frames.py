"""Verbal clauses: each verb of a parse with what it governs, missing subjects and objects filled in.

A frame is a clause under construction, with surface roles first; `deep_roles` turns passives round.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.text.lexicon import words
from kg.text.syntax import (
    NOMINAL,
    child,
    conjuncts,
    is_copula,
    is_predicate,
    lemma_of,
    prepositional,
)

if TYPE_CHECKING:
    from kg.text.parse import Parse

__all__ = ["Frame", "deep_roles", "governed", "verb_frames"]

_MODALS = {"'ll": "will", "’ll": "will", "wo": "will", "'d": "would", "’d": "would", "ca": "can", "sha": "shall"}
_RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_NAMING = frozenset(
    {"name", "elect", "appoint", "call", "dub", "label", "title", "declare", "consider", "make", "crown", "vote"}
)
_OBJECT_GERUNDS = frozenset({"of", "from", "into", "for", "about"})
_TIME_NOUNS = frozenset(
    {"day", "week", "month", "year", "time", "moment", "hour", "night", "morning", "way", "reason", "minute", "season"}
)
_FIRST = frozenset({"first", "last", "second", "third", "only", "next", "latest", "youngest", "oldest"})
_NEGATING = frozenset({"at", "by", "in", "on", "to", "under"})
"""Before "no" these deny the verb ("at no time", "to nobody"); "for nothing" and "without" a thing do not."""
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


def verb_frames(parse: Parse) -> dict[int, Frame]:
    """The frames of all verbs of a parse, by the token of the verb, governors before what they govern."""
    frames: dict[int, Frame] = {}
    types = _entity_types(parse)
    for token in _top_down(parse):
        if is_predicate(parse, token):
            frame = _read(parse, token, types)
            frame.governor = _governor(parse, token, frames)
            frames[token] = frame
            _inherit(parse, frame, frames)
    for frame in frames.values():
        _share_object(parse, frame, frames)
        _relative_object(parse, frame, frames)
    return frames


def _top_down(parse: Parse) -> list[int]:
    order = [token for token, head in enumerate(parse.heads) if head == token]
    for token in order:  # grows while it is read: breadth first
        order += parse.children[token]
    return order


def _entity_types(parse: Parse) -> dict[int, str]:
    return {token: kind for start, end, kind in parse.names for token in range(start, end)}


def _governor(parse: Parse, token: int, frames: dict[int, Frame]) -> int:
    node = parse.heads[token]
    while node not in frames:
        if parse.heads[node] == node:
            return -1
        node = parse.heads[node]
    return node if node != token else -1


def _read(parse: Parse, verb: int, types: dict[int, str]) -> Frame:
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
    _settle(parse, frame, types)
    return frame


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
    frame.kind = _kind(parse, frame, helpers)
    if label in {"acl", "advcl", "relcl"} and not helpers and not frame.own_subject and tag in {"VBN", "VBD"}:
        # the tagger takes many reduced passives for past tenses: "the ship built in 1950"
        frame.passive = tag == "VBN" or (label != "relcl" and not frame.heads("object"))
    if frame.passive and not frame.heads("subject"):
        for place, (role, head, preposition) in enumerate(frame.arguments):
            if role == "oblique" and preposition == "by" and types.get(head, "") not in _AGENTLESS:
                frame.arguments[place] = ("subject", head, "")
    frame.copular = bool(frame.predicates or is_copula(parse, verb)) and frame.lemma in words("verbs", "copulas")
    if frame.existential and frame.predicates:
        frame.surface, frame.predicates, frame.own_subject = frame.predicates, [], True
        frame.arguments += [a for head in frame.surface for a in governed(parse, head)]
    if label == "pcomp":
        frame.marker = _opening(parse, parse.heads[verb])
        frame.negated ^= frame.marker in {"without", "instead_of", "rather_than"}


def _opening(parse: Parse, preposition: int) -> str:
    """The preposition before a gerund, with the adverb that belongs to it: "instead of leaving"."""
    word, before = parse.lowers[preposition], parse.lowers[parse.heads[preposition]]
    joined = f"{before}_{word}"
    return joined if joined in words("verbs", "adverb_prepositions") or joined == "rather_than" else word


def _kind(parse: Parse, frame: Frame, helpers: list[int]) -> str:
    tag, label = parse.tags[frame.verb], frame.label
    if label == "relcl":
        return "relative"
    if tag in _FINITE or frame.modal or any(parse.tags[c] in _FINITE for c in helpers):
        return "finite"
    if frame.to or tag == "VB":
        return "infinitive"
    if tag == "VBN" and frame.own_subject and label in {"ROOT", "ccomp"}:
        return "finite"  # a past tense that the tagger took for a participle
    return "gerund" if tag == "VBG" and label in _GERUND_LABELS else "participle"


def _resolved(parse: Parse, node: int, *, single: bool = False) -> list[int]:
    """A phrase's head and those coordinated with it; a relative pronoun gives the noun that it stands for."""
    if parse.tags[node] in _RELATIVE_TAGS:
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
        if parse.deps[node] in {"advcl", "ROOT"}:
            return -1
        node = parse.heads[node]
    return -1


def _inherit(parse: Parse, frame: Frame, frames: dict[int, Frame]) -> None:
    """Fill in what a clause shares with the one it depends on: subject, auxiliaries, voice."""
    verb, label = frame.verb, frame.label
    head = parse.heads[verb]
    above = frames.get(frame.governor)
    if label == "conj" and above is not None and head == frame.governor:
        _inherit_conjunct(parse, frame, above)
        return
    if frame.own_subject or (frame.existential and frame.surface):
        return
    if label == "acl":
        _inherit_modifier(parse, frame, above)
    elif above is None:
        return
    elif label == "xcomp" or (label == "ccomp" and frame.kind in {"infinitive", "gerund", "participle"}):
        frame.surface = _controller(above)
    elif label == "advcl" and frame.kind != "finite":
        frame.surface = list(above.surface)
    elif label == "pcomp":
        noun = parse.heads[head]
        if noun != frame.governor and parse.pos[noun] in NOMINAL:
            possessor = child(parse, noun, "poss")
            frame.surface = [possessor] if possessor >= 0 else list(above.surface)
        elif frame.marker in _OBJECT_GERUNDS and not above.passive and above.heads("object"):
            frame.surface = above.heads("object")
        else:
            frame.surface = list(above.surface)


def _inherit_conjunct(parse: Parse, frame: Frame, above: Frame) -> None:
    tag = parse.tags[frame.verb]
    bare = not any(parse.deps[c] in {"aux", "auxpass"} for c in parse.children[frame.verb])
    first_tag = parse.tags[above.verb]
    if not frame.own_subject:
        frame.surface = list(above.surface)
        if bare and tag == "VBN" and above.passive:
            frame.passive = True
    if bare and (tag == first_tag or (tag == "VB" and (above.modal or above.to))) and not frame.own_subject:
        frame.modal = frame.modal or above.modal
        frame.to |= above.to
        if tag in {"VB", "VBN", "VBG"}:
            frame.kind = above.kind
            frame.negated |= above.negated and tag == "VB" and _negated_by_auxiliary(parse, above)
    if bare and above.kind == "relative":
        frame.kind = "relative"
    if above.marker and not frame.marker and frame.kind == above.kind:
        frame.marker = above.marker


def _negated_by_auxiliary(parse: Parse, frame: Frame) -> bool:
    return any(parse.deps[c] == "neg" for c in parse.children[frame.verb])


def _controller(above: Frame) -> list[int]:
    """Who does what a complement says: "asked X to leave" gives X, "X tried to leave" and "X was asked to" as well."""
    if above.passive or above.lemma in words("verbs", "subject_control"):
        return list(above.surface)
    return above.heads("recipient") or above.heads("object") or list(above.surface)


def _inherit_modifier(parse: Parse, frame: Frame, above: Frame | None) -> None:
    """The subject of a participle or infinitive that modifies a noun."""
    noun = parse.heads[frame.verb]
    if frame.kind != "infinitive":
        frame.surface = [noun]
        return
    if above is not None and noun in above.predicates:
        frame.surface = list(above.surface)  # "became the first to win"
        return
    if any(_is_ordinal(parse, c) for c in parse.children[noun]) or _is_ordinal(parse, noun):
        frame.surface = [noun]
        return
    owner = child(parse, noun, "poss")
    by = next((c for c in parse.children[noun] if parse.deps[c] == "prep" and parse.lowers[c] in {"by", "for"}), -1)
    if owner >= 0:
        frame.surface = [owner]
    elif by >= 0 and child(parse, by, "pobj") >= 0:
        frame.surface = [child(parse, by, "pobj")]
    elif above is not None and noun not in above.surface:
        frame.surface = list(above.surface)


def _is_ordinal(parse: Parse, token: int) -> bool:
    """Whether a word picks one out of a row: "the first to win", "the only one to win"."""
    word = parse.lowers[token]
    return word in _FIRST or (parse.pos[token] == "ADJ" and word.endswith("th") and len(word) > 4)


def _share_object(parse: Parse, frame: Frame, frames: dict[int, Frame]) -> None:
    """Give the first of two coordinated verbs the object they share: "seized and burned the house"."""
    if frame.arguments or frame.passive or frame.copular or frame.lemma in words("verbs", "intransitive"):
        return
    if any(c > frame.verb and parse.deps[c] not in {"cc", "conj", "punct"} for c in parse.children[frame.verb]):
        return
    for node in parse.children[frame.verb]:
        other = frames.get(node) if parse.deps[node] == "conj" else None
        if other is None or other.own_subject or other.passive:
            continue
        between = range(frame.verb + 1, node)
        if all(parse.deps[t] in {"cc", "punct", "conj"} for t in between) and len(between) <= 4:
            frame.arguments += [a for a in other.arguments if a[0] == "object"]


def _relative_object(parse: Parse, frame: Frame, frames: dict[int, Frame]) -> None:
    """Fill the gap of a relative clause without a relative pronoun: "the man they met", "the city he lives in"."""
    if frame.label != "relcl" or not frame.own_subject:
        return
    noun = parse.heads[frame.verb]
    if noun in frame.surface or any(head == noun for _, head, _ in frame.arguments):
        return
    if any(parse.tags[t] in _RELATIVE_TAGS for t in range(parse.left[frame.verb], frame.verb)):
        return
    deepest = frame
    while (below := next((frames[h] for h in deepest.heads("complement") if h in frames), None)) is not None:
        if below is deepest or below.heads("object"):
            break
        deepest = below
    for node in reversed(parse.children[deepest.verb]):
        stranded = parse.deps[node] in {"prep", "advmod"} and parse.pos[node] in {"ADP", "ADV"}
        if stranded and not parse.children[node] and node > deepest.verb and parse.lowers[node] in _STRANDED:
            deepest.arguments.append(("oblique", noun, parse.lowers[node]))
            return
    if lemma_of(parse, noun) in _TIME_NOUNS:
        frame.arguments.append(("oblique", noun, ""))
    elif not deepest.passive and not deepest.heads("object") and not deepest.predicates:
        deepest.arguments.append(("object", noun, ""))


_STRANDED = frozenset(
    {"in", "on", "at", "to", "from", "with", "for", "of", "by", "about", "over", "under", "through", "against", "into"}
)


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

"""What a verb shares with the clause it depends on: subjects, objects, auxiliaries, the gap of a relative clause.

"Asked X to leave", "tried to leave", "was sent to help", "seized and burned the house", "the man they met".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists, words
from kg.text.syntax.dependencies import (
    NOMINAL,
    RELATIVE_TAGS,
    auxiliaries,
    child,
    conjuncts,
    is_predicate,
    lemma_of,
    name_labels,
    nearest_above,
)
from kg.text.syntax.frames import Frame, read_frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.text.model import Parse

__all__ = ["verb_frames"]

_VERBS = word_lists("words/syntax/verbs")
_NOUNS = word_lists("words/syntax/nouns")
_PREPOSITIONS = word_lists("words/syntax/prepositions")
_REPORTING = words("words/attitudes", "reporting", "verbs")
_PLANS = words("words/attitudes", "planned", "nouns")
_ACCUSATIONS = words("words/attitudes", "accusation", "nouns")
_JOINING = ("cc", "punct", "conj")


def verb_frames(parse: Parse) -> dict[int, Frame]:
    """The frames of all verbs of a parse, by the token of the verb, governors before what they govern."""
    frames: dict[int, Frame] = {}
    labels = name_labels(parse)
    for token in _top_down(parse):
        if is_predicate(parse, token):
            frame = read_frame(parse, token, labels)
            frame.governor = nearest_above(parse, parse.heads[token], frames)
            frames[token] = frame
            _reattach(parse, frame, frames)
            _inherit(parse, frame, frames)
    for frame in frames.values():
        _raise_addressee(frame, frames)
        _share_object(parse, frame, frames)
        _share_place(parse, frame, frames)
        _share_agent(parse, frame, frames)
        _relative_object(parse, frame, frames)
    return frames


def _reattach(parse: Parse, frame: Frame, frames: Mapping[int, Frame]) -> None:
    """Give a verb of saying the clause that the parser attached to a noun: "told X in a statement that …"."""
    if frame.label != "acl" or frame.marker != "that" or frame.kind != "finite":
        return
    noun = parse.heads[frame.verb]
    above = frames.get(frame.governor)
    beside = parse.deps[noun] == "pobj" and parse.heads[parse.heads[noun]] == frame.governor
    if above is not None and beside and above.lemma in _REPORTING:
        frame.label = "ccomp"
        above.add("complement", [frame.verb])


def _top_down(parse: Parse) -> list[int]:
    order = [token for token, head in enumerate(parse.heads) if head == token]
    for token in order:  # grows while it is read: breadth first
        order += parse.children[token]
    return order


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
    """The subject of a participle or infinitive that modifies a noun."""
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


def _raise_addressee(frame: Frame, frames: Mapping[int, Frame]) -> None:
    """Give a verb of asking whom it asks, where the parser has only who is to act: "advised the families to move"."""
    above = frames.get(frame.governor)
    if above is None or frame.label != "ccomp" or frame.kind != "infinitive" or not (frame.to and frame.own_subject):
        return
    if above.lemma in _VERBS["directive"] and not (above.passive or above.heads("object")):
        above.add("object", frame.surface)


def _is_ordinal(parse: Parse, token: int) -> bool:
    """Whether a word picks one out of a row: "the first to win", "the only one to win"."""
    word = parse.lowers[token]
    return word in _NOUNS["ordinals"] or (parse.pos[token] == "ADJ" and word.endswith("th") and len(word) > 4)


def _coordinated(
    parse: Parse, frame: Frame, frames: Mapping[int, Frame], between: tuple[str, ...] = _JOINING
) -> Iterator[Frame]:
    """The verbs coordinated with one, without a subject of their own, that only such labels stand between."""
    for node in parse.dependents(frame.verb, "conj"):
        other = frames.get(node)
        joined = all(parse.deps[token] in between for token in range(frame.verb + 1, node))
        if other is not None and joined and not other.own_subject:
            yield other


def _share_object(parse: Parse, frame: Frame, frames: Mapping[int, Frame]) -> None:
    """Give the first of two coordinated verbs the object they share: "seized and burned the house"."""
    if frame.arguments or frame.passive or frame.copular or frame.lemma in _VERBS["intransitive"]:
        return
    if any(c > frame.verb and parse.deps[c] not in _JOINING for c in parse.children[frame.verb]):
        return
    for other in _coordinated(parse, frame, frames):
        if not other.passive and other.verb <= frame.verb + 5:
            frame.add("object", other.heads("object"))


def _share_place(parse: Parse, frame: Frame, frames: Mapping[int, Frame]) -> None:
    """Give a verb of living the place that it shares with the next: "born and raised in Varna"."""
    if frame.lemma not in _VERBS["residence"] or frame.heads("oblique"):
        return
    other = next(_coordinated(parse, frame, frames, (*_JOINING, "advmod")), None)
    if other is not None:
        places = (a for a in other.arguments if a.role == "oblique" and a.preposition in {"in", "at", "near"})
        frame.arguments += [a for a in places if a not in frame.arguments]


def _share_agent(parse: Parse, frame: Frame, frames: Mapping[int, Frame]) -> None:
    """Give a passive verb the agent that it shares with the next: "was shot and wounded by a gunman"."""
    if frame.passive and not frame.heads("subject"):
        for other in _coordinated(parse, frame, frames):
            if other.passive and other.verb <= frame.verb + 3:
                frame.add("subject", other.heads("subject"))
                return


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

"""What a verb shares with the clause it depends on: subjects, objects, auxiliaries, the gap of a relative clause.

"Asked X to leave", "tried to leave", "was sent to help", "seized and burned the house", "the man they met".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import words
from kg.text.syntax.dependencies import NOMINAL, RELATIVE_TAGS, child, conjuncts, is_predicate, lemma_of
from kg.text.syntax.frames import Frame, entity_types, read_frame

if TYPE_CHECKING:
    from kg.text.model import Parse

__all__ = ["verb_frames"]

_OBJECT_GERUNDS = frozenset({"of", "from", "into", "for", "about"})
_TIME_NOUNS = words("verbs", "occasions")
_FIRST = words("verbs", "foremost")
_STRANDED = words("verbs", "stranded")


def verb_frames(parse: Parse) -> dict[int, Frame]:
    """The frames of all verbs of a parse, by the token of the verb, governors before what they govern."""
    frames: dict[int, Frame] = {}
    types = entity_types(parse)
    for token in _top_down(parse):
        if is_predicate(parse, token):
            frame = read_frame(parse, token, types)
            frame.governor = _governor(parse, token, frames)
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


def _reattach(parse: Parse, frame: Frame, frames: dict[int, Frame]) -> None:
    """Give a verb of saying the clause that the parser hung on a noun: "told X in a statement that …"."""
    if frame.label != "acl" or frame.marker != "that" or frame.kind != "finite":
        return
    noun = parse.heads[frame.verb]
    above = frames.get(frame.governor)
    beside = parse.deps[noun] == "pobj" and parse.heads[parse.heads[noun]] == frame.governor
    if above is not None and beside and above.lemma in words("words/attitudes", "reporting", "verbs"):
        frame.label = "ccomp"
        above.arguments.append(("complement", frame.verb, ""))


def _top_down(parse: Parse) -> list[int]:
    order = [token for token, head in enumerate(parse.heads) if head == token]
    for token in order:  # grows while it is read: breadth first
        order += parse.children[token]
    return order


def _governor(parse: Parse, token: int, frames: dict[int, Frame]) -> int:
    node = parse.heads[token]
    while node not in frames:
        if parse.heads[node] == node:
            return -1
        node = parse.heads[node]
    return node if node != token else -1


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
    if label in {"acl", "relcl"}:
        _inherit_modifier(parse, frame, above)
    elif above is None:
        return
    elif label == "xcomp" or (label == "ccomp" and frame.kind in {"infinitive", "gerund", "participle"}):
        frame.surface = _purposeful(above) if frame.to and label == "xcomp" else _controller(above)
    elif label == "advcl" and frame.kind != "finite":
        appointing = frame.to and verb > above.verb and above.lemma in words("verbs", "appointing")
        frame.surface = _controller(above) if appointing else list(above.surface)
    elif label == "pcomp":
        frame.surface = _gerund_subject(parse, frame, above)


def _gerund_subject(parse: Parse, frame: Frame, above: Frame) -> list[int]:
    """Who does what a gerund behind a preposition says."""
    noun = parse.heads[parse.heads[frame.verb]]
    if lemma_of(parse, noun) in words("words/attitudes", "accusation", "nouns"):
        # "arrested X on suspicion of stabbing Y"; "X denies charges of stealing Y"
        return list(above.surface) if noun in above.heads("object") else _controller(above)
    if noun != frame.governor and parse.pos[noun] == "ADJ":  # "found X guilty of stealing Y"
        own = child(parse, noun, "nsubj")
        return [own] if own >= 0 else _controller(above)
    if noun != frame.governor and parse.pos[noun] in NOMINAL:
        possessor = child(parse, noun, "poss")
        return [possessor] if possessor >= 0 else list(above.surface)
    if frame.marker in _OBJECT_GERUNDS and not above.passive and above.heads("object"):
        return above.heads("object")
    return list(above.surface)


def _inherit_conjunct(parse: Parse, frame: Frame, above: Frame) -> None:
    tag = parse.tags[frame.verb]
    bare = not any(parse.deps[c] in {"aux", "auxpass"} for c in parse.children[frame.verb])
    first_tag = parse.tags[above.verb]
    if frame.own_subject and bare and tag == "VBN" and above.passive and not above.heads("object"):
        frame.passive = True  # "nine were killed and fifty injured"
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


def _purposeful(above: Frame) -> list[int]:
    """Who does what "to" and a verb behind an object say: "asked X to leave" gives X, "beat X to win" the winner."""
    if above.lemma in words("verbs", "object_control") | words("verbs", "appointing"):
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
    elif above is None and lemma_of(parse, noun) not in words("words/attitudes", "planned", "nouns"):
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
    beside = [c for a in parse.children[subject] if parse.deps[a] == "appos" for c in conjuncts(parse, a) if c != a]
    return [noun, *conjuncts(parse, subject), *beside]


def _raise_addressee(frame: Frame, frames: dict[int, Frame]) -> None:
    """Give a verb of asking whom it asks, where the parser has only who is to act: "advised the families to move"."""
    above = frames.get(frame.governor)
    if above is None or frame.label != "ccomp" or frame.kind != "infinitive" or not (frame.to and frame.own_subject):
        return
    if above.lemma in words("verbs", "appointing") and not (above.passive or above.heads("object")):
        above.arguments += [("object", head, "") for head in frame.surface]


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


def _share_place(parse: Parse, frame: Frame, frames: dict[int, Frame]) -> None:
    """Give a verb of living the place that it shares with the next: "born and raised in Varna"."""
    if frame.lemma not in _LIVING or any(role == "oblique" for role, _, _ in frame.arguments):
        return
    for node in parse.children[frame.verb]:
        other = frames.get(node) if parse.deps[node] == "conj" else None
        if other is None or other.own_subject:
            continue
        if all(parse.deps[t] in {"cc", "punct", "conj", "advmod"} for t in range(frame.verb + 1, node)):
            places = [a for a in other.arguments if a[0] == "oblique" and a[2] in {"in", "at", "near"}]
            frame.arguments += [a for a in places if a not in frame.arguments]
            return


def _share_agent(parse: Parse, frame: Frame, frames: dict[int, Frame]) -> None:
    """Give a passive verb the agent that it shares with the next: "was shot and wounded by a gunman"."""
    if not frame.passive or frame.heads("subject"):
        return
    for node in parse.children[frame.verb]:
        other = frames.get(node) if parse.deps[node] == "conj" else None
        if other is None or other.own_subject or not other.passive or node > frame.verb + 3:
            continue
        if all(parse.deps[t] in {"cc", "punct", "conj"} for t in range(frame.verb + 1, node)):
            frame.arguments += [a for a in other.arguments if a[0] == "subject"]
            return


_LIVING = words("verbs", "living")


def _relative_object(parse: Parse, frame: Frame, frames: dict[int, Frame]) -> None:
    """Fill the gap of a relative clause without a relative pronoun: "the man they met", "the city he lives in"."""
    if frame.label != "relcl" or not frame.own_subject:
        return
    noun = parse.heads[frame.verb]
    if noun in frame.surface or any(head == noun for _, head, _ in frame.arguments):
        return
    if any(parse.tags[t] in RELATIVE_TAGS for t in range(parse.left[frame.verb], frame.verb)):
        return
    deepest = _deepest(frame, frames)
    for node in reversed(parse.children[deepest.verb]):
        stranded = parse.deps[node] in {"prep", "advmod"} and parse.pos[node] in {"ADP", "ADV"}
        if stranded and not parse.children[node] and node > deepest.verb and parse.lowers[node] in _STRANDED:
            deepest.arguments.append(("oblique", noun, parse.lowers[node]))
            return
    if lemma_of(parse, noun) in _TIME_NOUNS:
        frame.arguments.append(("oblique", noun, ""))
    elif deepest.passive and deepest.lemma not in words("verbs", "ditransitive"):
        return
    elif not deepest.heads("object") and not deepest.predicates:
        deepest.arguments.append(("object", noun, ""))


def _deepest(frame: Frame, frames: dict[int, Frame]) -> Frame:
    """The innermost complement without an object of its own: "the house they wanted to buy"."""
    while (below := next((frames[h] for h in frame.heads("complement") if h in frames), None)) is not None:
        if below is frame or below.heads("object"):
            break
        frame = below
    return frame

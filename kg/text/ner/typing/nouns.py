"""Nouns that say what a name is: "software company X", "X, a lawyer", "the town of X", "X is a river"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon import titles
from kg.text.lexicon.names import FIRST_NAMES
from kg.text.lexicon.nouns import ORGANIZATIONS, PLACES, class_of_noun
from kg.text.lexicon.tables import word_lists, words
from kg.text.ner.typing.usage import is_aboard
from kg.text.syntax.dependencies import is_before_name, is_between_commas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.model import Parse
    from kg.text.ner.records import NameSpan, Votes

__all__ = ["vote_by_nouns"]

_LISTS: Final = word_lists("words/ner/usage")
_NAMES: Final = word_lists("words/nouns/beside_names")
_KINDS_AFTER: Final = _NAMES["kinds"] | _NAMES["kinds_after"] | words("words/ner/places", "sites")
_HUMAN: Final = (
    _LISTS["human"]
    .union(titles.POSTS, titles.HEADS, titles.MEMBERS, titles.OCCUPATIONS, titles.KINSHIP, titles.GENDER)
    .difference(titles.WON)
)
"""Nouns for what somebody is."""
_TELLING: Final = ORGANIZATIONS | PLACES | {"Product", "Law", "Agreement", "Program", "Disaster", "Competition"}
"""The classes that a noun beside a name gives it."""
_OF_KIND: Final = 6  # the weight of the noun in "the town of X"


def vote_by_nouns(parse: Parse, span: NameSpan, head: int, votes: Votes) -> None:
    """Add the votes of the nouns beside a name, whose tokens `head` governs, for what they say it is."""
    start = span.start
    if parse.lower_at(start - 1) == "of" and parse.lower_at(start - 2) in _LISTS["of_organizations"]:
        votes.all["Organization"] += 3
    kin = start - 1 - (start > 1 and parse.words[start - 1] == ",")
    if start and parse.lemmas[kin].lower() in titles.KINSHIP and parse.pos[kin] == "NOUN":
        votes.all["Person"] += 3  # "his daughter Austin"
    for noun, weight, strict in _nouns_beside(parse, span, head):
        lemma = parse.lemmas[noun].lower()
        if lemma in titles.TEAM_POSTS:
            beside = noun == start - 1 and len(span) > 1
            votes.all["Person"] += 4 if beside and lemma not in _LISTS["ambiguous_posts"] else 2
        elif lemma in _NAMES["products"] and (not strict or noun >= start):
            votes.nouns["Product"] += weight
        elif noun == start - 1 and _is_trade(parse, span, lemma):
            votes.nouns["Company"] += weight
        elif not strict or lemma in (_KINDS_AFTER if noun >= span.end else _NAMES["kinds"]):
            cls = class_of_noun(lemma, parse.lower_at(noun - 1))
            if cls == "Person":
                votes.all["Person"] += 2 if lemma in _HUMAN else 0
            elif cls in _TELLING or lemma in _NAMES["works"]:
                votes.nouns[cls] += weight


def _is_trade(parse: Parse, span: NameSpan, lemma: str) -> bool:
    """Whether a noun before a name is of those who make or sell, and the name is nobody's: "watchmaker Tavel"."""
    maker = lemma.endswith("maker") and lemma not in titles.OCCUPATIONS
    if lemma not in _LISTS["trades"] and not maker:
        return False
    return span.label != "PERSON" or parse.lowers[span.start] not in FIRST_NAMES


def _nouns_beside(parse: Parse, span: NameSpan, head: int) -> list[tuple[int, int, bool]]:
    """Nouns that may say what a name is: where, with what weight, whether only if they name a kind."""
    tags, lowers, above = parse.tags, parse.lowers, parse.heads[head]
    if parse.deps[head] == "pobj" and lowers[above] == "as" and lowers[above - 1] == "such":
        return [(parse.heads[above], 3, False)] if tags[parse.heads[above]] == "NNS" else []
    return [
        (noun, weight, strict)
        for noun, weight, strict in _around(parse, span, head)
        if tags[noun] == "NN"
        or (strict and tags[noun] == "NNS")
        # "the daily Günlük", which the tagger takes for an adjective
        or (lowers[noun] in ("daily", "weekly") and lowers[noun - 1] in ("the", "a"))
    ]


def _around(parse: Parse, span: NameSpan, head: int) -> Iterator[tuple[int, int, bool]]:
    """The words where nouns stand that say what a name is, as `_nouns_beside`."""
    start, end, dep, above = span.start, span.end, parse.deps[head], parse.heads[head]
    for c in parse.children[head]:  # with words of its own: "X, a river", not "X (tennis)"
        if c >= end and parse.deps[c] == "appos" and any(below < c for below in parse.children[c]):
            yield c, 3, False
    if start and is_before_name(parse, start, end) and not is_aboard(parse, start):
        yield start - 1, 2, False
    if dep == "appos" and above < head and not _is_officer(parse, span, above):
        yield above, 3, False
    elif dep == "pobj" and parse.lowers[above] == "of":
        whole = parse.heads[above]
        yield whole, _OF_KIND if class_of_noun(parse.lemmas[whole].lower()) in PLACES else 2, True
    elif dep in ("compound", "nmod") and above >= end and parse.words[above][0].islower() and above - end < 2:
        yield above, 2, True
    elif dep == "nsubj" and parse.lemmas[above] == "be":
        yield from ((c, 3, False) for c in parse.children[above] if parse.deps[c] == "attr" and c > end)
    elif dep == "oprd" and parse.deps[above] == "acl" and parse.lemmas[above] in _LISTS["naming"]:
        yield parse.heads[above], 3, False


def _is_officer(parse: Parse, span: NameSpan, organization: int) -> bool:
    """Whether a person between commas has a post in what stands before: "the director of the museum, Jane Doe,"."""
    before = parse.heads[organization]
    if span.label != "PERSON" or parse.deps[organization] != "pobj" or parse.deps[before] != "prep":
        return False
    post = parse.heads[before]
    person = parse.tags[post] in ("NN", "NNP") and class_of_noun(parse.lemmas[post].lower()) == "Person"
    return person and is_between_commas(parse, span.start, span.end)

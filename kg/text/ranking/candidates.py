"""What is to be judged of a document: findings of rules, pairs with a good score, and what can be seen of each."""

from __future__ import annotations

from collections import defaultdict
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kg import ontology
from kg.text.lexicon.tables import word_lists
from kg.text.model import PROPOSED, UNNAMED, RelationMention
from kg.text.ranking.classes import fits
from kg.text.ranking.labels import JUDGED, KIND_AT, RELATION_AT, RELATIONS, class_number
from kg.text.ranking.pairs import LEAST
from kg.text.ranking.scoring import GOOD
from kg.text.syntax.dependencies import first_conjunct

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from kg.text.model import Parse, Reading, Referents
    from kg.text.ranking.pairs import Pair
    from kg.text.ranking.scoring import Scores

_FACTUALITY: Final = {"asserted": 0, "reported": 1, "planned": 2, "hypothetical": 3, "negated": 4}
_KINDS: Final = word_lists("relation_kinds")
_EXCLUDES: Final = dict(pair.split("/") for pair in _KINDS["excluding"])
_ONE_TO_ONE: Final = {(name, cls): other for name, cls, other in (row.split("/") for row in _KINDS["one_to_one"])}
_BEFORE: Final = frozenset({"amod", "compound", "nmod", "poss"})
"""How words that stand before a noun depend on it."""
_STATED: Final = 1.0
"""What counts as the score (log-odds) of a rule's finding where the first step gives none."""
_NONE: Final = -9.0
"""What counts as the best score of none."""


class Candidate(NamedTuple):
    """A finding to be judged: what it says, what is known of it as numbers, and what records of the past apply.

    `keys` name the records (of its rule, its relation and the classes of its arguments).
    """

    mention: RelationMention
    numbers: tuple[float, ...]
    keys: tuple[str, ...]


def candidates(reading: Reading, scored: Scores) -> list[Candidate]:
    """What is to be judged: each finding of a rule, the surest of its kind, and each pair with a good score."""
    ranked: dict[tuple[int, str, int, str, bool], list[RelationMention]] = {}
    for mention in reading.relations:
        if mention.predicate in JUDGED and not _is_act_itself(
            reading, mention.subject, mention.predicate, mention.object
        ):
            key = (mention.subject, mention.predicate, mention.object, mention.value, mention.negated)
            ranked.setdefault(key, []).append(mention)
    judge = _Judge(reading, scored)
    judged = [judge.candidate(mentions) for mentions in ranked.values()]
    heads = [phrase.head for phrase in reading.referents.phrases]
    classes = [reading.referents.cls(place) for place in range(len(heads))]
    ruled = _Ruled((key[:3] for key in ranked), heads, reading.referents.referent_of, classes)
    parse = reading.parse
    for place, column in np.argwhere(scored.scores > GOOD).tolist():
        pair, name = scored.pairs[place], RELATIONS[column]
        symmetric = ontology.RELATIONS[name].symmetric
        if _is_act_itself(reading, pair.subject, name, pair.object) or (
            name in _KINDS["of_one_noun"]
            and pair.subject != UNNAMED
            and _is_of_another(parse, heads[pair.subject], heads[pair.object])
        ):
            continue
        if not (symmetric and pair.subject > pair.object) and ruled.leaves(pair.subject, name, pair.object):
            judged.append(judge.candidate([judge.proposal(pair, name)]))
    return list(_compared(judged, reading.referents.referent_of, parse.sentence_of))


def is_one_to_one(mention: RelationMention, referents: Referents) -> bool:
    """Whether a relation is one in which each has one other at a time: a country and its head."""
    return mention.object >= 0 and (mention.predicate, referents.cls(mention.object)) in _ONE_TO_ONE


def _compared(
    judged: Sequence[Candidate], referent_of: Sequence[int], sentence_of: Sequence[int]
) -> Iterator[Candidate]:
    """The candidates, each with how many others there are of some kinds and the best of their scores.

    The kinds: what has the same relation to something else in the sentence, what something else has to the
    same, and the same by other words of the document.
    """
    scores = [_score(candidate) for candidate in judged]
    alike: defaultdict[Hashable, _Alike] = defaultdict(_Alike)
    kinds = [[alike[key] for key in _kinds(candidate.mention, referent_of, sentence_of)] for candidate in judged]
    for score, shared in zip(scores, kinds, strict=True):
        for kind in shared:
            kind.count(score)
    for (mention, numbers, keys), score, (of, to, said) in zip(judged, scores, kinds, strict=True):
        yield Candidate(mention, (*numbers, *of.others(score), *to.others(score), *said.others(score)), keys)


class _Alike:
    """How many candidates are of one kind, and the two best of their scores, `_NONE` among them."""

    __slots__ = ("_best", "_number", "_second")

    def __init__(self) -> None:
        self._number, self._best, self._second = 0, _NONE, -inf

    def count(self, score: float) -> None:
        self._number += 1
        if score > self._best:
            self._best, self._second = score, self._best
        elif score > self._second:
            self._second = score

    def others(self, score: float) -> tuple[int, float]:
        """How many others there are beside one with this score, and the best of theirs."""
        return self._number - 1, self._second if score == self._best else self._best


def _score(candidate: Candidate) -> float:
    score = candidate.numbers[0]
    return score if score > LEAST else _STATED


def _kinds(mention: RelationMention, referent_of: Sequence[int], sentence_of: Sequence[int]) -> tuple[Hashable, ...]:
    """What a finding shares with those that support or contradict it."""
    name, sentence = mention.predicate, sentence_of[mention.anchor]
    subject = referent_of[mention.subject] if mention.subject != UNNAMED else UNNAMED
    obj = referent_of[mention.object] if mention.object >= 0 else mention.value
    ends = frozenset((subject, obj)) if ontology.RELATIONS[name].symmetric else (subject, obj)
    return ("of", name, subject, sentence), ("to", name, obj, sentence), ("said", name, ends)


def _is_act_itself(reading: Reading, subject: int, relation: str, obj: int) -> bool:
    """Return whether what is said to kill or hurt somebody is that act: "the murder of Ann Lee", "Ann Lee's death"."""
    if relation not in _KINDS["bodily"] or subject < 0 or obj < 0:
        return False
    parse, act, whom = reading.parse, reading.referents.phrases[subject].head, reading.referents.phrases[obj].head
    above = parse.heads[whom]
    return above == act if parse.deps[whom] == "poss" else parse.lowers[above] == "of" and parse.heads[above] == act


def _is_of_another(parse: Parse, subject: int, obj: int) -> bool:
    """Whether a token stands before a noun that "and" joins with another token, and not before that one."""
    noun = obj
    while parse.deps[noun] in _BEFORE:
        noun = parse.heads[noun]
        if noun == subject:
            return False
    return noun != obj and first_conjunct(parse, noun) == first_conjunct(parse, subject)


class _Ruled:
    """What the rules' findings leave for the model to find."""

    def __init__(
        self,
        found: Iterable[tuple[int, str, int]],
        heads: Sequence[int],
        referent_of: Sequence[int],
        classes: Sequence[str],
    ) -> None:
        triples = tuple(found)
        self._heads = [*heads, UNNAMED]  # the last place is that of an agent not named, or of a value
        said = {*triples, *((obj, name, subject) for subject, name, obj in triples)}
        self._said = {self._by_heads(*triple) for triple in said}
        self._denied = {
            (referent_of[subject], _EXCLUDES[name], referent_of[obj])
            for subject, name, obj in said
            if name in _EXCLUDES and subject >= 0 and obj >= 0
        }
        self._of_referents = {
            (referent_of[subject], name, referent_of[obj]) for subject, name, obj in triples if min(subject, obj) >= 0
        }
        self._taken = {
            (name, referent_of[end])
            for subject, name, obj in triples
            if min(subject, obj) >= 0 and (name, classes[obj]) in _ONE_TO_ONE
            for end in (subject, obj)
        }
        self._referent_of, self._classes = referent_of, classes
        self._of_subjects = {(subject, name) for subject, name, _ in triples}
        self._of_objects = {(name, obj) for _, name, obj in triples}

    def leaves(self, subject: int, name: str, obj: int) -> bool:
        """Whether no rule says this of two phrases' heads, nor of their referents what excludes it.

        A word may head two phrases: of "a guard" both who it is and a post.
        """
        if self._by_heads(subject, name, obj) in self._said:
            return False
        if ontology.RELATIONS[name].functional == "always" and (subject, name) in self._of_subjects:
            return False
        if subject == UNNAMED:
            return (name, obj) not in self._of_objects
        one, other = self._referent_of[subject], self._referent_of[obj]
        if (one, name, other) in self._denied:
            return False
        excluding = _ONE_TO_ONE.get((name, self._classes[obj]))
        if excluding and (one, name, other) not in self._of_referents:
            free = self._taken.isdisjoint(((name, one), (name, other)))
            return free and (one, excluding, other) not in self._of_referents
        return name not in _KINDS["by_one"] or (name, obj) not in self._of_objects

    def _by_heads(self, subject: int, name: str, obj: int) -> tuple[int, str, int]:
        return self._heads[subject], name, self._heads[obj]


class _End(NamedTuple):
    """An argument of a candidate: numbers of a phrase and of what it refers to."""

    kind: int
    cls: str
    mentioned: int
    referent: int
    head: int


class _Judge:
    """Describes candidates of one document."""

    def __init__(self, reading: Reading, scored: Scores) -> None:
        self._reading = reading
        self._phrases = reading.referents.phrases
        self._referent_of = reading.referents.referent_of
        self._pairs = scored.pairs
        self._scores = scored.scores
        self._place = {(pair.subject, pair.object): place for place, pair in enumerate(scored.pairs)}
        self._fits = fits(scored.classes)
        self._best = np.argsort(scored.scores, axis=1)[:, -2:].tolist()
        self._clause_at = {
            token: place
            for place, clause in reversed(list(enumerate(reading.clauses)))
            if clause.link != "light"
            for token in (clause.verb, clause.head)  # of a copula, ways meet in the verb
        }
        self._ends: dict[int, _End] = {-1: _End(-1, "", 0, -1, -1)}

    def proposal(self, pair: Pair, name: str) -> RelationMention:
        """The relation mention that a pair stands for."""
        phrases = [self._phrases[place] for place in (pair.subject, pair.object) if place != UNNAMED]
        start = min(pair.anchor, *[phrase.start for phrase in phrases])
        end = max(pair.anchor + 1, *[phrase.end for phrase in phrases])
        clause = self._clause_of(pair)
        return RelationMention(
            pair.subject, name, pair.object, PROPOSED, pair.anchor, (start, end), clause, confidence=0.0
        )

    def _clause_of(self, pair: Pair) -> int:
        """The clause of the word where the ways from two phrases meet; else a relative clause on the way, -1 for none.

        "The crash in which ten people died" is stated by "died": "crash" is no clause of its own; but "a deal that
        would bind Acme" is Acme's all the same.
        """
        if pair.anchor in self._clause_at:
            return self._clause_at[pair.anchor]
        heads = self._reading.parse.heads
        for phrase in (self._phrases[place] for place in (pair.object, pair.subject) if place != UNNAMED):
            token = phrase.head
            while token not in self._clause_at and token not in (pair.anchor, heads[token]):
                token = heads[token]
            place = self._clause_at.get(token, -1)
            clause = self._reading.clauses[place] if place >= 0 else None
            if clause and clause.kind == "relative" and not clause.modal:
                return place
        return -1

    def candidate(self, mentions: Sequence[RelationMention]) -> Candidate:
        """A finding with what is known of it; of several rules' the surest counts."""
        mention = mentions[0] if len(mentions) == 1 else max(mentions, key=lambda m: m.confidence)
        place = self._place.get((mention.subject, mention.object), -1)
        subject, obj = self._end(mention.subject), self._end(mention.object)
        column = RELATION_AT.get(mention.predicate, -1)
        by_rule = mention.rule != PROPOSED
        factuality = negated = -1
        if mention.clause >= 0:
            factuality = _FACTUALITY[self._reading.judgements[mention.clause].factuality]
            negated = self._reading.clauses[mention.clause].negated
        numbers = (
            *self._scored(place, column),
            mention.confidence,
            len(mentions),
            subject.kind,
            obj.kind,
            subject.mentioned,
            obj.mentioned,
            self._pairs[place].steps if place >= 0 else -1,
            obj.head - subject.head if subject.head >= 0 and obj.head >= 0 else 0,
            self._fit(0, subject.referent, column),
            self._fit(1, obj.referent, column),
            factuality,
            negated,
            self._reading.parse.sentence_of[mention.anchor],
            by_rule,
            mention.clause >= 0,
            class_number(subject.cls) if subject.cls else -1,
            class_number(obj.cls) if obj.cls else -1,
        )
        keys = (
            f"rule {mention.rule}",
            f"relation {mention.predicate} {by_rule}",
            f"classes {mention.predicate} {by_rule} {subject.cls} {obj.cls}",
            f"kinds {mention.rule} [{subject.kind}, {obj.kind}]",
        )
        return Candidate(mention, numbers, keys)

    def _end(self, place: int) -> _End:
        """What is known of a phrase as an argument."""
        end = self._ends.get(place)
        if end is None:
            phrase, at = self._phrases[place], self._referent_of[place]
            referent = self._reading.referents.referents[at] if at >= 0 else None
            end = self._ends[place] = _End(
                KIND_AT[phrase.kind],
                referent.cls if referent else "",
                len(referent.phrases) if referent else 0,
                at,
                phrase.head,
            )
        return end

    def _scored(self, place: int, column: int) -> tuple[float, float]:
        """The score of a pair's relation, and the best of its others."""
        if place < 0:
            return LEAST, LEAST
        second, best = self._best[place]
        score = self._scores.item  # of rows a number each would be made first
        return score(place, column) if column >= 0 else LEAST, score(place, second if best == column else best)

    def _fit(self, side: int, referent: int, column: int) -> float:
        """How likely an argument is of a class that the relation takes."""
        return self._fits[side].item(referent, column) if referent >= 0 and column >= 0 else 1.0

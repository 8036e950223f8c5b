"""Texts, records and data frames of a program, read as the rows of a table."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.read.metadata import is_address, is_remote
from kg.read.model import IN_MEMORY, Article, Failure, Format, Input, buffered
from kg.read.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.model import Found, Options

_SENTENCE_ENDS = (".", "!", "?", "…")
_CLOSING = "\"'”’»)]"
"""Signs that may stand after the end of a sentence."""
_LONGEST = 255
"""How many signs the name of a file or folder has at most."""


@dataclass(frozen=True, slots=True)
class Held:
    """Texts and records in memory; `number` of them, None where they come as they are made."""

    items: Iterable[object]
    number: int | None

    def input(self, options: Options) -> Input:
        """Return the one input that they are: an article each."""
        records = Format("records", (), (), self._read, many=True)
        return Input("", buffered(b""), "records", IN_MEMORY, "", options=options, format=records)

    def _read(self, source: Input) -> Iterator[Found]:
        rows = Rows(source)
        for number, each in enumerate(self.items, 1):
            if isinstance(each, str):
                yield Article(each, key=str(number), numbered=True)
            elif isinstance(each, Mapping):
                yield rows.read({str(key): _plain(value) for key, value in each.items()}, f"record {number}")
            else:
                yield Failure(source.shown, f"record {number}: {type(each).__name__}, not a text")


def sources_of(given: object) -> list[Path | str | Held]:
    """Return what is to be read: paths, addresses, "-" for standard input, and at the end what is held in memory.

    A string is an address, the path of a file or folder, or a text if it has several lines, is a sentence or is longer
    than a name can be. Records and data frames hold texts alone: no path in them is opened, and no address.

    Raises:
        InputError: it is none of these.
    """
    if (table := _table(given)) is not None:
        return [table]
    named: list[Path | str | Held] = []
    held: list[object] = []
    items = iter([given] if isinstance(given, (str, os.PathLike, Mapping)) else _iterable(given))
    first = next(items, None)
    if isinstance(first, Mapping):
        number = 1 if isinstance(given, Mapping) else len(given) if isinstance(given, Sized) else None
        return [Held(chain([first], items), number)]
    for each in chain([] if first is None else [first], items):
        if isinstance(each, str) and not each.strip():
            raise InputError("an empty text: there is nothing to read in it")
        if isinstance(each, str) and _is_text(each):
            held.append(each)
        elif isinstance(each, str) and (each == "-" or is_address(each) or is_remote(each)):
            named.append(each)
        elif isinstance(each, (str, os.PathLike)):
            named.append(Path(each))
        elif isinstance(each, Mapping):
            held.append(each)
        elif (inner := _table(each)) is not None:
            held += inner.items
        else:
            _iterable(each, deep=True)
    return [*named, *([Held(held, len(held))] if held else [])]


def _table(given: object) -> Held | None:
    """Return the rows of a data frame of pandas or Polars, or the texts of its column; None for anything else."""
    frame: Any = given
    if isinstance(given, type):
        return None
    if hasattr(given, "columns") and hasattr(given, "iter_rows"):
        return Held(frame.iter_rows(named=True), len(frame))
    if hasattr(given, "columns") and hasattr(given, "itertuples"):
        names = list(frame.columns)
        rows = (dict(zip(names, row, strict=True)) for row in frame.itertuples(index=False, name=None))
        return Held(rows, len(frame))
    return Held(frame, len(frame)) if hasattr(given, "to_frame") and isinstance(given, Iterable) else None


def _iterable(given: object, *, deep: bool = False) -> Iterable[object]:
    if deep or not isinstance(given, Iterable) or isinstance(given, (bytes, bytearray)):
        raise InputError(
            f"{type(given).__name__} cannot be read: give paths, addresses, texts, dictionaries or a data frame"
        )
    return given


def _is_text(words: str) -> bool:
    """Return whether a string is a text: of several lines, a sentence or longer than a name can be, and no file's."""
    line = words.strip()
    if len(line.split(maxsplit=1)) == 1:
        return False
    text = "\n" in line or line.rstrip(_CLOSING).endswith(_SENTENCE_ENDS) or max(map(len, line.split("/"))) > _LONGEST
    return text and not os.path.exists(words)  # noqa: PTH110 (which is False where a name is too long; Path.exists raises)


def _plain(value: object) -> object:
    """Return a cell as JSON has it; NaN and NaT are no value."""
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return value if isinstance(value, str) or value == value else None  # noqa: PLR0124 (NaN alone is not itself)

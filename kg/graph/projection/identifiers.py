"""The short id by which each document is shown: a row's own, else its file's stem, longer only where two share one."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.records.sources import StoredDocument


def identifiers(documents: Iterable[StoredDocument]) -> dict[str, str]:
    """Return each document's id by its hash: the shortest end of its first path, without suffix, that is unique.

    Where two paths are the same (of two folders from which kg was called) the hash's first digits tell them apart, and
    so they do an earlier version from the later one, whose id is as if it were alone.
    """
    found: dict[str, str] = {}
    names: dict[str, str] = {}
    tails: dict[str, Iterator[str]] = {}
    for document in documents:
        own = _tails(document.paths[0])
        if document.replaced_by is None:
            tails[document.hash] = own
        else:
            found[document.hash] = f"{next(own)}#{document.hash[:6]}"
    while tails:
        longer = {each: name for each, tail in tails.items() if (name := next(tail, None)) is not None}
        names |= longer
        if not longer:
            return found | {each: f"{names[each]}#{each[:6]}" for each in tails}
        counts = Counter(names[each] for each in tails)
        found |= {each: names[each] for each in tails if counts[names[each]] == 1}
        tails = {each: tail for each, tail in tails.items() if each not in found}
    return found


def _tails(path: str) -> Iterator[str]:
    """Yield the ends of a path without its suffix, from the stem to the whole; a row of a file has its own id first.

    >>> list(_tails("/news/a/report.txt"))
    ['report', 'a/report', 'news/a/report', '/news/a/report']
    >>> list(_tails("news/in.mbox#3"))
    ['in#3', 'news/in#3']
    >>> list(_tails("news.jsonl#n216"))
    ['n216', 'news#n216']
    """
    file, mark, key = path.partition("#")
    if key and not key.isdigit():  # a number is the row's, which says nothing without its file
        yield key
    named = PurePosixPath(file)
    parts = (named.with_suffix("") if named.name else named).parts or (file,)
    for start in range(len(parts) - 1, -1, -1):
        yield f"{PurePosixPath(*parts[start:])}{mark}{key}"

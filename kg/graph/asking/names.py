"""The names of a graph in the words of a question, by the one search for names."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING

from rdflib import Literal

from kg.ask.model import Called
from kg.graph.facts.names import called, choose
from kg.graph.facts.records import EntityRecord
from kg.graph.query.execution import rows_of
from kg.ontology import CLASSES
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib import Dataset

_WORD = re.compile(r"[^\W_](?:[\w'’.&-]*[^\W_])?")
_LONGEST = 12
"""The most words that a name may have."""
_MONTHS = frozenset(name.lower() for name in (*calendar.month_name, *calendar.day_name) if name)
_CLASSES = f"VALUES ?class {{ {' '.join(f'kg:{name}' for name in CLASSES)} }}"


def names_in(dataset: Dataset, text: str) -> tuple[Called, ...]:
    """The names of the graph in a question, in order: the longest first, of words with a capital unless it has none.

    Words with a capital of which no name of the graph is made up alone may be part of one, as `called` finds it.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    plain = not any(text[begin].isupper() for begin, _ in words[1:])
    spans = [
        (words[first][0], words[last][1])
        for first in range(len(words))
        for last in range(min(len(words), first + _LONGEST) - 1, first - 1, -1)
        if (plain and first) or _may_name(text, words[first : last + 1])
    ]
    known = _entities(dataset, {key for begin, end in spans if (key := fold(text[begin:end]))})
    found: list[Called] = []
    for fewest in (2, 1):  # "Ada Marlow" is part of "Ada M. Marlow" before "Ada" is somebody
        for begin, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
            few = (begin, end) in words and fewest > 1
            if few or any(begin < each.end and each.begin < end for each in found):
                continue
            chosen = choose(known.get(fold(text[begin:end]), ()), text[begin:end])
            if plain:
                chosen = tuple(each for each in chosen if any(map(str.isupper, each.label)))
            if chosen:
                found.append(_called(text, begin, end, chosen))
        found += _parts_of_names(dataset, text, words, found, fewest)
    return tuple(sorted(found, key=lambda each: each.begin))


def _may_name(text: str, words: list[tuple[int, int]]) -> bool:
    """Return whether words of a question are written as a name: with capitals at both ends, or digits beside them."""
    first, last = text[words[0][0]], text[words[-1][0]]
    written = [text[begin:end] for begin, end in words]
    if len(written) == 1 and (words[0][0] == 0 or written[0].lower() in _MONTHS):
        return False
    opens = first.isupper() or first.isdigit() or len(written) == 1
    return opens and not last.islower() and any(map(str.isupper, "".join(written)))


def _entities(dataset: Dataset, keys: Iterable[str]) -> dict[str, list[EntityRecord]]:
    values = " ".join(Literal(key).n3() for key in sorted(keys))
    if not values:
        return {}
    rows = rows_of(
        dataset,
        f"""SELECT ?key ?entity ?class ?label (COUNT(DISTINCT ?article) AS ?documents) {{
  VALUES ?key {{ {values} }} {_CLASSES}
  ?entity kg:nameKey ?key ; kg:class ?class ; rdfs:label ?label .
  OPTIONAL {{ ?article kg:mentions ?entity }}
}} GROUP BY ?key ?entity ?class ?label""",
    )
    found: dict[str, list[EntityRecord]] = {}
    for row in sorted(rows, key=lambda row: (-int(row.documents), row.label, row.entity)):
        aliases = (row.key,) if fold(row.label) != row.key else ()
        found.setdefault(row.key, []).append(EntityRecord(row.entity, row.label, row[2].rpartition("#")[2], aliases))
    return found


def _called(text: str, begin: int, end: int, chosen: Iterable[EntityRecord]) -> Called:
    iris, labels, classes = zip(*((each.iri, each.label, each.cls) for each in chosen), strict=True)
    return Called(begin, end, text[begin:end], iris, labels, classes)


def _parts_of_names(
    dataset: Dataset, text: str, words: list[tuple[int, int]], found: Iterable[Called], fewest: int
) -> Iterator[Called]:
    """Yield the entities named by capitalized words, at least so many, that are part of one entity's name alone."""
    taken = [(each.begin, each.end) for each in found]
    run: list[tuple[int, int]] = []
    for begin, end in [*words[1:], (len(text), len(text))]:
        own = text[begin : begin + 1].isupper() and text[begin:end].lower() not in _MONTHS
        if own and not any(begin < other and first < end for first, other in taken):
            run.append((begin, end))
        elif run:
            first, last = run[0][0], run[-1][1]
            meant = [each for each in called(dataset, text[first:last]) if each.cls] if len(run) >= fewest else []
            if meant:
                yield _called(text, first, last, sorted(meant, key=lambda each: (each.label, each.iri)))
            run = []

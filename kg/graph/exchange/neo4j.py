"""A property graph as files for `neo4j-admin database import`, or as a Cypher script that can be run again.

The script holds its data as literals, quoted here; nothing of a text is a part of a command. Every node and every
relationship is merged by its key, so that a second run, or one of a newer export, changes what is different alone.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kg.display.spreadsheet import guarded
from kg.graph.exchange.property_graph import NODES, RELATIONSHIPS, class_labels, rows
from kg.ontology import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.graph.exchange.parts import Parts

__all__ = ["ARRAY_DELIMITER", "cypher_script", "quoted", "write_neo4j"]

ARRAY_DELIMITER = "\x1f"
"""What stands between the texts of a list: the unit separator (U+001F), which no text of a graph has."""
_TOGETHER = 200
"""How many nodes or relationships a command of the script merges."""
_ESCAPED = re.compile(r"[\\'\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SHORT = {"\\": r"\\", "'": r"\'", "\n": r"\n", "\t": r"\t", "\r": r"\r"}


def write_neo4j(parts: Parts, folder: Path, *, raw: bool = False) -> None:
    """Write a file each kind of nodes and relationships into a folder, with the headings that the import reads.

    Texts are guarded for spreadsheets unless `raw`, which is what a database wants.
    """
    with ExitStack() as files:
        writers = {}
        for name in (*NODES, *RELATIONSHIPS):
            place = folder / f"{name.lower()}.csv"
            file = files.enter_context(place.open("w", encoding="utf-8", newline=""))
            writers[name] = csv.writer(file, lineterminator="\n")
            writers[name].writerow(_headings(name))
        for name, row in rows(parts):
            labels = [_labels(row)] if name == "Entity" else [name] if name in NODES else []
            writers[name].writerow([_cell(value, raw=raw) for value in (*row, *labels)])


def _headings(name: str) -> list[str]:
    if name in NODES:
        key, *properties = NODES[name].items()
        return [f"{key[0]}:ID({name})", *(f"{each}:{kind}" for each, kind in properties), ":LABEL"]
    ends = RELATIONSHIPS[name]
    return [
        f":START_ID({ends.start})",
        f":END_ID({ends.end})",
        *([":TYPE"] if not ends.type else []),
        *(f"{each}:{kind}" for each, kind in ends.properties.items()),
    ]


def _labels(row: tuple[object, ...]) -> tuple[str, ...]:
    return "Entity", *(class_labels(str(row[2])) if row[2] else ())


def _cell(value: object, *, raw: bool) -> object:
    if isinstance(value, tuple):
        value = ARRAY_DELIMITER.join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return guarded(value) if isinstance(value, str) and not raw else value


def cypher_script(parts: Parts) -> Iterator[str]:
    """The commands of the script, each on lines of its own and with a semicolon at its end."""
    for name, properties in NODES.items():
        key = next(iter(properties))
        yield f"CREATE CONSTRAINT kg_{name.lower()} IF NOT EXISTS FOR (n:{name}) REQUIRE n.{key} IS UNIQUE;\n"
    waiting: dict[_Kind, list[tuple[object, ...]]] = defaultdict(list)
    for name, row in rows(parts):
        kind = _Kind(name not in NODES, name, _type(name, row), tuple(value is None or value == () for value in row))
        waiting[kind].append(row)
        if len(waiting[kind]) == _TOGETHER:
            first = [each for each in waiting if each == kind or (kind.joins and not each.joins)]
            yield from (_merge(each, waiting.pop(each)) for each in sorted(first))
    yield from (_merge(each, waiting[each]) for each in sorted(waiting))
    for cls in CLASSES:
        labels = "".join(f":{each}" for each in class_labels(cls))
        yield f"MATCH (n:Entity {{class: {quoted(cls)}}}) SET n{labels};\n"


class _Kind(NamedTuple):
    """Rows that one command merges: relationships (after all nodes) or nodes, of one type, with the same left empty."""

    joins: bool
    name: str
    type: str
    empty: tuple[bool, ...]


def _type(name: str, row: tuple[object, ...]) -> str:
    """The type of a row's relationship; "" of a node."""
    if name in NODES:
        return ""
    return RELATIONSHIPS[name].type or str(row[2])


def _merge(kind: _Kind, found: list[tuple[object, ...]]) -> str:
    if not kind.joins:
        columns = tuple(NODES[kind.name])
        key = columns[0]
        pattern, known = f"MERGE (x:{kind.name} {{{key}: row.{key}}})", {key}
    else:
        ends = RELATIONSHIPS[kind.name]
        start, end = (next(iter(NODES[each])) for each in (ends.start, ends.end))
        columns = ("head", "tail", *(() if ends.type else ("type",)), *ends.properties)
        known = {"head", "tail", "type", "iri"}
        same = " {iri: row.iri}" if "iri" in columns else ""
        pattern = (
            f"MATCH (a:{ends.start} {{{start}: row.head}}), (b:{ends.end} {{{end}: row.tail}})\n"
            f"MERGE (a)-[x:{kind.type}{same}]->(b)"
        )
    named = [(place, each) for place, each in enumerate(columns) if each != "type" and not kind.empty[place]]
    maps = (", ".join(f"{each}: {quoted(row[place])}" for place, each in named) for row in found)
    data = ",\n".join(f"{{{each}}}" for each in maps)
    values = {each: f"row.{each}" for _, each in named} | {
        each: quoted(found[0][place]) for place, each in enumerate(columns) if kind.empty[place]
    }
    settings = ", ".join(f"x.{each} = {values[each]}" for each in columns if each not in known)
    return f"UNWIND [\n{data}] AS row\n{pattern}{f' SET {settings}' if settings else ''};\n"


def quoted(value: object) -> str:
    r"""A value as a literal of Cypher, on one line.

    >>> print(quoted("O'Neill\n\\"), quoted(["a"]), quoted(0.5), quoted(None))
    'O\'Neill\n\\' ['a'] 0.5 null
    """
    match value:
        case None:
            return "null"
        case str():
            return "'" + _ESCAPED.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04X}", value) + "'"
        case date():
            return f"date('{value.isoformat()}')"
        case tuple() | list():
            return f"[{', '.join(map(quoted, value))}]"
    return json.dumps(value)

"""A property-graph engine loads the files and has what the graph has."""

import csv
import re
from pathlib import Path

import ladybug

from kg.api import Graph
from kg.graph.exchange.neo4j import ARRAY_DELIMITER, NODES, RELATIONSHIPS, class_labels
from kg.ontology import UNKNOWN_IRI


def engine() -> ladybug.Connection:
    return ladybug.Connection(ladybug.Database(":memory:", buffer_pool_size=256 << 20))


def asked(connection: ladybug.Connection, query: str) -> list[list[object]]:
    result = connection.execute(query)
    found = []
    while result.has_next():
        found.append(result.get_next())
    return found


def wanted(graph: Graph) -> dict[str, int]:
    held = graph.contents.named()
    apart = {each.iri for each in held.participants}
    unknown = any(UNKNOWN_IRI in {fact.subject, fact.object} for fact in held.facts)
    return {
        "Entity": len(held.entities) + unknown,
        "Document": len(held.documents),
        "Value": len({fact.object for fact in held.facts if fact.literal}),
        "Claim": len(held.claims),
        "statements": sum(not each.literal for each in held.statements),
        "values": sum(each.literal for each in held.statements),
        "mentions": sum(len({mention.document for mention in each.mentions}) for each in held.entities),
        "said": len(held.claims),
        "said_to": sum(each.to is not None and each.to not in apart for each in held.claims),
        "claimed_in": len(held.claims),
    }


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_files_are_loaded_whole(graph: Graph, tmp_path: Path) -> None:
    folder = graph.save(tmp_path / "neo4j", "neo4j", raw=True)
    connection = engine()
    for name, properties in NODES.items():
        head, *rows = lines(folder / f"{name.lower()}.csv")
        assert head[0].endswith(f":ID({name})")
        assert head[-1] == ":LABEL"
        columns = ", ".join(f"`{each}` STRING" for each in (*properties, "labels"))
        connection.execute(f"CREATE NODE TABLE {name}({columns}, PRIMARY KEY({next(iter(properties))}))")
        _copy(connection, name, folder / f"{name.lower()}.csv")
        assert len(rows) == wanted(graph)[name], name
    for name, ends in RELATIONSHIPS.items():
        columns = "".join(f", `{each}` STRING" for each in (*([] if ends.type else ["type"]), *ends.properties))
        connection.execute(f"CREATE REL TABLE {name}(FROM {ends.start} TO {ends.end}{columns})")
        _copy(connection, name, folder / f"{name}.csv")
    for name, number in wanted(graph).items():
        pattern = f"(x:{name})" if name in NODES else f"()-[x:{name}]->()"
        assert asked(connection, f"MATCH {pattern} RETURN COUNT(*)") == [[number]], name
    found = asked(connection, "MATCH (a)-[r:statements]->(b) RETURN r.iri, r.sentence, r.factuality, a.iri, b.iri")
    texts = {each.iri: each.text for each in graph.contents.documents}
    assert sorted(found) == sorted(
        [each.iri, texts[each.document][each.begin : each.end], each.factuality, each.subject, each.object]
        for each in graph.contents.named().statements
        if not each.literal
    )


def _copy(connection: ladybug.Connection, name: str, path: Path) -> None:
    if len(lines(path)) > 1:
        connection.execute(f"COPY {name} FROM '{path}' (HEADER=true, PARALLEL=false, ESCAPE='\"')")


def test_every_label_and_type_is_of_the_vocabulary(seed: Graph, tmp_path: Path) -> None:
    folder = seed.save(tmp_path / "neo4j", "neo4j", raw=True)
    head, *rows = lines(folder / "entity.csv")
    for row in rows:
        cls = row[head.index("class:string")]
        assert row[-1].split(ARRAY_DELIMITER) == ["Entity", *(class_labels(cls) if cls else [])]
    assert all(re.fullmatch(r"[A-Z_]+", row[2]) for row in lines(folder / "statements.csv")[1:])


def test_spreadsheets_are_guarded_unless_raw(hostile: Graph, tmp_path: Path) -> None:
    plain, raw = (hostile.save(tmp_path / name, "neo4j", raw=name == "raw") for name in ("plain", "raw"))
    assert [len(lines(path)) for path in sorted(plain.iterdir())] == [
        len(lines(path)) for path in sorted(raw.iterdir())
    ]
    assert not any(cell.startswith("=") for path in plain.iterdir() for row in lines(path) for cell in row)

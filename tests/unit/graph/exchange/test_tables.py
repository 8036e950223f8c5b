"""Tables hold what the graph holds, typed, when pandas and pyarrow read them."""

import csv
import io
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from kg.api import Graph
from kg.display.spreadsheet import csv_text
from kg.errors import InputError, MissingPackageError
from kg.graph.exchange.tables import TABLES, event_code
from kg.ontology import CLASSES, RELATIONS, is_a


def counts(graph: Graph) -> dict[str, int]:
    held = graph.contents.named()
    classes = {each.iri: each.cls for each in held.entities}
    events = sum(
        event_code(each.predicate, classes.get(each.object, "")) is not None
        and (each.subject not in classes or is_a(classes[each.subject], "Agent"))
        for each in held.statements
    )
    return {
        "documents": len(held.documents),
        "entities": len(held.entities),
        "mentions": sum(len(each.mentions) for each in held.entities),
        "facts": len(held.facts),
        "statements": len(held.statements),
        "claims": len(held.claims),
        "events": events,
    }


def test_parquet_is_read_whole_by_pyarrow_and_pandas(graph: Graph, tmp_path: Path) -> None:
    graph.save(tmp_path / "one", "parquet")
    graph.save(tmp_path / "two", "parquet")
    wanted = counts(graph)
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == sorted(f"{name}.parquet" for name in TABLES)
    for name in TABLES:
        one, two = (tmp_path / each / f"{name}.parquet" for each in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
        assert pq.read_table(one).num_rows == len(pd.read_parquet(one)) == wanted[name], name
        assert pq.read_schema(one).names == list(TABLES[name])
    said = pd.read_parquet(tmp_path / "one/statements.parquet")
    assert said["iri"].tolist() == [each.iri for each in graph.contents.named().statements]
    assert said["confidence"].tolist() == [each.confidence for each in graph.contents.named().statements]
    documents = pd.read_parquet(tmp_path / "one/documents.parquet")
    assert documents["text"].tolist() == [each.text for each in graph.contents.documents]


def test_events_are_a_guarded_table(seed: Graph) -> None:
    text = seed.export("events")
    head, *lines = csv.reader(io.StringIO(text, newline=""))
    assert tuple(head) == tuple(TABLES["events"])
    assert len(lines) == counts(seed)["events"]
    assert csv_text(head, lines, raw=True) == text
    met = [dict(zip(head, line, strict=True)) for line in lines if line[head.index("relation")] == "metWith"]
    assert {(each["cameo_root"], each["cameo"], each["plover"]) for each in met} == {("04", "040", "CONSULT")}


def test_the_codes_of_events_fit_the_ontology() -> None:
    coded = {name: event_code(name) for name in RELATIONS}
    assert sum(code is not None for code in coded.values()) > 10
    for name, info in RELATIONS.items():
        codes = {event_code(name, cls) for cls in CLASSES if info.kind == "entity" and info.takes_object(cls)}
        assert all(code is None or (code.cameo.isdigit() and code.cameo[:2] == code.root) for code in codes)


def test_what_is_no_folder_is_left_as_it_is(seed: Graph, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="parquet is a folder"):
        seed.save(tmp_path / "file", "parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_missing_package_is_named(seed: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingPackageError, match=r"pyarrow is not installed.*newskg\[exchange\]"):
        seed.save(tmp_path / "out", "parquet")
    assert not list(tmp_path.iterdir())

"""Tables hold what the graph holds, typed, when pandas, pyarrow and DuckDB read them."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from kg.display.spreadsheet import csv_text
from kg.errors import InputError, MissingPackageError
from kg.graph.exchange.events import event_code
from kg.graph.exchange.tables import TABLES
from kg.ontology import CLASSES, RELATIONS, is_a

if TYPE_CHECKING:
    from pathlib import Path

    from kg.api import Graph


def counts(graph: Graph) -> dict[str, int]:
    held = graph.contents
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
    assert said["iri"].tolist() == [each.iri for each in graph.contents.statements]
    assert said["confidence"].tolist() == [each.confidence for each in graph.contents.statements]
    documents = pd.read_parquet(tmp_path / "one/documents.parquet")
    assert documents["text"].tolist() == [each.text for each in graph.contents.documents]


def test_duckdb_answers_across_tables(graph: Graph, tmp_path: Path) -> None:
    graph.save(tmp_path / "kg.duckdb", "duckdb")
    with duckdb.connect(str(tmp_path / "kg.duckdb"), read_only=True) as opened:
        for name, wanted in counts(graph).items():
            assert opened.execute(f"SELECT COUNT(*) FROM {name}").fetchone() == (wanted,), name  # noqa: S608
        both = "FROM statements s JOIN documents d ON document_iri = d.iri"
        joined = f"SELECT COUNT(*) {both} JOIN facts f ON s.fact_iri = f.iri"
        assert opened.execute(joined).fetchone() == (len(graph.contents.statements),)
        quoted = f"SELECT BOOL_AND(text[s.begin + 1 : s.end] = quote) {both}"
        assert opened.execute(quoted).fetchone() == (True,)
        days = opened.execute("SELECT time_first, time_last FROM statements WHERE time = '2025-09-12'").fetchall()
        assert set(days) <= {(date(2025, 9, 12), date(2025, 9, 12))}


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
    with pytest.raises(InputError, match="duckdb is a file"):
        seed.save(tmp_path, "duckdb")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_is_not_installed_is_named(seed: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package, form in (("pyarrow", "parquet"), ("duckdb", "duckdb")):
        with monkeypatch.context() as patch:
            patch.setitem(__import__("sys").modules, package, None)
            with pytest.raises(MissingPackageError, match=rf"{package} is not installed.*newskg\[exchange\]"):
                seed.save(tmp_path / "out", form)  # type: ignore[arg-type]  # one of both
    assert not list(tmp_path.iterdir())

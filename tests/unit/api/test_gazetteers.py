"""A gazetteer is a setting of a graph directory: kept, used by later builds, replaced and forgotten."""

from pathlib import Path

import pytest

import kg
from kg.errors import InputError
from kg.graph.gazetteers import read_gazetteers

TEXT = "Ada Marlow, who leads Brenna Shipbuilding, met Igor Horak in Gdynia, Poland, on Monday."
TABLE = "id,name,type\nhttp://example.org/yard,Brenna Shipbuilding,Company\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    (tmp_path / "list.csv").write_text(TABLE, "utf-8")
    (tmp_path / "other.nt").write_text(
        '<http://example.org/ada> <http://www.w3.org/2004/02/skos/core#prefLabel> "Brenna Shipbuilding" .\n', "utf-8"
    )
    return tmp_path


def targets(graph: kg.Graph) -> dict[str, list[str]]:
    return {each.label: [link.target for link in each.links] for each in graph.contents.entities if each.links}


def test_a_gazetteer_stays_until_told_otherwise(folder: Path) -> None:
    text, out = folder / "one.txt", folder / "graph"
    bare = kg.build(text, out=out)
    places = targets(bare)
    assert places["Poland"] == ["https://sws.geonames.org/798544/"]
    assert "Brenna Shipbuilding" not in places
    before = bare.export("nquads")

    graph = kg.build(text, out=out, gazetteers=folder / "list.csv")
    assert targets(graph)["Brenna Shipbuilding"] == ["http://example.org/yard"]
    (entity,) = graph.entities("Brenna Shipbuilding")
    assert str(entity.links[0]).startswith("is http://example.org/yard (list.csv, 96%: is called “Brenna Shipbuilding”")
    with_list = graph.export("nquads")

    (folder / "list.csv").unlink()  # its entries are kept
    assert kg.build(text, out=out).export("nquads") == with_list
    kg.api.rebuild(out)
    assert kg.open(out).export("nquads") == with_list
    assert kg.api.check(out) == []
    assert not [finding for finding in kg.open(out).validate() if "link" in str(finding).lower()]

    other = kg.build(text, out=out, gazetteers=[folder / "other.nt"])
    assert targets(other)["Brenna Shipbuilding"] == ["http://example.org/ada"]
    assert kg.build(text, out=out, gazetteers=()).export("nquads") == before


def test_links_are_the_same_in_memory(folder: Path) -> None:
    kept = kg.build(folder / "one.txt", out=folder / "graph", gazetteers=folder / "list.csv")
    assert kg.build(folder / "one.txt", gazetteers=folder / "list.csv").export("nquads") == kept.export("nquads")


def test_a_bad_gazetteer_leaves_the_graph_alone(folder: Path) -> None:
    out = folder / "graph"
    kg.build(folder / "one.txt", out=out, gazetteers=folder / "list.csv")
    before = kg.open(out).export("nquads")
    (folder / "bad.csv").write_text("a,b\n", "utf-8")
    with pytest.raises(InputError, match=r"bad\.csv: its first line names no column of names"):
        kg.build(folder / "one.txt", out=out, gazetteers=[folder / "bad.csv"])
    assert kg.open(out).export("nquads") == before


def test_what_is_no_gazetteer_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="unsupported gazetteer format"):
        read_gazetteers(folder / "one.txt")
    (folder / "sub").mkdir()
    (folder / "sub" / "list.csv").write_text(TABLE, "utf-8")
    with pytest.raises(InputError, match=r"another gazetteer is called list\.csv"):
        read_gazetteers([folder / "list.csv", folder / "sub" / "list.csv"])
    with pytest.raises(InputError, match="cannot be read"):
        read_gazetteers(folder / "none.csv")

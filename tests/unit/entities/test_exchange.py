"""Decisions go out with FollowTheMoney and come back, and so does what its tools merged."""

import json
from pathlib import Path

import pytest
from graph_examples import directory_of, harbour

import kg
from kg.entities.archive import decisions
from kg.entities.editing import take_over
from kg.errors import DecisionError, InputError
from kg.graph.exchange.ftm import ftm_id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        directory_of(tmp_path / name, harbour(), harbour("", "two"))
    return tmp_path


def decided(folder: Path, name: str) -> list[str]:
    return [each.entry.text for each in decisions(folder / name)]


@pytest.mark.usefixtures("ftm")
def test_decisions_go_to_another_graph(folder: Path) -> None:
    graph = kg.open(folder / "one").merge("Marta Oduya", "Jon Brae", who="Ada", why="=a test")
    graph = graph.reclassify("Port Salo", "Region")
    exported = graph.save(folder / "out.ftm.json", "ftm")
    assert len(take_over(exported, folder / "two")) == 2
    assert decided(folder, "two") == decided(folder, "one")
    assert kg.open(folder / "two").export("nquads") == graph.export("nquads")
    assert take_over(exported, folder / "two") == ()  # once more changes nothing


@pytest.mark.usefixtures("ftm")
def test_what_was_split_stays_so(folder: Path) -> None:
    graph = kg.open(folder / "one").split("Marta Oduya", ["two"])
    take_over(graph.save(folder / "out.ftm.json", "ftm"), folder / "two")
    assert decided(folder, "two") == decided(folder, "one")
    assert len(kg.open(folder / "two").entities("Marta Oduya")) == 2


def test_what_another_tool_merged_is_a_decision(folder: Path) -> None:
    graph = kg.open(folder / "one")
    ids = [ftm_id(graph.entity(name).iri) for name in ("Marta Oduya", "Jon Brae")]
    merged = {"id": "NK-a", "schema": "Person", "properties": {"name": ["Marta Oduya"]}, "referents": [*ids, "Q1"]}
    (folder / "merged.json").write_text(json.dumps(merged) + "\n", encoding="utf-8")
    (entry,) = take_over(folder / "merged.json", folder / "one")
    assert (entry.kind, entry.why) == ("same", "merged.json")
    assert kg.open(folder / "one").entity("Jon Brae").iri == kg.open(folder / "one").entity("Marta Oduya").iri


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 3}'])
def test_what_is_no_entity_is_named(folder: Path, line: str) -> None:
    (folder / "bad.json").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.json: line 2"):
        take_over(folder / "bad.json", folder / "one")
    with pytest.raises(InputError, match="cannot be read"):
        take_over(folder / "none.json", folder / "one")


def test_a_decision_that_is_not_in_form_changes_nothing(folder: Path) -> None:
    line = json.dumps({"decision": "class", "entity": "Jon Brae", "class": "Hat"})
    note = {"id": "kg-decision-1", "schema": "Note", "properties": {"notes": [line]}}
    (folder / "bad.json").write_text(json.dumps(note), encoding="utf-8")
    with pytest.raises(DecisionError, match="line 1: the vocabulary has no class"):
        take_over(folder / "bad.json", folder / "one")
    assert decisions(folder / "one") == []

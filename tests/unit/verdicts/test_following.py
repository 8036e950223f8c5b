"""Followed names: what is new since the last visit, and a feed that is well-formed whatever texts say."""

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from graph_examples import HOSTILE, directory_of
from sentences import read

from kg import api
from kg.cli.app import run
from kg.entities.editing import merge, undo
from kg.errors import InputError
from kg.verdicts.following import feed, followed_names

ATOM = "{http://www.w3.org/2005/Atom}"
CLASSES = {"Ines Hall": "Person", "Norland": "Company", "Tom Reed": "Person", "Kelm Trust": "Company"}


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    found = read("one", "Ines Hall leads Norland", CLASSES, ("Ines Hall", "leads", "Norland"), day=date(2024, 3, 1))
    directory_of(tmp_path / "graph", found)
    return tmp_path / "graph"


def more(graph: Path) -> None:
    text, fact = "Tom Reed works at Kelm Trust", ("Tom Reed", "worksFor", "Kelm Trust")
    directory_of(graph, read("two", text, CLASSES, fact, day=date(2024, 4, 1)))


def documents(graph: Path) -> list[str]:
    return [each.document.id for each in api.open(graph).news()]


def test_what_is_new_since_the_last_visit(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--graph", str(graph)]
    assert run(["follow", "norland", "Kelm  Trust", *at]) == 0
    assert run(["follow", *at]) == 0
    assert capsys.readouterr().out.endswith("kelm trust\nnorland\n")
    assert run(["new", "--keep", *at]) == 0
    assert "“Ines Hall leads Norland”" in capsys.readouterr().out
    assert run(["new", *at]) == 0
    more(graph)
    capsys.readouterr()
    assert run(["new", "--format", "json", *at]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["document"], [each["relation"] for each in found["facts"]]) == ("two", ["works for"])
    assert documents(graph) == []


def test_merges_and_undoing(graph: Path) -> None:
    more(graph)
    (line,) = api.open(graph).follow("Norland")
    assert documents(graph) == ["one"]
    merge("Norland", "Kelm Trust", graph=graph)
    assert documents(graph) == ["two", "one"], "the newest first"
    undo(line.id, graph=graph)
    assert followed_names(graph) == []
    assert documents(graph) == []
    with pytest.raises(InputError, match="letters or digits"):
        api.open(graph).follow(" … ")


def test_the_feed_is_well_formed(graph: Path) -> None:
    name = HOSTILE.split(" tab")[0]
    text = f"{name} owns Norland. ]]> & <b> \x0b {HOSTILE}"
    hostile = read("h", text, {name: "Person", "Norland": "Company"}, (name, "owns", "Norland"), day=date(2024, 5, 1))
    directory_of(graph, hostile)
    api.open(graph).follow(["Norland"])
    written = feed(api.open(graph).dataset, followed_names(graph), "http://127.0.0.1:8765/feed.atom?a=1&b=2")
    root = ET.fromstring(written.encode())  # noqa: S314 (our own)
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for node in (root, *entries):
        for needed in ("id", "title", "updated"):
            assert node.findtext(f"{ATOM}{needed}")
    assert entries[0].findtext(f"{ATOM}updated") == "2024-05-01T00:00:00Z"
    assert len({each.findtext(f"{ATOM}id") for each in entries}) == 2
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "kg"
    assert "Norland" in (entries[0].findtext(f"{ATOM}content") or "")

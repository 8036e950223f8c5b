"""What people decide about entities: the graph agrees, whatever comes and goes, and undoing it leaves no trace."""

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from graph_examples import directory_of
from ontology_articles import echo, gazette, herald, mail

from kg.api import Graph, build, check, rebuild, remove
from kg.api import open as open_graph
from kg.entities.archive import decisions, entities, entity
from kg.entities.editing import apply, merge, note, reclassify, rename, separated, split, take_back, undo
from kg.errors import DecisionError, InputError, NotFoundError, StoreError
from kg.graph.store.directory import decisions_file
from kg.resolve.decisions import Entry, pair_of, read_entries
from kg.resolve.model import Reference

ALL = (herald, echo, gazette, mail)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("built") / "graph"
    directory_of(path, *(each() for each in ALL))
    return path


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    """Four articles, two on an attack and two on a yard."""
    return Path(shutil.copytree(built, tmp_path / "graph"))


def written(graph: Path) -> str:
    return open_graph(graph).export("nquads")


def classes(graph: Path) -> dict[str, str]:
    return {each.label: each.cls for each in entities(graph=graph)}


def test_two_that_are_one_share_their_names_and_facts(graph: Path) -> None:
    before = {each.label for each in entities(graph=graph)}
    (line,) = merge("Talia Bank", "salt works", why="bought", who="Ada", graph=graph)
    assert (str(line), line.why, line.who) == ("“Salt Works” is “Talia Bank”", "bought", "Ada")
    assert {each.label for each in entities(graph=graph)} < before
    one = entity("Salt Works", graph=graph)
    assert dict(one.names).keys() == {"Salt Works", "Talia Bank"}
    assert [reason.decided for reason in one.reasons] == [True]
    assert [each.decided for each in entity("Talia Bank", graph=graph).reasons] == [True]
    rows = open_graph(graph).query("SELECT DISTINCT ?e { ?e skos:altLabel|rdfs:label 'Talia Bank', 'Salt Works' }")
    assert len(rows) == 1


def test_merging_again_is_refused(graph: Path) -> None:
    merge("Talia Bank", "Salt Works", graph=graph)
    with pytest.raises(NotFoundError, match="are one entity already"):
        merge("Salt Works", "Talia Bank", graph=graph)


def test_a_document_tells_another_of_the_same_name(graph: Path) -> None:
    before = written(graph)
    assert entity("Port Amar", graph=graph).documents == ("echo", "herald")
    (line,) = split("Port Amar", ["echo"], graph=graph)
    assert (line.kind, sorted(bool(each.document) for each in line.references)) == ("different", [False, True])
    with pytest.raises(NotFoundError, match=r"several entities are called .*Port Amar @ "):
        entity("Port Amar", graph=graph)
    assert entity("Port Amar @ echo", graph=graph).documents == ("echo",)
    assert entity("Port Amar @ herald", graph=graph).documents == ("herald",)
    undo(graph=graph)
    assert written(graph) == before
    assert [each.undone != "" for each in read_entries(decisions_file(graph), undone=True)] == [True]


def test_documents_that_are_split_off_stay_together() -> None:
    a, b, c = (Reference("port amar", digits * 6) for digits in ("aa", "bb", "cc"))
    named = Reference("amar", "cc" * 6)
    assert list(separated([a, b], [c, named])) == [
        pair_of(a, Reference("amar"), "different"),
        pair_of(a, Reference("port amar"), "different"),
        pair_of(b, Reference("amar"), "different"),
        pair_of(b, Reference("port amar"), "different"),
        pair_of(a, b, "same"),
    ]
    assert list(separated([named], [a, b])) == [pair_of(Reference("amar"), Reference("port amar"), "different")]


def test_what_was_merged_is_not_split_but_undone(graph: Path) -> None:
    merge("Talia Bank", "Salt Works", graph=graph)
    with pytest.raises(DecisionError, match="line 1 and what is new contradict each other"):
        split("Talia Bank", ["Salt Works"], graph=graph)


def test_a_name_and_a_class_are_what_people_say_and_the_iri_stays(graph: Path) -> None:
    before, iri = written(graph), entity("Port Amar", graph=graph).iri
    rename("Port Amar", "Town of Amar", graph=graph)
    reclassify("Port Amar", "Region", graph=graph)
    found = entity("Town of Amar", graph=graph)
    assert (found.iri, found.cls, "Port Amar" in found.aliases) == (iri, "Region", True)
    rename("Port Amar", "Amar Town", graph=graph)
    assert entity(iri, graph=graph).label == "Amar Town"
    undo(graph=graph)
    assert entity(iri, graph=graph).label == "Town of Amar"
    undo(graph=graph)
    undo(graph=graph)
    assert written(graph) == before
    with pytest.raises(InputError, match="the vocabulary has no class 'Town'"):
        reclassify("Port Amar", "Town", graph=graph)
    with pytest.raises(InputError, match="the new name is empty"):
        rename("Port Amar", "  ", graph=graph)


def test_decisions_outlive_a_rebuild_and_fit_again_when_a_document_comes_back(graph: Path) -> None:
    merge("Talia Bank", "Salt Works", graph=graph)
    split("Port Amar", ["echo"], graph=graph)
    decided = written(graph)
    assert [each.fits for each in decisions(graph)] == [True, True]
    rebuild(graph)
    assert written(graph) == decided
    remove(["echo"], graph=graph)
    assert sorted(each.fits for each in decisions(graph)) == [False, False]
    directory_of(graph, echo())
    assert written(graph) == decided
    assert [each.fits for each in decisions(graph)] == [True, True]


def test_a_file_of_decisions_is_shared(graph: Path, tmp_path: Path) -> None:
    merge("Talia Bank", "Salt Works", graph=graph)
    split("Port Amar", ["echo"], graph=graph)
    other = tmp_path / "other"
    other.mkdir()
    decisions_file(other).write_bytes(decisions_file(graph).read_bytes())
    directory_of(other, *(each() for each in reversed(ALL)))
    assert written(other) == written(graph)


def test_the_order_of_lines_changes_no_byte(graph: Path) -> None:
    merge("Talia Bank", "Salt Works", graph=graph)
    split("Port Amar", ["echo"], graph=graph)
    rename("Talia Bank", "One", graph=graph)
    rename("Talia Bank", "Two", graph=graph)
    reclassify("Port Amar @ echo", "Region", graph=graph)
    decided = written(graph)
    lines = decisions_file(graph).read_text("utf-8").splitlines()
    chance = random.Random(7)  # noqa: S311 (any order will do)
    for _ in range(3):
        chance.shuffle(lines)
        decisions_file(graph).write_text("\n".join([*lines, lines[0], ""]), "utf-8")
        rebuild(graph)
        assert written(graph) == decided


def test_undoing_line_by_line_gives_the_bytes_of_before(graph: Path) -> None:
    states = [written(graph)]
    for decide in (
        lambda: merge("Talia Bank", "Salt Works", graph=graph),
        lambda: split("Port Amar", ["herald"], graph=graph),
        lambda: rename("Corvia", "Republic of Corvia", graph=graph),
        lambda: reclassify("Salt Act", "Agreement", graph=graph),
    ):
        decide()
        states.append(written(graph))
    assert len(set(states)) == 5
    while states:
        assert written(graph) == states.pop()
        if states:
            undo(graph=graph)
    with pytest.raises(NotFoundError, match="there is no decision"):
        undo(graph=graph)
    with pytest.raises(NotFoundError, match="no decision has the id or line 7"):
        undo(7, graph=graph)


def test_an_undo_that_fails_at_its_end_undoes_no_other_decision(graph: Path) -> None:
    before = written(graph)
    rename("Corvia", "Republic of Corvia", graph=graph)
    renamed = written(graph)
    (last,) = merge("Talia Bank", "Salt Works", graph=graph)

    def fail(_: object) -> None:
        raise OSError(28, "No space left on device")

    for _ in range(2):
        with pytest.raises(StoreError, match="cannot be written: No space left"):
            undo(graph=graph, then=fail)
        assert written(graph) == renamed
    rebuild(graph)
    assert undo(graph=graph) == (last,)
    assert written(graph) == renamed
    assert str(undo(graph=graph)[0]) == "“Corvia” is called “Republic of Corvia”"
    assert written(graph) == before
    assert decisions(graph) == []
    assert check(graph) == []


def test_a_contradiction_leaves_all_as_it_was(graph: Path) -> None:
    merge("Talia Bank", "Salt Works", graph=graph)
    lines = decisions_file(graph).read_text("utf-8")
    before = written(graph)
    wrong = json.dumps({"decision": "different", "left": "Talia Bank", "right": "Salt Works"})
    decisions_file(graph).write_text(f"{lines}{wrong}\n", "utf-8")
    for change in (
        lambda: rebuild(graph),
        lambda: rename("Port Amar", "K", graph=graph),
        lambda: decisions(graph),
        lambda: directory_of(graph, echo()),
    ):
        with pytest.raises(DecisionError, match="lines 1 and 2 contradict each other"):
            change()
    assert written(graph) == before


def test_what_is_written_by_hand_is_told_by_check_and_replayed(graph: Path) -> None:
    assert check(graph) == []
    entry = Entry(pair_of(Reference("talia bank"), Reference("salt works"), "same"))
    note(graph, [entry])  # as a review does until its end, or somebody with an editor
    assert check(graph) == [f"{decisions_file(graph)}: was changed since: kg rebuild makes the graph agree"]
    rebuild(graph)
    assert check(graph) == []
    assert entity("Talia Bank", graph=graph).label == entity("Salt Works", graph=graph).label
    take_back(graph, {entry.id})
    apply(graph)
    assert check(graph) == []
    decisions_file(graph).write_text("no line\n", "utf-8")
    assert check(graph) == [f"{decisions_file(graph)}: line 1: is not a JSON object: correct or remove it"]


@pytest.mark.parametrize(
    ("apart", "message"),
    [
        (["Atlantis"], "has no name and no document 'Atlantis'; its names: Port Amar"),
        (["Port Amar"], "nothing would be left of 'Port Amar'"),
    ],
)
def test_what_cannot_be_split(graph: Path, apart: list[str], message: str) -> None:
    with pytest.raises(NotFoundError, match=message):
        split("Port Amar", apart, graph=graph)


def test_names_that_mean_nothing(graph: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="nothing in the graph is called 'Port Amor'; did you mean"):
        merge("Port Amor", "Corvia", graph=graph)
    with pytest.raises(NotFoundError, match="document 'mail' mentions no entity called 'Talia Bank'"):
        entity("Talia Bank @ mail", graph=graph)
    with pytest.raises(StoreError, match="holds no graph"):
        merge("A", "B", graph=tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_graph_in_python_decides_and_is_opened_anew(graph: Path) -> None:
    opened = open_graph(graph)
    changed = opened.merge("Talia Bank", "Salt Works", why="bought")
    assert isinstance(changed, Graph)
    assert changed.entity("Talia Bank").iri == changed.entity("Salt Works").iri
    assert changed.split("Port Amar", "echo").rename("Talia Bank", "Bank").undo().undo().undo().export(
        "nquads"
    ) == opened.export("nquads")
    assert opened.reclassify("Port Amar", "Region").entity("Port Amar").cls == "Region"
    with pytest.raises(InputError, match="that changes a graph in a directory"):
        Graph(opened.dataset).merge("Port Amar", "Norland")


def test_a_build_says_what_fits_nothing(graph: Path, tmp_path: Path) -> None:
    decisions_file(graph).write_text(
        json.dumps({"decision": "same", "left": "Nobody", "right": "Port Amar"}) + "\n", "utf-8"
    )
    text = tmp_path / "a.txt"
    text.write_text("Ada Marlow leads Norland.", "utf-8")
    assert build(text, out=graph).report.unfit == 1


def test_three_are_one_by_one_command(graph: Path) -> None:
    before = written(graph)
    assert [line.kind for line in merge("Talia Bank", "Salt Works", "Port Amar", graph=graph)] == ["same", "same"]
    assert {"Talia Bank", "Salt Works", "Port Amar"} <= dict(entity("Talia Bank", graph=graph).names).keys()
    undo(graph=graph)
    assert written(graph) == before


def test_what_no_document_names_is_listed_and_participants_when_asked_for(tmp_path: Path) -> None:
    given = herald()
    unnamed = [each for each in given.entities if each.mentions and not each.times_named and each.cls != "Role"]
    men, *described = [each.name for each in unnamed]
    marked = tuple(replace(each, participant=each.name == men) for each in given.entities)
    directory_of(tmp_path / "graph", replace(given, entities=marked))
    labels = {each.label for each in entities(graph=tmp_path / "graph")}
    assert labels.issuperset(described)
    assert men not in labels
    assert {each.label for each in entities(graph=tmp_path / "graph", unnamed=True)} == labels | {men}
    assert check(tmp_path / "graph") == []

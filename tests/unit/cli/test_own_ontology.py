"""`kg build --ontology`, `kg ontology suggest` and `kg evaluate`, from a file to the graph."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.cli import run

FILM = Path(__file__).parents[2] / "ontologies" / "film.ttl"
TEXT = "The film Low Tide was directed by Ann Holt. Low Tide was released on 3 May 2019.\n"


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    assert run(["build", str(folder / "a.txt"), "--ontology", str(FILM), "--out", str(folder / "g")]) == 0
    return folder / "g"


def test_facts_have_the_users_iris_labels_and_sentences(films: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = kg.open(films)
    found = graph.query(
        "PREFIX f: <https://example.org/film#> SELECT ?film ?who ?says"
        "{ ?a a f:Film ; rdfs:label ?film ; f:director ?b . ?b rdfs:label ?who . f:director rdfs:label ?says }"
    )
    assert [tuple(row) for row in found] == [("Low Tide", "Ann Holt", "director")]
    assert run(["explain", "Low Tide", "director", "--graph", str(films)]) == 0
    out = capsys.readouterr().out
    assert "director  Ann Holt" in out
    assert run(["explain", "Low Tide", "is a", "--graph", str(films)]) == 0
    assert "is a  film" in capsys.readouterr().out


def test_the_graph_is_valid_whole_and_made_anew_alike(films: Path) -> None:
    assert kg.open(films).validate() == []
    assert kg.api.check(films) == []
    before = kg.open(films).export("nquads")
    kg.api.rebuild(films)
    assert kg.open(films).export("nquads") == before


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("o.ttl", "<a> <b>", "invalid turtle"),
        ("o.txt", "", "unsupported ontology format"),
        ("", "", "cannot be"),
    ],
)
def test_a_broken_file_ends_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, says: str
) -> None:
    path = tmp_path / (name or "gone.ttl")
    if name:
        path.write_text(text, "utf-8")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    out = tmp_path / "g"
    assert run(["build", str(tmp_path / "a.txt"), "--ontology", str(path), "--out", str(out)]) == 2
    err = capsys.readouterr().err
    assert says in err
    assert str(path.name) in err
    assert not out.exists()


def test_what_is_suggested_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Ann Holt painted Low Tide. Bo Marlow painted High Water. Igor Horak painted Big Sea.\n", "utf-8")
    assert run(["ontology", "suggest", str(text), "--least", "2"]) == 0
    own = tmp_path / "own.ttl"
    own.write_text(capsys.readouterr().out, "utf-8")
    assert "[Ann Holt] painted {Low Tide}." in own.read_text("utf-8")
    assert run(["extract", str(text), "--ontology", str(own)]) == 0
    facts = json.loads(capsys.readouterr().out)["facts"]
    assert {fact["p"] for fact in facts} >= {"https://example.org/ontology#paint"}
    assert run(["ontology", "suggest", str(text), "--least", "99"]) == 2
    assert "occurs 99 times" in capsys.readouterr().err


def test_shapes_are_printed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ontology", "shapes"]) == 0
    parsed = list(ox.parse(capsys.readouterr().out, format=ox.RdfFormat.TURTLE))
    assert {"Fact", "Predicate", "locatedIn", "locatedInFact"} <= {
        quad.subject.value.rpartition("#")[2] for quad in parsed if isinstance(quad.subject, ox.NamedNode)
    }


def test_annotated_texts_are_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = tmp_path / "gold.jsonl"
    facts = [["Low Tide", "director", "Ann Holt"], ["Low Tide", "composer", "Bo Marlow"]]
    gold.write_text(json.dumps({"text": TEXT, "facts": facts}), "utf-8")
    asked = ["evaluate", str(gold), "--ontology", str(FILM), "--misses"]
    assert run(asked) == 0
    out = capsys.readouterr().out
    assert "missed  Low Tide | composer | Bo Marlow" in out
    assert "wrong  Low Tide | releaseDate | 2019-05-03" in out
    assert run([*asked, "--fail-under", "0.9"]) == 1
    gold.write_text(json.dumps({"text": TEXT, "facts": [["a", "nothing", "b"]]}), "utf-8")
    assert run(asked) == 2
    assert "'nothing'" in capsys.readouterr().err

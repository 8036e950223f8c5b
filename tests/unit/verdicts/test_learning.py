"""What verdicts teach: precision by relation, rule and confidence, and a calibration that can be undone."""

import random
from pathlib import Path

import pytest
from graph_examples import directory_of
from sentences import read

from kg import api
from kg.cli.app import run
from kg.errors import InputError
from kg.verdicts.judging import judge
from kg.verdicts.learning import calibration_error, fitted, measured, recalibrate
from kg.verdicts.replay import calibrated

PEOPLE = {f"Person {letter}": "Person" for letter in "ABCDEFGHIJKLMNOPQRSTUVWX"}


def graph_of(path: Path, rights: int) -> Path:
    """Facts read with a confidence of .9, of which the first `rights` are right."""
    classes = {"Norland": "Company", **PEOPLE}
    text = ". ".join(f"{name} leads Norland" for name in PEOPLE)
    facts = [(name, "leads", "Norland") for name in PEOPLE]
    directory_of(path, read("one", text, classes, *facts, confidence=0.9))
    found = [(each.iri, each.document_iri) for each in api.open(path).facts()]
    judge(found[:rights], "right", graph=path)
    judge(found[rights:], "wrong", graph=path)
    return path


def test_a_calibration_that_is_fitted_on_some_holds_for_the_rest() -> None:
    chance = random.Random(5)  # noqa: S311 (a test's)
    pairs = []
    for _ in range(600):
        confidence = chance.uniform(0.3, 0.99)
        pairs.append((confidence, chance.random() < confidence * 0.6))
    held = fitted(pairs[:150])
    after = [(calibrated(confidence, held), right) for confidence, right in pairs[150:]]
    assert calibration_error(after) < calibration_error(pairs[150:]) / 3
    ordered = sorted(calibrated(confidence, held) for confidence, _ in sorted(pairs))
    assert ordered == [calibrated(confidence, held) for confidence, _ in sorted(pairs)], "the order stays"


@pytest.mark.parametrize("pairs", [[(1.0, True)] * 5, [(0.0, False), (1.0, False)], [(0.5, True)]])
def test_few_and_extreme_verdicts_change_little_and_fail_never(pairs: list[tuple[float, bool]]) -> None:
    held = fitted(pairs)
    assert 0.01 <= held.slope <= 20
    assert all(0 <= calibrated(confidence, held) <= 1 for confidence in (0.0, 0.5, 1.0))


def test_precision_and_the_effect_of_a_calibration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = graph_of(tmp_path / "graph", 12)
    before = api.open(graph).export("nquads")
    found = measured(graph)
    assert [(each.name, each.facts, each.right) for each in found.relations] == [("leads", 24, 12)]
    assert [(each.name, each.precision) for each in found.bins] == [("0.9", 0.5)]
    assert found.error == pytest.approx(0.4)
    assert run(["evaluate", "--verdicts", "--calibrate", "--graph", str(graph)]) == 0
    said = capsys.readouterr()
    assert "error of confidence: 0.400 as read, 0.400 now" in " ".join(said.err.split())
    assert measured(graph).now < 0.15
    assert "leads" in said.out
    line = next(each for each in api.open(graph).decisions() if each.entry.kind == "calibration")
    assert line.fits
    assert run(["entities", "undo", line.entry.id, "--graph", str(graph)]) == 0
    assert api.open(graph).export("nquads") == before


def test_what_cannot_be_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    directory_of(tmp_path / "graph", read("one", "Ada leads Norland", {"Ada": "Person"}, ("Ada", "leads", "Norland")))
    with pytest.raises(InputError, match="a calibration needs 20"):
        recalibrate(tmp_path / "graph")
    assert run(["evaluate", "--verdicts", "--graph", str(tmp_path / "graph")]) == 2
    assert run(["evaluate"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2

import pytest
from measure import ASKED, SHARED, Gate, by_relation, gates, read_floors, rules_that_find, tolerance

from kg.rules.load import load_coded_rules, load_rules


@pytest.mark.parametrize("gate", gates(), ids=lambda gate: gate.name)
def test_accuracy_is_at_or_above_its_floor(gate: Gate) -> None:
    if not gate.present:
        pytest.skip(f"no data for this gate at {SHARED}")
    known = read_floors()[gate.name]
    assert gate.sha256() == known["sha256"], "the data changed: run `uv run python tests/gate/measure.py --raise`"
    figures = gate.run()
    floors = [(name, least - tolerance(gate.name)) for name, least in known["floors"].items()]
    floors += ASKED.get(gate.name, {}).items()
    below = {name: (figures[name], least) for name, least in floors if figures[name] < least}
    assert not below, f"figures below their floors (figure, floor): {below}"


def test_no_frequent_relation_is_left_at_zero() -> None:
    if not (SHARED / "silver2").is_dir():
        pytest.skip(f"no silver2 articles at {SHARED}")
    zero = [name for name, tally in by_relation().items() if tally.gold >= 15 and not tally.found]
    assert zero == []


def test_every_rule_that_finds_something_is_listed() -> None:
    if not (SHARED / "silver2").is_dir():
        pytest.skip(f"no annotated texts at {SHARED}")
    known = {rule.id for rule in (*load_rules(), *load_coded_rules())}
    assert rules_that_find() - known - {"model.pair"} == set()

from __future__ import annotations

import pytest
from measure import SHARED, Gate, by_relation, gates, read_floors


@pytest.mark.parametrize("gate", gates(), ids=lambda gate: gate.name)
def test_accuracy_is_at_or_above_its_floor(gate: Gate) -> None:
    if not gate.present:
        pytest.skip(f"no data for this gate at {SHARED}")
    known = read_floors()[gate.name]
    assert gate.sha256() == known["sha256"], "the data changed: run `uv run python tests/gate/measure.py --raise`"
    figures = gate.run()
    below = {name: (figures[name], least) for name, least in known["floors"].items() if figures[name] < least}
    assert not below, f"figures below their floors (figure, floor): {below}"


def test_no_frequent_relation_is_left_at_zero() -> None:
    if not (SHARED / "silver").is_dir():
        pytest.skip(f"no silver articles at {SHARED}")
    zero = [name for name, tally in by_relation().items() if tally.core >= 20 and not tally.found]
    assert zero == []

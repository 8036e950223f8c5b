"""The file of people's decisions: what lines mean, in any order, and which are refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DecisionError, NotFoundError
from kg.ontology import CLASSES
from kg.resolve.decisions import (
    Entry,
    addition,
    decisions_of,
    pair_of,
    read_decisions,
    read_entries,
    read_entry,
    removal,
    time_after,
    write_change,
)
from kg.resolve.model import ClassDecision, Decisions, NameDecision, PairDecision, Reference
from kg.spelling import normalise

USGS, SURVEY, GEORGIA = Reference("usgs"), Reference("u.s. geological survey"), Reference("georgia")
STATE = Reference("georgia", "3fa85f64c1d2")


def add(file: Path, *entries: Entry) -> tuple[Entry, ...]:
    added, change = addition(file, entries)
    write_change(file, change)
    return added


def undo(file: Path, *which: str) -> tuple[Entry, ...]:
    gone, change = removal(file, which or None)
    write_change(file, change)
    return gone


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "decisions.jsonl"


def lines(*values: dict[str, Any] | str) -> str:
    return "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in values)


def test_no_file_is_no_decision(file: Path) -> None:
    assert read_decisions(file) == Decisions()


def test_what_lines_mean(file: Path) -> None:
    file.write_text(
        lines(
            {"decision": "same", "left": "USGS", "right": "The U.S. Geological  Survey", "why": "its acronym"},
            "",
            {"decision": "different", "left": {"name": "Georgia", "document": "3fa85f64c1d2"}, "right": "Georgia"},
            {"decision": "name", "entity": "usgs", "name": "Geological Survey", "when": "2026-11-29T10:00:00Z"},
            {"decision": "class", "entity": "USGS", "class": "GovernmentAgency", "who": "Ada"},
        ),
        "utf-8",
    )
    assert read_decisions(file) == Decisions(
        pairs=(PairDecision(SURVEY, USGS, "same"), PairDecision(GEORGIA, STATE, "different")),
        names=(NameDecision(USGS, "Geological Survey"),),
        classes=(ClassDecision(USGS, "GovernmentAgency"),),
    )
    first, *_, last = read_entries(file)
    assert (first.line, first.kind, first.why, last.line, last.who) == (1, "same", "its acronym", 5, "Ada")
    assert str(first) == "“The U.S. Geological  Survey” is “USGS”"


NAMES = st.text(min_size=1, max_size=8).filter(lambda name: name.strip() and normalise(name).strip())
REFERENCES = st.builds(
    lambda name, document: Reference(normalise(name), document),
    NAMES,
    st.sampled_from(["", "3fa85f64c1d2", "aaaaaaaaaaaa"]),
)
SIDES = st.lists(REFERENCES, min_size=2, max_size=2, unique=True)
PAIRS = st.builds(
    lambda sides, verdict: pair_of(*sides, verdict), SIDES, st.sampled_from(["same", "different", "unsure"])
)
WHENS = st.sampled_from(["2026-11-29T10:00:00Z", "2026-11-29T10:00:01Z", "2026-11-30T09:00:00Z"])
ENTRIES = st.lists(
    st.builds(
        Entry,
        PAIRS
        | st.builds(NameDecision, REFERENCES, NAMES.filter(lambda name: "\0" not in name and name.isprintable()))
        | st.builds(ClassDecision, REFERENCES, st.sampled_from(sorted(CLASSES))),
        WHENS,
        st.just(""),
        st.text(max_size=9).filter(lambda why: "\0" not in why),
    ),
    max_size=6,
)


def meant(entries: list[Entry]) -> Decisions | None:
    try:
        return decisions_of(entries)
    except DecisionError:
        return None


@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_lines_means_nothing(entries: list[Entry], random: Any) -> None:
    shuffled = [*entries, *entries[:2]]
    random.shuffle(shuffled)
    assert meant(shuffled) == meant(entries)


@given(entries=ENTRIES, data=st.data())
def test_what_is_written_is_read_back_and_taken_out_without_a_trace(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry], data: st.DataObject
) -> None:
    if meant(entries) is None:
        return
    file = tmp_path_factory.mktemp("decisions") / "decisions.jsonl"
    number = data.draw(st.integers(0, len(entries)))
    add(file, *entries[:number])
    before = read_decisions(file)
    added = add(file, *entries[number:])
    assert read_decisions(file) == decisions_of(entries)
    lines = [str(each.line) for each in read_entries(file) if each in added]
    if lines:
        assert set(undo(file, *lines)) == set(added)
    assert read_decisions(file) == before
    history = read_entries(file, undone=True)
    assert sum(bool(each.undone) for each in history) == len(lines)
    assert len(history) == len(read_entries(file)) + len(lines)


def test_lines_stay_as_people_wrote_them(file: Path) -> None:
    own = '{ "why":"by hand",  "decision":"same", "right":"B Corp", "left":"A Corp" }'
    file.write_text(f"{own}\n", "utf-8")
    add(file, Entry(pair_of(Reference("c corp"), Reference("d corp"), "same")))
    assert own in file.read_text("utf-8").splitlines()
    assert add(file, Entry(pair_of(Reference("b corp"), Reference("a corp"), "same"))) == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("same USGS", "line 2: is not a JSON object: correct or remove it"),
        ("[" * 100_000, "line 2: is not a JSON object"),
        ("[1]", 'line 2: has no "decision" of same, different, unsure, name, class'),
        ({"decision": ["same"]}, 'line 2: has no "decision" of'),
        ({"decision": "same", "left": "A"}, "line 2: lacks 'right'"),
        ({"decision": "same", "left": "A", "right": "B", "colour": "red"}, "line 2: has an unknown field 'colour'"),
        ({"decision": "same", "left": "A", "right": "a"}, "line 2: has the same entity on both sides"),
        ({"decision": "same", "left": "", "right": "a"}, "line 2: a name is text"),
        ({"decision": "same", "left": 7, "right": "a"}, "line 2: a name is text"),
        ({"decision": "same", "left": {"name": "A"}, "right": "a"}, "line 2: an entity is a name, or an object of"),
        (
            {"decision": "same", "left": {"name": "A", "document": "x"}, "right": "B"},
            "line 2: 'x' is not the beginning",
        ),
        ({"decision": "class", "entity": "A", "class": "Ship"}, "line 2: the vocabulary has no class 'Ship'"),
        ({"decision": "name", "entity": "A", "name": " "}, "line 2: a name is text"),
        ({"decision": "name", "entity": "A", "name": "B", "why": 3}, "line 2: 'why' is not text"),
    ],
)
def test_a_broken_line_is_named(file: Path, line: dict[str, Any] | str, message: str) -> None:
    file.write_text(lines({"decision": "same", "left": "A", "right": "B"}, line), "utf-8")
    with pytest.raises(DecisionError) as error:
        read_decisions(file)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_no_text(file: Path) -> None:
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(DecisionError, match="cannot be read: it is not in UTF-8"):
        read_decisions(file)


def same(left: str, right: str, **more: str) -> dict[str, str]:
    return {"decision": "same", "left": left, "right": right, **more}


def different(left: str, right: str) -> dict[str, str]:
    return {"decision": "different", "left": left, "right": right}


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ([same("A", "B"), different("b", "a")], "lines 1 and 2 contradict each other (“A” is “B”; “a” is not “b”)"),
        ([same("A", "B"), same("X", "Y"), same("C", "B"), different("A", "C")], "lines 1 and 3 and 4 contradict"),
        (
            [{"decision": "name", "entity": "A", "name": each} for each in ("B", "C")],
            "lines 1 and 2 contradict each other (“A” is called “B”; “A” is called “C”)",
        ),
        (
            [{"decision": "class", "entity": "A", "class": each} for each in ("City", "Person")],
            "lines 1 and 2 contradict",
        ),
    ],
)
def test_contradictions_are_refused_with_their_lines(file: Path, values: list[dict[str, str]], named: str) -> None:
    file.write_text(lines(*values), "utf-8")
    with pytest.raises(DecisionError) as error:
        read_decisions(file)
    assert named in str(error.value)


def test_what_is_new_and_contradicts_is_refused_and_not_written(file: Path) -> None:
    file.write_text(lines(same("A", "B")), "utf-8")
    before = file.read_bytes()
    with pytest.raises(DecisionError, match="line 1 and what is new contradict each other"):
        add(file, Entry(PairDecision(Reference("a"), Reference("b"), "different")))
    assert file.read_bytes() == before


def test_the_latest_name_holds_and_undoing_it_gives_the_one_before(file: Path) -> None:
    add(file, Entry(NameDecision(USGS, "One"), "2026-11-29T10:00:00Z"))
    (new,) = add(file, Entry(NameDecision(USGS, "Two"), "2026-11-29T10:00:01Z"))
    assert read_decisions(file).names == (NameDecision(USGS, "Two"),)
    assert undo(file) == (new,)
    assert read_decisions(file).names == (NameDecision(USGS, "One"),)
    with pytest.raises(NotFoundError, match=f"decision {new.id} is undone already"):
        undo(file, new.id)


def test_an_undone_line_stays_and_undoes_its_copies_until_it_is_decided_again(file: Path) -> None:
    (made,) = add(file, Entry(pair_of(USGS, SURVEY, "same"), "2026-11-29T10:00:00Z", "Ada"))
    live = file.read_text("utf-8")
    undo(file)
    (history,) = read_entries(file, undone=True)
    assert (history.decision, history.who, history.undone > history.when) == (made.decision, "Ada", True)
    file.write_text(file.read_text("utf-8") + live, "utf-8")  # as git's union merge may leave it
    assert read_decisions(file) == Decisions()
    (again,) = add(file, read_entry("an import", live))
    assert again.when > history.undone
    assert read_decisions(file).pairs == (made.decision,)


def test_a_clock_that_was_put_back_reverses_no_decision(file: Path) -> None:
    add(file, Entry(NameDecision(USGS, "One"), "2199-01-01T00:00:00Z"))
    later = Entry(NameDecision(USGS, "Two"), time_after(read_entries(file)))
    add(file, later)
    assert later.when == "2199-01-01T00:00:00.001Z"
    assert read_decisions(file).names == (NameDecision(USGS, "Two"),)
    assert undo(file) == (later,)


def test_lines_without_times_are_undone_by_name(file: Path) -> None:
    file.write_text(lines(same("A", "B"), same("C", "D")), "utf-8")
    with pytest.raises(NotFoundError, match="no decision has a time: name one by its id or line"):
        undo(file)
    (gone,) = undo(file, "1")
    assert gone.line == 1


def test_who_is_sure_is_heard_before_who_is_not(file: Path) -> None:
    add(file, Entry(pair_of(USGS, SURVEY, "unsure"), "2026-11-30T10:00:01Z"))
    add(file, Entry(pair_of(USGS, SURVEY, "same"), "2026-11-29T10:00:01Z"))
    assert read_decisions(file).pairs == (PairDecision(SURVEY, USGS, "same"),)


def test_a_verdict_on_documents_may_differ_from_that_on_their_names(file: Path) -> None:
    file.write_text(
        lines(
            {"decision": "same", "left": {"name": "Georgia", "document": "3fa85f64c1d2"}, "right": "Atlanta"},
            different("Georgia", "Atlanta"),
        ),
        "utf-8",
    )
    assert [each.verdict for each in read_decisions(file).pairs] == ["different", "same"]

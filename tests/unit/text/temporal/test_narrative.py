from datetime import date

import pytest

from kg.model import Document
from kg.pipeline import read

DAY = date(2025, 9, 22)


def times(text: str, predicate: str) -> list[str | None]:
    found = read(Document("t", text, date=DAY))
    return [fact.time for fact in found.facts if fact.predicate == predicate]


@pytest.mark.parametrize(
    ("text", "predicate", "values"),
    [
        ("Erik Marlow fled from the jail on Friday. He shot a guard.", "attacked", ["2025-09-19"]),
        ("Erik Marlow fled from the jail on Friday. Police said he shot a guard.", "attacked", ["2025-09-19"]),
        ("Erik Marlow fled in March 2016. Outside the court, he shot a guard.", "attacked", ["2016-03"]),
        ("Erik Marlow fled from the jail on Friday. He was flown to Oslo.", "movedTo", ["2025-09-19"]),
        (
            "Erik Marlow fled from the jail on Friday. Guards pursued Marlow, who shot a clerk.",
            "attacked",
            ["2025-09-19"],
        ),
        ("Norway attacks Sweden\n\nErik Marlow fled on Friday.", "attacked", ["2025-09-19"]),
        ("Norway attacks Sweden.\n\nErik Marlow fled on Friday.", "attacked", [None]),
        ("Norway may attack Sweden\n\nErik Marlow fled on Friday.", "attacked", [None]),
        ("Norway attacks Sweden\n\nErik Marlow will flee on Friday.", "attacked", [None]),
        ("Erik Marlow fled from the jail on Friday. He had shot a guard.", "attacked", [None]),
        ("Erik Marlow fled from the jail on Friday. He has shot a guard.", "attacked", [None]),
        ("Erik Marlow fled from the jail on Friday. He did not shoot a guard.", "attacked", [None]),
        ("Erik Marlow fled from the jail on Friday. He once shot a guard.", "attacked", [None]),
        ("Erik Marlow fled from the jail on Friday. He shot a guard several years ago.", "attacked", [None]),
        ("Erik Marlow fled from the jail in 2016. He shot a guard.", "attacked", [None]),
        ("Erik Marlow was born on 5 May 1961. He shot a guard.", "attacked", [None]),
        ("Erik Marlow was sentenced on Friday. He shot a guard.", "attacked", [None]),
        ("Erik Marlow spoke of it on Friday. He shot a guard.", "attacked", [None]),
        ("Erik Marlow denied it, police said on Friday. He shot a guard.", "attacked", [None]),
    ],
)
def test_a_story_goes_on_at_the_time_that_it_tells(text: str, predicate: str, values: list[str | None]) -> None:
    assert times(text, predicate) == values


@pytest.mark.parametrize(
    ("text", "predicate", "values"),
    [
        ("Norway attacks Sweden\n\nNorway attacked Sweden on Friday.", "attacked", ["2025-09-19"] * 2),
        ("Norway attacks Sweden\n\nNorway will attack Sweden on Friday.", "attacked", [None, "2025-09-26"]),
        ("Norway attacks Sweden. Norway attacked Sweden in 1890. It attacked Sweden in 1900.", "attacked", None),
    ],
)
def test_an_event_told_again_has_its_one_time(text: str, predicate: str, values: list[str | None] | None) -> None:
    assert times(text, predicate) == (values or [None, "1890", "1900"])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("In February, an earthquake rocked Oslo. It killed 612 people.", ["2025-02"]),
        ("In February, Nora Berg recalled an earthquake. It had killed 612 people.", [None]),
        ("A bomb has killed ten people, police said. It exploded on Friday.", ["2025-09-19"]),
        ("A gunman killed ten people to rob a bank on Friday.", ["2025-09-19"]),
        ("Ten people have been killed and many have been injured since May.", ["2025-05/2025-09"]),
    ],
)
def test_an_event_happens_when_it_strikes(text: str, values: list[str | None]) -> None:
    assert times(text, "killed") == values

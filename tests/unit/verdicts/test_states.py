"""What holds on a day: what begins, keeps and ends a state, and what does not."""

from datetime import date

import pytest
from graph_examples import contents_of
from sentences import read

from kg.errors import QueryError
from kg.verdicts.states import states_on

CLASSES = {"Ines Hall": "Person", "Norland": "Company", "Tom Reed": "Person", "Kelm": "Company"}
LED, LATER = ("Ines Hall", "leads", "Norland"), ("Tom Reed", "leads", "Norland")


@pytest.mark.parametrize(
    ("articles", "day", "wanted"),
    [
        ([("2010-05-01", "Ines Hall leads Norland", LED)], "2009", set()),
        ([("2010-05-01", "Ines Hall leads Norland", LED)], "2012", {"Ines Hall"}),
        ([("2010-05-01", "Ines Hall leads Norland", LED), ("2014-01-01", "Tom Reed leads Norland", LATER)],
         "2012", {"Ines Hall"}),
        ([("2010-05-01", "Ines Hall leads Norland", LED), ("2014-01-01", "Tom Reed leads Norland", LATER)],
         "2015", {"Tom Reed"}),
        ([("2010-05-01", "Ines Hall leads Norland", LED), ("2014-01-01", "former head Ines Hall of Norland left", LED)],
         "2015", set()),
        ([("2010-05-01", "Ines Hall owns Norland", ("Ines Hall", "owns", "Norland")),
          ("2012-05-01", "Tom Reed bought Norland", ("Tom Reed", "acquired", "Norland"))], "2013", {"Tom Reed"}),
        ([("2010-05-01", "Ines Hall leads Norland", LED),
          ("2012-05-01", "Tom Reed killed Ines Hall", ("Tom Reed", "killed", "Ines Hall"))], "2013", set()),
        ([("2010-05-01", "Ines Hall leads Norland", LED),
          ("2012-05-01", "Kelm dismissed Ines Hall", ("Kelm", "dismissed", "Ines Hall"))], "2013", {"Ines Hall"}),
    ],
)  # fmt: skip
def test_who_held_it(articles: list[tuple[str, str, tuple[str, str, str]]], day: str, wanted: set[str]) -> None:
    found = [
        read(f"d{number}", text, CLASSES, fact, day=date.fromisoformat(when))
        for number, (when, text, fact) in enumerate(articles)
    ]
    contents = contents_of(*found)
    labels = contents.labels()
    states = states_on(contents, day)
    assert {labels[each.subject] for each in states} == wanted
    assert states_on(contents_of(*found[::-1]), day) == states, "the order of reports does not matter"


def test_a_day_is_a_day() -> None:
    with pytest.raises(QueryError, match="is no day"):
        states_on(contents_of(read("one", "Ines Hall leads Norland", CLASSES, LED)), "2020/..")

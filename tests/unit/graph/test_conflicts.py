"""Where texts contradict one another: what differs, and what only seems to."""

from __future__ import annotations

import csv
import json
import time
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from graph_examples import HOSTILE, graph_of
from ontology_articles import Article, echo, gazette, herald, later, mail

from kg.api import Graph
from kg.errors import QueryError
from kg.graph.conflicts import COLUMNS
from kg.graph.facts.reader import read_contents

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.graph.conflicts import Conflicts
    from kg.model import Extraction


def conflicts_of(dataset: Dataset, *args: Any, **kwargs: Any) -> Conflicts:
    return Graph(dataset).conflicts(*args, **kwargs)


def shown(conflicts: Conflicts) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.kind, each.title, each.values) for each in conflicts]


def test_accounts_of_one_day_differ_and_those_of_another_year_do_not() -> None:
    assert shown(conflicts_of(graph_of(gazette(), mail(), later()))) == [
        ("value", "Brenna Shipbuilding was created on", ("1904", "1911")),
        ("holder", "Brenna Shipbuilding is headquartered in", ("Kelm", "Port Salo")),
    ]


def test_numbers_and_denials() -> None:
    found = conflicts_of(graph_of(herald(), echo()))
    assert shown(found) == [
        ("number", "Corvian rebels killed dockers", ("12", "30")),
        ("denial", "Corvian rebels attacked Port Amar", ("denied", "stated")),
    ]
    assert [(each.source, each.document) for each in found[1].accounts] == [
        ("Lena Orsk", "herald"),
        ("Talia Herald", "herald"),
        (None, "echo"),
    ]


def test_of_an_entity_or_a_kind_alone() -> None:
    dataset = graph_of(gazette(), mail(), herald(), echo())
    assert [each.about for each in conflicts_of(dataset, "kelm")] == ["Brenna Shipbuilding"]
    assert [each.kind for each in conflicts_of(dataset, kinds=["number", "value"])] == ["value", "number"]
    assert not conflicts_of(dataset, "Talia Bank")
    with pytest.raises(QueryError, match="unknown kind of conflict 'odd': choose from value, holder"):
        conflicts_of(dataset, kinds="odd")  # type: ignore[arg-type]  # as a caller may


def leader(name: str, who: str, day: date | None, *, post: str = "head", **more: Any) -> Extraction:
    text = f"{who} leads Talia Bank as {post}."
    rows = [("who", who, "Person", []), ("bank", "Talia Bank", "Company", [])]
    article = Article(name, text, day or date(2000, 1, 1), [*rows, ("post", post, "Role", [])])  # type: ignore[operator, arg-type]  # rows
    if day is None:
        object.__setattr__(article.document, "date", None)
    article.fact("who", "leads", "bank", "leads Talia Bank", **more)
    article.fact("who", "holdsRole", "post", f"as {post}")
    return article.extraction()


DAY, LATER = date(2020, 5, 4), date(2020, 5, 5)


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        ({"day": DAY}, {"day": DAY}, True),
        ({"day": DAY}, {"day": LATER}, False),
        ({"day": None}, {"day": None}, False),
        ({"day": DAY}, {"day": None}, False),
        ({"day": DAY, "time": "2019"}, {"day": LATER, "time": "2019-03"}, True),
        ({"day": DAY, "time": "2019"}, {"day": DAY, "time": "2020"}, False),
        ({"day": DAY, "time": "2018/2020"}, {"day": LATER, "time": "2019-03-04"}, True),
        ({"day": DAY, "qualifiers": (("end", "2019"),)}, {"day": DAY}, False),
        ({"day": DAY, "time": "2018", "qualifiers": (("end", "2019"),)}, {"day": DAY, "time": "2019"}, False),
        ({"day": DAY, "post": "president"}, {"day": DAY, "post": "president"}, True),
        ({"day": DAY, "post": "president"}, {"day": DAY, "post": "chairman"}, False),
        ({"day": DAY, "factuality": "planned"}, {"day": DAY}, False),
        ({"day": DAY, "factuality": "negated"}, {"day": DAY}, False),
    ],
)
def test_two_leaders_differ_at_one_time_alone(first: dict[str, Any], second: dict[str, Any], differ: bool) -> None:
    found = conflicts_of(graph_of(leader("one", "Ada Marlow", **first), leader("two", "Igor Horak", **second)))
    assert bool(found) == differ


def test_a_town_and_its_country_agree() -> None:
    def seat(place: str, cls: str) -> Extraction:
        rows = [("bank", "Talia Bank", "Company", []), (place, place, cls, [])]
        article = Article(place, f"Talia Bank has its seat in {place}.", DAY, rows)  # type: ignore[arg-type]  # rows
        article.fact("bank", "headquarteredIn", place, "has its seat in")
        return article.extraction()

    assert not conflicts_of(graph_of(seat("Kelm", "City"), seat("Norland", "Country")))
    two = seat("Kelm", "City"), seat("Varna", "City")
    assert len(conflicts_of(graph_of(*two))) == 1
    places = [("Kelm", "Kelm", "City", []), ("Upper", "Upper", "City", []), ("Varna", "Varna", "City", [])]
    article = Article("places", "Kelm lies in Upper. Upper is in Varna.", DAY, places)  # type: ignore[arg-type]  # rows
    article.fact("Kelm", "locatedIn", "Upper", "Kelm lies in Upper")
    article.fact("Upper", "locatedIn", "Varna", "is in Varna")
    assert not conflicts_of(graph_of(*two, article.extraction()))


def test_sums_differ_and_words_do_not() -> None:
    def gave(name: str, what: str) -> Extraction:
        rows = [("a", "Corvia", "Country", []), ("b", "Talia Bank", "Company", []), ("c", what, "Topic", [])]
        article = Article(name, f"Corvia gave Talia Bank {what}.", DAY, rows)  # type: ignore[arg-type]  # rows
        article.fact("a", "provides", "b", "gave", qualifiers=(("item", "c"),))
        return article.extraction()

    found = conflicts_of(graph_of(gave("one", "$3 million"), gave("two", "$5 million"), gave("three", "grain")))
    assert shown(found) == [("number", "Corvia provides for Talia Bank", ("$3 million", "$5 million"))]


def test_sums_for_two_are_two() -> None:
    def gave(name: str, what: str, bank: str) -> Extraction:
        rows = [("a", "Corvia", "Country", []), ("b", bank, "Company", []), ("c", what, "Topic", [])]
        article = Article(name, f"Corvia gave {bank} {what}.", DAY, rows)  # type: ignore[arg-type]  # rows
        article.fact("a", "provides", "b", "gave", qualifiers=(("item", "c"),))
        return article.extraction()

    assert not conflicts_of(graph_of(gave("one", "$3 million", "Talia Bank"), gave("two", "$5 million", "Salo Bank")))


def test_the_forms_of_an_answer() -> None:
    found = Graph(graph_of(gazette(), mail())).conflicts()
    rows = list(csv.reader(found.to_csv().splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert [row[0] for row in rows[1:]] == ["1", "1", "2", "2"]
    (first, *_) = json.loads(found.to_json())
    assert (first["about"], first["relation"], len(first["accounts"])) == ("Brenna Shipbuilding", "createdOn", 2)
    assert "was created on" in repr(found)
    assert "<table" in found._repr_html_()
    assert len(found[:2]) == 2
    assert repr(conflicts_of(graph_of(later()))) == "no conflicts"


def test_finding_conflicts_takes_about_as_long_as_reading_the_graph() -> None:
    def article(number: int) -> Extraction:
        bank, who = f"Bank {number // 2}", f"Person {number}"
        text = f"{who} leads {bank}, founded in {1900 + number % 2}. {bank} paid {who}. {who} did not meet {bank}."
        rows = [("who", who, "Person", []), ("bank", bank, "Company", [])]
        made = Article(f"article {number}", text, DAY, rows)  # type: ignore[arg-type]  # rows
        made.fact("who", "leads", "bank", f"{who} leads {bank}")
        made.fact("bank", "createdOn", str(1900 + number % 2), "founded in", kind="date")
        made.fact("bank", "supports", "who", f"{bank} paid {who}")
        made.fact("who", "metWith", "bank", "did not meet", factuality="negated")
        return made.extraction()

    dataset = graph_of(*map(article, range(200)))
    started = time.process_time()
    read_contents(dataset)
    read = time.process_time()
    assert len(conflicts_of(dataset)) == 100
    assert time.process_time() - read < 6 * (read - started)


def test_hostile_words_are_only_shown() -> None:
    words = HOSTILE.replace("\n", " ").replace(".", "")
    found = conflicts_of(graph_of(leader("one", f"Ada {words}", DAY), leader("two", f"Igor {words}", DAY)))
    assert len(found) == 1
    assert "<script>" not in found._repr_html_()

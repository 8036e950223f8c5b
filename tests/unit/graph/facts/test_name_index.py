"""Names are suggested while they are typed: who is meant first, then what begins so."""

from __future__ import annotations

import pytest
from graph_examples import namesakes

from kg.graph.export import embedded_copy
from kg.graph.facts.name_index import NameIndex
from kg.graph.rdf.dataset import inner_store


@pytest.fixture(scope="module")
def index() -> NameIndex:
    store = inner_store(embedded_copy(namesakes()))
    assert store is not None
    return NameIndex(store)


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("Obama", [("Obama", None), ("Michelle Obama", "Obama"), ("Barack Obama", "Obama")]),
        ("barack", [("Barack Obama", None)]),
        ("mich", [("Michelle Obama", None)]),
        ("pres", [("Barack Obama", "President Obama")]),
        ("obama michelle", [("Michelle Obama", None)]),
        ("the ha", [("The Hague", None)]),
        ("washing", [("Washington", None), ("Wáshington", None)]),
        ("€", [("€", None)]),
        ("nobody", []),
        (" . ", []),
        ("", []),
    ],
)
def test_who_is_meant_comes_first(index: NameIndex, typed: str, suggested: list[tuple[str, str | None]]) -> None:
    assert [(each.label, each.alias) for each in index.suggest(typed, 10)] == suggested


def test_no_more_are_suggested_than_are_asked_for(index: NameIndex) -> None:
    assert len(index.suggest("Obama", 2)) == 2
    assert [each.documents for each in index.suggest("michelle", 1)] == [2]

"""Values are typed and written as RDF has them."""

import pyoxigraph as ox
import pytest
from graph_strategies import anything
from hypothesis import given

from kg.graph.rdf.terms import Value, date_value, ntriple, predicate_iri, predicate_name
from kg.ontology import NAMESPACE
from kg.spelling import clean


@given(anything)
def test_a_literal_is_written_as_oxigraph_writes_it(text: str) -> None:
    literal = ox.Literal(clean(text))
    assert ntriple(("http://a/", "http://b/", Value(clean(text)))).removeprefix("<http://a/> <http://b/> ") == str(
        literal
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [("2021", "gYear"), ("2021-09", "gYearMonth"), ("2021-09-13", "date"), ("2021-13", ""), ("2021-02-30", ""),
     ("2021-W37", ""), ("2021/2023", ""), ("0000", ""), ("\u0662\u0660\u0662\u0661", "")],
)  # fmt: skip
def test_dates_are_typed_as_precisely_as_they_are_given(text: str, kind: str) -> None:
    value = date_value(text)
    assert (value.text, value.datatype.rpartition("#")[2]) == (text, kind)


@given(anything)
def test_a_predicate_comes_back_from_its_iri(words: str) -> None:
    name = f"p/{words.encode(errors='replace').decode()}"
    assert predicate_name(predicate_iri(name)) == name
    assert predicate_iri(name).isascii()


def test_a_relation_has_the_ontologys_iri() -> None:
    assert predicate_iri("locatedIn") == f"{NAMESPACE}locatedIn"
    assert predicate_name(f"{NAMESPACE}locatedIn") == "locatedIn"

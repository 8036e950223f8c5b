"""Facts as text, as HTML and as data frames."""

import sys
from datetime import date

import pytest
from fact_examples import SENTENCE, fact_with
from graph_examples import HOSTILE, built, harbour

from kg.api import Graph
from kg.errors import MissingPackageError
from kg.graph.facts.explain import Explanation, Highlight, relation_words
from kg.graph.facts.tables import FACT_COLUMNS, Facts


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (fact_with(), "reported by harbour official, 2025-09-12, role: mayor"),
        (fact_with(source=None, time=None, qualifiers=()), "reported"),
        (fact_with(factuality="negated", source="a\x1bb", time=None), "negated by a\ufffdb, role: mayor"),
        (fact_with(time=None, qualifiers=(("to", "x"), ("role", "y"))), "reported by harbour official, to: x, role: y"),
    ],
)
def test_a_facts_factuality_is_said_in_one_way(fact: Explanation, words: str) -> None:
    assert fact.factuality_words() == words
    assert words in repr(fact)
    assert words in fact._repr_html_()
    assert words in Facts((fact,))._repr_html_()


def test_a_fact_is_one_line() -> None:
    assert repr(fact_with(object="Graz\n" * 50)).startswith("Explanation: Ana Costa leads Graz Graz ")
    assert len(repr(fact_with(subject="s" * 99, predicate_label="p" * 99, object="o" * 99))) < 250
    assert relation_words("locatedIn", "locatedIn") == "locatedIn"


def test_a_sentence_is_parted_at_its_highlights() -> None:
    assert list(fact_with().sentence_parts()) == [
        ("", None),
        ("Mayor Ana Costa", "subject"),
        (" ", None),
        ("leads", "predicate"),
        (" ", None),
        ("Graz", "object"),
        (".", None),
    ]
    overlapping = (Highlight(0, 15, "subject"), Highlight(10, 21, "predicate"))
    assert [role for _, role in fact_with(highlights=overlapping).sentence_parts()] == [None, "subject", None]
    assert list(fact_with(highlights=()).sentence_parts()) == [(SENTENCE.replace("\n", " "), None)]


@pytest.mark.parametrize(
    ("fact", "origin"),
    [
        (fact_with(), "harbour, characters 10 to 37; rule verb.lead; confidence 0.80"),
        (fact_with(rule=None, confidence=None), "harbour, characters 10 to 37"),
        (
            fact_with(
                title="Port\x1b strike", publisher="Esk Post", published="2025-09-13", rule=None, confidence=None
            ),
            "“Port\ufffd strike”, Esk Post, 2025-09-13 (harbour, characters 10 to 37)",
        ),
        (fact_with(url="https://example.org/1", confidence=None), "; rule verb.lead; https://example.org/1"),
        (fact_with(broken="a city leads nothing"), "confidence 0.80; kept aside: a city leads nothing"),
    ],
)
def test_a_fact_says_where_it_comes_from(fact: Explanation, origin: str) -> None:
    assert fact.origin.endswith(origin)
    assert origin in fact._repr_html_()


def test_html_shows_a_fact_or_what_it_follows_from() -> None:
    shown = fact_with(subject="<script>")._repr_html_()
    assert "<script" not in shown
    assert "<b>&lt;script&gt;</b> leads <b>Graz</b>" in shown
    assert '<mark title="object"' in shown
    premises = fact_with(), fact_with(object="Linz")
    inferred = fact_with(factuality="inferred", rule="<rule>", sentence="", premises=premises)
    shown = inferred._repr_html_()
    assert "follows by the rule &lt;rule&gt; from" in shown
    assert "<b>Linz</b>" in shown
    assert shown.count("<mark") == 6
    assert "<i>follows by &lt;rule&gt;</i>" in Facts((inferred,))._repr_html_()


@pytest.fixture(scope="module")
def graph() -> Graph:
    return built(harbour(), harbour(HOSTILE, "two"), inferring=True)


def test_a_frame_keeps_types(graph: Graph) -> None:
    frame = graph.facts().to_pandas()
    assert tuple(frame.columns) == FACT_COLUMNS
    assert frame["confidence"].dtype == "float64"
    assert frame["begin"].dtype == frame["end"].dtype == "int64"
    assert frame.loc[frame["relation"] == "createdOn", "object_iri"].isna().all()
    assert tuple(graph.facts(relation="governs").to_pandas().columns) == FACT_COLUMNS
    answer = graph.query("SELECT ?n ?c ?t { ?s kg:sentence/oa:start ?n ; kg:confidence ?c ; kg:time ?t }").to_pandas()
    assert (answer["n"].dtype, answer["c"].dtype) == ("int64", "float64")
    assert {type(time) for time in answer["t"]} == {str, date}, "a month is words, a day a date"


def test_without_pandas_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingPackageError, match=r"^pandas is not installed: pip install 'newskg\[pandas\]'$"):
        Facts(()).to_pandas()
    assert issubclass(MissingPackageError, ImportError)

"""Facts chosen by what they say, and how they and rows show themselves."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from graph_examples import HOSTILE, built, harbour

from kg.api import Graph
from kg.errors import NotFoundError, QueryError
from kg.graph.facts.tables import FACT_COLUMNS, Facts, fact_rows


@pytest.fixture(scope="module")
def graph() -> Graph:
    return built(harbour(), harbour(HOSTILE, "two"), inferring=True)


def rules(facts: Facts) -> list[str | None]:
    return [fact.rule for fact in facts if fact.document == "harbour"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"relation": "leads"}, ["verb.run"]),
        ({"relation": "leads", "kept_aside": True}, ["verb.run", "verb.wrong"]),
        ({"relation": ["kg:leads", "met with"]}, ["verb.run", "verb.meet"]),
        ({"relation": "share a boat"}, ["open"]),
        ({"relation": "governs"}, []),
        ({"subject": "oduya", "object": "PORT SALO"}, ["verb.run"]),
        ({"subject": ["Norland", "Salo Trust"]}, ["verb.sign", "verb.found", "verb.call"]),
        ({"subject": "unknown"}, ["verb.arrest"]),
        ({"object": "2019"}, ["verb.found"]),
        ({"object": "A gamble"}, ["verb.call"]),
        ({"factuality": "planned"}, ["verb.sign"]),
        ({"factuality": {"planned", "reported"}}, ["verb.meet", "verb.sign", "verb.call"]),
        ({"source": "harbour official"}, ["verb.meet"]),
        ({"since": "2025"}, ["open", "verb.meet"]),
        ({"since": date(2025, 9, 13)}, ["open"]),
        ({"until": "2025-08"}, ["verb.found"]),
        ({"since": "2019-05-05", "until": "2025-09-12"}, ["open", "verb.meet", "verb.found"]),
        ({"min_confidence": 0.9, "subject": "Oduya"}, ["title.person", "verb.run"]),
        ({"document": "two"}, []),
    ],
)
def test_a_filter_keeps_what_passes(graph: Graph, filters: dict[str, Any], found: list[str]) -> None:
    assert sorted(map(str, rules(graph.facts(**filters)))) == sorted(found)


@pytest.mark.parametrize(
    ("filters", "error", "message"),
    [
        ({"subject": "Marta Odua"}, NotFoundError, "did you mean Marta Oduya"),
        ({"object": "nothing at all"}, NotFoundError, "nothing in the graph is called 'nothing at all'"),
        ({"relation": "leeds"}, NotFoundError, "did you mean leads.*the graph's relations are: captured, createdOn,"),
        ({"factuality": "true"}, QueryError, "one of asserted, reported, planned, hypothetical, negated"),
        ({"factuality": ["asserted", "false"]}, QueryError, "not 'false'"),
        ({"since": "last week"}, QueryError, "since: 'last week' is no date"),
        ({"until": "2025-02-30"}, QueryError, "until: '2025-02-30' is no date"),
        ({"since": "2025", "until": "2024"}, QueryError, "since 2025 is after until 2024"),
        ({"since": 2025}, QueryError, "since: 2025 is no date"),
        ({"min_confidence": 2}, QueryError, "min_confidence must be between 0 and 1, not 2"),
        ({"min_confidence": "high"}, QueryError, "between 0 and 1, not 'high'"),
        ({"min_confidence": float("nan")}, QueryError, "between 0 and 1, not nan"),
        ({"document": "three"}, NotFoundError, "there is no document 'three'; there are: harbour, two"),
    ],
)
def test_a_wrong_value_is_named_on_one_line(
    graph: Graph, filters: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message) as caught:
        graph.facts(**filters)
    assert "\n" not in str(caught.value)


def test_what_is_inferred_is_marked_and_switched_on(graph: Graph) -> None:
    assert {fact.factuality for fact in graph.facts()} == {"asserted", "reported", "planned"}
    added = [fact for fact in graph.facts(inferred=True) if fact.factuality == "inferred"]
    assert {(fact.subject, fact.predicate, fact.object) for fact in added} >= {("Marta Oduya", "worksFor", "Port Salo")}
    assert [fact.factuality for fact in graph.facts(relation="worksFor", inferred=True)] == ["inferred"]
    assert len(graph.facts(relation="worksFor", inferred=True, since="2020")) == 0
    row = dict(zip(FACT_COLUMNS, next(fact_rows(added)), strict=True))
    assert (row["quote"], row["document"], row["begin"], row["document_iri"]) == (None, None, None, None)


def test_a_graph_without_what_is_inferred_answers_as_if_it_never_was(graph: Graph) -> None:
    plain = built(harbour(), harbour(HOSTILE, "two"))
    question = "SELECT ?a ?b { ?a kg:worksFor ?b }"
    assert len(graph.query(question)) == 1
    assert len(graph.stated.query(question)) == len(plain.query(question)) == 0
    assert graph.stated.export("nquads") == plain.export("nquads")
    assert graph.stated is graph.stated
    assert plain.stated is plain


def test_facts_are_a_sequence(graph: Graph) -> None:
    facts = graph.facts(subject="Oduya")
    assert isinstance(facts[:2], Facts)
    assert facts[:2][0] is facts[0]
    assert list(facts) == [facts[place] for place in range(len(facts))]


def test_names_in_facts_are_shown_and_do_nothing() -> None:
    base = harbour("<script>alert(1)</script>")
    name = "<script>alert('name')</script>\x1b[2J\u202e"
    entities = (replace(base.entities[0], name=name, aliases=("<img src=x onerror=alert(2)>",)), *base.entities[1:])
    graph = built(replace(base, entities=entities))
    shown = [
        graph._repr_html_(),
        graph.facts()._repr_html_(),
        *(fact._repr_html_() for fact in graph.facts()),
        *(entity._repr_html_() for entity in graph.contents.entities),
        graph.query("SELECT ?a ?b { ?a rdfs:label ?b }")._repr_html_(),
        graph.query(f"SELECT ('{name[:8]}' AS ?a) {{ }}")._repr_html_(),
    ]
    for html in shown:
        assert "<script" not in html
        assert "<img" not in html
        assert not {"\x1b", "\u202e"} & set(html)
    assert sum("&lt;script&gt;alert(&#x27;name" in html for html in shown) >= 4
    lines = [repr(graph.facts()), repr(graph.facts()[0]), repr(graph.entities("Jon Brae")[0]), repr(graph)]
    assert not {"\x1b", "\u202e"} & set("".join(lines))


def test_a_fact_shows_its_words_marked(graph: Graph) -> None:
    (met,) = (fact for fact in graph.facts(relation="metWith") if fact.document == "harbour")
    assert repr(met) == ("Explanation: Marta Oduya met with Jon Brae (reported by harbour official, 2025-09-12)")
    html = met._repr_html_()
    assert '<mark title="subject" style="background: #3b82f640; color: inherit; padding: 0 0.1em">she</mark>' in html
    assert "rule verb.meet; confidence 0.80" in html
    follows = graph.facts(relation="worksFor", inferred=True)[0]._repr_html_()
    assert "follows by the rule leader-serves from" in follows
    assert ">runs</mark>" in follows


def test_rows_and_facts_are_cut_with_a_note() -> None:
    graph = built(*(harbour("", f"d{number}") for number in range(3)))
    assert "the first 20 of 24 facts" in graph.facts()._repr_html_()
    assert repr(graph.facts()).splitlines()[-1] == "… 24 rows in all"
    rows = graph.query("SELECT ?s ?n { ?s kg:confidence ?n }")
    assert f"the first 20 of {len(rows)} rows" in rows._repr_html_()
    assert rows._repr_html_().count("<tr>") == 21
    assert "text-align: right" in rows._repr_html_()
    assert repr(graph.query("ASK { ?a kg:leads ?b }")) == graph.query("ASK { ?a kg:leads ?b }")._repr_html_() == "yes"
    assert repr(graph.query("SELECT ?a { ?a kg:governs ?b }")) == "no rows"
    assert repr(graph.facts(relation="governs")) == "no facts"
    assert repr(graph.query("SELECT (kg:leads AS ?a) { }")) == "a\nkg:leads"

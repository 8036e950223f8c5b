from __future__ import annotations

import pytest
from shown import SENTENCE, Fact

from kg.display.facts import Highlight, facts_html, facts_table, factuality_words, relation_words, sentence_parts


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (Fact(), "reported by harbour official, 2025-09-12, role: mayor"),
        (Fact(source=None, time=None, qualifiers=()), "reported"),
        (Fact(factuality="negated", source="a\x1bb", time=None), "negated by a\ufffdb, role: mayor"),
        (Fact(time=None, qualifiers=(("to", "x"), ("role", "y"))), "reported by harbour official, to: x, role: y"),
    ],
)
def test_a_facts_factuality_is_said_in_one_way(fact: Fact, words: str) -> None:
    assert factuality_words(fact) == words
    assert words in repr(fact)
    assert words in fact._repr_html_()
    assert words in facts_html([fact])


def test_a_fact_is_one_line() -> None:
    assert repr(Fact(object="Graz\n" * 50)).startswith("Fact: Ana Costa leads Graz Graz ")
    assert len(repr(Fact(subject="s" * 99, predicate_label="p" * 99, object="o" * 99))) < 250
    assert relation_words("locatedIn", "locatedIn") == "locatedIn"


def test_a_sentence_is_parted_at_its_highlights() -> None:
    assert list(sentence_parts(Fact())) == [
        ("", None),
        ("Mayor Ana Costa", "subject"),
        (" ", None),
        ("leads", "predicate"),
        (" ", None),
        ("Graz", "object"),
        (".", None),
    ]
    overlapping = (Highlight(0, 15, "subject"), Highlight(10, 21, "predicate"))
    assert [role for _, role in sentence_parts(Fact(highlights=overlapping))] == [None, "subject", None]
    assert list(sentence_parts(Fact(highlights=()))) == [(SENTENCE.replace("\n", " "), None)]


@pytest.mark.parametrize(
    ("fact", "origin"),
    [
        (Fact(), "harbour, characters 10 to 37; rule verb.lead; confidence 0.80"),
        (Fact(rule=None, confidence=None), "harbour, characters 10 to 37"),
        (
            Fact(title="Port\x1b strike", publisher="Esk Post", published="2025-09-13", rule=None, confidence=None),
            "“Port\ufffd strike”, Esk Post, 2025-09-13 (harbour, characters 10 to 37)",
        ),
        (Fact(url="https://example.org/1", confidence=None), "; rule verb.lead; https://example.org/1"),
        (Fact(broken="a city leads nothing"), "confidence 0.80; kept aside: a city leads nothing"),
    ],
)
def test_a_fact_says_where_it_comes_from(fact: Fact, origin: str) -> None:
    assert fact.origin.endswith(origin)
    assert origin in fact._repr_html_()


def test_html_shows_a_fact_or_what_it_follows_from() -> None:
    shown = Fact(subject="<script>")._repr_html_()
    assert "<script" not in shown
    assert "<b>&lt;script&gt;</b> leads <b>Graz</b>" in shown
    assert '<mark title="object"' in shown
    inferred = Fact(factuality="inferred", rule="<rule>", sentence="", premises=(Fact(), Fact(object="Linz")))
    shown = inferred._repr_html_()
    assert "follows by the rule &lt;rule&gt; from" in shown
    assert "<b>Linz</b>" in shown
    assert shown.count("<mark") == 6
    assert "<i>follows by &lt;rule&gt;</i>" in facts_html([inferred])


def test_many_facts_are_a_table_that_is_cut_with_a_note() -> None:
    assert facts_table([]) == "no facts"
    assert facts_table([Fact()] * 12).splitlines()[::11] == [
        "subject    relation  object  factuality",
        "… 12 rows in all",
    ]
    assert "1 fact<" in facts_html([Fact()])
    shown = facts_html([Fact()] * 24)
    assert "the first 20 of 24 facts" in shown
    assert shown.count("<tr>") == 21

"""A graph is written alike wherever it is kept: what memory holds is what each other place holds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest
from graph_examples import HOSTILE, harbour
from graph_strategies import extractions
from hypothesis import HealthCheck, Phase, given, settings
from places import Memory, Place

from kg.graph.exchange.writers import nquads
from kg.graph.facts.reader import read_contents
from kg.graph.query.execution import query
from kg.model import Document, Entity, Evidence, Extraction, Fact, Mention, Span

ODD = {
    "quotes": "\"a\" 'b' \"\"\" ''' \\ \\\\ \\u0041 \\n {?x} $y",
    "lines": "a\nb\r\nc\rd\te\x0bf\x0cg\x85h\u2028i\u2029j",
    "controls": "".join(map(chr, range(0x20))) + "\x7f\x80\x9f end\0",
    "directions": "\u202eright to left\u202c \u2066\u05e9\u05dc\u05d5\u05dd\u2069 \u0645\u0631 \ufeff\u200b\u200d",
    "beyond": "\U0001f600\U0001f468\u200d\U0001f469 \u6771\u4eac e\u0301 \u00e9 \uffff \ufffe \U0010ffff \ud800 lone",
    "long": "w" * 10_000 + " " + "\U0001f600" * 5_000 + " " + "\u0142" * 10_000,
    "markup": "</script><b>&amp; %s %00 # ; } INSERT DATA { <a:b> <a:b> 1 } ",
    "spaces": " \t two  spaces at both ends \u00a0 ",
}


def same_as_memory(place: Place, *writes: list[Extraction]) -> None:
    """Write the same here and in memory, one write after another: each is told alike, and the graph is the same."""
    expected = Memory()
    for write in writes:
        assert place.write(write) == expected.write(write)
        graph = place.read()
        assert nquads(graph) == nquads(expected.read())
        assert read_contents(graph) == read_contents(expected.read())


def count(place: Place, pattern: str) -> int:
    return int(query(place.read(), f"SELECT (COUNT(*) AS ?n) {pattern}")[0].n)


def corrected() -> Extraction:
    base = harbour("Corrected.")
    return replace(base, facts=base.facts[:2], claims=())


def source(name: str) -> str:
    """Where the document `harbour("", name)` comes from."""
    return f"/home/me/{name}.txt"


def test_documents_are_added_kept_and_replaced(empty: Place) -> None:
    two = harbour("", "two")
    same_as_memory(
        empty, [harbour(HOSTILE), two], [two, harbour(HOSTILE)], [corrected()], [corrected(), harbour("", "three")], []
    )


def test_documents_are_removed(empty: Place) -> None:
    expected = Memory()
    for place in (empty, expected):
        place.write([harbour(HOSTILE), harbour("", "two"), harbour("", "three")])
    for gone in (["two"], ["nowhere"], ["harbour", "three"]):
        sources = [source(name) for name in gone]
        assert empty.write([], sources) == expected.write([], sources)
        assert nquads(empty.read()) == nquads(expected.read())
    assert count(empty, "{ ?s ?p ?o }") == 0
    same_as_memory(empty, [harbour()])


def test_what_two_documents_say_is_there_once_until_neither_says_it(empty: Place) -> None:
    one, two = harbour(), harbour("", "two")
    norland = '{ ?e rdfs:label "Norland" }'
    leads = '{ ?a rdfs:label "Marta Oduya" . ?f rdf:subject ?a ; rdf:predicate kg:leads . ?s kg:fact ?f %s }'
    empty.write([one, two])
    assert count(empty, norland) == 1
    assert count(empty, leads % "") == count(empty, leads % "FILTER EXISTS { ?f kg:documents 2 }") == 2
    cut = harbour("Without Norland.")
    entities = [entity for entity in cut.entities if entity.name != "Norland"]
    cut = replace(cut, entities=tuple(entities), facts=cut.facts[:1], claims=())
    empty.write([cut])
    assert count(empty, norland) == 1
    assert count(empty, "{ ?d a kg:Document }") == 2
    empty.write([], [source("two")])
    assert count(empty, norland) == 0
    assert count(empty, leads % "") == count(empty, leads % "FILTER NOT EXISTS { ?f kg:documents ?n }") == 1
    assert {fact.documents for fact in read_contents(empty.read()).facts} == {1}
    assert count(empty, "{ ?d a kg:Document }") == 1


@pytest.mark.parametrize("kind", ODD)
def test_odd_text_comes_back_as_it_was(empty: Place, kind: str) -> None:
    words = ODD[kind]
    text = f"x {words} y"
    names = (words, f"{words}.", f"é {words}")
    entity = Entity("e", names[0], "Person", names[1:], (Mention(Span(2, 2 + len(words)), "name"),))
    fact = Fact("e", "describedAs", words, "text", Evidence(Span(0, len(text))), "rule")
    found = Extraction(Document(kind, text, title=words), (entity,), (fact,), (), (Span(0, len(text)),), ())
    same_as_memory(empty, [found], [found])


@given(found=extractions("a"), other=extractions("b"))
@settings(max_examples=5, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
def test_anything_is_written_as_memory_writes_it(found: Extraction, other: Extraction, place: Place) -> None:
    place.clear()
    same_as_memory(place, [found, other], [replace(other, document=replace(other.document, id="a"))])


def test_a_large_document_is_written_and_read_whole(empty: Place) -> None:
    people = 150
    text = " ".join(f"Person {number} met Jon Brae." for number in range(people))
    spans = [
        Span(text.index(f"Person {number} met"), text.index(f"Person {number} met") + 9) for number in range(people)
    ]
    entities = [Entity(f"e{number}", f"Person {number}", "Person", (), (Mention(span, "name"),))
                for number, span in enumerate(spans)]  # fmt: skip
    facts = [Fact(f"e{number}", "metWith", "brae", "entity", Evidence(span, span), "rule")
             for number, span in enumerate(spans)]  # fmt: skip
    brae = Entity("brae", "Jon Brae", "Person", (), ())
    found = Extraction(Document("large", text), (*entities, brae), tuple(facts), (), (), ())
    same_as_memory(empty, [found])
    assert count(empty, "{ ?s ?p ?o }") > 2_500


def test_two_documents_of_one_name_are_both_there_under_longer_ids(empty: Place) -> None:
    def of(folder: str) -> Extraction:
        found = harbour("", folder)
        return replace(found, document=replace(found.document, path=f"/{folder}/report.txt"))

    same_as_memory(empty, [of("a")], [of("b")], [of("a")])
    ids = query(empty.read(), "SELECT ?id { ?d dcterms:identifier ?id } ORDER BY ?id")
    assert [row.id for row in ids] == ["a/report", "b/report"]
    assert empty.write([], ["/a/report.txt"]).changed == ["report"]


def failing(found: Iterable[Extraction]) -> Iterator[Extraction]:
    yield from found
    raise RuntimeError("no more")


def test_a_write_whose_documents_fail_changes_nothing(empty: Place) -> None:
    empty.write([harbour(), harbour("", "two")])
    empty.infer()
    before = nquads(empty.read())
    with pytest.raises(RuntimeError, match="no more"):
        empty.write(failing([corrected(), harbour("", "three")]))
    assert nquads(empty.read()) == before


def test_what_follows_is_inferred_alike_and_forgotten_alike(empty: Place) -> None:
    expected = Memory()

    def everywhere(act: Callable[[Place], object]) -> None:
        assert act(empty) == act(expected)
        assert nquads(empty.read()) == nquads(expected.read())

    everywhere(lambda place: place.write([harbour(), harbour("", "two")]))
    everywhere(lambda place: place.infer())
    assert count(empty, "{ ?i a kg:Inference }") > 0
    everywhere(lambda place: place.infer())
    everywhere(lambda place: place.write([harbour()]))
    assert count(empty, "{ ?i a kg:Inference }") > 0
    everywhere(lambda place: place.write([corrected()]))
    assert count(empty, "{ ?i a kg:Inference }") == 0

"""What several documents say of the same: facts with their support, and entities."""

from dataclasses import replace

import pytest
from graph_examples import contents_of, graph_of, harbour
from graph_strategies import extractions
from hypothesis import given, settings
from rdflib.namespace import RDF, RDFS, SKOS

from kg.graph.rdf.aggregates import UNSURE, Support, entity_triples, fact_triples
from kg.graph.rdf.dataset import inner_store
from kg.graph.rdf.document import Ends
from kg.graph.rdf.naming import DEFAULT
from kg.graph.rdf.terms import INTEGER, Value, predicate_iri
from kg.model import STATED, Entity, Extraction, Mention, Span
from kg.namespaces import KG
from kg.resolve.model import EntityKey, Identity

LEADS = Ends("http://s", predicate_iri("leads"), "http://o")


@given(extractions())
@settings(max_examples=40, deadline=None)
def test_direct_triples_are_those_of_stated_facts_that_keep_to_the_vocabulary(extraction: Extraction) -> None:
    dataset = graph_of(extraction)
    found = contents_of(extraction)
    stated = {
        (fact.subject, predicate_iri(fact.predicate), fact.object)
        for fact in found.statements
        if fact.factuality in STATED and fact.broken is None
    }
    participants = {entity.iri for entity in found.entities if entity.participant}
    stated = {each for each in stated if "/p/" not in each[1] or participants.isdisjoint(each)}
    relations = {predicate_iri(fact.predicate) for fact in found.statements} - {str(KG.said)}
    store = inner_store(dataset)
    assert store is not None
    quads = store.quads_for_pattern(None, None, None, None)
    direct = {(q.subject.value, q.predicate.value, q.object.value) for q in quads if q.predicate.value in relations}
    assert direct == stated


@given(extractions("one"), extractions("other"))
@settings(max_examples=15, deadline=None)
def test_each_triple_stands_in_one_graph(one: Extraction, other: Extraction) -> None:
    store = inner_store(graph_of(one, other))
    assert store is not None
    triples = [quad.triple for quad in store]
    assert len(triples) == len(set(triples))


@given(extractions("one"), extractions("other"))
@settings(max_examples=15, deadline=None)
def test_support_is_what_the_statements_say(one: Extraction, other: Extraction) -> None:
    found = contents_of(one, other)
    for fact in found.facts:
        own = [each for each in found.statements if each.fact == fact.iri]
        stated = [each for each in own if each.factuality in STATED]
        assert own
        assert fact.statements == len(stated)
        assert fact.documents == len({each.document for each in stated})
        assert fact.denials == sum(each.factuality == "negated" for each in own)
    assert {each.fact for each in found.statements} == {fact.iri for fact in found.facts}


@pytest.mark.parametrize(
    ("support", "classes", "direct", "broken"),
    [
        (Support(2, 1, sure=2), ("Person", "City"), True, False),
        (Support(), ("Person", "City"), False, False),
        (Support(2, 1, sure=2), ("City", "Person"), False, True),
        (Support(0, 0, denials=3), ("Person", "City"), False, False),
    ],
)
def test_a_fact_is_stated_where_it_has_support_and_keeps_to_the_vocabulary(
    support: Support, classes: tuple[str, str], direct: bool, broken: bool
) -> None:
    found = fact_triples("http://f", LEADS, support, *classes)
    assert (tuple(LEADS) in found) is direct
    assert any(predicate == str(KG.broken) for _, predicate, _ in found) is broken
    statements = [item for _, predicate, item in found if predicate == str(KG.statements)]
    assert statements == ([Value(str(support.statements), INTEGER)] if support.statements > 1 else [])
    denials = [item for _, predicate, item in found if predicate == str(KG.denials)]
    assert denials == ([Value("3", INTEGER)] if support.denials else [])
    assert (str(RDF.subject), "http://s") in {(predicate, item) for _, predicate, item in found}


@pytest.mark.parametrize(("sure", "direct"), [(0, False), (1, True)])
def test_a_grave_fact_is_stated_where_a_statement_of_it_is_sure(sure: int, direct: bool) -> None:
    ends = Ends("http://s", predicate_iri("killed"), "http://o")
    found = fact_triples("http://f", ends, Support(3, 2, sure=sure), "Person", "Person")
    assert (tuple(ends) in found) is direct
    assert [item for _, predicate, item in found if predicate == str(KG.broken)] == ([] if direct else [Value(UNSURE)])


def test_a_relation_has_the_label_of_the_ontology() -> None:
    found = fact_triples("http://f", LEADS, Support(1, 1, sure=1), "Person", "City")
    assert (LEADS.predicate, str(RDFS.label), Value("leads")) in found


def test_an_open_predicate_has_a_label_and_what_it_is_a_kind_of() -> None:
    for item, general in (("http://o", KG.relatedTo), (Value("words"), KG.relatedToValue)):
        ends = Ends("http://s", predicate_iri("p/cut_off"), item)
        found = fact_triples("http://f", ends, Support(1, 1, sure=1), "City", "City" if isinstance(item, str) else None)
        assert (ends.predicate, str(RDFS.label), Value("cut off")) in found
        assert (ends.predicate, str(RDFS.subPropertyOf), str(general)) in found


def test_an_entity_has_a_class_a_label_and_its_names_as_they_are_searched() -> None:
    identity = Identity(EntityKey("łódź"), "Łódź", "City", ("Lodz", "the city of Łódź"))
    found = entity_triples("http://e", identity, DEFAULT)
    assert found == [
        ("http://e", str(KG["class"]), str(KG.City)),
        *(("http://e", str(RDF.type), str(KG[name])) for name in ("City", "Entity", "Place")),
        ("http://e", str(RDFS.label), Value("Łódź")),
        ("http://e", str(SKOS.altLabel), Value("Lodz")),
        ("http://e", str(SKOS.altLabel), Value("the city of Łódź")),
        ("http://e", str(KG.nameKey), Value("lodz")),
        ("http://e", str(KG.nameKey), Value("city of lodz")),
    ]
    own = entity_triples("http://e", replace(identity, key=EntityKey("x", "ab" * 32, 1)), DEFAULT)
    assert own[-1] == ("http://e", str(KG.describedIn), DEFAULT.document("ab" * 32))


def entity(number: int, name: str, cls: str, kind: str) -> Entity:
    return Entity(f"e{number}", name, cls, (), (Mention(Span(0, 1), kind),))


def said(extraction: Extraction, *entities: Entity) -> Extraction:
    """A document that speaks of these entities, each of which says something."""
    claims = tuple(replace(extraction.claims[0], source=each.id, to=None, facts=()) for each in entities)
    return replace(extraction, entities=entities, facts=(), claims=claims)


@pytest.mark.parametrize(
    ("cls", "kind", "shared"),
    [("Person", "name", True), ("Country", "demonym", True), ("Person", "nominal", False), ("Role", "nominal", True),
     ("Topic", "nominal", False), ("Meeting", "nominal", False), ("Person", "pronoun", False)],
)  # fmt: skip
def test_what_has_a_name_or_is_a_post_is_one_entity_in_all_documents(cls: str, kind: str, shared: bool) -> None:
    found = contents_of(
        *(said(harbour("", f"d{number}"), entity(1, name, cls, kind))
          for number, name in enumerate(("the Envoy", "envoy ")))
    )  # fmt: skip
    assert len(found.entities) == (1 if shared else 2)


def test_two_unnamed_people_of_one_document_stay_two() -> None:
    entities = (entity(1, "an official", "Person", "nominal"), entity(2, "an official", "Person", "nominal"))
    assert len(contents_of(said(harbour(), *entities)).entities) == 2

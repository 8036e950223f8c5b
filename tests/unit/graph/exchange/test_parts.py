"""Parts say together what the whole graph says, in the same order, however small they are."""

from dataclasses import replace

import pytest
from graph_examples import graph_of
from graph_strategies import extractions
from hypothesis import given, settings

from kg.api import Graph
from kg.graph.exchange import parts as module
from kg.graph.exchange.parts import Parts
from kg.graph.facts.reader import read_contents
from kg.graph.facts.records import GraphContents
from kg.model import Extraction


def joined(found: list[GraphContents], name: str) -> list[object]:
    return [each for part in found for each in getattr(part, name)]


def agree(parts: Parts, whole: GraphContents) -> None:
    whole = whole.with_participants() if parts.unnamed else whole.named()
    facts = [replace(fact, confidence=None, doubt=None) for fact in whole.facts]
    documents = list(parts.documents(linked=True))
    for name in ("documents", "statements", "claims"):
        assert joined(documents, name) == list(getattr(whole, name)), name
    assert joined(list(parts.facts()), "facts") == facts
    said = list(parts.facts(said=True))
    assert joined(said, "facts") == facts
    assert {each.iri for part in said for each in part.statements} == {each.iri for each in whole.statements}
    by_iri = {each.iri: each for each in whole.entities}
    mentions = [(mention, entity.iri) for part in documents for entity in part.entities for mention in entity.mentions]
    assert sorted(mentions) == sorted((mention, iri) for iri, each in by_iri.items() for mention in each.mentions)
    met = list(parts.entities())
    assert [each.entity.iri for each in met] == sorted(by_iri)
    for each in met:
        known = by_iri[each.entity.iri]
        assert (each.documents, each.mentions) == (known.documents, len(known.mentions))
        assert (each.entity.aliases, each.entity.links, each.entity.point) == (known.aliases, known.links, known.point)
    assert {*joined([*documents, *said], "left_out")} <= {*whole.left_out}


@pytest.mark.parametrize("unnamed", [False, True])
def test_parts_are_the_whole(graph: Graph, unnamed: bool) -> None:
    agree(Parts(graph.dataset, unnamed=unnamed), graph.contents)


@settings(max_examples=30)
@given(extractions())
def test_parts_of_any_graph_are_the_whole(found: Extraction) -> None:
    dataset = graph_of(found)
    agree(Parts(dataset), read_contents(dataset))


def test_small_parts_are_the_whole(seed: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_DOCUMENTS", "_NODES", "_SAID"):
        monkeypatch.setattr(module, name, 1)
    agree(Parts(seed.dataset), seed.contents)


def test_an_entity_is_found_by_its_name_in_a_document(seed: Graph) -> None:
    parts = Parts(seed.dataset)
    kabul, document = seed.entity("Kabul").iri, seed.contents.documents[0].iri.rpartition("/")[2]
    assert parts.called("KABUL") == parts.called("Kabul", document[:12]) == [kabul]
    assert parts.called("Kabul", "0" * 12) == parts.called("Nobody") == []

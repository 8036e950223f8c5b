"""What a change touches is given back once and in order."""

from __future__ import annotations

from kg.graph.projection.affected import Affected
from kg.graph.rdf.document import Ends
from kg.graph.rdf.terms import DATE, Value


def test_entities_come_back_by_their_names() -> None:
    with Affected() as affected:
        affected.note_entities([("e:2", "salo"), ("e:3", "brae")])
        affected.note_entities([("e:1", "salo"), ("e:2", "salo")])
        assert list(affected.names()) == ["brae", "salo"]
        assert affected.entities("salo") == ["e:1", "e:2"]
        assert affected.iris() == ["e:1", "e:2", "e:3"]
        assert affected.entities("nobody") == []


def test_facts_come_back_with_their_ends() -> None:
    facts = {
        "f:3": Ends("s", "p", "o"),
        "f:1": Ends("s", "p", Value("words")),
        "f:2": Ends("s", "p", Value("2021-09-13", DATE)),
    }
    with Affected() as affected:
        affected.note_facts(facts.items())
        affected.note_facts(facts.items())
        assert list(affected.facts()) == sorted(facts.items())

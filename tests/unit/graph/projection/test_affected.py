"""What a change touches is given back once and in order."""

from kg.graph.projection.affected import Affected
from kg.graph.rdf.document import Ends, Said
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
        assert [(fact.iri, fact.ends) for fact in affected.facts()] == sorted(facts.items())


def test_facts_come_back_with_what_is_said_of_them_and_the_classes_of_their_ends() -> None:
    ends = Ends("e:1", "p", "e:2")
    with Affected() as affected:
        affected.note_said("d:2", [("f:1", ends, Said(1, 0)), ("f:2", Ends("e:3", "p", Value("e:2")), Said(0, 1))])
        affected.note_facts([("f:1", ends)])
        affected.note_said("d:1", [("f:1", ends, Said(2, 1))])
        affected.note_said("d:3", [("f:1", ends, None)])
        affected.note_classes([("e:1", "Person"), ("e:2", "")])
        assert list(affected.facts()) == [
            ("f:1", ends, {"d:1": Said(2, 1), "d:2": Said(1, 0), "d:3": None}, "Person", ""),
            ("f:2", Ends("e:3", "p", Value("e:2")), {"d:2": Said(0, 1)}, None, None),
        ]

from kg.links.gazetteer import load_gazetteer
from kg.links.linking import linked, place_link
from kg.links.model import SURE
from kg.links.places import Evidence, place_evidence
from kg.model import Document, Entity, Extraction, Mention, Span
from kg.records.database import Records
from kg.resolve.model import EntityKey, Identity, Reference
from kg.resolve.resolution import resolve


def place(name: str, country: str) -> int:
    return next(each.place.offset for each in load_gazetteer().lookup(name) if each.place.country == country)


def identity(cls: str, documents: int) -> Identity:
    members = tuple(Reference("georgia", f"d{number}") for number in range(documents))
    return Identity(EntityKey("georgia"), "Georgia", cls, members=members)


def evidence(*of: tuple[str, float]) -> dict[Reference, Evidence]:
    return {
        Reference("georgia", f"d{number}"): Evidence(place("Georgia", country), confidence, "why")
        for number, (country, confidence) in enumerate(of)
    }


def test_documents_vote() -> None:
    link = place_link(identity("Region", 4), evidence(("US", 0.9), ("US", 0.9), ("US", 1.0), ("GE", 0.6)))
    assert link is not None
    assert link.entry == "https://sws.geonames.org/4197000/"
    assert link.same == ("http://www.wikidata.org/entity/Q1428",)
    assert link.confidence == 0.7
    assert link.reason == "why; so in 3 of 4 documents"
    assert link.point is not None
    assert link.point.country == "US"


def test_documents_that_do_not_agree_mean_none() -> None:
    assert place_link(identity("Region", 2), evidence(("US", 0.9), ("GE", 0.9))) is None


def test_what_is_no_place_is_linked_to_none() -> None:
    assert place_link(identity("Person", 1), evidence(("US", 0.9))) is None
    assert place_link(identity("Region", 1), {}) is None


def test_a_place_of_another_kind_comes_close() -> None:
    link = place_link(identity("Facility", 1), evidence(("US", 0.99)))
    assert link is not None
    assert link.confidence < SURE


def extraction(document: str, *names: str) -> Extraction:
    text = " ".join(names)
    entities = []
    for number, name in enumerate(names):
        begin = text.index(name)
        entities.append(Entity(f"e{number}", name, "City", (), (Mention(Span(begin, begin + len(name)), "name"),)))
    return Extraction(Document(document, text), tuple(entities), (), (), (Span(0, len(text)),))


def test_the_places_of_a_document_are_kept_until_it_is_read_anew() -> None:
    with Records() as records:
        first = extraction("a", "Nairobi", "Kisumu")
        records.put(first.document, first)
        found = place_evidence(records)
        assert {reference.name for reference in found} == {"nairobi", "kisumu"}
        ((document, made_from, kept),) = records.links.places()
        records.links.keep_places(document, made_from, "[]")
        assert place_evidence(records) == {}  # it is not worked out again …
        records.links.keep_places(document, "another gazetteer", kept.replace("nairobi", "nowhere"))
        assert place_evidence(records) == found  # … unless it was made from another
        records.put(first.document, first)
        assert list(records.links.places()) == []
        place_evidence(records)
        records.remove(["a"])
        assert list(records.links.places()) == []


def test_what_is_linked_to_nothing_is_left_out() -> None:
    with Records() as records:
        one = extraction("a", "Nairobi", "Qqqxyz")
        records.put(one.document, one)
        resolve(records)
        assert [(found.name, len(links)) for found, links in linked(records)] == [("Nairobi", 1)]

"""Documents are made up of entities: what counts is which place is chosen, not how they were read."""

import re

import pytest

from kg.links.places import PlaceLink, places_of
from kg.model import Document, Entity, Evidence, Extraction, Fact, Mention, Span


def extraction(text: str, *entities: str, inside: tuple[str, str] | None = None) -> Extraction:
    """A document whose entities, each given as "name/class", are the places where their names stand in the text."""
    made = []
    for number, entity in enumerate(entities):
        name, cls = entity.split("/")
        spans = [match.span() for match in re.finditer(rf"\b{re.escape(name)}\b", text)]
        mentions = tuple(Mention(Span(*span), "name") for span in spans)
        made.append(Entity(f"e{number}", name, cls, (), mentions))
    ids = {entity.name: entity.id for entity in made}
    facts = ()
    if inside:
        evidence = Evidence(Span(0, len(text)))
        facts = (Fact(ids[inside[0]], "locatedIn", ids[inside[1]], "entity", evidence, "test"),)
    return Extraction(Document("d", text), tuple(made), facts, (), (Span(0, len(text)),))


def linked(found: Extraction) -> dict[str, PlaceLink]:
    names = {entity.id: entity.name for entity in found.entities}
    return {names[entity]: link for entity, link in places_of(found).items()}


@pytest.mark.parametrize(
    ("text", "entities", "name", "geonames"),
    [
        ("A fire broke out in Paris.", "Paris/City", "Paris", "2988507"),
        ("A fire broke out in Paris, Texas.", "Paris/City Texas/Region", "Paris", "4717560"),
        ("Paris and London agreed with France.", "Paris/City London/City France/Country", "Paris", "2988507"),
        ("In Georgia, the capital Tbilisi slept.", "Georgia/Country Tbilisi/City", "Georgia", "614540"),
        ("From Savannah, Georgia, to Atlanta.", "Georgia/Country Atlanta/City Savannah/City", "Georgia", "4197000"),
        ("Snow fell on Alabama, Georgia and Ohio.", "Alabama/Region Georgia/Region Ohio/Region", "Georgia", "4197000"),
        ("Rain fell on Georgia and Armenia.", "Georgia/Country Armenia/Country", "Georgia", "614540"),
        ("In Ontario, London and Toronto grew.", "Ontario/Region London/City Toronto/City", "London", "6058560"),
        ("French troops left for French bases.", "French/Country", "French", "3017382"),
        # much smaller namesakes where the country or the region around them is named, and where the text says so
        ("Nice shook Ohio, California and Texas.", "Nice/City California/Region Ohio/Region", "Nice", "2990440"),
        ("The road to Nice, California, is shut.", "Nice/City California/Region", "Nice", "5376959"),
        ("Kyiv, Georgia and Utah: what links them.", "Kyiv/City Georgia/Country Utah/Region", "Georgia", "614540"),
    ],
)
def test_the_other_places_decide(text: str, entities: str, name: str, geonames: str) -> None:
    link = linked(extraction(text, *entities.split()))[name]
    assert link.place.geonames == geonames
    assert link.reason
    assert 0.5 <= link.confidence <= 1


def test_waters_and_planets_are_no_towns() -> None:
    text = "The Volga and the Don froze, and Russia shivered. A probe landed on Mars, Ohio and Texas cheered."
    found = linked(
        extraction(text, "Volga/GeographicFeature", "Mars/GeographicFeature", "Russia/Country", "Ohio/Region")
    )
    assert found.keys() == {"Russia", "Ohio"}


def test_a_fact_says_what_it_lies_in() -> None:
    text = "The mayor of Springfield spoke. Ohio listened, and so did Illinois and Missouri."
    places = ("Springfield/City", "Ohio/Region", "Illinois/Region", "Missouri/Region")
    link = linked(extraction(text, *places, inside=("Springfield", "Ohio")))["Springfield"]
    assert link.place.geonames == "4525353"
    assert link.reason == "said to lie in Ohio"


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Paris wore red.", "Paris/Person"),
        ("Nice sells bread.", "Nice/Company"),
        ("They met at the lake.", "Qqqxyz/City"),
    ],
)
def test_what_is_no_place_is_not_linked(text: str, entity: str) -> None:
    assert not places_of(extraction(text, entity))


def test_a_village_needs_a_sign() -> None:
    assert not linked(extraction("A fire broke out in Weiswampach.", "Weiswampach/City"))
    sure = linked(extraction("A fire broke out in Weiswampach, Luxembourg.", "Weiswampach/City", "Luxembourg/Country"))
    assert sure["Weiswampach"].place.country == "LU"


def test_the_order_of_entities_does_not_matter() -> None:
    text = "From Paris, Texas to London, Ontario, and on to Georgia."
    names = ["Paris/City", "Texas/Region", "London/City", "Ontario/Region", "Georgia/Region"]
    assert linked(extraction(text, *names)) == linked(extraction(text, *reversed(names)))


def test_no_document_is_too_long() -> None:
    names = [f"{name}/City" for name in ("Springfield", "Santa Maria", "San Jose", "Washington", "Victoria")]
    found = extraction(" ".join(name.split("/")[0] for name in names * 200), *names * 40)
    assert places_of(found) is not None


def test_no_entities() -> None:
    assert places_of(extraction("Nothing.")) == {}

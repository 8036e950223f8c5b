"""Entities of documents are one entity of the world where they are called alike."""

from dataclasses import replace

import pytest

from kg.model import Entity, Mention, Span
from kg.records.tables import EntityRow
from kg.resolve.identity import entity_digests, identify, keys_of_rows
from kg.resolve.model import HOMONYM, KIND, EntityKey


def entity(name: str, cls: str = "Person", *kinds: str) -> Entity:
    mentions = tuple(Mention(Span(number, number + 1), kind) for number, kind in enumerate(kinds))
    return Entity(name, name, cls, (), mentions)


def row(
    name: str, cls: str = "Person", document: str = "d", names: int = 1, place: int = 0, *aliases: str
) -> EntityRow:
    return EntityRow(name.casefold(), document, place, name, cls, aliases, names, mentioned=True)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (entity("The Envoy", "Person", "pronoun", "name"), EntityKey("harbour envoy")),
        (entity("envoy", "Organization"), EntityKey("harbour envoy")),
        (entity("the official", "Person", "nominal"), EntityKey("official", "d", 0)),
        (entity("he", "Person", "pronoun"), EntityKey("he", "d", 0)),
        (entity("foreign minister", "Role", "nominal"), EntityKey("foreign minister", "", KIND)),
        (entity("charges", "Topic", "nominal"), EntityKey("charges", "d", 0)),
    ],
)
def test_what_is_named_is_its_identity_a_kind_is_known_by_its_name(given: Entity, key: EntityKey) -> None:
    assert entity_digests([given], "d", {"envoy": EntityKey("harbour envoy").digest}) == [key.digest]


def test_what_a_document_calls_by_the_same_words_is_told_apart() -> None:
    officials = [entity("official", "Person", "nominal"), entity("the official", "Person", "nominal")]
    keys = [EntityKey("official", "d", 0), EntityKey("official", "d", 1)]
    assert entity_digests(officials, "d", {}) == [key.digest for key in keys]


def test_no_two_keys_have_the_same_digest() -> None:
    keys = [EntityKey("salo"), EntityKey("salo", "d"), EntityKey("salo", "d", HOMONYM), EntityKey("salo", "", KIND)]
    assert len({key.digest for key in keys}) == len(keys)


def test_rows_have_the_keys_of_the_entities_that_they_are() -> None:
    rows = [row("official", document="d", names=0, place=1), row("official", document="d", names=0, place=5),
            row("official", "Role", "d", 0, 6), row("official", document="e", names=0)]  # fmt: skip
    assert keys_of_rows(rows) == [
        EntityKey("official", "d", 0), EntityKey("official", "d", 1), EntityKey("official", "", KIND),
        EntityKey("official", "e", 0),
    ]  # fmt: skip
    assert keys_of_rows([]) == []


def test_words_before_a_full_name_are_no_part_of_it() -> None:
    rows = [row("Bank of Salo Ann Hale", "Person", each) for each in "abc"] + [row("Ann Hale", "Person", "d")]
    assert identify(EntityKey("ann hale"), rows).name == "Ann Hale"
    rows = [row("J. Ann Hale", "Person", each) for each in "abc"] + [row("Ann Hale", "Person", "d")]
    assert identify(EntityKey("ann hale"), rows).name == "J. Ann Hale"
    rows = [row("Old Ann Hale", "Facility", each) for each in "abc"] + [row("Ann Hale", "Facility", "d")]
    assert identify(EntityKey("ann hale"), rows).name == "Old Ann Hale"


def test_the_name_is_that_of_most_mentions_then_of_most_documents() -> None:
    rows = [row("SALO", document="a", names=2), row("Salo", document="b"), row("Salo", document="c", names=1)]
    assert identify(EntityKey("salo"), rows).name == "Salo"
    rows = [row("SALO", document="a", names=3), row("Salo", document="b"), row("Salo", document="c", names=1)]
    assert identify(EntityKey("salo"), rows).name == "SALO"
    assert identify(EntityKey("salo"), list(reversed(rows))) == identify(EntityKey("salo"), rows)


@pytest.mark.parametrize(
    ("classes", "cls"),
    [
        ({"a": "City", "b": "Person", "c": "City"}, "City"),
        ({"a": "Organization", "b": "Company"}, "Company"),
        ({"a": "Person"}, "Person"),
    ],
)
def test_the_class_is_that_of_most_documents_then_the_narrowest(classes: dict[str, str], cls: str) -> None:
    rows = [row("Salo", each, document) for document, each in classes.items()]
    assert identify(EntityKey("salo"), rows).cls == cls
    assert identify(EntityKey("salo"), list(reversed(rows))).cls == cls


def test_a_document_has_one_vote_for_each_class_that_it_gives() -> None:
    rows = [row("Salo", "Person", "a", place=0), row("Salo", "Person", "a", place=1), row("Salo", "City", "b"),
            row("Salo", "City", "c")]  # fmt: skip
    assert identify(EntityKey("salo"), rows).cls == "City"


def test_other_names_are_aliases_each_once_and_sorted() -> None:
    rows = [
        row("Salo", "City", "a", 3, 0, "Port Salo", "the port"),
        row("SALO", "City", "b", 1, 0, "Port Salo", "Salo"),
    ]
    found = identify(EntityKey("salo"), rows)
    assert (found.name, found.aliases) == ("Salo", ("Port Salo", "SALO", "the port"))


def test_an_unknown_class_is_no_class() -> None:
    with pytest.raises((KeyError, ValueError)):
        identify(EntityKey("salo"), [row("Salo", "Dog"), row("Salo", "Cat", "e")])


@pytest.mark.parametrize(
    ("name", "written", "label"),
    [
        ("central Athens", {"central Athens": 1, "Athens": 2}, "Athens"),
        ("central Athens", {"central Athens": 1}, "central Athens"),
        ("al Shabab", {"al Shabab": 3, "Shabab": 1}, "al Shabab"),
        ("Ada Marlow (US national security adviser", {"Ada Marlow": 2}, "Ada Marlow"),
        ("Salo (Brae)", {"Salo (Brae)": 1}, "Salo (Brae)"),
        ("TBILISI", {"TBILISI": 1, "Tbilisi": 4}, "Tbilisi"),
        ("NATO", {"NATO": 4, "Nato": 1}, "NATO"),
    ],
)
def test_a_label_is_a_name_in_the_case_most_used(name: str, written: dict[str, int], label: str) -> None:
    one = EntityRow(name.casefold(), "d", 0, name, "City", (), 1, mentioned=True, written=tuple(written.items()))
    other = replace(one, document="e")
    for rows in ([one], [one, other]):
        found = identify(EntityKey(name.casefold()), rows)
        assert found.name == label
        assert label not in found.aliases

from __future__ import annotations

import pytest

from kg.ontology import CLASSES
from kg.text.lexicon import words


def test_every_class_of_the_tables_is_in_the_vocabulary() -> None:
    lists = words.load_words()
    found = {*lists.nouns.values(), *lists.suffixes.values(), *lists.names.values(), *words.load_openings().values()}
    assert found <= CLASSES.keys()


def test_each_adjective_of_a_country_names_a_known_place() -> None:
    places = words.load_places()
    assert places.demonyms["Kenyan"] == "Kenya"
    assert {places.countries.get(name, name) for name in places.demonyms.values()} <= (
        set(places.countries.values()) | {"California", "Texas", "Hawaii", "Quebec"} | set(places.demonyms.values())
    )


@pytest.mark.parametrize(
    ("alias", "country"),
    [("U.S.", "United States"), ("Britain", "United Kingdom"), ("UAE", "United Arab Emirates"), ("Burma", "Myanmar")],
)
def test_a_country_has_one_name_for_all_its_aliases(alias: str, country: str) -> None:
    assert words.load_places().countries[alias] == country


def test_the_words_of_titles_are_in_lower_case() -> None:
    titles = words.load_titles()
    assert all(word == word.lower() for word in titles.before | titles.posts | titles.leads | titles.occupations)
    assert titles.kin["wife"] == "spouseOf"

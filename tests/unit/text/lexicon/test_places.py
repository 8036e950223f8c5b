import pytest

from kg.text.lexicon.places import is_nation, lies_elsewhere, load_places, place_class


def test_each_adjective_of_a_country_names_a_known_place() -> None:
    places = load_places()
    assert places.demonyms["Kenyan"] == "Kenya"
    assert {places.countries.get(name, name) for name in places.demonyms.values()} <= (
        set(places.countries.values()) | {"California", "Texas", "Hawaii", "Quebec"} | set(places.demonyms.values())
    )


@pytest.mark.parametrize(
    ("alias", "country"),
    [("U.S.", "United States"), ("Britain", "United Kingdom"), ("UAE", "United Arab Emirates"), ("Burma", "Myanmar")],
)
def test_a_country_has_one_name_for_all_its_aliases(alias: str, country: str) -> None:
    assert load_places().countries[alias] == country


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("New York", "City"),
        ("Ohio", "Region"),
        ("Calif.", "Region"),
        ("NYC", "City"),
        ("Europe", "Region"),
        ("Zzyzx", ""),
    ],
)
def test_a_place_has_the_class_that_news_means(name: str, cls: str) -> None:
    assert place_class(name) == cls


def test_cities_that_share_their_name_with_a_state_are_known() -> None:
    places = load_places()
    assert places.cities["Washington"] == "United States"
    assert {"New York", "Washington"} <= places.provinces


def test_a_capital_stands_for_its_country_unless_news_means_another_town() -> None:
    capitals = load_places().capitals
    assert (capitals["Oslo"], capitals["The Hague"]) == ("Norway", "Netherlands")
    assert "Brussels" not in capitals


def test_towns_are_known_with_and_without_accents() -> None:
    assert {"Cádiz", "Cadiz"} <= load_places().towns.keys()


def test_cities_are_towns() -> None:
    places = load_places()
    assert places.cities.keys() <= places.towns.keys()


def test_nations_are_countries_and_demonyms() -> None:
    assert is_nation("Norway")
    assert is_nation("Norwegian")
    assert not is_nation("Oslo")


@pytest.mark.parametrize(
    ("city", "country", "elsewhere"),
    [
        ("Geneva", "Syria", True),
        ("Warsaw", "Romania", True),
        ("Lyon", "France", False),
        ("London", "Britain", False),  # by any of its names
        ("London", "England", False),  # a part of a state
        ("London", "Canada", False),  # a town of the same name
        ("San Juan", "United States", False),  # what it holds
        ("Simferopol", "Russia", False),  # what it claims
        ("Taipei", "China", False),
        ("Moscow", "Soviet Union", False),  # a state that is no more
        ("Athens", "Georgia", False),  # a country's name that means others too
        ("New York", "Canada", True),
        ("Washington", "United States", False),
        ("Zzyzx", "France", False),
        ("Geneva", "Zzyzx", False),
    ],
)
def test_a_large_city_lies_in_no_country_that_has_and_claims_none_of_its_name(
    city: str, country: str, *, elsewhere: bool
) -> None:
    assert lies_elsewhere(city, country) == elsewhere

import gzip
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.links.gazetteer import Gazetteer, kilometres, load_gazetteer


@pytest.mark.parametrize(
    ("name", "first", "kind", "country"),
    [
        ("Kenya", "Kenya", "country", "KE"),
        ("kenya", "Kenya", "country", "KE"),
        ("U.S.", "United States", "country", "US"),
        ("French", "France", "country", "FR"),
        ("Burma", "Myanmar", "country", "MM"),
        ("Calif.", "California", "region", "US"),
        ("Isiolo County", "Isiolo", "region", "KE"),
        ("Évora", "Évora", "city", "PT"),
        ("Evora", "Évora", "city", "PT"),
        ("Western Europe", "Western Europe", "part of the world", ""),
    ],
)
def test_a_place_is_found_by_each_of_its_names(name: str, first: str, kind: str, country: str) -> None:
    found = [candidate.place for candidate in load_gazetteer().lookup(name)]
    assert (first, kind, country) in [(place.name, place.kind, place.country) for place in found]


@pytest.mark.parametrize("name", ["", "  ", "…", "\n", "no such place at all", "\0", "a" * 1_000_000, "~12"])
def test_what_is_no_name_is_not_found(name: str) -> None:
    assert load_gazetteer().lookup(name) == ()


@given(st.text(max_size=20))
def test_any_words_can_be_looked_up(name: str) -> None:
    for candidate in load_gazetteer().lookup(name):
        assert -90 <= candidate.place.latitude <= 90
        assert -180 <= candidate.place.longitude <= 180


def test_every_line_of_the_index_is_found() -> None:
    data = resources.files("kg.links").joinpath("places.gz").read_bytes()
    rows, _, index = gzip.decompress(data).partition(b"\n\n")
    lines = index.decode().splitlines()
    assert lines == sorted(lines, key=lambda line: line.partition("\t")[0].encode())
    gazetteer = load_gazetteer()
    for line in (lines[0], lines[1], lines[-1], *lines[:: len(lines) // 2000]):
        key, _, offsets = line.partition("\t")
        assert [each.place.offset for each in gazetteer.lookup(key)] == [int(n.lstrip("~")) for n in offsets.split()]
    assert rows.count(b"\n") > 200_000


def test_places_lie_in_one_another() -> None:
    gazetteer = load_gazetteer()
    (texas,) = [each.place for each in gazetteer.lookup("Texas") if each.place.iso == "US-TX"]
    assert [place.name for place in gazetteer.within(texas)] == ["United States"]
    inside = [each.place for each in gazetteer.lookup("Paris") if texas in gazetteer.within(each.place)]
    assert {place.kind for place in inside} == {"city"}


def test_identifiers_and_coordinates() -> None:
    kenya = next(each.place for each in load_gazetteer().lookup("Kenya") if each.place.kind == "country")
    assert (kenya.geonames, kenya.wikidata, kenya.iso) == ("192950", "Q114", "KE")
    nairobi = next(each.place for each in load_gazetteer().lookup("Nairobi") if each.place.kind == "city")
    assert kilometres(kenya, nairobi) < 400
    assert kilometres(kenya, kenya) == 0


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="no gazetteer"):
        Gazetteer(gzip.compress(b"something else"))

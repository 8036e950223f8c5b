import pytest

from kg.links.linking import Matcher
from kg.links.model import LEAST, SURE, Entry, Gazetteer, Link
from kg.resolve.model import EntityKey, Identity


def identity(name: str, cls: str, *others: str) -> Identity:
    names = tuple((each, 1) for each in (name, *others))
    return Identity(EntityKey(name.casefold()), name, cls, others, names)


def link(entries: list[Entry], *of: str) -> Link | None:
    return Matcher(Gazetteer("list.csv", tuple(entries))).link(identity(*of))


YARD = Entry("http://example.org/yard", ("Brenna Shipbuilding",), ("Brenna",), ("Yard",), "Company")
ADA = Entry("ada", ("Ada Marlow",), ("Ada Horak",), (), "Person")


@pytest.mark.parametrize(
    ("of", "sure"),
    [
        (("Brenna Shipbuilding", "Company"), True),
        (("BRENNA shipbuilding", "Organization"), True),
        (("Brenna", "Company"), True),
        (("The Works", "Company", "Brenna Shipbuilding"), True),
        (("Brenna Shipbuilding", "Person"), None),
        (("Yard", "Company"), None),
        (("Other", "Company"), None),
        (("Ada Marlow", "Person"), False),
        (("Ada Marlow", "Person", "Ada Horak"), True),
        (("Ada Marlow", "City"), None),
    ],
)
def test_how_sure_a_link_is(of: tuple[str, ...], sure: bool | None) -> None:
    found = link([YARD, ADA], *of)
    assert (None if found is None else found.sure) == sure
    assert found is None or (LEAST <= found.confidence <= 1 and found.reason and found.source == "list.csv")


def test_of_two_entries_of_one_name_none_is_meant() -> None:
    assert link([YARD, Entry("b", ("Brenna Shipbuilding",), cls="Company")], "Brenna Shipbuilding", "Company") is None


def test_the_class_tells_two_of_one_name_apart() -> None:
    found = link([YARD, Entry("b", ("Brenna Shipbuilding",), cls="Person")], "Brenna Shipbuilding", "Company")
    assert found is not None
    assert found.entry == YARD.id
    assert "one of 2 of that name" in found.reason


def test_without_a_class_there_is_a_link_still() -> None:
    found = link([Entry("a", ("Brenna Shipbuilding",))], "Brenna Shipbuilding", "Company")
    assert found is not None
    assert found.confidence >= SURE


def test_a_plain_word_is_no_name() -> None:
    assert link([Entry("a", ("Target",), cls="Company")], "Target", "Company") is None


def test_a_name_of_hundreds_means_none() -> None:
    entries = [Entry(f"e{number}", ("Ivan Petrov",), cls="Person") for number in range(150)]
    assert link(entries, "Ivan Petrov", "Person") is None


def test_the_order_of_entries_does_not_matter() -> None:
    entries = [YARD, ADA, Entry("b", ("Ada Marlow",), cls="City")]
    assert link(entries, "Ada Marlow", "Person") == link(entries[::-1], "Ada Marlow", "Person")

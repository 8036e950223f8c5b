import pytest

from kg.text.lexicon.name_classes import class_of_known, class_of_name, completed_words


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("Section 12", "Law"),
        ("Bank of Chile", "GovernmentAgency"),
        ("Kansas State", "EducationalOrganization"),
        ("Senate Fisheries Committee", "GovernmentAgency"),
        ("European Court", "InternationalOrganization"),
        ("Tanvir Liberation Front", "ArmedGroup"),
        ("Democratic Alliance", "PoliticalParty"),
        ("Naval Station Varna", "MilitaryBase"),
        ("Mount Tarva", "GeographicFeature"),
        ("University of Tarva", "EducationalOrganization"),
        ("Tarva v. Ohio", "Trial"),
        ("PX-22b", "Product"),
        ("Tarva Airlines", "Company"),
        ("the Government", "Government"),
    ],
)
def test_the_words_of_a_name_give_its_class(name: str, cls: str) -> None:
    assert class_of_name(tuple(name.removeprefix("the ").split()), {"Organization": 1}) == cls


@pytest.mark.parametrize(
    ("name", "votes", "cls"),
    [
        ("Anna Hall", {"Person": 2}, "Person"),
        ("Smith", {"Person": 4, "Organization": 2}, "Person"),
        ("Georgia", {"Person": 5}, "Person"),
        ("Georgia", {}, "Country"),
        ("Zzyzx", {"Place": 1, "City": 2}, "City"),
        ("KZZX", {"Organization": 1}, "MediaOrganization"),
        ("Zzyzx", {}, "Topic"),
    ],
)
def test_votes_of_the_document_decide_where_words_do_not(name: str, votes: dict[str, float], cls: str) -> None:
    assert class_of_name(tuple(name.split()), votes) == cls


def test_nouns_beside_a_name_outweigh_labels() -> None:
    assert class_of_name(("Zzyzx",), {"Organization": 2}, {"Product": 3}) == "Product"
    assert class_of_name(("Zzyzx",), {"Organization": 20}, {"Product": 3}) == "Organization"


def test_known_names_are_found_however_they_are_written() -> None:
    assert class_of_known("HELSINKI") == "City"
    assert class_of_known("World Health Organisation") == "InternationalOrganization"


def test_of_and_for_complete_words() -> None:
    assert list(completed_words(("bureau", "of", "fisheries", "for", "Tarva"))) == ["bureau", "fisheries"]


@pytest.mark.parametrize(
    ("name", "votes", "cls"),
    [
        ("Julia Brammel", {"Organization": 2}, "Person"),
        ("Miro Vestan", {"City": 2}, "Person"),
        ("Anna Reeve", {"Facility": 2}, "Person"),
        ("Julia Grotto", {"Organization": 3}, "Organization"),
        ("Adelaide Ventrol", {"Organization": 2}, "Organization"),
        ("JULIA Brammel", {"Organization": 2}, "Organization"),
        ("Velko Brammel Vessin", {"Organization": 2}, "Organization"),
        ("Julia Bakery", {"Organization": 2}, "Company"),
    ],
)
def test_a_first_name_and_a_surname_are_a_person_where_no_more_than_a_guess_speaks_against_it(
    name: str, votes: dict[str, float], cls: str
) -> None:
    assert class_of_name(tuple(name.split()), votes) == cls

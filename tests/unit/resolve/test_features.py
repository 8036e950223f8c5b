"""What two profiles have in common, and what tells them apart."""

import pytest
from resolving import article, profiles

from kg.resolve.features import LABELS, compare
from kg.resolve.profiles import summed

PLACE = ("City", "Salo")


def features(one: tuple[str, ...], other: tuple[str, ...], *, strange: bool = False) -> dict[str, float]:
    """The features, but for those that are 0, of two entities, in documents of one story or of two."""
    found = profiles(
        article("a", one, PLACE, ("Person", "Ada Marlow"), ("Company", "Acme")),
        article("b", other, ("City", "Varna") if strange else PLACE, ("Person", "Igor Horak"), ("Company", "Orel")),
    )
    pair = compare(found["a", one[1]], found["b", other[1]])
    assert pair.values == compare(found["b", other[1]], found["a", one[1]]).values, "whichever comes first"
    return {name: value for name, value in zip(LABELS, pair.values, strict=True) if value}


@pytest.mark.parametrize(
    ("one", "other", "there", "absent"),
    [
        (("Person", "Tom Hale"), ("Person", "Tom Hale"), {"same_name", "same_person_name"}, {"full_name_conflict"}),
        (("Person", "Tom Hale"), ("Person", "Tom Hale Jr."), {"generation_conflict"}, {"other_words"}),
        (("Person", "Tom Hale"), ("Person", "Ann Hale"), {"two_persons"}, {"same_name", "misspelt"}),
        (("Person", "William Hale"), ("Person", "Bill Hale"), {"misspelt"}, {"two_persons"}),
        (("Person", "W. Hale"), ("Person", "William Hale"), {"misspelt"}, {"two_persons"}),
        (("Person", "Tom Hale", "Hale"), ("Person", "Hale"), {"shared_alias", "given_name_missing", "ending"}, set()),
        (("Person", "Tom A. Hale"), ("Person", "Tom B. Hale"), {"full_name_conflict"}, {"misspelt"}),
        (("Person", "Tom Okonkwo"), ("Person", "Tom Okonkow"), {"misspelt"}, {"other_words"}),
        (("Person", "Fu Cheng"), ("Person", "Cheng Shengkui"), {"two_persons"}, {"same_name"}),
        (("Person", "Susan"), ("Person", "Susan Collins"), {"given_name_alone"}, {"given_name_missing"}),
        (("People", "Americans"), ("People", "Japanese Americans"), {"another_thing"}, set()),
        (("People", "residents"), ("People", "presidents"), {"full_name_conflict"}, {"misspelt"}),
        (("Region", "Oklahoma"), ("City", "Oklahoma City"), {"another_thing"}, {"kind_word"}),
        (("Country", "Chad"), ("Place", "Lake Chad"), {"another_thing"}, set()),
        (("Region", "Brae"), ("Region", "Brae Special Administrative Region"), {"kind_word"}, {"another_thing"}),
        (("MediaOrganization", "Brae Weekly"), ("Company", "Brae Weekly 01/13/2017 page8"), {"same_name"}, set()),
        (("Company", "Bank of Brae"), ("Company", "Farmers' Bank of Brae"), {"another_thing"}, set()),
        (("Company", "Bank of Brae"), ("Company", "Kenyan Bank of Brae"), {"ending"}, {"another_thing"}),
        (("Company", "Brae Steel"), ("Company", "Brae Foods"), {"other_words", "full_name_conflict"}, {"misspelt"}),
        (("Company", "Brae Steel", "Marl Group"), ("Company", "Marl Group"), {"shared_alias"}, set()),
        (("Company", "Brae Steel", "Marl Air Works"), ("Company", "Marl Air Works"), {"shared_full_alias"}, set()),
        (("Product", "Explorer 8"), ("Product", "Explorer 9"), {"number_conflict"}, {"same_name"}),
        (("Product", "Explorer XI"), ("Product", "Explorer-11"), {"same_letters"}, {"number_conflict"}),
        (("Conflict", "Brae War I"), ("Conflict", "Brae War II"), {"full_name_conflict"}, {"same_letters"}),
        (("Person", "Sergey Hale"), ("Person", "Sergei Hale"), {"misspelt"}, {"two_persons"}),
        (("Person", "Aleksei Hale"), ("Person", "Alexey Hale"), {"misspelt"}, {"two_persons"}),
        (("Person", "Bettie Hale"), ("Person", "Betty Hale"), {"misspelt"}, {"two_persons"}),
        (("Person", "Terry Hale"), ("Person", "Jerrie Hale"), {"two_persons"}, set()),
        (("Agreement", "Norway fishing deal"), ("Agreement", "Norwegian fishing deal"), {"same_letters"}, set()),
        (("People", "Norwegians"), ("Country", "Norway"), {"full_name_conflict"}, {"same_letters"}),
        (("MediaOrganization", "Brae"), ("MediaOrganization", "Brae News Agency"), {"kind_word"}, {"another_thing"}),
        (("MediaOrganization", "Brae"), ("MediaOrganization", "Brae News Daily"), {"another_thing"}, {"kind_word"}),
        (
            ("GovernmentAgency", "State Department"),
            ("GovernmentAgency", "US Department of State"),
            {"kind_word"},
            set(),
        ),
        (
            ("GovernmentAgency", "Health Ministry"),
            ("GovernmentAgency", "Kenyan Ministry of Health"),
            {"full_name_conflict"},
            {"kind_word"},
        ),
        (("Region", "Brae"), ("Region", "Brae Island"), {"beginning", "kind_word"}, {"another_thing"}),
        (("City", "Brae"), ("City", "Brae Airport"), {"another_thing", "full_name_conflict"}, {"kind_word"}),
        (("Region", "East Brae"), ("GeographicFeature", "East Brae Sea"), {"full_name_conflict"}, {"kind_word"}),
        (("GeographicFeature", "Brae"), ("GeographicFeature", "Brae Sea"), {"kind_word"}, {"full_name_conflict"}),
        (("City", "Brae"), ("City", "Brae Ohio"), {"beginning"}, {"full_name_conflict"}),
        (("City", "Brae"), ("City", "Brae Fire Department", "Brae"), {"shared_alias"}, {"full_name_conflict"}),
        (("Topic", "Norl"), ("Person", "Tom Norl"), {"ending", "full_name_conflict"}, set()),
        (("Topic", "Norlism"), ("ArmedGroup", "Army of Norlism"), {"ending", "full_name_conflict"}, set()),
        (("Topic", "Internet"), ("Topic", "Internet Plus"), {"another_thing"}, set()),
        (("Company", "Brae"), ("Company", "Marl-Brae"), {"ending", "full_name_conflict"}, set()),
        (("ArmedGroup", "Brae"), ("ArmedGroup", "al-Brae"), {"same_letters"}, {"full_name_conflict"}),
        (
            ("GovernmentAgency", "Brae Council"),
            ("GovernmentAgency", "Food Office of the Brae Council"),
            {"ending", "full_name_conflict"},
            set(),
        ),
        (("Company", "Bank of Brae"), ("Company", "Trade Bank of Brae"), {"ending"}, {"full_name_conflict"}),
        (("Person", "Tom H. W. Hale", "Hale"), ("Person", "Tom W. Hale", "Hale"), {"two_persons"}, set()),
        (("Person", "Tom W. Hale", "Hale"), ("Person", "Tom William Hale", "Hale"), {"shared_alias"}, {"two_persons"}),
        (("City", "Brae"), ("Region", "rural Brae"), {"another_thing", "ending"}, {"same_place"}),
        (("Region", "Brae"), ("Region", "northern Brae"), {"another_thing", "full_name_conflict"}, set()),
        (("Person", "Hale"), ("Organization", "Hale Foundation"), {"another_thing", "kind_conflict"}, {"kind_word"}),
        (("Organization", " "), ("Organization", "Brae"), {"same_class"}, {"same_name"}),
        (
            ("GovernmentAgency", "Ministry of Defense"),
            ("GovernmentAgency", "Defense Ministry"),
            {"same_letters"},
            {"full_name_conflict"},
        ),
        (
            ("GovernmentAgency", "Ministry of Foreign Affairs"),
            ("GovernmentAgency", "Foreign Ministry"),
            {"same_letters"},
            {"full_name_conflict"},
        ),
        (("Work", "Foreign Affairs"), ("Work", "Foreign"), {"beginning"}, {"same_letters"}),
        (("Person", "Tom al-Hale"), ("Person", "Tom Hale"), {"same_letters"}, {"full_name_conflict"}),
        (("Person", "Hale Tom"), ("Person", "Tom Hale"), {"full_name_conflict"}, {"same_letters"}),
        (("Person", "Li Jianmin"), ("Person", "Li Jianqin"), {"two_persons"}, {"misspelt"}),
        (("Person", "Li Qiang"), ("Person", "Li Qifan"), {"two_persons"}, {"misspelt"}),
        (("Person", "Ada Fallon"), ("Person", "Ada Flynn"), {"two_persons"}, {"misspelt"}),
        (("Region", "Jiangnan Delta"), ("Region", "Jangnan Delta"), {"misspelt"}, {"full_name_conflict"}),
        (("Military", "People's Army"), ("Military", "People's Marsh Army"), {"full_name_conflict"}, {"middle_word"}),
        (("Region", "Brae"), ("EducationalOrganization", "University of Brae"), {"full_name_conflict"}, set()),
        (("Region", "Brae"), ("Region", "Province of Brae"), {"ending"}, {"full_name_conflict"}),
        (("MediaOrganization", "The Ledger"), ("MediaOrganization", "The Ledger"), {"same_proper_name"}, set()),
        (("Work", "Ledger"), ("Work", "Ledger"), {"same_name"}, {"same_proper_name"}),
        (
            ("GovernmentAgency", "Brae Council"),
            ("GovernmentAgency", "the-Brae Council"),
            {"same_letters"},
            {"full_name_conflict"},
        ),
        (("Person", "Zhang"), ("Person", "Zhang"), {"same_bare_surname", "strange_surname"}, set()),
        (("Person", "Zhang"), ("Person", "Zhang Min"), {"strange_surname"}, set()),
    ],
)
def test_names_are_compared(
    one: tuple[str, ...], other: tuple[str, ...], there: set[str], absent: set[str]
) -> None:  # fmt: skip
    found = features(one, other)
    assert there <= found.keys()
    assert absent.isdisjoint(found)


@pytest.mark.parametrize(("country", "feature"), [("Kenya", "kind_word"), ("Norway", "another_thing")])
def test_what_is_a_countrys_is_so_where_the_country_is_spoken_of(country: str, feature: str) -> None:
    party, longer = ("PoliticalParty", "Harbour Party"), ("PoliticalParty", "Harbour Party of Kenya")
    found = profiles(article("a", party, ("Country", country)), article("b", longer, ("Country", "Kenya")))
    values = compare(found["a", "Harbour Party"], found["b", "Harbour Party of Kenya"]).values
    assert dict(zip(LABELS, values, strict=True))[feature] == 1


def test_what_is_a_bodys_is_so_where_the_body_is_spoken_of() -> None:
    office, council = ("GovernmentAgency", "Brae Harbour Office"), ("GovernmentAgency", "Marl Council")
    longer = ("GovernmentAgency", "Brae Harbour Office of the Marl Council")
    found = profiles(article("a", office, council), article("b", longer), article("c", office))
    for document, said in (("a", 1), ("c", 0)):
        values = compare(found[document, office[1]], found["b", longer[1]]).values
        assert dict(zip(LABELS, values, strict=True))["kind_word"] == said


def test_an_acronym_needs_a_story() -> None:
    agency, short = ("Organization", "Salo Space Agency"), ("Organization", "SSA")
    assert "acronym" in features(agency, short)
    found = profiles(article("a", agency, ("Person", "Tom Hale")), article("b", short, ("Person", "Igor Horak")))
    pair = compare(found["a", "Salo Space Agency"], found["b", "SSA"])
    values = dict(zip(LABELS, pair.values, strict=True))
    assert (values["acronym"], values["full_name_conflict"]) == (0, 1)


def test_an_acronym_is_of_the_same_class() -> None:
    assert "acronym" in features(("Organization", "North Salo League"), ("Organization", "NSL"))
    other = features(("Organization", "North Salo League"), ("People", "NSL"))
    assert "acronym" not in other
    assert "full_name_conflict" in other


def test_the_article_of_a_paper_is_of_its_acronym() -> None:
    assert "acronym" in features(("MediaOrganization", "The Brae Reporter"), ("MediaOrganization", "TBR"))
    assert "acronym" not in features(("Company", "The Brae Refinery"), ("Company", "TBR"))


def test_a_story_in_common_speaks_for_two_and_a_strange_one_against() -> None:
    hale = ("Person", "Hale")
    assert "story" in features(hale, hale)
    assert "strange_surname" not in features(hale, hale)
    assert {"strange_surname", "strange_story"} <= features(hale, hale, strange=True).keys()
    brae = ("City", "Brae")
    assert "strange_place" in features(brae, brae, strange=True)
    kenya = ("Country", "Kenya")
    assert "strange_place" not in features(kenya, kenya, strange=True), "there is one"


def test_facts_are_compared() -> None:
    def both(one: str, other: str, relation: str) -> dict[str, float]:
        hale = ("Person", "Tom Hale")
        found = profiles(
            article("a", hale, facts=(("Tom Hale", relation, one),)),
            article("b", hale, facts=(("Tom Hale", relation, other),)),
        )
        pair = compare(found["a", "Tom Hale"], found["b", "Tom Hale"])
        return dict(zip(LABELS, pair.values, strict=True))

    assert both("mayor", "mayor", "holdsRole")["same_facts"] > 0
    assert both("mayor", "striker", "holdsRole")["other_roles"] == 1
    assert both("Norway", "Chile", "bornIn")["conflicting_facts"] == 1
    assert both("Norway", "Norway", "bornIn")["conflicting_facts"] == 0


def test_a_document_that_names_both_tells_them_apart() -> None:
    found = profiles(article("a", ("Person", "Hale"), ("Person", "Tom Hale"), ("Person", "Ann Hale")))
    pair = compare(found["a", "Hale"], found["a", "Tom Hale"])
    assert dict(zip(LABELS, pair.values, strict=True))["together"] == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Company", "Brae Sound"), ("Company", "BraeSound")),
        (("ArmedGroup", "Free Norlan Army"), ("ArmedGroup", "Free Norlans Army")),
        (("Person", "William Hale"), ("Person", "Bill Hale")),
        (("MediaOrganization", "Brae News"), ("MediaOrganization", "Brae News Agency")),
        (("Organization", "North Salo League"), ("Organization", "NSL")),
    ],
)
def test_a_document_may_write_one_name_in_two_ways(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    found = profiles(article("a", one, other, PLACE, ("Person", "Igor Horak")))
    pair = compare(found["a", one[1]], found["a", other[1]])
    assert not dict(zip(LABELS, pair.values, strict=True))["together"]


@pytest.mark.parametrize(("second", "together"), [("Bill Hale", 0), ("Ann Hale", 1)])
def test_a_surname_beside_two_spellings_of_one_full_name_is_that_persons(second: str, together: int) -> None:
    found = profiles(article("a", ("Person", "Hale"), ("Person", "William Hale"), ("Person", second)))
    pair = compare(found["a", "Hale"], found["a", "William Hale"])
    assert dict(zip(LABELS, pair.values, strict=True))["together"] == together


def test_entities_of_one_document_share_its_story() -> None:
    """A copy for each of the thousands that a book names would take gigabytes."""
    found = profiles(article("a", ("Person", "Hale"), ("City", "Brae")), article("b", ("Person", "Hale")))
    one, same, other = found["a", "Hale"], found["a", "Brae"], found["b", "Hale"]
    assert summed([one]).story is summed([one, same]).story is one.story
    assert summed([one, same, other]).story == one.story | other.story


def test_two_are_compared_alike_whichever_comes_first() -> None:
    body = ("Organization", "General Assembly")
    found = profiles(article("a", body), article("b", ("Company", "General Assembly")))
    one, company = found["a", "General Assembly"], found["b", "General Assembly"]
    assert (one.level, company.level) == ("national", "")
    assert compare(one, company) == compare(company, one)

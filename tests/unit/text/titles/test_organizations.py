"""Organizations of posts by where phrases stand, on parses built by hand."""

import pytest
from hand_built import parse_of, refer

from kg.text.model import Parse
from kg.text.titles.posts import OrganizationFinder, is_denied


def finder_of(parse: Parse, **classes: str) -> OrganizationFinder:
    """A finder over one phrase a word, its class by the word."""
    return OrganizationFinder(
        parse, refer(parse, *([(parse.words.index(w), parse.words.index(w) + 1, c)] for w, c in classes.items()))
    )


def words(finder: OrganizationFinder, places: list[int]) -> list[str]:
    return [finder.parse.words[finder.phrases[place].head] for place in places]


@pytest.mark.parametrize(
    ("sentence", "post", "organization"),
    [
        ("UK/NNP/compound/1 minister/NN/ROOT/1", 1, "UK"),
        ("UK/NNP/poss/3 's/POS/case/0 former/JJ/amod/3 minister/NN/ROOT/3", 3, "UK"),
        ("UK/NNP/ROOT/0 ,/,/punct/0 whose/WP$/poss/3 minister/NN/appos/0", 3, "UK"),
        ("UK/NNP/nsubj/1 beat/VBD/ROOT/1 minister/NN/dobj/1", 2, ""),
    ],
)
def test_an_organization_stands_before_a_post(sentence: str, post: int, organization: str) -> None:
    finder = finder_of(parse_of(sentence), UK="Country")
    place = finder.before(post, 0)
    assert (words(finder, [place]) if place >= 0 else [""]) == [organization]


def test_organizations_stand_behind_a_post_and_its_preposition() -> None:
    parse = parse_of(
        "head/NN/ROOT/0 of/IN/prep/0 Acme/NNP/pobj/1 and/CC/cc/2 Globex/NNP/conj/2 during/IN/prep/0 Lent/NNP/pobj/5"
    )
    finder = finder_of(parse, Acme="Company", Globex="Company", Lent="Event")
    assert words(finder, finder.after(0)) == ["Acme", "Globex"]
    assert finder.after(0, only="for") == []


def test_the_board_stands_for_its_organization() -> None:
    parse = parse_of("chair/NN/ROOT/0 of/IN/prep/0 directors/NNS/pobj/1 of/IN/prep/2 Acme/NNP/pobj/3")
    finder = finder_of(parse, directors="People", Acme="Company")
    assert words(finder, finder.after(0)) == ["Acme"]


def test_a_reader_knows_an_organization_by_its_name_or_determiner() -> None:
    parse = parse_of("the/DT/det/1 bank/NN/nsubj/2 sued/VBD/ROOT/2 a/DT/det/4 bank/NN/dobj/2 Acme/NNP/appos/4")
    finder = OrganizationFinder(
        parse, refer(parse, [(0, 2, "Company")], [(3, 5, "Company")], [(5, 6, "Company")], [(2, 3, "Person")])
    )
    definite = {place: finder.is_definite(place) for place in range(len(finder.phrases))}
    assert definite == {0: True, 1: False, 2: False, 3: True}


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("He/PRP/nsubj/1 is/VBZ/ROOT/1 no/DT/neg/1 spokesman/NN/attr/1", True),
        ("He/PRP/nsubj/2 may/MD/aux/2 be/VB/ROOT/2 spokesman/NN/attr/2", True),
        ("He/PRP/nsubj/1 is/VBZ/ROOT/1 a/DT/det/3 spokesman/NN/attr/1", False),
    ],
)
def test_a_predicate_noun_may_be_denied(sentence: str, denied: bool) -> None:
    assert is_denied(parse_of(sentence), 3) == denied

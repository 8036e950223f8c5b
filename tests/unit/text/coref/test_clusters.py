import pytest
from coreference import clusters_of
from hand_built import parse_of

from kg.text.coref.clusters import Clusters
from kg.text.model import Phrase

HALE = parse_of("Senator/NNP/compound/2 Tom/NNP/compound/2 Hale/NNP/nsubj/3 left=leave/VBD/ROOT/3")
NAME = Phrase(1, 3, 2, "name", "Person")
POST = Phrase(0, 1, 0, "nominal", "Role")


def test_a_token_belongs_to_the_phrase_that_it_heads_else_to_the_innermost_and_to_a_post_last() -> None:
    whole = Phrase(0, 3, 2, "nominal", "Person")
    clusters = Clusters(HALE, (whole, POST, NAME))
    assert clusters.phrase_at == [1, 2, 0, -1]
    assert [clusters.headed_by(token) for token in range(4)] == [1, -1, 0, -1]


def test_a_post_gives_the_person_behind_it_its_noun() -> None:
    clusters = Clusters(HALE, (POST, NAME))
    clusters.join_name(1, 1)
    clusters.add_posts()
    assert clusters.nouns[1] == {"senator"}
    assert clusters.of == [0, 1]


@pytest.mark.parametrize(
    ("sentence", "gender"),
    [
        ("Mrs/NNP/compound/1 Lee/NNP/nsubj/1", "female"),
        ("Ann/NNP/compound/1 Lee/NNP/nsubj/1", "female"),
        ("Dr/NNP/compound/1 Lee/NNP/nsubj/1", ""),
    ],
)
def test_a_title_or_a_first_name_shows_the_gender(sentence: str, gender: str) -> None:
    start = int("Ann" not in sentence)
    clusters = clusters_of(parse_of(sentence), (start, 2, "Person"))
    assert clusters.gender[0] == gender
    assert clusters.may_be(0, "female")
    assert clusters.may_be(0, "male") is (not gender)


def test_linked_mentions_share_a_cluster_but_two_names_stay_apart() -> None:
    parse = parse_of("Tom/NNP/nsubj/1 met=meet/VBD/ROOT/1 a/DT/det/3 baker/NN/dobj/1 Hale/NNP/npadvmod/1")
    clusters = clusters_of(parse, (0, 1, "Person"), (2, 4, "Person"), (4, 5, "Person"))
    clusters.link(1, 0)
    clusters.link(1, 2)
    assert clusters.members == {0: [0, 1], 2: [2]}
    assert clusters.nouns[0] == {"baker"}
    assert clusters.count[0] == 2
    assert clusters.current(1) == 0


def test_candidates_come_from_the_last_with_their_distance() -> None:
    parse = parse_of("Tom/NNP/ROOT/0", "Ann/NNP/ROOT/0", "Eva/NNP/ROOT/0")
    clusters = clusters_of(parse, *((token, token + 1, "Person") for token in range(3)))
    assert list(clusters.candidates(2)) == [(2, 2, 0), (1, 1, 1), (0, 0, 2)]
    assert list(clusters.candidates(2, window=1)) == [(2, 2, 0)]
    assert list(clusters.candidates(2, sentences=1)) == [(2, 2, 0), (1, 1, 1)]


def test_owners_and_employers_are_found_by_the_noun_for_what_is_theirs() -> None:
    parse = parse_of(
        "Acme/NNP/poss/2 's/POS/case/0 clerk/NN/nsubj/5 for/IN/prep/2 Velto/NNP/pobj/3 left=leave/VBD/ROOT/5"
    )
    clusters = clusters_of(parse, (0, 1, "Company"), (2, 3, "Person"), (4, 5, "Company"))
    assert clusters.owner(2) == 0
    assert clusters.employer(2, {"Company"}) == 2
    assert clusters.employer(2, {"Country"}) == clusters.owner(4) == -1


@pytest.mark.parametrize(
    ("mine", "theirs", "agree"),
    [
        (("nominal", "Company", False), ("name", "GovernmentAgency", False), True),
        (("nominal", "Company", True), ("name", "Company", False), False),
        (("nominal", "City", False), ("name", "Person", False), False),
        (("nominal", "Work", False), ("name", "Product", False), True),
        (("nominal", "Work", False), ("nominal", "Product", False), False),
        (("nominal", "Topic", False), ("nominal", "Topic", False), True),
        (("nominal", "Topic", False), ("name", "Topic", False), False),
    ],
)
def test_mentions_agree_by_broad_class_and_number(
    mine: tuple[str, str, bool], theirs: tuple[str, str, bool], agree: bool
) -> None:
    phrases = [Phrase(at, at + 1, at, kind, cls, plural) for at, (kind, cls, plural) in enumerate((mine, theirs))]
    assert Clusters(HALE, phrases).agreeing(0, 1) == (1 if agree else -1)

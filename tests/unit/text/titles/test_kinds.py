"""Kinds of posts and the relations that they state, on parses built by hand."""

import pytest
from hand_built import parse_of

from kg.text.model import Phrase, Referent, Referents
from kg.text.titles.posts import OrganizationFinder, PostKinds


def kinds_of(sentence: str, cls: str = "") -> tuple[PostKinds, int, int]:
    """The kinds of posts of a nominal, its post, and the organization of this class behind it, -1 for none."""
    parse = parse_of(sentence)
    behind = next((t for t in range(len(parse)) if parse.deps[t] == "pobj"), -1)
    end = behind - 1 if behind >= 0 else len(parse)
    start = next(token for token in range(end) if parse.lowers[token] not in ("a", "former"))
    phrases = [Phrase(start, end, end - 1, "nominal", "Role")]
    if behind >= 0:
        phrases.append(Phrase(behind, behind + 1, behind, "name", cls))
    referents = tuple(Referent(parse.words[p.head], p.cls, (), (n,)) for n, p in enumerate(phrases))
    at = tuple(0 if token < end else 1 if token == behind else -1 for token in range(len(parse)))
    built = Referents(tuple(phrases), referents, tuple(range(len(phrases))), at)
    return PostKinds(OrganizationFinder(parse, built)), 0, len(phrases) - 1 if behind >= 0 else -1


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("president/NN/ROOT/0", {"lead"}),
        ("vice/NN/compound/1 president/NN/ROOT/1", {"post"}),
        ("sales/NNS/compound/1 director/NN/ROOT/1", {"post"}),
        ("spokesman/NN/ROOT/0", {"post"}),
        ("senator/NN/ROOT/0", {"member"}),
        ("actor/NN/ROOT/0", {"occupation"}),
        ("co-founder/NN/ROOT/0", {"founder"}),
        ("goalkeeper/NN/ROOT/0", {"post", "sport"}),
        ("table/NN/ROOT/0", set()),
    ],
)
def test_the_words_of_a_post_name_its_kinds(sentence: str, kinds: set[str]) -> None:
    posts, role, _ = kinds_of(sentence)
    assert posts.kinds(role, posts.words(role)) >= kinds
    assert bool(posts.kinds(role, posts.words(role))) == bool(kinds)


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("minister/NN/ROOT/0", "holdsRole"),
        ("a/DT/det/2 former/JJ/amod/2 coach/NN/ROOT/2", "hasOccupation"),
        ("actor/NN/ROOT/0", "hasOccupation"),
        ("chief/JJ/amod/1 engineer/NN/ROOT/1", "holdsRole"),
        ("police/NN/compound/1 officer/NN/ROOT/1", "hasOccupation"),
        ("security/NN/compound/1 officer/NN/ROOT/1", "holdsRole"),
        ("champion/NN/ROOT/0", "holdsRole"),
    ],
)
def test_a_post_is_held_or_an_occupation(sentence: str, relation: str) -> None:
    posts, role, organization = kinds_of(sentence)
    words = posts.words(role)
    assert posts.role_relation(role, words, posts.kinds(role, words), organization) == relation


@pytest.mark.parametrize(
    ("post", "preposition", "cls", "relations"),
    [
        ("president", "of", "Company", ["leads", "worksFor"]),
        ("leader", "of", "PoliticalParty", ["leads", "memberOf"]),
        ("senator", "from", "Region", ["worksFor"]),
        ("spokesman", "for", "Company", ["worksFor"]),
        ("envoy", "to", "Country", []),
        ("founder", "of", "Company", []),
        ("student", "at", "EducationalOrganization", []),
        ("soldier", "in", "Military", ["memberOf"]),
        ("lawyer", "from", "City", ["livesIn"]),
        ("nurse", "at", "Facility", ["worksFor"]),
        ("champion", "of", "Organization", []),
    ],
)
def test_a_post_relates_its_holder_to_an_organization(
    post: str, preposition: str, cls: str, relations: list[str]
) -> None:
    posts, role, organization = kinds_of(f"{post}/NN/ROOT/0 {preposition}/IN/prep/0 Tarva/NNP/pobj/1", cls)
    words = posts.words(role)
    assert list(posts.relations(posts.kinds(role, words), organization, words[-1])) == relations


def test_a_president_elect_holds_a_post_and_leads_nothing_yet() -> None:
    posts, role, _ = kinds_of("president/NN/compound/2 -/HYPH/punct/2 elect/JJ/ROOT/2")
    assert posts.words(role) == ("president-elect",)
    assert posts.kinds(role, posts.words(role)) == {"post"}

from typing import Literal

import pytest

from kg.text.model import PROPOSED, UNNAMED, Phrase, Referent, Referents, RelationMention
from kg.text.ranking.choice import choose

REFERENTS = Referents(
    phrases=tuple(
        Phrase(at, at + 1, at, "name", cls) for at, cls in enumerate(("Person", "Country", "Event", "Person"))
    ),
    referents=tuple(
        Referent(name, cls, (), (at,))
        for at, (name, cls) in enumerate(
            (("Lee", "Person"), ("Norland", "Country"), ("crash", "Event"), ("Moe", "Person"))
        )
    ),
    referent_of=(0, 1, 2, 3),
    phrase_at=(0, 1, 2, 3),
)


def chosen(*found: tuple[int, str, int, float]) -> list[str]:
    mentions = [(RelationMention(subject, name, obj, PROPOSED, 0, (0, 4)), sure) for subject, name, obj, sure in found]
    kept = choose(mentions, REFERENTS, (0, 0, 0, 0))
    return [name for (_, name, _, _), stays in zip(found, kept, strict=True) if stays]


@pytest.mark.parametrize(
    ("found", "stay"),
    [
        ([(0, "leads", 1, 0.9), (0, "worksFor", 1, 0.9)], ["leads"]),
        ([(0, "leads", 1, 0.3), (0, "worksFor", 1, 0.9)], ["leads", "worksFor"]),  # what is doubtful stands for nothing
        ([(0, "leads", 1, 0.9), (3, "worksFor", 1, 0.9)], ["leads", "worksFor"]),  # of somebody else
        ([(0, "visited", 1, 0.7), (0, "movedTo", 1, 0.6), (0, "locatedIn", 1, 0.75)], ["visited"]),
        ([(0, "worksFor", 1, 0.6), (0, "memberOf", 1, 0.7)], ["memberOf"]),
        ([(0, "visited", 1, 0.7), (0, "supports", 1, 0.6)], ["visited", "supports"]),
    ],
)
def test_of_one_pair_the_most_specific_relation_stays(
    found: list[tuple[int, str, int, float]], stay: list[str]
) -> None:
    assert chosen(*found) == stay


@pytest.mark.parametrize(
    ("found", "stay"),
    [
        ([(0, "near", 1, 0.6), (1, "near", 0, 0.7)], [1]),
        ([(1, "near", 0, 0.6), (0, "near", 1, 0.6)], [0]),
        ([(0, "near", 1, 0.6), (0, "near", 1, 0.7)], [0, 0]),  # said twice
        ([(0, "accused", 3, 0.6), (3, "accused", 0, 0.7)], [0, 3]),
    ],
)
def test_what_goes_one_way_is_said_once(found: list[tuple[int, str, int, float]], stay: list[int]) -> None:
    mentions = [(RelationMention(s, name, o, PROPOSED, 0, (0, 4)), sure) for s, name, o, sure in found]
    kept = choose(mentions, REFERENTS, (0, 0, 0, 0))
    assert [subject for (subject, *_), stays in zip(found, kept, strict=True) if stays] == stay


def test_who_is_named_stands_for_an_agent_unnamed_and_for_an_event() -> None:
    found = [(UNNAMED, "killed", 3, 0.8), (2, "killed", 3, 0.8), (0, "killed", 3, 0.5)]
    kept = choose(
        [(RelationMention(s, name, o, PROPOSED, 0, (0, 4)), sure) for s, name, o, sure in found],
        REFERENTS,
        (0, 0, 0, 0),
    )
    assert kept == [False, False, True]
    assert choose([(RelationMention(2, "killed", 3, PROPOSED, 0, (0, 4)), 0.8)], REFERENTS, (0, 0, 0, 0)) == [True]


@pytest.mark.parametrize(("kind", "stay"), [("nominal", []), ("name", ["holdsRole"])])
def test_who_is_described_by_a_post_is_not_said_to_hold_it(kind: Literal["name", "nominal"], stay: list[str]) -> None:
    referents = Referents(
        phrases=(Phrase(0, 3, 2, kind, "Person"), Phrase(1, 3, 2, "nominal", "Role")),
        referents=(Referent("health minister", "Person", (), (0,)), Referent("minister", "Role", (), (1,))),
        referent_of=(0, 1),
        phrase_at=(0, 0, 0),
    )
    found = [(RelationMention(0, "holdsRole", 1, PROPOSED, 0, (0, 3)), 0.8)]
    kept = choose(found, referents, (0, 0, 0))
    assert ["holdsRole" for stays in kept if stays] == stay

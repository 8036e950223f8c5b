"""Titles that say less than another, on readings built by hand."""

from __future__ import annotations

from hand_built import parse_of, refer

from kg.text.model import RelationMention
from kg.text.refiners.short_titles import drop_short_titles


def role(subject: int, obj: int, rule: str) -> RelationMention:
    return RelationMention(subject, "holdsRole", obj, rule, 0, (0, 1))


PARSE = parse_of(
    "Justice/NNP/compound/1 Minister=minister/NNP/compound/2 Berg/NNP/nsubj/3 spoke=speak/VBD/ROOT/3",
    "The/DT/det/1 minister/NN/nsubj/2 left=leave/VBD/ROOT/2",
)
REFERENTS = refer(PARSE, [(0, 3, "Person"), (4, 6, "Person")], [(0, 2, "Role")], [(5, 6, "Role")])


def test_a_title_of_one_word_that_takes_up_a_fuller_one_is_left_out() -> None:
    full, short = role(0, 1, "roles.title"), role(2, 3, "roles.nominal")
    assert drop_short_titles(PARSE, REFERENTS, [full, short]) == (full,)


def test_a_short_title_stays_where_no_fuller_one_is_or_another_rule_found_it() -> None:
    short, appointed = role(2, 3, "roles.nominal"), role(2, 3, "holdsRole.appointed")
    full = role(0, 1, "roles.title")
    assert drop_short_titles(PARSE, REFERENTS, [short]) == (short,)
    assert drop_short_titles(PARSE, REFERENTS, [full, appointed]) == (full, appointed)


def test_the_rank_of_who_holds_a_post_is_left_out() -> None:
    parse = parse_of(
        "Navy/NNP/compound/3 spokesman/NN/compound/3 Captain=captain/NNP/compound/3 Berg/NNP/nsubj/4 spoke/VBD/ROOT/4"
    )
    referents = refer(parse, [(0, 4, "Person")], [(1, 2, "Role")], [(2, 3, "Role")])
    post, rank = role(0, 1, "roles.title"), role(0, 2, "roles.title")
    assert drop_short_titles(parse, referents, [post, rank]) == (post,)
    assert drop_short_titles(parse, referents, [rank]) == (rank,)

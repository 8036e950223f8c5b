"""Posts before names and the letters behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hand_built import parse_of
from role_triples import triples

from kg.text.model import Name
from kg.text.ner.names import find_names
from kg.text.titles.posts import is_labor, is_party, is_ranking, one_of_post, post_lemma, post_span, title_spans

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what a post is for stands between it and the name
        ("Secretary of State Carl Power spoke.", {("Carl Power", "holdsRole", "Secretary of State")}),
        ("His secretary of state Carl Power agreed.", {("Carl Power", "holdsRole", "secretary of state")}),
        ("Secretary of Defense Don Rusk visited Kabul.", {("Don Rusk", "holdsRole", "Secretary of Defense")}),
        ("Minister of Finance Ann Lee spoke.", {("Ann Lee", "holdsRole", "Minister of Finance")}),
        ("She met chief of staff Rob Marsh on Friday.", {("Rob Marsh", "holdsRole", "chief of staff")}),
        ("Director of Public Prosecutions Tom Hale spoke.",
         {("Tom Hale", "holdsRole", "Director of Public Prosecutions")}),
        # the body between a post and the name
        ("Speaker of the House Ned Hastings spoke.", {("Ned Hastings", "holdsRole", "Speaker")}),
        ("Governor of Texas Rick Stone spoke.",
         {("Rick Stone", "holdsRole", "Governor"), ("Rick Stone", "leads", "Texas")}),
        # capitalised words before a post that are part of it
        ("Royal Commissioner Tom Coal spoke.", {("Tom Coal", "holdsRole", "Royal Commissioner")}),
        ("Deputy Lord Mayor Lucy Turner spoke.", {("Lucy Turner", "holdsRole", "Deputy Lord Mayor")}),
        ("Emergency Services Minister Bob Debas spoke.",
         {("Bob Debas", "holdsRole", "Emergency Services Minister")}),
        # what is won
        ("World champion Matt Wells lost.", {("Matt Wells", "holdsRole", "World champion")}),
        ("Australian champion Ann Lee lost.",
         {("Ann Lee", "holdsRole", "champion"), ("Ann Lee", "citizenOf", "Australia")}),
        ("World number one Lars Hewson lost.", {("Lars Hewson", "holdsRole", "World number one")}),
        ("World No. 1 Jana Novak beat Tess Lee.", {("Jana Novak", "holdsRole", "World No. 1")}),
        ("The former world No. 1 Ann Lee beat Jana Novak.", {("Ann Lee", "holdsRole", "world No. 1")}),
        ("Olympic 400 metres champion Kate Frost won the race.",
         {("Kate Frost", "holdsRole", "Olympic 400 metres champion")}),
        ("World 1500m champion Kate Frost ran.", {("Kate Frost", "holdsRole", "World 1500m champion")}),
        # what a post is for, in capital letters
        # a party before a post
        ("Labor leader Rob Hale spoke in Canberra.",
         {("Rob Hale", "leads", "Labor"), ("Rob Hale", "memberOf", "Labor")}),
        ("The Labor deputy leader Ann Moor spoke in Sydney.", {("Ann Moor", "memberOf", "Labor")}),
        ("Labor's deputy leader Ann Moor spoke in Sydney.", {("Ann Moor", "memberOf", "Labor")}),
        ("Labor MPs Rob Stone and Tess Lee left.",
         {("Rob Stone", "memberOf", "Labor"), ("Tess Lee", "holdsRole", "MP")}),
        ("Ministers Ann Lee, Rob Stone and Tom Hale resigned.", {("Ann Lee", "holdsRole", "Minister")}),
        ("Labor Secretary Ann Moor left.", {("Ann Moor", "holdsRole", "Labor Secretary")}),
        # one post for several names
        ("Guides Simon Wiggs and Stefan Abel were acquitted.",
         {("Simon Wiggs", "hasOccupation", "Guide"), ("Stefan Abel", "hasOccupation", "Guide")}),
        ("Tour Guides Ann Lee and Tom Hale were arrested.",
         {("Ann Lee", "hasOccupation", "Tour Guide"), ("Tom Hale", "hasOccupation", "Tour Guide")}),
        ("MPs Ann Moor and Rob Hale voted against the bill.",
         {("Ann Moor", "holdsRole", "MP"), ("Rob Hale", "holdsRole", "MP")}),
        ("Democratic Senators Ann Moor and Rob Hale opposed the bill.",
         {("Ann Moor", "holdsRole", "Senator"), ("Rob Hale", "memberOf", "Democratic")}),
        ("Senators Ann Lee and Tom Hale voted.",
         {("Ann Lee", "holdsRole", "Senator"), ("Tom Hale", "holdsRole", "Senator")}),
        # posts with hyphens
        ("The secretary-general of Unicef, Ann Lee, resigned.",
         {("Ann Lee", "holdsRole", "secretary-general"), ("Ann Lee", "leads", "Unicef")}),
        ("Editor-in-chief Ann Lee resigned.", {("Ann Lee", "holdsRole", "Editor-in-chief")}),
        ("Police commander-in-chief Ann Lee resigned.", {("Ann Lee", "holdsRole", "Police commander-in-chief")}),
        ("Tom Hale, a vice-president of Globex, left.",
         {("Tom Hale", "holdsRole", "vice-president"), ("Tom Hale", "worksFor", "Globex")}),
        # letters behind a name
        ("The inquiry will be led by Ross Ray KC.", {("Ross Ray", "holdsRole", "KC")}),
        ("Anna Lee MP spoke.", {("Anna Lee", "holdsRole", "MP")}),
    ],
)  # fmt: skip
def test_posts_around_names(parse_text: ParseText, text: str, expected: set[tuple[str, str, str]]) -> None:
    assert expected <= triples(parse_text, text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Royal Commissioner Tom Coal spoke.", ("Tom Coal", "worksFor", "Royal")),
        ("He was head of security when Tom Hale arrived.", ("Tom Hale", "holdsRole", "head of security")),
        ("The head of state met Tom Hale.", ("Tom Hale", "holdsRole", "head of state")),
        ("Tom Hale, a former Labor attorney-general, left.", ("Tom Hale", "hasOccupation", "Labor attorney")),
        ("Tom Hale, a vice-president of Globex, left.", ("Tom Hale", "leads", "Globex")),
        ("His brother-in-law Tom Hale was arrested.", ("he", "siblingOf", "Tom Hale")),
        ("John Stone OBE opened it.", ("John Stone", "holdsRole", "OBE")),
        ("South Wales MP Tom Hale resigned.", ("South Wales", "holdsRole", "MP")),
        ("Labor leader Rob Hale spoke to American unions in Detroit.", ("Rob Hale", "leads", "Labor")),
        ("Labor leader Rob Hale met union members in Chicago.", ("Rob Hale", "memberOf", "Labor")),
        ("Labor Secretary Ann Moor spoke in Sydney.", ("Ann Moor", "memberOf", "Labor")),
        (
            "Ann Lee, director of Education International, spoke.",
            ("Ann Lee", "holdsRole", "director of Education International"),
        ),
        ("The Joint Chiefs and General Richard Moor agreed.", ("Richard Moor", "holdsRole", "Chiefs General")),
    ],
)
def test_what_is_no_post_of_somebody(parse_text: ParseText, text: str, wrong: tuple[str, str, str]) -> None:
    assert wrong not in triples(parse_text, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jane Roe PhD wrote the report.", "Jane Roe"),
        ("The Leeds choir sang for John Stone OBE on Friday.", "John Stone"),
        ("Guides Simon Wiggs and Stefan Abel were acquitted.", "Simon Wiggs"),
    ],
)
def test_names_end_before_letters_and_start_behind_posts(parse_text: ParseText, text: str, name: str) -> None:
    parse = parse_text(text)
    assert name in {parse.words_of(n.start, n.end) for n in find_names(parse) if n.cls == "Person"}


@pytest.mark.parametrize(
    ("token", "lemma", "one"),
    [
        ("Guides=Guides/NNP/ROOT/0", "guide", "Guide"),
        ("MPs=MPs/NNPS/ROOT/0", "mp", "MP"),
        ("ministers=minister/NNS/ROOT/0", "minister", "minister"),
        ("Sales=Sales/NNP/ROOT/0", "sales", "Sales"),
    ],
)
def test_a_post_has_a_singular(token: str, lemma: str, one: str) -> None:
    parse = parse_of(token)
    assert (post_lemma(parse, 0), one_of_post(parse, 0)) == (lemma, one)


@pytest.mark.parametrize(
    ("sentence", "titles"),
    [
        ("Prime/NNP/compound/3 Minister/NNP/compound/3 Ann/NNP/compound/3 Lee/NNP/ROOT/3", ["Prime Minister"]),
        ("actor/NN/compound/2 Ann/NNP/compound/2 Lee/NNP/ROOT/2", ["actor"]),
        ("Minister/NNP/compound/3 Senator/NNP/compound/3 Ann/NNP/compound/3 Lee/NNP/ROOT/3", ["Senator", "Minister"]),
        ("World/NNP/compound/4 number/NN/compound/4 one/CD/nummod/1 Ann/NNP/compound/4 Lee/NNP/ROOT/4",
         ["World number one"]),
        ("former/JJ/amod/3 Mayor/NNP/compound/3 Ann/NNP/compound/3 Lee/NNP/ROOT/3", ["Mayor"]),
        ("victim/NN/compound/2 Ann/NNP/compound/2 Lee/NNP/ROOT/2", []),
    ],
)  # fmt: skip
def test_titles_stand_before_a_name(sentence: str, titles: list[str]) -> None:
    parse = parse_of(sentence)
    name = Name(len(parse) - 2, len(parse), "Person")
    name_of = [-1] * name.start + [0, 0]
    assert [parse.words_of(start, end) for start, end, _ in title_spans(parse, name_of, name)] == titles


@pytest.mark.parametrize(
    ("sentence", "head", "post"),
    [
        ("a/DT/det/2 deputy/NN/compound/2 director/NN/ROOT/2 of/IN/prep/2 security/NN/pobj/3", 2,
         "deputy director of security"),
        ("a/DT/det/2 former/JJ/amod/2 president/NN/ROOT/2", 2, "president"),
        ("a/DT/det/2 company/NN/compound/2 spokesman/NN/ROOT/2", 2, "spokesman"),
        ("a/DT/det/2 Labour/NNP/compound/2 MP/NN/ROOT/2", 2, "MP"),
        ("a/DT/det/1 table/NN/ROOT/1", 1, ""),
        ("a/DT/det/1 member/NN/ROOT/1", 1, ""),
    ],
)  # fmt: skip
def test_a_nominal_names_a_post(sentence: str, head: int, post: str) -> None:
    parse = parse_of(sentence)
    span = post_span(parse, [-1] * len(parse), 0, head)
    assert (parse.words_of(*span) if span else "") == post


def test_a_party_stands_before_its_members_and_leaders() -> None:
    parse = parse_of(
        "Labour/NNP/compound/2 deputy/NN/compound/2 leader/NN/ROOT/2 Labour/NNP/compound/4 minister/NN/dep/2"
    )
    assert is_party(parse, 0)
    assert not is_party(parse, 3)


@pytest.mark.parametrize(
    ("words", "labor"), [("unions in Sydney", True), ("unions in Detroit", False), ("voters", True)]
)
def test_labor_is_a_party_in_some_countries(words: str, labor: bool) -> None:
    assert is_labor(parse_of(" ".join(f"{word}/NN/dep/0" for word in words.split()))) == labor


def test_a_ranking_opens_with_world() -> None:
    parse = parse_of("world/NN/compound/1 number/NN/ROOT/1 one/CD/nummod/1 bank/NN/dep/1")
    assert is_ranking(parse, 0)
    assert not is_ranking(parse, 1)

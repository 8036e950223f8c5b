"""Spans that may be names: their head, their hyphens, the score of a match behind them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hand_built import parse_of

from kg.text.model import Parse
from kg.text.ner.names import find_names
from kg.text.ner.typing import (
    ClassDecision,
    Evidence,
    NameSpan,
    Votes,
    is_attached,
    is_score,
    span_head,
    vote_by_nouns,
    vote_by_use,
)

if TYPE_CHECKING:
    from conftest import ParseText


PARSE = parse_of(
    "The/DT/det/3 Peruvian/JJ/amod/3 Labor/NNP/compound/3 Ministry/NNP/nsubj/4 met=meet/VBD/ROOT/4",
)


def test_a_span_has_a_length_and_words() -> None:
    span = NameSpan(1, 4, "ORG")
    assert (len(span), span.key(PARSE)) == (3, ("Peruvian", "Labor", "Ministry"))


@pytest.mark.parametrize(("start", "end", "head"), [(1, 4, 3), (1, 3, 2), (0, 5, 4)])
def test_the_head_of_a_span_is_governed_from_outside_it(start: int, end: int, head: int) -> None:
    assert span_head(PARSE, start, end) == head


def test_a_hyphen_is_attached_where_no_space_stands_beside_it() -> None:
    parse = parse_of("Jean/NNP/compound/2 -/HYPH/punct/2 Luc/NNP/nsubj/3 won=win/VBD/ROOT/3")
    assert not is_attached(parse, 1)
    assert is_attached(replace(parse, begins=(0, 4, 5, 9), ends=(4, 5, 8, 12)), 1)


@pytest.mark.parametrize(
    ("tokens", "score"),
    [(["3-0"], True), (["3", "–", "0"], True), (["102", "-", "99"], True), (["won", "3-0"], False), (["767"], False)],
)
def test_a_score_is_one_token_or_three(tokens: list[str], *, score: bool) -> None:
    assert is_score(tokens) == score


def test_votes_are_counted_for_each_name_by_itself() -> None:
    first, second = Votes(), Votes()
    first.all["City"] += 4
    assert not second.all


@pytest.mark.parametrize(
    ("sentence", "span", "nouns"),
    [
        ("the/DT/det/2 carmaker/NN/compound/2 Tavel/NNP/nsubj/3 fell=fall/VBD/ROOT/3", (2, 3, ""), {"Company": 2}),
        ("Tavel/NNP/nsubj/4 ,/,/punct/0 a/DT/det/3 river/NN/appos/0 rose=rise/VBD/ROOT/4", (0, 1, ""),
         {"GeographicFeature": 3}),
        ("Tavel/NNP/nsubj/1 is=be/VBZ/ROOT/1 a/DT/det/3 browser/NN/attr/1", (0, 1, ""), {"Product": 3}),
        ("the/DT/det/1 town/NN/ROOT/1 of/IN/prep/1 Tavel/NNP/pobj/2", (3, 4, ""), {"City": 6}),
        ("the/DT/det/1 story/NN/ROOT/1 of/IN/prep/1 Tavel/NNP/pobj/2", (3, 4, ""), {}),
        ("rivers=river/NNS/ROOT/0 such/JJ/amod/2 as/IN/prep/0 Tavel/NNP/pobj/2", (3, 4, ""), {"GeographicFeature": 3}),
        ("the/DT/det/2 Tavel/NNP/compound/2 nightclub/NN/nsubj/3 burned=burn/VBD/ROOT/3", (1, 2, ""), {"Facility": 2}),
        ("the/DT/det/2 Tavel/NNP/compound/2 mystery/NN/nsubj/3 deepened=deepen/VBD/ROOT/3", (1, 2, ""), {}),
        ("the/DT/det/2 daily/JJ/amod/2 Tavel/NNP/nsubj/3 shut/VBD/ROOT/3", (2, 3, ""), {"MediaOrganization": 2}),
        ("a/DT/det/1 band/NN/ROOT/1 called=call/VBN/acl/1 Tavel/NNP/oprd/2", (3, 4, ""), {"Organization": 3}),
    ],
)  # fmt: skip
def test_a_noun_beside_a_name_says_what_it_is(sentence: str, span: tuple[int, int, str], nouns: dict[str, int]) -> None:
    votes = Votes()
    vote_by_nouns(parse_of(sentence), NameSpan(*span), span[1] - 1, votes)
    assert votes.nouns == nouns


@pytest.mark.parametrize(
    ("sentence", "span", "every"),
    [
        ("his/PRP$/poss/1 daughter/NN/nsubj/3 Austin/NNP/appos/1 left=leave/VBD/ROOT/3", (2, 3, ""), {"Person": 5}),
        ("a/DT/det/1 subsidiary/NN/ROOT/1 of/IN/prep/1 Tavel/NNP/pobj/2", (3, 4, ""), {"Organization": 3}),
        ("Tavel/NNP/nsubj/4 ,/,/punct/0 a/DT/det/3 lawyer/NN/appos/0 left=leave/VBD/ROOT/4", (0, 1, ""), {"Person": 2}),
        ("striker/NN/compound/2 Jon/NNP/compound/2 Tavel/NNP/nsubj/3 left=leave/VBD/ROOT/3", (1, 3, ""), {"Person": 4}),
    ],
)  # fmt: skip
def test_a_noun_for_a_person_or_for_kin_makes_a_name_a_persons(
    sentence: str, span: tuple[int, int, str], every: dict[str, int]
) -> None:
    votes = Votes()
    vote_by_nouns(parse_of(sentence), NameSpan(*span), span[1] - 1, votes)
    assert votes.all == every
    assert not votes.nouns


def classes(parse: Parse) -> dict[str, str]:
    return {parse.words_of(n.start, n.end): n.cls for n in find_names(parse)}


@pytest.mark.parametrize(
    ("text", "name", "vessel"),
    [
        ("Four astronauts travelled to the station aboard Endymion.", "Endymion", True),
        ("The crew on board Tarrow woke up late.", "Tarrow", True),
        ("Rescuers searched for the schooner Tarrow.", "Tarrow", True),
        ("The station hired Tarrow for the board.", "Tarrow", False),
        ("A member of the board told Tarrow to resign.", "Tarrow", False),
    ],
)
def test_what_somebody_is_aboard_is_a_vessel(parse_text: ParseText, text: str, name: str, *, vessel: bool) -> None:
    parse = parse_text(text)
    found = {parse.words_of(n.start, n.end): n.cls for n in find_names(parse)}
    assert (found.get(name) == "Product") == vessel, found


@pytest.mark.parametrize(
    ("sentence", "label", "votes"),
    [
        ("Tavel/NNP/nsubj/1 erupted=erupt/VBD/ROOT/1", "", {"GeographicFeature": 1}),
        ("Tavel/NNP/nsubj/1 erupted=erupt/VBD/ROOT/1", "PERSON", {}),
        ("Tavel/NNP/nsubj/1 retired=retire/VBD/ROOT/1", "", {"Person": 3}),
        ("Tavel/NNP/nsubj/1 married=marry/VBD/ROOT/1", "", {"Person": 4}),
        ("Tavel/NNP/nsubjpass/2 was=be/VBD/auxpass/2 born=bear/VBN/ROOT/2", "", {"Person": 3}),
        ("Tavel/NNP/nsubj/1 was=be/VBD/ROOT/1 a/DT/det/3 poet/NN/attr/1", "", {"Person": 3}),
        ("Tavel/NNP/poss/2 's/POS/case/0 wife/NN/ROOT/2", "", {"Person": 5}),
        ("Tavel/NNP/dobj/1 acquired=acquire/VBD/ROOT/1", "", {"Organization": 3}),
    ],
)
def test_the_verb_or_noun_that_governs_a_name_votes_for_its_class(
    sentence: str, label: str, votes: dict[str, int]
) -> None:
    found: Counter[str] = Counter()
    vote_by_use(parse_of(sentence), NameSpan(0, 1, label), 0, found)
    assert found == votes


@pytest.mark.parametrize(
    ("governor", "votes"),
    [
        ("graduated=graduate/VBD/ROOT/0 from/IN/prep/0", {"EducationalOrganization": 3}),
        ("lived=live/VBD/ROOT/0 near/IN/prep/0", {"City": 3}),
        ("plays=play/VBZ/ROOT/0 for/IN/prep/0", {"SportsTeam": 3}),
        ("shares=share/NNS/ROOT/0 of/IN/prep/0", {"Company": 2}),
        ("built=build/VBN/ROOT/0 by/IN/agent/0", {"Organization": 2}),
        ("built=build/VBN/ROOT/0 by/IN/prep/0", {}),
    ],
)
def test_the_preposition_before_a_name_says_which_class_its_governor_votes_for(
    governor: str, votes: dict[str, int]
) -> None:
    found: Counter[str] = Counter()
    vote_by_use(parse_of(f"{governor} Tavel/NNP/pobj/1"), NameSpan(2, 3, ""), 2, found)
    assert found == votes


@pytest.mark.parametrize(
    ("sentence", "span", "cls"),
    [
        ("the/DT/det/1 Lakers/NNPS/nsubj/2 left=leave/VBD/ROOT/2", (1, 2, "ORG"), "SportsTeam"),
        ("Tavel/NNP/compound/1 goalkeeper/NN/nsubj/2 left=leave/VBD/ROOT/2", (0, 1, ""), "SportsTeam"),
        ("Danube/NNP/compound/1 Air/NNP/compound/2 spokesman/NN/nsubj/3 left=leave/VBD/ROOT/3", (0, 2, "PERSON"),
         "Organization"),
        ("Pfizer/NNP/poss/2 's/POS/case/0 Zolvarin/NNP/nsubj/3 works=work/VBZ/ROOT/3", (2, 3, "ORG"), "Product"),
        ("A/DT/det/1 member/NN/nsubj/5 who/WP/nsubj/3 spoke=speak/VBD/relcl/1 ,/,/punct/1 left=leave/VBD/ROOT/5",
         (1, 2, ""), ""),
    ],
)  # fmt: skip
def test_posts_and_possessives_beside_a_name_vote_for_its_class(
    sentence: str, span: tuple[int, int, str], cls: str
) -> None:
    found: Counter[str] = Counter()
    vote_by_use(parse_of(sentence), NameSpan(*span), span[1] - 1, found)
    assert set(found) == ({cls} if cls else set())


def test_whom_who_takes_up_is_a_person_unless_the_verb_is_plural() -> None:
    found: list[Counter[str]] = [Counter(), Counter()]
    for votes, verb in zip(found, ("founded=found/VBD", "play/VBP"), strict=True):
        clause = (
            f"Demis/NNP/compound/1 Reed/NNP/nsubj/5 ,/,/punct/1 who/WP/nsubj/4 {verb}/relcl/1 left=leave/VBD/ROOT/5"
        )
        vote_by_use(parse_of(clause), NameSpan(0, 2, ""), 1, votes)
    assert found == [{"Person": 3}, {}]


def votes_of(sentence: str, span: tuple[int, int, str]) -> Votes:
    votes = Votes()
    Evidence(parse_of(sentence)).vote(NameSpan(*span), votes)
    return votes


@pytest.mark.parametrize(
    ("sentence", "span", "every", "places"),
    [
        ("Tavel/NNP/nsubj/1 fell=fall/VBD/ROOT/1", (0, 1, "ORG"), {"Organization": 2}, 0),
        ("Tavel/NNP/nsubj/1 fell=fall/VBD/ROOT/1", (0, 1, "PERSON"), {"Person": 2}, 0),
        ("He/PRP/nsubj/1 met=meet/VBD/ROOT/1 TEPCO/NNP/dobj/1", (2, 3, "PERSON"), {"Organization": 2}, 0),
        ("Senator/NNP/compound/1 Tavel/NNP/nsubj/2 fell=fall/VBD/ROOT/2", (1, 2, ""), {"Person": 4}, 0),
        ("He/PRP/nsubj/1 slept=sleep/VBD/ROOT/1 in/IN/prep/1 Tavel/NNP/pobj/2", (3, 4, ""), {"City": 4}, 1),
        ("stakes=stake/NNS/ROOT/0 in/IN/prep/0 Tavel/NNP/pobj/1", (2, 3, ""), {"Place": 1}, 1),
        ("He/PRP/nsubj/1 shouted=shout/VBD/ROOT/1 at/IN/prep/1 Tavel/NNP/pobj/2", (3, 4, ""), {"Place": 1}, 0),
        ("TAVEL/NNP/dep/4 (/-LRB-/punct/0 AP/NNP/dep/0 )/-RRB-/punct/0 -/:/punct/0", (0, 1, ""), {"City": 4}, 1),
        ("He/PRP/nsubj/1 left/VBD/ROOT/1 Tavel/NNP/dobj/1 ,/,/punct/2 MA/NNP/appos/2", (2, 3, ""), {"City": 3}, 1),
        ("He/PRP/nsubj/1 saw=see/VBD/ROOT/1 “/``/punct/3 Tavel/NNP/dobj/1 ”/''/punct/3", (3, 4, ""), {"Work": 3}, 0),
    ],
)  # fmt: skip
def test_labels_and_the_words_around_a_name_vote(
    sentence: str, span: tuple[int, int, str], every: dict[str, int], places: int
) -> None:
    votes = votes_of(sentence, span)
    assert votes.all == every
    assert votes.places == places


def test_an_agency_between_brackets_before_a_dash_is_a_credit() -> None:
    parse = parse_of("OSLO/NNP/dep/0 (/-LRB-/punct/0 AP/NNP/dep/0 )/-RRB-/punct/0 -/:/punct/0 It/PRP/nsubj/0")
    evidence = Evidence(parse)
    assert evidence.is_credit(NameSpan(2, 3, "ORG"))
    assert not evidence.is_credit(NameSpan(0, 1, "GPE"))


def test_codes_and_cities_behind_a_town_and_a_comma_are_states() -> None:
    small, large = (
        Evidence(parse_of(f"{town}/NNP/dep/0 ,/,/punct/0 MA/NNP/dep/0 ,/,/punct/0 {town}/NNP/dep/0 ,/,/punct/0 "
                          "New/NNP/compound/7 York/NNP/dep/0"))
        for town in ("Velmund", "Denver")
    )  # fmt: skip
    assert small.is_postal(2)
    assert not small.is_postal(0)
    assert small.is_province(6, 8)
    assert not large.is_province(6, 8)


def decide(spans: list[tuple[int, int, str]], *sentences: str) -> ClassDecision:
    parse = parse_of(*sentences)
    return ClassDecision(parse, [NameSpan(*span) for span in spans], Evidence(parse))


LEFT = "{}/NNP/nsubj/1 left=leave/VBD/ROOT/1"
TWO = "{}/NNP/compound/1 {}/NNP/nsubj/2 left=leave/VBD/ROOT/2"


@pytest.mark.parametrize(
    ("long", "label", "short", "cls"),
    [
        (("Claire", "Zorvane"), "PERSON", "Zorvane", "Person"),
        (("Claire", "Zorvane"), "PERSON", "Claire", "Person"),
        (("Zorvane", "Airlines"), "ORG", "Zorvane", "Company"),
        (("Zorvane", "Airlines"), "ORG", "Norlock", "Organization"),
    ],
)
def test_a_short_name_has_the_class_of_the_longer_one(long: tuple[str, str], label: str, short: str, cls: str) -> None:
    decision = decide([(0, 2, label), (3, 4, "ORG")], TWO.format(*long), LEFT.format(short))
    assert decision.classes[(short,)] == cls


@pytest.mark.parametrize(("label", "cls"), [("PERSON", "Person"), ("ORG", "Product")])
def test_one_noun_beside_a_surname_is_less_than_the_model_again_and_again(label: str, cls: str) -> None:
    browser = "Zorvane/NNP/nsubj/1 is=be/VBZ/ROOT/1 a/DT/det/3 browser/NN/attr/1"
    spans = [(0, 2, "PERSON"), (3, 4, label), (7, 8, label), (9, 10, label)]
    left = LEFT.format("Zorvane")
    assert decide(spans, TWO.format("Claire", "Zorvane"), browser, left, left).classes[("Zorvane",)] == cls


@pytest.mark.parametrize(("label", "cls"), [("PERSON", "Person"), ("ORG", "Company")])
def test_a_company_is_called_like_a_person_whom_the_text_names(label: str, cls: str) -> None:
    decision = decide([(0, 2, "PERSON"), (3, 4, label)], TWO.format("Claire", "Ford"), LEFT.format("Ford"))
    assert decision.classes[("Ford",)] == cls


def test_a_name_in_capitals_has_the_class_of_the_same_name_in_small_letters() -> None:
    dateline = "TAVELO/NNP/dep/4 (/-LRB-/punct/0 AP/NNP/dep/0 )/-RRB-/punct/0 -/:/punct/0"
    decision = decide([(0, 1, "ORG"), (5, 6, "ORG")], dateline, LEFT.format("Tavelo"))
    assert decision.classes[("TAVELO",)] == decision.classes[("Tavelo",)] == "City"


@pytest.mark.parametrize(
    ("second", "surname"),
    [
        ("Dane/NNP/nsubj/1 left=leave/VBD/ROOT/1", True),
        ("Dane/NNP/compound/1 sailors=sailor/NNS/nsubj/2 left=leave/VBD/ROOT/2", False),
    ],
)
def test_a_persons_last_name_alone_is_a_surname(second: str, *, surname: bool) -> None:
    decision = decide([(0, 2, "PERSON"), (3, 4, "")], TWO.format("Ricky", "Dane"), second)
    assert decision.is_surname(NameSpan(3, 4, "")) == surname
    assert not decision.is_surname(NameSpan(0, 1, ""))

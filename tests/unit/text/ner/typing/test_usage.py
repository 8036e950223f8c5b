"""What a name is by what is done with it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hand_built import parse_of

from kg.text.ner.names import find_names
from kg.text.ner.records import NameSpan
from kg.text.ner.typing.usage import vote_by_use

if TYPE_CHECKING:
    from conftest import ParseText


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

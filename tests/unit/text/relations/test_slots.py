"""What fills the slots of rules, on clauses built by hand."""

import pytest
from hand_built import parse_of

from kg.rules.rule import Slot, Step
from kg.text.model import Argument, Clause
from kg.text.relations.matching import Anchor, fillers, neighbours

PARSE = parse_of(
    "Ana/NNP/nsubj/1 sold=sell/VBD/ROOT/1 Omar/NNP/poss/5 's/POS/case/2 flour/NN/compound/5 mill/NN/dobj/1 "
    "in/IN/prep/5 Lima/NNP/pobj/6 ,/,/punct/5 a/DT/det/10 ruin/NN/appos/5 to/IN/prep/1 Carl/NNP/pobj/11"
)
SOLD = Clause(
    1, "sell", "finite", (Argument(0, "subject"), Argument(5, "object"), Argument(12, "oblique", "to")), 0, 13, verb=1
)
CLAUSE_AT = {1: SOLD}


@pytest.mark.parametrize(
    ("anchor", "steps", "expected"),
    [
        (Anchor(1, SOLD), (Step("subject"),), [0]),
        (Anchor(1, SOLD), (Step("oblique", ("to", "for")),), [12]),
        (Anchor(1, SOLD), (Step("oblique", ("from",)),), []),
        (Anchor(1, SOLD), (Step("verb"),), [1]),
        (Anchor(1, SOLD), (Step("object"), Step("possessive")), [2]),
        (Anchor(1, SOLD), (Step("object"), Step("oblique", ("in",))), [7]),
        (Anchor(5), (Step("head"),), [5]),
        (Anchor(5), (Step("possessive"),), [2]),
        (Anchor(5), (Step("modifier"),), [4]),
        (Anchor(5), (Step("appositive"),), [10]),
        (Anchor(10), (Step("appositive"),), [5]),
        (Anchor(5), (Step("oblique"),), [7]),
        (Anchor(5), (Step("verb"),), []),
        (Anchor(5), (Step("infinitive"),), []),
    ],
)
def test_steps_lead_from_the_anchor_to_tokens(anchor: Anchor, steps: tuple[Step, ...], expected: list[int]) -> None:
    assert fillers(PARSE, anchor, Slot(steps), CLAUSE_AT) == expected


def test_what_stands_beside_a_noun() -> None:
    assert neighbours(PARSE, 5) == {"possessive", "modifier", "appositive"}
    assert neighbours(PARSE, 10) == {"appositive"}
    assert neighbours(PARSE, 0) == frozenset()


def test_a_noun_before_a_comma_modifies_nothing() -> None:
    parse = parse_of("Varna/NNP/compound/2 ,/,/punct/2 Bulgaria/NNP/ROOT/2")
    assert fillers(parse, Anchor(2), Slot((Step("modifier"),)), {}) == []

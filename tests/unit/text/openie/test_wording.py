"""The words of phrases, verb groups and clauses, on parses built by hand."""

import pytest
from hand_built import parse_of

from kg.text.model import Clause
from kg.text.openie.triples import Wording

PARSE = parse_of(
    "The/DT/det/2 old/JJ/amod/2 mill/NN/nsubjpass/8 ,/,/punct/2 which/WDT/nsubj/5 burned=burn/VBD/relcl/2 ,/,/punct/2 "
    "was=be/VBD/auxpass/8 sold=sell/VBN/ROOT/8 on/IN/prep/8 behalf/NN/pobj/9 of/IN/prep/10 Ana/NNP/poss/14 "
    "'s/POS/case/12 aunt/NN/pobj/11 and/CC/cc/8 rebuilt=rebuild/VBN/conj/8"
)
WORDING = Wording(PARSE, PARSE.text)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (WORDING.phrase(2), "The old mill"),
        (WORDING.phrase(2, bare=True), "The old mill"),
        (WORDING.phrase(14), "Ana 's aunt"),
        (WORDING.unowned(14), "aunt"),
        (WORDING.preposition("on_behalf_of", 14), "on behalf of"),
        (WORDING.preposition("near", 14), "near"),
        (WORDING.obliques([("on_behalf_of", [14])]), ["on behalf of Ana 's aunt"]),
        (WORDING.span([2, 14])[:12], "The old mill"),
        (WORDING.words([8, 7, 8]), "was sold"),
    ],
)
def test_phrases(words: object, expected: object) -> None:
    assert words == expected


def test_a_coordinated_verb_takes_the_auxiliaries_that_it_shares() -> None:
    sold = Clause(8, "sell", "finite", (), 0, 17, verb=8, passive=True)
    rebuilt = Clause(16, "rebuild", "finite", (), 0, 17, verb=16, passive=True, link="conj")
    assert WORDING.verb_group(sold) == "was sold"
    assert WORDING.verb_group(rebuilt) == "was rebuilt"


def test_a_complement_clause_is_given_with_the_word_that_opens_it() -> None:
    parse = parse_of(
        "Omar/NNP/nsubj/1 said=say/VBD/ROOT/1 that/IN/mark/4 Ana/NNP/nsubj/4 left=leave/VBD/ccomp/1 ././punct/4"
    )
    left = Clause(4, "leave", "finite", (), 2, 6, verb=4, link="ccomp")
    assert Wording(parse, parse.text).content(left) == ("that", "Ana left")

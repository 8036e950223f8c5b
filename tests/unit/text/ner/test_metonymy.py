"""Which names of towns mean their teams, and which of capitals their countries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hand_built import parse_of

from kg.text.ner.metonymy import find_countries, find_teams
from kg.text.ner.names import find_names
from kg.text.ner.records import NameSpan

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He was injured in the third Test against Peru.", "Peru"),
        ("Granada drew its last match against Oslo.", "Oslo"),
        ("She scored twice in a 3-0 win over Bolivia.", "Bolivia"),
        ("The trophy went to Chile after a 2-1 loss. Chile striker Marta Quist wept.", "Chile"),
        ("Peru captain Anton Moro was injured. The coach said Peru would recover.", "Peru"),
    ],
)
def test_who_plays_a_match_is_a_team(parse_text: ParseText, text: str, name: str) -> None:
    parse = parse_text(text)
    assert (name, "SportsTeam") in {(parse.words_of(n.start, n.end), n.cls) for n in find_names(parse)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The war against Peru went on.", "Peru"),
        ("A court rejected the claim over Bolivia.", "Bolivia"),
        ("The party has a lead of 3-0 over Oslo.", "Oslo"),
        ("Peru striker Anton Moro flew to Peru.", "Peru"),
        ("The match in Oslo was against the law.", "Oslo"),
    ],
)
def test_a_place_that_plays_nothing_is_no_team(parse_text: ParseText, text: str, name: str) -> None:
    parse = parse_text(text)
    last = [n.cls for n in find_names(parse) if parse.words_of(n.start, n.end) == name][-1]
    assert last != "SportsTeam"


@pytest.mark.parametrize(
    ("sentence", "cities", "persons", "teams"),
    [
        ("Granada/NNP/nsubj/1 beat/VBD/ROOT/1 Getafe/NNP/dobj/1", [0, 2], [], {0, 2}),
        ("Granada/NNP/nsubj/1 lost=lose/VBD/ROOT/1 to/IN/prep/1 Getafe/NNP/pobj/2", [0, 3], [], {0, 3}),
        ("Granada/NNP/nsubj/1 beat/VBD/ROOT/1 Getafe/NNP/dobj/1 to/TO/aux/4 host/VB/advcl/1 it/PRP/dobj/4", [0, 2], [],
         set()),
        ("Granada/NNP/nsubj/1 sued=sue/VBD/ROOT/1 Getafe/NNP/dobj/1", [0, 2], [], set()),
        ("Leeds/NNP/nsubj/1 signed=sign/VBD/ROOT/1 Hale/NNP/dobj/1", [0], [2], {0}),
        ("Hale/NNP/nsubj/1 joined=join/VBD/ROOT/1 Leeds/NNP/dobj/1", [2], [0], {2}),
        ("He/PRP/nsubj/1 coached=coach/VBD/ROOT/1 Leeds/NNP/dobj/1", [2], [], {2}),
        ("Leeds/NNP/compound/2 striker/NN/compound/2 Hale/NNP/nsubj/3 left=leave/VBD/ROOT/3", [0], [2], {0}),
        ("A/DT/det/2 3-0/CD/nummod/2 win/NN/ROOT/2 over/IN/prep/2 Leeds/NNP/pobj/3", [4], [], {4}),
        ("A/DT/det/1 claim/NN/ROOT/1 over/IN/prep/1 Leeds/NNP/pobj/2", [3], [], set()),
    ],
)  # fmt: skip
def test_a_town_that_plays_is_a_team(sentence: str, cities: list[int], persons: list[int], teams: set[int]) -> None:
    spans = [[NameSpan(token, token + 1, "") for token in tokens] for tokens in (cities, persons)]
    assert find_teams(parse_of(sentence), *spans) == teams


@pytest.mark.parametrize(
    ("sentence", "country"),
    [
        ("Athens/NNP/nsubj/1 recalled=recall/VBD/ROOT/1 its/PRP$/poss/3 envoy/NN/dobj/1", True),
        ("Athens/NNP/nsubj/1 slept=sleep/VBD/ROOT/1 while/IN/mark/3 fell=fall/VBD/advcl/1", False),
        ("Athens/NNP/poss/2 's/POS/case/0 ambassador/NN/nsubj/3 left=leave/VBD/ROOT/3", True),
        ("Athens/NNP/poss/2 's/POS/case/0 buses=bus/NNS/nsubj/3 stopped=stop/VBD/ROOT/3", False),
        ("Athens/NNP/nsubjpass/1 warned=warn/VBN/ROOT/1", True),
        ("Athens/NNP/ROOT/0 ,/,/punct/0 which/WDT/nsubj/3 banned=ban/VBD/relcl/0 it/PRP/dobj/3", True),
        ("Athens/NNP/npadvmod/2 -/HYPH/punct/2 backed=back/VBN/amod/3 plans=plan/NNS/ROOT/3", True),
        ("Athens/NNP/npadvmod/2 -/HYPH/punct/2 based=base/VBN/amod/3 firms=firm/NNS/ROOT/3", False),
    ],
)
def test_a_capital_that_governs_is_its_country(sentence: str, *, country: bool) -> None:
    parse = parse_of(sentence, "Greece/NNP/nsubj/1 denied=deny/VBD/ROOT/1 it/PRP/dobj/1")
    capital, named = NameSpan(0, 1, "GPE"), NameSpan(len(parse) - 3, len(parse) - 2, "GPE")
    assert find_countries(parse, [capital], [capital, named]) == ({0} if country else set())
    assert find_countries(parse, [capital], [capital]) == set()


@pytest.mark.parametrize(
    ("above", "country"),
    [("ties=tie/NNS/ROOT/0 with/IN/prep/0", True), ("weapons=weapon/NNS/ROOT/0 for/IN/prep/0", True),
     ("blessing/NN/ROOT/0 of/IN/prep/0", True), ("envoy/NN/ROOT/0 to/IN/prep/0", True),
     ("accused=accuse/VBN/ROOT/0 by/IN/agent/0", True), ("dinner/NN/ROOT/0 with/IN/prep/0", False),
     ("flights=flight/NNS/ROOT/0 to/IN/prep/0", False)],
)  # fmt: skip
def test_what_goes_before_a_preposition_makes_a_capital_a_country(above: str, *, country: bool) -> None:
    parse = parse_of(f"{above} Athens/NNP/pobj/1 Greece/NNP/dep/2")
    spans = [NameSpan(2, 3, "GPE"), NameSpan(3, 4, "GPE")]
    assert find_countries(parse, spans[:1], spans) == ({2} if country else set())

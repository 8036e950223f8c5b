"""What names say by their first words, on readings built by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hand_built import parse_of, refer

from kg.rules.rule_set import RuleSet
from kg.text.relations.matching import RuleMatcher
from kg.text.relations.namesakes import find_namesakes

if TYPE_CHECKING:
    from kg.text.model import Parse


def found(parse: Parse, *phrases: tuple[int, int, str]) -> set[tuple[str, str, str]]:
    referents = refer(parse, *([phrase] for phrase in phrases))
    names = [parse.words_of(p.start, p.end) for p in referents.phrases]
    mentions = find_namesakes(RuleMatcher(parse, referents, (), (), RuleSet(())))
    return {(names[m.subject], m.predicate, names[m.object]) for m in mentions}


FESTIVAL = parse_of("Varna/NNP/compound/1 Festival/NNP/ROOT/1", "Varna/NNP/ROOT/0")
BATTLE = parse_of("Battle/NNP/ROOT/0 of/IN/prep/0 Varna/NNP/pobj/1", "Varna/NNP/ROOT/0")
BROWSER = parse_of("Acme/NNP/compound/1 Reader/NNP/ROOT/1")


def test_an_event_takes_place_where_its_name_says() -> None:
    expected = {("Varna Festival", "tookPlaceIn", "Varna")}
    assert found(FESTIVAL, (0, 2, "Competition"), (2, 3, "City")) == expected
    assert found(BATTLE, (0, 3, "Attack"), (3, 4, "City")) == {("Battle of Varna", "tookPlaceIn", "Varna")}


def test_no_place_is_found_that_the_text_names_nowhere_else() -> None:
    assert found(FESTIVAL, (0, 2, "Competition")) == set()
    assert found(FESTIVAL, (0, 2, "Conflict"), (2, 3, "City")) == set()
    assert found(FESTIVAL, (0, 2, "Competition"), (2, 3, "Person")) == set()


def test_a_product_is_made_by_the_company_that_opens_its_name() -> None:
    assert found(BROWSER, (0, 2, "Product"), (0, 1, "Company")) == {("Acme", "created", "Acme Reader")}
    assert found(BROWSER, (0, 2, "Product"), (0, 1, "City")) == set()

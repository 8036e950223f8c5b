from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from coreference import called_together, chains_of, clusters_of, corefer
from hand_built import parse_of

from kg.text.coref.pronouns import PronounFinder, antecedent_of_relative
from kg.text.model import Quote

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Ivan Petrov, who owns the mine, refused.", {"Ivan Petrov", "who"}),
        ('"I will not resign," Peter Okoye said on Friday.', {"I", "Peter Okoye"}),
        ('Nils Berg leads the union. "His uncle Tom Gale sold the pump to the farmer," he said.', {"Nils Berg", "he"}),
        ("In her speech, Marta Silva thanked the crew.", {"her", "Marta Silva"}),
        ('Tom Gale fell. "He was in shock," Nils Berg said of Gale.', {"Tom Gale", "He"}),
        ("Tom Gale asked Nils Berg whether he had sold the pump.", {"Nils Berg", "he"}),
        ("Tom Gale fell. Nils Berg's mother said he had gone home.", {"Nils Berg", "he"}),
        ("Tom Gale shot a clerk. Inspector Nils Berg said he was still at large.", {"Tom Gale", "he"}),
        ("Tom Gale fell. Surgeon Nils Berg said he would operate on Monday.", {"Nils Berg", "he"}),
        ("Ann Lee said Marta Silva had gone home. She said Silva was ill.", {"Ann Lee", "She"}),
        ("Tom Gale spoke. Nils Berg, his lawyer, left.", {"Tom Gale", "his"}),
        ("Gorka Airlines lost money. It is a private company.", {"Gorka Airlines", "It"}),
        ("Acme lost money. Velto, its main rival, made a profit.", {"Acme", "its"}),
    ],
)  # fmt: skip
def test_a_pronoun_is_in_the_chain_of_its_antecedent(parse_text: ParseText, text: str, same: set[str]) -> None:
    assert corefer(parse_text(text), same), called_together(parse_text(text))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Marta Silva told him that Paulo Reis had won.", "Marta Silva", "him"),
        ("Nils Berg met Tom Gale in Oslo. He said Berg had sold the pump.", "Nils Berg", "He"),
        ("Nils Berg left. He had hidden when Berg came.", "Nils Berg", "He"),
        ("Detective Nils Berg was tried. A clerk said he had trusted the detective.", "Nils Berg", "he"),
        ("Tom Gale was alive when Nils Berg said he left.", "Tom Gale", "he"),
        ("Tom Gale fell. Surgeon Nils Berg said he was out of danger.", "Nils Berg", "he"),
        ("Tom Gale praised Nils Berg and said he had shown courage.", "Tom Gale", "he"),
        ("Tom Gale called. Nils Berg replied that he could not count.", "Nils Berg", "he"),
        ("Tom Gale asked Nils Berg why the pump broke. He said nobody knew.", "Tom Gale", "He"),
        ("Nils Berg, his lawyer, left.", "Nils Berg", "his"),
        ("The ban shook Congress. It was a campaign promise.", "Congress", "It"),
    ],
)
def test_a_pronoun_is_not_in_the_chain_of_another(parse_text: ParseText, text: str, one: str, other: str) -> None:
    assert not corefer(parse_text(text), {one, other}), called_together(parse_text(text))


@pytest.mark.parametrize(
    "text", ["It is clear that the bank failed.", "Harwick United won the cup. It is a great honour for all of Oslo."]
)
def test_a_pleonastic_pronoun_refers_to_nothing(parse_text: ParseText, text: str) -> None:
    found = chains_of(parse_text(text))
    pronoun = next(p for p, phrase in enumerate(found.phrases) if phrase.kind == "pronoun")
    assert found.referent_of[pronoun] == -1


def test_the_subject_is_more_salient_than_the_object() -> None:
    parse = parse_of(
        "Tom/NNP/nsubj/1 met=meet/VBD/ROOT/1 Ann/NNP/dobj/1", "He/PRP/nsubj/1 left=leave/VBD/ROOT/1 her/PRP/dobj/1"
    )
    clusters = clusters_of(parse, (0, 1, "Person"), (2, 3, "Person"), (3, 4, ""), (5, 6, ""))
    clusters.gender.update({0: "", 1: "female"})
    finder = PronounFinder(parse, clusters, ())
    assert finder.find(2) == 0
    assert clusters.gender[0] == "male"  # known from then on
    assert finder.find(3) == 1


def test_nobody_speaks_of_himself_by_name() -> None:
    parse = parse_of("“/``/punct/2 Tom/NNP/nsubj/2 won=win/VBD/ccomp/5 ”/''/punct/5 he/PRP/nsubj/5 said=say/VBD/ROOT/5")
    clusters = clusters_of(parse, (1, 2, "Person"), (4, 5, ""))
    assert PronounFinder(parse, clusters, ()).find(1) == 0
    said = Quote(begin=2, end=9, start=1, stop=3, speech=True, speaker=4)
    assert PronounFinder(parse, clusters, [said]).find(1) == -1


def test_i_is_the_speaker_and_we_those_for_whom_he_speaks() -> None:
    parse = parse_of(
        "I/PRP/nsubj/1 won=win/VBD/ccomp/4 Norway/NNP/poss/3 Hale/NNP/nsubj/4 said=say/VBD/ROOT/4 we/PRP/dep/1"
    )
    clusters = clusters_of(parse, (0, 1, ""), (2, 3, "Country"), (3, 4, "Person"), (5, 6, ""))
    finder = PronounFinder(parse, clusters, [Quote(0, 5, start, start + 1, speech=True, speaker=3) for start in (0, 5)])
    assert (finder.find(0), finder.find(3)) == (2, 1)
    assert not finder.is_writer(0)
    assert PronounFinder(parse, clusters, ()).is_writer(0)


def test_a_relative_pronoun_has_the_noun_before_its_clause_for_antecedent() -> None:
    parse = parse_of("Tom/NNP/nsubj/3 who/WP/nsubj/2 won=win/VBD/relcl/0 left=leave/VBD/ROOT/3")
    clusters = clusters_of(parse, (0, 1, "Person"), (1, 2, ""))
    assert antecedent_of_relative(parse, clusters, 1) == 0
    assert antecedent_of_relative(parse, clusters, 0) == -1

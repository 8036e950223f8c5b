from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from coreference import called_together, clusters_of, corefer
from hand_built import parse_of

from kg.text.coref.nominals.antecedents import load_chooser
from kg.text.coref.nominals.definite import NominalFinder

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Arkell Air Base was hit. The base burned.", {"Arkell Air Base", "The base"}),
        ("Omar Haddad, a former minister, fled. The former minister denied it.",
         {"Omar Haddad", "a former minister", "The former minister"}),
        ("A meeting was held in Oslo. The meeting ended early.", {"A meeting", "The meeting"}),
        ("A ferry sank off Cebu. The vessel carried 300 people.", {"A ferry", "The vessel"}),
        ("A clerk at the Barton County Sheriff's office called. The sheriff's deputies came.",
         {"Barton County Sheriff's office", "The sheriff"}),
        ("An engineer for Lumeta Inc. resigned. Lumeta's engineer spoke on Friday.",
         {"An engineer", "Lumeta's engineer"}),
        ("The Tavel Bureau of Statistics met. The bureau denied it.", {"Tavel Bureau of Statistics", "The bureau"}),
        ("An F-16 was hit. The F-16 fighter burned.", {"F-16", "The F-16 fighter"}),
        ("A Leeds police officer fell. It was seen by Leeds police.", {"Leeds police"}),
        ("The Taliban attacked. The Taliban movement denied it.", {"The Taliban movement", "Taliban"}),
        ("Fires burned in Hobart. The Hobart area was hit.", {"The Hobart area", "Hobart"}),
        ("The CITEX Treaty was signed. Both are parties to the CITEX treaty.", {"CITEX Treaty", "the CITEX treaty"}),
        ("NASA's Endurance rover landed. Endurance sent photos.", {"NASA's Endurance rover", "Endurance"}),
        ("Tavir reported losses. The Tavir news agency fired ten people.", {"Tavir", "The Tavir news agency"}),
        ("Police searched the Cielo Verde nightclub. Cielo Verde closed.",
         {"the Cielo Verde nightclub", "Cielo Verde"}),
        ("Hamas backed him. Rahim Sadr and his Hamas faction left.", {"Hamas", "his Hamas faction"}),
        ("The Coronna prison burned. Fire crews said that the prison was lost.", {"The Coronna prison", "Coronna"}),
        ("Gorka Air is a carrier. The Tavel-based carrier lost money.", {"Gorka Air", "The Tavel-based carrier"}),
        ("Velto Holdings hired a haulage company. The company lost the goods.", {"a haulage company", "The company"}),
    ],
)  # fmt: skip
def test_a_definite_nominal_is_in_the_chain_of_its_antecedent(parse_text: ParseText, text: str, same: set[str]) -> None:
    assert corefer(parse_text(text), same), called_together(parse_text(text))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("An attack killed two. Another attack failed.", "An attack", "Another attack"),
        ("Nadia Rahman thanked her lawyer, but she left.", "Nadia Rahman", "her lawyer"),
        ("A judge freed the driver. The mayor objected.", "A judge", "The mayor"),
        ("NASA rovers landed. A NASA rover failed.", "NASA", "A NASA rover"),
        ("The Ford plant closed.", "Ford", "The Ford plant"),
        ("Acme closed its Wolfsburg plant.", "Wolfsburg", "its Wolfsburg plant"),
        ("He flew to Bergen. The Bergen airport was closed.", "Bergen", "The Bergen airport"),
        ("Google updated Android. Android phones were recalled.", "Android", "Android phones"),
        ("The UN met. The UN refugee agency sent tents.", "UN", "The UN refugee agency"),
        ("Ola Berg led Norway. Berg and his Norway staff left.", "Norway", "his Norway staff"),
        ("The Governor-General must go, says the Attorney-General.", "The Governor-General", "the Attorney-General"),
        ("The Governor-General left. A general spoke. The general lied.", "The Governor-General", "The general"),
        ("Oslo airport burned. Oslo was calm.", "Oslo", "Oslo airport"),
        ("The Coronna prison burned. In Coronna all was calm.", "The Coronna prison", "Coronna"),
        (
            "Crews of the State Emergency Service came. Fires burned across the state.",
            "State Emergency Service",
            "the state",
        ),
        ("Troops took the West Bank. They left the West Bank town on Monday.", "West Bank", "the West Bank town"),
    ],
)
def test_a_nominal_for_another_stays_apart(parse_text: ParseText, text: str, one: str, other: str) -> None:
    assert not corefer(parse_text(text), {one, other}), called_together(parse_text(text))


def test_a_definite_nominal_repeats_the_last_with_its_head_and_modifiers() -> None:
    parse = parse_of(
        "A/DT/det/2 red/JJ/amod/2 ferry/NN/nsubj/3 sank/VBD/ROOT/3",
        "A/DT/det/1 ferry/NN/nsubj/2 burned/VBD/ROOT/2",
        "The/DT/det/2 red/JJ/amod/2 ferry/NN/nsubj/3 was/VBD/ROOT/3",
        "The/DT/det/1 vessel/NN/nsubj/2 was/VBD/ROOT/2",
        "Its/PRP$/poss/1 ferry/NN/nsubj/2 was/VBD/ROOT/2",
    )
    extents = [(0, 3), (4, 6), (7, 10), (11, 13), (14, 16)]
    clusters = clusters_of(parse, *((start, end, "Product") for start, end in extents))
    finder = NominalFinder(parse, clusters, load_chooser())
    assert [finder.find(mention) for mention in range(5)] == [-1, -1, 0, 2, -1]


def test_what_belongs_to_one_owner_is_one() -> None:
    parse = parse_of(
        *("Acme/NNP/poss/2 's/POS/case/0 clerk/NN/nsubj/3 left/VBD/ROOT/3",) * 2,
        "Velto/NNP/poss/2 's/POS/case/0 clerk/NN/nsubj/3 left/VBD/ROOT/3",
    )
    clusters = clusters_of(
        parse, *((start, start + 1, "Company") for start in (0, 4, 8)), *((at, at + 1, "Person") for at in (2, 6, 10))
    )
    clusters.merge(2, 0)  # Acme and Acme
    finder = NominalFinder(parse, clusters, load_chooser())
    assert [finder.find(mention) for mention in (1, 3, 5)] == [-1, 1, -1]

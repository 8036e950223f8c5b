from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from coreference import called_together, clusters_of, corefer
from hand_built import parse_of

from kg.text.coref.discourse import unique_kinds

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Police held a man. The Leeds Police said that he had fled.", {"Police", "Leeds Police"}),
        ("The bureau was silent. The Velmund Bureau of Prices met.", {"The bureau", "Velmund Bureau of Prices"}),
        ("The hospital gave no reason. Nurses at Beldon Hospital protested.", {"The hospital", "Beldon Hospital"}),
        ("Gorka Air, a carrier, lost money. The struggling low-cost carrier fired ten pilots.",
         {"Gorka Air", "The struggling low-cost carrier"}),
    ],
)  # fmt: skip
def test_an_unnamed_entity_is_in_the_chain_of_the_only_one_of_its_kind(
    parse_text: ParseText, text: str, same: set[str]
) -> None:
    assert corefer(parse_text(text), same), called_together(parse_text(text))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Police held a man. The Leeds Police and the York Police met.", "Police", "Leeds Police"),
        ("Kenyan police held a man. The Leeds Police said that he had fled.", "Kenyan police", "Leeds Police"),
        ("Ann Tully left with her daughter. Tom Farrow and his daughter Inge live in Oslo.", "her daughter", "Inge"),
        ("She died in hospital. Nurses at Beldon Hospital protested.", "hospital", "Beldon Hospital"),
        ("The hospital closed. Beldon Hospital and Tarn Hospital merged.", "The hospital", "Beldon Hospital"),
        ("Gorka Air, a carrier, lost money. The new low-cost carrier won.", "Gorka Air", "The new low-cost carrier"),
    ],
)
def test_an_unnamed_entity_stays_apart_from_others_of_its_kind(
    parse_text: ParseText, text: str, one: str, other: str
) -> None:
    assert not corefer(parse_text(text), {one, other}), called_together(parse_text(text))


def test_a_noun_stands_for_the_only_name_that_it_heads() -> None:
    parse = parse_of(
        "The/DT/det/1 bureau/NN/nsubj/2 met/VBD/ROOT/2",
        "Tavel/NNP/compound/1 Bureau/NNP/nsubj/2 met/VBD/ROOT/2",
        "Warra/NNP/compound/1 Bureau/NNP/nsubj/2 met/VBD/ROOT/2",
    )
    extents = [(0, 2, "GovernmentAgency"), (3, 5, "GovernmentAgency"), (6, 8, "GovernmentAgency")]
    assert list(unique_kinds.kind_links(parse, clusters_of(parse, *extents[:2]))) == [(0, 1)]
    assert not list(unique_kinds.kind_links(parse, clusters_of(parse, *extents)))


def test_police_are_the_only_force_named() -> None:
    parse = parse_of("police/NN/nsubj/1 met/VBD/ROOT/1", "Leeds/NNP/compound/1 Police/NNP/nsubj/2 met/VBD/ROOT/2")
    clusters = clusters_of(parse, (0, 1, "GovernmentAgency"), (2, 4, "GovernmentAgency"))
    assert list(unique_kinds.police_links(parse, clusters)) == [(0, 1)]


def test_his_daughter_is_the_only_daughter_named() -> None:
    parse = parse_of("his/PRP$/poss/1 daughter/NN/nsubj/2 left/VBD/ROOT/2 Inge/NNP/dep/2")
    clusters = clusters_of(parse, (0, 2, "Person"), (3, 4, "Person"))
    assert not list(unique_kinds.kinship_links(parse, clusters))
    clusters.nouns[1].add("daughter")
    assert list(unique_kinds.kinship_links(parse, clusters)) == [(0, 1)]

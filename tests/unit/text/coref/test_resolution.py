from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from coreference import called_together, chains_of, corefer
from hand_built import parse_of

from kg.text.coref.resolution import resolve
from kg.text.model import Phrase

if TYPE_CHECKING:
    from conftest import ParseText


def test_names_come_before_syntax_and_syntax_before_pronouns() -> None:
    parse = parse_of(
        "Tom/NNP/compound/1 Hale/NNP/nsubj/5 ,/,/punct/1 a/DT/det/4 baker/NN/appos/1 left=leave/VBD/ROOT/5",
        "Hale/NNP/nsubj/1 sold=sell/VBD/ROOT/1 his/PRP$/poss/3 car/NN/dobj/1",
    )
    phrases = (
        Phrase(0, 2, 1, "name", "Person"),
        Phrase(3, 5, 4, "nominal", "Person"),
        Phrase(6, 7, 6, "name", "Person"),
        Phrase(8, 9, 8, "pronoun", ""),
        Phrase(8, 10, 9, "nominal", "Product"),
    )
    found = resolve(parse, phrases)
    assert [(r.name, r.cls, r.aliases, r.phrases) for r in found.referents] == [
        ("Tom Hale", "Person", ("Hale",), (0, 1, 2, 3)),
        ("his car", "Product", ("car",), (4,)),
    ]
    assert found.referent_of == (0, 0, 0, 0, 1)


def test_a_whole_text_has_one_chain_an_entity(parse_text: ParseText) -> None:
    parse = parse_text("Nora Lindqvist won. Lindqvist thanked her team.")
    assert corefer(parse, {"Nora Lindqvist", "Lindqvist", "her"}), called_together(parse)


def test_every_phrase_belongs_to_the_referent_that_lists_it(parse_text: ParseText) -> None:
    found = chains_of(parse_text("Ghana's president met Ama Owusu, who leads the union. She thanked him."))
    for place, referent in enumerate(found.referents):
        assert all(found.referent_of[p] == place for p in referent.phrases)
    assert len(found.referent_of) == len(found.phrases)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "\u201c",
        "Sheriff's",
        "University of",
        "Mr.",
        'Robert "',
        "- Foo",
        "’s",
        "EU and NATO",
        "\u200b\x00x",
        "of Foo and",
        "Mia Lind is a writer. I am the writer. I am glad.",
    ],
)
def test_odd_texts_do_no_harm(parse_text: ParseText, text: str) -> None:
    found = chains_of(parse_text(text))
    assert len(found.referent_of) == len(found.phrases)

"""Well-known names are whole, whatever the model made of them."""

import pytest
from hand_built import parse_of

from kg.text.ner.detection import complete_known_names
from kg.text.ner.typing import NameSpan

PARSE = parse_of(
    "Doctors/NNPS/nsubj/3 Without/IN/prep/0 Borders/NNPS/pobj/1 left=leave/VBD/ROOT/3 Sierra/NNP/compound/5 "
    "Leone/NNP/dobj/3 yesterday/NN/npadvmod/3"
)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [("Doctors Without Borders", ""), ("Sierra Leone", "")]),
        ([(0, 1, "ORG"), (4, 6, "GPE")], [("Doctors Without Borders", "ORG"), ("Sierra Leone", "GPE")]),
        ([(2, 3, "PERSON"), (5, 6, "LOC")], [("Doctors Without Borders", ""), ("Sierra Leone", "LOC")]),
        ([(4, 7, "ORG")], [("Doctors Without Borders", ""), ("Sierra Leone yesterday", "ORG")]),
    ],
)
def test_pieces_of_a_well_known_name_are_replaced_by_it(
    spans: list[tuple[int, int, str]], expected: list[tuple[str, str]]
) -> None:
    found = complete_known_names(PARSE, [NameSpan(*span) for span in spans])
    assert [(" ".join(span.key(PARSE)), span.label) for span in found] == expected


def test_a_text_without_well_known_names_keeps_its_spans() -> None:
    parse = parse_of("Zorvane/NNP/nsubj/1 fell=fall/VBD/ROOT/1")
    spans = [NameSpan(0, 1, "ORG")]
    assert complete_known_names(parse, spans) == spans

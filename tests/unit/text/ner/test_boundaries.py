"""How far a name goes beyond the words that the language model gives."""

import pytest
from hand_built import parse_of

from kg.text.model import Parse
from kg.text.ner.detection import Extender
from kg.text.ner.model_entities import Capitals
from kg.text.ner.typing import NameSpan


def extender(parse: Parse, *spans: NameSpan) -> Extender:
    at: list[NameSpan | None] = [None] * len(parse)
    for span in spans:
        at[span.start : span.end] = [span] * len(span)
    return Extender(parse, Capitals(parse), at)


@pytest.mark.parametrize(
    ("sentence", "span", "expected", "label"),
    [
        (("Crowds=crowd/NNS/nsubj/1 ran=run/VBD/ROOT/1 early/RB/advmod/1 to/IN/prep/1 the/DT/det/9 "
         "Leeds/NNP/compound/6 World/NNP/poss/9 's/POS/case/6 Trade/NNP/compound/9 Fair/NNP/pobj/3"), (5, 7, "GPE"),
         "Leeds World 's Trade Fair", "ORG"),
        ("The/DT/det/2 Greene/NNP/compound/2 Sheriff/NNP/poss/4 's/POS/case/2 office/NN/nsubj/5 spoke=speak/VBD/ROOT/5",
         (1, 3, "PERSON"), "Greene Sheriff 's office", "ORG"),
        ("He/PRP/nsubj/1 took=take/VBD/ROOT/1 Interstate/NNP/dobj/1 75/CD/nummod/2", (2, 3, "FAC"), "Interstate 75",
         "FAC"),
        ("He/PRP/nsubj/1 beat/VBD/ROOT/1 Acme/NNP/compound/3 Rovers/NNP/dobj/1 3/CD/nummod/3 -/SYM/punct/3 1/CD/prep/4",
         (2, 4, "ORG"), "Acme Rovers", "ORG"),
        (("The/DT/det/1 Ministry/NNP/nsubj/6 of/IN/prep/1 Health/NNP/pobj/2 and/CC/cc/3 Welfare/NNP/conj/3 "
         "met=meet/VBD/ROOT/6"), (1, 2, "ORG"), "Ministry of Health and Welfare", "ORG"),
        (("The/DT/det/1 Council/NNP/nsubj/7 for/IN/prep/1 the/DT/det/4 Care/NNP/pobj/2 of/IN/prep/4 Birds/NNP/pobj/5 "
         "met=meet/VBD/ROOT/7"), (1, 2, "ORG"), "Council for the Care of Birds", "ORG"),
        (("He/PRP/nsubj/1 sang=sing/VBD/ROOT/1 the/DT/det/3 song/NN/dobj/1 Fields/NNP/appos/3 of/IN/prep/4 "
         "Glass/NNP/pobj/5"), (4, 5, "ORG"), "Fields of Glass", "WORK_OF_ART"),
    ],
)  # fmt: skip
def test_a_name_takes_in_what_belongs_to_it(
    sentence: str, span: tuple[int, int, str], expected: str, label: str
) -> None:
    parse, name = parse_of(sentence), NameSpan(*span)
    extender(parse, name).extend(name)
    assert (" ".join(name.key(parse)), name.label) == (expected, label)


def test_a_university_has_its_town_as_a_part_of_its_name() -> None:
    parse = parse_of(
        "The/DT/det/1 University/NNP/nsubj/6 of/IN/prep/1 Texas/NNP/pobj/2 at/IN/prep/1 Austin/NNP/pobj/4 "
        "won=win/VBD/ROOT/6"
    )
    school, town = NameSpan(1, 4, "ORG"), NameSpan(5, 6, "GPE")
    extender(parse, school, town).extend(school)
    assert school.end == 6


def test_a_nickname_in_quotation_marks_stays_inside_a_persons_name() -> None:
    parse = parse_of(
        "Police/NNS/nsubj/1 held=hold/VBD/ROOT/1 Robert/NNP/compound/6 “/``/punct/6 Lucky/NNP/compound/6 ”/''/punct/6 "
        "Hanlon/NNP/dobj/1 again/RB/advmod/1"
    )
    person, company = NameSpan(2, 3, "PERSON"), NameSpan(2, 3, "ORG")
    for span in (person, company):
        extender(parse, span).take_nickname(span)
    assert (person.end, company.end) == (7, 3)


def test_a_legal_form_behind_a_comma_is_part_of_a_companys_name() -> None:
    parse = parse_of(
        "Jo/NNP/compound/1 Beauty/NNP/nsubj/4 ,/,/punct/1 Inc./NNP/appos/1 fell=fall/VBD/ROOT/4 fast/RB/advmod/4"
    )
    span = NameSpan(0, 2, "PERSON")
    assert extender(parse, span).take_legal_form(span)
    assert (span.end, span.label) == (4, "ORG")
    assert not extender(parse, span).take_legal_form(NameSpan(4, 5, ""))

"""Who says a clause, on parses built by hand."""

import pytest
from hand_built import parse_of

from kg.text.attribution.quotes import named_source, speaker_of
from kg.text.syntax.clauses import find_clauses

REPORT = "a/DT/det/1 report/NN/ROOT/1"


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        (f"{REPORT} by/IN/prep/1 Ana/NNP/pobj/2", "Ana"),
        (f"{REPORT} on/IN/prep/1 Ana/NNP/pobj/2", "report"),
        ("Ana/NNP/poss/2 's/POS/case/0 report/NN/ROOT/2", "Ana"),
        ("the/DT/det/2 Herald/NNP/compound/2 report/NN/ROOT/2", "Herald"),
        (f"{REPORT} Ana/NNP/nsubj/3 wrote=write/VBD/relcl/1", "Ana"),
        (f"{REPORT} issued=issue/VBN/acl/1 by/IN/agent/2 Ana/NNP/pobj/3", "Ana"),
        (f"{REPORT} seen=see/VBN/acl/1 by/IN/agent/2 Ana/NNP/pobj/3", "report"),
        ("the/DT/det/1 mayor/NN/ROOT/1 of/IN/prep/1 Lima/NNP/pobj/2", "mayor"),
    ],
)
def test_who_speaks_through_a_document(sentence: str, speaker: str) -> None:
    parse = parse_of(sentence)
    assert parse.words[speaker_of(parse, parse.deps.index("ROOT"))] == speaker


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The Herald quoted Ana Ruiz as saying that Omar had left.", "Ruiz"),
        ("The Herald learned from Ana Ruiz that Omar had left.", "Ruiz"),
        ("Ana Ruiz told the Herald that Omar had left.", "Ruiz"),
        ("Ana Ruiz heard that Omar had left.", "Ruiz"),
    ],
)
def test_who_says_what_a_clause_governs(parse_text, text, source):
    parse = parse_text(text)
    clauses = find_clauses(parse)
    saying = clauses[next(clause.parent for clause in clauses if clause.lemma == "leave")]
    assert parse.words[named_source(parse, clauses, saying)] == source


def test_a_later_mention_of_a_report_has_its_author(parse_text):
    parse = parse_text(
        "A report from the Herald says that Omar left. He fled, according to the report. A report is due."
    )
    at = [token for token, word in enumerate(parse.words) if word == "report"]
    assert [parse.words[speaker_of(parse, token)] for token in at] == ["Herald", "Herald", "report"]

"""Who says a clause, on parses built by hand."""

from __future__ import annotations

import pytest
from hand_built import parse_of

from kg.text.attribution.quotes import named_source, named_sources, speaker_of
from kg.text.model import Argument, Clause
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


LEFT = "Omar/NNP/nsubj/1 left=leave/VBD/ROOT/1"
SUBJECT = Argument(0, "subject")


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


def test_a_preposition_brings_the_source_of_conjoined_clauses_too():
    parse = parse_of(f"{LEFT} and/CC/cc/1 fled=flee/VBD/conj/1 ,/,/punct/1 per/IN/prep/3 Ana/NNP/pobj/5 ././punct/1")
    fled = (SUBJECT, Argument(6, "oblique", "per"))
    clauses = (
        Clause(1, "leave", "finite", (SUBJECT,), 0, 2, verb=1),
        Clause(3, "flee", "finite", fled, 3, 7, parent=0, link="conj", verb=3),
    )
    assert named_sources(parse, clauses) == {0: 6, 1: 6}


def test_a_clause_of_saying_beside_what_is_said():
    parse = parse_of(f"{LEFT} ,/,/punct/1 Ana/NNP/nsubj/4 says=say/VBZ/parataxis/1")
    left = Clause(1, "leave", "finite", (SUBJECT,), 0, 2, verb=1)
    says = Clause(4, "say", "finite", (Argument(3, "subject"),), 3, 5, parent=0, link="parataxis", verb=4)
    assert named_sources(parse, (left, says)) == {0: 3}


def test_a_tag_that_the_parser_took_for_a_noun_phrase():
    sentence = "Then/RB/advmod/2 Omar/NNP/nsubj/2 left=leave/VBD/ROOT/2 Lima/NNP/dobj/2"
    parse = parse_of(f"{sentence} ,/,/punct/2 Herald/NNP/compound/6 says/NNS/appos/3 ././punct/2")
    left = Clause(2, "leave", "finite", (Argument(1, "subject"),), 0, 7, verb=2)
    assert named_sources(parse, (left,)) == {0: 5}

"""Quotations and who says them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Document
from kg.text.attribution.quotes import find_quotes
from kg.text.parsing.parser import load_parser
from kg.text.syntax.clauses import find_clauses


def quotes(parse) -> list[tuple[str, str]]:
    """Each quotation with the head of its speaker, "" for none."""
    return [
        (parse.text[q.begin : q.end], parse.words[q.speaker] if q.speaker >= 0 else "")
        for q in find_quotes(parse, find_clauses(parse))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won the case,” Ana Ruiz said.", [("We won the case,", "Ruiz")]),
        ('"We won the case," said Ana Ruiz.', [("We won the case,", "Ruiz")]),
        ('Ana Ruiz said: "We won the case."', [("We won the case.", "Ruiz")]),
        ('Ana Ruiz: "We won the case."', [("We won the case.", "Ruiz")]),
        ('"We won," she said. "They lost."', [("We won,", "she"), ("They lost.", "she")]),
        ('"Why did they leave?" Omar asked.', [("Why did they leave?", "Omar")]),
        (
            'Ruiz told the court that it was late. "I went home at once."',
            [("I went home at once.", "Ruiz")],
        ),
        (
            '"We won," Ruiz said. "They lost it. "We go on. "The judge was fair."',
            [("We won,", "Ruiz"), ("They lost it. ", "Ruiz"), ("We go on. ", "Ruiz"), ("The judge was fair.", "Ruiz")],
        ),
        ('"We came. "said Ruiz.', [("We came. ", "Ruiz")]),
        ('Ruiz said the trial was "a bad joke for us all".', [("a bad joke for us all", "Ruiz")]),
        ('According to Ruiz, "the trial was a joke".', [("the trial was a joke", "Ruiz")]),
        ("‘We won the case,’ Ruiz said.", [("We won the case,", "Ruiz")]),
        ("``We won the case,'' Ruiz said.", [("We won the case,", "Ruiz")]),
        ('The pipe is 6" wide, Ruiz said.', []),
        ("The miners' union and the teachers' union met.", []),
        ("'We won the case. It is over,' Ruiz said.", [("We won the case. It is over,", "Ruiz")]),
        ("The miners' union said 'no' to it, and the teachers' union agreed, Ruiz said.", []),
    ],
)
def test_speakers(parse_text, text, expected):
    assert quotes(parse_text(text)) == expected


def test_quotation_over_paragraphs(parse_text):
    text = "“We came in the spring,” said Ruiz.\n\n“We built a house.\n\n“Then we left for Lima.”\n\nOmar stayed."
    assert quotes(parse_text(text)) == [
        ("We came in the spring,", "Ruiz"),
        ("We built a house.", "Ruiz"),
        ("Then we left for Lima.", "Ruiz"),
    ]


def test_quotation_over_lines_without_marks(parse_text):
    text = 'Ruiz said the fire was out.\n"We lost the barn.\nIt was old.\nNobody is hurt," she said.'
    assert quotes(parse_text(text)) == [
        ("We lost the barn.", "Ruiz"),
        ("It was old.", "Ruiz"),
        ("Nobody is hurt,", "she"),
    ]


def test_blocks_without_marks_after_a_colon(parse_text):
    text = "The mayor spoke at a briefing:\n\nWe caught the man.\n\nThe hunt had begun on Monday."
    assert quotes(parse_text(text)) == [("We caught the man.", "mayor")]


@pytest.mark.parametrize(("mark", "end"), [('"', ', "'), ("'", "', ")])
def test_the_sentences_before_the_tag_have_its_speaker(parse_text, mark, end):
    text = f"{mark}We came in the spring.\nWe built a house.\nThen we left for Lima{end}said Ruiz.\nOmar stayed."
    assert [speaker for _, speaker in quotes(parse_text(text))] == ["Ruiz"] * 3


def test_a_name_in_marks_is_no_speech(parse_text):
    parse = parse_text('The paper reviewed "Silent River" on Monday.')
    (quote,) = find_quotes(parse, find_clauses(parse))
    assert not quote.speech


def test_whom_it_is_said_to(parse_text):
    parse = parse_text('"We won the case," Ruiz told the Herald.')
    (quote,) = find_quotes(parse, find_clauses(parse))
    assert parse.words[quote.to] == "Herald"


@settings(deadline=None, max_examples=50)  # the parser is slow at its first call
@given(st.text(alphabet="ab. ,\n\"“”‘’'«»`5", max_size=40))
def test_any_marks_give_ranges_within_the_text(text):
    parse = load_parser().parse(Document("t", text))
    found = find_quotes(parse, find_clauses(parse))
    for quote in found:
        assert 0 <= quote.begin <= quote.end <= len(text)
        assert 0 <= quote.start < quote.stop <= len(parse)
    assert list(found) == sorted(found, key=lambda quote: quote.start)
    assert all(a.stop <= b.start for a, b in pairwise(found))

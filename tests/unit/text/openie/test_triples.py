"""Open triples in a sentence's own words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text.openie.triples import open_triples, read_sentence
from kg.text.parsing.parser import load_parser


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels seized the fort.", ["Rebels | seized | the fort"]),
        ("The fort was seized by rebels.", ["The fort | was seized by | rebels"]),
        ("Ana lives in Lima.", ["Ana | lives in | Lima"]),
        ("Ana moved to Lima in 1950.", ["Ana | moved to | Lima | in 1950"]),
        ("Ana and Omar own a mill.", ["Ana | own | a mill", "Omar | own | a mill"]),
        ("Ana owns a mill and a farm.", ["Ana | owns | a mill", "Ana | owns | a farm"]),
        ("Ana, who left, owns a mill.", ["Ana | owns | a mill"]),
        ("Ana owns a mill, which burned in May.", ["Ana | owns | a mill", "a mill | burned in | May"]),
        ("Ana tried to sell the mill.", ["Ana | tried to sell | the mill"]),
        ("Ana has fallen and broken a leg.", ["Ana | has broken | a leg"]),
        ("Ana does not own the mill.", ["Ana | does not own | the mill"]),
        ("Ana is a poet.", ["Ana | is | a poet"]),
        ("Ana is responsible for the fire.", ["Ana | is responsible for | the fire"]),
        ("Omar said that Ana left Lima.", ["Omar | said that | Ana left Lima", "Ana | left | Lima"]),
        ("In 1950 , Ana moved to Lima .", ["Ana | moved to | Lima | In 1950"]),
        ("Lima , the capital , burned .", ["Lima | is | the capital"]),
        ("The mill -LRB- a ruin -RRB- belongs to Ana 's aunt .", ["The mill -LRB- -RRB- | belongs to | Ana 's aunt"]),
    ],
)
def test_triples(text, expected):
    found = [" | ".join((t.args[0], t.relation, *t.args[1:])) for t in read_sentence(load_parser(), text)]
    assert [line for line in expected if line not in found] == [], found


def test_confidence_tells_main_clauses_from_guesses(parse_text):
    triples = open_triples(parse_text("Ana's mill burned down a barn in Lima."))
    by_relation = {t.relation: t.confidence for t in triples}
    assert by_relation["burned down"] > by_relation["has"]


def test_sentences_are_numbered(parse_text):
    triples = open_triples(parse_text("Ana left Lima. Omar burned the mill."))
    assert [(t.sentence, t.relation) for t in triples] == [(0, "left"), (1, "burned")]


WORDS = [
    "Ana",
    "the",
    "mill",
    "and",
    ",",
    "which",
    "was",
    "burned",
    "by",
    "to",
    "sell",
    "-LRB-",
    "``",
    "''",
    "'s",
    "of",
]


@settings(deadline=None, max_examples=50)  # the parser is slow at its first call
@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_any_words_give_words_of_the_sentence(words):
    sentence = " ".join(words)
    for triple in read_sentence(load_parser(), sentence):
        assert 0 <= triple.confidence <= 1
        assert triple.relation
        assert all(triple.args)
        assert set(" ".join(triple.args).split()) <= {*words, *sentence.split()}

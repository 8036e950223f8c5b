"""Parses: columns that agree with the text and with each other, from the real model."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ModelError
from kg.model import Document
from kg.text.model import Parse
from kg.text.parsing.parser import DEFAULT_MODEL, Parser, load_parser


@pytest.fixture(scope="module")
def loaded() -> Parser:
    return load_parser()


def check(parse: Parse) -> None:
    size = len(parse)
    columns = (
        parse.lemmas,
        parse.pos,
        parse.tags,
        parse.deps,
        parse.heads,
        parse.begins,
        parse.ends,
        parse.left,
        parse.right,
    )
    assert all(len(column) == size for column in columns)
    assert all(parse.text[b:e] == w for b, e, w in zip(parse.begins, parse.ends, parse.words, strict=True))
    assert [token for start, end in parse.sentences for token in range(start, end)] == list(range(size))
    assert [token for start, end in parse.blocks for token in range(start, end)] == list(range(size))
    for start, end in parse.sentences:
        for token in range(start, end):
            above = [token]
            while parse.heads[above[-1]] != above[-1]:
                above.append(parse.heads[above[-1]])
                assert start <= above[-1] < end
                assert len(above) <= size
            assert all(parse.left[node] <= token <= parse.right[node] for node in above)
            assert all(parse.heads[child] == token for child in parse.children[token])


def test_a_sentence(loaded: Parser) -> None:
    parse = loaded.parse(Document("d", "Ann Lee  visited Oslo.\n\nShe left."))
    assert parse.words == ("Ann", "Lee", "visited", "Oslo", ".", "She", "left", ".")
    assert parse.sentences == parse.blocks == ((0, 5), (5, 8))
    assert (parse.deps[1], parse.heads[1], parse.lemmas[2]) == ("nsubj", 2, "visit")
    assert parse.names == ((0, 2, "PERSON"), (3, 4, "GPE"))
    assert (parse.left[2], parse.right[2]) == (0, 4)
    assert parse.span(0, 2).slice(parse.text) == parse.words_of(0, 2) == "Ann Lee"
    check(parse)


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("aAbB 1.,\n\t\u00a0\"'“”()-$😀é\u200f<&"), max_size=120))
def test_columns_agree_on_any_text(text: str, loaded: Parser) -> None:
    check(loaded.parse(Document("d", text)))


def test_another_document_does_not_sway_a_parse(loaded: Parser) -> None:
    text = "The ministry said on Friday that talks with the union had failed."
    alone = loaded.parse(Document("d", text))
    loaded.parse(Document("other", "Rain. " * 500))
    assert loaded.parse(Document("d", text)) == alone


def test_words_come_with_their_vectors(loaded: Parser) -> None:
    parse = loaded.parse(Document("t", "The  bank lends.\n\nThe zzqxvzzq bank closed."))
    vectors = parse.vectors
    assert vectors is not None
    one, unknown, other = (parse.words.index("bank"), parse.words.index("zzqxvzzq"), len(parse) - 3)
    rows = vectors.meanings.of(vectors.rows[[one, unknown, other]])
    assert parse.words[other] == "bank"
    assert np.array_equal(rows[0], rows[2])
    assert not rows[1].any()
    assert np.linalg.norm(rows[0]) > 1


def test_the_model_says_which_it_is(loaded: Parser) -> None:
    assert (loaded.name, loaded.version) == (DEFAULT_MODEL, "3.8.0")


def test_a_model_that_is_not_installed() -> None:
    with pytest.raises(ModelError, match="'xx_no_such_model' is no installed spaCy pipeline"):
        load_parser("xx_no_such_model")


@pytest.mark.parametrize(
    ("text", "word", "lemma", "tag"),
    [
        ("She became attorney-general in May.", "attorney-general", "attorney-general", "NN"),
        ("The attorneys-general met.", "attorneys-general", "attorney-general", "NNS"),
        ("Two vice-presidents left.", "vice-presidents", "vice-president", "NNS"),
        ("His brother-in-law left.", "brother-in-law", "brother-in-law", "NN"),
    ],
)
def test_posts_with_hyphens_are_one_noun(loaded: Parser, text: str, word: str, lemma: str, tag: str) -> None:
    parse = loaded.parse(Document("t", text))
    token = parse.words.index(word)
    assert (parse.lemmas[token], parse.tags[token]) == (lemma, tag)


def test_words_that_are_run_together_are_parted(loaded: Parser) -> None:
    parse = loaded.parse(Document("t", 'They left Europe.-While peace,"-he said, U.S.-led talks on Brae,"?she failed.'))
    assert parse.words == (
        *("They", "left", "Europe", ".", "While", "peace", ",", '"', "he", "said", ","),
        *("U.S.", "-", "led", "talks", "on", "Brae", ",", '"', "she", "failed", "."),
    )

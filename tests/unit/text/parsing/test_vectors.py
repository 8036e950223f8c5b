import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.parsing.parser import Meanings, fallback_keys, load_meanings


@pytest.fixture(scope="module")
def few() -> Meanings:
    words = ("bank", "river", "~000", "~ists", "~ed")
    return Meanings(
        {
            "words": np.frombuffer("\n".join(words).encode(), np.uint8),
            "vectors": np.arange(1, 11, dtype=np.int8).reshape(5, 2),
            "step": np.array(0.5, np.float32),
        }
    )


@pytest.mark.parametrize(
    ("word", "vector"),
    [
        ("bank", (0.5, 1.0)),
        ("347", (2.5, 3.0)),  # a number of three digits
        ("3,47", (0.0, 0.0)),
        ("cyclists", (3.5, 4.0)),
        ("ists", (0.0, 0.0)),  # no ending, a word of its own that is not listed
        ("embalmed", (4.5, 5.0)),
        ("xq", (0.0, 0.0)),
        ("", (0.0, 0.0)),
    ],
)
def test_a_word_has_its_vector_or_that_of_its_like(few: Meanings, word: str, vector: tuple[float, float]) -> None:
    assert few.of(few.rows([word])).tolist() == [list(vector)]


def test_rows_follow_the_order_of_words(few: Meanings) -> None:
    assert few.rows(["river", "zz", "bank"]).tolist() == [1, 5, 0]
    assert few.rows([]).tolist() == []


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("2,347", ("~0,000",)),
        ("9.30pm", ("~0.00pm",)),
        ("cyclists", ("~ists", "~sts", "~ts")),
        ("abc", ("~bc",)),
        ("ab", ()),
        ("", ()),
    ],
)
def test_what_a_word_is_looked_for_as(word: str, keys: tuple[str, ...]) -> None:
    assert fallback_keys(word) == keys


@given(st.lists(st.text(), max_size=20))
def test_any_words_have_rows_of_the_table_and_gain_none(words: list[str]) -> None:
    meanings = load_meanings()
    size = len(meanings.table)
    rows = meanings.rows(words)
    assert len(rows) == len(words)
    assert ((rows >= 0) & (rows < size)).all()
    assert np.array_equal(meanings.rows(words), rows)
    assert meanings.of(rows).shape == (len(words), meanings.table.shape[1])


def test_words_of_like_meaning_are_near(subtests) -> None:
    meanings = load_meanings()
    for one, like, other in (
        ("minister", "secretary", "earthquake"),
        ("killed", "murdered", "signed"),
        ("cyclists", "athletes", "banks"),
        ("ministry", "agency", "quickly"),
    ):
        with subtests.test(one):
            a, b, c = meanings.of(meanings.rows([one, like, other]))
            near, far = (a @ x / np.linalg.norm(a) / np.linalg.norm(x) for x in (b, c))
            assert near > far + 0.1, (near, far)

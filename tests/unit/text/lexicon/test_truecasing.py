import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.lexicon.truecasing import is_headline, recase


@pytest.mark.parametrize(
    ("headline", "body", "expected"),
    [
        ("Mayor Opens New Bridge in Springfield", "The mayor of Springfield spoke.",
         "Mayor opens new bridge in Springfield"),
        ("Hopper Leaves Company After Dispute", "The company said that Hopper had left.",
         "Hopper leaves company after dispute"),
        ("ROVERS BEAT TOWN, REACH FINAL", "The Rovers won. They beat Town, who had reached two finals.",
         "Rovers beat Town, reach final"),
    ],
)  # fmt: skip
def test_a_headline_is_read_as_a_sentence(headline: str, body: str, expected: str) -> None:
    assert recase([headline, body]) == [expected, body]


@pytest.mark.parametrize(
    "line",
    [
        "The mayor opened a bridge in Springfield.",
        "Mayor Jane Roe meets with students in Springfield, Ohio, on Friday",
        "Reuters",
        "",
    ],
)
def test_what_is_no_headline_stays(line: str) -> None:
    assert not is_headline(line)
    assert recase([line, "Some text follows here."])[0] == line


@given(st.lists(st.text(max_size=80), max_size=4))
def test_every_block_keeps_its_length(blocks: list[str]) -> None:
    assert [len(block) for block in recase(blocks)] == [len(block) for block in blocks]

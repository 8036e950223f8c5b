import pytest

from kg.display.text import brief, counted, plain, text_table


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ana Costa – “won”\n\tthen left", "Ana Costa – “won”\n\tthen left"),
        ("\x1b]0;title\x07\x9b31m", "\ufffd]0;title\ufffd\ufffd31m"),
        ("\u202egnitrats \u2066x\u200b", "\ufffdgnitrats \ufffdx\ufffd"),
        ("\r\x08\x7f\udc80", "\ufffd" * 4),
    ],
)
def test_nothing_steers_the_terminal(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("one two", 7, "one two"), ("one two", 6, "one t…"), ("one two", 5, "one…"), (" \x1b\n x ", 9, "\ufffd x")],
)
def test_a_text_is_cut_to_a_line(text: str, width: int, shown: str) -> None:
    assert brief(text, width) == shown


def test_a_number_has_its_noun() -> None:
    assert [counted(number, "city") for number in (0, 1, 1000)] == ["0 cities", "1 city", "1,000 cities"]


def test_a_table_is_cut_with_a_note() -> None:
    shown = text_table(["n", "word"], [[str(number), "x\x1b y" * number] for number in range(4)], most=2, width=5)
    assert shown.splitlines() == ["n  word", "0", "1  x\ufffd y", "… 4 rows in all"]

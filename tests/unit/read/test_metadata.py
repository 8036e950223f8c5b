"""What sources give of documents, brought into one form."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.metadata import MAX_METADATA, day_of, moment, names, one_line, web_address

CET = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-02", date(2024, 3, 2)),
        ("20240302", date(2024, 3, 2)),
        ("2024/03/02", date(2024, 3, 2)),
        ("2024-03-02T10:00:00Z", datetime(2024, 3, 2, 10, tzinfo=UTC)),
        ("2024-03-02 10:00", datetime(2024, 3, 2, 10)),
        ("20240302100000", datetime(2024, 3, 2, 10)),
        ("Sat, 02 Mar 2024 10:00:00 +0100", datetime(2024, 3, 2, 10, tzinfo=CET)),
        ("2 Mar 2024", date(2024, 3, 2)),
        ("March 2, 2024", date(2024, 3, 2)),
        ("2023-02-29", None),
        ("last week", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_as_sources_write_them(text: str | None, expected: date | None) -> None:
    assert moment(text) == expected
    assert day_of(moment(text)) == (date(2024, 3, 2) if expected else None)


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://", "https://a b.org", "http://a:b@c.org/",
     "https://exa\nmple.org", "https://example.org/\x1b[31m", "https://example.org/<b>", "http://[::1", "ftp://a.org/"],
)  # fmt: skip
def test_only_addresses_of_the_web_are_addresses(text: str) -> None:
    assert web_address(text) is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Ada Marlow; Igor Horak", ("Ada Marlow", "Igor Horak")),
        ("BY ADA MARLOW", ("ADA MARLOW",)),
        ("Byron Adams", ("Byron Adams",)),
        ("Marlow, Ada", ("Marlow, Ada",)),
        (["Ada Marlow", "Ada Marlow", " "], ("Ada Marlow",)),
        (None, ()),
    ],
)
def test_the_names_of_authors(given: str | list[str] | None, expected: tuple[str, ...]) -> None:
    assert names(given) == expected


@given(st.text(max_size=60))
def test_any_text_gives_clean_lines_or_none(text: str) -> None:
    for line in (one_line(text), web_address(text), *names(text)):
        assert line is None or (line == line.strip() and not any(ord(char) < 32 or ord(char) == 127 for char in line))
    moment(text)


def test_what_is_endless_is_none() -> None:
    assert one_line("a" * (MAX_METADATA + 1)) is None
    assert web_address(f"https://example.org/{'a' * MAX_METADATA}") is None

"""ISO 8601 dates and what they cover."""

import pytest

from kg.dates import covered_days, is_date, precision


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2025-09-13", ("2025-09-13", "2025-09-13")),
        ("2025-W38", ("2025-09-15", "2025-09-21")),
        ("2021/2023", ("2021-01-01", "2023-12-31")),
        ("2021/", ("2021-01-01", "9999-12-31")),
        ("../2024-06", ("0001-01-01", "2024-06-30")),
        ("2024/2021", None),
        ("2024-13", None),
        ("2025-W54", None),
        ("0000", None),
        ("/", None),
        ("soon", None),
        ("", None),
    ],
)
def test_the_days_that_a_date_covers(text: str, days: tuple[str, str] | None) -> None:
    found = covered_days(text)
    assert (None if found is None else tuple(day.isoformat() for day in found)) == days


@pytest.mark.parametrize(
    ("text", "formed", "precise"),
    [
        ("2024", True, "year"),
        ("2024-02", True, "month"),
        ("2024-02-29", True, "day"),
        ("2023-02-29", True, None),
        ("2024-13", False, None),
        ("2024-W07", True, None),
        ("2024-W54", False, None),
        ("2021/..", True, None),
        ("../2024-06", True, None),
        ("2021/", True, None),
        ("0000", True, None),
        ("/", False, None),
        ("20240207", False, None),
        ("\u0662\u0660\u0662\u0664", False, None),
        ("soon", False, None),
        ("", False, None),
    ],
)
def test_the_form_of_a_date_and_how_precise_it_is(text: str, formed: bool, precise: str | None) -> None:
    assert (is_date(text), precision(text)) == (formed, precise)

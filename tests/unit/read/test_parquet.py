import sys
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pyarrow as pa
import pytest
from given import TEXT, documents, given, told
from pyarrow import parquet

ROWS = [
    {"id": "a", "text": TEXT, "title": "Budget passed", "date": date(2025, 9, 22)},
    {"id": "b", "text": f"{TEXT} It was late.", "title": None, "date": None},
]


def table(rows: list[dict[str, Any]]) -> bytes:
    stream = BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows), stream)
    return stream.getvalue()


def test_a_row_is_an_article() -> None:
    first, second = documents(given("news.parquet", table(ROWS)))
    assert (first.id, first.title, first.published, first.source) == (
        "news#a",
        "Budget passed",
        date(2025, 9, 22),
        "/news/news.parquet#a",
    )
    assert (second.title, second.date) == (None, None)


def test_what_is_in_a_file_tells_whatever_its_name_is() -> None:
    (found,) = documents(given("export", table([{"body": TEXT, "published": datetime(2025, 9, 22, 10)}])))
    assert found.date == date(2025, 9, 22)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (table([*ROWS, {"id": "c", "text": ""}]), "news.parquet: row 3: no text"),
        (table([{"number": 1}]), "news.parquet: row 1: no column is known to hold a text"),
        (table(ROWS)[:-20], "news.parquet: after row 0: not Parquet"),
    ],
)
def test_what_cannot_be_read_is_a_line(content: bytes, line: str) -> None:
    assert any(each.startswith(line) for each in told(given("news.parquet", content)))


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    content = table(ROWS)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (line,) = told(given("news.parquet", content))
    assert line.endswith("reading Parquet needs pyarrow: pip install 'newskg[ray]'")

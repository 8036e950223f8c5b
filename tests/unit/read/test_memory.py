"""What a program holds, read as a table is."""

from datetime import date
from pathlib import Path

import pandas as pd  # type: ignore[import-untyped]  # pandas comes without types
import pytest

from kg.errors import InputError, ReadError
from kg.read import read_sources, sources_of

TEXT = "Mayor Marta Oduya met Governor Jon Brae in Vienna on Monday. Oduya leads the city of Graz."
OTHER = TEXT.replace("Vienna", "Linz")


class Polars:
    """What kg asks of a data frame of Polars."""

    columns = ("text", "id")

    def __len__(self) -> int:
        return 1

    def iter_rows(self, *, named: bool) -> list[dict[str, str]]:
        assert named
        return [{"text": TEXT, "id": "p1"}]


@pytest.mark.parametrize(
    ("given", "ids", "total"),
    [
        (TEXT, ["text#1"], 1),
        ([TEXT, OTHER], ["text#1", "text#2"], 2),
        ("“Mayor Marta Oduya met Jon Brae,” she said\nin Vienna", ["text#1"], 1),
        (f"{TEXT} " * 9 + "(Varna Courier page 28)", ["text#1"], 1),
        ({"text": TEXT, "id": "a"}, ["a"], 1),
        ([{"body": TEXT, "url": "https://example.org/a"}, {"body": OTHER}], ["https://example.org/a", "text#2"], 2),
        (({"text": TEXT, "id": number} for number in range(3)), ["0", "1", "2"], None),
        ([TEXT, {"text": OTHER, "id": "b"}], ["text#1", "b"], 2),
        (pd.DataFrame({"text": [TEXT, OTHER], "id": ["x", "y"]}), ["x", "y"], 2),
        ([pd.DataFrame({"text": [TEXT], "id": ["x"]}), OTHER], ["x", "text#2"], 2),
        (pd.Series([TEXT, "https://example.org/only a text"]), ["text#1", "text#2"], 2),
        (Polars(), ["p1"], 1),
    ],
)
def test_texts_records_and_frames_are_documents(given: object, ids: list[str], total: int | None) -> None:
    reading = read_sources(sources_of(given))
    found = list(reading.documents)
    assert ([each.id for each in found], reading.total) == (ids, total)
    assert all(each.path in {each.id, "text"} and each.source and each.source.startswith("memory#") for each in found)
    assert not reading.failures


def test_what_a_record_says_of_its_text_is_kept() -> None:
    record = {"text": TEXT, "date": pd.Timestamp("2025-03-02"), "publisher": "Post", "title": float("nan"), "url": None}
    (document,) = read_sources(sources_of([record])).documents
    assert (document.date, document.publisher, document.title, document.url) == (date(2025, 3, 2), "Post", None, None)


def test_what_has_no_id_is_known_again_by_its_words() -> None:
    one, other = (list(read_sources(sources_of(given)).documents) for given in ([TEXT, OTHER], OTHER))
    assert one[1].source == other[0].source != one[0].source


def test_a_string_is_a_path_where_something_is_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("Ada met Bob.").mkdir()
    assert sources_of("Ada met Bob.") == [Path("Ada met Bob.")]
    assert sources_of(["none.txt", "https://example.org/", "-"]) == [Path("none.txt"), "https://example.org/", "-"]
    assert sources_of("https://example.org/ was down on Monday.") != ["https://example.org/ was down on Monday."]


def test_no_path_and_no_address_in_a_record_is_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(OTHER, "utf-8")
    given = [{"text": TEXT}, {"text": str(secret)}, {"url": "http://127.0.0.1:9/"}, {"title": "none"}]
    reading = read_sources(sources_of(given))
    assert [each.text for each in reading.documents] == [TEXT, str(secret)]
    assert [each.reason for each in reading.failures] == ["record 4: no text"]
    assert [each.what for each in reading.remarks] == ["left out: an address without a text"]


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        (3, InputError, "int cannot be read: give paths"),
        (b"text", InputError, "bytes cannot be read"),
        ([[TEXT]], InputError, "list cannot be read"),
        ([3], InputError, "int cannot be read"),
        (" ", InputError, "an empty text"),
        ([], ReadError, "no file or folder was named"),
        ({"tex": TEXT}, ReadError, "records: record 1: no column is known to hold a text"),
        ([{"text": ""}, 4], ReadError, "records: record 1: no text; and 1 more"),
        ("none.txt", ReadError, "none.txt: no such file"),
    ],
)
def test_bad_input_is_one_line(given: object, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        list(read_sources(sources_of(given)).documents)

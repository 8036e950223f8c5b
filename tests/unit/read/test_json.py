import io
import json
from collections.abc import Iterator
from typing import override

import pytest
from given import TEXT, documents, given, options, told

from kg.read import Failure, read_input


def rows(*ids: str) -> list[dict[str, str]]:
    return [{"id": each, "text": TEXT} for each in ids]


def test_a_line_is_an_article_and_a_bad_one_is_a_line() -> None:
    lines = [*map(json.dumps, rows("a", "b")), "{bad", "", "[1]", '{"id": "c", "text": ""}', json.dumps(rows("a")[0])]
    assert told(given("a.jsonl", "\n".join([*lines, json.dumps({"text": TEXT})]).encode())) == [
        "a",
        "b",
        "a.jsonl: line 3: not JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))",
        "a.jsonl: line 5: not an object with columns",
        "a.jsonl: line 6: no text",
        "a.jsonl: line 7: the id of an earlier row (a)",
        "8",
    ]


def test_lines_without_a_column_for_a_text_say_so() -> None:
    assert told(given("a.jsonl", b'{"wording": "x", "n": 1}\n')) == [
        "a.jsonl: line 1: no column is known to hold a text: name it with --column text=NAME (columns: wording, n)"
    ]


@pytest.mark.parametrize(
    "content",
    [
        rows("a", "b"),
        {"articles": rows("a", "b")},
        {"status": "ok", "data": rows("a", "b"), "more": {"x": [1, 2]}},
        {"response": {"docs": rows("a", "b")}},
    ],
)
def test_the_list_of_a_json_file_is_found(content: object) -> None:
    for data in (json.dumps(content), json.dumps(content, indent=2)):
        assert [found.id for found in documents(given("a.json", data.encode()))] == ["a#a", "a#b"]


def test_one_object_is_an_article_and_so_are_several_one_after_the_other() -> None:
    assert [found.id for found in documents(given("a.json", json.dumps(rows("a")[0]).encode()))] == ["a#a"]
    joined = "".join(json.dumps(row, indent=1) for row in rows("a", "b"))
    assert [found.id for found in documents(given("a.json", joined.encode()))] == ["a#a", "a#b"]


def test_lines_in_a_json_file_are_lines() -> None:
    assert told(given("a.json", b'{"text": "Ada Marlow won."}\n{"text": "Igor Horak lost."}\n{bad\n'))[:2] == ["1", "2"]


def test_a_cut_json_file_gives_what_came_before() -> None:
    data = json.dumps(rows("a", "b", "c"), indent=1).encode()
    assert told(given("a.json", data[:-40])) == [
        "a",
        "b",
        "a.json: after object 2: not JSON (parse error: premature EOF)",
    ]


def test_other_encodings_are_read_and_said() -> None:
    data = '{"text": "Mayor José Núñez said “no” on Monday in the café of the town hall."}\n'.encode("cp1252")
    assert told(given("a.jsonl", data)) == ["1", "a.jsonl: not UTF-8: read as Windows-1252"]


def test_a_form_can_be_named() -> None:
    assert [each.id for each in documents(given("a.log", json.dumps(rows("a")[0]).encode(), options=options("jsonl")))]


class Long(io.RawIOBase):
    """Lines that are made as they are asked for."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        super().__init__()
        self._lines = lines
        self._rest = b""

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while len(self._rest) < len(buffer) and (line := next(self._lines, b"")):
            self._rest += line
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize(
    ("name", "begin", "reason"),
    [
        ("a.jsonl", b'{"text": "', "line 1: larger than 20 MB"),
        ("a.json", b'[{"text": "', "an object larger than 20 MB"),
    ],
)
def test_a_huge_field_is_a_line(name: str, begin: bytes, reason: str) -> None:
    def lines() -> Iterator[bytes]:
        yield begin
        for _ in range(300):
            yield b"x" * 100_000

    found = list(read_input(given(name, Long(lines()))))
    assert [each.reason for each in found if isinstance(each, Failure)] == [reason]

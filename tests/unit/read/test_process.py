import os
import resource
import time
from pathlib import Path

import pytest
from hostile import WORDS, hostile

from kg.model import Document
from kg.read import Failure, Input, Remark, read_sources
from kg.read.model import NOTHING, buffered
from kg.read.process import ReaderProcess

FILES = hostile()
PAGE = b"<html><body><article><p>" + WORDS + b"</p></article></body></html>"


def read(process: ReaderProcess, path: Path) -> list[object]:
    with path.open("rb") as file:
        return [*process.read(Input(path.name, buffered(file), path.name, path.name, path.stem), NOTHING)]


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_one_line_or_read_and_the_next_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    (tmp_path / "good.html").write_bytes(PAGE)
    process = ReaderProcess(seconds=2)
    began, most = os.times(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    found = read(process, tmp_path / name)
    (good,) = read(process, tmp_path / "good.html")
    process.close()
    ended = os.times()
    assert ended.children_user + ended.children_system - began.children_user - began.children_system < 20
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # what a fork that an earlier test made counts as its own
    assert after == most or after < max(1_500_000, own * 1.1), "most of what any child of this process has held"
    assert len([each for each in found if not isinstance(each, Remark)]) == 1
    assert all("\n" not in each.reason for each in found if isinstance(each, Failure))
    assert isinstance(good, Document)
    assert good.text == WORDS.decode()


def test_in_a_folder_the_others_are_read(tmp_path: Path) -> None:
    for name in ("deep.json", "deep.jsonl", "words.eml"):
        (tmp_path / name).write_bytes(FILES[name])
    for name in ("a.html", "e.html", "z.html"):
        (tmp_path / name).write_bytes(PAGE)
    reading = read_sources([tmp_path])
    assert {"a", "e", "z"} <= {document.id for document in reading.documents}
    assert {failure.path.rpartition("/")[2] for failure in reading.failures} >= {"deep.json", "deep.jsonl"}


def test_of_many_bad_rows_the_first_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    rows = [b'{"text": "%s"}' % WORDS, *[b"{bad"] * 1_000, b'{"text": ""}']
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(rows))
    reading = read_sources([tmp_path / "a.jsonl"])
    assert len([*reading.documents]) == 1
    first, *_, text, more = [failure.reason for failure in reading.failures]
    assert first.startswith("line 2: not JSON")
    assert text == "line 1002: no text"
    assert more.startswith("995 more: line …: not JSON")


def test_who_stops_reading_ends_the_process(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(b'{"text": "%s", "id": "%d"}' % (WORDS, n) for n in range(5_000)))
    process = ReaderProcess()
    with (tmp_path / "a.jsonl").open("rb") as file:
        found = process.read(Input("a.jsonl", buffered(file), "a", "a", "a"), NOTHING)
        assert isinstance(next(found), Document)
        began = time.monotonic()
        found.close()
    assert process._process is None  # noqa: SLF001
    assert time.monotonic() - began < 5

"""A file is written whole or not at all."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.writing import write_whole, written_beside


def held(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_a_file_is_made_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_whole(path, "one\r\n\u2028\ud800")
    assert path.read_bytes() == "one\r\n\u2028?".encode()
    path.chmod(0o640)
    write_whole(path, "two")
    assert (path.read_text("utf-8"), path.stat().st_mode & 0o777) == ("two", 0o640)
    assert held(tmp_path) == ["page.html"]


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "folder/page.html")
    write_whole(link, "one")
    assert link.is_symlink()
    assert (tmp_path / "folder/page.html").read_text("utf-8") == "one"


def test_what_is_no_regular_file_is_written_in_place(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[str] = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_text("utf-8")))
    reader.start()
    write_whole(pipe, "one")
    reader.join()
    assert found == ["one"]


@pytest.mark.parametrize("name", ["folder", "missing/page.html", "x" * 300])
def test_what_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=r"."):
        write_whole(tmp_path / name, "one")
    assert held(tmp_path) == ["folder"]


def test_a_disk_that_is_full_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.html"
    write_whole(path, "one")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "two")
    assert (path.read_text("utf-8"), held(tmp_path)) == ("one", ["page.html"])


def test_a_folder_is_made_whole_and_its_files_replace_those_there(tmp_path: Path) -> None:
    place = tmp_path / "out"
    for text in ("one", "two"):
        with written_beside(place) as fresh:
            fresh.mkdir()
            (fresh / "a.csv").write_text(text, encoding="utf-8")
        (place / "mine").touch()
        assert ((place / "a.csv").read_text("utf-8"), held(tmp_path)) == (text, ["out"])
    assert sorted(held(place)) == ["a.csv", "mine"]


def test_a_folder_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    def fail() -> None:
        with written_beside(tmp_path / "out") as fresh:
            fresh.mkdir()
            (fresh / "a.csv").touch()
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        fail()
    assert held(tmp_path) == []


def test_parts_of_a_text_that_fail_leave_what_was_there(tmp_path: Path) -> None:
    def parts() -> Iterator[str]:
        yield "one"
        raise ValueError("two")

    write_whole(tmp_path / "file", "before")
    with pytest.raises(ValueError, match="two"):
        write_whole(tmp_path / "file", parts())
    assert ((tmp_path / "file").read_text("utf-8"), held(tmp_path)) == ("before", ["file"])

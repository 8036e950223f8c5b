import os
from datetime import date
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.read import read_lines, read_sources

TEXT = "The council met on Monday."


def put(root: Path, *names: str, text: str = TEXT) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def ids(*paths: Path) -> list[str]:
    return [document.id for document in read_sources(paths).documents]


def test_a_file_is_a_document(tmp_path: Path) -> None:
    put(tmp_path, "port.txt")
    (document,) = read_sources([tmp_path / "port.txt"], date=date(2024, 3, 2)).documents
    assert (document.id, document.text, document.date) == ("port", TEXT, date(2024, 3, 2))
    assert document.path == (tmp_path / "port.txt").as_posix()


def test_a_folder_is_read_in_sorted_order_without_what_is_hidden_or_of_another_kind(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a/z.md", "a/c.TXT", ".hidden/x.txt", ".y.txt", "logo.png", "B.markdown")
    reading = read_sources([tmp_path])
    assert [document.id for document in reading.documents] == ["B", "b", "c", "z"]
    assert (reading.total, reading.ignored, reading.failures) == (4, 1, [])


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["x/a.txt", "y/a.txt", "b.txt"], ["b", "x/a", "y/a"]),
        (["a.txt", "y/a.txt"], ["a", "y/a"]),
        (["a.txt", "a.md"], ["{root}/a.md", "{root}/a.txt"]),
    ],
)
def test_equal_stems_get_distinct_ids(tmp_path: Path, files: list[str], expected: list[str]) -> None:
    put(tmp_path, *files)
    assert ids(tmp_path) == [name.format(root=tmp_path.as_posix()) for name in expected]


def test_equal_stems_in_two_named_folders_get_distinct_ids(tmp_path: Path) -> None:
    put(tmp_path, "x/a.txt", "y/a.txt")
    assert ids(tmp_path / "x", tmp_path / "y") == [f"{tmp_path.as_posix()}/{name}/a.txt" for name in "xy"]


def test_a_file_that_is_reached_twice_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    assert ids(tmp_path, tmp_path / "b.txt") == ["a", "b"]


def test_what_is_gone_from_the_folders_named(tmp_path: Path) -> None:
    put(tmp_path, "in/a.txt", "in/c#1.txt", "out/b.txt")
    message = f"From x@y Mon Mar  4 18:05:00 2024\nFrom: Ida Berg\nMessage-ID: <1@x>\n\n{TEXT}\n\n"
    put(tmp_path, "in/box.mbox", text=message)
    put(tmp_path, "in/torn.mbox", text=f"{message}From x@y Mon Mar  4 18:05:00 2024\nMessage-ID: <2@x>\n\n12\n")
    reading = read_sources([tmp_path / "in"])
    seen = {document.source for document in reading.documents}
    here = tmp_path.as_posix()
    known = [f"{here}/{name}" for name in ("in/a.txt", "in/box.mbox#1@x", "in/c#1.txt", "in/torn.mbox#1@x")]
    assert sorted(seen, key=str) == known
    lost = [f"{here}/in/{name}" for name in ("gone.txt", "box.mbox#9@x", "gone.mbox#1", "gone.zip!a/b.txt")]
    others = [f"{here}/out/gone.txt", f"{here}/in/torn.mbox#9@x", "https://example.org/a", f"{here}/other.txt"]
    assert reading.gone([*known, *lost, *others], seen) == set(lost)


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    put(tmp_path, "in/a.txt")
    (tmp_path / "in/loop").symlink_to(tmp_path)
    (tmp_path / "in/self").symlink_to(tmp_path / "in/self")
    assert ids(tmp_path) == ["a"]


def test_markdown_gives_its_title_and_date_and_the_named_date_is_for_others(tmp_path: Path) -> None:
    put(tmp_path, "a.md", text="---\ndate: 2024-03-02\n---\n# Port *strike*\n\nThe council met.")
    (document,) = read_sources([tmp_path]).documents
    assert (document.title, document.date) == ("Port strike", date(2024, 3, 2))
    put(tmp_path, "b.txt", text="The council met.")
    dated, other = read_sources([tmp_path], date=date(2025, 1, 1), publisher="Esk\nPost").documents
    assert (dated.publisher, other.publisher) == ("Esk Post", "Esk Post")
    assert (dated.date, dated.published) == (date(2024, 3, 2), date(2024, 3, 2))
    assert (other.date, other.published) == (date(2025, 1, 1), None)


CONTENT = {
    "empty": b"",
    "binary": b"\x7fELF\0\0",
    "german": b"Der Mann hat den Hund nicht gesehen und ist nach Hause gegangen.",
    "line": b"The council met. " * 300_000,
    "large": b"The council met.\n" * 1_300_000,
}
CONTENT["line"] = CONTENT["line"][:5_000_000]


def test_where_nothing_can_be_read_the_first_reason_is_given_and_the_rest_counted(tmp_path: Path) -> None:
    for name in ("empty", "binary", "german"):
        (tmp_path / f"{name}.txt").write_bytes(CONTENT[name])
    with pytest.raises(ReadError, match=r"empty.txt: empty.*; and 2 more that cannot be read"):
        read_sources([tmp_path / f"{name}.txt" for name in ("empty", "binary", "german")])


def test_in_a_folder_the_good_files_are_read_and_the_rest_listed(tmp_path: Path) -> None:
    put(tmp_path, "good.txt", "z.md")
    for name, data in CONTENT.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    reading = read_sources([tmp_path])
    assert [document.id for document in reading.documents] == ["good", "z"]
    failed = sorted(Path(failure.path).stem for failure in reading.failures)
    assert failed == sorted([*CONTENT, "broken", "pipe"])


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "nothing to read: it has no file of a format"),
        ({"a.png": b"x"}, "nothing to read"),
        ({"a.txt": b"", "b.txt": b"\0"}, "nothing readable in it; .*a.txt: empty"),
    ],
)
def test_a_folder_with_nothing_readable_is_an_error(tmp_path: Path, files: dict[str, bytes], reason: str) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError, match=reason):
        read_sources([tmp_path])


@pytest.mark.parametrize(
    ("path", "reason"),
    [("a.png", "not a format that kg reads"), ("pipe.txt", "neither a file nor a folder"), ("a\0b", "null")],
)
def test_a_named_path_of_another_kind_is_an_error(tmp_path: Path, path: str, reason: str) -> None:
    put(tmp_path, "a.png")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ReadError, match=reason):
        read_sources([tmp_path / path])


@pytest.mark.parametrize(
    ("name", "shown"), [(b"caf\xe9.txt", "caf\ufffd"), (b"a\n\x1b[31mb.txt", "a\ufffd\ufffd[31mb")]
)
def test_a_file_name_can_be_printed_whatever_it_is(tmp_path: Path, name: bytes, shown: str) -> None:
    put(tmp_path, os.fsdecode(name))
    (document,) = read_sources([tmp_path]).documents
    assert document.id == shown


def test_documents_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt", "c.txt")
    documents = read_sources([tmp_path]).documents
    next(documents)
    (tmp_path / "c.txt").write_text("The council met on Friday.", "utf-8")
    assert [document.text for document in documents] == [TEXT, "The council met on Friday."]


def test_lines_are_read_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_bytes("One .\r\nTwo\u00a0words\t.\n\nLast .\n".encode())
    assert read_lines(tmp_path / "s.txt") == ["One .", "Two\u00a0words\t.", "", "Last ."]


def test_lines_of_another_encoding_are_refused(tmp_path: Path) -> None:
    (tmp_path / "encoding.txt").write_bytes(b"Andr\xe9 left")
    with pytest.raises(ReadError, match=r"encoding.txt: not UTF-8: convert it"):
        read_lines(tmp_path / "encoding.txt")


def test_the_folder_beside_a_saved_page_belongs_to_the_page(tmp_path: Path) -> None:
    put(tmp_path, "report.html", text=f"<html><body><p>{TEXT} It voted to close the bridge.</p></body></html>")
    put(tmp_path, "report_files/frame.html", "report_files/notes.txt", "other_files/a.txt")
    assert ids(tmp_path) == ["report", "a"]

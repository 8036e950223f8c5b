"""Names of files that do not print, or are no text: each file is a document of its own through every command."""

import os
from pathlib import Path

import pytest

import kg
from kg.api.documents import documents, rebuild, remove

NAMES = [
    b"Screenshot 10.00\xe2\x80\xafAM.txt",  # narrow no-break space, as macOS writes it
    b"Screenshot 10.00\xc2\xa0AM.txt",  # no-break space
    b"Screenshot 10.00\xe2\x80\x8bAM.txt",  # zero-width space
    b"Screenshot 10.00 AM.txt",
    b"caf\xe9.txt",  # not UTF-8
    b"caf\xe8.txt",
    b"caf\xee\xbf\xa9.txt",  # U+EFE9, as which the byte E9 is kept
    b"line\nfeed.txt",
    b"\xe2\x80\xaeright to left.txt",
]


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(NAMES):
        try:
            path = folder / os.fsdecode(name)
            path.write_text(
                f"Ada Marlow, mayor of Eskdale, met {number + 10} drivers of the quarry on Monday.", "utf-8"
            )
        except OSError:
            pytest.skip(f"this file system has no file {name!r}")


@pytest.mark.usefixtures("news")
def test_every_file_is_a_document_of_its_own() -> None:
    assert kg.build("news", out="graph", workers=1).report.removed == ()
    found = documents(graph="graph")
    assert len({each.sources for each in found}) == len({each.id for each in found}) == len(NAMES)
    assert all(each.id.encode() for each in found)  # none has a lone surrogate
    assert kg.build("news", out="graph", workers=1, prune=True).report.removed == ()
    assert rebuild(graph="graph") == len(NAMES)
    assert documents(graph="graph") == found

    (gone,) = remove(os.fsdecode(b"news/caf\xe9.txt"))
    assert gone.paths == ("news/caf\uefe9.txt",)
    (other,) = remove("news/Screenshot 10.00\u202fAM.txt")
    assert other.paths == ("news/Screenshot 10.00\u202fAM.txt",)
    os.unlink(b"news/" + NAMES[5])  # noqa: PTH108 (whose name is bytes)
    report = kg.build("news", out="graph", workers=1, prune=True).report
    assert (len(report.added), report.removed) == (2, ("news/caf\uefe8.txt",))
    assert len(documents(graph="graph")) == len(NAMES) - 1

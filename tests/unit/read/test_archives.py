import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable

import pytest
from backports import zstd
from given import TEXT, documents, given, told

from kg.read.model import Bounds

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
}
ROWS = "".join(
    json.dumps({"id": f"r{n}", "text": TEXT.replace("Monday", f"day {n}")}) + "\n" for n in range(3)
).encode()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(**files: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def noise(size: int) -> bytes:
    """Words that no packer shrinks much."""
    words = random.Random(1)  # noqa: S311 - the same words each time
    return b" ".join(words.randbytes(4).hex().encode() for _ in range(size // 9))


@pytest.mark.parametrize("ending", PACKERS)
def test_what_is_packed_goes_by_the_name_inside(ending: str) -> None:
    pack = PACKERS[ending]
    assert [found.id for found in documents(given(f"a.jsonl.{ending}", pack(ROWS)))] == ["a#r0", "a#r1", "a#r2"]
    (text,) = documents(given(f"a.txt.{ending}", pack(TEXT.encode())))
    assert (text.text, text.source) == (TEXT, f"/news/a.txt.{ending}")
    (member,) = documents(given(f"a.tar.{ending}", pack(tarred(**{"news/b.txt": TEXT.encode()}))))
    assert member.source == f"/news/a.tar.{ending}!news/b.txt"


@pytest.mark.parametrize("ending", ["gz", "bz2", "xz", "zst"])
def test_of_a_cut_file_the_rows_before_the_cut_are_read(ending: str) -> None:
    filler = noise(400_000).decode()
    rows = b"".join(
        json.dumps({"id": f"r{n}", "text": TEXT, "x": filler[n * 1_000 :][:9_000]}).encode() + b"\n" for n in range(300)
    )
    packed = PACKERS[ending](rows)
    found = told(given(f"a.jsonl.{ending}", packed[: len(packed) * 9 // 10]))
    assert found[:2] == ["r0", "r1"]
    assert found[-1].startswith(f"a.jsonl.{ending}: damaged or cut off after ")
    assert not any("not JSON" in line for line in found)


def test_joined_gzip_files_are_one_and_an_unknown_kind_inside_is_a_line() -> None:
    joined = gzip.compress(ROWS[: ROWS.index(b"\n") + 1]) + gzip.compress(ROWS[ROWS.index(b"\n") + 1 :])
    assert len(documents(given("a.jsonl.gz", joined))) == 3
    assert told(given("a.exe.gz", gzip.compress(b"MZ\0\0\0"))) == [
        "a.exe.gz: not a format that kg reads: kg build --help lists them"
    ]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_file_in_an_archive_goes_by_its_path_there(pack: Callable[..., bytes]) -> None:
    data = pack(**{
        "news/b.txt": TEXT.encode(), "../../etc/passwd.txt": TEXT.encode(), "/abs.txt": TEXT.encode(),
        "pic.png": b"\x89P",
        ".hidden.txt": b"x", "__MACOSX/b.txt": b"x", "c.jsonl.gz": gzip.compress(ROWS),
        "d/in.zip": zipped(**{"e.txt": TEXT.encode()}),
    })  # fmt: skip
    assert told(given("a.zip", data)) == [
        "a!news/b.txt",
        "a!../../etc/passwd.txt",
        "a!/abs.txt",
        "a.zip!pic.png: skipped: not of a format that kg reads",
        *("r0", "r1", "r2"),
        "a!d/in.zip!e.txt",
    ]
    assert documents(given("a.zip", data))[3].source == "/news/a.zip!c.jsonl.gz#r0"


def test_links_and_devices_in_an_archive_are_not_looked_at() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            entry = tarfile.TarInfo("x.txt")
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
    assert told(given("a.tar", out.getvalue())) == ["a.tar: empty: there is nothing to read in it"]


def test_a_document_that_is_a_zip_is_no_archive() -> None:
    assert told(given("book", zipped(mimetype=b"application/epub+zip", **{"a.txt": TEXT.encode()}))) == [
        "book: not a format that kg reads: kg build --help lists them"
    ]


def test_a_cut_archive_gives_what_came_before_or_a_line() -> None:
    files = {f"{n}.txt": f"{TEXT} {n}".encode() for n in range(5)}
    assert told(given("a.zip", zipped(**files)[:300]))[0].startswith("a.zip: damaged or incomplete zip archive")
    found = told(given("a.tar", tarred(**files)[:2_600]))
    assert found[:2] == ["a!0.txt", "a!1.txt"]
    assert found[-1].startswith("a.tar")


def test_a_damaged_file_in_an_archive_is_a_line_and_the_others_are_read() -> None:
    data = bytearray(zipped(**{"a.txt": f"{TEXT} one".encode(), "b.txt": f"{TEXT} two".encode()}))
    data[40] ^= 255
    found = told(given("a.zip", bytes(data)))
    assert found[0].startswith("a.zip!a.txt: damaged or cut off after ")
    assert found[1:] == ["a!b.txt"]


@pytest.mark.parametrize("ending", ["gz", "bz2", "xz", "zst"])
def test_a_bomb_is_a_line(ending: str) -> None:
    bomb = PACKERS[ending](b" " * 70_000_000)
    assert "unpacks to more than 200 times its size" in told(given(f"a.jsonl.{ending}", bomb))[-1]
    (line,) = told(given("a.zip", zipped(**{f"a.txt.{ending}": bomb})))
    assert line == f"a.zip!a.txt.{ending}: larger than 20 MB: split it"


def test_a_zip_bomb_is_a_line_and_the_files_beside_it_are_read() -> None:
    blank = (b" " * 200 + b"\n") * 400_000
    found = told(given("a.zip", zipped(**{"bomb.jsonl": blank, "b.txt": TEXT.encode()})))
    assert found == [
        "a.zip!bomb.jsonl: unpacks to more than 200 times its size: made to fill a disk or memory",
        "a!b.txt",
    ]


def test_archives_in_archives_end_with_a_line() -> None:
    data = TEXT.encode()
    for level in range(7):
        data = zipped(**{"a.txt" if level == 0 else "in.zip": data})
    (line,) = told(given("a.zip", data))
    assert "more than 4 files one in another: unpack it" in line


def test_what_is_unpacked_of_one_file_has_bounds() -> None:
    many = zipped(**{f"{n}.txt": f"{TEXT} {n}".encode() for n in range(5)})
    assert told(given("a.zip", many, bounds=Bounds(files=2)))[2:] == [
        "a.zip: holds more files than are ever read of one archive: unpack it"
    ]
    assert "unpacks to more than is ever read" in told(given("a.zip", many, bounds=Bounds(size=150)))[1]


def test_a_tar_archive_with_an_endless_name_is_a_line() -> None:
    entry = tarfile.TarInfo("././@LongLink")
    entry.type, entry.size = tarfile.GNUTYPE_LONGNAME, 8_000_000_000
    packed = gzip.compress(entry.tobuf(tarfile.GNU_FORMAT) + b"x" * 10_000)
    (line,) = told(given("a.tar.gz", packed))
    assert "a name of more than 1,000,000 characters" in line


def test_a_file_with_a_password_is_a_line() -> None:
    data = bytearray(zipped(**{"a.txt": TEXT.encode()}))
    for place in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[place] |= 1
    assert told(given("a.zip", bytes(data))) == ["a.zip!a.txt: needs a password"]

"""How much memory, and how long, reading takes: 1,000 files of all forms, and one stream of 2 GB. Nothing is extracted.

    uv run python tests/bench/bench_streams.py [FILES] [GB]

Makes the files in a temporary folder with the forms' own tools (warcio's writer, gzip, zip and tar, the csv module,
feeds as publishers write them) and reads them; the stream is made as it is read. Prints the documents, the seconds, and
the memory of the process after each fifth of the way: it must not grow with what was read. Linux alone tells it.
"""

from __future__ import annotations

import csv
import gc
import gzip
import io
import json
import resource
import sys
import tarfile
import tempfile
import time
import warnings
import zipfile
from html import escape
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, override

from backports import zstd
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kg.model import Document
from kg.read import Input, read_input, read_sources
from kg.read.model import buffered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEXT = (
    "The council of Varna approved the budget for year {n} on Monday after a long debate. Mayor Ada Marlow, who met"
    " Igor Horak in Oslo, said the town would spend {n} million euros on schools and roads. The others called it late."
)
ROWS = 10
"""How many articles a file of many has."""
LONG = "\n\n" + "\n\n".join(TEXT.format(n=number) for number in range(2_000))


def text(number: int) -> str:
    """An article of three paragraphs, unlike any other."""
    return "\n\n".join(TEXT.format(n=number * 7 + part) for part in range(3))


def row(number: int) -> dict[str, str]:
    """An article as a row."""
    return {"id": f"a{number}", "title": f"Budget {number}", "text": text(number), "date": "2024-03-02"}


def page(number: int) -> bytes:
    """An article as a page."""
    words = "".join(f"<p>{escape(part)}</p>" for part in text(number).split("\n\n"))
    return f"<!DOCTYPE html><html lang=en><title>B {number}</title><body><article>{words}</article></body>".encode()


def many(numbers: Iterator[int]) -> list[int]:
    return [next(numbers) for _ in range(ROWS)]


def json_lines(numbers: Iterator[int]) -> bytes:
    return "".join(f"{json.dumps(row(number))}\n" for number in many(numbers)).encode()


def table(numbers: Iterator[int]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["id", "title", "text", "date"])
    writer.writeheader()
    writer.writerows(row(number) for number in many(numbers))
    return out.getvalue().encode()


def feed(numbers: Iterator[int]) -> bytes:
    entries = "".join(
        f"<item><guid>tag:esk.example,2024:{number}</guid><title>B &lt;b&gt;{number}&lt;/b&gt;</title>"
        f"<content:encoded>{escape(text(number))}</content:encoded></item>"
        for number in many(numbers)
    )
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<rss version="2.0" {space}><channel><title>Esk Post</title>{entries}</channel></rss>'.encode()


def web_archive(numbers: Iterator[int]) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # warcio leaves its temporary files to be closed
        for number in many(numbers):
            said = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            address, content = f"https://esk.example/{number}", io.BytesIO(page(number))
            writer.write_record(writer.create_warc_record(address, "response", payload=content, http_headers=said))
        gc.collect()
    return out.getvalue()


def zipped(numbers: Iterator[int]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in many(numbers):
            archive.writestr(f"news/{number}.txt", text(number))
    return out.getvalue()


def tarred(numbers: Iterator[int]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for number in many(numbers):
            content = page(number)
            entry = tarfile.TarInfo(f"news/{number}.html")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


FORMS: dict[str, Callable[[Iterator[int]], bytes]] = {
    "txt": lambda numbers: text(next(numbers)).encode(),
    "md": lambda numbers: f"# Budget\n\n{text(next(numbers))}".encode(),
    "html": lambda numbers: page(next(numbers)),
    "txt.gz": lambda numbers: gzip.compress(text(next(numbers)).encode()),
    "jsonl": json_lines,
    "jsonl.zst": lambda numbers: zstd.compress(json_lines(numbers)),
    "json": lambda numbers: json.dumps({"articles": [row(number) for number in many(numbers)]}).encode(),
    "csv": table,
    "rss": feed,
    "warc.gz": web_archive,
    "zip": zipped,
    "tar.gz": tarred,
}


def make(folder: Path, files: int) -> int:
    """Write files of all forms into a folder; how many articles are in them."""
    numbers = count()
    for place in range(files):
        ending = list(FORMS)[place % len(FORMS)]
        (folder / f"{place:05}.{ending}").write_bytes(FORMS[ending](numbers))
    return next(numbers)


def long_line(number: int) -> bytes:
    """A row with a long article, some 75,000 words."""
    return f"{json.dumps({**row(number), 'text': f'{text(number)}{LONG}'})}\n".encode()


class Stream(io.RawIOBase):
    """JSON Lines without an end but for the size, made as they are read."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._left = size
        self._lines = map(long_line, count())
        self._rest = b""

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if self._left <= 0:
            return 0
        while len(self._rest) < len(buffer):
            self._rest += next(self._lines)
        buffer[:], self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        self._left -= len(buffer)
        return len(buffer)


def resident() -> float:
    """The memory of this process now, in MB."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 1e6


def grow(documents: Iterator[Document], total: int, parts: int = 5) -> tuple[int, list[float]]:
    """How many documents there are, and the process's memory after each of some parts of them."""
    found, held = 0, []
    for document in documents:
        assert document.text
        found += 1
        if found % max(1, total // parts) == 0:
            held.append(resident())
    return found, held


def report(name: str, found: int, seconds: float, held: list[float]) -> None:
    """Print a line."""
    parts = ", ".join(f"{size:.0f}" for size in held)
    print(f"{name:26} {found:8,} documents  {seconds:6.1f} s  memory after each fifth {parts} MB")  # noqa: T201


def read_files(files: int) -> tuple[int, int, list[float], float]:
    """Make files and read them: articles made, documents read, the memory on the way, seconds."""
    with tempfile.TemporaryDirectory() as folder:
        total = make(Path(folder), files)
        began = time.perf_counter()
        found, held = grow(read_sources([Path(folder)]).documents, total)
        return total, found, held, time.perf_counter() - began


def read_stream(size: int) -> tuple[int, list[float], float]:
    """Read a stream of so many bytes: documents, the memory on the way, seconds."""
    given = Input("stream.jsonl", buffered(Stream(size)), "stream.jsonl", "stream.jsonl", "stream")
    began = time.perf_counter()
    documents = (each for each in read_input(given) if isinstance(each, Document))
    found, held = grow(documents, size // len(long_line(0)))
    return found, held, time.perf_counter() - began


def main() -> None:
    """Read files, then a stream, and print what that took."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    size = float(sys.argv[2]) if len(sys.argv) > 2 else 2.0
    total, found, held, seconds = read_files(files)
    assert found == total
    report(f"{files:,} files of {len(FORMS)} forms", found, seconds, held)
    found, held, seconds = read_stream(int(size * 1e9))
    report(f"a stream of {size:g} GB", found, seconds, held)


if __name__ == "__main__":
    main()

"""Figures of reading: main text of saved pages, encodings, speed and memory.

    uv run python tests/bench/bench_reading.py pages FOLDER   FOLDER/html/NAME.html against FOLDER/txt/NAME.txt
    uv run python tests/bench/bench_reading.py encodings      the annotated articles, in encodings that are not declared
    uv run python tests/bench/bench_reading.py mixed [N]      N files (1,000) of six forms in one folder

For `pages`, the tests of newspaper4k (its source archive, `tests/data`) are such a folder.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from drawn_pdf import column, drawn

from kg.errors import ReadError
from kg.read import read_sources
from kg.read.encoding import decode_any
from kg.read.html import parse_page
from kg.read.model import NOTHING

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[2] / "../shared"))
WORD = re.compile(r"\w+")
GRAM = 4
ENCODINGS = ("cp1252", "latin-1", "iso8859-15", "mac_roman", "cp1250", "iso8859-2", "cp1254", "utf-16-le", "utf-16-be")
SENTENCES = (
    "The council of Eskdale voted on Monday to close the old bridge to lorries.",
    "Its speaker, Ada Marlow, said that engineers had found cracks in two piers.",
)


def grams(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text.casefold())
    return Counter(tuple(words[place : place + GRAM]) for place in range(max(1, len(words) - GRAM + 1)))


def agreement(found: str, expected: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of word 4-grams."""
    ours, theirs = grams(found), grams(expected)
    same = (ours & theirs).total()
    precision, recall = same / max(1, ours.total()), same / max(1, theirs.total())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def pages(folder: Path) -> dict[str, tuple[float, float, float]]:
    """The mean figures of kg and of trafilatura by itself."""
    import trafilatura

    figures: dict[str, list[tuple[float, float, float]]] = {"kg": [], "trafilatura": []}
    for path in sorted((folder / "txt").glob("*.txt")):
        page = folder / "html" / f"{path.stem}.html"
        if not page.exists():
            continue
        markup, _ = decode_any(page.read_bytes())
        expected, text = path.read_text("utf-8"), ""
        with suppress(ReadError):
            text = parse_page(markup, NOTHING).text
        figures["kg"].append(agreement(text, expected))
        other = trafilatura.extract(markup, include_comments=False, include_tables=False)
        figures["trafilatura"].append(agreement(other or "", expected))
    return {
        f"{name}, {len(rows)} pages": tuple(sum(column) / len(rows) for column in zip(*rows, strict=True))
        for name, rows in figures.items()
    }


def encodings() -> dict[str, tuple[int, int, int]]:
    """For each encoding how many texts are read back by kg and by charset-normalizer alone, and how many there are."""
    from charset_normalizer import from_bytes

    files = [path for kind in ("gold", "gold2", "silver", "silver2") for path in sorted((SHARED / kind).glob("*.json"))]
    texts = [json.loads(path.read_text("utf-8")).get("text") or "" for path in files]
    texts = [text for text in texts if not text.isascii()]
    found = {}
    for encoding in ENCODINGS:
        known = [text.encode(encoding, "ignore").decode(encoding) for text in texts]
        known = [text for text in known if not text.isascii() or encoding.startswith("utf-16")]
        ours = theirs = 0
        for text in known:
            data = text.encode(encoding)
            best = from_bytes(data).best()
            theirs += best is not None and str(best).removeprefix("\ufeff") == text
            with suppress(ReadError):
                ours += decode_any(data)[0] == text
        found[encoding] = (ours, theirs, len(known))
    return found


def mixed(count: int) -> tuple[int, float, int]:
    """How many documents are read of a folder of six forms, in how many seconds, and how many MB it grows meanwhile."""
    folder = Path(tempfile.mkdtemp(prefix="kg-mixed-"))
    try:
        text = " ".join(SENTENCES)
        mail = f"From: Ida Berg <i@esk.example>\nMIME-Version: 1.0\nSubject: Bridge\n\n{text}\n\n" + f"{text}\n\n" * 10
        page = f"<!doctype html><html><body><main><p>{text}</p>" + f"<p>{text}</p>" * 20 + "</main></body></html>"
        makers = {
            "txt": (f"{text}\n\n" * 20).encode(),
            "md": f"# Bridge\n\n{text}".encode(),
            "html": page.encode(),
            "pdf": drawn([column(70, 760, [*SENTENCES] * 20)] * 3),
            "eml": mail.encode(),
            "mbox": f"From i@esk.example Mon Mar  4 18:05:00 2024\n{mail}\n".encode() * 10,
        }
        for number in range(count):
            suffix, data = [*makers.items()][number % len(makers)]
            (folder / f"{number}.{suffix}").write_bytes(data)
        documents = read_sources([folder]).documents
        for _ in range(count // 10):  # all that is loaded once
            next(documents)
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        read = sum(1 for _ in documents)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        return read, time.perf_counter() - start, grown // 1024
    finally:
        shutil.rmtree(folder)


def main() -> None:
    """Print the figures that are asked for."""
    what, *rest = sys.argv[1:] or ["mixed"]
    if what == "pages":
        for name, (precision, recall, f1) in pages(Path(rest[0])).items():
            print(f"{name}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")  # noqa: T201
    elif what == "encodings":
        for name, (ours, theirs, count) in encodings().items():
            print(f"{name:12} kg {ours:3} charset-normalizer {theirs:3} of {count}")  # noqa: T201
    else:
        read, seconds, grown = mixed(int(rest[0]) if rest else 1_000)
        print(f"{read:,} documents, {read / seconds:.0f} a second, {grown} MB more than after the first tenth")  # noqa: T201


if __name__ == "__main__":
    main()

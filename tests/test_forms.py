"""A folder of every form, whole and broken, read by the command where every socket is refused."""

import json
import os
import subprocess
import sys
import tracemalloc
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import docx
import pytest
from drawn_pdf import column, drawn
from pypdf import PdfWriter

from kg.read import read_sources

SENTENCES = [
    "The council of Eskdale voted on Monday to close the old bridge to lorries.",
    "Its speaker, Ada Marlow, said that engineers had found cracks in two piers.",
]
TEXT = " ".join(SENTENCES)
REFUSE = """
import socket
import sys

def refuse(event, arguments):
    if event.startswith("socket.") and socket.AF_UNIX in (getattr(arguments[0], "family", None), *arguments[1:2]):
        return  # the pipe to the process that reads files
    if event == "subprocess.Popen" and "from kg.read.process import serve" in str(arguments[1]):
        return  # that process, which loads this as well
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.system")) or event == "urllib.Request":
        raise PermissionError(f"{event}{arguments}")

sys.addaudithook(refuse)
"""
"""What every process imports at its start, the one that reads files too."""


def page(head: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta property="og:title" content="Bridge closed">{head}</head><body>'
        '<img src="http://127.0.0.1:9/track.gif"><script src="http://127.0.0.1:9/x.js"></script>'
        f"<p>{TEXT}</p></body></html>"
    )


def message() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "Ida Berg <ida@esk.example>", "Bridge closed", "<1@esk.example>"
    made["Date"] = "Mon, 04 Mar 2024 18:05:00 +0000"
    made.set_content(TEXT)
    return made


def word(*paragraphs: str) -> bytes:
    document, data = docx.Document(), BytesIO()
    document.add_heading("Bridge closed", 0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(data)
    return data.getvalue()


def bomb() -> bytes:
    data = BytesIO(word(TEXT))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/more.xml", b" " * 150_000_000)
    return data.getvalue()


def blank() -> bytes:
    writer, data = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(data)
    return data.getvalue()


MHTML = f"""From: <Saved by Blink>
Snapshot-Content-Location: https://esk.example/bridge
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="x"

--x
Content-Type: text/html

{page()}
--x--
"""
LETTER = column(70, 700, SENTENCES)
WHOLE: dict[str, bytes] = {
    "page.html": page().encode(),
    "misnamed.txt": page().encode(),
    "nameless": page().encode(),
    "old.txt": f"{TEXT} “Quite,” she said.".encode("cp1252"),
    "saved.mht": MHTML.encode(),
    "letter.pdf": drawn([LETTER], Title="Bridge closed"),
    "report.docx": word(TEXT),
    "note.eml": message().as_bytes(),
    "in.mbox": b"From ida@esk.example Mon Mar  4 18:05:00 2024\n" + message().as_bytes(),
}
BROKEN: dict[str, tuple[bytes, str]] = {
    "empty.html": (b"<!doctype html><html><body><div id=app></div></body></html>", "HTML without"),
    "deep.html": (b"<html>" + b"<div>" * 50_000, "HTML without"),
    "scan.pdf": (blank(), "PDF without a text layer"),
    "cut.pdf": (drawn([LETTER])[:300], "broken PDF"),
    "bomb.docx": (bomb(), "a DOCX that unpacks to more than any text is"),
    "cut.docx": (word(TEXT)[:3000], "broken DOCX"),
    "mime.eml": (b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x", "empty"),
    "none.eml": (b"a line and no header", "not an e-mail"),
    "hollow.mbox": (b"", "empty"),
}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work") / "news"
    folder.mkdir()
    for name, data in WHOLE.items() | {(name, data) for name, (data, _) in BROKEN.items()}:
        (folder / name).write_bytes(data)
    return folder


def run(folder: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command; `script` is imported by each of its processes at its start."""
    (folder / "sitecustomize.py").write_text(script, "utf-8")
    command = [sys.executable, "-m", "kg", *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "KG_DEBUG"}
    environment["PYTHONPATH"] = str(folder)
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_what_is_whole_is_read_and_what_is_broken_is_one_line(news: Path) -> None:
    done = run(news.parent, REFUSE, "extract", "news")
    assert done.returncode == 1, done.stderr
    documents = {line["id"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert sorted(documents) == ["in#1", "letter", "misnamed", "nameless", "note", "old", "page", "report", "saved"]
    for name, document in documents.items():
        assert document["text"].strip().startswith(TEXT), name
        assert document["title"] == (None if name == "old" else "Bridge closed"), name
    told = [line.removeprefix("not read: news/") for line in done.stderr.splitlines() if "not read" in line]
    assert len(told) == len(BROKEN)
    for name, (_, reason) in BROKEN.items():
        assert any(line.startswith(f"{name}: {reason}") for line in told), (name, told)


MISSING = """
import sys

for name in ("trafilatura", "pypdf", "docx"):
    sys.modules[name] = None
"""


def test_without_the_extra_one_line_says_what_to_install(news: Path) -> None:
    done = run(news.parent, MISSING, "extract", "news/page.html", "news/letter.pdf", "news/report.docx", "news/old.txt")
    assert done.returncode == 1, done.stderr
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["old"]
    told = [line for line in done.stderr.splitlines() if "not read" in line]
    assert [line.partition(": ")[2] for line in told] == [
        f"news/{name}: {form} needs more than is installed: pip install 'newskg[read]'"
        for name, form in (("page.html", "HTML"), ("letter.pdf", "PDF"), ("report.docx", "DOCX"))
    ]


def test_a_large_mailbox_is_read_in_little_memory(tmp_path: Path) -> None:
    """100 messages, 5 MB."""
    one = message()
    one.set_content(f"{TEXT}\n\n" * 320)
    with (tmp_path / "in.mbox").open("wb") as box:
        for _ in range(100):
            box.write(b"From ida@esk.example Mon Mar  4 18:05:00 2024\n" + one.as_bytes() + b"\n")
    assert (tmp_path / "in.mbox").stat().st_size > 4_500_000
    documents = read_sources([tmp_path]).documents
    next(documents)
    tracemalloc.start()
    count = 1 + sum(1 for _ in documents)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100
    assert peak < 3_000_000

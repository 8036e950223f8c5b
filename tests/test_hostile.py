"""Hostile files, and texts that have more and more of one construct."""

import gzip
import io
import random
import time
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

import kg
from kg import api
from kg.cli import run
from kg.model import Document
from kg.pipeline import Extractor, attempt

GOOD = "Ana Costa, the mayor of Porto, met union leaders in Braga on Monday. She said that the port would open in May."

_NAMES = (
    "new\nline", "tab\t", "\x1b[31mred", "-rf", "--out", "' OR 1=1 --", "<script>alert(1)<", "%s%n", "..", "a b",
    "\u202eright", "nul\u2400", "x" * 240, "\udcff\udcfe", "CON", "\u0130\u0131", "{{7*7}}", "$(id)", "`id`",
    "\U0001f600", "e\u0301", "#frag", "a!b",
)  # fmt: skip
_ENDINGS = (
    ".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".xml", ".rss", ".eml", ".pdf", ".docx", ".zip", ".gz", ".warc",
    "",
)  # fmt: skip
_ENTITIES = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))


def _zip(members: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


_CONTENTS: tuple[Callable[[random.Random], bytes], ...] = (
    lambda chance: chance.randbytes(chance.randrange(1, 4_000)),
    lambda _: b"",
    lambda _: b" \n\t\n" * 50,
    lambda _: GOOD.encode("utf-16"),
    lambda _: GOOD.replace("Porto", "Pôrto").encode("latin-1"),
    lambda _: GOOD.encode() + b"\xff\xfe\x00",
    lambda _: GOOD.encode("utf-7"),
    lambda _: b"\xef\xbb\xbf" * 20 + GOOD.encode(),
    lambda _: ("\u202e" + GOOD + "\u2069" * 40).encode(),
    lambda _: (GOOD + " \x1b]0;owned\x07\x9b31m").encode(),
    lambda _: "a\u0301".encode() * 30_000,
    lambda _: ("x" * 150_000).encode(),
    lambda _: ("“" * 3_000 + GOOD + "”" * 3_000).encode(),
    lambda _: ("(" * 5_000 + GOOD + ")" * 5_000).encode(),
    lambda _: ("> " * 2_000 + GOOD).encode(),
    lambda _: ("* " * 800 + GOOD).encode(),
    lambda _: ("<div>" * 5_000 + f"<p>{GOOD}</p>").encode(),
    lambda _: b"<!DOCTYPE html><html><body>" + b"<table><tr><td>" * 1_500 + GOOD.encode(),
    lambda _: f"<html><body><script>{GOOD}</script><p onclick=x>{GOOD}</p></body></html>".encode(),
    lambda _: (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "x">{_ENTITIES}]><rss><channel>&e12;</channel></rss>'.encode()
    ),
    lambda _: b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss>&e;</rss>',
    lambda _: b"[" * 20_000,
    lambda _: b'{"text": ' * 3_000,
    lambda _: (f'{{"text": "{GOOD}", "date": "9999-99-99", "url": "javascript:alert(1)"}}\n' * 3).encode(),
    lambda _: b'{"text": 1e999}\n{"text": null}\nnot json\n',
    lambda _: b'title,text\n"open quote,' + GOOD.encode() + b"\n" * 20,
    lambda _: ("a,b,c\n" + ",".join(["=1+1"] * 3_000)).encode(),
    lambda _: b"From: a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n" * 500 + GOOD.encode(),
    lambda _: b"%PDF-1.7\n1 0 obj << /Length 999999999 >> stream\n",
    lambda _: gzip.compress(bytes(30_000_000)),
    lambda _: gzip.compress(GOOD.encode())[:-9],
    lambda _: _zip({"../../etc/passwd.txt": GOOD, "/absolute.txt": GOOD, "a.txt": "0" * 10_000_000}),
    lambda _: _zip({"inner.zip": "PK"})[:-30],
    lambda _: _zip({"word/document.xml": "<w:document>" + "<w:p>" * 9_000}),
    lambda _: b"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\n",
    lambda chance: bytes(chance.choice(GOOD.encode() + b"\x80\xc0\xe2") for _ in range(3_000)),
    lambda _: (f"0001-01-01\n\n{GOOD} Last week they met. Ten thousand years ago it was built.").encode(),
    lambda _: f"Published: 31 December 9999\n\n{GOOD} They meet next Monday and in the next century.".encode(),
)


def write_hostile(folder: Path, number: int, seed: int) -> None:
    """Write so many hostile files into a folder; the same seed gives the same files."""
    chance = random.Random(seed)  # noqa: S311 - files, no secrets
    folder.mkdir(parents=True, exist_ok=True)
    for place in range(number):
        name = f"{place:03d}{_NAMES[place % len(_NAMES)]}{chance.choice(_ENDINGS)}".replace("/", "")
        with suppress(OSError, UnicodeEncodeError):  # a name that the file system does not take
            (folder / name[-250:]).write_bytes(_CONTENTS[place % len(_CONTENTS)](chance))


GROWING: Mapping[str, Callable[[int], str]] = {
    "nested quotes": lambda n: "“she said ‘" * n + "yes" + "’ he said”" * n,
    "nested brackets": lambda n: "(" * n + "x" + ")" * n,
    "capital words": lambda n: "Northern Harbour Trust Fund " * n,
    "that clauses": lambda n: "he said that she said that " * n + "it rained.",
}
"""Constructs each of which a text can have more and more of."""


def test_hostile_files_are_read_or_left_out_each_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_hostile(tmp_path / "news", 20, 1)
    (tmp_path / "news/good.txt").write_text(f"{GOOD} The bridge of Faro was closed by a storm.", "utf-8")
    assert run(["build", "news"]) in {0, 1}
    err = capsys.readouterr().err
    assert "defect" not in err
    assert "\x1b" not in err
    assert "good" in [each.id for each in api.documents()]
    assert kg.check() == []


@pytest.mark.parametrize("name", GROWING)
def test_time_grows_with_the_text_and_not_with_its_square(name: str) -> None:
    took = []
    for size in (1_000, 4_000):
        make = GROWING[name]
        text = make(size // (len(make(20)) // 20))
        begun = time.process_time()
        assert not isinstance(attempt(Document("grown", text), Extractor()), Exception)
        took.append(time.process_time() - begun)
    assert took[1] < max(1, 12 * took[0]), took


def test_a_text_of_numbers_alone_is_read() -> None:
    """It has sentences and no phrase."""
    assert not isinstance(attempt(Document("numbers", "1,000 2.5 30 % $4 million " * 600), Extractor()), Exception)

"""Files that are damaged anywhere: documents, or lines that say what is wrong, and nothing raised."""

import mailbox
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from drawn_pdf import column, drawn
from given import read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.read import Failure

LINES = [
    "The council of Eskdale voted on Monday to close the old bridge to lorries.",
    "Its speaker, Ada Marlow, said that engineers had found cracks in two piers.",
]


def word() -> bytes:
    document, data = docx.Document(), BytesIO()
    for line in LINES:
        document.add_paragraph(line)
    document.save(data)
    return data.getvalue()


def message() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Date"], made["Subject"] = (
        "Ida Berg <i@esk.example>",
        "Mon, 04 Mar 2024 18:05:00 +0000",
        "Bridge",
    )
    made.set_content("\n".join(LINES))
    made.add_alternative(f"<html><body><p>{LINES[0]}</p></body></html>", subtype="html")
    return made


def box() -> bytes:
    with TemporaryDirectory() as folder:
        made = mailbox.mbox(Path(folder, "in.mbox"))
        made.add(message())
        made.add(message())
        made.close()
        return Path(folder, "in.mbox").read_bytes()


PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge</title><script
type="application/ld+json">{{"@type": "NewsArticle", "headline": "Bridge", "author": {{"name": "Ida Berg"}}}}</script>
</head><body><main><p>{LINES[0]}</p><p>{LINES[1]}</p></main></body></html>"""
WHOLE = {
    "a.html": PAGE.encode(),
    "a.mht": (
        "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
        f"--x\nContent-Type: text/html\n\n{PAGE}\n--x--\n"
    ).encode(),
    "a.pdf": drawn([column(70, 700, LINES)], Title="Bridge"),
    "a.docx": word(),
    "a.eml": message().as_bytes(),
    "a.mbox": box(),
    "a.md": f"---\ntitle: Bridge\n---\n# Bridge\n\n{LINES[0]}".encode(),
}


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_damaged_is_read_or_told(name: str, data: st.DataObject) -> None:
    whole = WHOLE[name]
    start = data.draw(st.integers(0, len(whole) - 1), "place")
    kept = data.draw(st.sampled_from([0, len(whole)]), "kept after the damage")
    damaged = whole[:start] + data.draw(st.binary(max_size=30), "damage") + whole[start + 10 : kept]
    found = read(damaged, name)
    assert found
    for each in found:
        if isinstance(each, Failure):
            assert each.reason
            assert "\n" not in each.reason

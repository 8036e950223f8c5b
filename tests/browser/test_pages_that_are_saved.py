"""What a browser saves and prints, read back: MHTML, the page as it stands in memory, a PDF of two columns."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.model import Document
from kg.read import Input, read_input
from kg.read.model import buffered

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TEXT = 6 * [
    "The council of Eskdale voted on Monday to close the old bridge to lorries until the spring, said its speaker.",
    "“We cannot wait for the flood that proves them right,” said Ada Marlow, who leads the council.",
    "The quarry’s owner, Horak Stone, said that it would ask the county court for a stay.",
]
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge closed - The Esk Post</title>
<meta property="og:site_name" content="The Esk Post">
<meta property="article:published_time" content="2024-03-04T18:05Z">
<style>@page { size: A4; margin: 25mm 20mm } main { column-count: 2; column-gap: 10mm; font: 11pt serif;
text-align: justify } p { margin: 0; text-indent: 1em } @media print { nav { display: none } }</style>
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><h1>Bridge closed</h1><main id="main"></main>
<script>document.getElementById("main").innerHTML = TEXT</script></body></html>"""
HEAD = '<div style="font-size: 8px">The Esk Post, 4 March 2024</div>'
FOOT = """<div style="font-size: 8px">https://esk.example/bridge
<span class="pageNumber"></span>/<span class="totalPages"></span></div>"""


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """A page whose text is there once its script has run."""
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXT)
    path: Path = tmp_path_factory.mktemp("page") / "bridge.html"
    path.write_text(PAGE.replace("= TEXT", f'= "{paragraphs}"'), "utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    return page


def read(name: str, content: bytes) -> Document:
    (document,) = read_input(Input(name, buffered(BytesIO(content)), name, f"/{name}", "bridge"))
    assert isinstance(document, Document), document
    return document


def test_a_page_saved_in_one_file(opened: Page) -> None:
    session = opened.context.new_cdp_session(opened)
    saved = session.send("Page.captureSnapshot", {"format": "mhtml"})["data"]
    document = read("bridge.mhtml", saved.encode())
    assert document.text.split("\n\n") == TEXT
    assert (document.title, document.publisher) == ("Bridge closed", "The Esk Post")
    assert document.url is None, "a file's address is no address of the web"
    assert document.retrieved is not None


def test_a_page_as_it_stands(opened: Page) -> None:
    document = read("bridge.html", opened.content().encode())
    assert document.text.split("\n\n") == TEXT
    assert str(document.published) == "2024-03-04 18:05:00+00:00"


def test_a_page_printed_in_two_columns(opened: Page) -> None:
    printed = opened.pdf(
        prefer_css_page_size=True, display_header_footer=True, header_template=HEAD, footer_template=FOOT
    )
    document = read("bridge.pdf", printed)
    assert document.text.split("\n\n") == TEXT
    assert (document.title, document.url) == ("Bridge closed", "https://esk.example/bridge")
    assert document.retrieved is not None
    assert document.published is None

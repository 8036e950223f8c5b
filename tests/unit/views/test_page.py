"""The page: one file, safe whatever the texts hold, its data packed."""

import json
import os
import pickle
import re
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from gzip import decompress
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kg.graph.facts.records import GraphContents
from kg.views.page import packed, render_page, unpacked

HOSTILE = [
    "<script>document.title='bad'</script>",
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "\"'`\\",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "\u202egnp.exe \u2066\u200f",
    "🇦🇫👩‍👩‍👧‍👦",
    "line\u2028separator\u2029",
    "a" * 10_000,
    "\ud800 lone",
    "__proto__",
]


class Reader(HTMLParser):
    """The elements of a page: (tag, attributes), and the text of its scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = tag in {"script", "style"}
        if self.inside:
            self.raw.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 (the parser passes it by name)
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            tag, text = self.raw[-1]
            self.raw[-1] = (tag, text + data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def data_of(page: str) -> Any:
    found = re.search(r'<script type="text/plain" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return unpacked(found[1])


def hostile_contents(make_contents: Callable[..., GraphContents]) -> GraphContents:
    names = dict.fromkeys(HOSTILE, "Person") | {"Plain": "Country"}
    rows = [(f"{name} met Plain in 2021.", name, "metWith", "Plain", "asserted") for name in HOSTILE]
    rows += [(f"Plain is described as {name}", "Plain", "describedAs", f"so: {name}", "reported") for name in HOSTILE]
    return make_contents(names, rows, [("Plain", name, True) for name in HOSTILE], document="<b>hostile</b>")


def test_the_page_is_the_same_in_every_process(sample_contents: GraphContents, tmp_path: Path) -> None:
    pages = set()
    for seed in ("1", "2"):
        script = (
            "import pickle, sys; from pathlib import Path; from kg.views.page import render_page;"
            "Path(sys.argv[1]).write_text(render_page(pickle.loads(sys.stdin.buffer.read())), encoding='utf-8')"
        )
        path = tmp_path / f"{seed}.html"
        subprocess.run(
            [sys.executable, "-c", script, str(path)],
            input=pickle.dumps(sample_contents),
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
        pages.add(path.read_bytes())
    assert len(pages) == 1
    assert pages == {render_page(sample_contents).encode()}


def test_nothing_comes_from_outside(sample_contents: GraphContents) -> None:
    page = read(render_page(sample_contents))
    for tag, attributes in page.elements:
        assert tag not in {"link", "iframe", "object", "embed", "base", "img"}
        assert not attributes.keys() & {"src", "srcset", "action", "formaction", "style"}
        assert not any(name.startswith("on") for name in attributes), "a handler in the markup"
        assert (attributes.get("href") or "#").startswith("#")
    assert "sourceMappingURL" not in render_page(sample_contents)
    [style] = [text for tag, text in page.raw if tag == "style"]
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_allows_these_scripts_and_this_style_alone(sample_contents: GraphContents) -> None:
    page = read(render_page(sample_contents))
    [policy] = [attributes["content"] for _, attributes in page.elements if "http-equiv" in attributes]
    assert policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    hashes = set(re.findall(r"'sha256-[^']+'", policy))
    scripts = [text for tag, text in page.raw if tag in {"script", "style"}]
    runs = [text for text in scripts if " " in text]
    assert hashes == {f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in runs}


def test_hostile_text_stays_text(make_contents: Callable[..., GraphContents]) -> None:
    page = render_page(hostile_contents(make_contents), title="</title><script>bad()</script>{{ 1 }}")
    assert len([tag for tag, _ in read(page).elements if tag == "script"]) == len(
        [tag for tag, _ in read(render_page(make_contents({}, []))).elements if tag == "script"]
    )
    assert "bad()</script>" not in page
    assert "onerror=alert(1)>" not in page
    data = data_of(page)
    labels = {entity["label"] for entity in data["entities"]}
    assert {name.replace("\ud800", "\ufffd") for name in HOSTILE} <= labels
    assert data["title"] == "</title><script>bad()</script>{{ 1 }}"


VALUES = st.integers() | st.booleans() | st.text(st.characters(codec="utf-8")) | st.lists(st.integers() | st.none())
ROWS = st.lists(st.dictionaries(st.sampled_from(["iri", "label", "at", "__proto__"]), VALUES), max_size=5)
PAYLOADS = st.dictionaries(st.sampled_from(["facts", "entities", "title"]), ROWS | VALUES | st.none())


@given(PAYLOADS, ROWS)
def test_a_payload_comes_back_as_it_was(payload: dict[str, Any], edges: list[dict[str, Any]]) -> None:
    payload = {**payload, "drawing": {"nodes": [], "edges": edges}}
    assert unpacked(packed(payload)) == payload
    assert packed(payload) == packed(json.loads(json.dumps(payload)))


@given(st.dictionaries(st.text(), st.text(st.characters(codec=None))))
def test_no_text_can_end_its_element(payload: dict[str, str]) -> None:
    assert re.fullmatch("[A-Za-z0-9+/=]*", packed(payload))


def test_a_lone_surrogate_is_replaced() -> None:
    assert unpacked(packed({"title": "\ud800 lone"})) == {"title": "\ufffd lone"}


def test_a_name_stands_once_however_many_rows_have_it() -> None:
    payload = {"facts": [{"subject": number} for number in range(9)]}
    assert decompress(b64decode(packed(payload))).count(b"subject") == 1

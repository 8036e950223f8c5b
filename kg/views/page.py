"""One HTML file that shows a graph, its evidence and its articles, with no address outside itself.

The engine that draws is vis-network; the page around it is ours. News text is hostile: it reaches the page in base64,
is shown through `textContent` alone, and the Content-Security-Policy allows just the scripts and styles written here,
by their hashes, and nothing from outside. The data is packed: columns in place of rows, as JSON, compressed; a page of
a thousand articles is a third as large. `assets/boot.js` unpacks it.
"""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode, b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined

from kg.collector import collector_off
from kg.views import page_files
from kg.views.payload import MOST_BYTES, page_payloads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Template

    from kg.graph.conflicts import Conflict
    from kg.graph.facts.records import GraphContents
    from kg.graph.facts.value import NewsValue
    from kg.graph.stories.model import Brief

_LEVEL = 6
_SURROGATE = re.compile("[\ud800-\udfff]")


def packed(payload: Mapping[str, Any]) -> str:
    """The data in base64, which has no character that HTML knows; lone surrogates become the replacement character."""
    text = json.dumps(_in_columns(payload), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return b64encode(gzip.compress(_SURROGATE.sub("\ufffd", text).encode(), _LEVEL, mtime=0)).decode("ascii")


def unpacked(data: str) -> dict[str, Any]:
    """The payload that was packed, as the page has it."""
    found: dict[str, Any] = _in_rows(json.loads(gzip.decompress(b64decode(data))))
    return found


def _in_columns(value: Any) -> Any:
    """The value, whose lists of rows are columns: a value a row, None where the row has none of that name.

    They are looked for among its values and those of its drawing.
    """
    if _is_rows(value):
        names = dict.fromkeys(name for row in value for name in row)
        return {"length": len(value), "columns": {name: [row.get(name) for row in value] for name in names}}
    return {name: _in_columns(each) for name, each in value.items()} if isinstance(value, dict) else value


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1 and all(isinstance(each, dict) for each in value)


def _in_rows(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value.keys() == {"length", "columns"}:
        columns: Mapping[str, Sequence[Any]] = value["columns"]
        return [
            {name: column[place] for name, column in columns.items() if column[place] is not None}
            for place in range(value["length"])
        ]
    return {name: _in_rows(each) for name, each in value.items()}


@collector_off()
def render_page(  # noqa: PLR0913 (what is known already is not computed again)
    contents: GraphContents,
    *,
    conflicts: Sequence[Conflict] = (),
    title: str | None = None,
    focus: str | None = None,
    value: NewsValue | None = None,
    told: Sequence[Brief] | None = None,
) -> str:
    """The page as HTML: the same contents give the same text.

    `conflicts` are those of the whole graph, of which the page gets what it shows the statements of. `title` heads the
    page (the document's own title, or the number of documents, where it is None); `focus` is the IRI of the entity that
    is selected when the page is opened. `value` is the news value of the contents, and `told` the briefs of all their
    stories, where they are known. Of a graph whose page would be larger than `MOST_BYTES`, it has what is new.
    """
    scripts, style = page_files.scripts(), page_files.style()
    page = ""
    for payload in page_payloads(contents, conflicts=conflicts, title=title, focus=focus, value=value, told=told):
        page = _template().render(
            title=_SURROGATE.sub("\ufffd", payload["title"]),
            policy=_policy(scripts, style),
            style=style,
            scripts=scripts,
            data=packed(payload),
        )
        if len(page.encode()) <= MOST_BYTES:
            break
        payload.clear()  # before the next is made
    return page


def _policy(scripts: Sequence[str], style: str) -> str:
    hashes = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; img-src data: blob:; worker-src blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(page_files.template())

"""One HTML file that shows a graph, its evidence and its articles, with no address outside itself.

The engine that draws is vis-network; the page around it is ours.
News text is hostile: it reaches the page in base64 (`packing`), is shown through `textContent` alone, and the
Content-Security-Policy allows just the scripts and styles written here, by their hashes, and nothing from outside.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from kg.collector import collector_off
from kg.views import page_files
from kg.views.packing import packed
from kg.views.payload import page_payload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template

    from kg.graph.conflicts import Conflict
    from kg.graph.facts.records import GraphContents

__all__ = ["render_page"]

_SURROGATE = re.compile("[\ud800-\udfff]")


@collector_off()
def render_page(
    contents: GraphContents,
    *,
    conflicts: Sequence[Conflict] = (),
    title: str | None = None,
    focus: str | None = None,
) -> str:
    """The page as HTML: the same contents give the same text.

    `conflicts` are those of the whole graph, of which the page gets what it shows the statements of. `title` heads the
    page (the document's own title, or the number of documents, where it is None); `focus` is the IRI of the entity that
    is selected when the page is opened.
    """
    payload = page_payload(contents, conflicts=conflicts, title=title, focus=focus)
    scripts, style = page_files.scripts(), page_files.style()
    return _template().render(
        title=_SURROGATE.sub("\ufffd", payload["title"]),
        policy=_policy(scripts, style),
        style=style,
        scripts=scripts,
        data=packed(payload),
    )


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

"""Title, date, publisher and text of twenty layouts of pages, made after the markup of public news sites.

The pages are templates in `layouts/`, the words in `layouts/stories.toml`: invented.
"""

import tomllib
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template

import pytest

from kg.read.html import parse_page
from kg.read.metadata import day_of, one_line
from kg.read.model import NOTHING

FOLDER = Path(__file__).parent / "layouts"
STORIES = tomllib.loads((FOLDER / "stories.toml").read_text("utf-8"))["story"]
LAYOUTS = sorted(path.stem for path in FOLDER.glob("*.html"))
FIELDS = ("title", "published", "publisher", "authors", "url", "text")
UNNAMED = {
    "divs_and_breaks": {"authors"},
    "drupal_un": {"authors"},
    "path_date_only": {"authors"},  # says it in words alone
    "old_tables": {"url"},
}
"""What a layout does not say."""
STANDFIRSTS = {
    "A detour of forty minutes.",
    "Council says piers are cracked",
    "Quarry owner goes to court",
    "A long way round",
    "Long way round",
    "The detour is long.",
    "What comes next",
    "A closed bridge divides a valley.",
}
"""Text of the layouts: what stands under a headline or between paragraphs."""
REMAINS = {"Ines Mora", "A version of this article appears in print."}
"""What is no text, and cannot be told from it here: a photographer's name, an editor's note."""


def judged(layout: str) -> dict[str, tuple[object, object]]:
    """What is read of a layout's page, beside what should be, by field."""
    story = STORIES[LAYOUTS.index(layout) % len(STORIES)]
    published: datetime = story["published"]
    address = f"https://{story['host']}/{published:%Y/%m/%d}/{story['slug']}"
    page = Template((FOLDER / f"{layout}.html").read_text("utf-8")).substitute(
        headline=escape(story["headline"], quote=False),
        author=story["author"],
        site=story["site"],
        host=story["host"],
        slug=story["slug"],
        url=address,
        iso=published.isoformat(),
        date=published.date().isoformat(),
        day=published.day,
        year=published.year,
        day_spoken=f"{published:%-d %B %Y}",
        us=f"{published:%B %-d, %Y}",
        **{f"p{number}": escape(text, quote=False) for number, text in enumerate(story["paragraphs"], 1)},
    )
    article = parse_page(page, NOTHING)
    known = article.metadata
    return {
        "title": (one_line(known.title), story["headline"]),
        "published": (day_of(known.published), published.date()),
        "publisher": (one_line(known.publisher), story["site"]),
        "authors": (known.authors, (story["author"],)),
        "url": (known.url, address),
        "text": (
            "\n\n".join(each for each in article.text.split("\n\n") if each not in STANDFIRSTS | REMAINS),
            "\n\n".join(story["paragraphs"]),
        ),
    }


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout(layout: str) -> None:
    found = judged(layout)
    for field in FIELDS:
        if field not in UNNAMED.get(layout, ()):
            assert found[field][0] == found[field][1], field

"""The page in a graph directory, which is made anew where the graph is another than it shows."""

from contextlib import suppress
from pathlib import Path
from shlex import quote

from kg import api
from kg.display.terminal import log

__all__ = ["LARGE", "is_current", "refresh_page", "update_page"]

LARGE = 2_000
"""A graph of more documents is asked, not shown whole: its page takes minutes and more memory than a browser has."""
_PAGE = "graph.html"


def refresh_page(graph: api.Graph, directory: Path) -> Path | None:
    """Make the page of a directory's graph, unless it shows the graph as it is; None where the graph is too large.

    One that is too large loses the page it had, which showed what is no longer so.
    """
    page = directory / _PAGE
    if is_current(directory):
        return page
    number = graph.counts()["document"]
    if number > LARGE:
        with suppress(OSError):  # a folder of that name is no page
            page.unlink()
        at = "" if directory.as_posix() == "graph" else f" --graph {quote(str(directory))}"
        log(f"no page of {number:,} documents: kg view{at} --focus NAME --hops 1 shows a part, kg view{at} all", "dim")
        return None
    return graph.view().save(page)


def update_page(directory: Path) -> None:
    """Make the page of a directory anew where it has one."""
    if (directory / _PAGE).exists():
        refresh_page(api.open(directory), directory)


def is_current(directory: Path) -> bool:
    """Whether the page is there and younger than the graph."""
    page, marker = directory / _PAGE, directory / "kg-graph.json"
    return page.is_file() and page.stat().st_mtime_ns >= marker.stat().st_mtime_ns

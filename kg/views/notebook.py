"""The page inside another one: in Jupyter, in VS Code, in a notebook exported as HTML."""

from __future__ import annotations

from html import escape

__all__ = ["framed"]


def framed(page: str, *, height: int = 640, title: str = "Knowledge graph") -> str:
    """`page`, a whole HTML document, as an iframe that carries it in its `srcdoc`.

    Each frame is a document of its own, so that several on one page share neither names nor styles. It is sandboxed
    without the notebook's origin: what is in the page can run its scripts and save a file, but not reach the notebook.
    `height` is in CSS pixels.

    >>> framed("<p>“&”</p>", height=200)[:88]
    '<iframe title="Knowledge graph" sandbox="allow-scripts allow-downloads" height="200" sty'
    """
    return (
        f'<iframe title="{escape(title)}" sandbox="allow-scripts allow-downloads" height="{height}" '
        f'style="width: 100%; border: 1px solid #8886; border-radius: 8px" srcdoc="{escape(page)}"></iframe>'
    )

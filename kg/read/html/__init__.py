"""Pages: bytes of HTML or MHTML go in, the article of the page comes out, with what the page says of it."""

from kg.read.html.page import is_fragment, is_html, parse_page, read_html
from kg.read.html.saved import is_mhtml, read_mhtml

__all__ = ["is_fragment", "is_html", "is_mhtml", "parse_page", "read_html", "read_mhtml"]

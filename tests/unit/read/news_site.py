"""A web server of this machine that answers as a test wants: the part of the network that is named."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BufferedIOBase

from http_server import QuietHandler, served_by

ARTICLE = "The council of Varna approved the budget {} after a long debate. Mayor Ada Marlow met Igor Horak in Oslo."


def page(number: int | str) -> bytes:
    """An article as a site shows it."""
    text = ARTICLE.format(f"for {number}")
    return (
        f"<!DOCTYPE html><html lang=en><head><title>Budget {number}</title></head><body><nav><a href=/>Home</a></nav>"
        f"<article><h1>Budget {number}</h1><p>{text}</p><p>{text.replace('approved', 'discussed')}</p></article></body>"
    ).encode()


@dataclass
class NewsSite:
    """What is at which path; paths asked for are kept in `asked`, with the headers of the last request."""

    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    address: str = ""

    def put(
        self, path: str, content: bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **more: str
    ) -> str:
        """Put content at a path; its address."""
        headers = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in more.items()}}
        self.pages[path] = status, headers, content
        return f"{self.address}{path}"

    def redirect(self, path: str, to: str) -> str:
        """Have a path lead elsewhere; its address."""
        return self.put(path, b"", status=302, Location=to)


class _Handler(QuietHandler):
    site: NewsSite

    def do_GET(self) -> None:  # noqa: N802 (the library's name)
        self.site.asked.append(self.path)
        self.site.headers = dict(self.headers)
        odd = {"/drip": _drip, "/silent": lambda _: time.sleep(3), "/endless": _endless}.get(self.path)
        if odd is not None:
            with suppress(OSError):  # when the client has had enough
                odd(self.wfile)
            return
        status, headers, content = self.site.pages.get(self.path, (404, {"Content-Type": "text/plain"}, b"none"))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def _drip(stream: BufferedIOBase) -> None:
    """Headers that come a byte at a time."""
    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200:
        stream.write(bytes([byte]))
        stream.flush()
        time.sleep(0.05)


def _endless(stream: BufferedIOBase) -> None:
    stream.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    stream.writelines(b"<p>more</p>" * 10_000 for _ in range(1_000))


@contextmanager
def news_site() -> Iterator[NewsSite]:
    """A site that is served while the block runs."""
    site = NewsSite()
    with served_by(type("Handler", (_Handler,), {"site": site})) as site.address:
        yield site

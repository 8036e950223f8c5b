"""From a named address to inputs: what is there, and what its feed or sitemap leads to."""

from __future__ import annotations

from dataclasses import replace
from io import BufferedReader
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urlsplit

from kg.errors import ReadError
from kg.read.model import Failure, Input, Link, Metadata
from kg.read.web.client import Client, canonical
from kg.read.web.robots import Robots

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.model import Options
    from kg.read.web.client import Response

__all__ = ["Site"]


class Site:
    """What one named address leads to: each address once, and so many of them at the most."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._client = Client(options.web)
        self._robots = Robots(self._client, options.web.delay)
        self._seen: set[str] = set()
        self._asked = 0
        self._left_out = 0

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def read(self, address: str) -> Iterator[Input | Failure]:
        """What is at an address that the user named, and last a line on what was more than they allow."""
        yield from self._at(Link(address), self._options)
        if self._left_out:
            yield Failure(
                address,
                f"leads to more than {self._options.web.pages:,} addresses: {self._left_out:,} are left out"
                " (--max-pages takes more)",
            )

    def follow(self, link: Link) -> Iterator[Input | Failure]:
        """What a link leads to: one input, or why there is none; nothing where it was asked for before."""
        yield from self._at(link, replace(self._options, form=None))

    def _at(self, link: Link, options: Options) -> Iterator[Input | Failure]:
        try:
            url = canonical(link.url)
            if url in self._seen:
                return
            self._seen.add(url)
            if self._asked >= self._options.web.pages:
                self._left_out += 1
                return
            self._asked += 1
            answer = self._client.get(url, self._robots.may)
            with answer.content:
                yield self._input(answer, link.metadata, options)
        except ReadError as error:
            yield Failure(link.url, str(error))

    def _input(self, answer: Response, known: Metadata, options: Options) -> Input:
        if answer.status != 200:
            raise ReadError(f"the server answers {answer.status}")
        self._seen.add(answer.url)
        return Input(
            name=unquote(PurePosixPath(urlsplit(answer.url).path).name) or "page.html",
            stream=BufferedReader(cast("BufferedReader", answer.content)),
            shown=answer.url,
            source=answer.url,
            id=answer.url,
            known=known.or_else(Metadata(url=answer.url, retrieved=answer.retrieved)),
            media_type=answer.media_type,
            charset=answer.charset,
            options=options,
            follow=self.follow,
        )

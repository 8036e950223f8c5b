"""What a host's robots.txt (RFC 9309) allows, asked once for each host."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego

from kg.errors import ReadError
from kg.read.web.client import AGENT

if TYPE_CHECKING:
    from kg.read.web.client import Client

__all__ = ["Robots"]

_MOST_BYTES = 512_000
"""So much of a robots.txt must be read, says the standard."""
_LONGEST_DELAY = 60.0


class Robots:
    """Asks before each page whether it may be read, and waits as long as its host wants between two."""

    def __init__(self, client: Client, delay: float) -> None:
        self._client = client
        self._delay = delay
        self._rules: dict[str, Protego | str] = {}
        self._last: dict[str, float] = {}

    def may(self, url: str) -> None:
        """Wait until a page may be asked for.

        Raises:
            ReadError: its host does not allow it, or does not say.
        """
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._rules:
            self._rules[host] = self._asked(host)
        rules = self._rules[host]
        if isinstance(rules, str):
            raise ReadError(f"{host}/robots.txt, which says what may be asked for, cannot be read: {rules}")
        if not rules.can_fetch(url, AGENT):
            raise ReadError(f"not allowed by {host}/robots.txt")
        self._wait(host, min(max(self._delay, rules.crawl_delay(AGENT) or 0.0), _LONGEST_DELAY))

    def _asked(self, host: str) -> Protego | str:
        """The rules of a host, or why they cannot be read: nothing is allowed then, and all is where there are none."""
        try:
            answer = self._client.get(f"{host}/robots.txt", lambda _url: None, most=_MOST_BYTES)
        except ReadError as error:
            return str(error)
        with answer.content as stream:
            content = stream.read() if answer.status < 300 else b""
        if answer.status >= 500:
            return f"the server answers {answer.status}"
        return Protego.parse(content.decode("utf-8", "replace"))

    def _wait(self, host: str, delay: float) -> None:
        now = time.monotonic()
        ready = self._last.get(host, now - delay) + delay
        if ready > now:
            time.sleep(ready - now)
        self._last[host] = time.monotonic()

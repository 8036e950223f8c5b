"""How a server is set up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ANSWER_BYTES", "LONG_TASK", "QUERY_BYTES", "RECEIVE", "UPDATE_BYTES", "WORKERS", "Settings"]

WORKERS = 4
"""Processes that answer queries: so many may hang at once before the next query has to wait."""

ANSWER_BYTES = 32 << 20
QUERY_BYTES = 1 << 20
UPDATE_BYTES = 8 << 20
RECEIVE = 20.0
"""Seconds in which a request must have come: its head, and its body."""
LONG_TASK = 60.0
"""Seconds for what the server itself needs of the graph (its page, its counts) and for an update, at the least."""


@dataclass(frozen=True, slots=True)
class Settings:
    """For each query, `timeout` is in seconds, `max_rows` in rows or triples, `max_memory` in mebibytes.

    `cors` is the origin of pages that may read answers, or "*".
    """

    graph: Path
    host: str = "127.0.0.1"
    port: int = 8765
    timeout: float = 10.0
    max_rows: int = 100_000
    max_memory: int = 2048
    allow_update: bool = False
    cors: str | None = None
    log: bool = False

"""What a server is set up with, and all limits of its requests, answers, workers and connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "ABANDONED_SECONDS",
    "ACCEPT_RANGES",
    "ANSWER_BYTES",
    "CACHED_ANSWERS",
    "CONNECTIONS",
    "FIELDS",
    "HEADER_BYTES",
    "IDLE_SECONDS",
    "KILL_SECONDS",
    "LONG_TASK_SECONDS",
    "NICE",
    "QUERY_BYTES",
    "QUEUE",
    "QUEUE_SECONDS",
    "RECEIVE_SECONDS",
    "SLOW_SECONDS",
    "START_SECONDS",
    "STOP_SECONDS",
    "UPDATE_BYTES",
    "WORKERS",
    "Settings",
]


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of `kg serve`.

    For each query, `timeout` is in seconds, `max_rows` in rows or triples, `max_memory` in mebibytes. `cors` is the
    origin of pages that may read answers, or "*". With `log`, each request is printed to stderr.
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


QUERY_BYTES = 1 << 20
UPDATE_BYTES = 8 << 20
HEADER_BYTES = 65_536
FIELDS = 1_000
"""Fields of a query string or a form."""
ACCEPT_RANGES = 64
"""Media ranges of an Accept header; the others are ignored."""
RECEIVE_SECONDS = 20.0
"""Time in which a request must have come: its head, and its body."""

ANSWER_BYTES = 32 << 20
LONG_TASK_SECONDS = 60.0
"""Time for what the server itself needs of the graph (its page, its counts) and for an update, at the least."""
ABANDONED_SECONDS = 1.0
"""Time that a query goes on for once its client has gone: a new worker costs more than most queries."""
CACHED_ANSWERS = 32
"""Descriptions, term lists and pages that are kept until the graph changes."""

WORKERS = 4
"""Processes that answer queries: so many may hang at once before the next query has to wait."""
QUEUE = 64
"""Requests that wait for a worker at once."""
QUEUE_SECONDS = 3.0
"""Time that a request waits for a worker."""
START_SECONDS = 30.0
"""Time in which a worker must have started."""
SLOW_SECONDS = 1.0
"""Time after which a request runs at a lower priority; its worker is replaced then."""
NICE = 10
"""The lower priority, as the system's niceness."""
KILL_SECONDS = 0.5
"""Time after its limit that a worker whose own alarm failed is killed."""

CONNECTIONS = 200
IDLE_SECONDS = 5
"""Time that an idle connection stays open."""
STOP_SECONDS = 2
"""Time for answers under way when the server is stopped."""

"""The options of a server, and all limits of its requests, answers, workers and connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of `kg serve`.

    For each query, `timeout` is in seconds, `max_rows` in rows or triples, `max_memory` in mebibytes. `cors` is the
    origin of pages that may read answers, or "*"; `client_header` the header in which a proxy names its client. With
    `log`, each request is printed to stderr.
    """

    graph: Path
    host: str = "127.0.0.1"
    port: int = 8765
    timeout: float = 10.0
    max_rows: int = 100_000
    max_memory: int = 2048
    allow_decisions: bool = False
    cors: str | None = None
    client_header: str | None = None
    log: bool = False


QUERY_BYTES = 1 << 20
HEADER_BYTES = 65_536
FIELDS = 1_000
"""Fields of a query string or a form."""
ACCEPT_RANGES = 64
"""Media ranges of an Accept header; the others are ignored."""
HEAD_SECONDS = 7.0
"""Time in which the head of a request must have come, from the end of the answer before it."""
RECEIVE_SECONDS = 10.0
"""Time in which the body of a request must have come."""
RECEIVE_RATE = 65_536
"""Bytes of a body for which there is a second more."""

ANSWER_BYTES = 32 << 20
SPOOL_BYTES = 1 << 18
"""Size from which an answer is kept on the disk until it is read."""
PIECE_BYTES = 1 << 16
"""Size of the pieces in which answers are handed on, one when the client has read the one before."""
WRITE_SECONDS = 20.0
"""Time in which a client must have read a piece."""
CLIENT_UNREAD_BYTES = 1 << 30
UNREAD_BYTES = 1 << 32
"""What may be kept on the disk, of answers that have not been read: of one client, and of all."""
LONG_TASK_SECONDS = 60.0
"""Time for what the server itself needs of the graph (its page, its counts) and for an update, at the least."""
PAGE_SECONDS = 900.0
"""Time in which the page of the whole graph must be written, by one worker beside requests."""
PAGE_WAIT_SECONDS = 4.0
"""Time after which whoever asks for the page is told that it is being written."""
ABANDONED_SECONDS = 1.0
"""Time that a query goes on for once its client has gone: a new worker costs more than most queries."""
CACHED_ANSWERS = 32
"""Descriptions, term lists and pages that are kept until the graph changes."""

REVIEWED = 50
"""Cases of a review that a page gets at once."""

WORKERS = 4
"""Processes for requests that may be short."""
SHORT_SECONDS = 0.05
"""Processor time that a short request takes at most; one that takes more makes room where others wait."""
ROOM_SECONDS = 0.02
"""Time after which it is looked again for requests that have to make room."""
LONG_RUNS = 2
"""Requests that go on beside the short ones at once, each in a process of its own."""
LONG_QUEUE = 64
LONG_QUEUE_SECONDS = 30.0
"""Requests that made room and wait to be run anew at once, and for how long one does, at the least."""
QUEUE = 64
"""Requests that wait for a worker at once."""
QUEUE_SECONDS = 1.5
"""Time that a request waits for a worker: whoever would wait longer is told when to come back."""
VARIABLE_SECONDS = 0.25
"""Time for which a waiting query lets others go first, for each of its variables."""
WATCH_SECONDS = 1.0
"""Time after which it is looked whether another store is published."""
UNUSED_SECONDS = 30.0
"""Time without a request after which idle workers are ended but for one."""
START_SECONDS = 30.0
"""Time in which a worker must have started."""
SLOW_SECONDS = 1.0
"""Time after which a request is long whatever the processor did: at a lower priority, and its worker is replaced."""
NICE = 10
"""The lower priority, as the system's niceness."""
KILL_SECONDS = 0.5
"""Time after its limit that a worker whose own alarm failed is killed."""

CONNECTIONS = 200
CLIENT_CONNECTIONS = 100
"""Connections from one address, unless it is a proxy's."""
IDLE_SECONDS = 5
"""Time that an idle connection stays open."""
STOP_SECONDS = 2
"""Time for answers under way when the server is stopped."""

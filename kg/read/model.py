"""The records that pass between the parts of reading: what a format's reader is given, and what it yields."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from io import BufferedReader, BytesIO
from typing import TYPE_CHECKING, cast

from kg.errors import ReadError
from kg.spelling import storable_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from kg.model import Moment

STANDARD_INPUT = "-"
"""The name of standard input; what comes by it has no other name."""
IN_MEMORY = "memory"
"""The source of what no file holds: texts and records of a program."""
MAX_BYTES = 20_000_000
"""The largest text that is read whole, in bytes: some three million words."""
HEAD = 4096
"""The number of bytes that are looked at to detect a format."""
_PIECE = 200_000


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a part of one, that cannot be read, and the reason in one line."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A file that was read less than surely or wholly; `what` is the same for all of a kind."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article beside its text, as it is given; see `kg.model.Document`.

    Lines are cleaned, names separated and addresses checked when it becomes a document (`kg.read.metadata`).
    """

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    modified: Moment | None = None
    retrieved: Moment | None = None
    language: str | None = None

    def or_else(self, other: Metadata) -> Metadata:
        """Return this, with what it lacks from another.

        >>> Metadata(title="Strike").or_else(Metadata(title="Page 3", language="en"))
        Metadata(title='Strike', url=None, publisher=None, authors=(), published=None, modified=None, \
retrieved=None, language='en')
        """
        return replace(self, **{each.name: getattr(self, each.name) or getattr(other, each.name) for each in _FIELDS})


_FIELDS = fields(Metadata)
NOTHING = Metadata()
"""The metadata of an article of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Web:
    """The bounds of what is requested from the network for one address.

    `pages` bounds the addresses that it leads to, `size` the bytes and `timeout` the seconds of each answer,
    `redirects` how often one leads to another; `delay` are the seconds between two requests to a host. Addresses of
    private networks are requested only if `allow_private`.
    """

    pages: int = 100
    size: int = MAX_BYTES
    timeout: float = 30.0
    redirects: int = 5
    delay: float = 1.0
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """How the user wants inputs to be read.

    `format` is the suffix of their format ("csv"), or the service whose export they are ("newsapi"), None to detect it;
    `columns` are (field, column name) pairs of a table.
    """

    format: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    web: Web = Web()


DEFAULTS = Options()
"""How inputs are read unless the user says otherwise."""


class Bounds:
    """How much may still be unpacked of an input and of all that is packed in it."""

    def __init__(self, size: int = 100_000_000_000, files: int = 1_000_000) -> None:
        self._size = size
        self._files = files

    def take(self, size: int) -> None:
        """Count bytes that were unpacked; ReadError if they are too many."""
        self._size -= size
        if self._size < 0:
            raise ReadError("unpacks to more than is ever read of one file: unpack it")

    def take_file(self) -> None:
        """Count a file in an archive; ReadError if there are too many."""
        self._files -= 1
        if self._files < 0:
            raise ReadError("holds more files than are ever read of one archive: unpack it")


@dataclass(frozen=True, slots=True)
class Input:
    """Bytes by a name, with what is known about them before they are read.

    `name` is a file name, whose suffix suggests the format; `shown` names the input in messages and in its document's
    path, `source` identifies it in later runs, and `id` names its document. `media_type` and `charset` are what a
    server or another message says of it. What an article says of itself wins over `known`. `follow` gets what is at a
    link; None if the user named no address, and links are not followed. `format` is given if no bytes show it.
    """

    name: str
    stream: BufferedReader
    shown: str
    source: str
    id: str
    known: Metadata = NOTHING
    media_type: str | None = None
    charset: str | None = None
    options: Options = DEFAULTS
    bounds: Bounds = field(default_factory=Bounds)
    follow: Callable[[Link], Iterator[Input | Failure | Link]] | None = None
    format: Format | None = None

    def head(self) -> bytes:
        """Return the first bytes, at most `HEAD`, which stay to be read."""
        return self.stream.peek(HEAD)[:HEAD]

    def content(self, limit: int = MAX_BYTES) -> bytes:
        """Return all bytes, from where the stream is; ReadError if they are more than `limit`."""
        pieces, size = [], 0
        while piece := self.stream.read(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise ReadError(f"larger than {limit // 1_000_000} MB: split it")
        return b"".join(pieces)

    def member(self, name: str, content: bytes | IO[bytes]) -> Input:
        """Return an input inside this one, by its name there: `a.zip!b.html`; what is known of this one is kept."""
        stored = storable_path(name)
        return replace(
            self,
            name=name.rpartition("/")[2],
            stream=buffered(content),
            shown=f"{self.shown}!{stored}",
            source=f"{self.source}!{stored}",
            id=f"{self.id}!{stored}",
            media_type=None,
            charset=None,
            follow=None,
            format=None,
        )


@dataclass(frozen=True, slots=True)
class Article:
    """A text that a reader found, and what it says of itself.

    `key` distinguishes it from others of the same input: an id, or its place if `numbered`; `source` identifies it in
    later runs if that is not the input with the key: the id that a feed gives it.
    """

    text: str
    metadata: Metadata = NOTHING
    key: str | None = None
    source: str | None = None
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """The address of an article that an input only names; `teaser` is what the input has of it."""

    url: str
    metadata: Metadata = NOTHING
    teaser: Article | None = None


type Found = Article | Failure | Remark | Input | Link
"""What a reader yields; an input inside the one it reads is read in its turn, by the table of formats."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that articles come in.

    `read` yields what it finds as it goes and may raise ReadError; an `Input` among it is used up before the next is
    requested. `sniff` returns whether the first bytes are surely of this format, whatever the name is. One that `holds`
    others is a container, and no format of an article; one of `many` may have any number of articles.
    """

    name: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    read: Callable[[Input], Iterator[Found]]
    sniff: Callable[[bytes], bool] | None = None
    holds: bool = False
    many: bool = False


def buffered(content: bytes | IO[bytes]) -> BufferedReader:
    """Return bytes, or a stream of them, as a stream whose beginning can be peeked at."""
    if isinstance(content, BufferedReader):
        return content
    stream = BytesIO(content) if isinstance(content, bytes) else content
    return BufferedReader(cast("BytesIO", stream))  # which needs `readinto` and no more

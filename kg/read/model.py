"""What passes between the parts of reading: what is handed to a form's reader, and what that hands back."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from io import BufferedReader, BytesIO
from typing import TYPE_CHECKING, cast

from kg.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from kg.model import Moment

__all__ = [
    "DEFAULTS",
    "HEAD",
    "IN_MEMORY",
    "MAX_BYTES",
    "NOTHING",
    "STANDARD_INPUT",
    "Article",
    "Bounds",
    "Failure",
    "Form",
    "Found",
    "Input",
    "Link",
    "Metadata",
    "Options",
    "Remark",
    "Web",
]

STANDARD_INPUT = "-"
"""How standard input is named; what comes by it has no other name."""

IN_MEMORY = "memory"
"""The source of what no file holds: texts and records of a program."""

MAX_BYTES = 20_000_000
"""The largest text that is read whole, in bytes: some three million words."""

HEAD = 4096
"""So many bytes are looked at to tell a form."""
_PIECE = 200_000


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read, and why, in one line."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What was read, and how that is less than sure or less than whole; `what` is the same for all of a kind."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article beside its text, as it is given; see `kg.model.Document`.

    Lines are cleaned, names told apart and addresses checked when it becomes a document (`kg.read.metadata`).
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
        """This, with what it lacks from another.

        >>> Metadata(title="Strike").or_else(Metadata(title="Page 3", language="en"))
        Metadata(title='Strike', url=None, publisher=None, authors=(), published=None, modified=None, \
retrieved=None, language='en')
        """
        return replace(self, **{each.name: getattr(self, each.name) or getattr(other, each.name) for each in _FIELDS})


_FIELDS = fields(Metadata)
NOTHING = Metadata()
"""What is known where nothing is."""


@dataclass(frozen=True, slots=True)
class Web:
    """How much is asked of the network where an address is named.

    `pages` bounds the addresses that one leads to, `size` the bytes and `timeout` the seconds of each answer,
    `redirects` how often one leads to another; `delay` are the seconds between two requests to a host. Addresses of
    private networks are asked only if `allow_private`.
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

    `form` is the ending of the form that they are of ("csv"), or the service whose export they are ("newsapi"), None
    where they tell themselves; `columns` are (field, column name) pairs of a table.
    """

    form: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    web: Web = Web()


DEFAULTS = Options()
"""How inputs are read where the user says nothing."""


class Bounds:
    """How much may still be unpacked of an input and of all that is packed in it."""

    def __init__(self, size: int = 100_000_000_000, files: int = 1_000_000) -> None:
        self._size = size
        self._files = files

    def take(self, size: int) -> None:
        """Count bytes that were unpacked; ReadError where they are too many."""
        self._size -= size
        if self._size < 0:
            raise ReadError("unpacks to more than is ever read of one file: unpack it")

    def take_file(self) -> None:
        """Count a file in an archive; ReadError where there are too many."""
        self._files -= 1
        if self._files < 0:
            raise ReadError("holds more files than are ever read of one archive: unpack it")


@dataclass(frozen=True, slots=True)
class Input:
    """Bytes by a name, with what is known about them before they are read.

    `name` is a file name, whose suffix suggests the form; `shown` is how the user is told of the input, `source` by
    what it is known again, and `id` how its document is called. `media_type` and `charset` are what a server or
    another message says of it. What an article says of itself wins over `known`. `follow` gets what is at a link; None
    where the user named no address, and links are not followed. `form` is given where there are no bytes to tell it.
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
    follow: Callable[[Link], Iterator[Input | Failure]] | None = None
    form: Form | None = None

    def head(self) -> bytes:
        """The first bytes, at most `HEAD`, which stay to be read."""
        return self.stream.peek(HEAD)[:HEAD]

    def content(self, limit: int = MAX_BYTES) -> bytes:
        """All bytes, from where the stream is; ReadError where they are more than `limit`."""
        pieces, size = [], 0
        while piece := self.stream.read(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise ReadError(f"larger than {limit // 1_000_000} MB: split it")
        return b"".join(pieces)

    def member(self, name: str, content: bytes | IO[bytes], *, mark: str = "!") -> Input:
        """An input inside this one, by its name there: `a.zip!b.html`; what is known of this one is known of it."""
        stream = BytesIO(content) if isinstance(content, bytes) else content
        return replace(
            self,
            name=name.rpartition("/")[2],
            stream=buffered(stream),
            shown=f"{self.shown}{mark}{name}",
            source=f"{self.source}{mark}{name}",
            id=f"{self.id}{mark}{name}",
            media_type=None,
            charset=None,
            follow=None,
            form=None,
        )


@dataclass(frozen=True, slots=True)
class Article:
    """A text that a reader found, and what it says of itself.

    `key` tells it from others of the same input: an id, or where it is `numbered` its place; `source` is by what it is
    known again, where that is not the input with the key: the id that a feed gives it.
    """

    text: str
    metadata: Metadata = NOTHING
    key: str | None = None
    source: str | None = None
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Where an article is that an input only names; `teaser` is what the input has of it."""

    url: str
    metadata: Metadata = NOTHING
    teaser: Article | None = None


type Found = Article | Failure | Remark | Input | Link
"""What a reader hands back; an input inside the one it reads is looked at in its turn, by the table of forms."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that articles come in.

    `read` hands back what it finds as it goes and may raise ReadError; an `Input` among it is used up before the next
    is asked for. `sniff` tells from the first bytes, whatever the name is, that an input is surely of this form. One
    that `holds` others is a container, and no form of an article; one of `many` may have any number of them.
    """

    name: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    read: Callable[[Input], Iterator[Found]]
    sniff: Callable[[bytes], bool] | None = None
    holds: bool = False
    many: bool = False


def buffered(stream: IO[bytes]) -> BufferedReader:
    """A stream of bytes whose beginning can be looked at."""
    if isinstance(stream, BufferedReader):
        return stream
    return BufferedReader(cast("BytesIO", stream))  # which needs `readinto` and no more

"""What is unpacked as a stream, with bounds: a bomb or a damaged file ends it with a `ReadError`."""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
import zlib
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, override

from kg.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from _typeshed import WriteableBuffer

    from kg.read.model import Bounds, Input

__all__ = ["DAMAGE", "Counted", "Unpacked", "seekable"]

DAMAGE = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, NotImplementedError, RuntimeError)
"""What the standard library raises on a damaged or cut off file, and on one of a kind that it does not unpack."""

_FREE = 64_000_000
"""So many bytes are unpacked of anything."""
_RATIO = 200
"""To more than this times its size nothing is unpacked: news shrinks to a fourth, the most repetitive to a fiftieth."""
_MOST_ASIDE = 1_000_000_000
"""The largest archive that is put aside in a temporary file, where what it comes in can only be read forwards."""


class Counted(io.RawIOBase):
    """A stream of bytes that hands on what is there, and counts it.

    It never reads ahead of a fault: what came before a cut is handed on first.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream
        self.count = 0

    @override
    def readable(self) -> bool:
        return True

    @override
    def read(self, size: int = -1, /) -> bytes:
        take = getattr(self._stream, "read1", self._stream.read)
        data: bytes = take(size if size > 0 else io.DEFAULT_BUFFER_SIZE)
        self.count += len(data)
        return data


class Unpacked(io.RawIOBase):
    """What a stream unpacks to, as it is asked for.

    Raises:
        ReadError: while reading: it is damaged, or cut off; or it unpacks to too much: `packed` says from how much.
    """

    def __init__(self, stream: IO[bytes], packed: Callable[[], int], bounds: Bounds) -> None:
        super().__init__()
        self._stream = stream
        self._packed = packed
        self._bounds = bounds
        self._count = 0

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        take = getattr(self._stream, "read1", self._stream.read)
        try:
            data: bytes = take(len(view))
        except (*DAMAGE, OSError) as error:
            raise ReadError(f"damaged or cut off after {self._count:,} bytes of what it holds ({error})") from error
        view[: len(data)] = data
        self._count += len(data)
        self._bounds.take(len(data))
        if self._count > _FREE and self._count > _RATIO * self._packed():
            raise ReadError(f"unpacks to more than {_RATIO} times its size: it is made to fill a disk or memory")
        return len(data)


@contextmanager
def seekable(source: Input) -> Iterator[IO[bytes]]:
    """The bytes of an input where one can go back; put aside in a nameless temporary file if need be.

    Raises:
        ReadError: there are too many of them to be put aside.
    """
    if source.stream.seekable():
        yield source.stream
        return
    with TemporaryFile() as aside:
        while data := source.stream.read(io.DEFAULT_BUFFER_SIZE):
            aside.write(data)
            if aside.tell() > _MOST_ASIDE:
                raise ReadError(f"an archive of more than {_MOST_ASIDE // 1_000_000_000} GB inside another: unpack it")
        aside.seek(0)
        yield aside

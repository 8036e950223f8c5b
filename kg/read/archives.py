"""Compressed files, archives (zip, tar) and web archives (WARC): the inputs inside them, read as they stream by.

The name of a file in an archive is a name to show and nothing else: nothing is written under it. Links, devices and
hidden files are skipped. A file that unpacks to far more than it is worth, or is damaged, ends with a ReadError.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import tarfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from io import BufferedReader
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, cast, override

from kg.errors import ReadError
from kg.read.metadata import moment, web_address
from kg.read.model import MAX_BYTES, Failure, Input, Metadata, Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import WriteableBuffer

    from kg.read.model import Bounds, Found

_DAMAGE = (
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    tarfile.TarError,
    NotImplementedError,
    RuntimeError,
)
"""What the standard library raises for a damaged or cut off file, and for one of a kind that it does not unpack."""
_FREE = 64_000_000
"""This many bytes are unpacked of anything."""
_RATIO = 200
"""Nothing is unpacked to more than this times its size: news shrinks to a fourth, the most repetitive to a fiftieth."""
_MOST_ASIDE = 1_000_000_000
"""The largest archive that is copied to a temporary file, where its stream can only be read forwards."""
_PIECE = 65_536
_OF_A_PROGRAM = (b"mimetype", b"[Content_Types].xml", b"META-INF/")
"""The name of the first file in a zip that is an office document, a book or a program."""
_LONGEST_NAME = 1_000_000
_NAMES = frozenset(
    {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
)
_TAR = frozenset({".tgz", ".tbz", ".tbz2", ".txz", ".tzst"})
"""Suffixes that stand for a compressed tar archive."""
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


class _Counted(io.RawIOBase):
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


class _Unpacked(io.RawIOBase):
    """The unpacked bytes of a stream.

    Raises:
        ReadError: while reading: it is damaged, or cut off; or it unpacks to too much: `packed` returns from how much.
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
        except (*_DAMAGE, OSError) as error:
            raise ReadError(f"damaged or cut off after {self._count:,} unpacked bytes ({error})") from error
        view[: len(data)] = data
        self._count += len(data)
        self._bounds.take(len(data))
        if self._count > _FREE and self._count > _RATIO * self._packed():
            raise ReadError(f"unpacks to more than {_RATIO} times its size: made to fill a disk or memory")
        return len(data)


def _zstandard(stream: IO[bytes]) -> object:
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdFile
    else:
        from backports.zstd import ZstdFile
    return ZstdFile(stream)


OPENERS: dict[str, Callable[[IO[bytes]], object]] = {
    "gzip": lambda stream: gzip.GzipFile(fileobj=stream, mode="rb"),
    "bzip2": bz2.BZ2File,
    "xz": lzma.LZMAFile,
    "Zstandard": _zstandard,
}
"""How to unpack a compressed file, by the name of its format."""


def read_compressed(source: Input, name: str) -> Iterator[Input]:
    """Yield the file in a compressed one, by its own name: `news.csv.gz` is a table; `name` is a key of `OPENERS`."""
    packed = _Counted(source.stream)
    opened = cast("IO[bytes]", OPENERS[name](cast("IO[bytes]", packed)))
    path = PurePosixPath(source.name)
    inner = f"{path.stem}.tar" if path.suffix.lower() in _TAR else path.stem
    unpacked = _Unpacked(opened, lambda: packed.count, source.bounds)
    yield replace(source, name=inner, stream=BufferedReader(unpacked), media_type=None, charset=None)


def is_zip(head: bytes) -> bool:
    """Return whether an input begins as a zip archive does, and not as a document that is one."""
    return head.startswith(b"PK\x03\x04") and not head[30:].startswith(_OF_A_PROGRAM)


def is_tar(head: bytes) -> bool:
    """Return whether an input begins as a tar archive does."""
    return head[257:262] == b"ustar"


def read_zip(source: Input) -> Iterator[Found]:
    """Yield the files of a zip archive, in its order."""
    with _seekable(source) as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (*_DAMAGE, OSError, ValueError) as error:
            raise ReadError(f"damaged or incomplete zip archive ({error})") from error
        with archive:
            for entry in archive.infolist():
                if entry.is_dir() or _is_hidden(entry.filename):
                    continue
                source.bounds.take_file()
                try:
                    file = archive.open(entry)
                except (*_DAMAGE, OSError) as error:
                    why = "needs a password" if entry.flag_bits & 1 else f"damaged ({error})"
                    yield Failure(source.member(entry.filename, b"").shown, why)
                    continue
                with file:
                    yield _member(source, entry.filename, file, entry.compress_size)


def read_tar(source: Input) -> Iterator[Found]:
    """Yield the files of a tar archive, in its order."""
    stream = cast("IO[bytes]", _Counted(source.stream))
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Entry) as archive:
            for entry in archive:
                archive.members = []  # type: ignore[attr-defined]  # untyped; else it remembers every one
                if not entry.isfile() or _is_hidden(entry.name):
                    continue
                source.bounds.take_file()
                file = archive.extractfile(entry)
                if file is not None:
                    yield _member(source, entry.name, file, entry.size)
    except _DAMAGE as error:
        raise ReadError(f"damaged or incomplete tar archive ({error})") from error


class _Entry(tarfile.TarInfo):
    """A header of a tar archive; those that are read into memory whole are bounded."""

    def _proc_member(self, tarfile: tarfile.TarFile) -> tarfile.TarInfo | None:
        if self.type in _NAMES and self.size > _LONGEST_NAME:
            raise ReadError(f"a name of more than {_LONGEST_NAME:,} characters in a tar archive")
        return super()._proc_member(tarfile)  # type: ignore[misc,no-any-return]  # typed are public names alone


def _member(source: Input, name: str, stream: IO[bytes], packed: int) -> Input:
    return source.member(name, BufferedReader(_Unpacked(stream, lambda: packed, source.bounds)))


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part == "__MACOSX" or (part.startswith(".") and part.strip(".")) for part in parts)


@contextmanager
def _seekable(source: Input) -> Iterator[IO[bytes]]:
    """Hold an input as a stream that can go back, copied to a nameless temporary file if need be."""
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


def read_warc(source: Input) -> Iterator[Found]:
    """Yield the pages of a web archive (ISO 28500) that a server sent with status 200, in its order.

    Of an archive that is cut off, those before the cut.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    others = number = 0
    try:
        for record in ArchiveIterator(cast("IO[bytes]", _Counted(source.stream)), check_digests=False):
            number += 1
            if record.rec_type != "response":
                continue
            if (page := _page(record, source)) is None:
                others += 1
            else:
                source.bounds.take_file()
                yield page
    except (*_DAMAGE, ArchiveLoadFailed, ValueError) as error:
        raise ReadError(f"damaged or cut off after record {number} ({error})") from error
    if others:
        yield Remark(source.shown, "skipped answers in a web archive that are no pages")


def _page(record: Any, source: Input) -> Input | Failure | None:  # warcio has no types
    headers = record.http_headers
    if headers is None or headers.get_statuscode() != "200":
        return None
    media_type, _, parameters = headers.get_header("Content-Type", "").partition(";")
    if media_type.strip().lower() not in _PAGES:
        return None
    address = record.rec_headers.get_header("WARC-Target-URI", "").strip("<>")
    date = record.rec_headers.get_header("WARC-Date", "")
    stamp = date.translate({ord(sign): None for sign in "-:TZ"})
    shown = f"{source.shown}!{address}"
    content, size = [], 0
    for piece in iter(partial(record.content_stream().read, _PIECE), b""):
        content.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            return Failure(shown, f"larger than {MAX_BYTES // 1_000_000} MB")
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise EOFError("the last page is incomplete")
    return replace(
        source.member(f"{stamp}/{address}" if stamp else address, b"".join(content)),
        name="page.html",
        shown=shown,
        known=Metadata(url=web_address(address), retrieved=moment(date or None)).or_else(source.known),
        media_type=media_type.strip().lower(),
        charset=parameters.partition("charset=")[2].strip("\"' ") or None,
    )

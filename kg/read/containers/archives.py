"""Archives: zip and tar. Each file in them is an input of its own, by its path there: `news.zip!2025/port.html`.

A path is a name to show and nothing else: nothing is written. Links, devices and hidden files are not looked at.
"""

from __future__ import annotations

import tarfile
import zipfile
from io import BufferedReader
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from kg.errors import ReadError
from kg.read.containers.unpacking import DAMAGE, Counted, Unpacked, seekable
from kg.read.model import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from kg.read.model import Found, Input

__all__ = ["is_tar", "is_zip", "read_tar", "read_zip"]

_OF_A_PROGRAM = (b"mimetype", b"[Content_Types].xml", b"META-INF/")
"""What the first file in a zip is called where it is an office document, a book or a program."""
_LONGEST_NAME = 1_000_000
_NAMES = frozenset(
    {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
)


def is_zip(head: bytes) -> bool:
    """Whether an input begins as a zip archive does, and not as a document that is one."""
    return head.startswith(b"PK\x03\x04") and not head[30:].startswith(_OF_A_PROGRAM)


def is_tar(head: bytes) -> bool:
    """Whether an input begins as a tar archive does."""
    return head[257:262] == b"ustar"


def read_zip(source: Input) -> Iterator[Found]:
    """The files of a zip archive, in its order."""
    with seekable(source) as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (*DAMAGE, OSError, ValueError) as error:
            raise ReadError(f"a zip archive that is damaged or cut off ({error})") from error
        yield from _files(archive, source)


def _files(archive: zipfile.ZipFile, source: Input) -> Iterator[Found]:
    with archive:
        for entry in archive.infolist():
            if entry.is_dir() or _is_hidden(entry.filename):
                continue
            source.bounds.take_file()
            name = _shown(entry.filename)
            try:
                stream = archive.open(entry)
            except (*DAMAGE, OSError) as error:
                why = "needs a password" if entry.flag_bits & 1 else f"damaged ({error})"
                yield Failure(source.member(name, b"").shown, why)
                continue
            with stream:
                yield _member(source, name, stream, entry.compress_size)


def read_tar(source: Input) -> Iterator[Found]:
    """The files of a tar archive, in its order."""
    stream = Counted(source.stream)
    try:
        with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|", tarinfo=_Entry) as archive:
            for entry in archive:
                archive.members = []  # type: ignore[attr-defined]  # untyped; else it remembers every one
                if not entry.isfile() or _is_hidden(entry.name):
                    continue
                source.bounds.take_file()
                file = archive.extractfile(entry)
                if file is not None:
                    yield _member(source, _shown(entry.name), file, entry.size)
    except DAMAGE as error:
        raise ReadError(f"a tar archive that is damaged or cut off ({error})") from error


class _Entry(tarfile.TarInfo):
    """A header of a tar archive, of which those that would be read into memory whole are bounded."""

    def _proc_member(self, tarfile: tarfile.TarFile) -> tarfile.TarInfo | None:
        if self.type in _NAMES and self.size > _LONGEST_NAME:
            raise ReadError(f"a name of more than {_LONGEST_NAME:,} characters in a tar archive")
        return super()._proc_member(tarfile)  # type: ignore[misc,no-any-return]  # typed are public names alone


def _member(source: Input, name: str, stream: IO[bytes], packed: int) -> Input:
    unpacked = Unpacked(stream, lambda: packed, source.bounds)
    return source.member(name, BufferedReader(unpacked))


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part == "__MACOSX" or (part.startswith(".") and part.strip(".")) for part in parts)


def _shown(name: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in name)

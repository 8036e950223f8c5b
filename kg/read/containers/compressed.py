"""Compressed files: gzip, bzip2, xz, Zstandard. What is inside goes by its own name: `news.csv.gz` is a table."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
from dataclasses import replace
from io import BufferedReader
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from kg.read.containers.unpacking import Counted, Unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from kg.read.model import Input

__all__ = [
    "is_bzip2",
    "is_gzip",
    "is_xz",
    "is_zstandard",
    "read_bzip2",
    "read_gzip",
    "read_xz",
    "read_zstandard",
]

_TAR = frozenset({".tgz", ".tbz", ".tbz2", ".txz", ".tzst"})
"""Endings that stand for a compressed tar archive."""


def is_gzip(head: bytes) -> bool:
    """Whether an input begins as a gzip file does (RFC 1952)."""
    return head.startswith(b"\x1f\x8b\x08")


def is_bzip2(head: bytes) -> bool:
    """Whether an input begins as a bzip2 file does."""
    return head.startswith(b"BZh") and head[4:10] == b"1AY&SY"


def is_xz(head: bytes) -> bool:
    """Whether an input begins as an xz file does."""
    return head.startswith(b"\xfd7zXZ\x00")


def is_zstandard(head: bytes) -> bool:
    """Whether an input begins as a Zstandard file does (RFC 8878)."""
    return head.startswith(b"\x28\xb5\x2f\xfd")


def read_gzip(source: Input) -> Iterator[Input]:
    """What a gzip file holds; several joined ones are one."""
    return _unpacked(source, lambda stream: gzip.GzipFile(fileobj=stream, mode="rb"))


def read_bzip2(source: Input) -> Iterator[Input]:
    """What a bzip2 file holds."""
    return _unpacked(source, bz2.BZ2File)


def read_xz(source: Input) -> Iterator[Input]:
    """What an xz file holds."""
    return _unpacked(source, lzma.LZMAFile)


def read_zstandard(source: Input) -> Iterator[Input]:
    """What a Zstandard file holds."""
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdFile
    else:
        from backports.zstd import ZstdFile

    return _unpacked(source, ZstdFile)


def _unpacked(source: Input, opened: Callable[[IO[bytes]], object]) -> Iterator[Input]:
    packed = Counted(source.stream)
    stream = Unpacked(cast("IO[bytes]", opened(cast("IO[bytes]", packed))), lambda: packed.count, source.bounds)
    path = PurePosixPath(source.name)
    name = f"{path.stem}.tar" if path.suffix.lower() in _TAR else path.stem
    yield replace(source, name=name, stream=BufferedReader(stream), media_type=None, charset=None)

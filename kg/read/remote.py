"""Files elsewhere, by addresses that fsspec knows (s3://…, gs://…, file://…): folders and files to inputs.

A user who names such an address has what speaks its protocol installed (s3fs, gcsfs); the credentials are its affair.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from kg.errors import MissingPackageError, ReadError
from kg.read.forms import SUFFIXES, suffix_of
from kg.read.metadata import one_line
from kg.read.model import Failure, Input, buffered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.model import Options

__all__ = ["read_remote"]


def read_remote(address: str, options: Options) -> Iterator[Input | Failure]:
    """The file at an address, or those in the folder there, in order, but for hidden ones and other kinds.

    Raises:
        MissingPackageError: fsspec, or what speaks the protocol, is not installed.
        ReadError: there is nothing there, or nothing of a kind that is read.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise MissingPackageError(f"{address}: reading it needs fsspec: pip install 'newskg[ray]'") from error
    try:
        files, root = url_to_fs(address)
        found = sorted(files.find(root))
    except ImportError as error:
        raise MissingPackageError(f"{address}: {_why(error)}") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"{address}: {_why(error)}") from error
    wanted = [path for path in found if path == root or _is_read(path.removeprefix(root))]
    if not wanted:
        raise ReadError(f"{address}: nothing to read: no file of a kind that kg reads is there")
    for path in wanted:
        yield from _opened(files, path, options)


def _is_read(path: str) -> bool:
    return suffix_of(path) in SUFFIXES and not any(part.startswith(".") for part in path.split("/"))


def _opened(files: Any, path: str, options: Options) -> Iterator[Input | Failure]:
    shown = one_line(files.unstrip_protocol(path)) or "a file of no name"
    try:
        with files.open(path, "rb") as stream:
            name = PurePosixPath(path)
            yield Input(name.name, buffered(stream), shown, shown, name.stem, options=options)
    except OSError as error:
        yield Failure(shown, _why(error))


def _why(error: Exception) -> str:
    return one_line(str(error)) or type(error).__name__

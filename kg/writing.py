"""Files and folders that are written whole or not at all: beside their place first, then renamed into it.

Whoever is killed, or runs out of room, while it writes leaves what was there before.
"""

from __future__ import annotations

import glob
import os
import shutil
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

_MODE = 0o666


def write_whole(path: Path, text: str | Iterable[str]) -> None:
    """Write a text, or the parts of one, to a file in UTF-8, with its line ends as they are; links are written through.

    What is no regular file, such as /dev/stdout or a named pipe, cannot be renamed to, and is written in place.

    Raises:
        OSError: it cannot be written; what was there before is as it was.
    """
    parts = (text,) if isinstance(text, str) else text
    mode = _mode(path)
    if mode is not None and not stat.S_ISREG(mode):
        with path.open("wb") as file:  # for a folder this raises, as it should
            _write(file, parts)
        return
    with (
        written_beside(path) as fresh,
        os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE), "wb") as file,
    ):
        _write(file, parts)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A path at which to write a file or make a folder, which gets to `path` when all is done, and else is removed.

    The files of a folder replace those of their names in one that is there, each whole.

    Raises:
        OSError: it cannot be written; what was there before is as it was.
    """
    place = Path(os.path.realpath(path))
    mode = _mode(path)
    if mode is not None and not os.access(place, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(path))
    _remove_abandoned(place)
    fresh = place.with_name(f".{place.name[:200]}.{os.getpid():x}-{token_hex(4)}.part")
    try:
        yield fresh
        if fresh.is_dir() and mode is not None:
            for each in sorted(fresh.iterdir()):
                each.replace(place / each.name)
            fresh.rmdir()
        else:
            if mode is not None:
                fresh.chmod(stat.S_IMODE(mode))
            fresh.replace(place)
    except BaseException:
        with suppress(OSError):
            shutil.rmtree(fresh) if fresh.is_dir() else fresh.unlink()
        raise


def _remove_abandoned(place: Path) -> None:
    """Remove what processes that were killed left of a file or folder beside its place."""
    if os.name == "nt":  # where a process cannot be asked for without a signal
        return
    name = place.name[:200]
    for path in place.parent.glob(f".{glob.escape(name)}.*-*.part"):
        process = path.name.removeprefix(f".{name}.").partition("-")[0]
        with suppress(OSError, ValueError):
            if not _is_alive(int(process, 16)):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _write(file: BinaryIO, parts: Iterable[str]) -> None:
    file.writelines(part.encode("utf-8", "replace") for part in parts)

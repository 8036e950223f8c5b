"""Files that are written whole or not at all: beside their place first, then renamed into it.

Whoever is killed, or runs out of room, while it writes leaves the file that was there before.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

__all__ = ["write_whole"]

_MODE = 0o666


def write_whole(path: Path, text: str) -> None:
    """Write a text to a file in UTF-8, with its line ends as they are; a link is written through.

    What is no regular file, such as /dev/stdout or a named pipe, cannot be renamed to, and is written in place.

    Raises:
        OSError: it cannot be written; what was there before is as it was.
    """
    data = text.encode("utf-8", "replace")
    place = Path(os.path.realpath(path))
    try:
        mode = place.stat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        with place.open("wb") as file:  # for a folder this raises, as it should
            file.write(data)
        return
    if mode is not None and not os.access(place, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(path))
    fresh = place.with_name(f".{place.name[:200]}.{token_hex(4)}.part")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            fresh.chmod(stat.S_IMODE(mode))
        fresh.replace(place)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise

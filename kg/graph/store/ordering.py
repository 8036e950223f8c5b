"""Put an Oxigraph store into the order that is quickest to read: `python ordering.py STORE`, the process of its own.

It ends when its standard input does, so that it does not outlive the writer that waits for it.
"""

from __future__ import annotations

import os
import sys
import threading

import pyoxigraph as ox

__all__ = ["main"]


def main(store: str) -> None:
    """Sort the store at this path."""
    threading.Thread(target=_end_with_the_writer, daemon=True).start()
    ox.Store(store).optimize()


def _end_with_the_writer() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])

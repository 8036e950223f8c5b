"""Parquet: a row an article, by the names of its columns; needs pyarrow.

A Parquet file is read from its end, so one that comes by a stream that cannot go back is held whole, if it is small.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from kg.errors import ReadError
from kg.read.tables.json_rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.model import Found, Input

__all__ = ["is_parquet", "read_parquet"]

_MARK = b"PAR1"
_ROWS = 64
"""How many rows are held at once."""


def is_parquet(head: bytes) -> bool:
    """Whether an input begins as a Parquet file does."""
    return head.startswith(_MARK)


def read_parquet(source: Input) -> Iterator[Found]:
    """An article a row; a row without a text is a failure of its own.

    Raises:
        ReadError: pyarrow is not installed, or the file is damaged.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise ReadError("reading Parquet needs pyarrow: pip install 'newskg[ray]'") from error
    stream: Any = source.stream if source.stream.seekable() else BytesIO(source.content())
    rows, number = Rows(source), 0
    try:
        for batch in parquet.ParquetFile(pa.PythonFile(stream, "r")).iter_batches(batch_size=_ROWS):
            for row in batch.to_pylist():
                number += 1
                yield rows.read({name: _plain(value) for name, value in row.items()}, f"row {number}")
    except pa.ArrowException as error:
        raise ReadError(f"after row {number}: not Parquet ({str(error).partition('\n')[0]})") from error


def _plain(value: Any) -> Any:
    """A value as JSON has it: a moment in words."""
    return value.isoformat() if hasattr(value, "isoformat") else value

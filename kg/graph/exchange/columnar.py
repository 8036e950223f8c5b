"""Tables in columns, for data frames and databases: a folder of Parquet files, or one DuckDB file."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

from kg.errors import MissingPackageError
from kg.graph.exchange.tables import TABLES, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from kg.graph.exchange.parts import Parts

__all__ = ["write_duckdb", "write_parquet"]

_ROWS = 4_000
"""How many rows are written at once."""


def write_parquet(parts: Parts, folder: Path) -> None:
    """Write a file a table into a folder: `documents.parquet`, `facts.parquet` and so on.

    Raises:
        MissingPackageError: pyarrow is not installed.
    """
    schemas = _schemas()
    import pyarrow.parquet as pq

    writers = {name: pq.ParquetWriter(folder / f"{name}.parquet", schema) for name, schema in schemas.items()}
    try:
        for name, batch in _batches(parts, schemas):
            writers[name].write_table(batch)
    finally:
        for writer in writers.values():
            writer.close()


def write_duckdb(parts: Parts, path: Path) -> None:
    """Write a DuckDB database with the tables, each in one order.

    Raises:
        MissingPackageError: duckdb or pyarrow is not installed.
        OSError: it cannot be written.
    """
    schemas = _schemas()
    try:
        import duckdb  # an extra
    except ImportError as error:
        raise MissingPackageError("duckdb is not installed: pip install 'newskg[exchange]'") from error
    try:
        with duckdb.connect(str(path), config={"threads": 1}) as connection:
            for name, schema in schemas.items():
                connection.register("rows", schema.empty_table())
                connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM rows')  # noqa: S608 (a table's name is ours)
            for name, batch in _batches(parts, schemas):
                connection.register("rows", batch)
                connection.execute(f'INSERT INTO "{name}" SELECT * FROM rows')  # noqa: S608 (a table's name is ours)
                connection.unregister("rows")
    except duckdb.IOException as error:  # which is no OSError
        raise OSError(errno.EIO, str(error).splitlines()[0]) from error


def _batches(parts: Parts, schemas: dict[str, pa.Schema]) -> Iterator[tuple[str, pa.Table]]:
    """The rows of all tables, so many of one table at a time."""
    waiting: dict[str, list[tuple[object, ...]]] = {name: [] for name in TABLES}
    for name, row in rows(parts):
        waiting[name].append(row)
        if len(waiting[name]) == _ROWS:
            yield name, _table(waiting[name], schemas[name])
            waiting[name] = []
    for name, left in waiting.items():
        if left:
            yield name, _table(left, schemas[name])


def _table(found: list[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    columns = zip(*found, strict=True)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _schemas() -> dict[str, pa.Schema]:
    try:
        import pyarrow as pa  # an extra
    except ImportError as error:
        raise MissingPackageError("pyarrow is not installed: pip install 'newskg[exchange]'") from error
    kinds: dict[str, Any] = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "number": pa.int64(),
        "share": pa.float64(),
        "flag": pa.bool_(),
        "day": pa.date32(),
        "qualifiers": pa.list_(pa.struct([(name, pa.string()) for name in ("name", "value", "iri")])),
    }
    return {
        table: pa.schema([(column, kinds[kind]) for column, kind in columns.items()])
        for table, columns in TABLES.items()
    }

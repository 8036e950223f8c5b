"""The page's data as it stands in the page: columns in place of rows, as JSON, compressed, in base64.

Rows of one kind have the same names again and again, which costs more to read than to send; compressed, a page of a
thousand articles is a third as large. `assets/boot.js` does the reverse.
"""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["packed", "unpacked"]

_LEVEL = 4
_SURROGATE = re.compile("[\ud800-\udfff]")


def packed(payload: Mapping[str, Any]) -> str:
    """The data in base64, which has no character that HTML knows; lone surrogates become the replacement character."""
    text = json.dumps(_in_columns(payload), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return b64encode(gzip.compress(_SURROGATE.sub("\ufffd", text).encode(), _LEVEL, mtime=0)).decode("ascii")


def unpacked(data: str) -> dict[str, Any]:
    """The payload that was packed, as the page has it."""
    found: dict[str, Any] = _in_rows(json.loads(gzip.decompress(b64decode(data))))
    return found


def _in_columns(value: Any) -> Any:
    """The value, whose lists of rows are columns: a value a row, None where the row has none of that name.

    They are looked for among its values and those of its drawing.
    """
    if _is_rows(value):
        names = dict.fromkeys(name for row in value for name in row)
        return {"length": len(value), "columns": {name: [row.get(name) for row in value] for name in names}}
    return {name: _in_columns(each) for name, each in value.items()} if isinstance(value, dict) else value


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1 and all(isinstance(each, dict) for each in value)


def _in_rows(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value.keys() == {"length", "columns"}:
        columns: Mapping[str, Sequence[Any]] = value["columns"]
        return [
            {name: column[place] for name, column in columns.items() if column[place] is not None}
            for place in range(value["length"])
        ]
    return {name: _in_rows(each) for name, each in value.items()}

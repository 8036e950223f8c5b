"""Tables for pandas, which is an extra: nothing else of kg needs it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kg.errors import MissingPackageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd  # type: ignore[import-untyped]  # pandas comes without types

__all__ = ["data_frame"]


def data_frame(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """Rows as a data frame: a decimal number is a float there, and what is missing None or NaN.

    Raises:
        MissingPackageError: pandas is not installed.
    """
    try:
        import pandas as pd  # an extra, slow to import
    except ImportError as error:
        raise MissingPackageError("pandas is not installed: pip install 'newskg[pandas]'") from error
    values = [tuple(float(value) if isinstance(value, Decimal) else value for value in row) for row in rows]
    return pd.DataFrame(values, columns=list(columns))

"""What was learned, read from files: arrays by name, never pickled objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

__all__ = ["load_arrays"]


def load_arrays(path: Traversable) -> dict[str, NDArray[np.generic]]:
    """The arrays of a file."""
    with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}

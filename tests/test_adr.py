"""The decision records in docs/adr: numbered once, listed, linked to what exists, marked where superseded."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs/adr"
RECORDS = {path.name[:4]: path for path in sorted(FOLDER.glob("[0-9]*.md"))}
INDEX = (FOLDER / "README.md").read_text("utf-8")
ROWS = re.findall(r"^\| \[(\d{4})\]\((\S+)\) \| (.+) \| (.+) \| (.+) \|$", INDEX, re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
SUCCESSOR = re.compile(r"\[(\d{4})\]")
MENTION = re.compile(r"docs/adr/(\d{4})(-[\w-]+\.md)?")
MODULE = re.compile(r"`(kg(?:\.\w+)+)(?<!\.ttl)`")
FILE = re.compile(r"`((?:kg|tests|ontology|docs)/[\w./-]+)`")


def head_of(number: str) -> tuple[str, str, str]:
    """A record's title, its date with its status, and the lines that follow up to the first blank one."""
    first, blank, *rest = RECORDS[number].read_text("utf-8").splitlines()
    found = re.fullmatch(r"# (\d+)\. (.+)", first)
    assert found, first
    assert int(found[1]) == int(number)
    assert blank == ""
    return found[2], rest[0], "\n".join(rest[1 : rest.index("")])


def successors(lines: str, word: str) -> set[str]:
    """The numbers behind "Superseded by", "Superseded in part by" or "Supersedes"."""
    return {number for line in lines.splitlines() if line.startswith(word) for number in SUCCESSOR.findall(line)}


def test_each_number_stands_once() -> None:
    numbers = [path.name[:4] for path in FOLDER.glob("[0-9]*.md")]
    assert sorted(numbers) == sorted(RECORDS)


def test_the_index_has_each_record_once_in_order_within_a_subject() -> None:
    assert sorted(number for number, *_ in ROWS) == list(RECORDS)
    for subject in INDEX.split("\n## ")[1:]:
        numbers = re.findall(r"^\| \[(\d{4})\]", subject, re.MULTILINE)
        assert numbers == sorted(numbers)


@pytest.mark.parametrize(("number", "file", "title", "status", "decides"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_of_the_index_says_what_its_record_says(
    number: str, file: str, title: str, status: str, decides: str
) -> None:
    name, dated, lines = head_of(number)
    assert (file, title) == (RECORDS[number].name, name)
    assert decides
    assert re.fullmatch(r"Date: \d{4}-\d\d-\d\d\. Status: (accepted|superseded)\.", dated)
    whole, part = successors(lines, "Superseded by"), successors(lines, "Superseded in part by")
    assert ("Status: superseded." in dated) is bool(whole)
    assert status.startswith("superseded by" if whole else "accepted")
    assert ("in part superseded by" in status) is bool(part)
    assert set(SUCCESSOR.findall(status)) == whole | part


@pytest.mark.parametrize("number", RECORDS)
def test_a_superseded_record_and_its_successor_name_each_other(number: str) -> None:
    lines = head_of(number)[2]
    for successor in successors(lines, "Superseded"):
        assert successor in RECORDS
        assert number in successors(head_of(successor)[2], "Supersedes"), f"{successor} does not supersede {number}"
    for earlier in successors(lines, "Supersedes"):
        assert number in successors(head_of(earlier)[2], "Superseded"), f"{earlier} does not name {number}"


@pytest.mark.parametrize("path", [*RECORDS.values(), FOLDER / "README.md"], ids=lambda path: path.name)
def test_every_link_resolves(path: Path) -> None:
    for target in LINK.findall(path.read_text("utf-8")):
        if "://" not in target:
            assert (path.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("number", RECORDS)
def test_what_a_record_names_exists(number: str) -> None:
    text = RECORDS[number].read_text("utf-8")
    assert not [name for name in MODULE.findall(text) if not is_module_or_part(name)]
    assert not [name for name in FILE.findall(text) if not (ROOT / name).exists()]


def is_module_or_part(name: str) -> bool:
    """Whether a dotted name is a module, or a name in one."""
    folder = ROOT.joinpath(*name.split("."))
    if folder.is_dir() or folder.with_suffix(".py").is_file():
        return True
    module, _, part = name.rpartition(".")
    spec = find_spec(module)
    return bool(spec and spec.origin and re.search(rf"\b{part}\b", Path(spec.origin).read_text("utf-8")))


def test_what_is_said_elsewhere_of_a_record_names_it() -> None:
    kinds = ("*.md", "*.py", "*.toml", "*.rq", "*.ttl", "*.js")
    folders = [ROOT / name for name in ("kg", "ontology", "tests", "docs")]
    files = [path for folder in folders for kind in kinds for path in folder.rglob(kind)]
    for path in [*files, *ROOT.glob("*.md")]:
        for number, rest in MENTION.findall(path.read_text("utf-8")):
            assert number in RECORDS, f"{path} names {number}"
            assert not rest or RECORDS[number].name == number + rest, f"{path} names {number}{rest}"

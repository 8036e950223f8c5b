"""What docs/architecture.md and CONTRIBUTING.md show is so: run as a script, it writes the walk anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from walk import walk

ROOT = Path(__file__).parents[1]
PAGE, GUIDE = ROOT / "docs/architecture.md", ROOT / "CONTRIBUTING.md"
_WALK = re.compile(r"(?<=<!-- walk -->\n```\n).*?(?=\n```\n<!-- /walk -->)", re.DOTALL)
_NAMED = re.compile(r"`((?:kg|ontology|tests|docs)/[\w./-]*)`")


def test_the_walk_is_what_the_stages_do() -> None:
    found = _WALK.search(PAGE.read_text("utf-8"))
    assert found is not None
    assert found[0] == walk()


@pytest.mark.parametrize("page", [PAGE, GUIDE], ids=lambda page: page.name)
def test_every_file_and_folder_that_is_named_exists(page: Path) -> None:
    names = _NAMED.findall(page.read_text("utf-8"))
    assert names
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_ten_changes_name_the_files_that_they_need() -> None:
    section = PAGE.read_text("utf-8").partition("## Ten changes")[2]
    rows = [line.split("|")[1:-1] for line in section.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == 10
    for change, files, then in rows:
        assert _NAMED.search(files), change
        assert then.strip(), change


def test_every_stage_of_kg_text_is_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    stages = {path.parent.name for path in (ROOT / "kg/text").glob("*/__init__.py")}
    assert {stage for stage in stages if f"`{stage}`" not in page} == set()


if __name__ == "__main__":
    PAGE.write_text(_WALK.sub(lambda _: walk(), PAGE.read_text("utf-8")), "utf-8")

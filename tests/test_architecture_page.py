"""What docs/architecture.md and CONTRIBUTING.md show is so: run as a script, it writes the walk anew."""

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


if __name__ == "__main__":
    PAGE.write_text(_WALK.sub(lambda _: walk(), PAGE.read_text("utf-8")), "utf-8")

from importlib.resources import files
from pathlib import Path

import pytest

from kg.views.page_files import SHARED, engine, scripts, shared, style, template


def test_the_engine_comes_first_and_names_no_map() -> None:
    assert scripts()[0] == engine()
    assert "sourceMappingURL" not in engine()
    assert "vis-network" in engine()[:500]


def test_every_script_and_style_of_the_page_is_used() -> None:
    root = Path(str(files("kg.views").joinpath("assets")))
    ours = {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in root.rglob("*.*")}
    page = scripts()
    for text in (text for name, text in ours.items() if name.endswith(".js")):
        assert sum(text in script for script in page) == 1
    assert page[-1] == ours["boot.js"]
    assert style() == ours["colours.css"] + ours["page.css"]
    assert template() == ours["page.html"]


@pytest.mark.parametrize("name", SHARED)
def test_what_the_explorer_shares_is_what_the_page_has(name: str) -> None:
    assert shared(name).decode() in (style() + "".join(scripts()))

"""A folder with an article and its graph, and a real IPython shell in it."""

import atexit
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import kg

ARTICLE = (
    "Mayor Marta Oduya met Governor Jon Brae in Vienna on Monday. Oduya leads the city of Graz. "
    "Brae's spokesman said that Oduya would visit Vienna again.\n"
)


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    (folder / "article.txt").write_text(ARTICLE, "utf-8")
    kg.build(folder, out=folder / "graph", date=date(2025, 9, 13))
    return folder


@pytest.fixture
def shell(news: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    """A shell of its own, in the folder of the news, with kg loaded."""
    monkeypatch.chdir(news)
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])  # the shell puts its own module there
    config = Config()
    config.HistoryManager.enabled = False
    made = InteractiveShell(config=config)
    done = made.run_cell("%load_ext kg")
    assert done.success
    yield made
    atexit.unregister(made.atexit_operations)
    made.atexit_operations()

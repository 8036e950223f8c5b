"""A few hostile files and growing texts; `tests/bench/bench_hostile.py` tries as many as one likes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hostile_texts import GOOD, GROWING, write_hostile

import kg
from kg import api
from kg.cli import run
from kg.model import Document
from kg.pipeline import Extractor, attempt

if TYPE_CHECKING:
    from pathlib import Path


def test_hostile_files_are_read_or_left_out_each_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_hostile(tmp_path / "news", 20, 1)
    (tmp_path / "news/good.txt").write_text(f"{GOOD} The bridge of Faro was closed by a storm.", "utf-8")
    assert run(["build", "news"]) in {0, 1}
    err = capsys.readouterr().err
    assert "defect" not in err
    assert "\x1b" not in err
    assert "good" in [each.id for each in api.documents()]
    assert kg.check() == []


@pytest.mark.parametrize("name", ["nested quotes", "capital words", "that clauses", "nested brackets"])
def test_time_grows_with_the_text_and_not_with_its_square(name: str) -> None:
    took = []
    for size in (1_000, 4_000):
        make = GROWING[name]
        text = make(size // (len(make(20)) // 20))
        begun = time.process_time()
        assert not isinstance(attempt(Document("grown", text), Extractor()), Exception)
        took.append(time.process_time() - begun)
    assert took[1] < max(1, 12 * took[0]), took


def test_a_text_of_numbers_alone_is_read() -> None:
    """It has sentences and no phrase."""
    assert not isinstance(attempt(Document("numbers", GROWING["numbers"](600)), Extractor()), Exception)

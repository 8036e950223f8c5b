"""Several processes read what one reads, in the same order."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kg.errors import ModelError
from kg.model import Document, Extraction
from kg.pipeline import Extractor, read_each
from kg.workers.processes import read_in_workers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "Erik Marlow, a Norwegian minister, met Anna Ekberg in Oslo on Friday."


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document is a batch of its own."""
    monkeypatch.setattr("kg.workers.processes._BATCH", 1)


@pytest.mark.usefixtures("small")
def test_workers_read_what_one_process_reads_in_the_documents_order() -> None:
    documents = [Document(str(number), f"{TEXT} Number {number} is a plan.") for number in range(7)]
    found = list(read_in_workers(documents, Extractor(), 2))
    assert found == list(read_each(documents, Extractor()))
    assert [document.id for document, _ in found] == [each.id for each in documents]


def test_a_script_is_not_run_again_in_each_process(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from kg.model import Document\nfrom kg.pipeline import Extractor\n"
        "from kg.workers.processes import read_in_workers\n"
        f"print(len(list(read_in_workers([Document('a', {TEXT!r})], Extractor(), 1))))\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_nothing_is_started_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.workers.processes.load", lambda _way: pytest.fail("the model was loaded"))
    assert list(read_in_workers([], Extractor(), 2)) == []


def test_what_is_missing_is_told_before_any_process_starts() -> None:
    with pytest.raises(ModelError, match="no-such-model"):
        list(read_in_workers([Document("a", TEXT)], Extractor(model="no-such-model"), 2))


@pytest.mark.usefixtures("small")
def test_only_some_batches_are_out_at_a_time() -> None:
    taken: list[int] = []

    def documents() -> Iterator[Document]:
        for number in range(12):
            taken.append(number)
            yield Document(str(number), TEXT)

    stream = read_in_workers(documents(), Extractor(), 1)
    document, result = next(stream)
    assert document.id == "0"
    assert isinstance(result, Extraction)
    assert len(taken) < 6
    stream.close()

"""Several processes read what one reads, in the same order."""

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from kg.errors import ModelError
from kg.model import Document, Extraction
from kg.pipeline import Extractor, read_each
from kg.workers.processes import read_in_workers

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


def test_other_processes_of_a_program_go_on() -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("forkserver")) as pool:
        process = pool.submit(os.getpid).result()
        ((_, result),) = read_in_workers([Document("a", TEXT)], Extractor(), 1)
        assert isinstance(result, Extraction)
        assert pool.submit(os.getpid).result() == process


def test_a_script_is_run_once_and_ctrl_c_while_the_models_are_loaded_is_for_it_alone(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import os, signal, threading\nfrom kg.model import Document\nfrom kg.pipeline import Extractor\n"
        "from kg.workers.processes import read_in_workers\n"
        "signal.signal(signal.SIGINT, lambda *_: print('told'))\n"
        "threading.Timer(0.5, os.killpg, (0, signal.SIGINT)).start()\n"
        f"print(len(list(read_in_workers([Document('a', {TEXT!r})], Extractor(), 1))))\n",
        "utf-8",
    )
    command = [sys.executable, str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, start_new_session=True)
    assert (done.stdout, done.stderr) == ("told\n1\n", "")


def test_processes_end_with_a_program_that_is_killed() -> None:
    script = (
        "import itertools, multiprocessing, os\nfrom kg.model import Document\nfrom kg.pipeline import Extractor\n"
        "from kg.workers import processes\nprocesses._BATCH = 1\n"
        f"endless = (Document(str(number), {TEXT!r}) for number in itertools.count())\n"
        "for _ in processes.read_in_workers(endless, Extractor(), 2):\n"
        "    print(*(each.pid for each in multiprocessing.active_children()), flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        processes = [Path("/proc", each) for each in program.stdout.readline().split()]
        program.kill()
    assert len(processes) == 2
    patience = time.monotonic() + 30
    while any(each.exists() for each in processes):
        assert time.monotonic() < patience
        time.sleep(0.1)


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

"""Ray reads what one process reads: on two nodes of one machine, and where a worker is killed in the middle.

Ray is in no group that tests install: it is 240 MB, and starting it takes longer than all of this. `uv pip install
ray==2.60.0` beside it (the version of the extra `ray`) and these tests run.
"""

import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError, MissingPackageError, ModelError
from kg.model import Document
from kg.pipeline import Extractor, read_each
from kg.records.parquet import pack
from kg.workers.cluster import LOCAL, SETTINGS, _Batch, _Task, read_on_ray, require_ray

TEXT = "Erik Marlow, a Norwegian minister, met Anna Ekberg in Oslo on Friday."
DOCUMENTS = [Document(str(number), f"{TEXT} Number {number} is a plan.") for number in range(6)]


@pytest.mark.parametrize("bad", [{3}, {0, 7}, set(range(8)), set()])
def test_a_document_over_which_workers_end_is_told_and_no_other(bad: set[int]) -> None:
    batch = _Batch([Document(str(number), TEXT) for number in range(8)], [None] * 8)
    tasks, ended = deque([_Task(batch, 0, 8)]), 0
    while tasks:
        task = tasks.popleft()
        if bad & set(range(task.start, task.end)):
            ended += 1
            tasks.extend(task.again())
        else:
            batch.found[task.start : task.end] = ["read"] * (task.end - task.start)
    assert {number for number, found in enumerate(batch.found) if found != "read"} == bad
    assert None not in batch.found
    assert ended <= 16


def test_what_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match="no-such-model"):
        list(read_on_ray(DOCUMENTS, Extractor(model="no-such-model")))
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'newskg\[ray\]'"):
        require_ray()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two nodes of one processor each."""
    os.environ.update(SETTINGS | LOCAL)  # before Ray is imported
    pytest.importorskip("ray", reason="Ray is not installed: the extra `ray`")
    from ray.cluster_utils import Cluster

    own = {"num_cpus": 1, "include_dashboard": False, "object_store_memory": 80_000_000}
    made = Cluster(initialize_head=True, head_node_args=own)
    made.add_node(**own)
    yield made
    made.shutdown()


def workers(cluster: Any) -> list[list[int]]:
    """The processes that read, by node."""
    found = []
    for node in cluster.list_all_nodes():
        raylet = node.all_processes["raylet"][0].process.pid
        tasks = (path.read_text().split() for path in Path(f"/proc/{raylet}/task").glob("*/children"))
        children = {int(each) for task in tasks for each in task}
        found.append(sorted(each for each in children if "_Worker" in Path(f"/proc/{each}/cmdline").read_text()))
    return found


@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_two_nodes_read_what_one_process_reads_though_a_worker_is_killed(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.workers.cluster._BATCH", 1)
    seen: list[list[int]] = []
    found = []
    for document, result in read_on_ray(DOCUMENTS, Extractor(), 2, cluster.address):
        found.append((document, result))
        if len(found) == 1:
            seen = workers(cluster)
            os.kill(next(each for node in seen for each in node), signal.SIGKILL)
    assert [len(node) for node in seen] == [1, 1]
    assert found == [(document, pack(result)) for document, result in read_each(DOCUMENTS, Extractor())]


@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_a_command_of_its_own_listens_to_this_machine_alone(tmp_path: Path, cluster: Any) -> None:
    """It is given the cluster, whose nodes were started as kg starts its own."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    for arguments in (["--engine", "ray", "--address", cluster.address], []):
        out = tmp_path / str(len(arguments))
        command = [sys.executable, "-m", "kg", "extract", str(tmp_path / "a.txt"), "--out", str(out), *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    (one,), (other,) = ([path.read_bytes() for path in (tmp_path / name).iterdir()] for name in ("4", "0"))
    assert one == other
    listening = subprocess.run(["ss", "-ltnp"], capture_output=True, text=True, check=True).stdout
    lines = [line.split() for line in listening.splitlines() if "raylet" in line or "gcs_server" in line]
    assert lines
    assert all("127.0.0.1" in line[3] for line in lines)


def test_a_cluster_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.workers.cluster.require_ray", lambda: None)
    with pytest.raises(InputError, match=r"127\.0\.0\.1:9: no Ray cluster can be reached"):
        list(read_on_ray(DOCUMENTS, Extractor(), 2, "127.0.0.1:9"))

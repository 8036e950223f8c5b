"""Every command that writes, each of its writes failing, torn or the last; and graphs where nothing can be written.

KG_FAULTS is one in how many of the points are tried (10).
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from faults import made
from test_crashes import can_mount

import kg
from kg import api
from kg.entities import archive, editing
from kg.errors import StoreError

PROGRAM = Path(__file__).with_name("faults.py")


def test_no_write_that_fails_loses_anything(tmp_path: Path) -> None:
    every = os.environ.get("KG_FAULTS", "10")
    command = [sys.executable, str(PROGRAM), str(tmp_path / "faults"), every]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1_800)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    points = re.fullmatch(r"(\d+) of \d+ points", done.stdout.splitlines()[-1])
    assert points is not None
    assert int(points[1]) >= 600 // int(every)


def test_a_graph_on_a_read_only_disk_can_be_checked_listed_and_queried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if not can_mount(tmp_path):
        pytest.skip("needs root, to mount a file system that cannot be written")
    made(tmp_path / "graphs")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(disk)], check=True)
    try:
        graph = Path(shutil.copytree("built", disk / "graph"))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        assert api.check(graph) == []
        assert [each.id for each in api.documents(graph=graph)] == ["0", "1", "2", "3"]
        assert archive.decisions(graph)
        assert kg.open(graph).query("ASK { ?s ?p ?o }")[0][0]
        for write in (
            lambda: editing.undo(graph=graph),
            lambda: api.rebuild(graph),
            lambda: api.remove("1", graph=graph),
        ):
            with pytest.raises(StoreError, match="cannot be written: Read-only file system"):
                write()
        assert api.check(graph) == []
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)

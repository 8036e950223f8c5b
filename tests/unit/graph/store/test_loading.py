"""What is written is loaded as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.graph.store import loading
from kg.graph.store.loading import StoreWriter

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_added_between_removals_is_loaded(tmp_path: Path) -> None:
    writer = StoreWriter(None, tmp_path / "store")
    line = '<http://s> <http://p> "{}"'
    writer.add([line.format(number) for number in range(100_000)])
    writer.remove([ox.Quad(ox.NamedNode("http://s"), ox.NamedNode("http://p"), ox.Literal("7"))])
    writer.add([line.format("more")])
    writer.add([line.format("beside")], "http://g")
    writer.finish()
    writer.close()
    store = ox.Store.read_only(str(tmp_path / "store"))
    assert len(store) == 100_001
    assert [graph.value for graph in store.named_graphs()] == ["http://g"]


@pytest.mark.parametrize("pipes", [True, False])
def test_what_cannot_be_loaded_raises(tmp_path: Path, pipes: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_PIPES", pipes)
    writer = StoreWriter(None, tmp_path / "store")
    with pytest.raises((SyntaxError, BrokenPipeError)):
        _write_what_is_no_triple(writer)
    writer.close()


def _write_what_is_no_triple(writer: StoreWriter) -> None:
    for _ in range(20):
        writer.add(["no triple"] * 100_000)
    writer.settle()

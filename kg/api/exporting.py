"""A graph for other programs: as one text, part by part, or as files; `kg.graph` and `kg.views` write the formats."""

from __future__ import annotations

from abc import ABC
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from kg.errors import InputError, StoreError
from kg.writing import write_whole, written_beside

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator

    import networkx as nx
    from rdflib import Dataset

    from kg.graph.exchange.ftm import Decided
    from kg.graph.exchange.parts import Watch
    from kg.graph.export import ExportFormat

    type AnyText = ExportFormat | NetworkFormat | StreamFormat

__all__ = ["Exporting", "FileFormat", "NetworkFormat", "StreamFormat"]

type NetworkFormat = Literal["graphml", "gexf"]
"""The network, as networkx writes it."""
type StreamFormat = Literal["ntriples", "rdf12", "jsonld", "events", "ftm"]
"""Texts that are made part by part, in bounded memory (`kg.graph.exchange`)."""
type FileFormat = Literal["parquet", "neo4j"]
"""Folders of files (`kg.graph.exchange`)."""

_STREAMS: frozenset[str] = frozenset(get_args(StreamFormat.__value__))
_FILES: frozenset[str] = frozenset(get_args(FileFormat.__value__))


class Exporting(ABC):
    """The exports of a graph, which is its `dataset` and, as a network, its `network`."""

    dataset: Dataset
    directory: Path | None
    network: Callable[..., nx.MultiDiGraph]

    def export(self, form: AnyText, *, raw: bool = False) -> str:
        """The graph in one format, as a text; the same graph, the same text.

        In CSV, values that a spreadsheet would run have an apostrophe put before them unless `raw`.
        """
        return "".join(self.export_parts(form, raw=raw))

    def export_parts(self, form: AnyText, *, raw: bool = False, watch: Watch = iter) -> Iterator[str]:
        """The parts of what `export` gives, one after another: those of a `StreamFormat` in bounded memory.

        `watch` hands on what is read, as a progress bar does.
        """
        if form in _STREAMS:
            from kg.graph.exchange.writers import text_parts

            yield from text_parts(self.dataset, form, self._decided(), raw=raw, watch=watch)
        elif form == "graphml" or form == "gexf":  # noqa: PLR1714 (mypy narrows no membership)
            from kg.views.network import gexf, graphml

            yield (graphml if form == "graphml" else gexf)(self.network())
        else:
            from kg.graph.export import export

            yield export(self.dataset, cast("ExportFormat", form), raw=raw)

    def save(
        self,
        path: str | os.PathLike[str],
        form: AnyText | FileFormat,
        *,
        raw: bool = False,
        watch: Watch = iter,
    ) -> Path:
        """Write an export to a file, or to a folder where its format is one of several files: whole or not at all.

        Raises:
            StoreError: it cannot be written.
            MissingPackageError: what writes the format is not installed.
        """
        target = Path(path)
        try:
            if form in _FILES:
                from kg.graph.exchange.writers import write_files

                if target.exists() and not target.is_dir():
                    raise InputError(f"{target}: {form} is a folder of files, and this is a file")
                with written_beside(target) as fresh:
                    write_files(self.dataset, form, fresh, raw=raw, watch=watch)
            else:
                write_whole(target, self.export_parts(cast("AnyText", form), raw=raw, watch=watch))
        except OSError as error:
            raise StoreError(f"{target}: cannot be written: {(error.strerror or str(error)).lower()}") from error
        return target

    def _decided(self) -> Iterator[Decided]:
        """What people decided about the graph's entities; nothing where it is in no directory."""
        if self.directory is None:
            return
        from kg.graph.exchange.ftm import Decided
        from kg.graph.store.directory import decisions_file
        from kg.resolve.decisions import read_entries

        for each in read_entries(decisions_file(self.directory)):
            ends = tuple((each.spelt.get(end.name, end.name), end.document) for end in each.references)
            yield Decided(each.id, each.kind, each.text, each.who, ends)

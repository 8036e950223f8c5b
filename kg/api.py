"""kg from Python: build or open a graph, ask it, look at it.

    >>> import kg
    >>> graph = kg.build("seeds/")                                                          # doctest: +SKIP
    >>> graph.query("SELECT ?label { ?who kg:leads ?what . ?who rdfs:label ?label }")[0]    # doctest: +SKIP
    Row(label='Keir Starmer')
    >>> graph.ask("said-by", name="CNN").to_pandas()                                        # doctest: +SKIP
    >>> graph.facts(relation="leads", factuality="asserted")                                # doctest: +SKIP

Every method hands on to a module's function, which can be called in its place.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.display.graphs import graph_html
from kg.display.html import framed
from kg.display.text import counted
from kg.graph import export as exporting
from kg.graph import infer as inference
from kg.graph.facts import explain as explaining
from kg.graph.facts.names import find_entities
from kg.graph.facts.reader import read_records
from kg.graph.facts.selection import Facts, find_facts, read_factuality, read_relations
from kg.graph.facts.summary import summarize
from kg.graph.query import execution
from kg.graph.rdf.dataset import memory
from kg.graph.store.embedded import open_directory, write_directory
from kg.graph.store.memory import write_memory
from kg.pipeline import extract
from kg.read import read_paths
from kg.trials import tried_rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date as Date  # noqa: N812 (`date` is the parameter's name)

    import networkx as nx
    from rdflib import Dataset

    from kg.graph.export import ExportFormat
    from kg.graph.facts.records import EntityRecord, Records
    from kg.graph.facts.selection import Names
    from kg.graph.query.execution import Rows
    from kg.graph.validate import Finding
    from kg.model import Factuality

__all__ = ["Graph", "Page", "build", "open"]

_log = logging.getLogger(__name__)

type NetworkFormat = Literal["graphml", "gexf"]

_COUNTED = {
    "document": "?document a kg:Document",
    "entity": "?entity kg:mentionedIn ?where",
    "fact": "?fact a kg:Statement",
    "claim": "?claim a kg:Claim",
}

type Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def build(  # noqa: PLR0913 (each is an option of its own)
    paths: Paths,
    *,
    out: str | os.PathLike[str] | None = None,
    date: Date | None = None,
    model: str | None = None,
    rules: str | os.PathLike[str] | None = None,
    accurate: bool = False,
    infer: bool = False,
) -> Graph:
    """Read files and folders into a graph: in memory, or in `out`, whose other documents stay.

    `out` is a graph directory, or the address of a SPARQL server (http://…), as for `open`.

    `date` is the day of every document, and `model` names an installed spaCy pipeline instead of the default one.
    `rules` is a TOML file, or a folder of them, with relation rules to read with beside those that come with kg.
    With `accurate` a transformer reads each sentence too: more facts, slower, and it needs `kg[accurate]`.
    With `infer`, what follows from the documents' facts is added, in a named graph of its own.
    Files of a folder that cannot be read are logged as warnings.

    Raises:
        ReadError: a path cannot be read, or a folder has nothing readable in it.
        ModelError: the model, or what `accurate` needs, is not installed.
        RuleError: a rule of `rules` is not in form, or does not do what its examples say.
        StoreError: `out` cannot be written or reached, or is not a graph's.
    """
    named = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    reading = read_paths([Path(path) for path in named], date=date)
    own = None if rules is None else tried_rules(Path(rules), model=model)
    found = extract(reading.documents, model=model, rules=own, accurate=accurate)
    if out is None:
        dataset = memory()
        write_memory(dataset, found)
        if infer:
            inference.infer(dataset)
        dataset = exporting.embedded_copy(dataset)
    elif _is_address(out):
        from kg.graph.store.publish import write_remote  # what speaks HTTP is loaded where an address is named

        write_remote(str(out), found)
        if infer:
            inference.infer_remote(str(out))
        dataset = open(out).dataset
    else:
        write_directory(Path(out), found)
        if infer:
            inference.infer_directory(Path(out))
        dataset = open_directory(Path(out))
    for failure in reading.failures:
        _log.warning("not read: %s: %s", failure.path, failure.reason)
    return Graph(dataset)


def open(where: str | os.PathLike[str] = "graph") -> Graph:  # noqa: A001 (read as kg.open)
    """The graph in a directory, as it is now, or the one on the SPARQL server at an address (http://…).

    A server's queries are answered by it, and its records read when they are first needed. KG_STORE_USER and
    KG_STORE_PASSWORD hold the name and password that it may ask for. StoreError if there is no graph or no server.
    """
    if _is_address(where):
        from kg.graph.store.remote import open_remote

        return Graph(open_remote(str(where)))
    return Graph(open_directory(Path(where)))


def _is_address(where: str | os.PathLike[str]) -> bool:
    return isinstance(where, str) and where.lower().startswith(("http://", "https://"))


@dataclass(frozen=True)
class Page:
    """A graph as one HTML document, which a notebook shows inline."""

    html: str = field(repr=False)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page to `path` in UTF-8; OSError where that cannot be."""
        target = Path(path)
        target.write_text(self.html, encoding="utf-8", newline="\n")
        return target

    def _repr_html_(self) -> str:
        return framed(self.html)


@dataclass(frozen=True, repr=False)
class Graph:
    """A knowledge graph to ask; `dataset` is rdflib's view of it, whose default graph is all documents."""

    dataset: Dataset

    @cached_property
    def records(self) -> Records:
        """All that the graph holds, as plain records."""
        return read_records(self.dataset)

    def __repr__(self) -> str:
        counts = (f"(COUNT(DISTINCT ?{name}) AS ?{name}s)" for name in _COUNTED)
        kinds = " UNION ".join(f"{{ {pattern} }}" for pattern in _COUNTED.values())
        row = execution.query(self.dataset, f"SELECT {' '.join(counts)} {{ {kinds} }}")[0]
        held = (counted(int(number), name) for name, number in zip(_COUNTED, row, strict=True))
        return f"Graph: {', '.join(held)}"

    def _repr_html_(self) -> str:
        return graph_html(summarize(self.records))

    @cached_property
    def stated(self) -> Graph:
        """The graph without what is inferred: what its documents state, as a copy in memory if anything goes."""
        if not self.query("ASK { ?inference a kg:Inference }")[0][0]:
            return self
        return Graph(exporting.embedded_copy(self.dataset, inferred=False))

    def query(self, sparql: str) -> Rows:
        """The answer to a SPARQL query; QueryError where it is malformed or not allowed."""
        return execution.query(self.dataset, sparql)

    def ask(self, question: str, /, **values: str | float | Date) -> Rows:
        """The answer to one of the questions that come with kg ("who-leads"), with values for its parameters.

        `kg query --list` and, in a notebook, `%kg queries` show them all.

        Raises:
            QueryError: there is no such question, or it lacks a value, or takes no such parameter.
        """
        return execution.query_named(self.dataset, question, {name: str(value) for name, value in values.items()})

    def entities(self, name: str) -> tuple[EntityRecord, ...]:
        """The entities that `name` may mean, in any case and without accents; NotFoundError if there is none."""
        return find_entities(self.records.entities, name)

    def facts(  # noqa: PLR0913 (each is a filter of its own)
        self,
        *,
        subject: Names | None = None,
        relation: Names | None = None,
        object: Names | None = None,  # noqa: A002 (what RDF calls it)
        factuality: Factuality | Collection[Factuality] | None = None,
        source: Names | None = None,
        since: str | Date | None = None,
        until: str | Date | None = None,
        min_confidence: float = 0.0,
        document: Names | None = None,
        inferred: bool = False,
        kept_aside: bool = False,
    ) -> Facts:
        """The facts that pass every filter given, to read or `.to_pandas()`; see `facts.selection.find_facts`."""
        return find_facts(
            self.records,
            subject=subject,
            relation=relation,
            object=object,
            factuality=factuality,
            source=source,
            since=since,
            until=until,
            min_confidence=min_confidence,
            document=document,
            inferred=inferred,
            kept_aside=kept_aside,
        )

    def explain(self, name: str, relation: str | None = None, other: str | None = None) -> Facts:
        """The facts about an entity, each with the words that say it; see `kg.graph.facts.explain.explain`."""
        return Facts(tuple(explaining.explain(self.records, name, relation, other)))

    def network(
        self,
        *,
        relations: Names | None = None,
        factuality: Factuality | Collection[Factuality] | None = None,
        inferred: bool = False,
    ) -> nx.MultiDiGraph:
        """The entities and the facts between them as a networkx MultiDiGraph; see `kg.views.network.build_network`.

        Raises:
            NotFoundError: the graph has no such relation.
            QueryError: a factuality that is none.
        """
        from kg.views.network import build_network

        return build_network(
            self.records,
            relations=read_relations(self.records, relations),
            factuality=read_factuality(factuality),
            inferred=inferred,
        )

    def view(self, *, focus: str | None = None, hops: int | None = None, title: str | None = None) -> Page:
        """The page: of the whole graph, or of what is at most `hops` facts from the entity called `focus`."""
        from kg.views.neighbourhood import around
        from kg.views.page import render_page

        records, centre = self.records, None
        if focus is not None:
            centre = self.entities(focus)[0].iri
            records = records if hops is None else around(records, centre, hops=hops)
        return Page(render_page(records, title=title, focus=centre))

    def validate(self) -> list[Finding]:
        """What is wrong with the graph, the gravest first; see `kg.graph.validate`."""
        from kg.graph.validate import validate

        return validate(self.dataset)

    def export(self, form: ExportFormat | NetworkFormat) -> str:
        """The graph as "trig", "nquads", "ttl", "jsonld", "csv", "graphml" or "gexf"; the same graph, the same text."""
        if form == "graphml" or form == "gexf":  # noqa: PLR1714 (mypy narrows no membership)
            from kg.views.network import gexf, graphml

            return (graphml if form == "graphml" else gexf)(self.network())
        return exporting.export(self.dataset, form)

"""kg from Python: build or open a graph, query and draw it; the commands and the magics call this, too.

    >>> import kg
    >>> graph = kg.build("seeds/")                                                          # doctest: +SKIP
    >>> graph.query("SELECT ?label { ?who kg:leads ?what . ?who rdfs:label ?label }")[0]    # doctest: +SKIP
    Row(label='Keir Starmer')
    >>> graph.query_named("said-by", name="CNN").to_pandas()                                        # doctest: +SKIP
    >>> graph.facts(relation="leads", factuality="asserted")                                # doctest: +SKIP

Paths, names and filters go in; a `Graph`, or its answers, come out. Imports are late: a query needs no spaCy, and
`kg --help` no rdflib.
"""

from kg.api.building import build, screen
from kg.api.documents import DocumentEntry, Recovered, check, documents, rebuild, recover, remove
from kg.api.graph import Graph, Page, Report, damage, drawn_page, open, save_handout  # noqa: A004 (read as kg.open)
from kg.api.llm import llm_log
from kg.api.ontologies import evaluate, suggest_ontology
from kg.api.reading import (
    Extractions,
    Kept,
    NotRead,
    Progress,
    ReadOptions,
    extract,
    extract_to,
    llm_requests,
    open_triples,
    own_ontology,
)

__all__ = [
    "DocumentEntry",
    "Extractions",
    "Graph",
    "Kept",
    "NotRead",
    "Page",
    "Progress",
    "ReadOptions",
    "Recovered",
    "Report",
    "build",
    "check",
    "damage",
    "documents",
    "drawn_page",
    "evaluate",
    "extract",
    "extract_to",
    "llm_log",
    "llm_requests",
    "open",
    "open_triples",
    "own_ontology",
    "rebuild",
    "recover",
    "remove",
    "save_handout",
    "screen",
    "suggest_ontology",
]

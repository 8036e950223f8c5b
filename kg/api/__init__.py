"""kg from Python: build or open a graph, ask it, look at it; what the commands and the magics call, too.

    >>> import kg
    >>> graph = kg.build("seeds/")                                                          # doctest: +SKIP
    >>> graph.query("SELECT ?label { ?who kg:leads ?what . ?who rdfs:label ?label }")[0]    # doctest: +SKIP
    Row(label='Keir Starmer')
    >>> graph.query_named("said-by", name="CNN").to_pandas()                                        # doctest: +SKIP
    >>> graph.facts(relation="leads", factuality="asserted")                                # doctest: +SKIP

Paths, names and filters go in; a `Graph`, or what it answers, comes out. What a function needs is imported inside it:
a query is answered without the language model, and `kg --help` without rdflib.
"""

from kg.api.asking import format_rows, questions
from kg.api.building import build
from kg.api.entities import (
    decisions,
    entities,
    entity,
    merge,
    open_review,
    reclassify,
    rename,
    split,
    take_decisions,
    undo,
)
from kg.api.graph import Graph, open  # noqa: A004 (read as kg.open)
from kg.api.language_models import llm_log, llm_requests, take_llm_replies
from kg.api.outcomes import Page, Report, damage, save_handout
from kg.api.own.ontologies import evaluate, suggest_ontology
from kg.api.reading import Extractions, Kept, NotRead, Progress, extract, extract_to, open_triples
from kg.api.rules import AnyRule, known_rules, own_ontology, own_rules, reads, relations_of
from kg.api.upkeep import DocumentEntry, Recovered, check, documents, rebuild, recover, remove

__all__ = [
    "AnyRule",
    "DocumentEntry",
    "Extractions",
    "Graph",
    "Kept",
    "NotRead",
    "Page",
    "Progress",
    "Recovered",
    "Report",
    "build",
    "check",
    "damage",
    "decisions",
    "documents",
    "entities",
    "entity",
    "evaluate",
    "extract",
    "extract_to",
    "format_rows",
    "known_rules",
    "llm_log",
    "llm_requests",
    "merge",
    "open",
    "open_review",
    "open_triples",
    "own_ontology",
    "own_rules",
    "questions",
    "reads",
    "rebuild",
    "reclassify",
    "recover",
    "relations_of",
    "remove",
    "rename",
    "save_handout",
    "split",
    "suggest_ontology",
    "take_decisions",
    "take_llm_replies",
    "undo",
]

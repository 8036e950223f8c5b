"""Differences between a store and the records that it is the projection of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import RDF

from kg.errors import StoreError
from kg.graph.projection.beside import changes_beside
from kg.graph.projection.identifiers import identifiers
from kg.graph.projection.project import states
from kg.graph.rdf.dataset import record_hashes
from kg.graph.rdf.document import Shown, document_graph, record_hash
from kg.graph.rdf.homes import HERE, document_quads, line
from kg.namespaces import KG
from kg.records.duplicates import standings
from kg.verdicts.replay import Verdicts

if TYPE_CHECKING:
    from kg.graph.rdf.naming import Naming
    from kg.records.database import Records
    from kg.resolve.model import Decisions

__all__ = ["differences"]

_SUBJECT, _CLASS = ox.NamedNode(str(RDF.subject)), ox.NamedNode(str(KG["class"]))
_REBUILD = "kg rebuild makes the graph anew from the records"


def differences(records: Records, store: ox.Store, naming: Naming, decisions: Decisions | None = None) -> list[str]:
    """Return the differences between a store and the records, a line each with what to do.

    Each document is compared by the hash of its record and by the number of its triples, facts and entities by
    how many the documents speak of. All that is in the store is read once, which finds damage on the disk.
    """
    try:
        return _compare(records, store, naming, Verdicts(decisions))
    except (OSError, RuntimeError) as error:  # what Oxigraph raises for a damaged store
        return [f"the store cannot be read to its end ({' '.join(str(error).split())}): {_REBUILD}"]
    except (StoreError, ValueError) as error:
        return [str(error)]


def _compare(records: Records, store: ox.Store, naming: Naming, verdicts: Verdicts) -> list[str]:
    found = []
    documents = list(records.documents())
    names, standing = identifiers(documents), standings(documents, records)
    there = record_hashes(store)
    assigned = states(records, documents, verdicts)
    facts: set[str] = set()
    entities: set[str] = set()
    for stored in documents:
        name = names[stored.hash]
        held = there.pop(naming.document(stored.hash), None)
        if held is None:
            found.append(f"{name}: its record is not in the graph: {_REBUILD}")
            continue
        if held != record_hash(stored, name, assigned[stored.hash], standing[stored.hash]):
            found.append(f"{name}: its triples are those of another record: {_REBUILD}")
            continue
        shown = Shown(name, records.identities.named(stored.hash), assigned[stored.hash], standing[stored.hash])
        wanted = document_graph(stored, verdicts.revised(records.extraction(stored)), shown, naming)
        facts.update(wanted.facts)
        entities.update(wanted.entities)
        lines = set(map(line, document_quads(store, wanted.iri, HERE)))
        if len(lines) != len(set(wanted.lines)):
            found.append(f"{name}: the graph has {len(lines)} of its {len(wanted.lines)} triples: {_REBUILD}")
    found += [f"<{iri}>: is in the graph and has no record: {_REBUILD}" for iri in sorted(there)]
    if not found:
        found += _aggregates(store, facts, entities)
        beside = changes_beside(records, store, naming)
        if naming.links in beside:
            found.append(f"the graph has other links than its entities: {_REBUILD}")
        if naming.ontology in beside:
            found.append(f"the graph has another class tree than the ontology and its records: {_REBUILD}")
    return found


def _aggregates(store: ox.Store, facts: set[str], entities: set[str]) -> list[str]:
    held = {"facts": (_subjects(store, _SUBJECT), facts), "entities": (_subjects(store, _CLASS), entities)}
    return [
        f"the graph has {len(there)} {name}, and the documents speak of {len(wanted)}: {_REBUILD}"
        for name, (there, wanted) in held.items()
        if there != wanted
    ]


def _subjects(store: ox.Store, predicate: ox.NamedNode) -> set[str]:
    found = (quad.subject for quad in store.quads_for_pattern(None, predicate, None, None))
    return {each.value for each in found if isinstance(each, ox.NamedNode)}

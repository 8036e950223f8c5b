"""Where each triple of a graph comes from: the document, or what all documents share.

The store holds one graph, and beside it only that of inferences. Who exports or publishes it gets named graphs all the
same: one a document, with all that this document alone says, and those of facts, entities, links and the ontology. A
triple's home follows from its subject and predicate, so that nothing is stored for it.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS

from kg.graph.rdf.document import read_mentions
from kg.graph.rdf.naming import BASE, Naming
from kg.graph.rdf.terms import named_node
from kg.namespaces import GN, KG, WGS84
from kg.resolve.model import DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_TYPE, _DOCUMENT, _SENTENCE, _PLACES = map(named_node, (RDF.type, KG.document, KG.sentence, KG.mentionSpans))
_SENTENCES: Final = (_SENTENCE, named_node(KG.refusedIn))
_MADE, _USED, _REPLACES, _TEXT = map(named_node, (PROV.wasGeneratedBy, PROV.used, DCTERMS.replaces, KG.text))
_PARTICIPANT, _SUBCLASS, _SAID = named_node(KG.Participant), named_node(RDFS.subClassOf), named_node(KG.said)
_NAMES: Final = frozenset(
    map(
        named_node, (RDF.type, RDFS.label, SKOS.altLabel, KG.nameKey, KG["class"], KG.describedIn, DCTERMS.isReplacedBy)
    )
)
"""The properties by which an entity is described; its others are what documents say of it."""
_OF_PARTICIPANT: Final = _NAMES | {named_node(KG.whose)}
_LINK: Final = named_node(KG.link)
_LINKS: Final = (
    _LINK,
    *map(
        named_node,
        (
            KG.linkTarget, KG.linkConfidence, KG.linkReason, KG.gazetteer, OWL.sameAs, SKOS.closeMatch,
            WGS84.lat, WGS84.long, GN.countryCode, GN.population,
        ),
    )
)  # fmt: skip
"""The properties that links alone have."""
HERE: Final = ox.DefaultGraph()
"""The graph that kg writes; other programs may have put named graphs beside it."""
_KINDS: Final = (named_node(OWL.Class), named_node(RDF.Property))


def line(each: ox.Quad | ox.Triple) -> str:
    """Return a triple as `kg.graph.rdf.terms.ntriple` writes it."""
    return f"{each.subject} {each.predicate} {each.object}"


def naming_in(store: ox.Store) -> Naming:
    """Return the IRIs of a graph, by those of its documents."""
    first = next(iter(store.quads_for_pattern(None, _TEXT, None, HERE)), None)
    if first is None or not isinstance(first.subject, ox.NamedNode):
        return Naming()
    base = first.subject.value[: -len("document/") - DIGITS]
    return Naming(base) if first.subject.value.startswith(Naming(base).space("document")) else Naming(BASE)


def document_quads(store: ox.Store, document: str, graph: ox.DefaultGraph | None = None) -> list[ox.Quad]:
    """Return the triples that a document alone says, found by what names it, in one graph or in any."""
    node = named_node(document)
    own = list(store.quads_for_pattern(node, None, None, graph))
    found = [quad for quad in own if quad.predicate != _REPLACES]
    found += store.quads_for_pattern(None, _REPLACES, node, graph)
    for quad in own:
        if quad.predicate == _MADE:
            found += _of(store, quad.object, graph)
    sentences: set[object] = set()
    for quad in store.quads_for_pattern(None, _DOCUMENT, node, graph):
        of_statement = _of(store, quad.subject, graph)
        found += store.quads_for_pattern(None, _SAID, quad.subject, graph)
        found += of_statement
        sentences.update(each.object for each in of_statement if each.predicate in _SENTENCES)
    for sentence in sentences:
        found += _of(store, sentence, graph)
    for entity in _mentioned(own):
        if next(iter(store.quads_for_pattern(entity, _TYPE, _PARTICIPANT, graph)), None) is not None:
            found += [each for each in _of(store, entity, graph) if each.predicate in _OF_PARTICIPANT]
    return found


def _mentioned(quads: Iterable[ox.Quad]) -> set[ox.NamedNode]:
    """Return the entities of which a document's triples give the places."""
    texts = (quad.object.value for quad in quads if quad.predicate == _PLACES and isinstance(quad.object, ox.Literal))
    return {named_node(entity) for text in texts for entity, _, _ in read_mentions(text)}


def _of(store: ox.Store, node: object, graph: ox.DefaultGraph | None = HERE) -> list[ox.Quad]:
    return list(store.quads_for_pattern(node, None, None, graph)) if isinstance(node, ox.NamedNode) else []


def entity_quads(store: ox.Store, entity: str) -> list[ox.Quad]:
    """Return the triples that describe an entity, without what documents say of it."""
    return [
        each for each in _of(store, named_node(entity)) if each.predicate in _NAMES and not _is_statement_of_class(each)
    ]


def link_quads(store: ox.Store, entities: Iterable[str] | None = None) -> list[ox.Quad]:
    """Return the triples of links to gazetteers, of all entities or of some."""
    if entities is None:
        return [quad for predicate in _LINKS for quad in store.quads_for_pattern(None, predicate, None, HERE)]
    found = [quad for each in entities for quad in _of(store, named_node(each)) if quad.predicate in _LINKS]
    return found + [quad for each in found if each.predicate == _LINK for quad in _of(store, each.object)]


def ontology_quads(store: ox.Store) -> list[ox.Quad]:
    """Return the triples of the class tree, and of the user's own classes and relations."""
    own = _own(store)
    tree = (quad for quad in store.quads_for_pattern(None, _SUBCLASS, None, HERE) if quad.subject not in own)
    return [*(quad for node in own for quad in _of(store, node)), *tree]


def _own(store: ox.Store) -> list[object]:
    typed = chain.from_iterable(store.quads_for_pattern(None, _TYPE, kind, HERE) for kind in _KINDS)
    return list(dict.fromkeys(quad.subject for quad in typed))


def shared_lines(store: ox.Store, naming: Naming) -> dict[str, set[str]]:
    """Return the triples that are of no one document, by the names of their graphs."""
    found: dict[str, set[str]] = {}
    for quad, home in with_homes(store, naming):
        if not home.startswith(naming.space("document")):
            found.setdefault(home, set()).add(line(quad))
    return found


def with_homes(store: ox.Store, naming: Naming | None = None) -> Iterator[tuple[ox.Quad, str]]:
    """Yield each triple of a store with the name of the graph that it is at home in; a named graph is one already."""
    naming = naming or naming_in(store)
    homes: dict[object, str] = {}
    _note(homes, store.quads_for_pattern(None, _DOCUMENT, None, HERE))
    _note(homes, store.quads_for_pattern(None, _USED, None, HERE))
    for quad in chain.from_iterable(store.quads_for_pattern(None, each, None, HERE) for each in _SENTENCES):
        homes[quad.object] = homes.get(quad.subject, naming.graph("facts"))
    participants = {quad.subject for quad in store.quads_for_pattern(None, _TYPE, _PARTICIPANT, HERE)}
    for quad in store.quads_for_pattern(None, _PLACES, None, HERE):
        if isinstance(quad.subject, ox.NamedNode):
            homes |= dict.fromkeys(_mentioned([quad]) & participants, quad.subject.value)
    own, links = set(_own(store)), frozenset(_LINKS)
    for quad in store:
        if isinstance(quad.graph_name, ox.NamedNode):
            yield quad, quad.graph_name.value
        elif quad.predicate in links:
            yield quad, naming.graph("links")
        elif quad.subject in own or quad.predicate == _SUBCLASS:
            yield quad, naming.graph("ontology")
        elif quad.predicate in {_REPLACES, _SAID}:
            said_in = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
            yield quad, homes.get(quad.object, said_in)
        else:
            yield quad, _home(quad, homes, naming)


def _home(quad: ox.Quad, homes: dict[object, str], naming: Naming) -> str:
    subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
    if subject.startswith(naming.space("document")):
        return subject
    if subject.startswith(naming.space("entity")):
        if quad.predicate not in _OF_PARTICIPANT or _is_statement_of_class(quad):
            return naming.graph("facts")
        return homes.get(quad.subject, naming.graph("entities"))
    return homes.get(quad.subject, naming.graph("facts"))


def _is_statement_of_class(quad: ox.Quad) -> bool:
    """Return whether a triple says what documents say of an entity's class, a class of the user's own ontology."""
    return (
        quad.predicate == _TYPE and isinstance(quad.object, ox.NamedNode) and not quad.object.value.startswith(str(KG))
    )


def _note(homes: dict[object, str], quads: Iterable[ox.Quad]) -> None:
    homes.update((quad.subject, quad.object.value) for quad in quads if isinstance(quad.object, ox.NamedNode))

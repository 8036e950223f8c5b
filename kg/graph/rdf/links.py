"""Links as triples: what an entity is in gazetteers, where it lies, how sure that is and why."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from rdflib.namespace import OWL, RDF, SKOS

from kg.graph.rdf.terms import DECIMAL, INTEGER, Value
from kg.links.model import is_iri
from kg.namespaces import GN, KG, WGS84
from kg.spelling import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.graph.rdf.naming import Naming
    from kg.graph.rdf.terms import Triple
    from kg.links.model import Link

__all__ = ["link_triples"]


def link_triples(entity: str, links: Sequence[Link], naming: Naming) -> Iterator[Triple]:
    """The triples of an entity's links; it lies where the first of them does that knows.

    A sure link says that the entity is the same (owl:sameAs), another that it comes close (skos:closeMatch).
    """
    for link in links:
        target = _target(link, naming)
        iri = naming.link((entity, target))
        yield entity, str(KG.link), iri
        yield iri, str(RDF.type), str(KG.Link)
        yield iri, str(KG.linkTarget), target
        yield iri, str(KG.linkConfidence), _decimal(link.confidence, 4)
        yield iri, str(KG.linkReason), Value(clean(link.reason))
        yield iri, str(KG.gazetteer), Value(clean(link.source))
        for same in dict.fromkeys((target, *link.same)):
            yield entity, str(OWL.sameAs if link.sure else SKOS.closeMatch), same
    point = next((link.point for link in links if link.point is not None), None)
    if point is not None:
        yield entity, str(WGS84.lat), _decimal(point.latitude, 5)
        yield entity, str(WGS84.long), _decimal(point.longitude, 5)
        if point.country:
            yield entity, str(GN.countryCode), Value(point.country)
        if point.population:
            yield entity, str(GN.population), Value(str(point.population), INTEGER)


def _target(link: Link, naming: Naming) -> str:
    """The entry's own IRI, or one under the graph's base where it has none."""
    if is_iri(link.entry):
        return link.entry
    return naming.entry_space + "/".join(quote(part, safe="") for part in (link.source, link.entry))


def _decimal(number: float, places: int) -> Value:
    """A number as xsd:decimal in the form of XSD 1.1, in which Oxigraph too keeps it."""
    text = f"{number:.{places}f}".rstrip("0").rstrip(".")
    return Value("0" if text == "-0" else text, DECIMAL)

"""The ontology's terms as rdflib namespaces, from `ontology/kg.ttl`; a misspelt term fails."""

from typing import ClassVar

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from kg.ontology import NAMES, NAMESPACE

ENTITY = Namespace("https://w3id.org/kg/entity/")
STATEMENT = Namespace("https://w3id.org/kg/statement/")
DOCUMENT = Namespace("https://w3id.org/kg/document/")
INFERENCE = Namespace("https://w3id.org/kg/inference/")
OPEN = Namespace("https://w3id.org/kg/p/")
"""Open predicates: verb phrases for which the vocabulary has no relation."""

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
"""The SPARQL Service Description vocabulary (W3C, 2013)."""


WGS84 = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
"""Latitude and longitude (W3C Semantic Web Interest Group, Basic Geo, 2003): `lat`, `long`."""


class GN(DefinedNamespace):
    """The terms of the GeoNames ontology (version 3.3) that the graph uses or a gazetteer may."""

    _NS = Namespace("http://www.geonames.org/ontology#")
    _fail = True

    name: URIRef
    alternateName: URIRef  # noqa: N815 (the ontology's spelling)
    officialName: URIRef  # noqa: N815
    shortName: URIRef  # noqa: N815
    featureClass: URIRef  # noqa: N815
    featureCode: URIRef  # noqa: N815
    countryCode: URIRef  # noqa: N815
    population: URIRef


class OA(DefinedNamespace):
    """The terms of the W3C Web Annotation vocabulary that the graph uses."""

    _NS = Namespace("http://www.w3.org/ns/oa#")
    _fail = True

    start: URIRef


class KG(DefinedNamespace):
    """The terms of `ontology/kg.ttl`."""

    _NS = Namespace(NAMESPACE)
    _fail = True
    _extras: ClassVar = list(NAMES)

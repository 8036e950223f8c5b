"""The IRIs of classes, relations and open predicates, which are those of the ontology whatever a graph's base is."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, unquote

from kg.namespaces import OPEN
from kg.ontology import NAMESPACE, is_own

__all__ = ["predicate_iri", "predicate_name"]

_OPEN, _KG = str(OPEN), NAMESPACE


@lru_cache(maxsize=1 << 12)
def predicate_iri(name: str) -> str:
    """The IRI of a relation ("locatedIn") or an open predicate ("p/cut_off"); one of a user's own is an IRI already.

    >>> predicate_iri("p/cut_off")
    'https://w3id.org/kg/p/cut_off'
    """
    if is_own(name):
        return name
    return _OPEN + quote(name[2:], safe="") if name.startswith("p/") else _KG + name


def predicate_name(iri: str) -> str:
    """The name of a predicate from its IRI: the inverse of `predicate_iri`.

    >>> predicate_name("https://w3id.org/kg/ontology#locatedIn")
    'locatedIn'
    """
    if iri.startswith(_OPEN):
        return "p/" + unquote(iri.removeprefix(_OPEN))
    return iri.removeprefix(_KG)

"""Nodes in the terms of `ontology/context.jsonld`: names of the vocabulary as keys, values as their types have them."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib.namespace import RDF, XSD

from kg.resources import ontology_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["compacted", "context"]

_LOCAL = re.compile(r"\w[\w.%~-]*")
_HELD = re.compile(r"[a-z]+/[0-9A-Za-z]+")
_STRING, _TYPE = str(XSD.string), str(RDF.type)

type _Item = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@cache
def context() -> Mapping[str, Any]:
    """What terms mean: prefixes, classes and properties, by their names."""
    found: Mapping[str, Any] = json.loads(ontology_file("context.jsonld").read_text("utf-8"))["@context"]
    return found


@cache
def _terms() -> Mapping[str, tuple[str, str]]:
    """The term of each property and class, and the type of its values, by its IRI; "" where it gives none."""
    found = {}
    for name, meaning in context().items():
        target = meaning["@id"] if isinstance(meaning, dict) else meaning
        prefix, _, local = target.partition(":")
        if prefix in context() and not local.startswith("//"):
            kind = meaning["@type"] if isinstance(meaning, dict) else ""
            space, _, type_ = kind.partition(":")
            found[context()[prefix] + local] = name, context()[space] + type_ if type_ else kind
    return found


def compacted(node: str, said: Iterable[tuple[ox.NamedNode, _Item]]) -> dict[str, Any]:
    """A node, by its IRI or blank node's name, with what is said of it, in the terms of the context.

    >>> compacted("https://w3id.org/kg/entity/a1", [(ox.NamedNode("http://x.org/y"), ox.Literal("z"))])
    {'id': 'entity/a1', 'http://x.org/y': 'z'}
    """
    found: dict[str, list[Any]] = {}
    for predicate, item in said:
        if predicate.value == _TYPE and isinstance(item, ox.NamedNode):
            found.setdefault("type", []).append(_terms().get(item.value, ("", ""))[0] or _short(item.value))
            continue
        name, kind = _terms().get(predicate.value, (_short(predicate.value), ""))
        found.setdefault(name, []).append(_value(item, kind))
    return {"id": _address(node)} | {name: each[0] if len(each) == 1 else each for name, each in found.items()}


def _value(item: _Item, kind: str) -> Any:
    """A value as it stands under a property whose values are of a kind, "" for none."""
    match item:
        case ox.NamedNode():
            return _address(item.value) if kind == "@id" else {"id": _address(item.value)}
        case ox.BlankNode():
            return f"_:{item.value}" if kind == "@id" else {"id": f"_:{item.value}"}
        case ox.Literal():
            if item.language:
                return {"@value": item.value, "@language": item.language}
            datatype = item.datatype.value
            if datatype == (kind or _STRING):
                return item.value
            return {"@value": item.value} | ({} if datatype == _STRING else {"@type": _short(datatype)})
    raise ValueError("JSON-LD 1.1 has no triple terms")


@cache
def _spaces() -> list[tuple[str, str]]:
    return [(name, space) for name, space in context().items() if isinstance(space, str) and space.endswith(("/", "#"))]


def _address(iri: str) -> str:
    """An IRI of a node, under the base where it is of a graph's own, else as `_short` has it."""
    base = context()["@base"]
    return iri[len(base) :] if iri.startswith(base) and _HELD.fullmatch(iri, len(base)) else _short(iri)


def _short(iri: str) -> str:
    """An IRI with a prefix of the context, where its rest is a plain name; else as it is."""
    for prefix, space in _spaces():
        if not prefix.startswith("@") and iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
            return f"{prefix}:{iri[len(space) :]}"
    return iri

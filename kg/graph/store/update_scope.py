"""Which graphs an update may change, read from its parse: so that not all of a large store must be compared."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rdflib import URIRef
from rdflib.plugins.sparql.parserutils import CompValue

from kg.graph.query.safety import nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["UpdateScope", "update_scope"]

_ABSOLUTE = re.compile(r"(https?|urn):(?:(?!/\.)[^\\])+")
"""An IRI that no base and no escape makes another."""
_WHOLE = {"Clear", "Drop"}
_BETWEEN = {"Add", "Copy", "Move"}


class UpdateScope(NamedTuple):
    """The named graphs that an update may change (None: any), and whether it may change the default graph."""

    named: frozenset[str] | None
    adds_to_default: bool
    removes_from_default: bool


def update_scope(parsed: CompValue, prefixes: Mapping[str, str]) -> UpdateScope:
    """What an update may change: perhaps more than it does, never less.

    Of rdflib's nodes only attributes are read, which are None where they are not there: their `get` gives the name.
    """
    spaces: dict[str, set[str]] = defaultdict(set)  # an operation may bind a prefix anew: any of its meanings counts
    for prefix, space in prefixes.items():
        spaces[prefix].add(space)
    for node in nodes(parsed):
        if node.name == "PrefixDecl":
            spaces[node.prefix or ""].add(str(node.iri))
    targets: list[object] = []
    adds = removes = False
    for operation in parsed.request or ():  # an update may be empty
        ends = list(operation.graph or ())
        targets += [operation.graphiri, operation.withClause, *ends]
        targets += [node.term for node in nodes(operation) if node.name == "QuadsNotTriples"]
        removes |= operation.name in _WHOLE and _word(operation.graphiri) in {"ALL", "DEFAULT"}
        removes |= operation.name == "Move" and _word(ends[0]) == "DEFAULT"
        removes |= operation.name in {"Copy", "Move"} and _word(ends[1]) == "DEFAULT"
        adds |= operation.name in _BETWEEN and _word(ends[1]) == "DEFAULT"
        if operation.withClause is None:
            adds |= _has_default(operation if operation.name == "InsertData" else operation.insert)
            removes |= _has_default(operation if operation.name.startswith("Delete") else operation.delete)
    named: set[str] = set()
    for target in targets:
        if target is None or _word(target) == "DEFAULT":
            continue
        names = _names(target, spaces)
        if names is None:
            return UpdateScope(None, adds, removes)
        named |= names
    return UpdateScope(frozenset(named), adds, removes)


def _word(target: object) -> str | None:
    """ALL, NAMED or DEFAULT, where a target is a word and no name."""
    return target if isinstance(target, str) and not isinstance(target, URIRef) else None


def _has_default(clause: CompValue | None) -> bool:
    """Whether a clause has triples outside GRAPH."""
    quads = clause.quads if clause is not None else None
    return bool(quads is not None and quads.triples)


def _names(target: object, spaces: Mapping[str, set[str]]) -> set[str] | None:
    """The graphs that a target may mean; None for a variable, a word such as ALL, and what may be read otherwise."""
    if isinstance(target, CompValue) and target.name == "pname":
        names = {space + str(target.localname or "") for space in spaces.get(target.prefix or "", set())}
    elif isinstance(target, URIRef):
        names = {str(target)}
    else:
        return None
    return names if names and all(_ABSOLUTE.fullmatch(name) for name in names) else None

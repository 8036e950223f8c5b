"""A query file: its header, and its parameters' values. `ontology/queries/README.md` describes the format.

Standard library only: the command line lists the queries without loading rdflib.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, cast

from kg.dates import precision
from kg.errors import QueryError
from kg.resources import query_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from kg.dates import Precision

type ParameterKind = Literal["name", "text", "iri", "date", "day", "number", "rows"]
"""The kind of a value.

An entity's name, any other words, an IRI, a date to compare with (2025, 2025-09 or 2025-09-13), the date itself as the
graph has it (a typed literal, found by index), a decimal number, or a number of rows (that of a LIMIT).
"""

_PARAMETER = re.compile(
    r"parameter (?P<name>\w+) \((?P<kind>name|text|iri|date|day|number|rows)(?P<optional>, optional)?\): (?P<says>.+)"
)
_EXAMPLE = re.compile(r'(\w+) = "([^"]*)"')
_FIELDS = ("title", "answers", "message", "limits", "example")
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\b": r"\b", "\f": r"\f"})
_DATE_TYPES: Mapping[Precision, str] = {"year": "gYear", "month": "gYearMonth", "day": "date"}
_NO_DATE = "is no date (2025, 2025-09 or 2025-09-13)"
_CHECKS: Mapping[ParameterKind, tuple[Callable[[str], object], str]] = {
    "name": (re.compile("[^\ud800-\udfff]*").fullmatch, "is not valid Unicode"),
    "text": (re.compile("[^\ud800-\udfff]*").fullmatch, "is not valid Unicode"),
    "iri": (re.compile(r'(?=[^:]*:)[^\x00-\x20<>"{}|^`\\]*').fullmatch, "is no IRI"),
    "date": (precision, _NO_DATE),
    "day": (precision, _NO_DATE),
    "number": (re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?", re.ASCII).fullmatch, "is no number, such as 0.5"),
    "rows": (re.compile(r"[1-9]\d{0,8}", re.ASCII).fullmatch, "is no number of rows, such as 500"),
}
"""The check for a value of each kind, and the complaint about one that fails."""


@dataclass(frozen=True, slots=True)
class QueryParameter:
    """A parameter of a query: its name, the kind of its value, whether it is optional, and what it means."""

    name: str
    kind: ParameterKind
    optional: bool
    says: str

    def term(self, value: str) -> str:
        r"""`value` as a SPARQL term; QueryError where it does not fit the parameter's kind.

        >>> print(QueryParameter("name", "text", False, "a name").term('Ines "Ina" Hall'))
        "Ines \"Ina\" Hall"
        """
        fits, complaint = _CHECKS[self.kind]
        if not fits(value):
            raise QueryError(f"{self.name}: {value!r} {complaint}")
        known = precision(value)
        if self.kind == "day" and known:
            return f'"{value}"^^<http://www.w3.org/2001/XMLSchema#{_DATE_TYPES[known]}>'
        if self.kind in {"number", "rows"}:
            return value
        return f"<{value}>" if self.kind == "iri" else f'"{value.translate(_ESCAPES)}"'


def _values(name: str) -> str:
    return rf"VALUES \?{name} \{{[^}}]*\}}"


def _called(name: str) -> str:
    return rf"\{{ \?(?P<entity>\w+) rdfs:label \?{name} \}} UNION \{{ \?(?P=entity) skos:altLabel \?{name} \}}"


def _limit(name: str) -> str:
    return rf"LIMIT \d+ # {name}(?=\n)"


def _with(name: str) -> str:
    return rf"\n *# with {name}\n(?:.*\n)*? *# end(?=\n)"


def _without(name: str) -> str:
    return rf"(?<=\n) *# without {name}\n(?P<lines>(?: *# .*\n)*?) *# end\n"


def _uncommented(block: re.Match[str]) -> str:
    return re.sub("(?m)^( *)# ", r"\1", block["lines"])


@dataclass(frozen=True, slots=True)
class QueryFile:
    """A query with its documentation. `says` is what it answers or, of a check, what is wrong.

    `text` is the whole file, which runs as it stands with the values of `example`. `limits` are the columns whose
    distinct values the parameter `limit` counts; none where it counts something that is not in the rows.
    """

    name: str
    title: str
    says: str
    parameters: tuple[QueryParameter, ...]
    example: tuple[tuple[str, str], ...]
    text: str
    limits: tuple[str, ...] = ()

    def limit(self, values: Mapping[str, str]) -> int | None:
        """Return how many distinct values of the columns `limits` are answered at most; None without such columns."""
        if not self.limits:
            return None
        given = values.get("limit") or re.findall(r"LIMIT (\d+) # limit", self.text)[0]
        self._parameter("limit").term(given)
        return int(given)

    def _parameter(self, name: str) -> QueryParameter:
        return next(parameter for parameter in self.parameters if parameter.name == name)

    def bind(self, values: Mapping[str, str], entities: Mapping[str, Sequence[str]] | None = None) -> str:
        """Return the query with `values` in the place of its examples.

        `entities` are the IRIs of those that the value of a name parameter means: they take the place of the patterns
        that look for its label or alias to the letter. What asks for an optional parameter, from `# with name` to
        `# end`, is left out where that is not given; the comments from `# without name` to `# end` then hold.

        Raises QueryError for a parameter that the query lacks, that it needs and is not given, or whose value does
        not fit its kind.
        """
        known = [parameter.name for parameter in self.parameters]
        for name in values:
            if name not in known:
                wanted = ", ".join(known) or "none"
                raise QueryError(f"query {self.name!r} has no parameter {name!r}; it takes: {wanted}")
        text = self.text
        for parameter in self.parameters:
            if parameter.name in values:
                term = parameter.term(values[parameter.name])
                if parameter.kind == "rows":
                    text = re.sub(_limit(parameter.name), f"LIMIT {term} # {parameter.name}", text)
                    continue
                line = f"VALUES ?{parameter.name} {{ {term} }}"
                text = line.join(re.split(_values(parameter.name), text))
                if meant := (entities or {}).get(parameter.name):
                    text = re.sub(_called(parameter.name), partial(_entities, meant), text)
            elif parameter.kind == "rows":
                continue  # the number that stands there holds
            elif parameter.optional:
                text = re.sub(_with(parameter.name), "", text)
                text = re.sub(_without(parameter.name), _uncommented, text)
            else:
                raise QueryError(f"query {self.name!r} needs {parameter.name}: {parameter.says}")
        return text


def _entities(meant: Sequence[str], pattern: re.Match[str]) -> str:
    terms = " ".join(QueryParameter("entity", "iri", optional=False, says="").term(iri) for iri in meant)
    return f"VALUES ?{pattern['entity']} {{ {terms} }}"


def _lacks(parameter: QueryParameter, text: str) -> str | None:
    """Return what a query's text lacks, or has too often, for this parameter to be bound; None if nothing."""
    name = parameter.name
    if parameter.kind == "rows":
        fits = parameter.optional and re.search(_limit(name), text)
        return None if fits else f"to be optional, and a line LIMIT … # {name}"
    lines = len(re.findall(_values(name), text))
    if lines == 0 or (parameter.optional and lines > 1):
        return f"one line VALUES ?{name} {{ … }}"
    if parameter.kind == "name" and len(re.findall(_called(name), text)) != lines:
        return f"for each such line one {{ ?entity rdfs:label ?{name} }} UNION {{ ?entity skos:altLabel ?{name} }}"
    if parameter.optional and not re.search(_with(name), text):
        return f"a block # with {name} … # end"
    return None


def read_query(path: Path) -> QueryFile:
    """Read one query file; QueryError, naming the file, if its header is malformed."""
    text = path.read_text(encoding="utf-8")
    fields: dict[str, str] = {}
    parameters: list[QueryParameter] = []
    for line in text.splitlines():
        if not line.startswith("# "):
            break
        found = _PARAMETER.fullmatch(line[2:])
        key, colon, value = line[2:].partition(": ")
        if found:
            kind = cast("ParameterKind", found["kind"])
            parameters.append(QueryParameter(found["name"], kind, found["optional"] is not None, found["says"]))
        elif colon and key in _FIELDS and key not in fields:
            fields[key] = value
        else:
            raise QueryError(f"{path}: malformed header line: {line}")
    says = fields.get("answers") or fields.get("message")
    if "title" not in fields or not says:
        raise QueryError(f"{path}: the header lacks a title, or what the query answers or finds")
    for parameter in parameters:
        if lacks := _lacks(parameter, text):
            raise QueryError(f"{path}: parameter {parameter.name} needs {lacks}")
    example = tuple(_EXAMPLE.findall(fields.get("example", "")))
    limits = tuple(fields.get("limits", "").split())
    return QueryFile(path.stem, fields["title"], says, tuple(parameters), example, text, limits)


def read_queries(kind: str) -> dict[str, QueryFile]:
    """Return the queries of one kind ("answer", "check") by name, in the order of their names."""
    return {name: read_query(path) for name, path in query_files(kind).items()}

"""The commands of `%kg`, the graphs that a notebook's variables name, and completions, without IPython."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.api import Graph
from kg.display.text import plain
from kg.errors import NotFoundError
from kg.graph.query.files import read_queries
from kg.ontology import prefixes, terms
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_KEYWORDS = (
    *("SELECT", "DISTINCT", "WHERE", "FILTER", "OPTIONAL", "UNION", "VALUES", "BIND", "ASK", "CONSTRUCT", "DESCRIBE"),
    *("ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "EXISTS", "NOT EXISTS", "MINUS", "COUNT", "PREFIX"),
)
SPARQL = "%%sparql [--graph NAME] [--out NAME] [--timeout SECONDS] [--max-memory MB]"
"""The usage of `%%sparql`."""
_MOST = 200
_OPEN_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)$')
_WORD = re.compile(r"[\w:?$/.-]*$")
_VARIABLE = re.compile(r"[?$]\w+")


class Command(NamedTuple):
    """A command of `%kg`: its usage and description."""

    usage: str
    does: str


COMMANDS = {
    "build": Command(
        "%kg build PATH… [--date DATE] [--publisher NAME] [--rules PATH] [--infer] [--out DIR] [--as NAME]",
        "reads files and folders into a graph, which the variable NAME (else graph) holds then",
    ),
    "open": Command("%kg open [DIR|URL] [--as NAME]", "opens the graph in a directory, or on a SPARQL server"),
    "ask": Command(
        "%kg ask QUESTION [NAME=VALUE…] [--graph NAME] [--out NAME] [--timeout SECONDS] [--max-memory MB]",
        "answers one of the questions that come with kg",
    ),
    "explain": Command(
        "%kg explain ENTITY [RELATION] [ENTITY] [--graph NAME]",
        "shows an entity's facts with the words that say them",
    ),
    "view": Command("%kg view [ENTITY] [--hops N] [--graph NAME]", "shows the page, whole or around an entity"),
    "queries": Command("%kg queries", "lists the questions that come with kg"),
}
"""The commands of `%kg` by their names."""


def graphs_of(names: Mapping[str, Any]) -> dict[str, Graph]:
    """Return the graphs among a namespace's variables, without past outputs, which begin with "_"."""
    return {name: value for name, value in names.items() if isinstance(value, Graph) and not name.startswith("_")}


def graph_named(names: Mapping[str, Any], name: str | None = None) -> Graph:
    """Return the graph in variable `name`; without a name the one in `graph`, or the only one.

    Raises:
        NotFoundError: there is none, or it is ambiguous.
    """
    known = graphs_of(names)
    if name is None and len(known) == 1:
        return next(iter(known.values()))
    chosen = known.get(name or "graph")
    if chosen is not None:
        return chosen
    if not known:
        raise NotFoundError("there is no graph yet: make one with %kg build PATH or %kg open DIR")
    if name is None:
        raise NotFoundError(f"there are several graphs: choose one with --graph, of {', '.join(sorted(known))}")
    raise NotFoundError(f"no graph is called {name!r}; there are {', '.join(sorted(known))}")


class Completion(NamedTuple):
    """A completion of the fragment before the cursor, and its kind."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Place:
    """The words of a line before the one at the cursor, that one, and the graphs there are."""

    words: tuple[str, ...]
    fragment: str
    graphs: Mapping[str, Graph]

    def graph(self) -> Graph | None:
        """Return the graph that the line names, else `graph`, else the only one."""
        named = [after for word, after in zip(self.words, self.words[1:], strict=False) if word == "--graph"]
        if named:
            return self.graphs.get(named[0])
        return self.graphs.get("graph") or (next(iter(self.graphs.values())) if len(self.graphs) == 1 else None)


def complete(before: str, graphs: Mapping[str, Graph], after: str = "") -> tuple[str, list[Completion]] | None:
    """Return the fragment at the cursor and its completions; None if the text is not a magic of kg.

    `before` is all that stands before the cursor, `after` what follows it, `graphs` are the graphs by the names of
    their variables.
    """
    lines = before.split("\n")
    if before.lstrip().startswith("%%sparql"):
        if len(lines) == 1:
            return _options(_place(lines[0].lstrip().removeprefix("%%sparql"), graphs), SPARQL)
        first = _place(lines[0].lstrip() + " ", graphs)
        return _in_query(before, lines[-1], first.graph(), before + after)
    line = lines[-1].lstrip()
    if line.startswith("%kg") and not line[3:4].strip():
        return _in_command(_place(line[3:], graphs))
    return None


def _place(line: str, graphs: Mapping[str, Graph]) -> _Place:
    """Return the cursor's place in a line of words; one in double quotes may hold spaces."""
    words = re.findall(r'(?:[^\s"]|"(?:[^"\\]|\\.)*(?:"|$))+', line)
    fragment = words.pop() if words and not line[-1:].isspace() else ""
    if line.count('"') % 2 and '"' not in fragment and words:
        fragment = words.pop()
    return _Place(tuple(word.replace('"', "") for word in words), fragment, graphs)


def _options(place: _Place, usage: str) -> tuple[str, list[Completion]]:
    if place.words[-1:] == ("--graph",):
        return place.fragment, _starting(place.fragment, sorted(place.graphs), "graph")
    return place.fragment, _starting(place.fragment, re.findall(r"--[\w-]+", usage), "option")


def _in_command(place: _Place) -> tuple[str, list[Completion]] | None:
    if not place.words:
        return place.fragment, _starting(place.fragment, COMMANDS, "command")
    command, *values = place.words
    if place.fragment.startswith("-") or place.words[-1] == "--graph":
        return _options(place, COMMANDS[command].usage if command in COMMANDS else "")
    if command == "ask":
        return place.fragment, _in_question(place, values)
    if command == "explain" and len(values) == 1:
        used = {fact.predicate for fact in graph.contents.statements} if (graph := place.graph()) else set()
        return place.fragment, _starting(place.fragment, sorted(_shown(used)), "relation")
    if command in {"explain", "view"}:
        return place.fragment, [Completion(_quoted(name), "entity") for name in _names(place.graph(), place.fragment)]
    return None


def _shown(names: Iterable[str]) -> list[str]:
    return [name for name in names if name.isidentifier()]


def _in_question(place: _Place, values: list[str]) -> list[Completion]:
    queries = read_queries("answer")
    if not values:
        return _starting(place.fragment, queries, "question")
    chosen = queries.get(values[0])
    if chosen is None:
        return []
    name, equals, value = place.fragment.partition("=")
    if not equals:
        given = {word.partition("=")[0] for word in values[1:]}
        return _starting(name, (f"{each.name}=" for each in chosen.parameters if each.name not in given), "parameter")
    kinds = {each.name: each.kind for each in chosen.parameters}
    if kinds.get(name) != "name":
        return []
    return [Completion(f"{name}={_quoted(each)}", "entity") for each in _names(place.graph(), value)]


def _in_query(before: str, line: str, graph: Graph | None, whole: str) -> tuple[str, list[Completion]]:
    if (found := _OPEN_STRING.search(line)) and line[: found.start()].count('"') % 2 == 0:
        escaped = (name.replace("\\", "\\\\").replace('"', '\\"') for name in _names(graph, found[1]))
        return found[0], [Completion(f'"{name}"', "entity") for name in escaped]
    word = (_WORD.search(line) or [""])[0]
    if word.startswith(("?", "$")):
        others = set(_VARIABLE.findall(before[: len(before) - len(word)] + whole[len(before) :]))
        return word, _starting(word, sorted(others), "variable")
    wanted = word.lower()
    found_terms = [
        Completion(term.name, term.kind)
        for term in terms()
        if term.name.lower().startswith(wanted) or (":" not in word and f":{wanted}" in term.name.lower())
    ]
    spaces = [Completion(f"{name}:", "prefix") for name in sorted(prefixes()) if ":" not in word]
    keywords = [Completion(name, "keyword") for name in _KEYWORDS]
    own = [Completion(name, "relation") for name in _open_predicates(graph) if name.lower().startswith(wanted)]
    matching = [each for each in (*keywords, *spaces) if wanted and each.text.lower().startswith(wanted)]
    return word, [*matching, *found_terms, *own][:_MOST] if wanted else []


def _open_predicates(graph: Graph | None) -> list[str]:
    if graph is None:
        return []
    names = {fact.predicate.removeprefix("p/") for fact in graph.contents.statements if fact.predicate.startswith("p/")}
    return sorted(f"p:{name}" for name in _shown(names))


def _names(graph: Graph | None, fragment: str) -> list[str]:
    """Return the labels of the entities that a fragment may begin, the most frequent first."""
    if graph is None:
        return []
    wanted = fold(fragment.strip('"'))
    found = [
        entity
        for entity in graph.contents.entities
        if plain(entity.label) == entity.label and "\n" not in entity.label and f" {wanted}" in f" {fold(entity.label)}"
    ]
    found.sort(key=lambda entity: (-len(entity.mentions), entity.label))
    return [*dict.fromkeys(entity.label for entity in found)][:_MOST]


def _quoted(name: str) -> str:
    """Quote a name as one word of a `%kg` line."""
    if re.fullmatch(r"[\w.-]+", name):
        return name
    inner = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


def _starting(fragment: str, choices: Iterable[str], kind: str) -> list[Completion]:
    return [Completion(choice, kind) for choice in choices if choice.startswith(fragment)]

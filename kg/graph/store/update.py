"""SPARQL updates to a graph directory: the graph is copied, changed and published whole, or not at all.

Each triple of a graph stands in a named graph, and what an update asks is the union of all, unless it names graphs
(WITH, USING, GRAPH). What it inserts without naming a graph goes into one of its own (`Naming.updates`), which DEFAULT
means too, unless the triple is there already; what it deletes without naming one leaves whatever graph has it.

What the records say comes back with the next build: a document's graph that was changed loses its `kg:recordHash`, and
where facts or entities were changed, or a document refers to one no longer, all documents lose theirs.
"""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, cast

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.plugins.sparql.algebra import translateUpdate, traverse
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

from kg.errors import QueryError
from kg.graph.query.safety import blanked, check_graphs, check_update
from kg.graph.store.directory import change_directory, naming_of
from kg.graph.store.refusal import refuse_broken
from kg.namespaces import CONTROL, KG, PUBLISHING, STAGING
from kg.ontology import prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from rdflib.term import Node

    from kg.graph.query.safety import Graphs
    from kg.graph.rdf.naming import Naming
    from kg.graph.store.loading import StoreWriter

__all__ = ["update_directory"]

type _Triples = Iterable[tuple[Node, Node, Node]]
type _Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
type _Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_HASH = ox.NamedNode(str(KG.recordHash))
_INSERT_DATA = re.compile(
    r"(?P<prologue>(?:\s|#[^\r\n]*[\r\n]|(?:PREFIX\s+[\w.-]*:|BASE)\s*<[^<>\"{}|^`\\\x00-\x20]*>)*)"
    r"INSERT\s+DATA\s*\{(?P<data>.*)\}\s*",
    re.IGNORECASE | re.DOTALL,
)
_GRAPH = re.compile(r"(?<![\w:?$@.-])GRAPH\s+(?:[\w.-]*:[^\s{]*\s*)?\{", re.IGNORECASE)
_DECLARATION = re.compile(r"@\s*(?:prefix|base)|(?<![\w:?$@.-])(?:PREFIX|BASE)(?![\w:-])", re.IGNORECASE)
_WHERE = re.compile(r"(?<![\w:?$@.-])WHERE(?![\w:-])|[{};]", re.IGNORECASE)
_VERB = re.compile(r"(?<![\w:?$@.-])(?:INSERT|DELETE|WITH|CLEAR|DROP|CREATE|ADD|COPY|MOVE)(?![\w:-])", re.IGNORECASE)


def update_directory(directory: Path, text: str, *, base: str, using: Graphs | None = None) -> None:
    """Carry out an update; with `using`, its WHERE clauses ask those graphs instead of the whole graph.

    Where it takes anything out of what documents say, what was inferred goes, since it may follow no longer.

    Raises:
        QueryError: the update is malformed, would read anything but the graph, breaks the shapes by what it puts in, or
            cannot be carried out.
        StoreError: the directory holds no graph or cannot be written, or another process is writing it.
    """
    naming = naming_of(directory)
    quads = _inserted(text, base)
    operations: list[_Operation] = []
    if quads is None:
        parsed = check_update(text, prefixes(), base=base)
        _resolve_names(parsed, base)
        known = translateUpdate(parsed, base) if parsed.request else None
        asked = _asked(text)
        operations = [_Operation(each, *asked[place]) for place, each in enumerate(known.algebra if known else ())]
        for operation in operations:
            _check_using(operation.parsed, using)

    def change(before: ox.Store, copy: Callable[[], StoreWriter]) -> None:
        writer = _Writer(copy().store, naming, base, using)
        try:
            if quads is not None:
                writer.exchange([], writer.placed(quads))
            for operation in operations:
                writer.carry_out(operation)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(f"the update cannot be carried out: {' '.join(str(error).split())[:300]}") from error
        if not _is_publishing(writer.store):
            refuse_broken(before, writer.store, writer.given)
        writer.note(before)

    change_directory(directory, change)


def _is_publishing(store: ox.Store) -> bool:
    """Whether a graph is being published here in several updates, and only the last leaves it whole."""
    noted = store.quads_for_pattern(None, ox.NamedNode(PUBLISHING), None, ox.NamedNode(CONTROL))
    return next(iter(noted), None) is not None


class _Operation(NamedTuple):
    """One of the operations of an update, as rdflib reads it, with the text of what it asks."""

    parsed: CompValue
    prologue: str
    where: str


def _resolve_names(parsed: CompValue, base: str) -> None:
    """Put IRIs in the place of an update's prefixed names: rdflib forgets a prefix when its namespace has another."""
    spaces: dict[str, str] = dict(prefixes())

    def resolved(node: object) -> URIRef | None:
        if isinstance(node, CompValue) and node.name == "pname":
            return URIRef(spaces[node.prefix or ""] + (node.localname or ""))
        return None  # it stays

    for place, (declared, operation) in enumerate(zip(parsed.prologue, parsed.request or (), strict=False)):
        for each in declared:
            iri = str(each.iri if ":" in each.iri else URIRef(each.iri, base=base))
            if each.name == "Base":
                base = iri
            else:
                spaces[each.prefix or ""] = iri
        parsed.request[place] = traverse(operation, visitPost=resolved)


def _asked(text: str) -> list[tuple[str, str]]:
    """The declarations that hold for each operation of an update, and what stands after its WHERE.

    >>> _asked("PREFIX x: <http://x/> DELETE { ?s x:a 1 } WHERE { ?s x:a 2 } ; CLEAR ALL")
    [('PREFIX x: <http://x/> ', '{ ?s x:a 2 } '), ('PREFIX x: <http://x/>  ', '')]
    """
    words = blanked(text)
    found: list[tuple[str, str]] = []
    prologue = ""
    depth = begin = 0
    where: int | None = None
    for token in chain(_WHERE.finditer(words), [None]):
        word = ";" if token is None else token[0].upper()
        at = len(text) if token is None else token.start()
        if word in "{}":
            depth += 1 if word == "{" else -1
        elif depth == 0 and word == "WHERE":
            where = at + len(word)
        elif depth == 0:
            verb = _VERB.search(words, begin, at)
            prologue += text[begin : verb.start() if verb else at]
            if verb:
                found.append((prologue, "" if where is None else text[where:at].lstrip()))
            begin, where = at + 1, None
    return found


def _check_using(operation: CompValue, using: Graphs | None) -> None:
    """Refuse graphs of the request beside those of an update (SPARQL 1.1 Protocol, section 2.2.3): QueryError."""
    if using is None:
        return
    check_graphs(using)
    for word, clause in (("USING", operation.using), ("WITH", operation.withClause)):
        if clause:
            raise QueryError(f"the update has {word} beside the graphs that the request names: leave one out")
    if operation.name == "DeleteWhere":
        raise QueryError("DELETE WHERE takes no graphs from the request: write DELETE { … } WHERE { … }")


class _Writer:
    """A store that is being changed by the operations of an update."""

    def __init__(self, store: ox.Store, naming: Naming, base: str, using: Graphs | None) -> None:
        self.store, self.naming, self.base, self.using = store, naming, base, using
        self.own = ox.NamedNode(naming.updates)
        self.changed: set[ox.NamedNode] = set()
        self.given: set[ox.NamedNode | ox.BlankNode] = set()
        """What got a triple."""
        self.removes = self.loses = False

    def carry_out(self, operation: _Operation) -> None:
        parsed = operation.parsed
        match parsed.name:
            case "InsertData":
                self.exchange([], self._to_insert(parsed, None, [{}]))
            case "DeleteData":
                self.exchange(self._to_delete(parsed, None, [{}]), [])
            case "DeleteWhere" | "Modify":
                self._modify(operation)
            case "Clear" | "Drop":
                for graph in self._meant(parsed.graphiri):
                    self._clear(graph)
            case "Add" | "Copy" | "Move":
                self._transfer(parsed)

    def exchange(self, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> None:
        """Take quads out and put others in."""
        for quad in gone:
            if quad in self.store:
                self.store.remove(quad)
                self._note_gone(quad)
        fresh = [quad for quad in come if quad not in self.store]
        self.store.extend(fresh)
        self.changed |= {cast("ox.NamedNode", quad.graph_name) for quad in fresh}
        read = (quad for quad in fresh if not cast("ox.NamedNode", quad.graph_name).value.startswith(STAGING))
        self.given |= {quad.subject for quad in read if not isinstance(quad.subject, ox.Triple)}
        self.loses |= any(self._is_aggregate(cast("ox.NamedNode", quad.graph_name)) for quad in fresh)

    def placed(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Quads as they are put in: those without a graph into the updates' own, unless some graph has the triple."""
        for quad in quads:
            if isinstance(quad.graph_name, ox.NamedNode):
                yield quad
            elif (
                next(iter(self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)), None) is None
            ):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, self.own)

    def note(self, before: ox.Store) -> None:
        """Let the next build make anew what was changed, and forget what may follow no longer.

        A hash that comes with the update and was not there before is right.
        """
        documents = {graph for graph in self.changed if graph.value.startswith(self.naming.document_space)}
        for quad in list(self.store.quads_for_pattern(None, _HASH, None, None)):
            if (self.loses or quad.graph_name in documents) and quad in before:
                self.store.remove(quad)
        if self.removes:
            self.store.remove_graph(ox.NamedNode(self.naming.inferred))

    def _modify(self, operation: _Operation) -> None:
        parsed = operation.parsed
        graph = ox.NamedNode(str(parsed.withClause)) if parsed.withClause else None
        solutions = self._solutions(operation, graph)
        deletes = parsed if parsed.name == "DeleteWhere" else parsed.delete
        gone = list(self._to_delete(deletes, graph, solutions)) if deletes else []
        come = list(self._to_insert(parsed.insert, graph, solutions)) if parsed.insert else []
        self.exchange(gone, come)

    def _solutions(self, operation: _Operation, graph: ox.NamedNode | None) -> list[Mapping[str, _Term]]:
        """What the variables of a WHERE stand for, one mapping for each way in which it holds."""
        default: list[_Graph] | None = [ox.NamedNode(name) for name in self.using.default] if self.using else None
        named: list[ox.NamedNode | ox.BlankNode] | None = (
            [ox.NamedNode(name) for name in self.using.named] if self.using else None
        )
        if operation.parsed.using:
            default = [ox.NamedNode(str(each.default)) for each in operation.parsed.using if each.default]
            named = [ox.NamedNode(str(each.named)) for each in operation.parsed.using if each.named]
        elif graph is not None:
            default = [graph]
        found = self.store.query(
            f"{operation.prologue}SELECT * WHERE {operation.where}",
            base_iri=self.base,
            prefixes=dict(prefixes()),
            use_default_graph_as_union=default is None,
            default_graph=default,
            named_graphs=named,
        )
        rows = cast("ox.QuerySolutions", found)
        names = [variable.value for variable in rows.variables]
        return [{name: value for name, value in zip(names, row, strict=True) if value is not None} for row in rows]

    def _to_delete(
        self, template: CompValue, graph: ox.NamedNode | None, solutions: Iterable[Mapping[str, _Term]]
    ) -> Iterator[ox.Quad]:
        for quad in _instances(template, graph, solutions):
            if isinstance(quad.graph_name, ox.NamedNode):
                yield quad
            else:
                yield from self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)

    def _to_insert(
        self, template: CompValue, graph: ox.NamedNode | None, solutions: Iterable[Mapping[str, _Term]]
    ) -> Iterator[ox.Quad]:
        return self.placed(_instances(template, graph, solutions))

    def _transfer(self, parsed: CompValue) -> None:
        (source,), (target,) = (self._meant(end) for end in parsed.graph)
        if source == target:
            return
        if not self.store.contains_named_graph(source) and not parsed.silent:
            raise QueryError(f"there is no graph {source}")
        found = self.store.quads_for_pattern(None, None, None, source)
        quads = [ox.Quad(quad.subject, quad.predicate, quad.object, target) for quad in found]
        if parsed.name in {"Copy", "Move"}:
            self._clear(target)
        self.exchange([], quads)
        if parsed.name == "Move":
            self._clear(source)

    def _meant(self, target: str) -> list[ox.NamedNode]:
        """The graphs that an operation on whole graphs is about."""
        if isinstance(target, URIRef):
            return [ox.NamedNode(str(target))]
        if target == "DEFAULT":
            return [self.own]
        graphs = [graph for graph in self.store.named_graphs() if isinstance(graph, ox.NamedNode)]
        return [graph for graph in graphs if target == "ALL" or graph != self.own]

    def _clear(self, graph: ox.NamedNode) -> None:
        for quad in self.store.quads_for_pattern(None, None, None, graph):
            self._note_gone(quad)
            if self.loses:
                break
        self.store.remove_graph(graph)

    def _note_gone(self, quad: ox.Quad) -> None:
        graph = cast("ox.NamedNode", quad.graph_name)
        self.changed.add(graph)
        if self._is_aggregate(graph):
            self.removes = self.loses = True
        elif graph.value.startswith(self.naming.document_space):
            self.removes = True
            spaces = self.naming.fact_space, self.naming.entity_space
            self.loses |= isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(spaces)

    def _is_aggregate(self, graph: ox.NamedNode) -> bool:
        return graph.value in {self.naming.facts, self.naming.entities}


def _instances(
    template: CompValue, graph: ox.NamedNode | None, solutions: Iterable[Mapping[str, _Term]]
) -> Iterator[ox.Quad]:
    """A template's quads with what each solution has for its variables; those that are no RDF then are left out."""
    parts: list[tuple[Node | None, _Triples]] = [(None, template.triples or ()), *(template.quads or {}).items()]
    for solution in solutions:
        fresh: dict[str, ox.BlankNode] = {}
        for name, triples in parts:
            place = graph if name is None else _term(name, solution, fresh)
            for triple in triples:
                subject, predicate, item = (_term(part, solution, fresh) for part in triple)
                if (
                    isinstance(subject, ox.NamedNode | ox.BlankNode)
                    and isinstance(predicate, ox.NamedNode)
                    and item is not None
                    and (name is None or isinstance(place, ox.NamedNode))
                ):
                    yield ox.Quad(subject, predicate, item, cast("ox.NamedNode | None", place))


def _term(part: Node, solution: Mapping[str, _Term], fresh: dict[str, ox.BlankNode]) -> _Term | None:
    if isinstance(part, Variable):
        return solution.get(str(part))
    if isinstance(part, URIRef):
        return ox.NamedNode(str(part))
    if isinstance(part, BNode):
        return fresh.setdefault(str(part), ox.BlankNode())
    literal = cast("Literal", part)
    if literal.language:
        return ox.Literal(str(literal), language=literal.language)
    return ox.Literal(str(literal), datatype=ox.NamedNode(str(literal.datatype)) if literal.datatype else None)


def _inserted(text: str, base: str) -> list[ox.Quad] | None:
    """The quads of a single INSERT DATA, if its data can be read as TriG; None: it is to be read as an update.

    TriG has no way to ask for anything, so that no other check is needed, and it is read in a thousandth of the time.
    """
    found = _INSERT_DATA.fullmatch(text)
    if found is None or "\x00" in text:
        return None
    words = blanked(found["data"])
    graphs = words.count("{")
    if len(_GRAPH.findall(words)) != graphs or _DECLARATION.search(words):  # what TriG would read, and SPARQL not
        return None
    declared = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in prefixes().items()) + found["prologue"]
    whole = [] if graphs else [f"{{{found['data']}}}"]  # triples outside GRAPH need no full stop at their end
    for data in (found["data"], *whole):
        with suppress(SyntaxError, ValueError):
            quads = list(ox.parse(declared + data, format=ox.RdfFormat.TRIG, base_iri=base, rename_blank_nodes=True))
            if not any(isinstance(quad.object, ox.Triple) for quad in quads):
                return quads
    return None

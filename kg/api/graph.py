"""`Graph`: query, read, draw, export and correct a graph in memory, in a directory, or on a SPARQL server."""

from __future__ import annotations

import gc
import json
import logging
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Self, TypeGuard

from kg.display.html import framed
from kg.display.text import counted
from kg.errors import InputError, QueryError, QuestionError, StoreError
from kg.graph.query.process import MAX_MEMORY, TIMEOUT
from kg.writing import write_whole, written_beside

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from datetime import date as Date  # noqa: N812 (`date` is the parameter's name)

    import networkx as nx
    from rdflib import Dataset

    from kg.api.llm import Asked
    from kg.api.reading import NotRead
    from kg.entities.archive import DecisionEntry
    from kg.entities.review import Review
    from kg.graph.asking.answers import Answer
    from kg.graph.conflicts import ConflictKind, Conflicts
    from kg.graph.diff import Diff
    from kg.graph.exchange.ftm import Decided
    from kg.graph.exchange.parts import Watch
    from kg.graph.exchange.writers import FileFormat, TextFormat
    from kg.graph.facts.names import NameIndex
    from kg.graph.facts.records import EntityRecord, GraphContents
    from kg.graph.facts.selection import Names
    from kg.graph.facts.summary import GraphSummary
    from kg.graph.facts.tables import Documents, Entities, Facts, Paths
    from kg.graph.facts.value import NewsValue
    from kg.graph.query.execution import Rows
    from kg.graph.search import Articles
    from kg.graph.stories.handouts import Handout
    from kg.graph.stories.model import Brief, Stories
    from kg.graph.validate import Finding
    from kg.model import Factuality
    from kg.read import Remark
    from kg.resolve.decisions import Entry
    from kg.verdicts.following import News
    from kg.verdicts.review import FactReview
    from kg.views.measures import NetworkStats, Ties

_log = logging.getLogger(__name__)

LONGEST = 500
"""Characters of a question in plain English at most."""
_NAMED = "MINUS { ?fact rdf:subject/a kg:Participant } MINUS { ?fact rdf:object/a kg:Participant }"
_COUNTED = {
    "document": "?document a kg:Document",
    "entity": "?entity kg:class ?class",
    "fact": f"?fact rdf:subject ?about {_NAMED}",
    "statement": f"?statement kg:fact ?fact {_NAMED}",
    "claim": "?claim a kg:Claim MINUS { ?claim kg:source/a kg:Participant }",
}


def open(  # noqa: A001 (read as kg.open)
    where: str | os.PathLike[str] = "graph", *, store: str | None = None
) -> Graph:
    """Open the graph in a directory, or on the SPARQL server `store`; `where` may be its address, too.

    A server's queries are answered by it, and its records read when they are first needed. KG_STORE_USER and
    KG_STORE_PASSWORD hold the name and password that it may ask for. StoreError if there is no graph or no server.
    """
    if store is None and is_address(where):
        store = where
    if store is not None:
        from kg.graph.store.remote import open_remote  # what speaks HTTP is loaded where an address is named

        return Graph(open_remote(store))
    from kg.graph.store.directory import open_directory

    return Graph(open_directory(Path(where)), directory=Path(where))


def drawn_page(directory: Path) -> Path | None:
    """Return the page of a graph directory; None where none was drawn since the graph changed."""
    from kg.graph.store.directory import page_file

    page = page_file(directory)
    return page if page.is_file() else None


def is_address(where: object) -> TypeGuard[str]:
    """Return whether a graph is named by a server's address (http://…)."""
    return isinstance(where, str) and where.lower().startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """The result of a build: the ids of new, replaced and unchanged documents, and what was skipped.

    `removed` are the paths of the documents that are gone. `inferred` is the number of facts that no document states,
    in the whole graph; `published` that of the named graphs that a server took or gave up; `ignored` that of the files
    of another kind than kg reads; `remarks` say what was read with a proviso, such as an encoding that was assumed;
    `unfit` is the number of people's decisions that fit nothing, `reread` that of the documents that another
    version of kg, or another reader, had read; `asked` counts what the LLM added.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    inferred: int = 0
    published: int = 0
    ignored: int = 0
    not_read: tuple[NotRead, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unfit: int = 0
    reread: int = 0
    asked: Asked | None = None

    def __repr__(self) -> str:
        named = ("added", "changed", "unchanged", "removed", "not_read", "remarks")
        counts = [(name.replace("_", " "), len(getattr(self, name))) for name in named]
        counts += [("inferred", self.inferred), ("published", self.published), ("ignored", self.ignored)]
        counts += [("decisions that fit nothing", self.unfit)]
        return f"Report: {', '.join(f'{number:,} {name}' for name, number in counts if number) or 'nothing done'}"


@dataclass(frozen=True)
class Page:
    """A graph as one HTML document; a notebook shows it inline."""

    html: str = field(repr=False)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page to `path` in UTF-8, whole or not at all; StoreError where that cannot be."""
        target = Path(path)
        with _writable(target):
            write_whole(target, self.html)
        return target

    def _repr_html_(self) -> str:
        return framed(self.html)


@dataclass(frozen=True, repr=False)
class Graph:
    """A knowledge graph; `dataset` is rdflib's view of it, whose default graph is all documents.

    `report` says what `kg.build` did to it: nothing, where it was opened. `directory` is where it stands; None in
    memory and on a server.
    """

    dataset: Dataset
    report: Report = field(default=Report(), compare=False)
    directory: Path | None = field(default=None, compare=False)

    @cached_property
    def contents(self) -> GraphContents:
        """The whole graph as plain records."""
        from kg.graph.facts.reader import read_contents

        found = read_contents(self.dataset)
        if found.left_out:
            node, reason = found.left_out[0]
            count = counted(len(found.left_out), "node")
            _log.warning("left out what is not well-formed of %s, such as %s: %s (kg validate)", count, node, reason)
        return found

    @cached_property
    def named(self) -> GraphContents:
        """The contents without what has a participant as an end ("two men", "his wife")."""
        return self.contents.named()

    def _shown(self, unnamed: bool, llm: bool = True) -> GraphContents:
        contents = self.contents if llm else self.contents.without_llm()
        return contents.with_participants() if unnamed else self.named if llm else contents.named()

    def _about(self, name: str, other: str | None = None, *, said: bool = True) -> GraphContents:
        """Return what is said of the entities that a name may mean; all, where a name means none, or all was read."""
        from kg.graph.facts.names import entities_called
        from kg.graph.facts.part import contents_about

        called = [entities_called(self.dataset, each, named=True) for each in (name, other) if each is not None]
        if "contents" in self.__dict__ or not all(called):
            return self.named
        return contents_about(self.dataset, called[0], called[-1], said=said).named()

    def __repr__(self) -> str:
        return f"Graph: {', '.join(counted(number, name) for name, number in self.counts().items())}"

    def counts(self) -> dict[str, int]:
        """Count documents, entities, facts, their statements and claims, by their names in singular."""
        return self._kept("counts", self._counted)

    def _counted(self) -> dict[str, int]:
        if "contents" not in self.__dict__:
            return {name: self._count(name) for name in _COUNTED}
        documents, entities, known = self.contents.documents, self.contents.entities, self.named
        found = documents, entities, known.facts, known.statements, known.claims
        return dict(zip(_COUNTED, map(len, found), strict=True))

    def _count(self, name: str) -> int:
        from kg.graph.query.execution import query

        return int(query(self.dataset, f"SELECT (COUNT(DISTINCT ?{name}) AS ?n) {{ {_COUNTED[name]} }}")[0][0])

    @cached_property
    def _known(self) -> dict[str, Any]:
        """What was computed of the whole graph, or read of what is kept of it, by name."""
        return {}

    def _kept[T](self, name: str, compute: Callable[[], T]) -> T:
        from kg.graph.kept import kept

        if name not in self._known:
            self._known[name] = kept(self.dataset, name, compute)
        found: T = self._known[name]
        return found

    @cached_property
    def _value(self) -> NewsValue:
        return self._value_of(self.contents)

    def _value_of(self, contents: GraphContents) -> NewsValue:
        """Return the news value of the graph's contents, or of a part of them."""
        from kg.graph.facts.part import texts
        from kg.graph.facts.value import NewsValue, rarity_of

        return NewsValue(contents, self._kept("rarity", lambda: rarity_of(texts(self.dataset))))

    def _doubts(self) -> Mapping[str, str]:
        return self._kept("doubts", lambda: {each.iri: each.doubt for each in self.contents.facts if each.doubt})

    def _ties(self) -> Ties:
        from kg.views.measures import ties_of

        return self._kept("ties", lambda: ties_of(self.network()))

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_()

    def summary(self) -> GraphSummary:
        """Summarize the graph: counts by class and relation, and the facts with most support."""
        from kg.graph.facts.summary import summarize

        return summarize(self.named)

    @cached_property
    def stated(self) -> Graph:
        """The graph without inferred facts, as a copy in memory if there are any."""
        from kg.graph.query.execution import query

        if not query(self.dataset, "ASK { ?inference a kg:Inference }")[0][0]:
            return self
        from kg.graph.exchange.writers import embedded_copy

        return Graph(embedded_copy(self.dataset, inferred=False))

    def query(self, sparql: str, *, timeout: float = TIMEOUT, max_memory: int = MAX_MEMORY) -> Rows:
        """Answer a SPARQL query, which may take `timeout` seconds and `max_memory` mebibytes.

        It runs in a process of its own, so that this one survives whatever the query does; Ctrl-C ends it.

        Raises:
            LimitError: it takes more time or memory than that.
            QueryError: it is malformed or not allowed.
        """
        from kg.graph.query.execution import bounded_query

        return bounded_query(self.dataset, sparql, timeout=timeout, max_memory=max_memory)

    def ask(self, question: str, /, *, timeout: float = TIMEOUT, max_memory: int = MAX_MEMORY) -> Answer:
        """Answer a question in plain English ("Who met Ada Marlow in 2024?"), with the sentences that say so.

        It is put in SPARQL, which the answer shows, and its rows are judged; the limits are those of `query`.

        Raises:
            LimitError: it takes more time or memory than that.
            NotFoundError: what it asks about is not in the graph.
            QuestionError: it is not understood; the message says what of it.
        """
        from kg.ask.reading import read_question
        from kg.graph.asking.answers import answer_of
        from kg.graph.asking.names import names_in

        text = " ".join(question.split())
        if not text or len(text) > LONGEST:
            raise QuestionError(f"a question has between 1 and {LONGEST} characters")
        found = read_question(text, names_in(self.dataset, text))
        return answer_of(self.dataset, found, timeout=timeout, max_memory=max_memory)

    def search(
        self, words: str, /, *, since: str | Date | None = None, until: str | Date | None = None, limit: int = 20
    ) -> Articles:
        """Return the articles that have some words in headline, text or names, those that fit best first.

        Words in quotation marks must stand there as they are. InputError if there is no word.
        """
        from kg.graph.search import search_articles

        first, last = (str(day) if day is not None else None for day in (since, until))
        return search_articles(self.dataset, self.directory, words, since=first, until=last, limit=limit)

    def query_named(
        self,
        name: str,
        /,
        *,
        timeout: float = TIMEOUT,
        max_memory: int = MAX_MEMORY,
        **values: str | float | Date,
    ) -> Rows:
        """Answer one of the queries that come with kg ("who-leads"), with values for its parameters.

        `kg query --list` and, in a notebook, `%kg queries` show them all. The limits are those of `query`.

        Raises:
            LimitError: it takes more time or memory than that.
            QueryError: there is no such query, or it lacks a value, or takes no such parameter.
        """
        from kg.graph.query.execution import bounded_query_named

        given = {key: str(value) for key, value in values.items()}
        return bounded_query_named(self.dataset, name, given, timeout=timeout, max_memory=max_memory)

    def hints(self, question: str, /, **values: str | float | Date) -> list[str]:
        """Return what is unknown in a query of kg's, or in SPARQL, a line each; see `kg.graph.query.execution`."""
        from kg.graph.query.execution import hints

        return hints(self.dataset, question, values)

    @cached_property
    def documents(self) -> Documents:
        """The documents with their metadata, to read or `.to_pandas()`."""
        from kg.graph.facts.tables import Documents

        return Documents(self.contents.documents)

    def entities(self, name: str | None = None, *, unnamed: bool = False) -> Entities:
        """Return the entities that `name` may mean, in any case and without accents, or all.

        With `unnamed`, participants ("two men") are among them.

        Raises:
            NotFoundError: there is none.
        """
        from kg.graph.facts.names import find_entities
        from kg.graph.facts.tables import Entities

        if name is None:
            return Entities(self._shown(unnamed).entities)
        known = self._shown(unnamed) if unnamed else self._about(name, said=False)
        return Entities(find_entities(known.entities, name))

    def entity(self, name: str) -> EntityRecord:
        """Return the entity that `name` means, of several the one in most documents; NotFoundError if there is none."""
        return self.entities(name)[0]

    def called(self, name: str) -> Entities:
        """Return the entities that `name` may mean as `entities` does, without their mentions and links."""
        from kg.graph.facts.part import entities_named
        from kg.graph.facts.tables import Entities

        found = entities_named(self.dataset, name)
        return Entities(found) if found else self.entities(name)  # which says what is called something near

    def facts(  # noqa: PLR0913 (each is a filter of its own)
        self,
        *,
        subject: Names | None = None,
        relation: Names | None = None,
        object: Names | None = None,  # noqa: A002 (what RDF calls it)
        factuality: Factuality | Collection[Factuality] | None = None,
        source: Names | None = None,
        since: str | Date | None = None,
        until: str | Date | None = None,
        min_confidence: float = 0.0,
        document: Names | None = None,
        inferred: bool = False,
        kept_aside: bool = False,
        llm: bool = True,
        unnamed: bool = False,
    ) -> Facts:
        """Return the facts that pass every filter, to read or `.to_pandas()`; see `facts.selection.find_facts`.

        Unless `llm`, what an LLM alone found is left out; unless `unnamed`, what has a participant ("two men") as an
        end.
        """
        from kg.graph.facts.selection import find_facts

        return find_facts(
            self._shown(unnamed, llm),
            subject=subject,
            relation=relation,
            object=object,
            factuality=factuality,
            source=source,
            since=since,
            until=until,
            min_confidence=min_confidence,
            document=document,
            inferred=inferred,
            kept_aside=kept_aside,
        )

    def explain(
        self,
        name: str,
        relation: str | None = None,
        other: str | None = None,
        *,
        unnamed: bool = False,
        llm: bool = True,
    ) -> Facts:
        """Return the facts about an entity, each with the words that say it; see `kg.graph.facts.explain.explain`.

        Those whose other end is a participant ("two men") come with `unnamed`; without `llm` what an LLM alone found,
        joined or named is left out.
        """
        from kg.graph.facts.explain import explain
        from kg.graph.facts.tables import Facts

        contents = self._about(name, other) if llm and not unnamed else self._shown(unnamed, llm)
        return Facts(tuple(explain(contents, name, relation, other)))

    def as_of(
        self,
        day: str | Date,
        name: str | None = None,
        relation: str | None = None,
        other: str | None = None,
        *,
        llm: bool = True,
    ) -> Facts:
        """Return the facts about posts, property, membership and rule that hold on a day; see `kg.verdicts.states`.

        `name`, `relation` and `other` choose among them as in `explain`. QueryError: it is no day.
        """
        from kg.verdicts.states import facts_on

        return facts_on(self._shown(unnamed=False, llm=llm), day, name, relation, other)

    def conflicts(
        self, name: str | None = None, *, kinds: ConflictKind | Collection[ConflictKind] | None = None
    ) -> Conflicts:
        """Return contradictions between documents, all or about `name`; see `kg.graph.conflicts`."""
        from kg.graph.conflicts import Conflicts, find_conflicts
        from kg.graph.facts.part import statements_about

        found = self._kept("conflicts", lambda: find_conflicts(self.contents))
        found = found if kinds is None else found.of_kinds(kinds)
        if name is None:
            return found
        about = statements_about(self.dataset, name, {said.statement for each in found for said in each.accounts})
        return Conflicts(tuple(each for each in found if any(said.statement in about for said in each.accounts)))

    def timeline(
        self, name: str | None = None, *, since: str | Date | None = None, until: str | Date | None = None
    ) -> Rows:
        """Return the dated facts in order, each with its sentence; of `name`, if given, in a span of days.

        This is the query "timeline" that comes with kg. QueryError: a day is malformed.
        """
        given = {"name": name, "since": since, "until": until}
        values = {key: value for key, value in given.items() if value is not None}
        return self.query_named("timeline", timeout=TIMEOUT, max_memory=MAX_MEMORY, **values)

    def stories(self, *, since: str | Date | None = None) -> Stories:
        """Return the stories that several documents tell, or the new ones since a day (`kg.graph.stories.finding`)."""
        from kg.graph.facts.selection import read_day
        from kg.graph.stories.finding import stories_of

        first = None if since is None else read_day("since", since)[0].isoformat()
        found = self._kept("stories", lambda: stories_of(self.contents))
        return found if first is None else found.since(first)

    def brief(self, story: str, *, everything: bool = False) -> Brief:
        """Return a story, by id or words of its headline, with its main facts and disputes; else NotFoundError.

        With `everything` its timeline has all events, else the weightiest.
        """
        from kg.graph.facts.part import contents_of_documents
        from kg.graph.stories.briefs import TIMELINE, briefs

        found = self.stories().named(story)
        contents = contents_of_documents(self.dataset, (each.iri for each in found.documents), self._doubts())
        most = None if everything else TIMELINE
        return next(briefs([found], contents, self.conflicts(), self._value_of(contents), most=most))

    def told(self, *, since: str | Date | None = None, disputed: bool = False) -> list[dict[str, Any]]:
        """Return every story with its facts as plain JSON values (`Brief.as_json`), or the new ones since a day.

        They are in the order of `stories`; what is disputed in them is left out unless asked for.
        """
        from kg.graph.facts.selection import read_day
        from kg.graph.stories.briefs import disputes
        from kg.graph.stories.model import disputed_rows

        first = "" if since is None else read_day("since", since)[0].isoformat()
        known = (json.loads(each) for each in self._kept("told", self._tell))
        found = [each for each in known if not first or (each["last"] or "") >= first]
        if disputed:
            homes = {document["document"]: each["id"] for each in found for document in each["documents"]}
            within = disputes(homes, self.conflicts())
            found = [each | {"disputed": disputed_rows(within.get(each["id"], ()))} for each in found]
        return found

    def told_story(self, name: str) -> dict[str, Any]:
        """Return one of `told`, by its id or words of it, with what is disputed; NotFoundError as for `brief`."""
        from kg.graph.stories.model import place_of

        known = self.told(disputed=True)
        return known[place_of(((each["id"], each["headline"], *each["who"], *each["where"]) for each in known), name)]

    def _tell(self) -> tuple[str, ...]:
        """Return the brief of every story as JSON; what the page needs of them stays in `_known`."""
        from kg.graph.stories.briefs import briefs

        rows, shortened = [], []
        for each in briefs(self.stories(), self.contents, (), self._value):
            rows.append(json.dumps(each.as_json(), ensure_ascii=False))
            shortened.append(each.shortened())
        self._known["briefs"] = tuple(shortened)
        return tuple(rows)

    def handout(self, name: str, *, story: bool = False, everything: bool = False) -> Handout:
        """Return a brief to hand on of the entity that `name` means, or of a story; NotFoundError as for `brief`.

        It is a page or two long; with `everything` it holds all events, standing facts, disputes and articles.
        """
        from kg.graph.facts.part import contents_telling
        from kg.graph.stories.briefs import TIMELINE, entity_brief
        from kg.graph.stories.handouts import handout_of

        if story:
            return handout_of(self.brief(name, everything=everything), everything=everything)
        iri = self.called(name)[0].iri
        contents = contents_telling(self.dataset, iri)
        entity = next(each for each in contents.entities if each.iri == iri)
        value, most = self._value_of(contents), None if everything else TIMELINE
        found = entity_brief(contents, entity, self.conflicts(entity.label), value, most=most)
        return handout_of(found, everything=everything)

    def diff(
        self, other: Graph | None = None, *, since: str | Date | None = None, until: str | Date | None = None
    ) -> Diff:
        """Return what differs in `other`, or what documents published `since … until` added to this graph.

        Raises:
            QueryError: neither another graph nor `since` is given, or both; or a day is none.
        """
        from kg.graph.diff import diff_days, diff_graphs

        if other is not None and since is None and until is None:
            return diff_graphs(self.dataset, other.dataset)
        if other is None and since is not None:
            return diff_days(self.dataset, since, until)
        raise QueryError("compare a graph with another, or name the first day to look at as since")

    def paths(self, start: str, end: str, *, limit: int = 3) -> Paths:
        """Return the most informative paths from one entity to another, at most `limit`, each as its facts.

        See `kg.views.measures.best_walks`. NotFoundError: nothing in the graph is called so.
        """
        from kg.graph.facts.explain import explain_statements
        from kg.graph.facts.part import contents_between
        from kg.graph.facts.tables import Facts, Paths
        from kg.views.measures import best_walks, steps_of
        from kg.views.network import build_network

        found = best_walks(self._ties(), self.called(start)[0].iri, self.called(end)[0].iri, limit=limit)
        contents = contents_between(self.dataset, (pair for walk in found for pair in pairwise(walk))).named()
        network, said = build_network(contents), {each.iri: each for each in contents.statements}
        ways = ([said[step.statement] for step in steps_of(network, walk)] for walk in found)
        return Paths(tuple(Facts(tuple(explain_statements(contents, way))) for way in ways))

    def network(
        self,
        *,
        relations: Names | None = None,
        factuality: Factuality | Collection[Factuality] | None = None,
        inferred: bool = False,
        unnamed: bool = False,
    ) -> nx.MultiDiGraph:
        """Return entities and the facts between them as a networkx MultiDiGraph; see `kg.views.network.build_network`.

        Participants ("two men") are nodes with `unnamed`.

        Raises:
            NotFoundError: the graph has no such relation.
            QueryError: a factuality that is none.
        """
        from kg.graph.facts.selection import read_factuality, read_relations
        from kg.views.network import build_network

        records = self._shown(unnamed)
        return build_network(
            records,
            relations=read_relations(records, relations),
            factuality=read_factuality(factuality),
            inferred=inferred,
        )

    def stats(self) -> NetworkStats:
        """Measure the whole network: its size, components, central entities and communities."""
        from kg.views.measures import measure

        return self._kept("stats", lambda: measure(self.network()))

    def view(  # noqa: PLR0913 (each chooses a part of its own)
        self,
        *,
        focus: str | None = None,
        hops: int | None = None,
        since: str | Date | None = None,
        story: str | None = None,
        title: str | None = None,
        llm: bool = True,
    ) -> Page:
        """Draw the page of the whole graph, or of what is at most `hops` facts from the entity `focus`.

        Of a graph that is too large for a page, it has what is newest and most told, with `focus` first what names it.
        `since` (a day, month or year) and `story` (its id, or words of it) choose articles. Unless `llm`, what an LLM
        alone found is left out.
        """
        from kg.graph.facts.selection import read_day
        from kg.views.network import around, within
        from kg.views.page import render_page

        records, centre = self.contents if llm else self.contents.without_llm(), None
        if story is not None:
            records = within(records, {each.iri for each in self.stories().named(story).documents})
        if since is not None:
            first = read_day("since", since)[0].isoformat()
            records = within(records, {each.iri for each in records.documents if each.day and each.day >= first})
        if focus is not None:
            centre = self.entity(focus).iri
            records = records if hops is None else around(records, centre, hops=hops)
        whole = records is self.contents
        page = render_page(
            records,
            conflicts=self.conflicts(),
            title=title,
            focus=centre,
            value=self._value if whole else None,
            told=self._known.get("briefs") if whole else None,
        )
        return Page(page)

    def draw(self) -> Path:
        """Return the page in the graph's directory, drawn unless it is there: what changes the graph removes it.

        The network's figures and ties, the stories and what they tell are kept with it for other commands.

        Raises:
            InputError: the graph is not that of a directory.
            StoreError: the page cannot be written.
        """
        from kg.graph.store.directory import is_current, page_file

        page = page_file(self._own())
        if not page.is_file():
            self.stats()
            self.counts()
            self._ties()
            self._doubts()
            self.told()
            self.view().save(page)
            if not is_current(self.dataset, page.parent):  # another process changed it, and removed a page before this
                page.unlink(missing_ok=True)
        return page

    def validate(self) -> list[Finding]:
        """Return the findings of validation, the gravest first; see `kg.graph.validate`."""
        from kg.graph.validate import validate

        return validate(self.dataset)

    # Exports for other programs

    def export(self, form: TextFormat, *, raw: bool = False, unnamed: bool = False) -> str:
        """Return the graph in one format, as a text; the same graph, the same text.

        In CSV, cells that look like formulas are prefixed with an apostrophe unless `raw`. RDF is the whole graph; the
        other formats have participants ("two men") with `unnamed`.
        """
        return "".join(self.export_parts(form, raw=raw, unnamed=unnamed))

    def export_parts(
        self, form: TextFormat, *, raw: bool = False, unnamed: bool = False, watch: Watch = iter
    ) -> Iterator[str]:
        """Yield the parts of what `export` returns, most formats in bounded memory.

        `watch` hands on what is read, as a progress bar does.
        """
        if form == "graphml":
            from kg.views.network import graphml

            yield graphml(self.network(unnamed=unnamed))
        else:
            from kg.graph.exchange.writers import text_parts

            yield from text_parts(self.dataset, form, self._decided(), raw=raw, unnamed=unnamed, watch=watch)

    def save(
        self,
        path: str | os.PathLike[str],
        form: TextFormat | FileFormat,
        *,
        raw: bool = False,
        unnamed: bool = False,
        watch: Watch = iter,
    ) -> Path:
        """Write an export to a file, or to a folder where its format is one of several files: whole or not at all.

        Raises:
            StoreError: it cannot be written.
            MissingPackageError: what writes the format is not installed.
        """
        target = Path(path)
        with _writable(target):
            if form == "parquet" or form == "neo4j" or form == "obsidian":  # noqa: PLR1714 (mypy narrows no membership)
                from kg.graph.exchange.writers import write_files

                if target.exists() and not target.is_dir():
                    raise InputError(f"{target}: {form} is a folder of files, and this is a file")
                with written_beside(target) as fresh:
                    write_files(self.dataset, form, fresh, raw=raw, unnamed=unnamed, watch=watch)
            else:
                write_whole(target, self.export_parts(form, raw=raw, unnamed=unnamed, watch=watch))
        return target

    def _decided(self) -> Iterator[Decided]:
        """Yield people's decisions about the graph's entities; none if it is in no directory."""
        if self.directory is None:
            return
        from kg.graph.exchange.ftm import Decided
        from kg.graph.store.directory import decisions_file
        from kg.resolve.decisions import read_entries

        for each in read_entries(decisions_file(self.directory)):
            ends = tuple((each.spelt.get(end.name, end.name), end.document) for end in each.references)
            yield Decided(each.id, each.kind, each.text, each.who, ends)

    # Corrections by people: each returns the graph as it is then

    def merge(self, one: str, *others: str, why: str = "", who: str = "") -> Self:
        """Decide that two or more entities, each a name, an IRI or `NAME @ DOCUMENT`, are one.

        Raises:
            NotFoundError: nothing, or more than one, has a name, or two are one already.
            DecisionError: somebody decided that they are different.
            InputError: the graph is not that of a directory.
            StoreError: the graph cannot be written, or another process is writing it.
        """
        from kg.entities import editing

        editing.merge(one, *others, why=why, who=who, graph=self._own())
        return self._anew()

    def split(self, name: str, apart: str | Iterable[str], *, why: str = "", who: str = "") -> Self:
        """Decide that some names of an entity, or some documents (by their ids), mean another.

        NotFoundError: nothing has the name, or it has no such name or document, or all of it would go; else as `merge`.
        """
        from kg.entities import editing

        parts = [apart] if isinstance(apart, str) else apart
        editing.split(name, parts, why=why, who=who, graph=self._own())
        return self._anew()

    def rename(self, name: str, new: str, *, why: str = "", who: str = "") -> Self:
        """Decide what an entity is called; its IRI stays. Errors as for `merge`."""
        from kg.entities import editing

        editing.rename(name, new, why=why, who=who, graph=self._own())
        return self._anew()

    def reclassify(self, name: str, cls: str, *, why: str = "", who: str = "") -> Self:
        """Decide what class an entity has; InputError if the vocabulary has no such class, else as for `merge`."""
        from kg.entities import editing

        editing.reclassify(name, cls, why=why, who=who, graph=self._own())
        return self._anew()

    def undo(self, which: str | int | None = None) -> Self:
        """Undo a decision, named by its id or line, or the latest; NotFoundError if there is none such."""
        from kg.entities import editing

        editing.undo(which, graph=self._own())
        return self._anew()

    def remove(self, documents: str | Iterable[str]) -> Self:
        """Remove documents, each named by its id, path or source, with all that only they say; see `kg.api.remove`."""
        from kg.api.documents import remove

        remove(documents, graph=self._own())
        return self._anew()

    def decisions(self) -> list[DecisionEntry]:
        """Return people's decisions, in the order of the file, and whether each still fits."""
        from kg.entities.archive import decisions

        return decisions(self._own())

    def review(self, *, limit: int | None = None) -> Review:
        """Return the undecided cases, most valuable first, with their sentences."""
        from kg.entities.review import open_review

        return open_review(self._own(), limit=limit)

    def find_statements(
        self, subject: str, relation: str, other: str, *, document: str | None = None
    ) -> list[tuple[str, str]]:
        """Return the statements of a fact, each with its document, as `judge` takes them: their IRIs."""
        found = self.facts(subject=subject, relation=relation, object=other, document=document, kept_aside=True)
        return [(each.iri, each.document_iri) for each in found]

    def judge(
        self,
        statements: Collection[tuple[str, str]],
        verdict: str,
        changes: Mapping[str, str] | None = None,
        *,
        why: str = "",
        who: str = "",
    ) -> tuple[Entry, ...]:
        """Say of statements that they are "right", "wrong" or "corrected", and return the new lines.

        `changes` are what is corrected: relation, subject, object, factuality, source, time. The verdict holds for
        the words of the sentences. Open the graph again to see it.

        Raises:
            DecisionError: a part of the correction is none.
            InputError: it cannot be followed, or the graph is not that of a directory.
            NotFoundError: there is no such statement.
            StoreError: the graph cannot be written, or another process is writing it.
        """
        from kg.verdicts.judging import judge

        return judge(statements, verdict, changes, why=why, who=who, graph=self._own())

    def state(  # noqa: PLR0913 (each is a part of what is stated)
        self,
        document: str,
        sentence: str,
        subject: str,
        relation: str,
        object: str,  # noqa: A002 (what RDF calls it)
        *,
        why: str = "",
        who: str = "",
        **changes: str,
    ) -> tuple[Entry, ...]:
        """State what words of a document say, and return the new lines; errors as for `judge`.

        `changes` are its factuality, source or time, if need be.
        """
        from kg.verdicts.judging import add

        return add(document, sentence, (subject, relation, object), changes, why=why, who=who, graph=self._own())

    def verdicts(self) -> list[DecisionEntry]:
        """Return people's verdicts on facts, in the order of the file, and whether each still fits."""
        from kg.verdicts.judging import verdicts

        return verdicts(self._own())

    def review_facts(self, *, limit: int | None = None) -> FactReview:
        """Return statements without a verdict, the most valuable first, with their sentences."""
        from kg.verdicts.review import open_fact_review

        return open_fact_review(self._own(), limit=limit)

    def follow(self, names: str | Iterable[str], *, who: str = "") -> tuple[Entry, ...]:
        """Follow names, and return the new lines among the decisions; InputError if one has no letters."""
        from kg.verdicts.following import follow

        return follow([names] if isinstance(names, str) else names, who=who, graph=self._own())

    def news(self, *, since_visit: bool = True) -> list[News]:
        """Return what is said of followed names: in documents that came since `visit`, or in all."""
        from kg.verdicts.following import followed_names, news, visited

        return news(self.dataset, followed_names(self._own()), visited(self._own()) if since_visit else ())

    def visit(self) -> None:
        """Keep that all news was seen."""
        from kg.verdicts.following import visit

        visit(self._own(), self.dataset)

    def _own(self) -> Path:
        if self.directory is None:
            raise InputError("that changes a graph in a directory: build one with out=DIR, and open that")
        return self.directory

    def _anew(self) -> Self:
        from kg.graph.store.directory import open_directory

        return replace(self, dataset=open_directory(self._own()), report=Report())


class CurrentGraph:
    """A graph directory that is opened again when another graph is published in it; safe to use from threads."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._lock = RLock()
        self._name: str | None = None
        self._graph: Graph | None = None
        self._names: NameIndex | None = None

    def graph(self) -> Graph:
        """Return the graph as it is published now; StoreError where it cannot be read."""
        from kg.graph.store.directory import current_store

        with self._lock:
            name = current_store(self.directory)
            if self._graph is None or name != self._name:
                self._graph = self._names = None
                gc.collect()  # closes the store, and lets it be removed: Oxigraph has no other way
                self._graph, self._name = open(self.directory), name
            return self._graph

    def names(self) -> NameIndex:
        """Return the index of the entities' names, of the graph as it is now."""
        from kg.graph.facts.names import NameIndex
        from kg.graph.rdf.dataset import inner_store

        with self._lock:
            store = inner_store(self.graph().dataset)
            if self._names is None:
                self._names = NameIndex(store)
            return self._names


def save_handout(brief: Handout, path: str | os.PathLike[str]) -> Path:
    """Write a brief to a file, whole or not at all, in the form that its name ends in.

    Raises:
        InputError: the name ends neither in .html nor in .docx.
        MissingPackageError: python-docx is not installed.
        StoreError: the file cannot be written.
    """
    target = Path(path)
    match target.suffix.lower():
        case ".html" | ".htm":
            written = brief.to_html().encode("utf-8", "replace")
        case ".docx":
            from kg.graph.stories.handouts import docx_of

            written = docx_of(brief)
        case _:
            raise InputError(f"{target}: a brief is written as .html or .docx")
    with _writable(target), written_beside(target) as fresh:
        fresh.write_bytes(written)
    return target


@contextmanager
def _writable(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {(error.strerror or str(error)).lower()}") from error


def damage(error: BaseException) -> StoreError | None:
    """Return the error that says that a store is damaged, if `error` means that; else None."""
    from kg.graph.rdf.dataset import damage as found

    return found(error)

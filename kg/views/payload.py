"""The page's data as plain JSON values: entities, statements and documents by number, the drawing, the front page.

Offsets are in UTF-16 units. The drawing has a shape for each entity and one edge for each pair of entities, whatever
the number of statements between the two; positions, sizes and colours are the page's own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from math import log2
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.dates import covered_days
from kg.display.text import by_number, counted
from kg.graph.facts.value import NewsValue, is_background
from kg.graph.stories.briefs import briefs, disputes, entity_sentence
from kg.graph.stories.finding import stories_of
from kg.graph.stories.model import Stories
from kg.model import FACTUALITIES
from kg.ontology import UNKNOWN_IRI, ancestors
from kg.views.measures import communities, pair_weights
from kg.views.network import build_network, within
from kg.views.palette import class_style, families, relation_family

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from kg.graph.conflicts import Conflict
    from kg.graph.facts.records import (
        ClaimRecord,
        DocumentRecord,
        EntityRecord,
        FactRecord,
        GraphContents,
        StatementRecord,
    )
    from kg.graph.facts.value import Sentence
    from kg.graph.stories.model import Brief

_MOST_STATEMENTS = 30_000
"""A page of more statements leaves out what has no name, and most IRIs: it is to open at once."""
MOST_BYTES = 8_000_000
"""The bytes of a page at most: of more articles than fit in, it has the newest and most told."""
_ENGINE, _PER_CHARACTER, _PER_STATEMENT, _LESS = 900_000, 0.85, 42, 0.93
"""The bytes of scripts and styles, a text's character, a statement, about; if too large, this share is next."""
_HALF_LIFE = 30
"""The days in which news loses half of what it is ahead of old news."""


def draw(
    entities: Sequence[EntityRecord], statements: Sequence[StatementRecord], named: Container[str] | None = None
) -> dict[str, Any]:
    """Return nodes, numbered in the order of entities, and edges, each with the indices of its members of `statements`.

    Edges join those that are `named`, if that is given: no drawing and no path leads over "two men" or "leader".
    """
    ends = {each.iri: place for place, each in enumerate(entities) if named is None or each.iri in named}
    joined = sorted(_joined(ends, statements).items())
    return {
        "nodes": [{"id": id_, "shape": class_style(each.cls).shape} for id_, each in enumerate(entities)],
        "edges": [{"facts": members, "from": a, "to": b} for (a, b), members in joined],
    }


def _joined(number: Mapping[str, int], statements: Sequence[StatementRecord]) -> dict[tuple[int, int], list[int]]:
    """The pairs of entities that statements join, the lower number first, each with the places of these statements.

    A statement of an entity about itself joins no pair, and neither does one whose object is a text or a date, or one
    of whose ends is not drawn (`kg:Unknown`).
    """
    joined: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for position, each in enumerate(statements):
        if not each.literal and each.subject in number and each.object in number and each.subject != each.object:
            a, b = sorted((number[each.subject], number[each.object]))
            joined[a, b].append(position)
    return joined


_LISTED = 12
"""The number of the most important people, organizations and places that are named."""
_NEW_DAYS = 7
"""The front page tells what is new in so many days, to the last that there is."""


class LeftOut(NamedTuple):
    """How many documents, stories and statements of the graph the page lacks."""

    documents: int
    stories: int
    statements: int


def front_page(documents: Sequence[DocumentRecord], entities: Iterable[EntityRecord]) -> dict[str, Any]:
    """Return the head of the front page of these documents; `entities` are in the page's order.

    `period` is from the first to the last day of a document, None where none has a day; `since` the day from which on
    it is new; `publishers` have their number of documents, most first; the others are entities by importance.
    """
    days = sorted(document.day for document in documents if document.day)
    publishers = Counter(publisher for document in documents for publisher in document.publishers)
    kinds: dict[str, list[int]] = {"Person": [], "Organization": [], "Place": []}
    for number, entity in enumerate(entities):
        kind = next((kind for kind in kinds if kind in ancestors(entity.cls)), None)
        if kind and len(kinds[kind]) < _LISTED and entity.label != entity.label.lower():
            kinds[kind].append(number)
    return {
        "period": (days[0], days[-1]) if days else None,
        "since": _since(days[-1]) if days else None,
        "publishers": by_number(publishers),
        "people": kinds["Person"],
        "organizations": kinds["Organization"],
        "places": kinds["Place"],
    }


def _since(last: str) -> str:
    try:
        return (date.fromisoformat(last) - timedelta(days=_NEW_DAYS - 1)).isoformat()
    except (ValueError, OverflowError):  # a month or a year
        return last


def story_rows(
    told: Iterable[Brief],
    documents: Mapping[str, int],
    entities: Mapping[str, int],
    support: Mapping[str, int],
    conflicts: Mapping[Conflict, int],
) -> list[dict[str, Any]]:
    """Return the stories in their order, by the numbers of what they are made of.

    `sentence` tells a story best, word for word; `of` is the document that it is of. `amounts` are the numbers that its
    articles give. A row of `facts` is the number of a fact's support, and how many statements and voices of the story
    assert or report it; `disputed` are numbers of conflicts.
    """
    rows = []
    for brief in told:
        story = brief.story
        if story is None:
            continue
        row: dict[str, Any] = {
            "id": story.id,
            "headline": story.headline,
            "sentence": brief.sentence.text if brief.sentence else story.headline,
            "of": documents[brief.sentence.document.iri if brief.sentence else story.headline_document],
            "amounts": [str(each) for each in brief.amounts],
            "documents": [documents[document.iri] for document in story.documents],
            "voices": len(story.voices),
            "publishers": list(story.publishers),
            "who": [entities[entity.iri] for entity in story.who if entity.iri in entities],
            "where": [entities[entity.iri] for entity in story.where if entity.iri in entities],
            "facts": [(support[each.fact.iri], len(each.statements), each.voices) for each in brief.main],
            "disputed": [conflicts[each] for each in brief.disputed if each in conflicts],
        }
        if story.first and story.last:
            row["first"], row["last"] = story.first, story.last
        rows.append(row)
    return rows


_FACTUALITY_NUMBER: dict[str, int] = {name: number for number, name in enumerate(FACTUALITIES)}

_WEB = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
"""The addresses that the page may link to; others could run scripts."""
_WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z])")


def page_payloads(  # noqa: PLR0913 (what is known already is not computed again)
    contents: GraphContents,
    *,
    conflicts: Sequence[Conflict] = (),
    title: str | None = None,
    focus: str | None = None,
    value: NewsValue | None = None,
    told: Iterable[Brief] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield the page's data as far as it should fit `MOST_BYTES`, and then ever less of it, while there is more.

    `focus` is the IRI of the entity that is selected when the page is opened; articles that name it are on the page
    before others. `conflicts` are those of the graph: a conflict is on the page where two of its statements that differ
    are. `value` and `told` are the news value of the contents and the briefs of their stories, where they are known.
    What the page lists as a fact is a statement, one document's saying of it; `support` is how each of the facts
    that they state stands in the whole graph.
    """
    contents = contents.with_participants()
    value = value or NewsValue(contents)
    stories = stories_of(contents) if told is None else Stories(tuple(each.story for each in told if each.story))
    known = {} if told is None else dict(zip((each.id for each in stories), told, strict=True))
    disputed = disputes({document.id: each.id for each in stories for document in each.documents}, conflicts)
    named = {each.iri for each in contents.facts if value.is_named(each.subject) or value.is_named(each.object)}
    worths = value.worths((story.voices for story in stories), named)  # of the others those that are on the page
    rank = value.importance(worths)
    first = {iri for entity in contents.entities if entity.iri == focus for iri in entity.documents}
    groups = _in_order_of_news(contents.documents, stories, first)
    sizes = {
        document.iri: _PER_CHARACTER * len(document.text.encode("utf-8", "surrogatepass"))
        for document in contents.documents
    }
    for statement in contents.statements:
        if statement.document in sizes:
            sizes[statement.document] += _PER_STATEMENT
    sentences: dict[tuple[str, ...], Sentence | None] = {}
    room, chosen = float(MOST_BYTES - _ENGINE), None
    while chosen is None or len(chosen) > 1:
        before, chosen = chosen, _fitting(groups, sizes, room)
        room *= _LESS
        if chosen == before:
            continue
        own = contents if len(chosen) == len(sizes) else within(contents, chosen)
        shown = Stories(
            tuple(each for each in stories if chosen.issuperset(document.iri for document in each.documents))
        )
        fresh = [each for each in shown if each.id not in known]
        known.update(zip((each.id for each in fresh), briefs(fresh, contents, (), value, most=0), strict=True))
        own_told = [replace(known[each.id], disputed=disputed.get(each.id, ())) for each in shown]
        if not (whole := len(own.statements) <= _MOST_STATEMENTS):
            own = _without_unnamed(own, value, own_told)
        if missing := {each.fact for each in own.statements} - worths.keys():
            worths |= value.worths((story.voices for story in stories), missing)
        left = LeftOut(
            len(sizes) - len(chosen), len(stories) - len(shown), len(contents.statements) - len(own.statements)
        )
        cards = _cards(own, value, sentences)
        yield _payload(own, _Told(shown, own_told, cards, value, worths, rank, left, whole), conflicts, title, focus)


def _in_order_of_news(
    documents: Sequence[DocumentRecord], stories: Stories, first: Container[str]
) -> list[list[DocumentRecord]]:
    """Return the documents of each story, and each other alone, in the order in which they should be on a page.

    The `first` come first, then what many independent articles tell, and is new.
    """
    days = {each.iri: days[1] for each in documents if each.day and (days := covered_days(each.day))}
    latest = max(days.values(), default=date.min)

    def worth(group: Sequence[DocumentRecord], voices: int) -> tuple[bool, float, str]:
        age = min(((latest - days[each.iri]).days for each in group if each.iri in days), default=10_000)
        return (
            all(each.iri not in first for each in group),
            -log2(1 + voices) * (1 + 0.5 ** (age / _HALF_LIFE)),
            group[0].id,
        )

    told = stories.by_document
    groups = [([*story.documents], len(story.voices)) for story in stories]
    groups += [([each], 1) for each in documents if each.iri not in told]
    return [group for group, voices in sorted(groups, key=lambda each: worth(*each))]


def _fitting(groups: Iterable[Sequence[DocumentRecord]], sizes: Mapping[str, float], room: float) -> set[str]:
    """Return the documents of the first groups that fit in a room, of one that has no room alone as many as do."""
    found: set[str] = set()
    for group in groups:
        whole = sum(sizes[each.iri] for each in group)
        for part in [group] if whole <= room or found else [[each] for each in group]:
            size = sum(sizes[each.iri] for each in part)
            if size <= room or not found:
                found.update(each.iri for each in part)
                room -= size
    return found


class _Told(NamedTuple):
    """What a page tells: its stories, what each tells, the news value of the graph's facts, and what it leaves out."""

    stories: Stories
    briefs: list[Brief]
    cards: Mapping[str, Sentence | None]
    value: NewsValue
    worths: Mapping[str, float]
    rank: Mapping[str, float]
    left: LeftOut
    whole: bool


def _payload(
    contents: GraphContents, news: _Told, conflicts: Sequence[Conflict], title: str | None, focus: str | None
) -> dict[str, Any]:
    stories, told, cards, value, worths, importance, left, whole = news
    by_iri = {entity.iri: entity for entity in contents.entities}
    rank = {**dict.fromkeys(by_iri, 0.0), **importance}
    by_rank = sorted(by_iri.keys() - {UNKNOWN_IRI}, key=lambda iri: (-rank[iri], iri))
    named = tuple(entity for entity in contents.entities if value.is_named(entity.iri))
    drawn = build_network(replace(contents, entities=named))
    groups = communities(drawn, pair_weights(drawn))
    group = {iri: number for number, members in enumerate(groups) for iri in members}
    documents = _by_day(contents)
    numbers = _Numbers(documents, by_rank)
    read = (_with_class_words(each, contents.class_labels) for each in contents.statements)
    statements, claims = numbers.in_order(read), numbers.in_order(contents.claims)
    facts = {fact.iri: fact for fact in contents.facts}
    stated = list(dict.fromkeys(statement.fact for statement in statements))
    support_number = {iri: number for number, iri in enumerate(stated)}
    classes = sorted({entity.cls for entity in contents.entities if entity.iri in numbers.entity}, key=_class_order)
    class_number = {cls: number for number, cls in enumerate(classes)}
    relations = sorted({statement.predicate for statement in statements})
    relation_number = {name: number for number, name in enumerate(relations)}
    statement_number = {statement.iri: number for number, statement in enumerate(statements)}
    sentences: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for statement in statements:
        sentences[statement.document].add((statement.begin, statement.end))
    kinds = families("relation")
    conflict_numbers, conflict_rows = _conflict_rows(conflicts, numbers.entity, statement_number)
    story_number = {document.iri: number for number, each in enumerate(stories) for document in each.documents}
    support = [_support_row(facts[iri], worths.get(iri, 0.0)) for iri in stated]
    return {
        "title": title or _title(documents),
        "frontPage": front_page(documents, [by_iri[iri] for iri in by_rank]),
        "left": left._asdict(),
        "stories": story_rows(told, numbers.document, numbers.entity, support_number, conflict_numbers),
        "factualities": list(FACTUALITIES),
        "classes": [_class_row(cls) for cls in classes],
        "families": [
            {"name": family.name, "light": family.colours("")[0], "dark": family.colours("")[1]} for family in kinds
        ],
        "relations": [
            {
                "name": name,
                "label": contents.predicate_labels.get(name) or _words(name),
                "family": kinds.index(relation_family(name)),
                "background": is_background(name),
            }
            for name in relations
        ],
        "documents": [
            numbers.document_row(document, sentences[document.iri], story_number.get(document.iri))
            for document in documents
        ],
        "entities": [
            numbers.entity_row(
                by_iri[iri], class_number[by_iri[iri].cls], rank[iri], group.get(iri), whole=whole or iri in group
            )
            | numbers.card(cards.get(iri))
            for iri in by_rank
        ],
        "facts": [
            numbers.statement_row(each, relation_number[each.predicate], support_number[each.fact], whole=whole)
            for each in statements
        ],
        "support": support,
        "claims": [numbers.claim_row(claim, statement_number, whole=whole) for claim in claims],
        "conflicts": conflict_rows,
        "drawing": draw([by_iri[iri] for iri in by_rank], statements, drawn),
        "focus": numbers.entity.get(focus) if focus else None,
    }


def _cards(
    contents: GraphContents, value: NewsValue, known: dict[tuple[str, ...], Sentence | None]
) -> dict[str, Sentence | None]:
    """Return the sentence that tells best of each person, of those that two of the documents name, or all of one.

    It is `known` of a person and the documents that name them, once it was found.
    """
    documents = _by_day(contents)
    shown = {document.iri: document for document in documents}
    found = {}
    for each in contents.entities:
        if each.cls != "Person" or not each.is_named:
            continue
        named = [shown[iri] for iri in each.documents if iri in shown]
        if len(named) > 1 or named == documents:
            key = each.iri, *(document.iri for document in named)
            if key not in known:
                known[key] = entity_sentence(each, named, value)
            found[each.iri] = known[key]
    return found


def _by_day(contents: GraphContents) -> list[DocumentRecord]:
    return sorted(contents.documents, key=lambda each: (each.day or "9999", each.id, each.iri))


def _without_unnamed(contents: GraphContents, value: NewsValue, told: Iterable[Brief]) -> GraphContents:
    """Return the contents without facts that have no named end, and without the unnamed entities that nothing needs.

    What stories tell stays.
    """
    main = {each.fact.iri for brief in told for each in brief.main}
    statements = tuple(
        each
        for each in contents.statements
        if value.is_named(each.subject) or value.is_named(each.object) or each.fact in main
    )
    used = {end for each in statements for end in (each.subject, each.object, each.source)}
    used |= {qualifier.value for each in statements for qualifier in each.qualifiers}
    used |= {end for claim in contents.claims for end in (claim.source, claim.to)}
    entities = tuple(each for each in contents.entities if each.iri in used or value.is_named(each.iri))
    return replace(contents, statements=statements, entities=entities)


class _Numbers:
    """The numbers of documents and entities on the page, and what stands in their place in a row.

    Documents are in the order given, entities in that of `by_rank`, their IRIs.
    """

    def __init__(self, documents: Sequence[DocumentRecord], by_rank: Sequence[str]) -> None:
        self.document = {document.iri: number for number, document in enumerate(documents)}
        self.entity = {iri: number for number, iri in enumerate(by_rank)}
        self._offsets = {document.iri: utf16_offsets(document.text) for document in documents}

    def in_order[T: (StatementRecord, ClaimRecord)](self, found: Iterable[T]) -> list[T]:
        """The page's statements, claims and mentions, in the order of documents and places."""
        return sorted(
            (each for each in found if each.document in self.document),
            key=lambda each: (self.document[each.document], each.begin, each.end, each.iri),
        )

    def _span(self, document: str, span: tuple[int, int] | None) -> list[int] | None:
        return None if span is None else list(map(self._offsets[document], span))

    def document_row(
        self, document: DocumentRecord, sentences: Iterable[tuple[int, int]], story: int | None
    ) -> dict[str, Any]:
        """A document, with its sources, the spans of the sentences that state facts, and the number of its story."""
        return _without_none(
            id=document.id,
            iri=document.iri,
            title=document.title,
            name=document.heading,
            date=document.day,
            publishers=list(document.publishers) or None,
            authors=list(document.authors) or None,
            modified=document.modified,
            urls=[url for url in document.urls if _WEB.match(url)] or None,
            sources=list(document.sources) or None,
            copyOf=self.document.get(document.copy_of or ""),
            replacedBy=self.document.get(document.replaced_by or ""),
            story=story,
            text=document.text,
            sentences=[self._span(document.iri, span) for span in sorted(sentences)],
        )

    def card(self, sentence: Sentence | None) -> dict[str, list[int]]:
        """Return the place of the sentence that tells best of an entity: document, begin and end."""
        if sentence is None:
            return {}
        offset = self._offsets[sentence.document.iri]
        return {"card": [self.document[sentence.document.iri], offset(sentence.begin), offset(sentence.end)]}

    def entity_row(
        self, entity: EntityRecord, cls: int, rank: float, group: int | None, *, whole: bool
    ) -> dict[str, Any]:
        """Return an entity, with its mentions as one list: document, begin and end of each.

        Without a name it has no group; it has an IRI and mentions only if `whole`.
        """
        mentions = sorted(
            (self.document[each.document], *map(self._offsets[each.document], (each.begin, each.end)))
            for each in (entity.mentions if whole else ())
            if each.document in self.document
        )
        return _without_none(
            iri=entity.iri if whole else None,
            label=entity.label,
            cls=cls,
            aliases=list(entity.aliases) or None,
            links=entity.linked() or None,
            point=[entity.point.latitude, entity.point.longitude] if entity.point else None,
            country=entity.point.country if entity.point else None,
            mentions=[value for mention in mentions for value in mention] or None,
            documents=sorted(self.document[each] for each in entity.documents if each in self.document),
            rank=rank,
            group=group,
            unnamed=1 if entity.participant else None,
        )

    def statement_row(self, statement: StatementRecord, relation: int, support: int, *, whole: bool) -> dict[str, Any]:
        """Return a statement: entities by their numbers, -1 for one that the page lacks; its IRI only if `whole`."""
        return _without_none(
            iri=statement.iri if whole else None,
            s=self.entity.get(statement.subject, -1),
            p=relation,
            support=support,
            o=self.entity.get(statement.object, -1) if not statement.literal else None,
            value=statement.object if statement.literal else None,
            factuality=_FACTUALITY_NUMBER[statement.factuality],
            source=self.entity.get(statement.source) if statement.source else None,
            time=statement.time,
            confidence=round(float(statement.confidence), 3),
            rule=statement.rule,
            doc=self.document[statement.document],
            at=self._span(statement.document, statement.words),
            sentence=self._span(statement.document, (statement.begin, statement.end)),
            subject=self._span(statement.document, statement.subject_span),
            object=self._span(statement.document, statement.object_span),
            predicate=self._span(statement.document, statement.predicate_span),
            qualifiers=[
                [each.name, each.value if each.literal else self.entity.get(each.value, each.value)]
                for each in statement.qualifiers
            ]
            or None,
            broken=statement.broken,
        )

    def claim_row(self, claim: ClaimRecord, statements: Mapping[str, int], *, whole: bool) -> dict[str, Any]:
        """Return a claim, with the numbers of the statements inside it; its words are its place's."""
        return _without_none(
            iri=claim.iri if whole else None,
            source=self.entity.get(claim.source, -1),
            doc=self.document[claim.document],
            at=self._span(claim.document, (claim.begin, claim.end)),
            direct=claim.direct,
            to=self.entity.get(claim.to) if claim.to else None,
            time=claim.time,
            facts=[statements[iri] for iri in claim.statements if iri in statements] or None,
        )


def _support_row(fact: FactRecord, worth: float) -> dict[str, Any]:
    """The support of a fact in the whole graph: what asserts or reports it, when, what speaks against it, its worth."""
    return _without_none(
        worth=round(worth, 4),
        doubt=fact.doubt,
        statements=fact.statements,
        documents=fact.documents,
        publishers=fact.publishers or None,
        copies=fact.copies or None,
        denials=fact.denials or None,
        first=fact.first,
        last=fact.last,
    )


def _conflict_rows(
    conflicts: Iterable[Conflict], entities: Mapping[str, int], statements: Mapping[str, int]
) -> tuple[dict[Conflict, int], list[dict[str, Any]]]:
    """The conflicts between statements of the page, by number and as rows.

    A row has the values, each with the numbers of the statements that give it.
    """
    numbers: dict[Conflict, int] = {}
    rows: list[dict[str, Any]] = []
    for each in conflicts:
        said: dict[str, list[int]] = defaultdict(list)
        for account in each.accounts:
            if account.statement in statements:
                said[account.value].append(statements[account.statement])
        if len(said) > 1:
            numbers[each] = len(rows)
            accounts = [[value, *found] for value, found in said.items()]
            rows.append(
                {"kind": each.kind, "title": each.title, "about": entities.get(each.iri, -1), "accounts": accounts}
            )
    return numbers, rows


def utf16_offsets(text: str) -> Callable[[int], int]:
    """From an offset in code points to one in UTF-16 units, which is how JavaScript counts."""
    if len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text):
        return lambda offset: offset
    units = list(accumulate((2 if character > "\uffff" else 1 for character in text), initial=0))
    return lambda offset: units[min(offset, len(text))]


def _title(documents: Iterable[DocumentRecord]) -> str:
    listed = list(documents)
    if len(listed) == 1:
        return listed[0].heading
    return counted(len(listed), "article")


def _with_class_words(statement: StatementRecord, labels: Mapping[str, str]) -> StatementRecord:
    """A statement whose object is a class of the user's own ontology with how that reads; others as they are."""
    label = None if statement.literal else labels.get(statement.object)
    return statement if label is None else replace(statement, object=label, literal=True)


def _words(predicate: str) -> str:
    """A predicate as words: "locatedIn" is "located in", "p/cut_off" is "cut off"."""
    if predicate.startswith("p/"):
        return predicate[2:].replace("_", " ")
    return _WORD_START.sub(" ", predicate).lower()


def _class_order(cls: str) -> tuple[int, int, str]:
    for number, family in enumerate(families("class")):
        if cls in family.members:
            return number, family.members.index(cls), cls
    return len(families("class")), 0, cls


def _class_row(cls: str) -> dict[str, str]:
    style = class_style(cls)
    label = _WORD_START.sub(" ", cls).capitalize()
    return {
        "name": cls,
        "label": label,
        "family": style.family,
        "shape": style.shape,
        "light": style.light,
        "dark": style.dark,
    }


def _without_none(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}

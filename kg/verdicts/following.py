"""Names that a person follows, and what is new about them: since the last visit, or as a feed.

A name is a line among the decisions; it means what people's merges make of it. A visit is kept in the graph directory,
as the documents that were there.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from kg.entities.editing import added
from kg.errors import InputError
from kg.graph.facts.explain import explain_statements
from kg.graph.facts.part import contents_of_documents, documents_in, mentioning
from kg.graph.store.directory import decisions_file
from kg.resolve.decisions import Entry, read_decisions
from kg.resolve.model import FollowDecision, Reference
from kg.spelling import clean, for_xml, normalise
from kg.writing import write_whole

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterable, Iterator

    from rdflib import Dataset

    from kg.graph.facts.explain import Explanation
    from kg.graph.facts.records import DocumentRecord, GraphContents
    from kg.records.database import Records

_VISITS = "visited.json"
_ENTRIES = 100
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class News:
    """A document that says something of followed names, and what."""

    document: DocumentRecord
    facts: tuple[Explanation, ...]


def follow(names: Iterable[str], *, who: str = "", graph: str | os.PathLike[str] = "graph") -> tuple[Entry, ...]:
    """Follow names, and return the new lines; InputError if one has no letters."""
    wanted = list(names)
    if any(not normalise(clean(each)).strip() or not any(map(str.isalnum, each)) for each in wanted):
        raise InputError("a followed name has letters or digits")

    def made(_: Records, when: str) -> list[Entry]:
        keys = {normalise(clean(each)): " ".join(each.split()) for each in wanted}
        return [Entry(FollowDecision(Reference(key)), when, who, spelt={key: name}) for key, name in keys.items()]

    return added(graph, ("follow", *wanted, who), made)


def followed_names(graph: str | os.PathLike[str]) -> list[str]:
    """Return the names that are followed, normalised, in order."""
    return sorted({each.entity.name for each in read_decisions(decisions_file(Path(graph))).followed})


def news(
    dataset: Dataset, names: Collection[str], seen: Collection[str] = (), *, most: int | None = None
) -> list[News]:
    """Return what documents that were not seen say of names, the newest document first; at most `most` documents."""
    known = set(seen)
    unseen = (iri for iri in mentioning(dataset, names) if _digits(iri) not in known)
    found: list[News] = []
    for some in batched(unseen, _ENTRIES, strict=False):
        contents = contents_of_documents(dataset, some).named()
        found += _said(contents, names)
        if most is not None and len(found) >= most:
            break
    return sorted(found, key=lambda each: (each.document.day or "", each.document.id), reverse=True)[:most]


def _said(contents: GraphContents, names: Collection[str]) -> Iterator[News]:
    """Yield the documents that say something of names, with what they say."""
    wanted = {
        each.iri
        for each in contents.entities
        if not {normalise(clean(name)) for name in (each.label, *each.aliases)}.isdisjoint(names)
    }
    by_document: dict[str, list[Explanation]] = {}
    statements = [
        each for each in contents.statements if not wanted.isdisjoint({each.subject, each.object, each.source})
    ]
    for each in explain_statements(contents, statements):
        by_document.setdefault(each.document_iri, []).append(each)
    return (News(each, tuple(by_document[each.iri])) for each in contents.documents if each.iri in by_document)


def visited(graph: str | os.PathLike[str]) -> list[str]:
    """Return the documents that were there at the last visit, none before the first."""
    try:
        found = json.loads((Path(graph) / _VISITS).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def visit(graph: str | os.PathLike[str], dataset: Dataset) -> None:
    """Keep that all documents were seen."""
    write_whole(Path(graph) / _VISITS, json.dumps(sorted(map(_digits, documents_in(dataset)))) + "\n")


def feed(dataset: Dataset, names: Collection[str], address: str) -> str:
    """Return the latest documents about names as an Atom feed (RFC 4287)."""
    found = news(dataset, names, most=_ENTRIES)
    latest = max((_moment(each.document) for each in found), default="1970-01-01T00:00:00Z")
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{_xml(address)}</id>",
        "<title>kg: followed names</title>",
        f"<updated>{latest}</updated>",
        f'<link rel="self" href="{_xml(address)}"/>',
        "<author><name>kg</name></author>",
    ]
    for each in found:
        document = each.document
        said = (
            f"{fact.subject} {fact.relation} {fact.object}: “{' '.join(fact.sentence.split())}”" for fact in each.facts
        )
        links = [f'<link href="{_xml(url)}"/>' for url in document.urls[:1]]
        lines += [
            "<entry>",
            f"<id>{_xml(document.iri)}</id>",
            f"<title>{_xml(document.heading)}</title>",
            f"<updated>{_moment(document)}</updated>",
            *links,
            f'<content type="text">{_xml(chr(10).join(said))}</content>',
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>"]) + "\n"


def _moment(document: DocumentRecord) -> str:
    """Return when a document was published as RFC 3339 has it; a day begins in UTC."""
    moment = document.published or document.date or "1970-01-01"
    if "T" not in moment:
        return f"{moment}T00:00:00Z"
    return moment if re.search(r"(Z|[+-]\d\d:\d\d)$", moment) else f"{moment}Z"


def _xml(text: str) -> str:
    return escape(for_xml(text), {'"': "&quot;"})


def _digits(document: str) -> str:
    return document.rpartition("/")[2][:_DIGITS]

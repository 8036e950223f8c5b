"""A graph for people's own tools: a folder of notes that Obsidian reads, and the evidence as Web Annotations.

News text is hostile: what Markdown would read as a link, a tag, an image or HTML is escaped, and a note's name is a
file's on every system.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.graph.facts.explain import explain_statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.graph.facts.explain import Explanation
    from kg.graph.facts.records import EntityRecord, GraphContents
    from kg.graph.stories.model import Story

_LONGEST = 80
"""The longest name of a note, in characters; in bytes no file system's limit then."""
_AROUND = 32
"""Characters before and after quoted words by which an annotation finds them again."""
_FORBIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\\/:*?\"<>|#^\[\]%&`$]+"
)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]+")
_MARKUP = re.compile(r"([\\`*_\[\]<>#|$%~!^&={}])")


def web_annotations(contents: GraphContents) -> Iterator[str]:
    """Yield parts of a page of Web Annotations (W3C, 2017) in JSON-LD: what each statement says, on its words."""
    documents = {each.iri: each for each in contents.documents}
    yield '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": ['
    lead = "\n"
    for each in explain_statements(contents, contents.statements):
        text = documents[each.document_iri].text
        exact = {"type": "TextQuoteSelector", "exact": text[each.begin : each.end]}
        exact |= {"prefix": text[max(0, each.begin - _AROUND) : each.begin]}
        exact |= {"suffix": text[each.end : each.end + _AROUND]}
        place = {"type": "TextPositionSelector", "start": each.begin, "end": each.end}
        said = f"{each.subject} {each.relation} {each.object} ({each.factuality_words()})"
        value = {
            "id": f"{each.iri}#annotation",
            "type": "Annotation",
            "motivation": "describing",
            "body": {"type": "TextualBody", "value": said, "format": "text/plain"},
            "target": {"source": each.url or each.document_iri, "selector": [exact, place]},
        }
        yield lead + json.dumps(value, ensure_ascii=False)
        lead = ",\n"
    yield "\n]}\n"


def write_notes(contents: GraphContents, stories: Iterable[Story], folder: Path) -> None:
    """Write a note an entity that takes part in a fact, and a story, into a folder."""
    about: defaultdict[str, list[Explanation]] = defaultdict(list)
    for each in explain_statements(contents, contents.statements):
        for iri in dict.fromkeys((each.subject_iri, each.object_iri, each.source_iri)):
            if iri:
                about[iri].append(each)
    entities = [each for each in contents.entities if each.iri in about and not each.participant]
    names = _names((each.iri, each.label) for each in entities)
    told = list(stories)
    headlines = _names((each.id, each.headline) for each in told)
    (folder / "entities").mkdir()
    for entity in entities:
        lines = list(_entity_lines(entity, about[entity.iri], names))
        (folder / "entities" / f"{names[entity.iri]}.md").write_text("\n".join(lines) + "\n", "utf-8", "replace")
    (folder / "stories").mkdir()
    for story in told:
        lines = [*_front({"first": story.first, "last": story.last, "id": story.id}), f"# {_plain(story.headline)}", ""]
        for what, some in (("Who", story.who), ("Where", story.where)):
            linked = [_link(each.iri, each.label, names) for each in some]
            lines += [f"{what}: {', '.join(linked)}", ""] if linked else []
        lines += [f"- {_plain(each.cited)}{_address(next(iter(each.urls), None))}" for each in story.documents]
        (folder / "stories" / f"{headlines[story.id]}.md").write_text("\n".join(lines) + "\n", "utf-8", "replace")


def _entity_lines(entity: EntityRecord, facts: list[Explanation], names: Mapping[str, str]) -> Iterator[str]:
    aliases = [each for each in entity.aliases if each != entity.label]
    yield from _front({"aliases": aliases, "class": entity.cls, "iri": entity.iri})
    yield f"# {_plain(entity.label)}"
    for each in facts:
        ends = [
            f"**{_plain(label)}**" if iri == entity.iri else _link(iri, label, names)
            for iri, label in ((each.subject_iri, each.subject), (each.object_iri, each.object))
        ]
        yield ""
        yield f"- {ends[0]} {_plain(each.relation)} {ends[1]} ({_plain(each.factuality_words())})"
        cited = ", ".join(filter(None, (each.title, each.publisher, each.published))) or each.document
        yield f"    > {_plain(each.sentence)}"
        yield f"    > — {_plain(cited)}{_address(each.url)}"


def _front(values: Mapping[str, object]) -> list[str]:
    """Return the properties of a note; JSON is YAML."""
    return ["---", *(f"{name}: {json.dumps(value)}" for name, value in values.items() if value), "---"]


def _link(iri: str | None, label: str, names: Mapping[str, str]) -> str:
    name = names.get(iri or "")
    return _plain(label) if name is None else f"[[entities/{name}|{_plain(label)}]]"


def _address(url: str | None) -> str:
    safe = url and url.lower().startswith(("http://", "https://")) and not re.search(r"[\s<>()\x00-\x1f]", url)
    return f" <{url}>" if safe else ""


def _plain(text: str) -> str:
    """Return text on one line that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", _CONTROL.sub(" ", text)).strip() or "…"


def _names(labels: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a file name without suffix for each label, by its key: no two are the same in any case."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for key, label in labels:
        name = " ".join(_FORBIDDEN.sub(" ", label).split())[:_LONGEST].strip(" .") or "note"
        name = f"{name} note" if _RESERVED.fullmatch(name) else name
        number, unique = 1, name
        while unique.casefold() in used:
            number += 1
            unique = f"{name} {number}"
        used.add(unique.casefold())
        found[key] = unique
    return found

"""The triples of `find_roles` by the names of entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.coref.resolution import resolve
from kg.text.mentions.noun_phrases import find_phrases
from kg.text.ner.names import find_names
from kg.text.roles import find_roles

if TYPE_CHECKING:
    from conftest import ParseText

type Triple = tuple[str, str, str]


def triples(parse_text: ParseText, text: str) -> set[Triple]:
    parse = parse_text(text)
    found = resolve(parse, find_phrases(parse, find_names(parse)))

    def name(place: int) -> str:
        return found.referents[found.referent_of[place]].name

    return {(name(m.subject), m.predicate, name(m.object)) for m in find_roles(parse, found)}

"""The triples of `find_roles`, without short titles, by the names of entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.coref.resolution import resolve
from kg.text.mentions.noun_phrases import find_phrases
from kg.text.ner.names import find_names
from kg.text.refiners.short_titles import drop_short_titles
from kg.text.roles.holders import find_roles

if TYPE_CHECKING:
    from conftest import ParseText

type Triple = tuple[str, str, str]


def triples(parse_text: ParseText, text: str) -> set[Triple]:
    parse = parse_text(text)
    found = resolve(parse, find_phrases(parse, find_names(parse)))

    def name(place: int) -> str:
        return found.referents[found.referent_of[place]].name

    mentions = drop_short_titles(parse, found, find_roles(parse, found))
    return {(name(m.subject), m.predicate, name(m.object)) for m in mentions}

"""Proper names: whole, and of one class throughout a document.

The pipeline's entities are a first guess. They are trimmed (determiners, titles, possessives), joined where one
name was cut in pieces ("Afghan" + "Foreign Ministry"), completed by capitalised words that the model missed, and typed
by all the evidence that the document holds for a name: the model's labels, word lists, titles before it, full names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.name_classes import class_of_known
from kg.text.lexicon.nouns import PLACES
from kg.text.lexicon.places import load_places, place_class
from kg.text.lexicon.tables import words
from kg.text.model import Name
from kg.text.ner.detection import find_spans
from kg.text.ner.typing import MAKERS, SITES, ClassDecision, Evidence

if TYPE_CHECKING:
    from kg.text.model import Parse
    from kg.text.ner.typing import NameSpan

_PARTS_OF_PLACES: Final = words("words/ner/places", "parts_of_places")
_SOMEONE: Final = frozenset({"nsubj", "nsubjpass", "dobj", "appos"})
_MODIFYING: Final = frozenset({"amod", "compound", "nmod"})
_STATE: Final = frozenset({"Government", "GovernmentAgency", "Military"})
_NESTING: Final = _STATE | SITES | {"EducationalOrganization"}  # what has a name that the name of a place may open


def find_names(parse: Parse) -> tuple[Name, ...]:
    """All names of a text in order; one may stand inside another ("Afghan" in "Afghan Foreign Ministry")."""
    spans, evidence = find_spans(parse), Evidence(parse)
    decision = ClassDecision(parse, spans, evidence)
    names: list[Name] = []
    for span in spans:
        if evidence.is_credit(span):
            continue
        cls = decision.classes[span.key(parse)]
        province = cls == "City" and evidence.is_province(span.start, span.end)
        if province or evidence.is_postal(span.start):
            cls = "Region"
        surname = cls == "Person" and decision.is_surname(span)  # "Dane" for "Ricky Dane"
        name = Name(span.start, span.end, cls) if surname else _named(parse, span, cls)
        names += [*_part_of_place(parse, name), name, *_nested(parse, name)]
    return tuple(sorted(names, key=lambda n: (n.start, -n.end)))


def _named(parse: Parse, span: NameSpan, cls: str) -> Name:
    """The name of a class at a span, or what a country's adjective there means: the country, or its people."""
    places, head, text = load_places(), span.end - 1, " ".join(span.key(parse))
    if text in places.demonyms and text not in places.countries:
        someone = parse.lower_at(span.start - 1) == "the" and parse.deps[head] in _SOMEONE
        born = parse.lower_at(span.end) == "-"  # "an Iraqi-born architect"
        if born or parse.deps[head] in _MODIFYING or (parse.tags[head] == "JJ" and not someone):
            return Name(span.start, span.end, _class_of_demonym(text), "demonym")
        return Name(span.start, span.end, "People")
    nation = text.endswith("s") and text[:-1] in places.demonyms and text not in places.countries
    return Name(span.start, span.end, "People" if nation and cls in PLACES else cls)


def _class_of_demonym(text: str) -> str:
    return "Country" if load_places().demonyms[text] in load_places().countries else "Region"


def _part_of_place(parse: Parse, name: Name) -> list[Name]:
    """The part of a place that a word before its name names: "southern Iran", "downtown Vancouver"."""
    before = name.start - 1
    if parse.lower_at(before) not in _PARTS_OF_PLACES or name.cls not in ("Country", "Region", "City"):
        return []
    if name.kind != "name" or not name.start <= parse.heads[before] < name.end:
        return []
    return [Name(before, name.end, "Place" if name.cls == "City" else "Region")]


def _nested(parse: Parse, name: Name) -> list[Name]:
    """The country or place that opens the name of one of its organizations, the company that of its product."""
    if name.cls == "Product" and name.end - name.start > 1:
        maker = class_of_known(parse.words[name.start])
        return [Name(name.start, name.start + 1, maker)] if maker in MAKERS else []
    if name.cls not in _NESTING or name.end - name.start < 2:
        return []
    for end in range(min(name.start + 3, name.end - 1), name.start, -1):
        text = " ".join(parse.words[name.start : end])
        if text in load_places().demonyms:
            return [Name(name.start, end, _class_of_demonym(text), "demonym")]
        cls = place_class(text)
        if cls == "Country" or (cls in ("City", "Region") and name.cls in _STATE):
            return [Name(name.start, end, cls)]
    return []

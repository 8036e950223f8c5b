"""Relations that a noun phrase says by itself: "a plant near Varna", "the company's cars", "Varna, Bulgaria".

Roles of persons ("Foreign Minister X") are read by `kg.text.roles.holders`.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.words import load_places
from kg.text.model import RelationMention
from kg.text.relations.namesakes import find_namesakes
from kg.text.relations.nearness import find_near
from kg.text.relations.sites import Site
from kg.text.syntax.dependencies import first_conjunct, lemma_of, prepositional

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.rules.rule import Rule
    from kg.text.model import Parse, Phrase, Time
    from kg.text.relations.matching import Reader

__all__ = ["find_phrase_relations"]


def find_phrase_relations(reader: Reader) -> list[RelationMention]:
    """The relations that the noun phrases of a document say."""
    parse = reader.parse
    found: list[RelationMention] = []
    names = [(place, p) for place, p in enumerate(reader.referents.phrases) if p.kind == "name"]
    ending = {p.end: p.head for _, p in reversed(names)}
    starting = {p.start: place for place, p in reversed(names)}
    for token in range(len(parse)):
        if parse.pos[token] in {"NOUN", "PROPN"} and token not in reader.clause_at:
            site = Site(token)
            for rule in (*reader.rules.reading("noun", lemma_of(parse, token), every=False), *reader.any_noun(token)):
                found += reader.apply(rule, site, -1)
        if parse.deps[token] == "prep":
            found += _preposition(reader, token, ending)
    for place, phrase in enumerate(reader.referents.phrases):
        if not _APART.isdisjoint([parse.deps[child] for child in parse.children[phrase.head]]):
            found += _place_in_place(reader, phrase.head, starting)
        if phrase.kind == "name" and parse.lowers[phrase.end : phrase.end + 1] == (",",):
            found += _place_after_comma(reader, place, starting)
    found += find_near(reader)
    found += find_namesakes(reader)
    found += _dated(reader)
    return found


def _preposition(reader: Reader, token: int, ending: Mapping[int, int]) -> Iterator[RelationMention]:
    """What a preposition after a noun says: "a plant in Varna"; coordinated nouns before it share it."""
    found = [(name, head) for name, head, clause in prepositional(reader.parse, token) if not clause]
    for noun, relations in _governors(reader, token, ending):
        site = Site(noun)
        for name, head in found:
            for rule in reader.rules.reading("preposition", name):
                known = rule.value == "entity" and (not relations or rule.relation in relations)
                if rule.relation == "locatedIn" and _are_branches(reader.parse, noun):
                    continue
                if known and reader.applies(rule, site):
                    yield from _join(reader, rule, token, noun, head)


_BRANCHES: Final = word_lists("words/phrases")["branches"]


def _are_branches(parse: Parse, noun: int) -> bool:
    """Whether a noun only counts the branches that a body has: "with offices in Oslo", "has branches in Turku"."""
    if lemma_of(parse, noun) not in _BRANCHES or parse.tags[noun] != "NNS":
        return False
    while parse.deps[noun] == "conj":
        noun = parse.heads[noun]
    above = parse.heads[noun]
    return parse.lowers[above] == "with" or (parse.deps[noun] == "dobj" and lemma_of(parse, above) == "have")


def _governors(reader: Reader, token: int, ending: Mapping[int, int]) -> Iterator[tuple[int, frozenset[str]]]:
    """The nouns that a preposition may belong to, each with the relations that it can say of them, none for any."""
    parse = reader.parse
    governor = parse.heads[token]
    aged = parse.lowers[governor] == "old" and parse.words[governor - 1] == "-"  # "a 16-year-old from Varna"
    if parse.pos[governor] not in {"NOUN", "PROPN"} and not aged:
        # "a fire gutted a store in Varna": the parser gives "in" to the verb, the store is there too
        if parse.deps[token - 1] in {"dobj", "pobj", "appos"}:
            yield token - 1, _STATIC | _EVENTS
        return
    if parse.lowers[token - 2 : token + 1][1:] == (",", "from") and parse.deps[token - 2] == "conj":
        first = first_conjunct(parse, token - 2)  # "the clubs Acme and Beta, from Varna, …"
        governor = token - 2 if governor in (first, parse.heads[first]) else governor
    if token in ending:  # "the Centre for Arts in Varna": the parser gives "in" to the last noun of the name
        governor = ending[token]
    yield governor, frozenset()
    governor = first_conjunct(parse, governor)  # "the match between Norway and Malta in Varna"
    above = parse.heads[governor]
    if parse.deps[governor] == "pobj" and parse.pos[parse.heads[above]] in {"NOUN", "PROPN"}:
        # "an attack on a ship in the gulf", "a home for orphans in Varna": it holds of the outer noun as well
        yield parse.heads[above], _EVENTS | _STATIC if parse.lowers[above] == "for" else _EVENTS


_EVENTS = frozenset({"tookPlaceIn"})
_STATIC = frozenset({"locatedIn", "near"})


def _join(reader: Reader, rule: Rule, token: int, governor: int, head: int) -> Iterator[RelationMention]:
    turned = rule.subject[0].steps[0].role == "object"
    first, second = (head, governor) if turned else (governor, head)
    for subject in reader.fitting([first], rule.subject_classes):
        for obj in reader.fitting([second], rule.object_classes):
            if reader.same(subject, obj) or not reader.takes(rule.relation, subject, obj):
                continue
            if rule.told and not reader.tells(rule, subject, obj):
                continue
            phrases = [reader.referents.phrases[p] for p in (subject, obj)]
            span = min(p.start for p in phrases), max(p.end for p in phrases)
            yield RelationMention(
                subject,
                rule.relation,
                obj,
                rule.id,
                token,
                span,
                confidence=rule.confidence,
                negated=rule.negates,
                fallback=rule.fallback,
            )


_PLACES = frozenset(c for c in ontology.CLASSES if ontology.is_a(c, "Place"))
_SEATED = frozenset(c for c in ontology.CLASSES if ontology.is_a(c, "Place") or ontology.is_a(c, "Organization"))
_WIDER = {"City": 1, "Facility": 0, "MilitaryBase": 0, "Region": 2, "Country": 3}


_APART = frozenset({"appos", "npadvmod", "conj"})
"""How the name of a wider place may hang on that of the narrower one before it."""


def _place_in_place(reader: Reader, head: int, starting: Mapping[int, int]) -> Iterator[RelationMention]:
    """A place named after a comma by the wider one that holds it: "Varna, Bulgaria"."""
    parse = reader.parse
    inner = reader.fitting([head], _SEATED)
    if not inner:
        return
    for node in parse.children[head]:
        if parse.deps[node] not in _APART:
            continue
        outer = reader.fitting([node], _PLACES)
        if not outer or reader.same(inner[0], outer[0]):
            continue
        phrases = reader.referents.phrases
        start = phrases[outer[0]].start
        if start != phrases[inner[0]].end + 1 or parse.lowers[start - 1] != "," or phrases[outer[0]].kind != "name":
            continue
        if _is_last(reader, phrases[inner[0]], phrases[outer[0]], starting):
            continue
        narrow, wide = (_WIDER.get(reader.cls(p), 0) for p in (inner[0], outer[0]))
        if narrow < wide or (narrow == wide == 1 and _is_province(reader, outer[0])):
            span = phrases[inner[0]].start, phrases[outer[0]].end
            yield RelationMention(inner[0], "locatedIn", outer[0], "locatedIn.comma", node, span, confidence=0.85)


def _is_province(reader: Reader, place: int) -> bool:
    """Whether the name of a city is that of a province as well: "New York"."""
    phrase, places = reader.referents.phrases[place], load_places()
    text = reader.parse.words_of(phrase.start, phrase.end)
    return text in places.provinces or text in places.abbreviated


def _place_after_comma(reader: Reader, place: int, starting: Mapping[int, int]) -> Iterator[RelationMention]:
    """The same by the names' order alone, since the parser loses many such pairs; not within a list of places."""
    parse, phrases = reader.parse, reader.referents.phrases
    inner = phrases[place]
    other = starting.get(inner.end + 1, -1)
    if other < 0 or reader.referents.referent_of[other] < 0 or reader.referents.referent_of[place] < 0:
        return
    narrow, wide = "City" if _opens_dateline(reader, place, other) else reader.cls(place), reader.cls(other)
    if not (ontology.is_a(narrow, "Place") and wide in _WIDER and _WIDER.get(narrow, 0) < _WIDER[wide]):
        return
    outer = phrases[other]
    after = parse.lowers[outer.end : outer.end + 2]
    following = starting.get(outer.end + 1 + (after[1:] == ("and",)), -1) if after[:1] in {(",",), ("and",)} else -1
    listed = (following >= 0 and reader.cls(following) == wide) or _is_last(reader, inner, outer, starting)
    if not listed and not reader.same(place, other):
        span = inner.start, outer.end
        yield RelationMention(place, "locatedIn", other, "locatedIn.comma", outer.head, span, confidence=0.85)


def _is_last(reader: Reader, inner: Phrase, outer: Phrase, starting: Mapping[int, int]) -> bool:
    """Whether a list of places ends after two of them: "Varna, Burgas, Dobrich and North Shumla were …"."""
    parse, following = reader.parse, starting.get(outer.end + 1, -1)
    if following < 0 or parse.lowers[outer.end] != "and" or parse.lowers[inner.start - 1 : inner.start] != (",",):
        return False
    end = reader.referents.phrases[following].end
    return parse.pos[inner.start - 2] == "PROPN" and parse.lowers[end : end + 1] != (",",)


def _opens_dateline(reader: Reader, place: int, other: int) -> bool:
    """Whether two names are the places of a dateline, the first in capitals: "VARNA, Bulgaria (AP) - …"."""
    parse, phrases = reader.parse, reader.referents.phrases
    start, end = phrases[place].start, phrases[other].end
    block = bisect_left(parse.blocks, (start, 0))
    opens = block < len(parse.blocks) and parse.blocks[block][0] == start
    closed = parse.lowers[end : end + 1] in _DASHES or parse.lowers[end : end + 1] == ("(",)
    return opens and closed and all(word.isupper() for word in parse.words[start : phrases[place].end])


_DASHES = frozenset({("-",), ("–",), ("—",), ("--",), (":",)})


def _dated(reader: Reader) -> Iterator[RelationMention]:
    """The date of a noun: "the meeting on 3 May", "the 2015 treaty", "killed in a crash on Monday"."""
    parse = reader.parse
    nouns = {t.governor for t in reader.times if t.governor >= 0 and parse.pos[t.governor] in {"NOUN", "PROPN"}}
    for noun in sorted(nouns):
        for rule in reader.rules.reading("preposition", "on"):
            if rule.value == "date":
                yield from reader.apply(rule, Site(noun), -1)
    for time in reader.times:
        noun = _just_before(reader, time)
        for rule in reader.rules.reading("preposition", "on") if noun >= 0 and noun not in nouns else ():
            if rule.relation == "tookPlaceOn":
                yield from reader.apply(rule, Site(noun), -1, times=(time,))


_WITHIN = frozenset({"in", "at", "during", "after", "before", "since", "for"})


def _just_before(reader: Reader, time: Time) -> int:
    """The noun in an adverbial just before "on" or "in" and a time, which is the event's as well; -1 for none."""
    parse, noun = reader.parse, time.start - 2
    if noun < 1 or not time.value or parse.lowers[noun + 1] not in ("on", "in"):
        return -1
    within = parse.deps[noun] == "pobj" and parse.lowers[parse.heads[noun]] in _WITHIN
    return noun if within and parse.heads[parse.heads[noun]] == time.governor else -1

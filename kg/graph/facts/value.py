"""News value: how much a statement, an event, a sentence tells of what happened; docs/design/news.md explains it.

A statement is worth the product of what its relation tells (an event more than who holds which office), how far its
words are those of the headlines and leads of the story, whether those who take part have names, its place in the
article, its time, its factuality and its confidence. Statements of one event are one `Told`, which further independent
articles make worth more.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache
from math import log, log2, prod
from typing import TYPE_CHECKING, Final

from kg.dates import covered_days
from kg.graph.facts.explain import relation_words
from kg.graph.facts.records import is_name
from kg.ontology import RELATIONS, UNKNOWN_IRI, is_a
from kg.spelling import without_accents

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping, Sequence
    from datetime import date

    from kg.graph.facts.records import (
        DocumentRecord,
        EntityRecord,
        FactRecord,
        GraphContents,
        MentionRecord,
        StatementRecord,
    )

_BACKGROUND, _PRESENCE, _SETTING, _OPEN, _EVENT = 0.12, 0.35, 0.55, 0.6, 1.0
_SETTINGS = (
    "supports seeks requires describedAs created tookPlaceIn tookPlaceOn provides received visited partyTo organized "
    "causes"
)
_PRESENCES = "about participatedIn asked relatedTo"
_WORTH: Final[Mapping[str, float]] = {
    **{name: _BACKGROUND for name, relation in RELATIONS.items() if relation.lasting},
    **dict.fromkeys(_PRESENCES.split(), _PRESENCE),
    **dict.fromkeys(_SETTINGS.split(), _SETTING),
}
"""The worth of the relations that tell no event: they hold before and after the news, or are the setting of many."""
_FACTUAL: Final = {"asserted": 1.0, "reported": 0.9, "planned": 0.6, "negated": 0.45, "hypothetical": 0.2}
_UNNAMED, _NOBODY, _VALUE = 0.55, 0.6, 0.7
"""The worth of an end without a name or with another's ("statement on X"), of an agent not named, of a date."""
_LEAD, _STEM = 450, 5
"""The characters of an article's lead, and the letters of a word that are compared ("captured", "capturing")."""
_RECENT, _PAST = 60, 0.35
"""What happened so many days before the first article keeps this share of its worth."""
_SURENESS = 2
"""The power of a statement's confidence: what is told first is to be right."""
_BY_MODEL, _ALONE = "model.", 0.7
"""What the statistical reader finds alone, without a rule, is right less often than its confidence (docs/design)."""
_COUNTRY = 0.5
"""The share of a country, which is the setting of much, in what a fact is worth to its ends."""
_DOUBTED = 0.1
"""The worth of what other articles speak against."""
_AGAIN = 0.5
"""The worth of a second relation between the same two, and of "the murder of A killed A"."""
_EARLY, _UNTOLD = 400, 0.5
"""The place in an article at which a sentence counts half, and what one counts that states no event."""
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z .'’-]{2,}(?:, [^.(/–—]{3,25})?[. ]*)?(?:/\w+/\.?|\(\w+\)(?: ?[-–—])?|[-–—]|\"\?)\s*(?=[A-Z\"“])"
)
"""What stands before the first sentence of an agency's report: "KELM, March 5. /ABC/.", "KELM (ABC) -"."""
_NAMED_LATE, _LAST_NAME, _OWNING, _IN_HEADLINE = 0.6, 0.7, 0.5, 1.5
"""The worth of a sentence that names somebody in its second half, by a part of the name, as an owner ("Ada Marlow's
team"), in an article that has them in its headline."""
_SPEAKS, _PASSING = 0.5, 0.3
"""What it adds to a sentence about somebody that they say it, and what one counts that tells nothing of them."""
_FEW_MENTIONS = 2
"""An article that names somebody so often counts half."""
_PLENTY, _MOST, _FEWEST, _LONGEST = 14, 45, 6, 90
"""The words of a sentence that tells enough, the most of one that reads well, the fewest and the most of any."""
_SLASH, _CREDIT, _CREDITED = " / ", re.compile(r"\bcontribut(?:ed|ing) (?:reporting|to this)\b"), 0.2
"""What a line of credit has ("Ada Marlow / The Gazette"), and the worth of a sentence that runs together with one."""
_OWNER = re.compile(r"['’]s?\b")
_NEAR = 80
"""The characters after a name within which a credit is its own."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_NAME_WORD = re.compile(r"[^\W\d_]{2,}")
_HEAD_END = re.compile(r"\s[a-z]{1,3}\s|[,;(]")
"""What ends the head of a noun phrase: a short word, which most prepositions are."""
_LEANS = re.compile(
    r"(?:This|That|These|Those|Such|It|He|She|They|His|Her|Its|Their|We|I|My|Our|You|But|And|So|Also|Here|There|Then|"
    r"However|Instead|Meanwhile|Still|Both|(?:In|At|On|For|With|By|After|Since) "
    r"(?:th(?:[ai][ts]|[eo]se|e past|e same)|h(?:is|er) part|[a-z]+(?=,)))\b|"
    r"[A-Z]\w{0,14}: "
)
"""How a sentence opens that leans on the one before it, or a turn of an interview ("DW: ")."""
_ENDED = re.compile(r"[.!?][\"'”’)]*$")


def relation_worth(predicate: str) -> float:
    """Return what a relation tells of an event, from 0 to 1; an open predicate is one that text alone knows."""
    return _OPEN if "/" in predicate else _WORTH.get(predicate, _EVENT)


def is_background(predicate: str) -> bool:
    """Return whether a relation holds before and after the news: an office, a place, a family."""
    return predicate in RELATIONS and RELATIONS[predicate].lasting is not None


def stems(text: str) -> list[str]:
    """Return the beginnings of a text's words of three letters or more, as words are compared.

    >>> stems("Capturing 23 pirates")
    ['captu', 'pirat']
    """
    return [word[:_STEM] for word in _WORD.findall((text if text.isascii() else without_accents(text)).lower())]


@lru_cache(50_000)
def _stem_set(text: str) -> frozenset[str]:
    return frozenset(stems(text))


def rarity_of(texts: Iterable[str]) -> dict[str, float]:
    """Return the weight of each word of some texts: the rarer among them, the more."""
    number: Counter[str] = Counter()
    count = 0
    for count, text in enumerate(texts, start=1):  # noqa: B007 (it is that of all)
        number.update(set(stems(text)))
    return {stem: log((count + 2) / (times + 0.5)) for stem, times in number.items()}


class Salience:
    """The weight, from 0 to 1, of words in the headlines and leads of some articles."""

    def __init__(self, documents: Sequence[DocumentRecord], rarity: Mapping[str, float]) -> None:
        shares: Counter[str] = Counter()
        for document in documents:
            headline = _stem_set(document.heading)
            shares.update(headline | _stem_set(document.text[:_LEAD]))
            shares.update(headline)
        weights = {stem: number * rarity.get(stem, 0.0) for stem, number in shares.items()}
        most = max(weights.values(), default=0.0) or 1.0
        self._weights = {stem: weight / most for stem, weight in weights.items()}

    def of(self, words: Collection[str]) -> float:
        """Return the weight of the weightiest of some words (`stems`)."""
        return max([self._weights.get(stem, 0.0) for stem in words], default=0.0)

    def density(self, text: str) -> float:
        """Return the weight of a text's words, each once, for its length."""
        own = sorted(set(stems(text)))
        return sum(self._weights.get(stem, 0.0) for stem in own) / (len(own) + 6)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document, word for word, with its half-open offsets in the document's text."""

    document: DocumentRecord
    begin: int
    end: int

    @property
    def text(self) -> str:
        """The sentence on one line."""
        return " ".join(self.document.text[self.begin : self.end].split())


@dataclass(frozen=True, slots=True)
class Told:
    """An event or a standing fact, as statements tell it: the fact and the statement that say it best.

    `subject`, `relation` and `object` are how it reads; `statements` are all that say so, and `documents` the
    independent articles (IRIs) among which they are.
    """

    fact: FactRecord
    said: StatementRecord
    subject: str
    relation: str
    object: str
    statements: tuple[StatementRecord, ...]
    documents: frozenset[str]
    value: float

    @property
    def voices(self) -> int:
        """The number of independent articles that say so."""
        return len(self.documents)

    @property
    def is_background(self) -> bool:
        """Whether it holds before and after the news."""
        return is_background(self.fact.predicate)


type _Place = tuple[str, int, int]
"""A sentence: its document's IRI, its begin and its end."""
type _Weighed = list[tuple[float, StatementRecord]]


class NewsValue:
    """The news value of what a graph holds."""

    def __init__(self, contents: GraphContents, rarity: Mapping[str, float] | None = None) -> None:
        """Weigh what a graph holds, or a part of it, of which `rarity` is that of words in the whole (`rarity_of`)."""
        self._known_rarity = rarity
        self._labels, self._predicates = contents.labels(), contents.predicate_labels
        self._facts = {fact.iri: fact for fact in contents.facts}
        self._named = {each.iri for each in contents.entities if each.is_named}
        self._countries = {each.iri for each in contents.entities if each.cls == "Country"}
        everything = (*contents.entities, *contents.participants)
        self._events = {each.iri: each.cls for each in everything if is_a(each.cls, "Event")}
        self._described = {
            each.iri
            for each in contents.entities
            if each.cls != "Person" and each.iri not in self._events and not is_name(each.label.partition(" ")[0])
        }
        self._heads: dict[str, str] = {}
        self._saliences: dict[frozenset[str], Salience] = {}
        self._places: dict[str, dict[_Place, tuple[bool, set[str]]]] = {}
        self.documents = {document.iri: document for document in contents.documents}
        self.by_document: defaultdict[str, list[StatementRecord]] = defaultdict(list)
        for each in contents.statements:
            if each.broken is None and each.fact in self._facts:
                self.by_document[each.document].append(each)

    @cached_property
    def _rarity(self) -> Mapping[str, float]:
        return self._known_rarity or rarity_of(document.text for document in self.documents.values())

    def salience(self, documents: Collection[str]) -> Salience:
        """Return the weights of words in the headlines and leads of these documents (IRIs)."""
        key = frozenset(documents)
        if key not in self._saliences:
            self._saliences[key] = Salience([self.documents[iri] for iri in sorted(key)], self._rarity)
        return self._saliences[key]

    def is_named(self, iri: str) -> bool:
        """Return whether an entity is called by a name."""
        return iri in self._named

    def worth(self, statement: StatementRecord, salience: Salience) -> float:
        """Return the news value of one statement in articles of which these words are salient."""
        text = self.documents[statement.document].text
        ends = [
            self._weight(salience, text, statement.subject_span, statement.subject),
            self._weight(salience, text, statement.object_span, statement.object),
        ]
        verb = self._weight(salience, text, statement.predicate_span, statement.predicate)
        central = (max(ends) + 1.5 * min(ends) + 2 * verb) / 4.5  # of one end the story is anyway
        kind = relation_worth(statement.predicate)
        if _is_credit(text, statement.begin, statement.end):
            kind *= _CREDITED
        subject, object_ = self._words_of(statement.subject), self._words_of(statement.object)
        if subject <= object_ or object_ <= subject:
            kind *= _AGAIN
        named = self._end(statement.subject) * (_VALUE if statement.literal else self._end(statement.object))
        place = 0.5 + 0.5 / (1 + statement.begin / 2500)
        found = _ALONE if statement.rule.startswith(_BY_MODEL) else 1.0
        sure = found * statement.confidence**_SURENESS * (_DOUBTED if self._facts[statement.fact].doubt else 1.0)
        return kind * (0.08 + central) * named * place * _FACTUAL[statement.factuality] * sure

    def _weight(self, salience: Salience, text: str, span: tuple[int, int] | None, name: str) -> float:
        weight = 0.0 if name == UNKNOWN_IRI else salience.of(self._words_of(name))
        return weight if span is None else max(weight, salience.of(_stem_set(text[span[0] : span[1]])))

    def _end(self, iri: str) -> float:
        if iri == UNKNOWN_IRI:
            return _NOBODY
        return 1.0 if self.is_named(iri) and iri not in self._described else _UNNAMED

    def worths(self, stories: Iterable[Collection[str]], facts: Container[str] | None = None) -> dict[str, float]:
        """Return the news value of each fact: its best statement's, in the story or the article that it is of.

        Of `facts` alone (IRIs), if they are given.
        """
        voices = {iri: frozenset(story) for story in stories for iri in story}
        best: dict[str, float] = {}
        documents: defaultdict[str, set[str]] = defaultdict(set)
        for document, statements in self.by_document.items():
            salience = self.salience(voices.get(document, {document}))
            for said in statements:
                if facts is not None and said.fact not in facts:
                    continue
                best[said.fact] = max(best.get(said.fact, 0.0), self.worth(said, salience))
                documents[said.fact].add(document)
        return {fact: worth * (1 + log2(len(documents[fact]))) for fact, worth in best.items()}

    def importance(self, worths: Mapping[str, float]) -> dict[str, float]:
        """Return the share of each named entity in the news: of all that its facts are worth, which sums to 1."""
        sums: defaultdict[str, float] = defaultdict(float)
        for iri, worth in worths.items():
            fact = self._facts[iri]
            for end in {fact.subject, fact.object} & self._named:
                sums[end] += worth * (_COUNTRY if end in self._countries else 1.0)
        whole = sum(sums.values()) or 1.0
        return {iri: round(worth / whole, 9) for iri, worth in sums.items()}

    def told(
        self, statements: Iterable[StatementRecord], documents: Collection[str], voices: Collection[str] = ()
    ) -> list[Told]:
        """Return what statements of these documents (IRIs) tell, each event once, the weightiest first.

        `voices` are those of the documents that are no copies of others.
        """
        voices = frozenset(voices or documents)
        salience, first = self.salience(voices), self._first_day(documents)
        by_fact: defaultdict[str, _Weighed] = defaultdict(list)
        for each in statements:
            by_fact[each.fact].append((self.worth(each, salience) * _still(each, first), each))
        groups: defaultdict[str, list[_Weighed]] = defaultdict(list)
        for said in sorted(by_fact.values(), key=lambda said: (-_value(said, voices), said[0][1].fact)):
            alike = groups[_verb(said[0][1].predicate)]
            home = next((group for group in alike if self.is_same(group[0][1], said[0][1])), None)
            if home is None:
                alike.append(said)
            else:
                home += said
        found = [self._told(group, voices) for alike in groups.values() for group in alike]
        return _spread(sorted(found, key=lambda each: (-each.value, each.fact.iri)))

    def _first_day(self, documents: Collection[str]) -> date | None:
        days = [covered_days(day) for iri in documents if (day := self.documents[iri].day)]
        return min((day[0] for day in days if day), default=None)

    def is_same(self, one: StatementRecord, other: StatementRecord) -> bool:
        """Return whether two statements of one relation can be of one event: their ends are called alike."""
        ends = [(one.subject, other.subject), (one.object, other.object)]
        info = RELATIONS.get(one.predicate)
        if info is not None and info.symmetric and one.subject == other.object:
            ends = [(one.subject, other.object), (one.object, other.subject)]
        return all(a == b or UNKNOWN_IRI in {a, b} or self._is_alike(a, b) for a, b in ends)

    def _is_alike(self, one: str, other: str) -> bool:
        """Return whether two ends can be one: events of a kind, names of which one is part of the other."""
        if one in self._events and self._events[one] == self._events.get(other):
            return True
        first, second = self._words_of(one), self._words_of(other)
        if not first or not second:
            return False
        either_is_unnamed = not (self.is_named(one) and self.is_named(other))
        return first <= second or second <= first or (either_is_unnamed and self._head(one) == self._head(other))

    def _words_of(self, iri: str) -> frozenset[str]:
        return _stem_set(self._labels.get(iri, iri))

    def _head(self, iri: str) -> str:
        """Return the main word of what an entity is called: the last before a preposition."""
        if iri not in self._heads:
            self._heads[iri] = next(reversed(stems(_HEAD_END.split(self._labels.get(iri, iri), maxsplit=1)[0])), iri)
        return self._heads[iri]

    def _told(self, said: _Weighed, voices: frozenset[str]) -> Told:
        own = [pair for pair in said if pair[1].document in voices] or said
        named = [pair for pair in own if pair[1].subject != UNKNOWN_IRI] or own
        weightiest = [pair for pair in named if pair[1].fact == named[0][1].fact]
        _, best = max(weightiest, key=lambda pair: (pair[0], -pair[1].begin, pair[1].iri))
        fact = self._facts[best.fact]
        return Told(
            fact=fact,
            said=best,
            subject=self._labels.get(fact.subject, fact.subject),
            relation=relation_words(fact.predicate, self._predicates.get(fact.predicate, fact.predicate)),
            object=self._labels.get(fact.object, fact.object),
            statements=tuple(each for _, each in said),
            documents=frozenset(each.document for _, each in own),
            value=_value(own, voices),
        )

    def sentence_of(self, statement: StatementRecord) -> Sentence:
        """Return the sentence of a statement."""
        return Sentence(self.documents[statement.document], statement.begin, statement.end)

    def best_sentence(
        self,
        told: Iterable[Told],
        salience: Salience,
        *,
        among: Collection[str] = (),
        of: EntityRecord | None = None,
    ) -> Sentence | None:
        """Return the sentence that tells most: of the weightiest events, in salient words, early, and readable alone.

        Of documents (IRIs) `among`, sentences that state other things come into question too: a lead has the news even
        where none of it was read. With `of`, it names that entity; what the entity says in it counts as an event.
        """
        naming = None if of is None else _Naming(of)
        stated = {
            place: each
            for document in among
            for place, each in self._sentences(document).items()
            if naming is None or naming.is_in(place)
        }
        worths = defaultdict[_Place, list[float]](list, {place: [] for place in stated})
        opened = {place for place, (unnamed, _) in stated.items() if unnamed}
        spoken = {place for place, (_, sources) in stated.items() if of is not None and of.iri in sources}
        for each in told:
            places = {(said.document, said.begin, said.end): said for said in each.statements}
            for place, said in places.items():
                if said.document in each.documents:
                    worths[place].append(each.value * said.confidence)
                    if self._opens_unnamed(said):
                        opened.add(place)
        found = {place: sum(v / 2**n for n, v in enumerate(sorted(values)[:-4:-1])) for place, values in worths.items()}
        most = max(found.values(), default=0.0) or 1.0
        scored = []
        for place, worth in found.items():
            document, begin, end = place
            dateline = _DATELINE.match(self.documents[document].text, begin, end)
            sentence = Sentence(self.documents[document], dateline.end() if dateline else begin, end)
            text = sentence.text
            called = 1.0 if naming is None else naming.of(sentence, says=place in spoken)
            readable = (
                _shape(text)
                * called
                * (0.5 if place in opened else 1.0)
                / (1 + begin / _EARLY) ** (0.5 if naming else 1)
            )
            if readable:
                least = _UNTOLD if of is None else _PASSING + _SPEAKS * (place in spoken)
                scored.append(((least + worth / most) * (0.1 + salience.density(text)) * readable, sentence))
        return max(scored, key=lambda pair: (pair[0], -pair[1].begin, pair[1].document.iri), default=(0, None))[1]

    def _sentences(self, document: str) -> Mapping[_Place, tuple[bool, set[str]]]:
        """Return the places of a document's sentences, with whether one opens without a name, and who speaks there."""
        if document not in self._places:
            found: dict[_Place, tuple[bool, set[str]]] = {}
            for said in self.by_document[document]:
                place = said.document, said.begin, said.end
                unnamed, sources = found.get(place, (False, set()))
                found[place] = unnamed or self._opens_unnamed(said), sources | {said.source or ""}
            self._places[document] = found
        return self._places[document]

    def _opens_unnamed(self, statement: StatementRecord) -> bool:
        """Return whether a sentence opens with a word for somebody whose name stands elsewhere: "He", "The man"."""
        span = statement.subject_span
        if span is None or span[0] > statement.begin + 4 or not self.is_named(statement.subject):
            return False
        words = self.documents[statement.document].text[span[0] : span[1]]
        return not set(stems(words)) & self._words_of(statement.subject)


def _verb(predicate: str) -> str:
    _, slash, verb = predicate.rpartition("/")
    return f"/{verb.partition('_')[0][:_STEM]}" if slash else predicate


def _still(statement: StatementRecord, first: date | None) -> float:
    days = covered_days(statement.time) if statement.time else None
    return _PAST if days and first and days[1] < first - timedelta(_RECENT) else 1.0


def _value(said: _Weighed, voices: frozenset[str]) -> float:
    documents = {each.document for _, each in said}
    return max(worth for worth, _ in said) * (1 + log2(max(1, len(documents & voices))))


def _spread(found: list[Told]) -> list[Told]:
    """Return what is told in the order of its value, less for another relation of a pair that stands before it."""
    seen: Counter[tuple[str, ...]] = Counter()
    weighed = []
    for each in found:
        ends = tuple(sorted((each.fact.subject, each.fact.object)))
        weighed.append((each.value * _AGAIN ** seen[ends], each))
        seen[ends] += 1
    return [each for _, each in sorted(weighed, key=lambda pair: (-pair[0], pair[1].fact.iri))]


def _is_credit(text: str, begin: int, end: int) -> bool:
    if text.find(_SLASH, begin, end) >= 0:
        return True
    return text.find("contribut", begin, end) >= 0 and _CREDIT.search(text, begin, end) is not None  # which is slow


def _shape(sentence: str) -> float:
    """Return how well a sentence reads by itself, from 0 to 1."""
    number = len(sentence.split())
    if not _FEWEST <= number <= _LONGEST:
        return 0.0
    begins = 1.0 if sentence[0].isupper() else 0.6 if sentence[0].isalnum() else 0.5
    begins *= _CREDITED if _is_credit(sentence, 0, len(sentence)) else 1.0
    begins *= 0.4 if _LEANS.match(sentence) or "?" in sentence[-3:] else 1.0
    return (
        begins * (1.0 if _ENDED.search(sentence) else 0.6) * min(1.0, _MOST / number) ** 2 * min(1.0, number / _PLENTY)
    )


class _Naming:
    """How well sentences name an entity: early, in full, in an article that is about it, and not in a credit."""

    def __init__(self, entity: EntityRecord) -> None:
        self._words = {word for word in _NAME_WORD.findall(entity.label) if word[0].isupper()}
        self._mentions: defaultdict[str, list[MentionRecord]] = defaultdict(list)
        for each in entity.mentions:
            self._mentions[each.document].append(each)

    def is_in(self, place: _Place) -> bool:
        """Return whether it is mentioned in a sentence."""
        document, begin, end = place
        return any(begin <= each.begin and each.end <= end for each in self._mentions.get(document, ()))

    def of(self, sentence: Sentence, *, says: bool) -> float:
        """Return how well a sentence names it, 0 where it does not; who says it may stand at the end."""
        own, text = self._mentions[sentence.document.iri], sentence.document.text
        best = 0.0
        for each in own:
            words = text[each.begin : each.end]
            named = self._words & {*_NAME_WORD.findall(words)}
            credit = _is_credit(text, each.end, min(each.end + _NEAR, sentence.end))
            if named and not credit and sentence.begin <= each.begin and each.end <= sentence.end:
                late = each.begin - sentence.begin > (sentence.end - sentence.begin) / 2
                owner = _OWNER.match(text, each.end) or _OWNER.search(words)
                shares = named == self._words or _LAST_NAME, says or not late or _NAMED_LATE, not owner or _OWNING
                best = max(best, prod(map(float, shares)))
        about = len(own) / (len(own) + _FEW_MENTIONS)
        is_headline = self._words & {*_NAME_WORD.findall(sentence.document.heading)}
        return best * about * (_IN_HEADLINE if is_headline else 1.0)

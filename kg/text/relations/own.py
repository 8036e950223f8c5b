"""Relations of a user's own ontology: by rules made from its labels and examples, and by kg's that say the same.

What it joins has a name, or is a date or words. A name is of a class of the user's where a noun beside it says so ("the
film Jaws", "Jaws is a film"), and where a relation that takes only that class was found of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from kg import ontology
from kg.ontologies.model import TYPE_IRI, UNSURE
from kg.text.model import RelationMention
from kg.text.relations.finding import clause_relations, noun_relations
from kg.text.relations.matching import Anchor, RuleMatcher
from kg.text.syntax.dependencies import lemma_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.ontologies.model import OwnOntology, OwnRelation, OwnRules
    from kg.rules.rule import Rule
    from kg.text.model import Clause, Parse, Reading

_BOTH: Final = 6
"""How many slots a noun's rule has that takes both who holds it and what it is of, wherever they stand."""
_NOUNS: Final = ("NOUN", "PROPN")
_OPEN: Final = ("DET", "PRON")


def between_names(matcher: RuleMatcher) -> Iterator[RelationMention]:
    """What nouns and verbs say that stand right between two names."""
    parse, phrases = matcher.parse, matcher.referents.phrases
    names = [place for place, phrase in enumerate(phrases) if phrase.kind == "name"]
    ending = {phrases[place].end: place for place in names}
    starting = {phrases[place].start: place for place in reversed(names)}
    for end, first in ending.items():
        if end >= len(parse):
            continue
        after = starting.get(end + 1, -1)
        if after >= 0 and parse.pos[end] in _NOUNS:
            yield from noun_between(matcher, end, first, after)
        yield from _verb_between(matcher, end, first, starting)


def noun_between(matcher: RuleMatcher, noun: int, whole: int, part: int) -> Iterator[RelationMention]:
    """What the rules for a noun say of who holds it and of what it is, where both are known."""
    anchor = Anchor(noun)
    for rule in matcher.rules.rules_for("noun", lemma_of(matcher.parse, noun), every=False):
        if len(rule.subject) + len(rule.object) < _BOTH or not matcher.applies(rule, anchor):
            continue
        ends = (part, whole) if rule.subject[0].steps[-1].role == "subject" else (whole, part)
        yield from _between(matcher, rule, noun, *ends)


def _verb_between(matcher: RuleMatcher, verb: int, first: int, starting: dict[int, int]) -> Iterator[RelationMention]:
    """What the rules for a verb say of the names right before and behind it that the parser does not give it."""
    parse = matcher.parse
    clause = matcher.clause_at.get(verb)
    if clause is not None and clause.heads("subject") and (clause.heads("object") or clause.heads("oblique")):
        return
    for rule in matcher.rules.rules_for("verb", lemma_of(parse, verb), every=False):
        if rule.value == "date" or rule.where:
            continue
        for turned, (left, right) in enumerate(((rule.subject, rule.object), (rule.object, rule.subject))):
            step = right[0].steps[0]
            if left[0].steps[0].role != "subject" or step.role not in ("object", "oblique"):
                continue
            at = verb + 1
            if step.role == "oblique":
                if parse.lower_at(at) not in step.prepositions:
                    continue
                at += 1
            at += at < len(parse) and parse.pos[at] in _OPEN and at not in starting
            second = starting.get(at, -1)
            if second >= 0:
                yield from _between(matcher, rule, verb, *((second, first) if turned else (first, second)))


def _between(matcher: RuleMatcher, rule: Rule, word: int, subject: int, item: int) -> Iterator[RelationMention]:
    if matcher.fits(subject, rule.subject_classes) and matcher.fits(item, rule.object_classes):
        yield matcher.mention(rule, Anchor(word), subject, item)


LEAST: Final = 0.75
"""The cosine from which on two verbs mean nearly the same."""
_TOGETHER: Final = "co"
"""What stands before a verb, with a hyphen, that several do together: "co-produced it with Marlow"."""
_CONFIDENCE: Final = 0.45
"""How sure is what such a verb says."""


def near_relations(matcher: RuleMatcher, own: OwnRules, clause: Clause, place: int) -> Iterator[RelationMention]:
    """What the rules for the verb that means most nearly the same find, where those for a clause's own find nothing."""
    together, _, rest = clause.lemma.rpartition("-")
    if together == _TOGETHER and own.rules.rules_for("verb", rest, every=False):
        also = tuple(replace(a, role="subject") if a.preposition == "with" else a for a in clause.arguments)
        yield from clause_relations(matcher, replace(clause, lemma=rest, arguments=also), place)
        return
    word = _nearest(matcher.parse, own, clause)
    for mention in clause_relations(matcher, replace(clause, lemma=word), place) if word else ():
        if own.rules.by_id[mention.rule].construction == "verb":
            yield replace(mention, rule=f"{mention.rule}.near", confidence=_CONFIDENCE)


def _nearest(parse: Parse, own: OwnRules, clause: Clause) -> str:
    """The verb of the rules that means most nearly what a clause's does, "" where none comes near."""
    vectors = parse.vectors
    plain = clause.head == clause.verb and "_" not in clause.lemma and parse.pos[clause.head] == "VERB"
    if vectors is None or not own.verbs or not plain:
        return ""
    (mine,) = vectors.meanings.of(vectors.rows[[clause.head]])
    length = float(np.linalg.norm(mine))
    if not length:
        return ""
    likeness = own.vectors @ (mine / length)
    likeness[[verb == clause.lemma for verb in own.verbs]] = 0  # whose rules were tried
    best = int(np.argmax(likeness))
    return own.verbs[best] if likeness[best] >= LEAST else ""


_TITLED: Final = frozenset({"Work", "Product", "Event", "Award", "LegalText", "Program"})
"""The classes whose names are made of any words, and taken for names of persons, bodies and places."""
_NEVER: Final = frozenset({"Country", "City", "Region", "Role", "People"})
"""The classes that no title is taken for."""
_BY_CLASS, _BY_DOMAIN = 0.8, 0.6
"""How sure a class is that a noun gives, and one that a relation gives."""


def admitted(own: OwnOntology, classes: Sequence[str]) -> frozenset[str]:
    """The classes of kg's that a name may seem to have and be of one of these classes of the user's, by their IRIs."""
    every = frozenset(ontology.CLASSES) | UNSURE
    if not classes:
        return every
    found = set(UNSURE)
    for kinds in map(own.kinds, classes):
        if not kinds:
            return every
        found.update(cls for cls in ontology.CLASSES if any(ontology.is_a(cls, kind) for kind in kinds))
        if any(ontology.is_a(kind, "Organization") for kind in kinds):
            found.add("Organization")
        if any(ontology.is_a(kind, title) for kind in kinds for title in _TITLED):
            found |= every - _NEVER
    return frozenset(found)


def read_own(reading: Reading, own: OwnRules) -> Reading:
    """A reading with the relations and the classes of a user's ontology, beside what was read before."""
    return _OwnReader(reading, own).read()


class _OwnReader:
    def __init__(self, reading: Reading, own: OwnRules) -> None:
        self.reading, self.own, self.ontology = reading, own, own.ontology
        self.parse, self.referents = reading.parse, reading.referents
        self.matcher = RuleMatcher(self.parse, self.referents, reading.clauses, reading.times, own.rules)
        self.named = [self._own_name(place) for place in range(len(self.referents.phrases))]
        self._through_predicates()
        self.classes: dict[int, dict[str, RelationMention]] = {}
        """Of each referent the user's classes that nouns give it, with the mention that says so."""

    def read(self) -> Reading:
        self._class_by_nouns()
        found = [m for each in self._found() if (m := self._settled(each)) is not None]
        joined = {frozenset((m.subject, m.object)) for m in found if m.object >= 0}
        shown = [m for each in self._shown() if (m := self._settled(each)) is not None]
        found += [m for m in shown if frozenset((m.subject, m.object)) not in joined]
        found += self._typed(found)
        typed = {
            place: kind
            for place, given in self.classes.items()
            if (kind := self._kind_of(place, given)) and kind != self.referents.referents[place].cls
        }
        rows = (replace(row, cls=typed.get(place, row.cls)) for place, row in enumerate(self.referents.referents))
        referents = replace(self.referents, referents=tuple(rows)) if typed else self.referents
        return replace(self.reading, referents=referents, relations=(*self.reading.relations, *found))

    # Names

    def _own_name(self, phrase: int) -> int:
        """A phrase for what this one refers to that is a name: itself, or the nearest; -1 where there is none."""
        place = self.referents.referent_of[phrase]
        if place < 0:
            return -1
        phrases = self.referents.phrases
        if phrases[phrase].kind == "name":
            return phrase
        names = [other for other in self.referents.referents[place].phrases if phrases[other].kind == "name"]
        return phrase if names else -1

    def _through_predicates(self) -> None:
        """Let a name stand for what is said that it is: "Jaws is a film that …", "named Marlow coach".

        And for what it is said to be: "whose stadium is Elland Road".
        """
        for clause in self.reading.clauses:
            if clause.negated:
                continue
            parties = clause.heads("subject") if clause.copular else clause.heads("object") or clause.heads("subject")
            named = [self.named[p] for head in parties if (p := self.matcher.phrase(head)) >= 0]
            heads = (*clause.heads("attribute"), *clause.heads("oblique", "as"))
            said = [p for head in heads if (p := self.matcher.phrase(head)) >= 0]
            if len(named) != 1:
                continue
            for phrase in said:
                if named[0] < 0 <= self.named[phrase]:
                    self._stand_for(self.matcher.phrase(parties[0]), self.named[phrase])
                elif named[0] >= 0 > self.named[phrase]:
                    self._stand_for(phrase, named[0])

    def _stand_for(self, phrase: int, name: int) -> None:
        place = self.referents.referent_of[phrase]
        for other in self.referents.referents[place].phrases if place >= 0 else ():
            self.named[other] = name

    # Classes

    def _class_by_nouns(self) -> None:
        """Note the classes of names by the nouns beside them and by what copulas say that they are."""
        for place, phrase in enumerate(self.referents.phrases):
            if phrase.kind == "name":
                before = max(phrase.start - 1, 0)
                apposed = self.parse.heads[before] == phrase.head or self.parse.heads[phrase.head] == before
                if phrase.start and apposed and self.parse.pos[before] in _NOUNS:
                    self._note_class(place, before)
                last = self.parse.lowers[phrase.end - 1]
                if last in self.own.nouns and phrase.end - phrase.start > 1:
                    self._note_class(place, phrase.end - 1)
            elif phrase.kind == "nominal" and self.named[place] >= 0:
                self._note_class(self.named[place], phrase.head)

    def _note_class(self, phrase: int, noun: int) -> None:
        """Note the class that a noun gives a name, where kg's own class does not speak against it."""
        lemma = lemma_of(self.parse, noun)
        pair = f"{self.parse.lower_at(noun - 1)} {lemma}"
        iri = self.own.nouns.get(pair) or self.own.nouns.get(lemma)
        if iri is None or self.referents.cls(phrase) not in admitted(self.ontology, (iri,)):
            return
        extent = self.referents.phrases[phrase]
        tokens = min(noun, extent.start), max(noun + 1, extent.end)
        self._give(phrase, iri, RelationMention(phrase, TYPE_IRI, -1, "own.class", noun, tokens, confidence=_BY_CLASS))

    def _give(self, phrase: int, iri: str, mention: RelationMention) -> None:
        given = self.classes.setdefault(self.referents.referent_of[phrase], {})
        given.setdefault(iri, replace(mention, value=iri, kind="text"))

    def _kind_of(self, place: int, given: Iterable[str]) -> str:
        """The class of kg's that the user's classes give a referent, "" where that is not known or is none better."""
        cls = self.referents.referents[place].cls
        kinds = {kind for iri in given for kind in self.ontology.kinds(iri) if kind in ontology.CLASSES}
        if len(kinds) != 1 or any(ontology.is_a(cls, kind) for kind in kinds):
            return ""
        return next(iter(kinds))

    def fits(self, phrase: int, classes: Sequence[str], *, strictly: bool = False) -> bool:
        """Whether a name may be of one of some classes; `strictly`: whether it is known to be."""
        if not classes:
            return not strictly
        given = self.classes.get(self.referents.referent_of[phrase], {})
        if given:
            related = (
                self.ontology.below(one, other) or (not strictly and self.ontology.below(other, one))
                for one in given
                for other in classes
            )
            if any(related):
                return True
            if not strictly and not any(iri in self.ontology.classes for iri in classes):
                return self.referents.cls(phrase) in admitted(self.ontology, classes)
            return False
        cls = self.referents.cls(phrase)
        if not strictly:
            return cls in admitted(self.ontology, classes)
        return any(ontology.is_a(cls, kind) for iri in classes for kind in self.ontology.kinds(iri))

    # Relations

    def _found(self) -> Iterator[RelationMention]:
        for place, clause in enumerate(self.reading.clauses):
            exact = [m for m in clause_relations(self.matcher, clause, place) if self._settled(m) is not None]
            yield from exact or near_relations(self.matcher, self.own, clause, place)
            yield from self._given_posts(clause, place)
        yield from noun_relations(self.matcher)
        yield from between_names(self.matcher)
        yield from self._mapped()

    def _given_posts(self, clause: Clause, place: int) -> Iterator[RelationMention]:
        """What a noun says that somebody is made by somebody: "Salo Rovers named Marta Oduya coach"."""
        objects, subjects = clause.heads("object"), clause.heads("subject")
        if clause.copular or len(objects) != 1 or len(subjects) != 1:
            return
        whole, part = self.matcher.phrase(subjects[0]), self.matcher.phrase(objects[0])
        for noun in (*clause.heads("attribute"), *clause.heads("oblique", "as")) if min(whole, part) >= 0 else ():
            for mention in noun_between(self.matcher, noun, whole, part):
                yield replace(mention, clause=place)

    def _mapped(self) -> Iterator[RelationMention]:
        """What kg's own relations say that the user's are equal to, or narrower than."""
        for relation in self.ontology.relations.values():
            for mention in self.reading.relations:
                turned = mention.kind == "entity" and min(mention.subject, mention.object) >= 0
                if mention.predicate in relation.same:
                    yield _as(relation, mention, "same")
                elif mention.predicate in relation.inverse and turned:
                    yield _as(relation, _turned(mention), "inverse")
                elif mention.predicate in relation.above and self._alone(relation, mention):
                    yield _as(relation, mention, "narrower")

    def _shown(self) -> Iterator[RelationMention]:
        """What kg's own relations say that it finds in the examples of a relation: the least sure of all."""
        for relation in self.ontology.relations.values():
            for mention in self.reading.relations:
                if mention.predicate in relation.shown and self._alone(relation, mention):
                    yield _as(relation, mention, "shown")
                elif mention.predicate in relation.shown_inverse and self._alone(relation, _turned(mention)):
                    yield _as(relation, _turned(mention), "shown")

    def _alone(self, relation: OwnRelation, mention: RelationMention) -> bool:
        """Whether both ends are known to be of a relation's classes, and no other relation says as much of them."""
        if mention.kind != "entity" or min(mention.subject, mention.object) < 0:
            return False
        subject, obj = self.named[mention.subject], self.named[mention.object]
        others = [
            other
            for other in self.ontology.relations.values()
            if (mention.predicate in other.above or other is relation)
            and min(subject, obj) >= 0
            and self.fits(subject, other.domain, strictly=True)
            and self.fits(obj, other.range, strictly=True)
        ]
        return others == [relation]

    def _settled(self, mention: RelationMention) -> RelationMention | None:
        """A relation between names, or a name and a value, of classes that it takes; else None."""
        relation = self.ontology.relations[mention.predicate]
        subject = self.named[mention.subject] if mention.subject >= 0 else -1
        if subject < 0 or not self.fits(subject, relation.domain):
            return None
        if relation.kind == "date":
            return replace(mention, subject=subject) if mention.kind == "date" else None
        if mention.object < 0:
            return None
        if relation.kind == "text":
            phrase = self.referents.phrases[mention.object]
            words = self.parse.words_of(phrase.start, phrase.end)
            return replace(mention, subject=subject, object=-1, value=words, kind="text")
        obj = self.named[mention.object]
        if obj < 0 or not self.fits(obj, relation.range) or self.matcher.coreferent(subject, obj):
            return None
        return replace(mention, subject=subject, object=obj)

    def _typed(self, found: Sequence[RelationMention]) -> list[RelationMention]:
        """What the names are: by nouns, and where a relation takes one class of the user's alone, by that."""
        for mention in found:
            relation = self.ontology.relations[mention.predicate]
            for phrase, classes in ((mention.subject, relation.domain), (mention.object, relation.range)):
                own = [iri for iri in classes if iri in self.ontology.classes]
                if phrase >= 0 and len(classes) == len(own) == 1 and not self._is_given(phrase, own[0]):
                    rule = f"own.{_local(relation.iri)}.{'domain' if phrase == mention.subject else 'range'}"
                    plain = replace(
                        mention, subject=phrase, object=-1, predicate=TYPE_IRI, qualifiers=(), negated=False
                    )
                    self._give(phrase, own[0], replace(plain, rule=rule, confidence=_BY_DOMAIN))
        return [mention for given in self.classes.values() for mention in given.values()]

    def _is_given(self, phrase: int, iri: str) -> bool:
        given = self.classes.get(self.referents.referent_of[phrase], {})
        return any(self.ontology.below(each, iri) for each in given)


def _turned(mention: RelationMention) -> RelationMention:
    return replace(mention, subject=mention.object, object=mention.subject)


def _as(relation: OwnRelation, mention: RelationMention, how: str) -> RelationMention:
    return replace(mention, predicate=relation.iri, rule=f"own.{_local(relation.iri)}.{how}", fallback=False)


def _local(iri: str) -> str:
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]

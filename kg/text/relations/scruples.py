"""What a newspaper would not print: grave facts that the words or the arguments of a relation mention leave open.

In: `Reading`. Out: its relation mentions, with less confidence where another person may be meant or nothing was done.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.text.lexicon.tables import word_lists, words
from kg.text.model import PROPOSED, UNNAMED
from kg.text.syntax.dependencies import lemma_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.model import Reading, RelationMention

LISTS: Final = word_lists("words/relations/qualifiers")
CRIMES: Final = words("relation_kinds", "crimes")
_GRAVE: Final = word_lists("words/relations/grave")
_DOUBTFUL: Final = 0.6
"""The most confidence of a grave fact whose words or arguments leave it open: no direct triple."""
_UNLIKELY: Final = 0.45
"""The most confidence of what the network relates across the marks of a quotation, or to who only stands beside it."""
_AFTERWARDS: Final = 2
"""How many tokens after the arguments may say what befell the second: "shot her to death"."""
_TAKING_PART: Final = ("participatedIn", "organized", "created")
_LABEL: Final = 4
"""The fewest letters of a word in capitals that a colon makes a label."""
_BEFORE: Final = 4
"""How many sentences back somebody is named whom "he" goes on with, and one more."""
_ANYBODY: Final = words("words/function_words", "determiners", "indefinite_articles") | {"one", "another", "some"}
_THIRD: Final = words("words/function_words", "pronouns", "third_subject")


class Scruples:
    """Lowers the confidence of what a reader of one document would not print."""

    def __init__(self, reading: Reading) -> None:
        self._parse, self._referents = reading.parse, reading.referents
        parse = reading.parse
        self._labels = {
            word for word, mark in pairwise(parse.words) if mark == ":" and word.isupper() and len(word) >= _LABEL
        }
        self._clause_at = {
            token: place
            for place, clause in reversed(list(enumerate(reading.clauses)))
            if clause.link != "light"
            for token in (clause.verb, clause.head)
        }
        self._quoted, self._told = [-1] * len(parse), [-1] * len(parse)
        self._speakers = [self._referent_at(claim.source) for claim in reading.claims]
        self._hearers = [
            -1
            if claim.clause < 0 or reading.clauses[claim.clause].lemma in _GRAVE["accused"]
            else self._referent_at(claim.to)
            for claim in reading.claims
        ]
        for number, claim in enumerate(reading.claims):
            start, stop = (bisect_left(parse.begins, at) for at in (claim.span.begin, claim.span.end))
            for inside in (self._quoted, self._told) if claim.direct else (self._told,):
                inside[start:stop] = [number] * (stop - start)
        self._made = {
            (parse.sentence_of[m.anchor], self._referent(m.object))
            for m in reading.relations
            if m.predicate == "created" and m.rule != PROPOSED and m.subject >= 0 and m.object >= 0
        }
        """The sentences and referents of what somebody made, as rules read it."""
        self._done: dict[tuple[int, str, int], set[int]] = {}
        """The referents who did a grave thing, as rules read it, by sentence, relation and referent it was done to."""
        for m in reading.relations:
            if m.predicate in _GRAVE and m.rule != PROPOSED and m.subject >= 0 and m.object >= 0:
                key = (parse.sentence_of[m.anchor], m.predicate, self._referent(m.object))
                self._done.setdefault(key, set()).add(self._referent(m.subject))

    def _referent(self, phrase: int) -> int:
        return self._referents.referent_of[phrase] if phrase >= 0 else -1

    def _referent_at(self, token: int) -> int:
        return self._referent(self._referents.phrase_at[token]) if token >= 0 else -1

    def __call__(self, mention: RelationMention) -> RelationMention:
        """Return the mention with the confidence that its words and arguments bear out."""
        named = mention.rule == PROPOSED and mention.subject >= 0 and mention.object >= 0
        if named and (self._is_across(mention) or self._is_beside(mention)):
            mention = replace(mention, confidence=min(mention.confidence, _UNLIKELY))
        if mention.predicate not in _GRAVE or mention.object < 0:
            return mention
        if mention.subject >= 0 and self._is_of_several(mention.subject):
            mention = replace(mention, confidence=min(mention.confidence, _UNLIKELY))
        said = mention.stated_at
        if mention.rule == PROPOSED:
            said = self._stated(mention)
            mention = replace(mention, clause=self._clause_at.get(said, mention.clause))  # "said it will indict him"
            if mention.subject >= 0 and lemma_of(self._parse, self._head(mention.subject)) in _GRAVE["deeds"]:
                mention = replace(mention, subject=UNNAMED)
            if said >= 0 and mention.predicate == "convicted":
                mention = replace(mention, negated=lemma_of(self._parse, said) in LISTS["acquitting"])
            if (
                self._is_reversed(mention, said)
                or self._is_by_another(mention)
                or any(self._is_of_another(mention, end) for end in self._ends(mention))
            ):
                mention = replace(mention, confidence=min(mention.confidence, _UNLIKELY))
        if said == -1 or self._is_labelled(mention) or self._is_ambiguous(mention):
            return replace(mention, stated_at=said, confidence=min(mention.confidence, _DOUBTFUL))
        return replace(mention, stated_at=said)

    def _head(self, phrase: int) -> int:
        return self._referents.phrases[phrase].head

    def _ends(self, mention: RelationMention) -> list[int]:
        return [place for place in (mention.subject, mention.object) if place >= 0]

    def _stated(self, mention: RelationMention) -> int:
        """Return the word nearest to the anchor that says a grave relation, -1 for none."""
        parse, known = self._parse, _GRAVE[mention.predicate]
        first, last = mention.tokens
        end = min(last + _AFTERWARDS, parse.sentence_end(last - 1))
        near = {mention.anchor, *parse.children[mention.anchor], *range(first, end)}
        near.update(*(parse.children[self._head(place)] for place in self._ends(mention)))
        by_word = {token: {lemma_of(parse, token), parse.lowers[token]} for token in near}
        said = [token for token, forms in by_word.items() if forms & known]
        if not said and mention.predicate == "killed" and any(forms & _GRAVE["fatal"] for forms in by_word.values()):
            said = [token for token, forms in by_word.items() if forms & _GRAVE["attacked"]]
        if mention.stated_at is not None and mention.stated_at in said:
            return mention.stated_at
        return min(said, key=lambda token: (abs(token - mention.anchor), token), default=-1)

    def _is_reversed(self, mention: RelationMention, said: int) -> bool:
        """Return whether the word that says a fact has other arguments: "Ruiz claimed" accuses no Ruiz, "no charges".

        Who faces a sentence has none. Who is the subject of a verb does nothing that is said beside it: "was jailed,
        but a court ordered a retrial".
        """
        parse = self._parse
        if said < 0:
            return False
        if any(parse.lowers[node] == "no" for node in parse.children[said]):
            return True
        if mention.predicate == "convicted" and lemma_of(parse, parse.heads[said]) == "face":
            return True
        if parse.pos[said] == "VERB" and lemma_of(parse, said) not in LISTS["of_oneself"]:
            done = {self._referent_at(node) for node in parse.dependents(said, "nsubj")} - {-1}
            if self._referent(mention.object) in done:
                return True
        head = self._head(mention.subject) if mention.subject >= 0 else said
        over = parse.heads[head]
        return parse.deps[head] == "nsubj" and not parse.left[over] <= said <= parse.right[over]

    def _is_of_several(self, place: int) -> bool:
        """Return whether a clause on several hangs on one person: "troops loyal to Ruiz who have fired"."""
        parse, phrase = self._parse, self._referents.phrases[place]
        if phrase.plural or self._referents.cls(place) != "Person" or parse.dependents(phrase.head, "conj"):
            return False
        if parse.deps[phrase.head] == "conj":
            return False
        for verb in parse.dependents(phrase.head, "relcl"):
            finite = [verb, *parse.dependents(verb, "aux", "auxpass")]
            if any(parse.tags[node] == "VBP" or parse.lowers[node] == "were" for node in finite):
                return True
        return False

    def _is_by_another(self, mention: RelationMention) -> bool:
        """Return whether a rule reads in the sentence that somebody else did this to the object.

        "Hale is accused of shooting Ruiz, and Berg of shooting Lee": Berg did nothing to Ruiz.
        """
        key = (self._parse.sentence_of[mention.anchor], mention.predicate, self._referent(mention.object))
        others = self._done.get(key)
        return mention.subject >= 0 and others is not None and self._referent(mention.subject) not in others

    def _is_of_another(self, mention: RelationMention, place: int) -> bool:
        """Return whether an argument only says whose somebody is who is meant.

        "Hurt Ruiz's mother", "the prosecutor's office accuses Ruiz".
        """
        parse, head = self._parse, self._head(place)
        over = parse.heads[head]
        if parse.deps[head] == "pobj" and parse.lowers[over] == "of":
            over = parse.heads[over]
        elif parse.deps[head] != "poss":
            return False
        noun = self._referents.phrase_at[over]
        if parse.deps[head] != "poss" and not (noun >= 0 and ontology.is_a(self._referents.cls(noun), "Agent")):
            return False
        return lemma_of(parse, over) not in _GRAVE[mention.predicate] | _GRAVE["deeds"]

    def _is_labelled(self, mention: RelationMention) -> bool:
        """Return whether a label in capitals ("VICTIM:") stands in, or between, the arguments."""
        first, last = self._referents.extent(*self._ends(mention))
        return not self._labels.isdisjoint(self._parse.words[first:last])

    def _is_ambiguous(self, mention: RelationMention) -> bool:
        """Return whether "he", or "the senator" of another sentence, may be somebody else.

        In a quotation "he" is who its speaker has named, not whom the article names beside it.
        """
        parse, phrases = self._parse, self._referents.phrases
        for place in self._ends(mention):
            phrase = phrases[place]
            described = phrase.kind == "nominal" and self._referent(place) >= 0
            if described and (not self._is_named_near(place) or self._is_no_one_known(place)):
                return True
            if phrase.kind != "pronoun" or parse.lowers[phrase.head] not in _THIRD:
                continue
            if not self._is_named_in_speech(place):
                return True
            start = parse.sentences[parse.sentence_of[phrase.head]][0]
            others = {
                self._referent(other)
                for other in {*self._referents.phrase_at[start : phrase.head]} - {-1}
                if phrases[other].kind == "name" and self._referents.cls(other) == "Person"
            }
            if others - {-1, *map(self._referent, self._ends(mention))}:
                return True
            nearest = max(self._persons_before(phrase.head), key=lambda p: phrases[p].head, default=place)
            if self._referent(nearest) not in {-1, *map(self._referent, self._ends(mention))}:
                return True  # "his brother, who died after he was shot"
            if nearest == place and self._is_about_another(place):
                return True
        return False

    def _is_about_another(self, place: int) -> bool:
        """Return whether the sentences before a pronoun tell of another person: "Ruiz killed Lee. He was charged"."""
        parse, referents, here = self._parse, self._referents, self._parse.sentence_of[self._head(place)]
        for number in range(here - 1, max(-1, here - _BEFORE), -1):
            for token in range(*parse.sentences[number]):
                over, verb = referents.phrase_at[token], parse.heads[token]
                subject = parse.deps[token] in ("nsubj", "nsubjpass") and parse.heads[verb] == verb and over >= 0
                if not subject or referents.cls(over) != "Person" or referents.phrases[over].plural:
                    continue
                if referents.phrases[over].kind != "pronoun" or self._referent(over) != self._referent(place):
                    return self._referent(over) != self._referent(place)
        return False

    def _persons_before(self, token: int) -> Iterator[int]:
        """Yield the phrases of a sentence before a token that name or describe one person."""
        start = self._parse.sentences[self._parse.sentence_of[token]][0]
        for place in {*self._referents.phrase_at[start:token]} - {-1}:
            phrase = self._referents.phrases[place]
            if phrase.kind in ("name", "nominal") and not phrase.plural and self._referents.cls(place) == "Person":
                yield place

    def _is_no_one_known(self, place: int) -> bool:
        """Return whether words that stand for a named person are those of a body, of several, or of anybody.

        "Hundreds of Ruiz's supporters", "one of his associates", "the unit" are not Ruiz.
        """
        parse, phrase = self._parse, self._referents.phrases[place]
        if self._referents.cls(place) != "Person":
            return False
        named = self._referents.is_named(self._referent(place))
        body = any(ontology.is_a(phrase.cls, cls) for cls in ("Organization", "People"))
        apposed = parse.deps[phrase.head] in ("appos", "attr") or parse.dependents(phrase.head, "appos")
        anybody = parse.lowers[phrase.start] in _ANYBODY and not apposed
        return named and (body or phrase.plural or anybody)

    def _is_named_in_speech(self, place: int) -> bool:
        """Return whether a pronoun stands in no quotation, or its speaker has named in one who is meant."""
        quote = self._quoted[self._head(place)]
        if quote < 0 or self._referent(place) < 0:
            return True
        phrases = self._referents.phrases
        chain = self._referents.referents[self._referent(place)].phrases
        named = (self._quoted[phrases[p].head] for p in chain if phrases[p].kind == "name")
        return any(other >= 0 and self._speakers[other] == self._speakers[quote] for other in named)

    def _is_named_near(self, place: int) -> bool:
        """Return whether what a noun stands for has no name, or has it in the same sentence."""
        phrases, sentence_of = self._referents.phrases, self._parse.sentence_of
        chain = self._referents.referents[self._referent(place)].phrases
        names = [phrases[p] for p in chain if phrases[p].kind == "name"]
        here = sentence_of[self._head(place)]
        return not names or any(sentence_of[name.head] == here for name in names)

    def _is_across(self, mention: RelationMention) -> bool:
        """Return whether one argument stands in a quotation and the other, not its speaker, outside.

        Nobody has done what he tells of others: "the prosecutor told of the shot that killed her".
        """
        ends = self._ends(mention)
        one, two = (self._quoted[self._head(place)] for place in ends)
        if one != two:
            return self._speakers[max(one, two)] != self._referent(ends[0] if one < two else ends[1])
        inside, told = (self._told[self._head(place)] for place in ends)
        heard = self._hearers[max(inside, told)] if inside != told else -1
        if heard >= 0 and mention.predicate in _GRAVE and heard in map(self._referent, ends):
            return True
        tells = inside != told >= 0 and self._speakers[told] == self._referent(mention.subject)
        return tells and mention.predicate in CRIMES

    def _is_beside(self, mention: RelationMention) -> bool:
        """Return whether the subject only stands beside an event or an act.

        "Seized the base from rebels in a raid during a summit": rebels had no part in it, and the summit is not about
        the raid. "Ana Ruiz, a ministry official, released a statement": the ministry is not who did.
        """
        parse, head = self._parse, self._head(mention.subject)
        over = parse.heads[head]
        if mention.predicate == "about" and parse.lowers[over] == "during":
            return True
        taken_from = parse.lowers[over] == "from" and parse.pos[parse.heads[over]] == "VERB"
        if taken_from and mention.predicate in _TAKING_PART:
            return True
        made = (parse.sentence_of[mention.anchor], self._referent(mention.object))
        if mention.predicate != "created" or made not in self._made:
            return False
        while parse.deps[head] in ("compound", "amod", "nmod", "poss") and parse.heads[head] != head:
            head = parse.heads[head]
        return parse.deps[head] == "appos"

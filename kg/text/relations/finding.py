"""Relations of a document by rules over clauses and noun phrases; births and deaths in brackets; open relations."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.rules.rule_set import shipped_rules
from kg.text.lexicon.tables import word_lists, words
from kg.text.model import UNNAMED, RelationMention
from kg.text.relations.matching import Anchor, RuleMatcher
from kg.text.syntax.dependencies import first_conjunct, lemma_of, prepositional

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.rules.rule import Construction, Rule
    from kg.rules.rule_set import RuleSet
    from kg.text.model import Clause, Parse, Referents, Time

_LONGEST: Final = 30
"""How many tokens the brackets may hold."""
_ADULT: Final = 18
"""How many years lie between two dates at least; a shorter span is rather a term of office."""

_DASH: Final = re.compile(r"\s*[-–—]\s*")
_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_LISTS: Final = word_lists("words/relations/biography")


def find_lifespans(parse: Parse, referents: Referents, times: Sequence[Time]) -> tuple[RelationMention, ...]:
    """Births and deaths given in brackets after the names of people, in the order of the text."""
    found: list[RelationMention] = []
    for place, phrase in enumerate(referents.phrases):
        opening = phrase.end
        named = phrase.kind == "name" and opening < len(parse) and parse.words[opening] == "("
        if named and _is_person(referents, place):
            limit = min(len(parse), opening + _LONGEST)
            closing = next((token for token in range(opening + 1, limit) if parse.words[token] == ")"), -1)
            if closing > opening + 1:
                found += _in_brackets(parse, referents, times, (place, opening + 1, closing))
    return tuple(found)


def _is_person(referents: Referents, place: int) -> bool:
    return place >= 0 and referents.referent_of[place] >= 0 and referents.cls(place) == "Person"


def _in_brackets(
    parse: Parse, referents: Referents, times: Sequence[Time], where: tuple[int, int, int]
) -> Iterator[RelationMention]:
    """What stands between the brackets, the second and third of `where`, of a person's phrase, the first."""
    person, start, end = where
    dates = [time for time in times if start <= time.start and time.end <= end and time.value]
    born = next((token for token in range(start, end) if parse.lowers[token] in _LISTS["born"]), -1)
    died = next((token for token in range(start, end) if parse.lowers[token] in _LISTS["died"]), -1)
    if born < 0 and died < 0:
        yield from _span(parse, dates, where)
        return
    after_birth = died if died > born else end
    for word, predicate, stop in ((born, "bornOn", after_birth), (died, "diedOn", end)):
        date = next((time for time in dates if word >= 0 and word < time.start < stop and "/" not in time.value), None)
        if date is not None:
            yield _dated(where, predicate, date.value, word)
    for token in range(born + 1, after_birth) if born >= 0 else ():
        at = referents.starting(token)
        if at >= 0 and ontology.is_a(referents.cls(at), "Place") and parse.lowers[token - 1] in ("in", "at", ","):
            yield RelationMention(person, "bornIn", at, "bornIn.brackets", born, (start, end), confidence=0.9)
            return


def _span(parse: Parse, dates: Sequence[Time], where: tuple[int, int, int]) -> Iterator[RelationMention]:
    """A first and a last date that fill the brackets."""
    _, start, end = where
    if not dates or dates[0].start != start or dates[-1].end != end:
        return
    if len(dates) == 1:
        first, _, last = dates[0].value.partition("/")
    elif len(dates) == 2 and _DASH.fullmatch(parse.text[parse.ends[dates[0].end - 1] : parse.begins[dates[1].start]]):
        first, last = dates[0].value, dates[1].value
    else:
        return
    if _DATE.fullmatch(first) and _DATE.fullmatch(last) and int(last[:4]) - int(first[:4]) >= _ADULT:
        yield _dated(where, "bornOn", first, start)
        yield _dated(where, "diedOn", last, end - 1)


def _dated(where: tuple[int, int, int], predicate: str, date: str, anchor: int) -> RelationMention:
    rule = f"{predicate}.brackets"
    return RelationMention(where[0], predicate, -1, rule, anchor, where[1:], value=date, kind="date", confidence=0.9)


_EVENTS: Final = frozenset({"tookPlaceIn"})
_STATIC: Final = frozenset({"locatedIn", "near"})
_NOUNS: Final = ("NOUN", "PROPN")


def find_phrase_relations(matcher: RuleMatcher) -> list[RelationMention]:
    """The relations that the noun phrases of a document say."""
    found = noun_relations(matcher)
    ending = {p.end: p.head for p in reversed(matcher.referents.phrases) if p.kind == "name"}
    for token, label in enumerate(matcher.parse.deps):
        if label == "prep":
            found += _by_preposition(matcher, token, ending)
    return [*found, *_dates(matcher)]


def noun_relations(matcher: RuleMatcher) -> list[RelationMention]:
    """What the rules for nouns find at those that head no clause."""
    parse = matcher.parse
    found: list[RelationMention] = []
    for token in range(len(parse)):
        if parse.pos[token] in _NOUNS and token not in matcher.clause_at:
            anchor = Anchor(token)
            rules = matcher.rules.rules_for("noun", lemma_of(parse, token), every=False)
            for rule in (*rules, *matcher.any_noun(token)):
                found += matcher.apply(rule, anchor)
    return found


def _by_preposition(matcher: RuleMatcher, token: int, ending: Mapping[int, int]) -> Iterator[RelationMention]:
    """What a preposition after a noun says: "a plant in Varna"; coordinated nouns before it share it."""
    found = [(name, head) for name, head, clause in prepositional(matcher.parse, token) if not clause]
    for noun, relations in _governors(matcher.parse, token, ending):
        anchor = Anchor(noun)
        for name, head in found:
            for rule in matcher.rules.rules_for("preposition", name):
                known = rule.value == "entity" and (not relations or rule.relation in relations)
                if known and matcher.applies(rule, anchor):
                    yield from _between(matcher, rule, token, noun, head)


def _between(matcher: RuleMatcher, rule: Rule, token: int, noun: int, head: int) -> Iterator[RelationMention]:
    """What a rule for the preposition at `token` says of the noun before it and the one after it."""
    first, second = (head, noun) if rule.subject[0].steps[0].role == "object" else (noun, head)
    for subject in matcher.fitting([first], rule.subject_classes):
        for obj in matcher.fitting([second], rule.object_classes):
            if matcher.joins(rule, subject, obj):
                tokens = matcher.referents.extent(subject, obj)
                yield replace(matcher.mention(rule, Anchor(token), subject, obj), tokens=tokens, qualifiers=())


def _governors(parse: Parse, token: int, ending: Mapping[int, int]) -> Iterator[tuple[int, frozenset[str]]]:
    """The nouns that a preposition may belong to, each with the relations that it can say of them, none for any."""
    governor = parse.heads[token]
    aged = parse.lowers[governor] == "old" and parse.words[governor - 1] == "-"  # "a 16-year-old from Varna"
    if parse.pos[governor] not in _NOUNS and not aged:
        # "a fire gutted a store in Varna": the parser gives "in" to the verb, the store is there too
        if parse.deps[token - 1] in ("dobj", "pobj", "appos"):
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
    if parse.deps[governor] == "pobj" and parse.pos[parse.heads[above]] in _NOUNS:
        # "an attack on a ship in the gulf", "a home for orphans in Varna": it holds of the outer noun as well
        yield parse.heads[above], _EVENTS | _STATIC if parse.lowers[above] == "for" else _EVENTS


def _dates(matcher: RuleMatcher) -> Iterator[RelationMention]:
    """The date of a noun: "the meeting on 3 May", "the 2015 treaty"."""
    parse = matcher.parse
    rules = [rule for rule in matcher.rules.rules_for("preposition", "on") if rule.value == "date"]
    nouns = {t.governor for t in matcher.times if t.governor >= 0 and parse.pos[t.governor] in _NOUNS}
    for noun in sorted(nouns):
        for rule in rules:
            yield from matcher.apply(rule, Anchor(noun))


_STANCES: Final = ("supports", "opposes")
"""Who calls a plan reckless opposes it, and describes it all the same."""
_SOURCES: Final = words("words/attitudes", "reporting", "phrases")
_DESCRIBING: Final = words("words/relations/open", "describing")
_TO_COME: Final = words("words/attitudes", "planned", "adjectives") | words("words/relations/open", "able")
_EMPTY: Final = frozenset({"PRON", "DET", "PUNCT", "SYM", "X"})
"""Parts of speech of single words that describe nothing."""
_ARTICLES: Final = words("words/function_words", "determiners", "articles")
_LOOSE: Final = (
    words("words/function_words", "pronouns", "neuter")
    | words("words/function_words", "pronouns", "third_plural")
    | words("words/function_words", "determiners", "definite")
)
_OUTSIDE: Final = frozenset(
    {"relcl", "acl", "advcl", "ccomp", "conj", "cc", "punct", "parataxis", "appos", "nsubj", "nsubjpass", "csubj"}
    | {"cop", "aux", "auxpass", "mark", "expl", "neg"}
)
"""The labels of what does not belong to the words of a description."""


def find_open_relations(matcher: RuleMatcher, found: Sequence[RelationMention]) -> list[RelationMention]:
    """Open predicates and descriptions, from clauses that no relation in `found` was read off."""
    read = {m.clause for m in found if m.predicate not in _STANCES}
    joined = {pair for m in found for pair in ((m.subject, m.object), (m.object, m.subject))}
    mentions: list[RelationMention] = []
    for place, clause in enumerate(matcher.clauses):
        if clause.link in ("nominal", "light"):
            continue
        if place not in read and clause.verb >= 0:
            mentions += _descriptions(matcher, clause, place)
        mentions += (m for m in _open(matcher, clause, place) if (m.subject, m.object) not in joined)
    return mentions


def _open(matcher: RuleMatcher, clause: Clause, place: int) -> Iterator[RelationMention]:
    """The open predicates between a clause's subject and its objects, else what follows its prepositions."""
    objects = [(p, "") for p in _phrases(matcher, clause.heads("object"))] or [
        (p, f"_{argument.preposition}")
        for argument in clause.arguments
        if argument.role == "oblique" and argument.preposition and argument.preposition not in _SOURCES
        for p in _phrases(matcher, (argument.head,))
    ]
    objects = [(p, ending) for p, ending in objects if not _is_loose(matcher, p)]
    verb = clause.lemma if not clause.copular else f"be_{clause.lemma}" if clause.lemma != "be" else "be"
    span = clause.start, clause.end
    for subject in _phrases(matcher, clause.heads("subject")) if objects else ():
        if _is_loose(matcher, subject):
            continue
        for obj, ending in objects:
            if not matcher.coreferent(subject, obj):
                predicate = f"p/{verb}{ending}"
                yield RelationMention(subject, predicate, obj, "open", clause.head, span, place, confidence=0.4)


def _is_loose(matcher: RuleMatcher, place: int) -> bool:
    """Whether "it" or "they" means what no noun before it in the sentence names: half of what it says is wrong."""
    parse, referents, phrase = matcher.parse, matcher.referents, matcher.referents.phrases[place]
    if phrase.kind != "pronoun" or parse.lowers[phrase.head] not in _LOOSE:
        return False
    start = parse.sentences[parse.sentence_of[phrase.head]][0]
    chain = (referents.phrases[other] for other in referents.referents[referents.referent_of[place]].phrases)
    return not any(other.kind != "pronoun" and start <= other.head < phrase.head for other in chain)


def _phrases(matcher: RuleMatcher, heads: Sequence[int]) -> list[int]:
    return [p for head in heads if (p := matcher.phrase(head)) >= 0]


def _descriptions(matcher: RuleMatcher, clause: Clause, place: int) -> Iterator[RelationMention]:
    """What a copula says that something is, or what somebody calls it or describes it as, in words."""
    parse, span = matcher.parse, (clause.start, clause.end)
    rule = "copula" if clause.copular else "called"
    subjects = _phrases(matcher, clause.heads("subject" if clause.copular else "object"))
    heads = [(head, rule) for head in clause.heads("attribute")]
    if clause.lemma in _DESCRIBING:
        heads += [(head, "as") for head in _after_as(parse, clause.verb)]
    for head, rule in heads:
        if clause.copular and _is_to_come(parse, head):
            continue
        start, end = _extent(parse, head)
        if end - start == 1 and parse.pos[head] in _EMPTY:
            continue  # "who she is"
        value = parse.words_of(start, end)
        for subject in subjects:
            if not _is_name_of(matcher, head, subject):
                rule_id = f"describedAs.{rule}"
                yield RelationMention(
                    subject, "describedAs", -1, rule_id, clause.head, span, place, value, "text", confidence=0.5
                )


def _is_to_come(parse: Parse, head: int) -> bool:
    """Whether an adjective only says how what "to" brings is meant: "is due to meet X", "was ready to leave"."""
    if parse.lemmas[head].lower() not in _TO_COME:
        return False
    return any(parse.lowers[parse.left[node]] == "to" for node in parse.dependents(head, "xcomp"))


def _after_as(parse: Parse, verb: int) -> Iterator[int]:
    """The words that "as" brings after a verb: "as a mistake", "as reckless"."""
    for node in parse.dependents(verb, "prep"):
        if parse.lowers[node] == "as":
            yield from (c for c in parse.children[node] if parse.pos[c] in ("NOUN", "PROPN", "ADJ", "VERB"))


def _is_name_of(matcher: RuleMatcher, head: int, subject: int) -> bool:
    """Whether a predicate noun is only another name of the subject ("Varna is Bulgaria's port" is no name)."""
    phrase = matcher.phrase(head)
    return phrase >= 0 and matcher.parse.pos[head] in ("PROPN", "PRON") and matcher.coreferent(subject, phrase)


def _extent(parse: Parse, head: int) -> tuple[int, int]:
    start = end = head
    for node in parse.children[head]:
        label = parse.deps[node]
        if label in _OUTSIDE or (label == "det" and lemma_of(parse, node) in _ARTICLES):
            continue
        start, end = min(start, parse.left[node]), max(end, parse.right[node])
    return start, end + 1


def find_relations(
    parse: Parse,
    referents: Referents,
    clauses: Sequence[Clause],
    times: Sequence[Time] = (),
    rules: RuleSet | None = None,
) -> tuple[RelationMention, ...]:
    """The relations of a document: births and deaths first, then what the rules find, sorted by place.

    `rules` are those that come with kg where no others are given. Where several rules find one relation between the
    same phrases, the surest is kept; where no rule reads a clause, its own words make an open predicate.
    """
    matcher = RuleMatcher(parse, referents, clauses, times, rules or shipped_rules())
    found = [mention for place, clause in enumerate(clauses) for mention in clause_relations(matcher, clause, place)]
    found += find_phrase_relations(matcher)
    best: dict[tuple[object, ...], RelationMention] = {}
    for mention in _allowed(matcher, found):
        key = (mention.subject, mention.predicate, mention.object, mention.value, mention.negated)
        if key not in best or mention.confidence > best[key].confidence:
            best[key] = mention
    kept = _without_assumed(best.values())
    kept += find_open_relations(matcher, kept)
    kept.sort(key=lambda m: (m.tokens, m.anchor, m.predicate, m.subject, m.object, m.value))
    return (*find_lifespans(parse, referents, times), *kept)


def clause_relations(matcher: RuleMatcher, clause: Clause, place: int) -> Iterator[RelationMention]:
    """What rules find at the head of a clause: at its verb, or at a noun or adjective as predicate."""
    anchor = Anchor(clause.head, clause)
    readings: list[tuple[Construction, str]] = [("verb", clause.lemma)]
    if clause.head != clause.verb or clause.link == "nominal":
        word = lemma_of(matcher.parse, clause.head)
        readings += [("noun", word), ("adjective", word)]
        if clause.copular:
            readings.append(("verb", "be"))
    roles = frozenset(key for a in clause.arguments for key in (a.role, f"{a.role}:{a.preposition}"))
    for construction, word in readings:
        noun = construction == "noun"
        rules = matcher.rules.rules_for_clause(construction, word, roles, passive=clause.passive, every=not noun)
        if noun:
            rules += tuple(r for r in matcher.any_noun(clause.head) if r.may_apply(roles, passive=clause.passive))
        for rule in rules:
            yield from matcher.apply(rule, anchor, place)


def _allowed(matcher: RuleMatcher, found: list[RelationMention]) -> Iterator[RelationMention]:
    for mention in found:
        relation = ontology.RELATIONS[mention.predicate]
        subject = mention.subject == UNNAMED or relation.takes_subject(matcher.cls(mention.subject))
        if subject and (mention.object < 0 or relation.takes_object(matcher.cls(mention.object))):
            yield mention


def _without_assumed(mentions: Iterable[RelationMention]) -> list[RelationMention]:
    """The mentions without those that are only assumed of phrases between which another rule found something."""
    every = list(mentions)
    joined = {frozenset((m.subject, m.object)) for m in every if not m.fallback and m.object >= 0}
    return [m for m in every if not (m.fallback and frozenset((m.subject, m.object)) in joined)]

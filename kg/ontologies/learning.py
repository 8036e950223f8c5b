"""From an ontology to rules: what its labels say, and what the example sentences of each relation show.

A label ("director", "directed by", "member of", "release date") is read as a verb or a noun with its preposition. An
example is read by kg's own stages with its marked ends as names: wherever a verb or a noun of it leads to both ends by
the arguments that rule tables know (`kg.rules.load`), that is a pattern of the relation; the shortest are kept.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from importlib import resources
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kg.model import Document
from kg.ontologies.model import OwnRules
from kg.ontology import RELATIONS, is_a
from kg.pipeline import read_parse
from kg.rules.load import parse_slot
from kg.rules.rule import Condition, Rule
from kg.rules.rule_set import RuleSet
from kg.text.lexicon.nouns import NOUN_CLASSES, class_of_noun, singular
from kg.text.model import Name
from kg.text.parsing.parser import load_meanings, load_parser
from kg.text.relations.matching import Anchor, fillers
from kg.text.relations.own import admitted
from kg.text.syntax.dependencies import lemma_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.ontologies.model import OwnClass, OwnOntology, OwnRelation
    from kg.rules.rule import Construction
    from kg.text.model import Clause, Parse, Reading
    from kg.text.parsing.parser import Parser

_WORDS: Final = tomllib.loads(resources.files("kg.ontologies").joinpath("words.toml").read_text("utf-8"))
PLACING: Final = tuple(_WORDS["placing"].split())
"""The prepositions of places."""
WHOLE: Final = ("oblique:" + _WORDS["of"].replace(" ", "|"), "possessive", "modifier")
"""The slots of the whole of a noun: "the director of X", "X's director", "X director Y"."""
PART: Final = ("subject", "appositive", "head")
"""The slots of what a noun names: "Y is director", "Y, the director", "the director"."""
_AGENTS: Final = ("or", "er")
"""The ends of nouns for who does what a verb says."""
_AUXILIARY: Final = ("be", "have")
_LEAST: Final = 0.4
"""The least similarity of a verb to the noun that seems to be made from it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """The pattern of a rule: words, the slots of subject and object in order, as rule tables write them.

    `where` are conditions, each a slot with the words one of which must stand there; `passive`: in the passive alone.
    """

    construction: Construction
    words: tuple[str, ...]
    subject: tuple[str, ...]
    object: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dated: bool = False


def label_patterns(relation: OwnRelation, parser: Parser) -> list[Pattern]:
    """The patterns that a relation's label and other names make, without repetition."""
    found = [pattern for name in relation.names for pattern in _of_name(name, relation, parser)]
    return list(dict.fromkeys(found))


def _of_name(name: str, relation: OwnRelation, parser: Parser) -> list[Pattern]:
    before = "It " if not name.startswith("is ") else "It is "
    bare = name.removeprefix("is ").removeprefix("has ")
    parse = parser.parse(Document("label", f"{before}{bare} it."))
    first = len(before.split())
    tokens = [t for t in range(first, len(parse) - 2) if parse.lemmas[t] not in _AUXILIARY and parse.pos[t] != "DET"]
    if not tokens:
        return []
    preposition = parse.lowers[tokens[-1]] if parse.pos[tokens[-1]] in ("ADP", "SCONJ", "PART") else ""
    words = tokens[:-1] if preposition else tokens
    if not words:
        return []
    if relation.kind == "date":
        verbs = (_verb(parse, token) for token in words[:-1] or words)  # "release date", "released on"
        return [Pattern("verb", verb, ("object", "subject"), dated=True) for verb in verbs]
    if preposition:
        return _with_preposition(parse, words, preposition)
    word, lemma = parse.lowers[words[0]], _lemma(parse, words[0])
    if len(words) == 1 and parse.pos[words[0]] == "VERB" and (word != lemma or word not in NOUN_CLASSES):
        return [Pattern("verb", _verb(parse, words[0]), ("subject",), ("object",))]
    nouns = [parse.lowers[t] for t in words if parse.words[t].isalnum()]
    return _of_noun(nouns, singular(nouns[-1])) if nouns else []


def _verb(parse: Parse, token: int) -> tuple[str, ...]:
    """The lemma of a verb, and, where that is in doubt, what its form says: "premiered", "premiere"."""
    lemma, form = _lemma(parse, token), parse.lowers[token]
    other = form[:-1] if form.endswith("ed") else lemma
    return (lemma, other) if other != lemma and load_meanings().knows(other) else (lemma,)


def _with_preposition(parse: Parse, words: list[int], preposition: str) -> list[Pattern]:
    verb, tag = _verb(parse, words[-1]), parse.tags[words[-1]]
    if parse.pos[words[-1]] == "VERB" or tag in ("VBN", "VBD", "VBZ"):
        if preposition == "by":
            return [Pattern("verb", verb, ("object",), ("subject",))]
        subject = ("object", "subject") if tag in ("VBN", "VBD") else ("subject",)
        return [Pattern("verb", verb, subject, (f"oblique:{preposition}",))]
    noun = singular(parse.lowers[words[-1]])
    ends = WHOLE if preposition == "of" else (f"oblique:{preposition}",)
    where = [("modifier", (parse.lowers[t],)) for t in words[:-1] if parse.pos[t] in ("NOUN", "PROPN", "ADJ")]
    return [Pattern("noun", (noun,), PART, ends, tuple(where))]


def _of_noun(words: list[str], lemma: str) -> list[Pattern]:
    """A noun that names the object by what it is to the subject, and the verb that it seems to be made from."""
    where = (("modifier", (words[-2],)),) if len(words) > 1 else ()
    found = [Pattern("noun", (lemma,), WHOLE, PART, where)]
    if len(words) == 1:
        found += [Pattern("verb", (verb,), ("object",), ("subject",)) for verb in _verbs_in(lemma)]
    return found


def _verbs_in(noun: str) -> list[str]:
    """The verb that a noun for an agent is made from, as far as its form and its meaning tell: "director", "direct"."""
    ending = next((end for end in _AGENTS if noun.endswith(end)), "")
    stem = noun.removesuffix(ending)
    if not ending or len(stem) < 3:
        return []
    meanings = load_meanings()
    forms = [stem, f"{stem}e", *([stem[:-1]] if stem[-1] == stem[-2] else [])]
    best = max(forms, key=lambda form: meanings.likeness(noun, form))
    return [best] if meanings.likeness(noun, best) >= _LEAST else []


def _lemma(parse: Parse, token: int) -> str:
    return parse.lemmas[token].lower()


_BY_LABEL, _BY_EXAMPLE = 0.65, 0.75
"""The confidence of a rule made from a label, and of one made from an example sentence."""
_SURE: Final = ("Person", "Organization", "Place")
"""The kinds of which kg's list of nouns is sure enough to place a class by its label."""
_EMPTY: Final = frozenset({"be", "have", "do"})
"""Verbs that say nothing by themselves."""
_VERBS: Final = 0.6
"""That of verbs whose object says what is done: "wrote the music", "composed the music"."""
_NEAR: Final = 0.64
"""The cosine from which on two nouns mean nearly the same."""
_NOUNS: Final = ("NOUN", "PROPN")
_BEYOND: Final = ("possessive", "modifier", "appositive")


class _Path(NamedTuple):
    """A slot, the tokens that it leads to, how far that is, and the words that must stand on the path."""

    slot: str
    tokens: set[int]
    cost: int = 0
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()


class _Candidate(NamedTuple):
    """A pattern, and how far it leads: the steps of both ends, and whether it goes by an empty verb."""

    cost: int
    pattern: Pattern


def make_rules(ontology: OwnOntology, *, model: str | None = None) -> OwnRules:
    """The ontology with the rules that its labels and examples make, the same for the same file and model.

    Raises:
        ModelError: the model is not installed.
    """
    parser = load_parser(model)
    ontology = replace(ontology, classes={iri: _placed(iri, ontology, parser) for iri in ontology.classes})
    read = {iri: list(_examples(each, ontology, parser)) for iri, each in ontology.relations.items()}
    learned = {
        iri: list(dict.fromkeys(_widened(each, ontology.relations[iri], ontology) for each in _learned(some)))
        for iri, some in read.items()
    }
    claimed = Counter(pattern for patterns in learned.values() for pattern in patterns)
    ontology = _with_known(ontology, read)
    rules: list[Rule] = []
    for iri, relation in ontology.relations.items():
        own = [pattern for pattern in learned[iri] if claimed[pattern] == 1]
        named = [_widened(each, relation, ontology) for each in label_patterns(relation, parser)]
        labels = [each for each in dict.fromkeys(named) if each not in own]
        rules += _rules(relation, ontology, "example", _joined(own), _BY_EXAMPLE)
        rules += _rules(relation, ontology, "label", _joined(labels), _BY_LABEL)
    known = sorted({w for rule in rules if rule.construction == "verb" for w in rule.words if "_" not in w} - _EMPTY)
    forms = [(verb, form) for verb in known for form in (verb, f"{verb}d" if verb.endswith("e") else f"{verb}ed")]
    verbs = [verb for verb, _ in forms]
    vectors = load_meanings().units(form for _, form in forms) if forms else np.zeros((0, 1), np.float32)
    own_set = RuleSet(tuple(rules), frozenset(rule.id for rule in rules), ontology.digest)
    return OwnRules(ontology, own_set, _nouns(ontology), tuple(verbs), vectors)


def _placed(iri: str, ontology: OwnOntology, parser: Parser) -> OwnClass:
    """A class with the class of kg's that its name or its definition shows, where the file relates it to none."""
    cls = ontology.classes[iri]
    if ontology.kinds(iri):
        return cls
    heads = [name.split()[-1] for name in cls.names]
    if cls.definition:
        parse = parser.parse(Document("definition", cls.definition))
        heads += [parse.lemmas[t].lower() for t in range(len(parse)) if parse.pos[t] == "NOUN"][:1]
    shown = [kind for head in heads[:1] for kind in (class_of_noun(head),) if any(is_a(kind, sure) for sure in _SURE)]
    return replace(cls, kinds=tuple(shown[:1]))


def _nouns(ontology: OwnOntology) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for iri, cls in ontology.classes.items():
        for name in cls.names:
            found.setdefault(name, set()).add(iri)
    return {name: next(iter(iris)) for name, iris in found.items() if len(iris) == 1}


def _rules(
    relation: OwnRelation, ontology: OwnOntology, kind: str, patterns: list[Pattern], confidence: float
) -> Iterator[Rule]:
    subjects, objects = admitted(ontology, relation.domain), admitted(ontology, relation.range)
    name = relation.iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
    for number, pattern in enumerate(patterns, 1):
        yield Rule(
            id=f"own.{name}.{kind}{number}",
            relation=relation.iri,
            construction=pattern.construction,
            words=pattern.words,
            subject=tuple(map(parse_slot, pattern.subject)),
            object=tuple(map(parse_slot, pattern.object)),
            subject_classes=subjects,
            object_classes=objects,
            examples=(),
            where=tuple(Condition((parse_slot(slot),), frozenset(words)) for slot, words in pattern.where),
            value="date" if pattern.dated else "entity",
            confidence=confidence,
        )


def _with_known(ontology: OwnOntology, read: Mapping[str, list[_Search]]) -> OwnOntology:
    """The ontology with the relations of kg's that examples of one relation alone show: what may say the same."""
    shown = {iri: {known for search in some for known in search.known()} for iri, some in read.items()}
    counts = Counter(known for found in shown.values() for known in found)
    relations = {}
    for iri, relation in ontology.relations.items():
        mine = sorted(known for known in shown[iri] if counts[known] == 1)
        relations[iri] = replace(
            relation,
            shown=tuple(name for name, turned in mine if not turned),
            shown_inverse=tuple(name for name, turned in mine if turned),
        )
    return replace(ontology, relations=relations)


def _learned(read: Sequence[_Search]) -> list[Pattern]:
    """The patterns of a relation's examples: of each example the shortest."""
    found: list[Pattern] = []
    for search in read:
        candidates = list(search.candidates())
        least = min((each.cost for each in candidates), default=0)
        found += [each.pattern for each in candidates if each.cost == least]
    return [*dict.fromkeys(found), *dict.fromkeys(each for one in found if (each := _as_noun(one)) is not None)]


def _as_noun(pattern: Pattern) -> Pattern | None:
    """What a noun by itself says where a verb says it of that noun: "composed the score of X", "Y's score of X"."""
    beyond = [(slot, words) for slot, words in pattern.where if slot == "object"]
    if pattern.construction != "verb" or not beyond or pattern.object != ("subject",):
        return None
    (_, words), *_ = beyond
    return Pattern("noun", words, ("oblique:of|for|to",), ("possessive", "oblique:by"))


def _widened(pattern: Pattern, relation: OwnRelation, ontology: OwnOntology) -> Pattern:
    """A pattern with what says the same: other words for a class, other places for what a noun is or is of."""
    subject, item, words = pattern.subject, pattern.object, pattern.words
    if pattern.construction == "noun" and "*" not in words:
        subject, item = _places(subject), item if len(item) > 1 else _places(item)
        for ends in (relation.domain, relation.range):
            joined = [
                name
                for iri, cls in ontology.classes.items()
                if any(ontology.below(iri, end) or ontology.below(end, iri) for end in ends)
                for name in cls.names
            ]
            if words[0] in joined:
                words = tuple(sorted({*words, *(name for name in joined if " " not in name)}))
    elif pattern.construction == "verb" and subject == ("object",) and item != ("subject",):
        subject = ("object", "subject")  # "was formed in Hull", "formed in Hull"
    if pattern.construction == "verb":
        subject, item = _attached(subject, relation.domain, ontology), _attached(item, relation.range, ontology)
    subject, item = _beyond(subject), _beyond(item)
    more = tuple(name.removesuffix(" by") for name in relation.names if name.endswith(" by") and name.count(" ") == 1)
    more = tuple(word for word in more if word in NOUN_CLASSES)
    where = tuple((s, _near((*some, *more), ontology) if s == "object" else some) for s, some in pattern.where)
    if pattern.object == ("possessive", "oblique:by"):
        words = _near((*words, *more), ontology)
    elif any(slot == "object" for slot, _ in where):  # whose noun says what is done
        words = tuple(dict.fromkeys((*words, *(near for each in words for near in load_meanings().near(each, _VERBS)))))
    return replace(pattern, words=words, subject=subject, object=item, where=where)


def _attached(slots: tuple[str, ...], classes: tuple[str, ...], ontology: OwnOntology) -> tuple[str, ...]:
    """An oblique with those that the parser may give to the object, and all that place a thing where it is a place."""
    role, _, preposition = slots[0].partition(":") if slots else ("", "", "")
    if role != "oblique" or "." in preposition or len(slots) > 1:
        return slots
    if preposition in PLACING and any(is_a(kind, "Place") for iri in classes for kind in ontology.kinds(iri)):
        preposition = "|".join(PLACING)
    return (f"oblique:{preposition}", f"object.oblique:{preposition}", f"object.oblique.oblique:{preposition}")


def _places(slots: tuple[str, ...]) -> tuple[str, ...]:
    """The slots of a noun that lead to the same as one of these."""
    if slots[0] in {*PART, "attribute"}:
        return PART
    return WHOLE if slots[0] in {*WHOLE, "oblique:of", "oblique:for"} else slots


def _beyond(slots: tuple[str, ...]) -> tuple[str, ...]:
    """The slots beyond a noun that is of something, and those that lead to the same: "the score of X", "X's score"."""
    first, _, last = (slots or ("",))[0].rpartition(".")
    if not first or last not in {"oblique:of", "oblique:for", "possessive"}:
        return slots
    return (f"{first}.oblique:of|for|to", f"{first}.possessive")


def _near(nouns: tuple[str, ...], ontology: OwnOntology) -> tuple[str, ...]:
    """Nouns with those that mean nearly the same and name no class: "screenplay", "script"."""
    named = {name for cls in ontology.classes.values() for name in cls.names}
    near = (word for noun in nouns for word in load_meanings().near(noun, _NEAR))
    return tuple(dict.fromkeys((*nouns, *(word for word in near if word in NOUN_CLASSES and word not in named))))


def _joined(patterns: list[Pattern]) -> list[Pattern]:
    """Patterns of which those that differ in a noun's preposition alone are one: "song from", "track on"."""
    found: dict[tuple[object, ...], Pattern] = {}
    for pattern in patterns:
        (slot,) = pattern.object if len(pattern.object) == 1 else ("",)
        alone = pattern.construction == "noun" and slot.startswith("oblique:")
        key = (frozenset(pattern.words), pattern.subject, pattern.where) if alone else (pattern,)
        if key in found:
            slot = f"{found[key].object[0]}|{slot.removeprefix('oblique:')}"
            found[key] = replace(pattern, object=(slot,))
        else:
            found[key] = pattern
    return list(found.values())


def _examples(relation: OwnRelation, ontology: OwnOntology, parser: Parser) -> Iterator[_Search]:
    """The examples of a relation whose ends are marked, as kg reads them."""
    for example in relation.examples:
        if example.subject is None or example.object is None:
            continue
        document = Document("example", example.text)
        parse = parser.parse(document)
        ends = []
        for span, classes in ((example.subject, relation.domain), (example.object, relation.range)):
            tokens = [t for t in range(len(parse)) if span[0] <= parse.begins[t] and parse.ends[t] <= span[1]]
            kinds = [kind for iri in classes for kind in sorted(ontology.kinds(iri)) if kind != "Agent"]
            if tokens:
                ends.append(Name(tokens[0], tokens[-1] + 1, kinds[0] if kinds else "Topic"))
        if len(ends) == 2:
            names = ends[:1] if relation.kind == "date" else ends
            reading = read_parse(parse, document, known=sorted(names))
            yield _Search(reading, *ends, dated=relation.kind == "date")


class _Search:
    """Looks in an example for the words that lead to both of its ends."""

    def __init__(self, reading: Reading, subject: Name, item: Name, *, dated: bool) -> None:
        self.reading, self.parse, self.dated = reading, reading.parse, dated
        self.item = item
        self.clause_at: dict[int, Clause] = {}
        for clause in reading.clauses:
            if clause.link != "light":
                self.clause_at.setdefault(clause.head, clause)
        self.subjects, self.objects = self._tokens(subject), self._tokens(item)
        for clause in reading.clauses:  # "Vertigo is a film that …": the film is Vertigo
            if clause.copular and set(clause.heads("subject")) & self.subjects:
                self.subjects |= set(clause.heads("attribute"))

    def _tokens(self, name: Name) -> set[int]:
        """The heads of the phrases that refer to what a name does."""
        referents = self.reading.referents
        places = [
            p for p, phrase in enumerate(referents.phrases) if (phrase.start, phrase.end) == (name.start, name.end)
        ]
        found = {referents.referent_of[p] for p in places} - {-1}
        return {p.head for p, r in zip(referents.phrases, referents.referent_of, strict=True) if r in found}

    def known(self) -> Iterator[tuple[str, bool]]:
        """The relations of kg's between both ends, and whether each is turned round."""
        heads = [phrase.head for phrase in self.reading.referents.phrases]
        for mention in self.reading.relations if not self.dated else ():
            known = RELATIONS.get(mention.predicate)
            if known is None or known.symmetric or mention.subject < 0 or mention.object < 0:
                continue
            first, second = heads[mention.subject], heads[mention.object]
            if first in self.subjects and second in self.objects:
                yield mention.predicate, False
            elif first in self.objects and second in self.subjects:
                yield mention.predicate, True

    def candidates(self) -> Iterator[_Candidate]:
        """All patterns that lead from one word to both ends."""
        for clause in self.reading.clauses:
            anchor = Anchor(clause.head, clause)
            if clause.head == clause.verb or clause.link == "nominal":
                yield from self._at(anchor, "verb", clause.lemma)
            elif self.parse.pos[clause.head] in _NOUNS:
                yield from self._at(anchor, "noun", lemma_of(self.parse, clause.head))
        for token in range(len(self.parse)):
            if self.parse.pos[token] in _NOUNS and token not in self.clause_at:
                inside = token in self.subjects or token in self.objects
                yield from self._at(Anchor(token), "noun", "*" if inside else lemma_of(self.parse, token))

    def _at(self, anchor: Anchor, construction: Construction, word: str) -> Iterator[_Candidate]:
        firsts = self._paths(anchor)
        penalty = 4 if word in _EMPTY else 0
        if self.dated:
            times = [t for t in self.reading.times if t.governor == anchor.token and t.value]
            covered = any(t.start < self.item.end and self.item.start < t.end for t in times)
            for path in firsts if covered and construction == "verb" and not penalty else ():
                if path.tokens & self.subjects and not path.where:
                    yield _Candidate(path.cost, Pattern("verb", (word,), (path.slot,), dated=True))
            return
        own = [path for path in firsts if path.tokens & self.subjects]
        others = [path for path in firsts if path.tokens & self.objects]
        for one, two in product(own, others):
            where = tuple(dict.fromkeys((*one.where, *two.where)))
            ends = {one.slot, two.slot}
            if len(ends) == 1 or (word == "*" and ends != {"head", "possessive"}) or (penalty and not where):
                continue
            cost = one.cost + two.cost + penalty + (2 if word == "*" else 0)
            yield _Candidate(cost, Pattern(construction, (word,), (one.slot,), (two.slot,), where))

    def _paths(self, anchor: Anchor) -> list[_Path]:
        """The slots at a word of one step or two, the tokens that each leads to, and the word that it goes by."""
        clause = anchor.clause
        names = ["head", *_BEYOND] if clause is None or clause.head != clause.verb else []
        if clause is None:
            names += self._prepositions(anchor.token)
        else:
            names += [a.role if a.role != "oblique" else f"oblique:{a.preposition}" for a in clause.arguments]
        found = [] if clause is None or clause.head != clause.verb else self._obliques(clause)
        for name in dict.fromkeys(each for each in names if not each.startswith("complement") and each != "oblique:"):
            tokens = self._follow(anchor, name)
            found.append(_Path(name, set(tokens)))
            for token in tokens if name != "head" else ():
                if token in self.subjects or token in self.objects or self.parse.pos[token] != "NOUN":
                    continue
                noun = lemma_of(self.parse, token)
                if class_of_noun(noun) == "Person":  # "plays a pilot in Low Tide": who that is says nothing
                    continue
                where = ((name, (noun,)),)
                for beyond in (*_BEYOND, *self._prepositions(token)):
                    slot = f"{name}.{beyond}"
                    found.append(_Path(slot, set(self._follow(anchor, slot)), 1, where))
        return found

    def _obliques(self, clause: Clause) -> list[_Path]:
        """What prepositions bring anywhere behind a verb, whatever the parser gives them to."""
        parse, (_, end) = self.parse, self.parse.sentences[self.parse.sentence_of[clause.verb]]
        behind = [t for t in range(clause.verb + 1, end) if parse.deps[t] == "prep" and t <= parse.right[clause.verb]]
        return [_Path(f"oblique:{parse.lowers[t]}", set(parse.dependents(t, "pobj")), 2) for t in behind]

    def _prepositions(self, token: int) -> list[str]:
        return [f"oblique:{self.parse.lowers[t]}" for t in self.parse.dependents(token, "prep")]

    def _follow(self, anchor: Anchor, slot: str) -> list[int]:
        return fillers(self.parse, anchor, parse_slot(slot), self.clause_at)

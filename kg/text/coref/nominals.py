"""Antecedents of definite nominals: "the airbase", "the former minister", "the meeting"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.ontology import is_a
from kg.text.coref.antecedents import CLASSES_OF_NAMES, Likeness, synonyms
from kg.text.coref.clusters import Clusters, best, only
from kg.text.lexicon.name_classes import completed_words
from kg.text.lexicon.nouns import NOUN_CLASSES, ORGANIZATIONS, PLACES, class_group
from kg.text.lexicon.places import load_places
from kg.text.lexicon.tables import word_lists, words
from kg.text.lexicon.titles import GENDER, HEADS, KINSHIP, OCCUPATIONS, POSTS, TEAM_POSTS
from kg.text.syntax.dependencies import child, conjuncts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.coref.antecedents import Chooser
    from kg.text.model import Parse, Phrase

_TABLE: Final = "words/coref/nominals"

_DISTINCT: Final = words(_TABLE, "distinct_organizations")
_SUBNATIONAL: Final = words(_TABLE, "subnational")
_FIRMS: Final = words("words/nouns/organizations", "companies")
_MADE: Final = words("words/nouns/beside_names", "products") | words("words/nouns/beside_names", "works")
_NEAR: Final = 30
_NEAR_SENTENCES: Final = 2
"""How many mentions and sentences back a product or work may lie to which a noun for its kind refers."""


def head_of_name(name: tuple[str, ...]) -> str:
    """The word of a name that says what it is: the one before "of" or "for", else the last.

    >>> head_of_name(("bureau", "of", "fisheries")), head_of_name(("palm", "hotel"))
    ('bureau', 'hotel')
    """
    return next(completed_words(name), name[-1])


def entity_meant(clusters: Clusters, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
    """The cluster of the named entity that the text most likely means by a noun, -1 for none."""
    firm = lemma in _FIRMS and phrase.cls != "GovernmentAgency"  # "the central bank" is none
    classes = frozenset({"Company"}) if firm else CLASSES_OF_NAMES.get(lemma)
    if lemma == "capital" and not modifiers & _SUBNATIONAL:
        return _capital(clusters, phrase)
    if not classes or len(modifiers) > 1:
        return -1 if modifiers else _product_or_work(clusters, phrase, lemma)
    named = [
        (min(clusters.count[cluster], 6) * 0.4 + 0.8 * clusters.is_subject(other) - 0.5 * min(back, 6), cluster)
        for other, cluster, back in clusters.candidates(phrase.head)
        if clusters.cls[cluster] in classes | {"Organization"} and _may_be_called(clusters, other, lemma)
    ]  # the most salient is spoken of often, as a subject, a little before
    found = [scored for scored in named if clusters.cls[scored[1]] in classes]
    if modifiers:  # "the Danish team": the nearest, of which the modifier may be news
        return best(found[:1])
    return best(named if not found and (firm or lemma in ("club", "team")) else found)


def only_armed_group(clusters: Clusters) -> int:
    """The one armed group that the text has named, which "the rebels" are; -1 for none or several."""
    groups = (c for m, c, _ in clusters.candidates() if clusters.phrases[m].kind == "name")
    return only((cluster for cluster in groups if clusters.cls[cluster] == "ArmedGroup"), -1)


def _capital(clusters: Clusters, phrase: Phrase) -> int:
    """The last city named that is a capital, of the country that a phrase names, if it does."""
    places = load_places()
    before = clusters.parse.words_of(phrase.start, phrase.head).split()
    nations = {places.demonyms.get(word, word) for word in before if word[0].isupper() and word != "The"}
    cities = ((m, c) for m, c, _ in clusters.candidates() if clusters.cls[c] == "City")
    named = ((clusters.words(m), c) for m, c in cities if clusters.phrases[m].kind == "name")
    capitals = ((places.capitals[name], c) for name, c in named if name in places.capitals)
    return next((cluster for country, cluster in capitals if not nations or country in nations), -1)


def _product_or_work(clusters: Clusters, phrase: Phrase, lemma: str) -> int:
    """The only product or work named a little before of which the text has not said that it is something else."""
    if phrase.cls not in ("Product", "Work") or lemma not in _MADE:
        return -1
    named = (
        cluster
        for other, cluster, back in clusters.candidates(phrase.head, _NEAR, _NEAR_SENTENCES)
        if back and clusters.phrases[other].kind == "name" and clusters.cls[cluster] == phrase.cls
    )
    return only((cluster for cluster in named if clusters.nouns[cluster] <= {lemma}), -1)


def _may_be_called(clusters: Clusters, name: int, lemma: str) -> bool:
    """Whether a noun may call what a name stands for, by the name's own words: "Saint Mary Hospital" is no hotel."""
    phrase = clusters.phrases[name]
    words_of_name = clusters.parse.lowers[phrase.start : phrase.end]
    last = words_of_name[-1]
    if phrase.kind != "name" and not (phrase.kind == "demonym" and lemma in ("country", "nation")):
        return False
    if last in ("exchange", "market") and lemma != "exchange":
        return False
    if lemma in _DISTINCT:
        return head_of_name(words_of_name) not in _DISTINCT - {lemma}
    if clusters.cls[clusters.cluster_at(phrase.head)] not in PLACES or lemma in ("location", "facility", "site"):
        return True
    plain = last not in NOUN_CLASSES or len(words_of_name) == 1
    return plain or lemma in last or NOUN_CLASSES[last] == NOUN_CLASSES.get(lemma)


_WORDS: Final = word_lists("words/coref/nominals")
_NEAR_PERSONS: Final = 60
_NEAR_SENTENCES_PERSONS: Final = 3
"""How many mentions and sentences back a person may lie whom the text has not called so before."""

_FOR_SUBJECT: Final = 2
_MOST: Final = 8
"""How many mentions it counts to be a subject, and how many mentions count at most."""

_AGES: Final = range(10, 111)
_TEENS: Final = range(13, 20)


def person_meant(clusters: Clusters, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
    """The cluster of a person whom the text has called by this noun, or the only one whom it can mean; -1 for none."""
    gender = GENDER.get(lemma, "")
    age = next(_ages_in(clusters.parse.lowers[phrase.start : phrase.head + 1]), 0)
    ages = range(age, age + 1) if age else _TEENS if lemma in ("teenager", "teen") else range(0)
    found = _of_age(clusters, ages, gender) if ages else -1
    persons = (c for _, c, _ in clusters.candidates() if clusters.cls[c] == "Person" and clusters.may_be(c, gender))
    so_called = dict.fromkeys(c for c in persons if lemma in clusters.nouns[c] and not clusters.plural[c])
    several = sum(clusters.named[c] for c in so_called) > 1  # "the judge" may be either of two
    called = -1 if several else next(iter(so_called), -1)
    if found < 0 <= called and not (age and _ages_of(clusters, called) - {age}):
        found = called
    nations = None if modifiers & _WORDS["ordinal"] else _nations(clusters, phrase)
    if found >= 0 or nations is None:
        return found
    epithet = lemma in TEAM_POSTS or lemma in _WORDS["epithets"]
    common = lemma in OCCUPATIONS and lemma not in POSTS | HEADS
    if nations and not (epithet or common or _is_generic(lemma)):
        return -1  # "the German minister" need not have been named
    if not epithet and not nations and not age:
        return -1
    scores: dict[int, float] = {}
    near = list(clusters.candidates(phrase.head, _NEAR_PERSONS, _NEAR_SENTENCES_PERSONS))
    nameless = (c for m, c, _ in near if clusters.is_person_noun(m) and not clusters.named[c])
    if ages and any(clusters.may_be(cluster, gender) for cluster in nameless):
        return -1  # "the 15-year-old" may be the pupil who has no name
    for other, cluster, back in near:
        person = clusters.cls[cluster] == "Person" and clusters.named[cluster] and not clusters.plural[cluster]
        may_be = person and back and clusters.may_be(cluster, gender)
        if may_be and not _is_other(clusters, cluster, lemma, nations, ages):
            score = min(clusters.count[cluster], _MOST) + _FOR_SUBJECT * clusters.is_subject(other) - back
            scores[cluster] = max(score, scores.get(cluster, 0))
    ranked = sorted(scores, key=lambda cluster: -scores[cluster])
    clear = ranked and scores[ranked[0]] > (scores[ranked[1]] if len(ranked) > 1 else 0)
    return ranked[0] if clear else -1


def _is_generic(lemma: str) -> bool:
    """Whether a noun may call anybody, whatever post he holds: "man", "native", "Slovak"."""
    return lemma in _WORDS["generic"] or lemma.capitalize() in load_places().demonyms


def _of_age(clusters: Clusters, ages: range, gender: str) -> int:
    """The person whose age the text has said to be in `ages`, -1 where it is nobody's or several persons'."""
    persons = {c for c in (clusters.of[mention] for mention in clusters.recent) if clusters.cls[c] == "Person"}
    persons = {c for c in persons if clusters.may_be(c, gender)}
    return only((c for c in persons if not _ages_of(clusters, c).isdisjoint(ages)), -1)


def _ages_of(clusters: Clusters, cluster: int) -> set[int]:
    """The ages that stand beside the names of a person: "Ann Lee, 34,", "34-year-old Ann Lee"."""
    parse, found = clusters.parse, set[int]()
    for phrase in clusters.phrases_of(cluster):
        if phrase.kind != "pronoun":
            after = parse.words[phrase.end : phrase.end + 3]
            behind = next((at for at, word in enumerate(after) if word not in (",", "(", "aged")), 0)
            if behind and after[behind].isdecimal() and int(after[behind]) in _AGES:
                found.add(int(after[behind]))
            found.update(_ages_in(parse.lowers[max(0, phrase.start - 6) : phrase.end]))
    return found


def _ages_in(lowers: Sequence[str]) -> Iterator[int]:
    """The ages that words give, in order: "the 34-year-old Slovak"."""
    for at, word in enumerate(lowers[:-1]):
        if word.isdecimal() and int(word) in _AGES and "year" in lowers[at + 1 : at + 3]:
            yield int(word)


def _nations(clusters: Clusters, phrase: Phrase) -> frozenset[str] | None:
    """The nations in lower case that a phrase says somebody to be of, "" for a town; None for any other name in it."""
    parse, demonyms, found = clusters.parse, load_places().demonyms, set()
    token = phrase.start
    while token < phrase.head + (parse.words[phrase.head] in demonyms):
        word = parse.words[token]
        if word[0].isupper() and token > phrase.start:
            name = clusters.phrases[clusters.phrase_at[token]]
            if word in demonyms:
                found.add(word.lower())
            elif clusters.phrase_at[token] < 0 or name.kind != "name" or name.cls != "City":
                return None
            else:
                token = name.end - 1
                found.add("")
        token += 1
    return frozenset(found)


def _is_other(clusters: Clusters, cluster: int, lemma: str, nations: frozenset[str], ages: range) -> bool:
    """Whether the text has said of a person what the nominal cannot mean: another nation, age or occupation."""
    nouns = clusters.nouns[cluster]
    said = {noun for noun in nouns if noun.capitalize() in load_places().demonyms}
    if said and nations - {""} and not said & nations:
        return True
    if ages:
        return bool(_ages_of(clusters, cluster) - {*ages})
    return not _is_generic(lemma) and bool(nouns & POSTS) and not nouns & synonyms(lemma)


_SKIPPED: Final = _WORDS["definite"] | _WORDS["indefinite"] | _WORDS["empty"]
_KINDS: Final = words("words/nouns/beside_names", "kinds") | words("words/nouns/beside_names", "kinds_after")
_REBELS: Final = words("words/nouns/organizations", "rebels")
_OFFICERS: Final = POSTS | HEADS | words("words/nouns/organizations", "staff")
_POSSESSIVE: Final = words("words/function_words", "marks", "possessive")

_PARTS: Final = {word: part for part in ("place", "of", "with") for word in words(_TABLE, "parts_of_events", part)}
"""What a preposition after a noun for an event says: where it is, whom or what it befalls, who takes part."""

_SYNONYM_WINDOW: Final = 60
"""How many mentions back the antecedent of a synonym may lie."""


class NominalFinder:
    """Finds antecedents of nominals from what has been read so far."""

    def __init__(self, parse: Parse, clusters: Clusters, chooser: Chooser) -> None:
        self.parse = parse
        self.clusters = clusters
        self.chooser = chooser
        self.likeness = Likeness(parse, clusters)
        self.modifiers_of: dict[int, frozenset[str]] = {}  # of each nominal read so far
        self.abbreviated = load_places().abbreviated
        self.seen: dict[str, int] = {}  # words of a phrase -> its cluster
        self.owned: dict[tuple[int, str], int] = {}  # possessor's cluster, noun -> cluster
        self.headed: dict[str, list[int]] = {}  # head noun -> mentions, in order

    def settle(self, mention: int, sayers: frozenset[int] = frozenset()) -> None:
        """Note a nominal that syntax has joined with others, and join them with its antecedent, if they are unnamed.

        "The airline, which was founded in 1998" refers to an airline as "the airline" alone would; of two nominals
        the first does, whatever the other says of it.
        """
        clusters = self.clusters
        cluster = clusters.of[mention]
        nominals = [m for m in clusters.members[cluster] if clusters.phrases[m].kind == "nominal"]
        found = -1
        if not clusters.named[cluster] and nominals == [mention]:
            found = self._antecedent(mention)
        elif not clusters.named[cluster] and min(nominals) == mention and self._is_known(mention):
            found = self._meant(mention, sayers)
        if found >= 0 and found != cluster:
            clusters.merge(cluster, found)
        self._remember(mention, clusters.of[mention])

    def find(self, mention: int, sayers: frozenset[int] = frozenset()) -> int:
        """The cluster that the nominal refers to, none of those who say it; -1 for something new."""
        found = self._meant(mention, sayers)
        self._remember(mention, found if found >= 0 else mention)
        return found

    def _is_known(self, mention: int) -> bool:
        """Return whether the form of a nominal lets it mean something known: a bare noun, where it is a subject."""
        phrase = self.clusters.phrases[mention]
        new = phrase.plural or self.parse.lowers[phrase.start] in _WORDS["indefinite"]
        bare = phrase.start == phrase.head and not self.clusters.is_subject(mention)
        return not (new or bare or self._is_restricted(phrase))

    def _meant(self, mention: int, sayers: frozenset[int]) -> int:
        """The cluster of the nominal's antecedent, the likeliest where no rule knows one; -1 for none."""
        found = self._antecedent(mention)
        if found < 0:
            found = self._likely(mention)
        lemma = self.clusters.head_lemma(mention)
        if lemma in KINSHIP and lemma not in self.clusters.nouns[found]:
            return -1  # "the son" is whom the text has called a son
        if found >= 0 and (self._is_other_event(mention, found) or self._are_others(mention, found)):
            return -1
        return -1 if found in sayers and self.clusters.phrases[mention].cls == "Person" else found

    def _are_others(self, mention: int, cluster: int) -> bool:
        """Return whether a nominal means none of those that the nominals of an unnamed cluster mean."""
        clusters = self.clusters
        if clusters.named[cluster]:
            return False
        phrase = clusters.phrases[mention]
        nominals = [other for other in clusters.phrases_of(cluster) if other.kind == "nominal"]
        return bool(nominals) and all(self._is_other(phrase, other) for other in nominals)

    def _is_other(self, phrase: Phrase, before: Phrase) -> bool:
        """Return whether one nominal means another thing than one before: of another measure, or any of a kind.

        What a sentence says of any of a kind, it may go on to say of that one: "any matter … the matter".
        """
        lowers, sentence_of = self.parse.lowers, self.parse.sentence_of
        together = sentence_of[phrase.head] == sentence_of[before.head]
        measures = {lowers[p.start + 1 : p.start + end] for p in (phrase, before) if (end := self._measure(p))}
        return len(measures) > 1 or (lowers[before.start] in _WORDS["any"] and not together)

    def _is_other_event(self, mention: int, cluster: int) -> bool:
        """Return whether an event has other participants, or another place, than one mentioned before."""
        if not is_a(self.clusters.phrases[mention].cls, "Event"):
            return False
        mine, theirs = self._parts([mention]), self._parts(self.clusters.members[cluster])
        return any(mine[part] - theirs[part] and theirs[part] - mine[part] for part in mine.keys() & theirs.keys())

    def _parts(self, events: Sequence[int]) -> dict[tuple[str, str], set[int | str]]:
        """Return the complements of an event, by their part in it and the class of the name; nouns by themselves."""
        parse, clusters = self.parse, self.clusters
        found: dict[tuple[str, str], set[int | str]] = {}
        for phrase in (clusters.phrases[event] for event in events if clusters.phrases[event].kind == "nominal"):
            heads = [("place", token) for token in range(phrase.start, phrase.head)]
            for preposition in parse.dependents(phrase.head, "prep"):
                for target in parse.dependents(preposition, "pobj"):
                    heads += [(_PARTS.get(parse.lowers[preposition], ""), each) for each in conjuncts(parse, target)]
            for part, head in heads:
                at = clusters.headed_by(head)
                kind = clusters.phrases[at].kind if part and at >= 0 else ""
                cls = clusters.cls[clusters.of[at]] if kind == "name" else ""
                if kind == "name" and (head > phrase.head or cls in PLACES):
                    found.setdefault((part, cls if part == "place" else "name"), set()).add(clusters.of[at])
                elif kind == "nominal" and head > phrase.head:
                    found.setdefault((part, ""), set()).add(clusters.head_lemma(at))
        return found

    def _likely(self, mention: int) -> int:
        """The cluster that a nominal likely refers to, of which no rule knows one; -1 for something new."""
        phrase = self.clusters.phrases[mention]
        candidates = self.likeness.candidates(
            mention, self._modifiers(phrase), restricted=self._is_restricted(phrase), said=self.modifiers_of
        )
        return self.chooser.choose(mention, candidates)

    def _antecedent(self, mention: int) -> int:
        """The cluster of the nominal's antecedent, -1 for none."""
        phrase, lemma = self.clusters.phrases[mention], self.clusters.head_lemma(mention)
        found = self._by_name_of_kind(phrase, lemma)
        return self.clusters.current(found if found >= 0 else self._search(mention, phrase, lemma))

    def _remember(self, mention: int, cluster: int) -> None:
        """Note a nominal and its cluster, for those that take it up."""
        clusters, phrase, lemma = self.clusters, self.clusters.phrases[mention], self.clusters.head_lemma(mention)
        self.seen[self._content(phrase)] = cluster
        measure = self.parse.lowers[phrase.start + 1 : phrase.start + self._measure(phrase)]
        self.modifiers_of[mention] = self._modifiers(phrase).union(measure) - {"-"}
        self.headed.setdefault(lemma, []).append(mention)
        owner = clusters.owner(phrase.head)
        if owner < 0 and phrase.cls == "Person":
            owner = clusters.employer(phrase.head, ORGANIZATIONS)
        if owner >= 0:
            self.owned.setdefault((owner, lemma), cluster)

    def _content(self, phrase: Phrase) -> str:
        return " ".join(w for w in self.parse.lowers[phrase.start : phrase.end] if w not in _SKIPPED)

    def _modifiers(self, phrase: Phrase) -> frozenset[str]:
        """The words before the head that say which one is meant, in lower case: "L.A." as Los Angeles.

        Where an organization is based does not say it ("the Oslo-based company"), nor what a thing measures ("the
        131-page report").
        """
        before = self.parse.words[phrase.start : phrase.head]
        before = before[self._measure(phrase) :]
        hyphens = (at for at in range(1, len(before) - 1) if before[at] == "-")
        based = next((hyphen + 1 for hyphen in hyphens if before[hyphen + 1].lower() == "based"), -1)
        found = (word for word in before[based + 1 :] if word.lower() not in _SKIPPED)
        full = (self.abbreviated.get(w, w) if "." in w else w for w in found if w not in _POSSESSIVE and w != "-")
        return frozenset(part for word in full for part in word.lower().split())

    def _measure(self, phrase: Phrase) -> int:
        """How many words open a phrase that say how much a thing measures: "the 131-page", "a 10-year-old"; 0 for none.

        A person's age says who is meant.
        """
        parse, start = self.parse, phrase.start
        if phrase.cls == "Person" or parse.words[start + 2 : start + 3] != ("-",) or parse.tags[start + 1] != "CD":
            return 0
        aged = parse.words[start + 4 : start + 5] == ("-",)
        return min(6 if aged else 4, phrase.head - start)

    def _search(self, mention: int, phrase: Phrase, lemma: str) -> int:
        """The cluster that a nominal refers to by its owner, the name before its head, its head or its words."""
        parse, opening = self.parse, self.parse.lowers[phrase.start]
        owner = self.clusters.owner(phrase.head)
        if owner >= 0:  # the name between an owner and a noun can be the noun's: "Rahim's Tanvir faction"
            may_own = self.clusters.cls[owner] != "Person" or lemma in _WORDS["followings"]
            named = self._by_name_before(phrase, lemma) if may_own else -1
            return named if named >= 0 else self.owned.get((owner, lemma), -1)
        owned = child(parse, phrase.head, "poss") >= 0
        if owned and lemma in _WORDS["followings"]:
            return self._by_name_before(phrase, lemma)
        if owned or opening in _WORDS["indefinite"]:
            return -1
        found, modifiers = self._by_name_before(phrase, lemma), self._modifiers(phrase)
        bare = phrase.start == phrase.head and not phrase.plural and parse.deps[phrase.head] in ("compound", "nmod")
        if found < 0 and bare and parse.lemmas[phrase.head + 1].lower() in _OFFICERS:  # in "a company spokeswoman"
            found = entity_meant(self.clusters, phrase, lemma, modifiers)
        if found >= 0:
            return found
        restricted = self._is_restricted(phrase)
        if not restricted and (opening in _WORDS["definite"] or (lemma in _WORDS["always_definite"] and not modifiers)):
            return self._definite(mention, phrase, lemma, modifiers)
        named = phrase.cls in ORGANIZATIONS and any(w[0].isupper() for w in parse.words[phrase.start : phrase.head])
        repeated = modifiers and (restricted or phrase.plural or named)  # "Leeds police" are always the same
        return self.seen.get(self._content(phrase), -1) if repeated else -1

    def _definite(self, mention: int, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
        """The cluster that a nominal refers to as one with the same head or a synonym, else as one of its kind."""
        found = self._same_head(mention, phrase, lemma, modifiers)
        if found >= 0 and lemma in _WORDS["organizations"] and not self.clusters.named[found] and not phrase.plural:
            named, members = entity_meant(self.clusters, phrase, lemma, modifiers), self.clusters.members
            return named if named >= 0 and max(members[named]) > max(members[found]) else found
        if found >= 0 and phrase.cls == "Person" and not self.clusters.named[found] and not phrase.plural:
            persons = (c for _, c, _ in self.clusters.candidates(phrase.head) if self.clusters.cls[c] == "Person")
            return next((c for c in persons if c == found or lemma in self.clusters.nouns[c]), found)
        if found < 0 and phrase.cls == "ArmedGroup" and phrase.plural and not modifiers and lemma in _REBELS:
            return only_armed_group(self.clusters)
        if found >= 0 or phrase.plural:
            return found
        find = person_meant if phrase.cls == "Person" else entity_meant
        return find(self.clusters, phrase, lemma, modifiers)

    def _is_restricted(self, phrase: Phrase) -> bool:
        """Whether what follows the head says which one is meant.

        A purpose behind an object does not: parsers take the "for" of "left the port for repairs" as the noun's.
        """
        parse, end = self.parse, phrase.end
        if end >= len(parse) or parse.heads[end] != phrase.head or parse.deps[end] not in ("prep", "relcl", "acl"):
            return False
        if parse.lowers[end] == "including":
            return False
        left = phrase.cls in PLACES or parse.lemmas[parse.heads[phrase.head]] in ("leave", "quit")
        return not (parse.lowers[end] == "for" and parse.deps[phrase.head] == "dobj" and left)

    def _name_ending(self, end: int) -> int:
        """The name that ends before a token and is in a cluster, -1 for none."""
        clusters, at = self.clusters, self.clusters.phrase_at[end - 1]
        is_name = at >= 0 and clusters.phrases[at].kind == "name" and clusters.phrases[at].end == end
        return at if is_name and clusters.of[at] >= 0 else -1

    def _by_name_of_kind(self, phrase: Phrase, lemma: str) -> int:
        """The name before a noun of what has names of its own, of the noun's class: "Acme's Lattice browser".

        A short form in brackets may stand between: "the Icy Moons Explorer (ICEX) probe".
        """
        clusters, tokens, end = self.clusters, self.parse.words, phrase.head
        bracketed = end >= 4 and tokens[end - 1] == ")" and tokens[end - 3] == "("
        if phrase.plural or (phrase.head == phrase.start and not bracketed) or lemma not in _WORDS["namesakes"]:
            return -1
        name = self._name_ending(end - 3 * bracketed)
        if name < 0 or clusters.cls[clusters.of[name]] != phrase.cls:
            return -1
        definite = bracketed or self.parse.lowers[phrase.start] in ("the", "this") or clusters.owner(phrase.head) >= 0
        return clusters.of[name] if definite or clusters.phrases[name].start <= phrase.start else -1

    def _by_name_before(self, phrase: Phrase, lemma: str) -> int:
        """The name before a noun that only says what it is: "the Acme company", "Ural island"."""
        clusters, lowers = self.clusters, self.parse.lowers
        if phrase.head == phrase.start or phrase.plural:
            return -1
        end = self._end_of_name(phrase)
        name = self._name_ending(end)
        if name < 0:
            return -1
        start, cluster = clusters.phrases[name].start, clusters.of[name]
        owned = start > phrase.start and lowers[start - 1] in _POSSESSIVE  # "Sudan's West Darfur state"
        opening = lowers[phrase.start]
        definite = opening in ("the", "this") or (lemma in _WORDS["followings"] and opening in ("his", "her", "their"))
        if not owned and not (start <= phrase.start + 2 and (start == phrase.start or definite)):
            return -1
        cls = clusters.cls[cluster]
        if end < phrase.head and (cls in PLACES or cls == "InternationalOrganization"):
            return -1  # "the UN refugee agency"
        with_noun = cls == phrase.cls and cls in _WORDS["classes_with_nouns"] and lemma not in _WORDS["parts"]
        if with_noun or cls in CLASSES_OF_NAMES.get(lemma, ()):
            return cluster
        of_kind = lemma in _KINDS and class_group(cls) == class_group(phrase.cls)
        return cluster if of_kind else -1

    def _end_of_name(self, phrase: Phrase) -> int:
        """Where a name before the head ends, a word between them left out: "the Acme news agency"."""
        parse, last = self.parse, phrase.head - 1
        between = parse.words[last].islower() and parse.pos[last] in ("NOUN", "ADJ")
        return last if between and parse.heads[last] == phrase.head and last > phrase.start else phrase.head

    def _same_head(self, mention: int, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
        """The last nominal with the same head and no fewer modifiers, else such a name, else a synonym's cluster.

        What has such a name goes before what has none and was mentioned before it.
        """
        clusters, several = self.clusters, phrase.plural and lemma != "police"
        nominal, named = self._like_headed(mention, phrase, lemma, modifiers), -1
        if not several and not (nominal >= 0 and phrase.cls == "Person"):
            named = self._name_with_head(phrase, lemma, modifiers)
        if named >= 0 and (nominal < 0 or (named > nominal and not clusters.named[clusters.of[nominal]])):
            return clusters.of[named]
        if nominal >= 0:
            return clusters.of[nominal]
        return -1 if modifiers or several else self._by_synonym(phrase, lemma)

    def _like_headed(self, mention: int, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
        """The last nominal with the same head and no fewer modifiers, -1 for none."""
        clusters = self.clusters
        for other in reversed(self.headed.get(lemma, ())[-8:]):
            before = clusters.phrases[other]
            same = before.plural == phrase.plural and modifiers <= self._modifiers(before) and other != mention
            if same and not self._is_other(phrase, before) and not self._is_other_event(mention, clusters.of[other]):
                return other
        return -1

    def _name_with_head(self, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
        """The last name of several words, no person's, that a noun and its modifiers may be short for; -1 for none."""
        for other, _, _ in self.clusters.candidates(phrase.head):
            before = self.clusters.phrases[other]
            if before.kind == "name" and before.end - before.start > 1 and before.cls != "Person":
                name = self.parse.lowers[before.start : before.end]
                akin = class_group(before.cls) == class_group(phrase.cls)  # "the state" is no "State Emergency Service"
                heads = (name[-1], *completed_words(name), *(name[:1] if akin else ()))  # of "Bureau of Tavel"
                called = lemma in heads or (lemma in ("police", "sheriff") and lemma in name)
                if called and modifiers <= set(name):
                    return other
        return -1

    def _by_synonym(self, phrase: Phrase, lemma: str) -> int:
        """The antecedent of a synonym or a more general word: "the vessel" for a ferry."""
        clusters, group = self.clusters, class_group(phrase.cls)
        for other, cluster, back in clusters.candidates(phrase.head, _SYNONYM_WINDOW):
            before = clusters.phrases[other]
            if before.kind == "pronoun" or before.plural != phrase.plural or class_group(before.cls) != group:
                continue
            if back > 0 and lemma in synonyms(self.parse.lemmas[before.end - 1].lower()):
                return cluster
        return -1

"""What a definite nominal ("the airbase", "the former minister", "the meeting") takes up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.coref.clusters import WINDOW
from kg.text.coref.nominals.head_nouns import classes_of_names, synonyms
from kg.text.coref.nominals.persons import PersonFinder
from kg.text.coref.nominals.things import ThingFinder
from kg.text.lexicon.name_classes import completed_words
from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import ORGANIZATIONS, PLACES, class_group
from kg.text.lexicon.words import load_places, load_titles

if TYPE_CHECKING:
    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse, Phrase

__all__ = ["NominalFinder"]

_LISTS = word_lists("words/coref/nominals")
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})
_INDEFINITE = frozenset({"a", "an", "another", "some", "any", "every", "each", "no", "one", "two", "several", "many"})
_POSSESSIVES = frozenset({"his", "her", "their"})
_SKIPPED = _DEFINITE | _INDEFINITE | _LISTS["empty"]
_SELF = frozenset(
    [
        "Product",
        "Facility",
        "MilitaryBase",
        "SportsTeam",
        "Program",
        "MediaOrganization",
        "ArmedGroup",
        "PoliticalParty",
        "Agreement",
        "Law",
        "Work",
    ]
)
"""Classes of which a name and the noun after it are one thing."""

_SMALL = frozenset({"City", "Facility", "MilitaryBase"})
_LARGE = frozenset({"Country", "Region", "GeographicFeature"})
"""Classes of places that lie in others, and of those in which they lie."""

_AKIN_WINDOW = 60

_BODY_NOUNS = _LISTS["organizations"]


def _heads(words: tuple[str, ...], *, akin: bool) -> set[str]:
    """The words of a name that may say what it is: "bureau" and "tavel" of "Bureau of Tavel".

    The first does so only for a noun for something akin: "the state" is no "State Emergency Service".
    """
    return {words[-1], *completed_words(words), *(words[:1] if akin else ())}


class NominalFinder:
    """Finds antecedents of nominals from what has been read so far."""

    def __init__(self, parse: Parse, clusters: Clusters) -> None:
        self.parse = parse
        self.clusters = clusters
        self.persons = PersonFinder(parse, clusters)
        self.things = ThingFinder(parse, clusters)
        self.abbreviated = load_places().abbreviated
        self.lists = word_lists("words/nouns/organizations")
        beside = word_lists("words/nouns/beside_names")
        self.kinds, self.namesakes = beside["kinds"] | beside["kinds_after"], _LISTS["namesakes"]
        titles = load_titles()
        self.officers = titles.posts | titles.leads | self.lists["staff"]
        self.seen: dict[str, int] = {}  # words of a phrase -> its cluster
        self.owned: dict[tuple[int, str], int] = {}  # possessor's cluster, noun -> cluster
        self.headed: dict[str, list[int]] = {}  # head noun -> phrases, in order

    def settle(self, place: int) -> None:
        """Note a nominal that syntax has joined with others, and join them with what it takes up, if they are unnamed.

        "The airline, which was founded in 1998" takes up an airline as "the airline" alone would.
        """
        clusters = self.clusters
        cluster = clusters.of[place]
        before = {clusters.phrases[p].kind for p in clusters.members[cluster] if p != place}
        found = -1 if clusters.named[cluster] or "nominal" in before else self._antecedent(place)
        if found >= 0 and found != cluster:
            clusters.merge(cluster, found)
        self.remember(place, clusters.of[place])

    def find(self, place: int) -> int:
        """The cluster that the nominal refers to, -1 for something new."""
        found = self._antecedent(place)
        self.remember(place, found if found >= 0 else place)
        return found

    def _antecedent(self, place: int) -> int:
        """The cluster of something spoken of before that the nominal takes up, -1 for none."""
        phrase = self.clusters.phrases[place]
        lemma = self.clusters.head_lemma(place)
        words = self.parse.lowers[phrase.start : phrase.end]
        opening = words[0] if words else ""
        modifiers = self._modifiers(phrase)
        found = self._by_name(phrase, lemma)
        return self.clusters.current(found if found >= 0 else self._search(place, phrase, lemma, opening, modifiers))

    def remember(self, place: int, cluster: int) -> None:
        """Note a nominal and its cluster, for those that take it up."""
        phrase, lemma = self.clusters.phrases[place], self.clusters.head_lemma(place)
        self.seen[self._content(phrase)] = cluster
        self.headed.setdefault(lemma, []).append(place)
        owner = self._owner(phrase)
        if owner < 0 and phrase.cls == "Person":
            owner = self._served(phrase)
        if owner >= 0:
            self.owned.setdefault((owner, lemma), cluster)

    def _served(self, phrase: Phrase) -> int:
        """The cluster of the body that somebody is said to serve: "a detective for the Acme police"."""
        parse, clusters = self.parse, self.clusters
        for preposition in parse.children[phrase.head]:
            if parse.deps[preposition] != "prep" or parse.lowers[preposition] not in ("for", "of", "at", "with"):
                continue
            for target in parse.children[preposition]:
                at = clusters.headed_by(target)
                if at >= 0 and clusters.of[at] >= 0 and clusters.cls[clusters.of[at]] in ORGANIZATIONS:
                    return clusters.of[at]
        return -1

    def _content(self, phrase: Phrase) -> str:
        return " ".join(w for w in self.parse.lowers[phrase.start : phrase.end] if w not in _SKIPPED)

    def _modifiers(self, phrase: Phrase) -> frozenset[str]:
        start = self._after_seat(phrase)
        words = (w for w in self.parse.words[start : phrase.head] if w.lower() not in _SKIPPED)
        full = (self.abbreviated.get(w, w) if "." in w else w for w in words if w not in ("'s", "’s", "-"))
        return frozenset(part for word in full for part in word.lower().split())  # "L.A." as Los Angeles

    def _after_seat(self, phrase: Phrase) -> int:
        """Past what tells where a body has its seat, and not which one it is: "the Oslo-based company"."""
        for token in range(phrase.start + 2, phrase.head):
            if self.parse.lowers[token] == "based" and self.parse.words[token - 1] == "-":
                return token + 1
        return phrase.start

    def _owner(self, phrase: Phrase) -> int:
        for child in self.parse.children[phrase.head]:
            if self.parse.deps[child] == "poss":
                at = self.clusters.phrase_at[child]
                return self.clusters.of[at] if at >= 0 else -1
        return -1

    def _search(self, place: int, phrase: Phrase, lemma: str, opening: str, modifiers: frozenset[str]) -> int:
        owner = self._owner(phrase)
        if owner >= 0:
            named = self._by_modifier(phrase, lemma) if self._may_own(owner, lemma) else -1
            return named if named >= 0 else self.owned.get((owner, lemma), -1)
        owned = any(self.parse.deps[c] == "poss" for c in self.parse.children[phrase.head])
        if owned and lemma in _LISTS["followings"]:
            return self._by_modifier(phrase, lemma)
        if owned or opening in _INDEFINITE:
            return -1
        found = self._by_modifier(phrase, lemma)
        if found < 0 and self._is_employer(phrase):
            found = self.things.find(phrase, lemma, modifiers)
        if found >= 0:
            return found
        restricted = self._is_restricted(phrase)
        if not restricted and (opening in _DEFINITE or (lemma in _LISTS["always_definite"] and not modifiers)):
            return self._definite(place, phrase, lemma, modifiers)
        told = phrase.cls in ORGANIZATIONS and any(w[0].isupper() for w in self.parse.words[phrase.start : phrase.head])
        repeated = modifiers and (restricted or phrase.plural or told)  # "Leeds police" are always the same
        return self.seen.get(self._content(phrase), -1) if repeated else -1

    def _is_employer(self, phrase: Phrase) -> bool:
        """Whether a bare noun is the body of a post named behind it: "company" in "a company spokeswoman"."""
        parse, head = self.parse, phrase.head
        if phrase.start != head or phrase.plural or parse.deps[head] not in ("compound", "nmod"):
            return False
        return parse.lemmas[head + 1].lower() in self.officers

    def _may_own(self, owner: int, lemma: str) -> bool:
        """Whether the name between an owner and a noun can be the noun's: "Rahim's Tanvir faction"."""
        return self.clusters.cls[owner] != "Person" or lemma in _LISTS["followings"]

    def _definite(self, place: int, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
        found = self._same_head(place, phrase, lemma, modifiers)
        if found >= 0 and lemma in _BODY_NOUNS and not self.clusters.named[found] and not phrase.plural:
            named = self.things.find(phrase, lemma, modifiers)
            return named if self._is_later(named, found) else found
        if (
            found < 0
            and phrase.cls == "ArmedGroup"
            and phrase.plural
            and not modifiers
            and lemma in self.lists["rebels"]
        ):
            return self.things.armed()
        if found >= 0 or phrase.plural:
            return found
        if phrase.cls == "Person":
            return self.persons.find(phrase, lemma, modifiers)
        return self.things.find(phrase, lemma, modifiers)

    def _is_later(self, cluster: int, other: int) -> bool:
        """Whether something was spoken of since the text last spoke of something else."""
        members = self.clusters.members
        return cluster >= 0 and max(members[cluster]) > max(members[other])

    def _is_restricted(self, phrase: Phrase) -> bool:
        """Whether what follows the head tells which one is meant.

        A purpose behind an object does not: parsers take the "for" of "left the port for repairs" as the noun's.
        """
        parse, end = self.parse, phrase.end
        if end >= len(parse) or parse.heads[end] != phrase.head or parse.deps[end] not in ("prep", "relcl", "acl"):
            return False
        if parse.lowers[end] == "including":
            return False
        left = phrase.cls in PLACES or parse.lemmas[parse.heads[phrase.head]] in ("leave", "quit")
        return not (parse.lowers[end] == "for" and parse.deps[phrase.head] == "dobj" and left)

    def _by_name(self, phrase: Phrase, lemma: str) -> int:
        """The name before a noun of things that have names of their own: "Acme's Lattice browser".

        A short form in brackets may stand between: "the Icy Moons Explorer (ICEX) probe".
        """
        clusters, words, end = self.clusters, self.parse.words, phrase.head
        bracketed = end >= 4 and words[end - 1] == ")" and words[end - 3] == "("
        if phrase.plural or (phrase.head == phrase.start and not bracketed) or lemma not in self.namesakes:
            return -1
        end -= 3 * bracketed
        at = clusters.phrase_at[end - 1]
        if at < 0 or clusters.phrases[at].kind != "name" or clusters.phrases[at].end != end:
            return -1
        cluster, before = clusters.of[at], clusters.phrases[at].start - 1
        if cluster < 0 or clusters.cls[cluster] != phrase.cls:
            return -1
        definite = bracketed or self.parse.lowers[phrase.start] in ("the", "this") or self._owner(phrase) >= 0
        return cluster if definite or before < phrase.start else -1

    def _by_modifier(self, phrase: Phrase, lemma: str) -> int:
        """The name before a noun that only says what it is: "the Acme company", "Ural island"."""
        clusters = self.clusters
        if phrase.head == phrase.start or phrase.plural:
            return -1
        end = self._end_of_name(phrase)
        at = clusters.phrase_at[end - 1]
        if at < 0 or clusters.phrases[at].kind != "name" or clusters.phrases[at].end != end:
            return -1
        start, cluster = clusters.phrases[at].start, clusters.of[at]
        opening = self.parse.lowers[phrase.start]
        owned = self.parse.lowers[start - 1] in ("'s", "’s") and start > phrase.start  # "Sudan's West Darfur state"
        telling = opening in ("the", "this") or (lemma in _LISTS["followings"] and opening in _POSSESSIVES)
        article = start - phrase.start <= 2 and (start == phrase.start or telling)
        if cluster < 0 or not (owned or article):
            return -1
        cls = clusters.cls[cluster]
        if end < phrase.head and (cls in PLACES or cls == "InternationalOrganization"):
            return -1  # "the UN refugee agency"
        if cls in classes_of_names().get(lemma, frozenset()) or (
            cls == phrase.cls and cls in _SELF and lemma not in _LISTS["parts"]
        ):
            return cluster
        of_kind = lemma in self.kinds and class_group(cls) == class_group(phrase.cls)
        return cluster if of_kind and not self._is_wider(at, phrase, lemma) else -1

    def _is_wider(self, name: int, phrase: Phrase, lemma: str) -> bool:
        """Whether the name of a place before a noun tells where it lies: "the West Bank town"."""
        place = self.clusters.phrases[name]
        last = self.parse.lowers[place.end - 1]
        if self.clusters.cls[self.clusters.of[name]] not in PLACES:
            return False
        told = place.end - place.start > 1 and last in self.kinds | _LISTS["waters"] and last != lemma
        return told or (phrase.cls in _SMALL and self.clusters.cls[self.clusters.of[name]] in _LARGE)

    def _end_of_name(self, phrase: Phrase) -> int:
        """Where a name before the head ends, a word between them left out: "the Acme news agency"."""
        parse, last = self.parse, phrase.head - 1
        between = (
            parse.words[last].islower() and parse.pos[last] in ("NOUN", "ADJ") and parse.heads[last] == phrase.head
        )
        return last if between and last > phrase.start else phrase.head

    def _same_head(self, place: int, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
        clusters = self.clusters
        for other in reversed(self.headed.get(lemma, ())[-8:]):
            before = clusters.phrases[other]
            if before.plural == phrase.plural and modifiers <= self._modifiers(before) and other != place:
                return clusters.of[other]
        if phrase.plural and lemma != "police":
            return -1
        for other in reversed(clusters.recent[-WINDOW:]):
            before = clusters.phrases[other]
            if before.kind == "name" and before.end - before.start > 1 and before.cls != "Person":
                words = self.parse.lowers[before.start : before.end]
                akin = class_group(before.cls) == class_group(phrase.cls)
                named = lemma in _heads(words, akin=akin) or (lemma in ("police", "sheriff") and lemma in words)
                if named and modifiers <= set(words):
                    return clusters.of[other]
        return self._akin(phrase, lemma, modifiers)

    def _akin(self, phrase: Phrase, lemma: str, modifiers: frozenset[str]) -> int:
        """What a synonym or a more general word takes up: "the vessel" for a ferry."""
        clusters = self.clusters
        if modifiers:
            return -1
        group, sentence = class_group(phrase.cls), self.parse.sentence_of[phrase.head]
        for other in reversed(clusters.recent[-_AKIN_WINDOW:]):
            before, cluster = clusters.phrases[other], clusters.of[other]
            if before.kind == "pronoun" or before.plural != phrase.plural or class_group(before.cls) != group:
                continue
            noun = self.parse.lemmas[before.end - 1].lower()
            if lemma in synonyms(noun) and self.parse.sentence_of[before.head] < sentence:
                return cluster
        return -1

"""What a personal pronoun refers to: agreement first, then salience in the manner of Lappin and Leass (1994)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import word_lists
from kg.text.lexicon.word_classes import ORGANIZATIONS, PLACES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse, Phrase, Quote

__all__ = ["SPEAKERS", "PronounFinder"]

_MALE = frozenset({"he", "him", "his", "himself"})
_FEMALE = frozenset({"she", "her", "hers", "herself"})
_THING = frozenset({"it", "its", "itself"})
_GROUP = frozenset({"they", "them", "their", "theirs", "themselves"})
_SPEAKER = frozenset({"i", "me", "my", "mine", "myself"})
_SIDE = frozenset({"we", "us", "our", "ours", "ourselves"})
_OBJECTS = frozenset({"him", "her", "it", "them"})
_LISTS = word_lists("words/coref/pronouns")
_IMPERSONAL = _LISTS["impersonal"]
_FELT = _LISTS["experiences"]
SPEAKERS = _SPEAKER | _SIDE
"""Pronouns of the speaker, which can be read once the speakers are known."""

_BEGINNING = _LISTS["founding"]
_SIDES = ORGANIZATIONS | {"Country"}
_ACTING = ORGANIZATIONS | PLACES
_WINDOW = 40
"""How many phrases back an antecedent may lie."""

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_DEP_WEIGHT = {"nsubj": 1.2, "nsubjpass": 1.2, "dobj": 0.4, "attr": 0.4, "compound": -0.6, "amod": -0.6, "nmod": -0.6}
"""How salient a mention is by its part in the sentence."""

_SENTENCES = 3
"""How many sentences back an antecedent may lie."""


class PronounFinder:
    """Finds antecedents of pronouns from what has been read so far."""

    def __init__(self, parse: Parse, clusters: Clusters, quotes: Sequence[Quote]) -> None:
        self.parse = parse
        self.clusters = clusters
        self.speaker = [-1] * len(parse)
        self.quoted = bytearray(len(parse))
        self.said: dict[int, list[Quote]] = {}  # the quotes by the head of their speaker
        for quote in quotes:
            if quote.speech:
                self.said.setdefault(quote.speaker, []).append(quote)
                self.quoted[quote.start : quote.stop] = b"\1" * (quote.stop - quote.start)
                self.speaker[quote.start : quote.stop] = [quote.speaker] * (quote.stop - quote.start)

    def find(self, place: int) -> int:
        """The cluster that the pronoun refers to, -1 where there is no good one."""
        token = self.clusters.phrases[place].head
        word = self.parse.lowers[token]
        if word in _MALE:
            return self._salient(token, word, "male")
        if word in _FEMALE:
            return self._salient(token, word, "female")
        if word in _THING:
            return -1 if self._is_pleonastic(token) else self._salient(token, word, "thing")
        if word in _GROUP:
            return self._salient(token, word, "group")
        if word in _SPEAKER or word in _SIDE:
            return self._speaking(token, side=word in _SIDE)
        return -1

    def gender(self, place: int) -> str:
        """The gender that a pronoun tells."""
        word = self.parse.lowers[self.clusters.phrases[place].head]
        return "male" if word in _MALE else "female" if word in _FEMALE else ""

    def is_unheralded(self, place: int) -> bool:
        """Whether "he" or "she" stands outside quotes where nobody was spoken of whom it might mean."""
        clusters, need = self.clusters, self.gender(place)
        if not need or self.quoted[clusters.phrases[place].head]:
            return False
        persons = {clusters.of[other] for other in clusters.recent if clusters.cls[clusters.of[other]] == "Person"}
        return all(clusters.gender[person] not in ("", need) for person in persons)

    def is_body(self, place: int) -> bool:
        """Whether an "it" in the text's first sentence can only be a body: it says that it is one, or how it began."""
        parse, head = self.parse, self.clusters.phrases[place].head
        if parse.lowers[head] != "it" or parse.sentence_of[head] or parse.deps[head] not in _SUBJECTS:
            return False
        if self.quoted[head]:
            return False
        verb = parse.heads[head]
        told = [self.clusters.phrase_at[c] for c in parse.children[verb] if parse.deps[c] == "attr"]
        is_one = any(place >= 0 and self.clusters.phrases[place].cls in ORGANIZATIONS for place in told)
        return parse.lemmas[verb] in _BEGINNING or (parse.lemmas[verb] == "be" and is_one)

    def is_writer(self, place: int) -> bool:
        """Whether a pronoun is the "I" of whoever wrote the text, outside all quotes."""
        head = self.clusters.phrases[place].head
        return self.parse.lowers[head] in _SPEAKER and self.parse.pos[head] == "PRON" and not self.quoted[head]

    def _speaking(self, token: int, *, side: bool) -> int:
        speaker = self.speaker[token]
        at = self.clusters.phrase_at[speaker] if speaker >= 0 else -1
        cluster = self.clusters.of[at] if at >= 0 else -1
        if cluster < 0 or not side:
            return cluster
        body = self._body_of(cluster)
        return body if body >= 0 else cluster

    def _body_of(self, cluster: int) -> int:
        """The country or body for which a person speaks, by the words that introduce him: "French President X"."""
        clusters = self.clusters
        for member in sorted(clusters.members[cluster]):
            phrase = clusters.phrases[member]
            found = -1
            if phrase.kind == "name":
                found = self._body_in(max(0, phrase.start - 5), phrase.start, before=True)
            elif phrase.kind == "nominal":
                found = self._body_in(phrase.start, phrase.head, before=False)
                if found < 0:
                    found = self._body_after(phrase.head)
            if found >= 0:
                return found
        return -1

    def _body_in(self, start: int, end: int, *, before: bool) -> int:
        """The cluster of a body named in the tokens [start, end), next to their end where `before` asks for that."""
        clusters, token = self.clusters, end
        while token > start:
            token -= 1
            at = clusters.phrase_at[token]
            if at >= 0 and clusters.phrases[at].kind in ("name", "demonym") and clusters.of[at] >= 0:
                return clusters.of[at] if clusters.cls[clusters.of[at]] in _SIDES else -1
            if (
                before
                and (at < 0 or clusters.phrases[at].cls != "Role")
                and self.parse.lowers[token] not in ("'s", "’s")
            ):
                return -1
        return -1

    def _body_after(self, head: int) -> int:
        parse, clusters = self.parse, self.clusters
        for child in parse.children[head]:
            if child > head and parse.deps[child] == "prep" and parse.lowers[child] in ("of", "for", "at", "with"):
                for target in parse.children[child]:
                    at = clusters.phrase_at[target]
                    if at >= 0 and clusters.of[at] >= 0 and clusters.cls[clusters.of[at]] in _SIDES:
                        return clusters.of[at]
        return -1

    def _is_pleonastic(self, token: int) -> bool:
        """Whether "it" refers to nothing: "It is clear that …", "it seems …"."""
        parse = self.parse
        verb = parse.heads[token]
        if parse.lowers[token] != "it" or parse.deps[token] not in ("nsubj", "nsubjpass", "expl"):
            return False
        if parse.deps[token] == "expl" or parse.lemmas[verb] in _IMPERSONAL:
            return True
        deps = {parse.deps[child] for child in parse.children[verb]}
        if parse.lemmas[verb] == "take":  # "it takes years to …", not "it took over …"
            return "prt" not in deps and bool(deps & {"xcomp", "advcl", "ccomp"})
        if parse.lemmas[verb] != "be":
            return False
        if any(parse.deps[child] == "attr" and parse.lemmas[child] in _FELT for child in parse.children[verb]):
            return True  # "it was a great honour"
        clause = deps & {"ccomp", "csubj", "xcomp", "advcl"}
        nested = any(
            parse.deps[grandchild] in ("ccomp", "xcomp")
            for child in parse.children[verb]
            if parse.deps[child] in ("acomp", "attr")
            for grandchild in parse.children[child]
        )
        return ("acomp" in deps or "attr" in deps) and bool(clause or nested)

    def _salient(self, token: int, word: str, need: str) -> int:
        """The cluster with the best salience among those that agree."""
        clusters, parse = self.clusters, self.parse
        sentence = parse.sentence_of[token]
        barred = self._barred(token, word)
        ahead = self._ahead(token, need)
        if ahead >= 0 and ahead not in barred:
            return ahead
        best, best_score = -1, 0.0
        seen: set[int] = set()
        for rank, other in enumerate(reversed(clusters.recent[-_WINDOW:])):
            phrase = clusters.phrases[other]
            cluster = clusters.of[other]
            back = sentence - parse.sentence_of[phrase.head]
            if back > _SENTENCES:
                break
            if cluster in barred or phrase.start <= token < phrase.end:
                continue
            pair = need == "group" and self._is_pair(other)
            if not pair and not self._agrees(cluster, other, need):
                continue
            score = self._weight(other, token, back) - 0.05 * rank + (0.1 if cluster not in seen else 0.0)
            score += 0.5 if pair else self._liking(cluster, other, token, need)
            cluster = -1 if pair else cluster
            seen.add(cluster)
            if score > best_score:
                best, best_score = cluster, score
        if best >= 0 and need in ("male", "female") and not clusters.gender[best]:
            clusters.gender[best] = need
        return best

    def _is_pair(self, other: int) -> bool:
        """Whether a person is named together with another: no single referent stands for both."""
        clusters, head = self.clusters, self.clusters.phrases[other].head
        if clusters.cls[clusters.of[other]] != "Person" or clusters.phrases[other].plural:
            return False
        for child in self.parse.children[head]:
            at = clusters.phrase_at[child]
            if self.parse.deps[child] == "conj" and at >= 0 and clusters.phrases[at].cls == "Person":
                return True
        return False

    def _liking(self, cluster: int, other: int, token: int, need: str) -> float:
        """How much likelier than others a class of antecedent is for a kind of pronoun."""
        cls = self.clusters.cls[cluster]
        if need == "group":
            return 0.5 if cls == "People" else -0.6 if cls in ORGANIZATIONS else -0.8
        if need == "thing" and cls == "MediaOrganization" and self.speaker[token] >= 0:
            return -1.5  # who reports is seldom what the people reported on speak of
        if need == "thing" and cls in _ACTING and self.parse.deps[token] in ("dobj", "pobj"):
            return -1.0  # what is done to "it" is seldom done to a body or a place of which the text speaks
        if need == "thing" and cls in PLACES:
            return 0.0 if self.parse.deps[self.clusters.phrases[other].head] in _SUBJECTS else -0.5
        return 0.0

    def _agrees(self, cluster: int, other: int, need: str) -> bool:
        clusters = self.clusters
        cls = clusters.cls[cluster]
        if need in ("male", "female"):
            return cls == "Person" and clusters.gender[cluster] in ("", need)
        if need == "group":
            return clusters.plural[cluster] or cls == "People" or cls in ORGANIZATIONS
        if cls in ("Person", "People", "Role", "") or clusters.plural[cluster]:
            return False
        return clusters.phrases[other].kind != "demonym"

    def _ahead(self, token: int, need: str) -> int:
        """The subject of the main clause that follows the clause of the pronoun: "When she left, Jane Doe said …"."""
        if need not in ("male", "female"):
            return -1
        clusters, parse = self.clusters, self.parse
        node = token
        for _ in range(6):
            if parse.deps[node] == "advcl" and parse.heads[node] > node:
                for child in parse.children[parse.heads[node]]:
                    if parse.deps[child] in ("nsubj", "nsubjpass") and child > node:
                        at = clusters.phrase_at[child]
                        fits = at >= 0 and clusters.of[at] >= 0 and clusters.phrases[at].kind == "name"
                        if fits and self._agrees(clusters.of[at], at, need):
                            return clusters.of[at]
                return -1
            if parse.heads[node] == node:
                return -1
            node = parse.heads[node]
        return -1

    def _weight(self, other: int, token: int, back: int) -> float:
        """How salient a mention is: subjects, names, near ones."""
        clusters, parse = self.clusters, self.parse
        phrase, cluster = clusters.phrases[other], clusters.of[other]
        dep = parse.deps[phrase.head]
        score = 3.0 - back + _DEP_WEIGHT.get(dep, 0.0)
        if clusters.named[cluster]:
            score += 0.8
        if clusters.cls[cluster] == "Topic":
            score -= 0.8
        if parse.deps[token] in _SUBJECTS and dep in _SUBJECTS:
            score += 0.5
        return score + min(clusters.count[cluster], 10) * 0.12

    def _told(self, token: int) -> set[int]:
        """The news media that are told what the clause of a pronoun says: "She told the BBC that it …"."""
        clusters, parse = self.clusters, self.parse
        node = token
        while parse.heads[node] != node and parse.deps[node] != "ccomp":
            node = parse.heads[node]
        if parse.deps[node] != "ccomp":
            return set()
        hearers = (c for c in parse.children[parse.heads[node]] if parse.deps[c] in ("dobj", "dative"))
        places = (clusters.phrase_at[hearer] for hearer in hearers)
        found = {clusters.of[place] for place in places if place >= 0}
        return {cluster for cluster in found if cluster >= 0 and clusters.cls[cluster] == "MediaOrganization"}

    def _is_told_of(self, phrase: Phrase) -> bool:
        """Whether a phrase in a quote names somebody known: "Marlow", "the judge", "his uncle", not "a judge"."""
        start = self.parse.lowers[phrase.start]
        known = start in ("the", "this", "that", "these", "those") or self.parse.tags[phrase.start] in ("PRP$", "NNP")
        return phrase.kind == "name" or (phrase.kind == "nominal" and known)

    def _barred(self, token: int, word: str) -> set[int]:
        """Clusters that a pronoun cannot mean: the subject of its own verb for an object, the speaker of its quote.

        Who speaks does not name himself in what he says.
        """
        clusters, parse = self.clusters, self.parse
        barred: set[int] = set()
        for quote in self.said.get(token, ()):
            inside = (clusters.phrase_at[t] for t in range(quote.start, quote.stop))
            barred.update(clusters.of[p] for p in inside if p >= 0 and self._is_told_of(clusters.phrases[p]))
        speaker = self.speaker[token]
        if speaker >= 0 and clusters.phrase_at[speaker] >= 0:
            barred.add(clusters.of[clusters.phrase_at[speaker]])
        if word in _THING:
            barred |= self._told(token)
        if word in _OBJECTS and parse.deps[token] != "poss":
            verb = parse.heads[token]
            if parse.deps[token] == "pobj":
                verb = parse.heads[verb]
            for child in parse.children[verb]:
                if parse.deps[child] in ("nsubj", "nsubjpass") and clusters.phrase_at[child] >= 0:
                    barred.add(clusters.of[clusters.phrase_at[child]])
        return barred

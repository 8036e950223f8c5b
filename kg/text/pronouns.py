"""What a personal pronoun refers to: agreement first, then salience in the manner of Lappin and Leass (1994)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.classes import ORGANIZATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.clusters import Clusters
    from kg.text.parse import Parse
    from kg.text.quotes import Quote

__all__ = ["PronounFinder"]

_MALE = frozenset({"he", "him", "his", "himself"})
_FEMALE = frozenset({"she", "her", "hers", "herself"})
_THING = frozenset({"it", "its", "itself"})
_GROUP = frozenset({"they", "them", "their", "theirs", "themselves"})
_SPEAKER = frozenset({"i", "me", "my", "mine", "myself"})
_SIDE = frozenset({"we", "us", "our", "ours", "ourselves"})
_OBJECTS = frozenset({"him", "her", "it", "them"})
_IMPERSONAL = frozenset({"seem", "appear", "happen", "rain", "snow", "turn", "matter", "take"})
_WINDOW = 40
"""How many phrases back an antecedent may lie."""

_SENTENCES = 3
"""How many sentences back an antecedent may lie."""


class PronounFinder:
    """Finds antecedents of pronouns from what has been read so far."""

    def __init__(self, parse: Parse, clusters: Clusters, quotes: Sequence[Quote]) -> None:
        self.parse = parse
        self.clusters = clusters
        self.speaker = [-1] * len(parse)
        for quote in quotes:
            if quote.speech:
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

    def _speaking(self, token: int, *, side: bool) -> int:
        speaker = self.speaker[token]
        at = self.clusters.phrase_at[speaker] if speaker >= 0 else -1
        cluster = self.clusters.of[at] if at >= 0 else -1
        if cluster < 0 or not side:
            return cluster
        body = self._body_of(cluster)
        return body if body >= 0 else cluster

    def _body_of(self, cluster: int) -> int:
        """The country or body for which a person speaks, by the title before a name of his: "French President X"."""
        clusters = self.clusters
        for member in clusters.members[cluster]:
            phrase = clusters.phrases[member]
            start = phrase.start
            while start > 0 and start > phrase.start - 4:
                start -= 1
                at = clusters.phrase_at[start]
                if (
                    at >= 0
                    and clusters.phrases[at].kind in ("name", "demonym")
                    and clusters.phrases[at].cls != "Person"
                ):
                    return clusters.of[at]
                if at < 0 or clusters.phrases[at].cls != "Role":
                    break
        return -1

    def _is_pleonastic(self, token: int) -> bool:
        """ "It is clear that …", "it seems …"."""
        parse = self.parse
        verb = parse.heads[token]
        if parse.lowers[token] != "it" or parse.deps[token] not in ("nsubj", "nsubjpass", "expl"):
            return False
        if parse.deps[token] == "expl" or parse.lemmas[verb] in _IMPERSONAL:
            return True
        if parse.lemmas[verb] != "be":
            return False
        deps = {parse.deps[child] for child in parse.children[verb]}
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
        best, best_score = -1, 0.0
        seen: set[int] = set()
        for rank, other in enumerate(reversed(clusters.recent[-_WINDOW:])):
            phrase = clusters.phrases[other]
            cluster = clusters.of[other]
            back = sentence - parse.sentence_of[phrase.head]
            if back > _SENTENCES:
                break
            if cluster in barred or phrase.start <= token < phrase.end or not self._agrees(cluster, other, need):
                continue
            score = self._weight(other, token, back) - 0.05 * rank + (0.1 if cluster not in seen else 0.0)
            seen.add(cluster)
            if score > best_score:
                best, best_score = cluster, score
        if best >= 0 and need in ("male", "female") and not clusters.gender[best]:
            clusters.gender[best] = need
        return best

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

    def _weight(self, other: int, token: int, back: int) -> float:
        """How salient a mention is: subjects, names, near ones."""
        clusters, parse = self.clusters, self.parse
        phrase = clusters.phrases[other]
        dep = parse.deps[phrase.head]
        score = 3.0 - back
        if dep in ("nsubj", "nsubjpass"):
            score += 1.2
        elif dep in ("dobj", "attr"):
            score += 0.4
        elif dep in ("compound", "amod", "nmod"):
            score -= 0.6
        if phrase.kind == "name":
            score += 0.4
        if clusters.cls[clusters.of[other]] == "Topic":
            score -= 0.8
        if parse.deps[token] in ("nsubj", "nsubjpass") and dep in ("nsubj", "nsubjpass"):
            score += 0.5
        return score + min(clusters.count[clusters.of[other]], 5) * 0.1

    def _barred(self, token: int, word: str) -> set[int]:
        """Clusters that a pronoun cannot mean: the subject of its own verb for an object, the speaker of its quote."""
        clusters, parse = self.clusters, self.parse
        barred: set[int] = set()
        speaker = self.speaker[token]
        if speaker >= 0 and clusters.phrase_at[speaker] >= 0:
            barred.add(clusters.of[clusters.phrase_at[speaker]])
        if word in _OBJECTS and parse.deps[token] != "poss":
            verb = parse.heads[token]
            if parse.deps[token] == "pobj":
                verb = parse.heads[verb]
            for child in parse.children[verb]:
                if parse.deps[child] in ("nsubj", "nsubjpass") and clusters.phrase_at[child] >= 0:
                    barred.add(clusters.of[clusters.phrase_at[child]])
        return barred

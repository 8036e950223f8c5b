"""What a pronoun refers to: a relative one by syntax, a personal one by agreement, then by salience.

Salience is in the manner of Lappin and Leass (1994, "An algorithm for pronominal anaphora resolution").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.text.lexicon.nouns import ORGANIZATIONS, PLACES
from kg.text.lexicon.tables import word_lists, words
from kg.text.syntax.dependencies import SUBJECTS, own_subjects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.coref.clusters import Clusters
    from kg.text.model import Parse, Quote

__all__ = ["SPEAKERS", "PronounFinder", "antecedent_of_relative"]

_FUNCTION_WORDS: Final = "words/function_words"
_WORDS: Final = word_lists("words/coref/pronouns")
_NEED: Final = {
    pronoun: need
    for need, key in (("male", "masculine"), ("female", "feminine"), ("neuter", "neuter"), ("plural", "third_plural"))
    for pronoun in words(_FUNCTION_WORDS, "pronouns", key)
}
"""What the antecedent of each third-person pronoun must be."""

_I: Final = words(_FUNCTION_WORDS, "pronouns", "first_singular")
_WE: Final = words(_FUNCTION_WORDS, "pronouns", "first_plural")
SPEAKERS: Final = _I | _WE
"""Pronouns of the speaker, which can be read once the speakers are known."""

_RELATIVE: Final = words(_FUNCTION_WORDS, "pronouns", "relative")
_OBJECTS: Final = words(_FUNCTION_WORDS, "pronouns", "third_object")
_DEFINITE: Final = words(_FUNCTION_WORDS, "determiners", "definite")
_POSSESSIVE: Final = words(_FUNCTION_WORDS, "marks", "possessive")
_PARTIES: Final = ORGANIZATIONS | {"Country"}
_MANY: Final = frozenset({"ArmedGroup", "Military", "SportsTeam"})
"""Organizations that "they" may mean: those of whose members a text speaks."""

_GRAVE: Final = 1.5
_CLEAR: Final = 0.2
"""By how much an antecedent must be likelier than the next, and where a pronoun says something grave of it."""

_WINDOW: Final = 40
"""How many mentions back an antecedent may lie."""

_SENTENCES: Final = 3
"""How many sentences back an antecedent may lie."""

_WEIGHT = {"nsubj": 1.2, "nsubjpass": 1.2, "dobj": 0.4, "attr": 0.4, "compound": -0.6, "amod": -0.6, "nmod": -0.6}
"""How salient a mention is by its part in the sentence."""


def antecedent_of_relative(parse: Parse, clusters: Clusters, mention: int) -> int:
    """The antecedent of a relative pronoun, -1 for none."""
    token = clusters.phrases[mention].head
    for _ in range(8 if parse.lowers[token] in _RELATIVE else 0):
        if parse.deps[token] == "relcl":
            return clusters.headed_by(parse.heads[token])
        token = parse.heads[token]
    return -1


class PronounFinder:
    """Finds antecedents of pronouns from what has been read so far."""

    def __init__(self, parse: Parse, clusters: Clusters, quotes: Sequence[Quote]) -> None:
        self.parse = parse
        self.clusters = clusters
        self.speaker = [-1] * len(parse)
        self.quoted = bytearray(len(parse))
        self.quotes_of: dict[int, list[Quote]] = {}  # by the head of their speaker
        for quote in quotes:
            if quote.speech:
                self.quotes_of.setdefault(quote.speaker, []).append(quote)
                self.quoted[quote.start : quote.stop] = b"\1" * (quote.stop - quote.start)
                self.speaker[quote.start : quote.stop] = [quote.speaker] * (quote.stop - quote.start)

    def find(self, mention: int) -> int:
        """The cluster that the pronoun refers to, -1 where there is no good one."""
        token = self.clusters.phrases[mention].head
        word = self.parse.lowers[token]
        if word in SPEAKERS:
            return self._speaking(token, together=word in _WE)
        return -1 if word not in _NEED or self._is_pleonastic(token) else self._most_salient(token, _NEED[word])

    def gender(self, mention: int) -> str:
        """The gender of whom a pronoun means, "" where it shows none."""
        need = _NEED.get(self.parse.lowers[self.clusters.phrases[mention].head], "")
        return need if need in ("male", "female") else ""

    def is_unheralded(self, mention: int) -> bool:
        """Whether "he" or "she" stands outside quotes where nobody was spoken of whom it might mean."""
        clusters, gender = self.clusters, self.gender(mention)
        if not gender or self.quoted[clusters.phrases[mention].head]:
            return False
        persons = {clusters.of[other] for other in clusters.recent if clusters.cls[clusters.of[other]] == "Person"}
        return not any(clusters.may_be(person, gender) for person in persons)

    def is_organization(self, mention: int) -> bool:
        """Whether an "it" in the text's first sentence is an organization: it says that it is one, or how it began."""
        parse, clusters, head = self.parse, self.clusters, self.clusters.phrases[mention].head
        if parse.lowers[head] != "it" or parse.sentence_of[head] or parse.deps[head] not in SUBJECTS:
            return False
        verb = parse.heads[head]
        said = [clusters.phrase_at[c] for c in parse.dependents(verb, "attr")]
        is_one = any(other >= 0 and clusters.phrases[other].cls in ORGANIZATIONS for other in said)
        says_so = parse.lemmas[verb] in _WORDS["founding"] or (parse.lemmas[verb] == "be" and is_one)
        return says_so and not self.quoted[head]

    def is_writer(self, mention: int) -> bool:
        """Whether a pronoun is the "I" of whoever wrote the text, outside all quotes."""
        head = self.clusters.phrases[mention].head
        return self.parse.lowers[head] in _I and self.parse.pos[head] == "PRON" and not self.quoted[head]

    def _speaking(self, token: int, *, together: bool) -> int:
        """The speaker of the quote that a token stands in; for "we", the party for which he speaks, if one is named."""
        cluster = self.clusters.cluster_at(self.speaker[token]) if self.speaker[token] >= 0 else -1
        return self._party_of(cluster) if together and cluster >= 0 else cluster

    def _party_of(self, cluster: int) -> int:
        """The country or organization for which a person speaks, by what introduces him: "French President X"."""
        clusters = self.clusters
        for phrase in (clusters.phrases[member] for member in sorted(clusters.members[cluster])):
            found = -1
            if phrase.kind == "name":
                found = self._last_party(max(0, phrase.start - 5), phrase.start, adjacent=True)
            elif phrase.kind == "nominal":
                found = self._last_party(phrase.start, phrase.head, adjacent=False)
                found = found if found >= 0 else clusters.employer(phrase.head, _PARTIES)
            if found >= 0:
                return found
        return -1

    def _last_party(self, start: int, end: int, *, adjacent: bool) -> int:
        """The cluster of the party that the last name in the tokens [start, end) means, -1 where it means none.

        Where it must be adjacent to their end, nothing but posts may follow it.
        """
        clusters = self.clusters
        for token in range(end - 1, start - 1, -1):
            cluster, phrase = clusters.cluster_at(token), clusters.phrases[clusters.phrase_at[token]]
            if cluster >= 0 and phrase.kind in ("name", "demonym"):
                return cluster if clusters.cls[cluster] in _PARTIES else -1
            is_post = clusters.phrase_at[token] >= 0 and phrase.cls == "Role"
            if adjacent and not is_post and self.parse.lowers[token] not in _POSSESSIVE:
                break
        return -1

    def _is_pleonastic(self, token: int) -> bool:
        """Whether "it" refers to nothing: "It is clear that …", "it seems …"."""
        parse, verb = self.parse, self.parse.heads[token]
        if parse.lowers[token] != "it" or parse.deps[token] not in (*SUBJECTS, "expl"):
            return False
        if parse.deps[token] == "expl" or parse.lemmas[verb] in _WORDS["impersonal"]:
            return True
        deps = {parse.deps[child] for child in parse.children[verb]}
        if parse.lemmas[verb] == "take":  # "it takes years to …", not "it took over …"
            return "prt" not in deps and not deps.isdisjoint(("xcomp", "advcl", "ccomp"))
        said = parse.dependents(verb, "acomp", "attr")
        if parse.lemmas[verb] != "be" or not said:
            return False
        if any(parse.deps[child] == "attr" and parse.lemmas[child] in _WORDS["experiences"] for child in said):
            return True  # "it was a great honour"
        nested = (parse.deps[grandchild] for child in said for grandchild in parse.children[child])
        return not deps.isdisjoint(("ccomp", "csubj", "xcomp", "advcl")) or not {"ccomp", "xcomp"}.isdisjoint(nested)

    def _most_salient(self, token: int, need: str) -> int:
        """The most salient cluster of those that agree with a pronoun, -1 where none does."""
        clusters = self.clusters
        barred = self._barred(token, need)
        scores: dict[int, float] = {}
        for rank, (other, cluster, back) in enumerate(clusters.candidates(token, _WINDOW, _SENTENCES)):
            phrase = clusters.phrases[other]
            if cluster in barred or phrase.start <= token < phrase.end:
                continue
            pair = need == "plural" and self._is_pair(other)
            if not pair and not self._agrees(other, need):
                continue
            place = -1 if pair else cluster
            score = self._salience(other, token, back) - 0.05 * rank + (0.1 if cluster not in scores else 0.0)
            score += 0.5 if pair else self._preference(other, token, need)
            scores[place] = max(score, scores.get(place, 0.0))
        first, *others = sorted(scores, key=lambda place: -scores[place]) or [-1]
        margin = _GRAVE if self._is_grave(token) else _CLEAR
        best = -1 if others and scores[first] - scores[others[0]] < margin else first
        if best >= 0 and need in ("male", "female") and not clusters.gender[best]:
            clusters.gender[best] = need
        return best

    def _is_grave(self, token: int) -> bool:
        """Return whether a pronoun is the subject of something grave: "he died", "she will be charged"."""
        parse, verb = self.parse, self.parse.heads[token]
        passive = parse.deps[token] == "nsubjpass" and parse.lemmas[verb] in _WORDS["dying"] | _WORDS["prosecuting"]
        return passive or (parse.deps[token] == "nsubj" and parse.lemmas[verb] == "die")

    def _is_pair(self, other: int) -> bool:
        """Whether a person is named together with another: no single cluster stands for both."""
        clusters, phrase = self.clusters, self.clusters.phrases[other]
        if clusters.cls[clusters.of[other]] != "Person" or phrase.plural:
            return False
        joined = (clusters.phrase_at[c] for c in self.parse.dependents(phrase.head, "conj"))
        return any(at >= 0 and clusters.phrases[at].cls == "Person" for at in joined)

    def _salience(self, other: int, token: int, back: int) -> float:
        """How salient a mention is: subjects, names, near ones."""
        clusters, cluster = self.clusters, self.clusters.of[other]
        dep = self.parse.deps[clusters.phrases[other].head]
        score = 3.0 - back + _WEIGHT.get(dep, 0.0)
        score = score + 0.8 * clusters.named[cluster] - 0.8 * (clusters.cls[cluster] == "Topic")
        both_subjects = self.parse.deps[token] in SUBJECTS and dep in SUBJECTS
        return score + 0.5 * both_subjects + min(clusters.count[cluster], 10) * 0.12

    def _preference(self, other: int, token: int, need: str) -> float:
        """How much likelier than others a class of antecedent is for a kind of pronoun."""
        cls = self.clusters.cls[self.clusters.of[other]]
        if need == "plural":
            return 0.5 if cls == "People" else -0.6 if cls in ORGANIZATIONS else -0.8
        if need != "neuter":
            return 0.0
        if cls == "MediaOrganization" and self.speaker[token] >= 0:
            return -1.5  # who reports is seldom what the people reported on speak of
        if cls in ORGANIZATIONS | PLACES and self.parse.deps[token] in ("dobj", "pobj"):
            return -1.0  # what is done to "it" is seldom done to an organization or a place of which the text speaks
        return -0.5 if cls in PLACES and not self.clusters.is_subject(other) else 0.0

    def _agrees(self, other: int, need: str) -> bool:
        """Whether a mention's cluster agrees with a pronoun in gender and number."""
        clusters, cluster = self.clusters, self.clusters.of[other]
        cls = clusters.cls[cluster]
        if need in ("male", "female"):
            return cls == "Person" and clusters.may_be(cluster, need)
        if need == "plural":
            return clusters.plural[cluster] or cls == "People" or cls in _MANY
        if cls in ("Person", "People", "Role", "") or clusters.plural[cluster]:
            return False
        return clusters.phrases[other].kind != "demonym"

    def _barred(self, token: int, need: str) -> set[int]:
        """Clusters that a pronoun cannot mean: the subject of its own verb for an object, the speaker of its quote.

        Who speaks does not name himself in what he says, and what he says to the media is not said of them. Nor does a
        subject mean whom the complement of its verb names (principle C of Chomsky 1981, "Lectures on Government and
        Binding").
        """
        clusters, parse = self.clusters, self.parse
        spoken = [range(quote.start, quote.stop) for quote in self.quotes_of.get(token, ())]
        if parse.deps[token] in SUBJECTS:
            complements = parse.dependents(parse.heads[token], "ccomp", "xcomp")
            spoken += [range(max(parse.left[verb], token + 1), parse.right[verb] + 1) for verb in complements]
        quoted = {clusters.phrase_at[t] for tokens in spoken for t in tokens}
        barred = {clusters.of[mention] for mention in quoted if mention >= 0 and self._is_definite(mention)}
        if self.speaker[token] >= 0:
            barred.add(clusters.cluster_at(self.speaker[token]))
        barred |= self._officials(token)
        if need == "neuter":  # "She told the BBC that it …"
            said = token
            while parse.heads[said] != said and parse.deps[said] != "ccomp":
                said = parse.heads[said]
            beside = parse.dependents(parse.heads[said], "dobj", "dative") if parse.deps[said] == "ccomp" else ()
            hearers = {clusters.cluster_at(hearer) for hearer in beside} - {-1}
            barred |= {hearer for hearer in hearers if clusters.cls[hearer] == "MediaOrganization"}
        if parse.lowers[token] in _OBJECTS and parse.deps[token] != "poss":
            verb = parse.heads[token]
            verb = parse.heads[verb] if parse.deps[token] == "pobj" else verb
            barred.update(clusters.cluster_at(subject) for subject in self._controllers(verb))
        return barred

    def _officials(self, token: int) -> set[int]:
        """Return who says, of somebody else, what a pronoun stands in: "Judge X said he would be detained"."""
        parse, clusters, verb = self.parse, self.clusters, self.parse.heads[token]
        said = verb
        while parse.deps[said] not in ("ccomp", "ROOT") and parse.heads[said] != said:
            said = parse.heads[said]
        above = parse.heads[said]
        if parse.deps[said] != "ccomp":
            return set()
        sayers = {clusters.cluster_at(subject) for subject in own_subjects(parse, above)} - {-1}
        if parse.lemmas[above] == "ask" and parse.dependents(above, "dobj", "dative"):
            return sayers  # "She asked the witness why she had lied"
        sued = parse.lemmas[verb] in _WORDS["prosecuting"] and bool(parse.dependents(verb, "auxpass"))
        own = parse.deps[token] in SUBJECTS and parse.lemmas[verb] in _WORDS["ruling"]
        names = (_WORDS["judges"] if not own else set()) | (_WORDS["officers"] if sued else set())
        return {sayer for sayer in sayers if clusters.nouns[sayer] & names}

    def _controllers(self, verb: int) -> list[int]:
        """The subjects of a verb, of an infinitive those who are to do it: "Wali vowed to avenge him"."""
        parse = self.parse
        while not (subjects := own_subjects(parse, verb)) and parse.deps[verb] in ("xcomp", "conj", "advcl"):
            asked = parse.dependents(parse.heads[verb], "dobj") if parse.deps[verb] == "xcomp" else []
            if asked:
                return asked
            verb = parse.heads[verb]
        return subjects

    def sayers(self, mention: int) -> frozenset[int]:
        """The clusters of those who say, think or do what the clause or quotation of a mention completes.

        A noun phrase in it does not mean them (principle C): "The bishop said the man had left".
        """
        parse, clusters, token = self.parse, self.clusters, self.clusters.phrases[mention].head
        said = [clusters.cluster_at(self.speaker[token])] if self.speaker[token] >= 0 else []
        while parse.heads[token] != token:
            if parse.deps[token] in ("ccomp", "xcomp", "relcl", "acl", "advcl", "pcomp"):
                said += [clusters.cluster_at(subject) for subject in own_subjects(parse, parse.heads[token])]
            token = parse.heads[token]
        return frozenset(said)

    def _is_definite(self, mention: int) -> bool:
        """Whether a mention is of somebody known: "Marlow", "the judge", "his uncle", not "a judge"."""
        parse, phrase = self.parse, self.clusters.phrases[mention]
        known = parse.lowers[phrase.start] in _DEFINITE or parse.tags[phrase.start] in ("PRP$", "NNP")
        return phrase.kind == "name" or (phrase.kind == "nominal" and known)

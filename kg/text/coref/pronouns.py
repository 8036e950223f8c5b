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

_FUNCTION_WORDS: Final = "words/function_words"
_WORDS: Final = word_lists("words/coref/pronouns")
_NEED: Final = {
    pronoun: need
    for need, key in (("male", "masculine"), ("female", "feminine"), ("neuter", "neuter"), ("plural", "third_plural"))
    for pronoun in words(_FUNCTION_WORDS, "pronouns", key)
}
"""What the antecedent of each third-person pronoun must be."""

_GENDERS: Final = ("male", "female")
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

_BESIDE_SUBJECT: Final = ("ccomp", "xcomp", "advcl", "dobj", "dative", "prep", "agent")
_BESIDE_OBJECT: Final = ("ccomp", "xcomp")
"""By which dependencies what a pronoun cannot mean stands beside it: "he trusted the judge", "told her Ann left"."""

_OF_SAYER: Final = 1.2
"""How much likelier than others somebody is to be meant in what his relative, lawyer or editor says."""

_SAYS: Final = 0.6
"""How much likelier who says something is to be the "he" who says more than whom it was said of."""

_NOT_OWN: Final = 3.0
_OF_NEW: Final = 0.8
"""How much less likely than others somebody is the "he" of whom he says what others are, or says a thing once."""

_GRAVE: Final = 1.5
_NEAR: Final = 1.0
_CLEAR: Final = 0.2
"""By how much an antecedent must be likelier than the next: where a pronoun says something grave of it, where both are
persons in its sentence, and elsewhere."""

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
        if word not in _NEED:
            return -1
        known = self._by_syntax(token, _NEED[word])
        if known >= 0 or self._is_pleonastic(token):
            return known
        found = self._most_salient(token, _NEED[word])
        body = found >= 0 and self.clusters.cls[found] in ORGANIZATIONS | PLACES
        return -1 if body and word == "it" and self._is_said_abstract(token) else found

    def _by_syntax(self, token: int, need: str) -> int:
        """The cluster that a pronoun means by the syntax of its sentence, -1 for none, or none that agrees with it.

        "Ann hurt herself", "In her speech, Ann said", '"He was in shock", Lee said of Park'.
        """
        parse, clusters = self.parse, self.clusters
        verb = parse.heads[self.speaker[token]] if self.speaker[token] >= 0 else -1
        found: list[int] = []
        above = parse.heads[parse.heads[token]]
        completes = parse.deps[token] in SUBJECTS and parse.deps[parse.heads[token]] == "ccomp"
        if completes and parse.lemmas[above] == "ask":
            found = parse.dependents(above, "dobj", "dative")  # "She asked him whether he had lied"
        elif parse.lowers[token].endswith(("self", "selves")):
            found = self._controllers(parse.heads[token])[-1:]
        elif verb >= 0 and not self.quoted[verb] and parse.deps[self.speaker[token]] in SUBJECTS:
            about = (p for p in parse.dependents(verb, "prep") if parse.lowers[p] in ("of", "about"))
            found = [t for p in about for t in parse.dependents(p, "pobj")]
        elif parse.deps[token] == "poss":
            opening = token
            while parse.heads[opening] != opening and parse.deps[opening] not in ("prep", "advcl"):
                opening = parse.heads[opening]
            if parse.deps[opening] == "prep" and opening == parse.sentences[parse.sentence_of[token]][0]:
                found = [t for t in own_subjects(parse, parse.heads[opening]) if t > token]
        meant = (at for at in map(clusters.headed_by, found) if at >= 0 and clusters.of[at] >= 0)
        return next((clusters.of[at] for at in meant if self._agrees(at, need)), -1)

    def gender(self, mention: int) -> str:
        """The gender of whom a pronoun means, "" where it shows none."""
        need = _NEED.get(self.parse.lowers[self.clusters.phrases[mention].head], "")
        return need if need in _GENDERS else ""

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
        sayers, doubt = self._doubted_sayers(token, need)
        scores: dict[int, float] = {}
        near: set[int] = set()
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
            score -= doubt * (cluster in sayers)
            scores[place] = max(score, scores.get(place, 0.0))
            if back == 0:
                near.add(place)
        first, *others = sorted(scores, key=lambda place: -scores[place]) or [-1]
        both_near = bool(others) and need in _GENDERS and {first, others[0]} <= near
        grave = self._is_grave(token) or doubt > _OF_NEW
        margin = _GRAVE if grave else _NEAR if both_near or doubt else _CLEAR
        best = -1 if others and scores[first] - scores[others[0]] < margin else first
        if best >= 0 and need in _GENDERS and not clusters.gender[best]:
            clusters.gender[best] = need
        return best

    def _is_grave(self, token: int) -> bool:
        """Return whether a pronoun is the subject of something grave: "he died", "she will be charged"."""
        parse, verb = self.parse, self.parse.heads[token]
        passive = parse.deps[token] == "nsubjpass" and parse.lemmas[verb] in _WORDS["dying"] | _WORDS["prosecuting"]
        return passive or (parse.deps[token] == "nsubj" and parse.lemmas[verb] == "die")

    def _has_sayer(self, owner: int, token: int) -> bool:
        """Return whether a pronoun stands in what its owner's relative or aide says: "Nagy's wife said he had left"."""
        parse, noun = self.parse, self.parse.heads[owner]
        if parse.deps[owner] != "poss" or parse.lowers[token] in _OBJECTS:
            return False
        if parse.deps[noun] not in SUBJECTS or parse.deps[token] not in SUBJECTS:
            return False
        said = parse.dependents(parse.heads[noun], "ccomp")
        return self.speaker[token] == noun or any(parse.left[verb] <= token <= parse.right[verb] for verb in said)

    def _says(self, subject: int) -> bool:
        """Return whether the verb of a subject has a clause for its complement: "She said that …"."""
        return bool(self.parse.dependents(self.parse.heads[subject], "ccomp"))

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
        both_say = both_subjects and self._says(token) and self._says(clusters.phrases[other].head)
        score += _OF_SAYER * self._has_sayer(clusters.phrases[other].head, token)
        return score + 0.5 * both_subjects + _SAYS * both_say + min(clusters.count[cluster], 10) * 0.12

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
        clusters, cluster = self.clusters, self.clusters.of[other]
        cls = clusters.cls[cluster]
        if need in _GENDERS:
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
        labels = _BESIDE_SUBJECT if parse.deps[token] in SUBJECTS else _BESIDE_OBJECT
        if parse.deps[token] in SUBJECTS or parse.deps[token] in ("dobj", "dative"):
            beside = [c for c in parse.dependents(parse.heads[token], *labels) if c > token and parse.lowers[c] != "as"]
            spoken += [range(max(parse.left[each], token + 1), parse.right[each] + 1) for each in beside]
        quoted = {clusters.phrase_at[t] for tokens in spoken for t in tokens} - {-1}
        definite = [mention for mention in quoted if self._is_definite(mention)]
        barred = {clusters.of[mention] for mention in definite}
        if need in _GENDERS:  # "he had trusted the detective": no detective of whom the text has spoken is "he"
            unread = (m for m in definite if clusters.of[m] < 0 and parse.deps[clusters.phrases[m].start] == "det")
            called = {clusters.head_lemma(m) for m in unread if clusters.is_person_noun(m)}
            if called:
                barred |= {cluster for cluster in clusters.members if clusters.nouns[cluster] & called}
        if self.speaker[token] >= 0:
            barred.add(clusters.cluster_at(self.speaker[token]))
        barred |= self._officials(token) | self._asking(token)
        if parse.deps[token] == "poss" and parse.deps[parse.heads[token]] == "appos":  # "Acme, its main rival"
            barred.add(clusters.cluster_at(parse.heads[parse.heads[token]]))
        if need == "neuter":  # "She told the BBC that it …"
            said = token
            while parse.heads[said] != said and parse.deps[said] != "ccomp":
                said = parse.heads[said]
            told = parse.dependents(parse.heads[said], "dobj", "dative") if parse.deps[said] == "ccomp" else ()
            hearers = {clusters.cluster_at(hearer) for hearer in told} - {-1}
            barred |= {hearer for hearer in hearers if clusters.cls[hearer] == "MediaOrganization"}
        if parse.lowers[token] in _OBJECTS and parse.deps[token] != "poss":
            verb = parse.heads[token]
            verb = parse.heads[verb] if parse.deps[token] == "pobj" else verb
            barred.update(clusters.cluster_at(subject) for subject in self._controllers(verb))
        return barred

    def _is_said_abstract(self, token: int) -> bool:
        """Return whether "it" is said to be what no organization and no place is: "It is a campaign promise"."""
        parse, clusters, verb = self.parse, self.clusters, self.parse.heads[token]
        if parse.lemmas[verb] != "be" or parse.deps[token] not in SUBJECTS:
            return False
        said = [clusters.phrases[at] for c in parse.dependents(verb, "attr") if (at := clusters.headed_by(c)) >= 0]
        return any(phrase.kind == "nominal" and phrase.cls == "Topic" for phrase in said)

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

    def _doubted_sayers(self, token: int, need: str) -> tuple[set[int], float]:
        """Return who says what a "he" is the subject of, and how much less likely than others it means them.

        "Inspector Rys said he was at large" is of somebody else, as is what a doctor says or who is only now named;
        what they do, see or think themselves is their own.
        """
        parse, clusters, verb = self.parse, self.clusters, self.parse.heads[token]
        if parse.deps[token] not in SUBJECTS or parse.deps[verb] != "ccomp":
            return set(), 0.0
        above = parse.heads[verb]
        subjects = (at for at in map(clusters.headed_by, self._controllers(above)) if at >= 0 and clusters.of[at] >= 0)
        sayers = {clusters.of[at] for at in subjects if self._agrees(at, need)}
        if not sayers:
            return set(), 0.0
        said = [verb, *(c for c in parse.children[verb] if c > token and parse.deps[c] in ("attr", "acomp", "prep"))]
        said += [c for p in said[1:] for c in parse.children[p] if parse.deps[c] in ("pobj", "amod")]
        lemmas = {parse.lemmas[each].lower() for each in said}
        if lemmas & _WORDS["of_others"]:
            return sayers, _NOT_OWN
        modal = any(parse.tags[c] == "MD" for c in parse.dependents(verb, "aux"))
        if lemmas & (_WORDS["own"] | _WORDS["ruling"]) or (modal and parse.lemmas[above] not in _WORDS["replying"]):
            return set(), 0.0
        if any(clusters.nouns[sayer] & (_WORDS["officers"] | _WORDS["judges"] | _WORDS["experts"]) for sayer in sayers):
            return sayers, _NOT_OWN
        new = all(clusters.count[sayer] < 2 for sayer in sayers) and not parse.dependents(verb, "neg")
        return sayers, _OF_NEW if new or parse.lemmas[above] in _WORDS["replying"] else 0.0

    def _asking(self, token: int) -> set[int]:
        """Return who asked in the sentence before, where a pronoun is the subject of an answer."""
        parse, sentence = self.parse, self.parse.sentence_of[token]
        if not sentence or parse.deps[token] not in SUBJECTS or not self._says(token):
            return set()
        before = range(*parse.sentences[sentence - 1])
        asked = (verb for verb in before if parse.lemmas[verb] == "ask" and parse.deps[verb] == "ROOT")
        questions = [verb for verb in asked if parse.dependents(verb, "ccomp")]
        return {self.clusters.cluster_at(subject) for verb in questions for subject in own_subjects(parse, verb)}

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
        """The clusters of those who say, think or do what a mention, its clause or its quotation completes.

        A noun phrase in it does not mean them (principle C): "The bishop said the man had left", "Webb held the boy".
        """
        parse, clusters, token = self.parse, self.clusters, self.clusters.phrases[mention].head
        said = [clusters.cluster_at(self.speaker[token])] if self.speaker[token] >= 0 else []
        verb = parse.heads[token]
        if parse.deps[token] == "pobj" and parse.lowers[verb] != "as":
            verb = parse.heads[verb]
        if parse.deps[token] in ("dobj", "dative", "pobj"):
            said += [clusters.cluster_at(subject) for subject in own_subjects(parse, verb)]
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

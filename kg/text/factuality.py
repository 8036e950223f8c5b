"""How a text holds each clause: asserted, reported, planned, hypothetical or negated, and who says it.

Judged from the top of a sentence down. A clause starts from what governs it (an attitude verb, a negation, a quotation,
a conjunction) and adds its own marks (negation, modal verb, adverb). Negation and modality win over attribution, whose
source is kept. After the factuality profiles of Saurí and Pustejovsky (2009), with the values of the vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.lexicon import words
from kg.text.syntax import NOMINAL, child, first_conjunct, lemma_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Factuality
    from kg.text.clauses import Clause
    from kg.text.parse import Parse
    from kg.text.quotes import Quote

__all__ = ["Judgement", "attribution", "judge", "speaker_of"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How the text holds a clause, and the head token of the phrase (or the pronoun) that names who says it, or -1."""

    factuality: Factuality = "asserted"
    source: int = -1


_ASSERTED = Judgement()
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_PRESENT = frozenset({"VBZ", "VBP"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "'s"})


def judge(parse: Parse, clauses: Sequence[Clause], quotes: Sequence[Quote]) -> tuple[Judgement, ...]:
    """One judgement for each clause, in the order of the clauses."""
    judger = _Judger(parse, clauses, quotes)
    return tuple(judger.of(place) for place in range(len(clauses)))


def attribution(parse: Parse, clauses: Sequence[Clause], judgements: Sequence[Judgement], token: int) -> Judgement:
    """How the text holds what a noun phrase around `token` takes for granted ("Peru's president", "the burnt house").

    Such a fact is asserted, or reported where the phrase stands within what somebody says: the modality and negation
    of the clause around it do not touch it.
    """
    place = _clause_around(parse, clauses, token)
    if place < 0:
        return _ASSERTED
    source = judgements[place].source
    return Judgement("reported", source) if source >= 0 or judgements[place].factuality == "reported" else _ASSERTED


def speaker_of(parse: Parse, token: int) -> int:
    """Who speaks through a document: the head of "the ministry" for "a statement from the ministry", else `token`."""
    if lemma_of(parse, token) not in words("attitudes", "documents"):
        return token
    for node in parse.children[token]:
        if parse.deps[node] == "poss":
            return node
        if parse.deps[node] == "prep" and parse.lowers[node] in {"from", "by", "of"}:
            inner = child(parse, node, "pobj")
            if inner >= 0:
                return inner
    names = [
        c for c in parse.children[token] if parse.deps[c] in {"compound", "nmod", "amod"} and parse.pos[c] == "PROPN"
    ]
    return names[-1] if names else token


def _clause_around(parse: Parse, clauses: Sequence[Clause], token: int) -> int:
    heads = {clause.verb: place for place, clause in enumerate(clauses) if clause.link not in {"light", "nominal"}}
    while token not in heads:
        if parse.heads[token] == token:
            return -1
        token = parse.heads[token]
    return heads[token]


class _Judger:
    """The judgements of one text, each found once."""

    def __init__(self, parse: Parse, clauses: Sequence[Clause], quotes: Sequence[Quote]) -> None:
        self._parse = parse
        self._clauses = clauses
        self._found: list[Judgement | None] = [None] * len(clauses)
        self._contexts: list[Judgement | None] = [None] * len(clauses)
        self._speaker: dict[int, int] = {}
        self._quoted: dict[int, int] = {}
        for number, quote in enumerate(quotes):
            if quote.speech:
                for token in range(quote.start, quote.stop):
                    self._speaker[token] = quote.speaker
                    self._quoted[token] = number
        self._parenthetical = self._parentheticals()
        self._according = self._according_to()

    def of(self, place: int) -> Judgement:
        """The judgement of a clause; those that it depends on are judged first."""
        chain = []
        while place >= 0 and self._found[place] is None:
            chain.append(place)
            place = self._clauses[place].parent
        for node in reversed(chain):
            clause = self._clauses[node]
            context = self._context(clause)
            self._contexts[node] = context
            self._found[node] = context if clause.link == "light" else self._own(node, clause, context)
        found = self._found[chain[0] if chain else place]
        return found if found is not None else _ASSERTED

    def _parentheticals(self) -> dict[int, int]:
        """Who says a clause that a clause of saying interrupts or follows: "X, officials say, is Y"."""
        found = {}
        report = words("attitudes", "report", "verbs")
        for clause in self._clauses:
            if clause.link in {"parataxis", "advcl"} and clause.lemma in report and clause.parent >= 0:
                subjects = clause.heads("subject")
                if (
                    subjects
                    and clause.marker in {"", "as"}
                    and not clause.heads("complement")
                    and clause.kind == "finite"
                ):
                    found[clause.parent] = speaker_of(self._parse, subjects[0])
        return found

    def _according_to(self) -> dict[int, int]:
        """The source named by "according to X" for each verb that it belongs to."""
        found = {}
        phrases = words("attitudes", "report", "phrases")
        for place, clause in enumerate(self._clauses):
            for argument in clause.arguments:
                if argument.role == "oblique" and argument.preposition in phrases:
                    found[place] = speaker_of(self._parse, argument.head)
        return found

    # what governs a clause

    def _context(self, clause: Clause) -> Judgement:
        """What the clause above makes of this one, before its own marks."""
        if clause.parent < 0:
            return self._quotation(clause, _ASSERTED)
        parent = self._clauses[clause.parent]
        above = self._found[clause.parent] or _ASSERTED
        around = self._contexts[clause.parent] or _ASSERTED
        if clause.link == "light":
            return above
        if clause.link == "conj":
            context = around
            named = self._according.get(clause.parent, -1)
            if named >= 0 and context.factuality == "asserted":
                context = Judgement("reported", named)
        elif clause.link == "nominal":
            context = self._of_noun(clause, parent, above, around)
        elif clause.link in {"ccomp", "xcomp", "pcomp", "csubj", "csubjpass", "acl"}:
            context = self._complement(clause, parent, above, around)
        elif clause.link == "advcl":
            context = self._adverbial(clause, parent, above, around)
        elif clause.link == "relcl":
            context = self._attribution(above, around)
        else:
            context = around
        return self._quotation(clause, context)

    def _attribution(self, above: Judgement, around: Judgement) -> Judgement:
        """Who says what surrounds a clause, without the modality and negation of the clause above."""
        if above.source >= 0 or above.factuality == "reported":
            return Judgement("reported", above.source)
        return Judgement("reported", around.source) if around.source >= 0 else _ASSERTED

    def _quotation(self, clause: Clause, context: Judgement) -> Judgement:
        """A clause inside a quotation is its speaker's, where the syntax does not already name somebody."""
        token = clause.verb
        if token not in self._speaker:
            return context
        speaker = self._speaker[token]
        inside = clause.parent >= 0 and self._quoted.get(self._clauses[clause.parent].verb) == self._quoted[token]
        if inside or (context.source >= 0 and context.source != speaker and speaker < 0):
            return context
        if context.factuality in {"asserted", "reported"}:
            return Judgement("reported", speaker if speaker >= 0 else context.source)
        return Judgement(context.factuality, speaker if speaker >= 0 else context.source)

    def _complement(self, clause: Clause, parent: Clause, above: Judgement, around: Judgement) -> Judgement:
        """A clause that a verb, an adjective or a noun takes: "said that", "able to", "plans to"."""
        parse = self._parse
        top = first_conjunct(parse, clause.verb)
        governor = parse.heads[top]
        if clause.link == "pcomp":
            governor = self._above_preposition(governor)
        if governor == parent.verb or (clause.link == "ccomp" and parse.pos[governor] in {"VERB", "AUX"}):
            return self._of_verb(clause, parent, above)
        if parse.pos[governor] == "ADJ" or (
            parent.copular and governor == parent.head and parse.pos[governor] != "NOUN"
        ):
            return self._of_word(clause, "adjectives", governor, above, around)
        if parse.pos[governor] in NOMINAL:
            if clause.link == "acl" and clause.kind not in {"infinitive", "finite"}:
                return self._attribution(above, around)
            return self._of_word(clause, "nouns", governor, above, around)
        return self._of_verb(clause, parent, above)

    def _above_preposition(self, token: int) -> int:
        parse = self._parse
        while parse.pos[token] in {"ADP", "SCONJ"} and parse.heads[token] != token:
            token = parse.heads[token]
        return token

    def _of_verb(self, clause: Clause, parent: Clause, above: Judgement) -> Judgement:
        lemma = parent.lemma
        tensed = clause.kind == "finite"
        source = self._source(parent)
        if clause.modal in {"be_to", "going_to"} and above.factuality in {"asserted", "reported"}:
            return Judgement("planned", above.source)
        if clause.marker in words("attitudes", "markers", "negated"):
            return Judgement("asserted" if above.factuality == "negated" else above.factuality, above.source)
        if clause.link == "pcomp" and clause.marker not in {
            "of",
            "from",
            "to",
            "for",
            "about",
            "with",
            "on",
            "against",
            "in",
        }:
            return above
        if lemma in words("attitudes", "negated", "verbs"):
            says = lemma in words("attitudes", "report", "verbs")
            if above.factuality == "negated":  # "did not deny that", "did not fail to"
                return Judgement("reported" if says else "asserted", source if says else above.source)
            if clause.link == "pcomp" and clause.marker != "from":
                return above
            return Judgement("negated", source if says else above.source)
        if clause.marker in {"whether", "if"}:
            return Judgement("hypothetical", above.source)
        if not tensed and lemma in words("attitudes", "planned", "verbs") and clause.link != "pcomp":
            return self._wish(lemma, above, source)
        if lemma in words("attitudes", "report", "verbs"):
            return self._said(parent, lemma, above, source, tensed=tensed)
        if lemma in words("attitudes", "planned", "verbs"):
            return self._wish(lemma, above, source)
        if lemma in words("attitudes", "open", "verbs"):
            return Judgement("hypothetical", above.source)
        return above

    def _wish(self, lemma: str, above: Judgement, source: int) -> Judgement:
        """What is planned or wished: "planned to", "did not plan to", "hoped that"."""
        says = lemma in words("attitudes", "report", "verbs")
        keep = source if says and source >= 0 else above.source
        return Judgement("negated" if above.factuality == "negated" else "planned", keep)

    def _said(self, parent: Clause, lemma: str, above: Judgement, source: int, *, tensed: bool) -> Judgement:
        """What somebody says, unless the saying is itself denied or only possible."""
        if above.factuality in {"negated", "hypothetical"} and parent.modal not in {"can", "could"}:
            return Judgement("hypothetical", source)
        if lemma in {"doubt", "wonder", "ask", "inquire"}:
            return Judgement("hypothetical", source)
        if tensed and lemma in {"hope", "expect", "demand", "recommend", "propose", "urge", "plead"}:
            return Judgement("planned", source)
        return Judgement("reported", source if source >= 0 else above.source)

    def _source(self, parent: Clause) -> int:
        """Who says, hopes or denies: the subject of the verb, of a passive its agent."""
        heads = parent.heads("subject")
        for head in heads:
            if self._parse.lowers[head] not in {"it", "that", "which", "there", "this"}:
                return speaker_of(self._parse, head)
        return -1

    def _of_word(self, clause: Clause, section: str, word: int, above: Judgement, around: Judgement) -> Judgement:
        """A clause that an adjective or a noun takes: "likely to", "the plan to", "reports that"."""
        parse, lemma = self._parse, lemma_of(self._parse, word)
        if lemma in words("attitudes", "negated", section):
            return Judgement("negated", above.source)
        denied = above.factuality == "negated"
        if lemma in words("attitudes", "open", section):
            return Judgement("hypothetical", above.source)
        if section == "nouns" and lemma in words("attitudes", "report", "nouns") and clause.kind == "finite":
            owner = child(parse, word, "poss")
            return Judgement("hypothetical" if denied else "reported", owner if owner >= 0 else above.source)
        if lemma in words("attitudes", "planned", section):
            return Judgement("negated" if denied else "planned", above.source)
        if section == "adjectives":
            return above
        if clause.kind == "infinitive":
            ordinal = any(
                parse.lowers[c] in {"first", "last", "only", "second", "latest"} for c in parse.children[word]
            )
            return self._attribution(above, around) if ordinal else Judgement("planned", above.source)
        return self._attribution(above, around)

    def _adverbial(self, clause: Clause, parent: Clause, above: Judgement, around: Judgement) -> Judgement:
        parse, marker = self._parse, clause.marker
        plain = self._attribution(above, around)
        if marker in words("attitudes", "markers", "hypothetical"):
            return Judgement("hypothetical", plain.source)
        if clause.kind == "infinitive":
            return self._purpose(parent, above, plain)
        if clause.kind in {"participle", "gerund"} and not marker and clause.verb > parent.verb:
            return plain if above.factuality == "negated" else above
        if above.factuality in {"planned", "hypothetical"} and marker in words("attitudes", "markers", "later"):
            auxiliary = next(
                (c for c in parse.children[clause.verb] if parse.deps[c] in {"aux", "auxpass"}), clause.verb
            )
            if parse.tags[auxiliary] in _PRESENT:
                return above
        return plain

    def _purpose(self, parent: Clause, above: Judgement, plain: Judgement) -> Judgement:
        """A purpose: what was done in the past for it is taken to have reached it."""
        if above.factuality not in {"asserted", "reported"}:
            return Judgement("planned" if above.factuality == "negated" else above.factuality, plain.source)
        past = self._parse.tags[parent.verb] in {"VBD", "VBN"}
        return plain if past else Judgement("planned", plain.source)

    def _of_noun(self, clause: Clause, parent: Clause, above: Judgement, around: Judgement) -> Judgement:
        """A noun of action: an attitude that governs it, or the clause that it stands in."""
        parse, noun = self._parse, clause.head
        found = self._governing_noun(noun, parent.verb, above)
        if found is not None:
            return found
        plain = self._attribution(above, around)
        argument = next((a for a in parent.arguments if a.head == noun), None)
        if argument is None or argument.role == "subject" or parent.copular:
            return plain
        lemma, section = parent.lemma, "verbs"
        if argument.role == "oblique" and f"{lemma}_{argument.preposition}" in words("attitudes", "planned", section):
            return Judgement("planned", above.source)
        if argument.role != "object":
            return plain
        if lemma in words("attitudes", "negated", section):
            says = lemma in words("attitudes", "report", "verbs")
            return Judgement("negated", self._source(parent) if says else above.source)
        if lemma in _WANTING:
            return Judgement("planned", above.source)
        definite = any(parse.lowers[c] in _DEFINITE for c in parse.children[noun])
        return plain if definite else above

    def _governing_noun(self, noun: int, verb: int, above: Judgement) -> Judgement | None:
        """What a noun over this one says: "a plan for an attack", "allegations of abuse"."""
        parse, node = self._parse, noun
        for _ in range(4):
            node = parse.heads[node]
            if node == verb or parse.heads[node] == node:
                return None
            if parse.pos[node] != "NOUN":
                continue
            lemma = lemma_of(parse, node)
            if lemma in _PLANNING_NOUNS:
                return Judgement("planned", above.source)
            if lemma in {"allegation", "accusation", "claim", "suspicion", "charge", "rumor", "rumour"}:
                return Judgement("reported", above.source)
            if lemma in words("attitudes", "negated", "nouns"):
                return Judgement("negated", above.source)
        return None

    # what a clause says of itself

    def _own(self, place: int, clause: Clause, context: Judgement) -> Judgement:
        source = context.source
        reported = context.factuality == "reported"
        if place in self._according:
            source, reported = self._according[place], True
        elif place in self._parenthetical:
            source, reported = self._parenthetical[place], True
        if self._denied(clause):
            return Judgement("asserted" if context.factuality == "negated" else "negated", source)
        if context.factuality in {"planned", "hypothetical", "negated"}:
            return Judgement(context.factuality, source)
        own = self._modality(clause)
        if own is not None:
            return Judgement(own, source)
        return Judgement("reported" if reported else "asserted", source)

    def _denied(self, clause: Clause) -> bool:
        """Whether the clause itself is negated; what its governor denies is counted in the context."""
        if clause.negated and clause.modal in words("attitudes", "negated", "verbs") | words(
            "attitudes", "negated", "nouns"
        ):
            return False
        return clause.negated

    def _modality(self, clause: Clause) -> Factuality | None:
        """What modal verbs, adverbs, adjectives, questions and orders say of a clause."""
        parse = self._parse
        if clause.modal in words("attitudes", "modals", "planned"):
            return "planned"
        if clause.modal in words("attitudes", "modals", "hypothetical"):
            return "hypothetical"
        for node in {*parse.children[clause.verb], *parse.children[clause.head]}:
            if parse.deps[node] in {"advmod", "amod"}:
                word = parse.lowers[node]
                for value in ("reported", "planned", "hypothetical", "negated"):
                    if word in words("attitudes", "modifiers", value):
                        return value
        if clause.parent < 0 and clause.kind != "nominal":
            _, end = parse.sentences[parse.sentence_of[clause.verb]]
            if "?" in parse.words[end - 2 : end]:
                return "hypothetical"
            if clause.kind == "infinitive" and (
                clause.verb in self._quoted or parse.left[clause.verb] + 1 < clause.verb
            ):
                return "planned"
        return None


_WANTING = frozenset(
    {
        "call_for", "seek", "want", "demand", "plan", "propose", "threaten", "order", "consider", "request", "urge", "need", "promise",
        "expect", "await", "prepare", "plot", "require", "contemplate", "pledge", "recommend", "schedule", "vow", "face", "fear", "mull",
    }
)  # fmt: skip
_PLANNING_NOUNS = frozenset(
    {"plan", "threat", "call", "bid", "demand", "proposal", "intention", "request", "possibility", "prospect", "interest", "idea", "attempt", "effort", "fear", "plot", "risk"}
)  # fmt: skip

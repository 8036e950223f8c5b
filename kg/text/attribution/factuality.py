"""How certain each clause is, and by whose word: judged from the top of a sentence down, by lists of attitudes."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from kg.model import FACTUALITIES, STATED
from kg.text.attribution.quotes import longest_first, named_source, speaker_of
from kg.text.lexicon.tables import any_of, filled, table, word_labels, words
from kg.text.model import ASSERTED, Judgement
from kg.text.syntax.dependencies import NOMINAL, auxiliaries, child, first_conjunct, lemma_of, nearest_above

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import Factuality
    from kg.text.model import ClaimMention, Clause, Parse, Quote

type Implication = Literal["same", "planned", "negated", "hypothetical", "reported", "presupposed"]
"""The factuality of the governed clause where that of the governor is asserted; `same` for that of the governor,
`presupposed` for what is taken for granted whatever the factuality of the governor."""

NEGATING_MARKERS = words("words/attitudes", "negated", "markers")
"""What opens a clause that is not so: "without leaving"."""
_PHASES = words("words/attribution/factuality", "phases")
_COMPLEMENT_PREPOSITIONS = words("words/attribution/factuality", "complement_prepositions")
_REPORTING = words("words/attitudes", "reporting", "verbs")


def expresses(lemma: str, attitude: str, section: str = "verbs") -> bool:
    """Whether a word stands in one of the lists of attitudes."""
    return lemma in words("words/attitudes", attitude, section)


def is_reporting(lemma: str) -> bool:
    """Whether the subject of this verb says something: "announce", "think"."""
    return lemma in _REPORTING


def verb_implication(lemma: str, marker: str, *, tensed: bool, preposition: bool) -> Implication:
    """What a verb implies of its complement, which `marker` opens.

    `tensed` is true of "said that he left", false of "decided to leave"; `preposition` of "kept from leaving".
    """
    found: Implication = "same"
    if marker in NEGATING_MARKERS or (preposition and marker not in _COMPLEMENT_PREPOSITIONS):
        return found
    if expresses(lemma, "negated_of"):
        found = "negated" if marker == "of" else "same"
    elif expresses(lemma, "negated"):
        found = "negated" if not preposition or marker == "from" else "same"
    elif marker in ("whether", "if"):
        found = "hypothetical"
    elif expresses(lemma, "planned") and not tensed and not preposition:
        found = "planned"
    elif is_reporting(lemma) and (tensed or lemma not in _PHASES):
        hypothetical = expresses(lemma, "reporting", "hypothetical")
        planned = tensed and expresses(lemma, "reporting", "planned")
        found = "hypothetical" if hypothetical else "planned" if planned else "reported"
    elif expresses(lemma, "planned"):
        found = "planned"
    elif expresses(lemma, "hypothetical"):
        found = "hypothetical"
    return found


def nominal_implication(lemma: str, section: str, *, finite: bool, infinitive: bool) -> Implication:
    """What a noun or an adjective (the `section`) implies of its complement: "plan to", "reports that", "likely to"."""
    if expresses(lemma, "negated", section):
        return "negated"
    if expresses(lemma, "hypothetical", section):
        return "hypothetical"
    if section == "nouns" and (
        expresses(lemma, "accusation", section) or (finite and expresses(lemma, "reporting", section))
    ):
        return "reported"
    if expresses(lemma, "planned", section):
        return "planned"
    return "same" if section == "adjectives" else "planned" if infinitive else "presupposed"


def embedded(implication: Implication, above: Judgement, speaker: int, around: Judgement) -> Judgement:
    """The judgement of a governed clause, before its own marks.

    `above` is that of its governor, `around` that of what surrounds the governor; `speaker` is who says it where the
    governor is a verb or noun of saying, else -1.
    """
    if implication == "same":
        return above
    if implication == "presupposed":
        return presupposed(above, around)
    source = speaker if speaker >= 0 else above.source
    denied = above.factuality == "negated"
    found: Factuality = implication
    if implication == "planned" and denied:
        found = "negated"
    elif implication == "negated" and denied:
        found = "reported" if source >= 0 else "asserted"
    elif implication == "reported" and above.factuality in ("negated", "hypothetical"):
        found = "hypothetical"
    return Judgement(found, source)


def presupposed(above: Judgement, around: Judgement) -> Judgement:
    """What a clause takes for granted: who says what surrounds it, without modality and negation."""
    if above.source >= 0 or above.factuality == "reported":
        return Judgement("reported", above.source)
    return Judgement("reported", around.source) if around.source >= 0 else ASSERTED


_TABLE = "words/attribution/factuality"
_MODALS = cast("Mapping[str, Factuality]", word_labels(_TABLE, "modals", labels=FACTUALITIES))
_MODIFIERS = cast("Mapping[str, Factuality]", word_labels(_TABLE, "modifiers", labels=FACTUALITIES))
_NARRATIVE = words(_TABLE, "narrative")
_ORDINALS = words(_TABLE, "ordinals")
_DENIABLE = words(_TABLE, "deniable")
_ALLEGING = words(_TABLE, "alleging")
_BELIEVING = words(_TABLE, "believing")
_CULPABLE = words(_TABLE, "culpable")
_HYPOTHETICAL_MARKERS = words(_TABLE, "markers", "hypothetical")
_LATER = words(_TABLE, "markers", "later")
_NEGATING = words("words/attitudes", "negated", "verbs") | words("words/attitudes", "negated", "nouns")
_PRONOUNS = words("words/function_words", "pronouns", "third_subject")
_DEFINITE = words("words/function_words", "determiners", "definite") | {"'s"}
_OVER: tuple[tuple[Factuality, str, str], ...] = (
    ("planned", "planned", "over"),
    ("reported", "reporting", "over"),
    ("negated", "negated", "nouns"),
)
"""The factuality of an event after a noun ("a plan for an attack") by the list of attitudes that has the noun."""


def judge(
    parse: Parse, clauses: Sequence[Clause], quotes: Sequence[Quote], claims: Sequence[ClaimMention]
) -> tuple[Judgement, ...]:
    """The judgements of the clauses, one each in their order."""
    judger = _Judger(parse, clauses, quotes, claims)
    orders = ordered_sentences(parse)
    found = []
    for place, clause in enumerate(clauses):
        judgement = judger.of(place)
        if clause.verb in judger.quoted:
            judgement = replace(judgement, quoted=True)
        elif judgement.factuality in STATED and parse.sentence_of[clause.verb] in orders:
            judgement = replace(judgement, factuality="hypothetical")
        found.append(judgement)
    return tuple(found)


_ORDERS = "words/attribution/orders"


@cache
def _orders(name: str) -> re.Pattern[str]:
    patterns = table(_ORDERS)["patterns"]
    pieces = {"telling": any_of(words(_ORDERS, "telling")), "stated": patterns["stated"]}
    return re.compile(filled(patterns[name], pieces), re.IGNORECASE)


def ordered_sentences(parse: Parse) -> frozenset[int]:
    """Return the sentences that ask a reader to state something, and the next one where they announce it."""
    found = set()
    for place, (start, end) in enumerate(parse.sentences):
        said = parse.words_of(start, end)
        if any(_orders(name).search(said) for name in ("begins", "told", "task", "reminded", "addressed")):
            found |= {place, place + 1} if _orders("goes_on").search(said) else {place}
    return frozenset(found)


def is_order(parse: Parse, clause: Clause) -> bool:
    """Return whether a main clause orders whoever reads it: "Add that …", "You must report that …"."""
    if clause.parent >= 0 or parse.tags[clause.verb] != "VB":
        return False
    subjects = clause.heads("subject")
    if subjects:
        return clause.modal == "must" and all(parse.lowers[each] == "you" for each in subjects)
    return not any(parse.deps[each] == "aux" for each in parse.children[clause.verb])


class Attribution:
    """The factuality of what noun phrases presuppose: "Peru's president", "the burnt house".

    The modality and negation of the clause around a phrase do not touch it. In a quotation it is reported; in indirect
    speech the article speaks, so that it is asserted, and the source is kept.
    """

    def __init__(self, parse: Parse, clauses: Sequence[Clause], judgements: Sequence[Judgement]) -> None:
        self._parse = parse
        self._around = {
            clause.verb: judgement
            for clause, judgement in zip(clauses, judgements, strict=True)
            if clause.link not in {"light", "nominal"}
        }

    def of(self, token: int) -> Judgement:
        """The judgement of the noun phrases around a token."""
        around = self._around.get(nearest_above(self._parse, token, self._around), ASSERTED)
        return Judgement("reported" if around.quoted else "asserted", around.source, quoted=around.quoted)


class _Judger:
    def __init__(
        self, parse: Parse, clauses: Sequence[Clause], quotes: Sequence[Quote], claims: Sequence[ClaimMention]
    ) -> None:
        self._parse = parse
        self._clauses = clauses
        self._found: list[Judgement | None] = [None] * len(clauses)
        self._contexts: list[Judgement | None] = [None] * len(clauses)
        self.quoted = {t: quote for quote in quotes if quote.speech for t in range(quote.start, quote.stop)}
        """The quotation that a token stands in."""
        self._named = {
            place: claim.source
            for claim in longest_first(claims)
            for place in claim.clauses
            if not claim.direct and clauses[place].kind != "nominal"
            if clauses[place].parent < 0 or clauses[place].parent not in (claim.clause, *claim.clauses)
        }
        """The sources of the topmost clauses of indirect speech that no verb of saying governs."""

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
        return found if found is not None else ASSERTED

    # what governs a clause

    def _context(self, clause: Clause) -> Judgement:
        """What the clause above makes of this one, before its own marks."""
        if clause.parent < 0:
            return self._quotation(clause, ASSERTED)
        if clause.link == "conj" and clause.kind == "finite":
            clause = replace(clause, parent=self._finite_above(clause.parent))
        parent = self._clauses[clause.parent]
        above = self._found[clause.parent] or ASSERTED
        around = self._contexts[clause.parent] or ASSERTED
        if clause.link == "light":
            return above
        if clause.link == "conj":
            context = around
            named = self._named.get(clause.parent, -1)
            if named >= 0 and context.factuality == "asserted":
                context = Judgement("reported", named)
        elif clause.link == "nominal":
            context = self._of_noun(clause, parent, above, around)
        elif clause.link in {"ccomp", "xcomp", "pcomp", "csubj", "csubjpass", "acl"}:
            context = self._complement(clause, parent, above, around)
        elif clause.link == "advcl":
            context = self._adverbial(clause, parent, above, around)
        elif clause.link == "relcl" or (clause.link == "parataxis" and not is_reporting(clause.lemma)):
            context = self._relative(clause, above, around)
        else:
            context = around
        return self._quotation(clause, context)

    def _finite_above(self, place: int) -> int:
        """Return the clause that one with a tense of its own is coordinated with: "tried to flee and was shot"."""
        while self._clauses[place].kind in {"infinitive", "gerund"} and self._clauses[place].parent >= 0:
            place = self._clauses[place].parent
        return place

    def _relative(self, clause: Clause, above: Judgement, around: Judgement) -> Judgement:
        plain = presupposed(above, around)
        denied = self._is_denied(self._parse.heads[clause.verb])  # "there was no way he did it"
        return Judgement("negated", plain.source) if denied else plain

    def _quotation(self, clause: Clause, context: Judgement) -> Judgement:
        """A clause inside a quotation is its speaker's, where the syntax does not already name somebody."""
        quote = self.quoted.get(clause.verb)
        inside = clause.parent >= 0 and self.quoted.get(self._clauses[clause.parent].verb) is quote
        if quote is None or inside or (context.source >= 0 > quote.speaker):
            return context
        factuality = "reported" if context.factuality in STATED else context.factuality
        return Judgement(factuality, quote.speaker if quote.speaker >= 0 else context.source)

    def _complement(self, clause: Clause, parent: Clause, above: Judgement, around: Judgement) -> Judgement:
        """A clause that a verb, an adjective or a noun takes: "said that", "able to", "plans to"."""
        parse = self._parse
        if clause.link == "pcomp" and any(parse.lowers[node] == "whether" for node in parse.children[clause.verb]):
            return Judgement("hypothetical", above.source)  # "casts doubt on whether he did it"
        governor = parse.heads[first_conjunct(parse, clause.verb)]
        while parse.pos[governor] in {"ADP", "SCONJ"} and parse.heads[governor] != governor:
            governor = parse.heads[governor]
        if parse.pos[governor] == "ADJ" and governor != parent.verb:
            return self._of_word(clause, "adjectives", governor, above, around)
        if (
            parse.pos[governor] in NOMINAL
            and parse.heads[governor] == parent.verb
            and expresses(parent.lemma, "negated", "claims")
        ):
            return Judgement("negated", self._source(parent))  # "denied a claim that he did it"
        if parse.pos[governor] in NOMINAL and governor != parent.verb and clause.link != "ccomp":
            return self._of_word(clause, "nouns", governor, above, around)
        return self._of_verb(clause, parent, above, around)

    def _of_verb(self, clause: Clause, parent: Clause, above: Judgement, around: Judgement) -> Judgement:
        if clause.modal in {"be_to", "going_to"} and above.factuality in STATED:
            return Judgement("planned", above.source)
        tensed, preposition = clause.kind == "finite", clause.link == "pcomp"
        lemma = parent.lemma if parent.head == parent.verb else "be"
        implication = verb_implication(lemma, clause.marker, tensed=tensed, preposition=preposition)
        if implication == "same" and clause.marker in NEGATING_MARKERS and above.factuality == "negated":
            return Judgement("asserted", above.source)
        ordered = parent.verb not in self.quoted and is_order(self._parse, parent)
        if implication in {"reported", "same", "presupposed"} and ordered:
            return Judgement("hypothetical", above.source)
        if implication == "reported" and parent.modal in {"can", "could"} and above.factuality == "hypothetical":
            above = Judgement("asserted", above.source)  # "we can confirm that" confirms it
        source = self._source(parent) if is_reporting(lemma) else -1
        if implication == "reported" and above.factuality == "planned" and lemma in _BELIEVING:
            implication = "hypothetical"  # "wanted us to think that he did it"
        if implication == "reported" and parent.passive and source < 0 and lemma in _ALLEGING:
            implication = "hypothetical"  # "it was suggested that he had …"
        return embedded(implication, above, source, around)

    def _source(self, parent: Clause) -> int:
        named = named_source(self._parse, self._clauses, parent)
        return speaker_of(self._parse, named) if named >= 0 else -1

    def _of_word(self, clause: Clause, section: str, word: int, above: Judgement, around: Judgement) -> Judgement:
        """A clause that an adjective or a noun takes: "likely to", "the plan to", "reports that"."""
        parse = self._parse
        if section == "nouns" and self._is_denied(word):
            return Judgement("negated", presupposed(above, around).source)
        infinitive = clause.kind == "infinitive"
        if infinitive and any(parse.lowers[c] in _ORDINALS for c in parse.children[word]):
            return presupposed(above, around)  # "the first woman to lead"
        if clause.link == "acl" and clause.kind not in {"infinitive", "finite"}:
            return presupposed(above, around)
        apart = section == "adjectives" and lemma_of(parse, word) not in _CULPABLE
        if apart and clause.link == "pcomp" and above.factuality == "negated":
            return presupposed(above, around)  # "was not alone in winning"
        finite = clause.kind == "finite"
        implication = nominal_implication(lemma_of(parse, word), section, finite=finite, infinitive=infinitive)
        return embedded(implication, above, child(parse, word, "poss") if implication == "reported" else -1, around)

    def _is_denied(self, noun: int) -> bool:
        """Return whether "no" stands before a noun that says how likely something is: "no way", "no evidence"."""
        parse = self._parse
        return lemma_of(parse, noun) in _DENIABLE and any(parse.lowers[c] == "no" for c in parse.children[noun])

    def _adverbial(self, clause: Clause, parent: Clause, above: Judgement, around: Judgement) -> Judgement:
        parse, marker = self._parse, clause.marker
        plain = presupposed(above, around)
        if marker in _HYPOTHETICAL_MARKERS:
            return Judgement("hypothetical", plain.source)
        if clause.kind == "infinitive":
            return self._purpose(clause, parent, above, plain)
        if clause.kind in {"participle", "gerund"} and not marker and clause.verb > parent.verb:
            return plain if above.factuality == "negated" else above
        finite = next(iter(auxiliaries(parse, clause.verb)), clause.verb)
        open_time = above.factuality in {"planned", "hypothetical"} and marker in _LATER
        return above if open_time and parse.tags[finite] in {"VBZ", "VBP"} else plain

    def _purpose(self, clause: Clause, parent: Clause, above: Judgement, plain: Judgement) -> Judgement:
        """A purpose: what was done in the past for it is taken to have reached it, but what others are to do then."""
        if above.factuality not in STATED:
            return Judgement("planned" if above.factuality == "negated" else above.factuality, plain.source)
        past = self._parse.tags[parent.verb] in {"VBD", "VBN"} or self._narrates(parent)
        past = past and not (clause.passive and not clause.heads("subject"))  # "was remanded to be sentenced"
        return plain if past else Judgement("planned", plain.source)

    def _of_noun(self, clause: Clause, parent: Clause, above: Judgement, around: Judgement) -> Judgement:
        """A noun of action: an attitude that governs it, or the clause that it stands in."""
        noun = clause.head
        governed = self._value_over(noun, parent.verb)
        argument = next((a for a in parent.arguments if a.head == noun), None)
        if governed is None and argument is not None and argument.role == "oblique":
            planned = expresses(f"{parent.lemma}_{argument.preposition}", "planned", "objects")
            governed = "planned" if planned else None
        if governed is not None:
            return Judgement(governed, above.source)
        if argument is not None and argument.role == "object" and not parent.copular:
            return self._of_object(noun, parent, above, around)
        return presupposed(above, around)

    def _of_object(self, noun: int, parent: Clause, above: Judgement, around: Judgement) -> Judgement:
        """An event that is the object of a verb: "denied the attack", "sought the arrest of", "may cause a war"."""
        if expresses(parent.lemma, "negated"):
            return Judgement("negated", self._source(parent) if is_reporting(parent.lemma) else above.source)
        if expresses(parent.lemma, "planned", "objects"):
            return Judgement("planned", above.source)
        definite = any(self._parse.lowers[c] in _DEFINITE for c in self._parse.children[noun])
        return presupposed(above, around) if definite else above

    def _value_over(self, noun: int, verb: int) -> Factuality | None:
        """What a noun over this one says, up to the verb of the clause: "a plan for an attack", "claims of abuse"."""
        parse, node = self._parse, noun
        while parse.heads[node] not in {node, verb}:
            node = parse.heads[node]
            if parse.pos[node] == "NOUN":
                lemma = lemma_of(parse, node)
                for value, attitude, section in _OVER:
                    if expresses(lemma, attitude, section):
                        return value
        return None

    # what a clause says of itself

    def _own(self, place: int, clause: Clause, context: Judgement) -> Judgement:
        source = self._named.get(place, context.source)
        if clause.negated and clause.modal not in _NEGATING:  # what its governor denies is counted in the context
            return Judgement("asserted" if context.factuality == "negated" else "negated", source)
        if context.factuality not in STATED:
            return Judgement(context.factuality, source)
        own = self._modality(clause)
        if own is None:
            own = "reported" if place in self._named or context.factuality == "reported" else "asserted"
        return Judgement(own, source)

    def _modality(self, clause: Clause) -> Factuality | None:
        """What modal verbs, adverbs, adjectives, questions and orders say of a clause."""
        if self._narrates(clause):
            return None
        if clause.modal == "would" and not clause.copular and self._is_future_in_past(clause):
            return "planned"
        if clause.modal in _MODALS:
            return _MODALS[clause.modal]
        parse = self._parse
        for node in {*parse.children[clause.verb], *parse.children[clause.head]}:
            if parse.deps[node] in {"advmod", "amod"} and parse.lowers[node] in _MODIFIERS:
                return _MODIFIERS[parse.lowers[node]]
        return self._mood(clause) if clause.parent < 0 and clause.kind != "nominal" else None

    def _narrates(self, clause: Clause) -> bool:
        """Whether "would" narrates what came later: "she would go on to win", "he would later resign"."""
        beside = (self._parse.lowers[c] for c in self._parse.children[clause.verb])
        return clause.modal == "would" and (clause.lemma in _NARRATIVE or not _NARRATIVE.isdisjoint(beside))

    def _is_future_in_past(self, clause: Clause) -> bool:
        """Whether "would" is the "will" of what somebody said of himself: "said he would resign", not "… if he could".

        What he said of others ("said prices would rise") is a guess.
        """
        parse = self._parse
        while clause.link == "conj" and clause.parent >= 0:
            clause = self._clauses[clause.parent]
        if clause.link != "ccomp" or clause.parent < 0 or not is_reporting(self._clauses[clause.parent].lemma):
            return False
        over = self._clauses[clause.parent].verb
        past = {parse.tags[over], *(parse.tags[c] for c in parse.children[over] if parse.deps[c] == "aux")}
        if "VBD" not in past or not any(parse.lowers[head] in _PRONOUNS for head in clause.heads("subject")):
            return False
        conditions = (c for n in parse.children[clause.verb] if parse.deps[n] == "advcl" for c in parse.children[n])
        return not any(parse.lowers[c] in ("if", "unless") for c in conditions)

    def _mood(self, clause: Clause) -> Factuality | None:
        """What a question or an order says of its main clause."""
        parse, verb = self._parse, clause.verb
        end = parse.sentence_end(verb)
        if "?" in parse.words[end - 2 : end]:
            return "hypothetical"
        marked = any(parse.lowers[c] == "to" and parse.deps[c] == "aux" for c in parse.children[verb])
        return "planned" if clause.kind == "infinitive" and (marked or verb in self.quoted) else None

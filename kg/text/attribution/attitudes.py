"""What a verb, noun or adjective implies of the clause that it governs: "failed to leave" that nobody left.

After Karttunen (1971) on implicatives and Saurí and Pustejovsky (2009) on the factuality of events. The words stand in
`kg/rules/en/words/attitudes.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kg.text.lexicon.tables import words
from kg.text.model import ASSERTED, Judgement

if TYPE_CHECKING:
    from kg.model import Factuality

__all__ = [
    "NEGATING_MARKERS",
    "Implication",
    "embedded",
    "expresses",
    "is_reporting",
    "nominal_implication",
    "presupposed",
    "verb_implication",
]

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

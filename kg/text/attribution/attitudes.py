"""What a governor makes of the clause that it governs: nothing, a plan, a denial, an open question, somebody's words.

The words stand in `kg/rules/en/attitudes.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kg.text.lexicon.tables import words
from kg.text.model import ASSERTED, Judgement

if TYPE_CHECKING:
    from kg.model import Factuality

__all__ = ["Effect", "apply", "is_report", "listed", "presumed", "verb_effect", "word_effect"]

type Effect = Literal["same", "plan", "deny", "open", "say", "presume"]
"""`same`: as the governor itself; `presume`: taken for granted, whatever holds of the governor."""


_PHASES = words("attitudes", "phases")
_COMPLEMENTS = frozenset({"of", "from", "to", "for", "about", "with", "on", "against", "in"})


def listed(lemma: str, attitude: str, section: str = "verbs") -> bool:
    """Whether a word stands in one of the lists of attitudes."""
    return lemma in words("attitudes", attitude, section)


def is_report(lemma: str) -> bool:
    """Whether the subject of this verb says something: "announce", "think"."""
    return lemma in words("attitudes", "report", "verbs")


def verb_effect(lemma: str, marker: str, *, tensed: bool, preposition: bool) -> Effect:
    """What a verb makes of its complement, which `marker` opens.

    `tensed` tells "said that he left" from "decided to leave"; `preposition` a gerund behind one ("kept from leaving").
    """
    effect: Effect = "same"
    if listed(marker, "markers", "negated") or (preposition and marker not in _COMPLEMENTS):
        return effect
    if listed(lemma, "cleared"):
        effect = "deny" if marker == "of" else "same"
    elif listed(lemma, "negated"):
        effect = "deny" if not preposition or marker == "from" else "same"
    elif marker in {"whether", "if"}:
        effect = "open"
    elif listed(lemma, "planned") and not tensed and not preposition:
        effect = "plan"
    elif is_report(lemma) and (tensed or lemma not in _PHASES):
        effect = _report_effect(lemma, tensed=tensed)
    elif listed(lemma, "planned"):
        effect = "plan"
    elif listed(lemma, "open"):
        effect = "open"
    return effect


def _report_effect(lemma: str, *, tensed: bool) -> Effect:
    if listed(lemma, "report", "open"):
        return "open"
    return "plan" if tensed and listed(lemma, "report", "planned") else "say"


def word_effect(lemma: str, section: str, *, finite: bool, infinitive: bool) -> Effect:
    """What a noun or an adjective (the `section`) makes of its complement: "plan to", "reports that", "likely to"."""
    if listed(lemma, "negated", section):
        return "deny"
    if listed(lemma, "open", section):
        return "open"
    if section == "nouns" and (listed(lemma, "accusation", "nouns") or (finite and listed(lemma, "report", "nouns"))):
        return "say"
    if listed(lemma, "planned", section):
        return "plan"
    if section == "adjectives":
        return "same"
    return "plan" if infinitive else "presume"


def apply(effect: Effect, above: Judgement, speaker: int, around: Judgement) -> Judgement:
    """A clause's judgement before its own marks.

    `above` is that of its governor, `around` what holds around the governor; `speaker` is who says it where the
    governor is a verb or noun of saying, else -1.
    """
    source = speaker if speaker >= 0 else above.source
    denied = above.factuality == "negated"
    if effect == "plan":
        return Judgement("negated" if denied else "planned", source)
    if effect == "deny":
        says: Factuality = "reported" if source >= 0 else "asserted"
        return Judgement(says if denied else "negated", source)
    if effect == "open":
        return Judgement("hypothetical", source)
    if effect == "say":
        return Judgement("hypothetical" if denied or above.factuality == "hypothetical" else "reported", source)
    return above if effect == "same" else presumed(above, around)


def presumed(above: Judgement, around: Judgement) -> Judgement:
    """What a clause takes for granted: who says what surrounds it, without modality and negation."""
    if above.source >= 0 or above.factuality == "reported":
        return Judgement("reported", above.source)
    return Judgement("reported", around.source) if around.source >= 0 else ASSERTED

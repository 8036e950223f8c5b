"""What verbs, nouns and adjectives imply of the clauses that they govern."""

import pytest

from kg.text.attribution.factuality import (
    Implication,
    embedded,
    expresses,
    is_reporting,
    nominal_implication,
    presupposed,
    verb_implication,
)
from kg.text.model import ASSERTED, Judgement


@pytest.mark.parametrize(
    ("lemma", "marker", "form", "expected"),
    [
        ("manage", "", "infinitive", "same"),
        ("plan", "", "infinitive", "planned"),
        ("decide", "", "infinitive", "planned"),
        ("fail", "", "infinitive", "negated"),
        ("keep_from", "from", "gerund", "negated"),
        ("prevent", "by", "gerund", "same"),
        ("acquit", "of", "gerund", "negated"),
        ("acquit", "", "infinitive", "same"),
        ("say", "that", "finite", "reported"),
        ("say", "whether", "finite", "hypothetical"),
        ("ask", "", "finite", "hypothetical"),
        ("hope", "that", "finite", "planned"),
        ("begin", "", "finite", "reported"),
        ("begin", "", "infinitive", "same"),
        ("investigate", "", "finite", "hypothetical"),
        ("say", "without", "gerund", "same"),
        ("think", "of", "gerund", "reported"),
    ],
)
def test_verbs(lemma: str, marker: str, form: str, expected: str) -> None:
    assert verb_implication(lemma, marker, tensed=form == "finite", preposition=form == "gerund") == expected


@pytest.mark.parametrize(
    ("lemma", "section", "form", "expected"),
    [
        ("refusal", "nouns", "infinitive", "negated"),
        ("possibility", "nouns", "finite", "hypothetical"),
        ("charge", "nouns", "gerund", "reported"),
        ("report", "nouns", "finite", "reported"),
        ("report", "nouns", "gerund", "presupposed"),
        ("plan", "nouns", "infinitive", "planned"),
        ("man", "nouns", "infinitive", "planned"),
        ("man", "nouns", "finite", "presupposed"),
        ("unable", "adjectives", "infinitive", "negated"),
        ("likely", "adjectives", "infinitive", "planned"),
        ("able", "adjectives", "infinitive", "same"),
    ],
)
def test_nouns_and_adjectives(lemma: str, section: str, form: str, expected: str) -> None:
    found = nominal_implication(lemma, section, finite=form == "finite", infinitive=form == "infinitive")
    assert found == expected


@pytest.mark.parametrize(
    ("implication", "above", "speaker", "expected"),
    [
        ("same", Judgement("planned", 4), -1, Judgement("planned", 4)),
        ("planned", ASSERTED, -1, Judgement("planned")),
        ("planned", Judgement("negated", 4), -1, Judgement("negated", 4)),
        ("negated", ASSERTED, -1, Judgement("negated")),
        ("negated", Judgement("negated"), -1, Judgement("asserted")),
        ("negated", Judgement("negated", 4), -1, Judgement("reported", 4)),
        ("hypothetical", Judgement("negated", 4), -1, Judgement("hypothetical", 4)),
        ("reported", ASSERTED, 2, Judgement("reported", 2)),
        ("reported", Judgement("negated", 4), 2, Judgement("hypothetical", 2)),
        ("presupposed", Judgement("negated"), -1, Judgement("reported", 9)),
        ("presupposed", Judgement("negated", 4), -1, Judgement("reported", 4)),
    ],
)
def test_the_judgement_of_a_governed_clause(
    implication: Implication, above: Judgement, speaker: int, expected: Judgement
) -> None:
    assert embedded(implication, above, speaker, Judgement("reported", 9)) == expected


def test_what_nobody_says_is_presupposed_as_asserted():
    assert presupposed(Judgement("hypothetical"), ASSERTED) == ASSERTED


def test_lists_of_attitudes():
    assert is_reporting("announce")
    assert not is_reporting("run")
    assert expresses("face", "planned", "objects")
    assert not expresses("face", "planned")

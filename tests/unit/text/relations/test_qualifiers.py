from __future__ import annotations

from dataclasses import replace

import pytest

from kg.model import Document, Fact
from kg.pipeline import extract


def facts_of(text: str) -> dict[tuple[str, str, str], Fact]:
    (found,) = extract([Document("a", text)])
    names = {entity.id: entity.name for entity in found.entities}
    return {
        (names.get(f.subject, f.subject), f.predicate, names.get(f.object, f.object)): replace(
            f, qualifiers=tuple((name, names.get(value, value)) for name, value in f.qualifiers)
        )
        for f in found.facts
    }


@pytest.mark.parametrize(
    ("text", "fact", "qualifiers"),
    [
        ("Police charged Ivan Petrov with fraud.", ("police", "accused", "Ivan Petrov"), {"charge": "fraud"}),
        (
            "Ivan Petrov was accused of killing his wife in 2010.",
            ("unknown", "accused", "Ivan Petrov"),
            {"charge": "killing his wife in 2010"},
        ),
        (
            "Ivan Petrov was jailed for ten years for spying.",
            ("unknown", "convicted", "Ivan Petrov"),
            {"charge": "spying", "penalty": "ten years"},
        ),
        (
            "The bank was fined $3 million for breaking sanctions.",
            ("unknown", "sanctioned", "bank"),
            {"charge": "breaking sanctions", "penalty": "$3 million"},
        ),
        (
            "Ivan Petrov was indicted on charges of bribery.",
            ("unknown", "accused", "Ivan Petrov"),
            {"charge": "bribery"},
        ),
        ("Acme bought Beta for $3 million.", ("Acme", "acquired", "Beta"), {"amount": "$3 million"}),
        (
            "Georgi Dimov stabbed Ivan Petrov to death with a knife.",
            ("Georgi Dimov", "killed", "Ivan Petrov"),
            {"means": "knife"},
        ),
        ("Ivan Petrov was shot dead by Georgi Dimov.", ("Georgi Dimov", "killed", "Ivan Petrov"), {"means": "shot"}),
    ],
)
def test_what_a_fact_is_about_stays_with_it(text: str, fact: tuple[str, str, str], qualifiers: dict[str, str]) -> None:
    assert dict(facts_of(text)[fact].qualifiers) == qualifiers


@pytest.mark.parametrize(
    "text",
    [
        "Ivan Petrov, who is charged with the murder of Anna Dimova, was in court.",
        "Ivan Petrov went on trial for the murder of Anna Dimova.",
        "Ivan Petrov pleaded not guilty to murdering Anna Dimova.",
    ],
)
def test_who_is_only_accused_has_not_done_it(text: str) -> None:
    facts = facts_of(text)
    assert ("unknown", "accused", "Ivan Petrov") in facts
    assert facts["Ivan Petrov", "killed", "Anna Dimova"].factuality == "hypothetical"


def test_who_is_convicted_has_done_it() -> None:
    facts = facts_of("Ivan Petrov was sentenced to life imprisonment for the murder of Anna Dimova.")
    assert facts["Ivan Petrov", "killed", "Anna Dimova"].factuality == "asserted"


def test_a_murder_is_not_its_own_killer() -> None:
    killers = {subject for subject, relation, _ in facts_of("The June 24 murder of Anna Dimova shocked the town.")
               if relation == "killed"}  # fmt: skip
    assert killers == {"unknown"}

"""Sentences with the facts that must, and must not, be found in them: the whole path from text to facts.

A line says "subject | relation | object", by an entity's name or the words of a mention, and may end in the
factuality that the fact must have.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from kg.model import UNKNOWN, Document
from kg.pipeline import read

FOLDER = Path(__file__).with_name("cases")
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['text']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]
SYMMETRIC = {"near", "spouseOf", "siblingOf", "relativeOf", "metWith", "agreedWith", "negotiatedWith", "competesWith"}


def bare(words):
    return re.sub(r"^(the|a|an) ", "", words.strip(), flags=re.IGNORECASE)


@cache
def facts_of(text):
    """Each fact of a text as (names of the subject, relation, names of the object, factuality)."""
    extraction = read(Document("case", text))
    names = {
        entity.id: frozenset(
            bare(n) for n in (entity.name, *entity.aliases, *(m.span.slice(text) for m in entity.mentions))
        )
        for entity in extraction.entities
    }
    names[UNKNOWN] = frozenset({UNKNOWN})
    return frozenset(
        (names[f.subject], f.predicate, names[f.object] if f.kind == "entity" else frozenset({f.object}), f.factuality)
        for f in extraction.facts
    )


def wanted(line):
    """A test of facts for the one that a line asks for."""
    subject, relation, obj, *factuality = (bare(part) for part in line.split("|"))

    def stands(facts):
        return any(
            relation == found
            and (not factuality or factuality[0] == held)
            and ((subject in s and obj in o) or (relation in SYMMETRIC and subject in o and obj in s))
            for s, found, o, held in facts
        )

    return stands


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    facts = facts_of(case["text"])
    assert [line for line in case.get("finds", []) if not wanted(line)(facts)] == []
    assert [line for line in case.get("never", []) if wanted(line)(facts)] == []

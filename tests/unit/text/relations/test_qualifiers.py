from __future__ import annotations

from dataclasses import replace

import pytest

from kg.model import STATED, Document, Fact
from kg.pipeline import extract, read_parse
from kg.text.model import PROPOSED, RelationMention
from kg.text.parsing.parser import load_parser
from kg.text.relations.qualifiers import qualify


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
        (
            "Despite the charges, Anna Dimova was blamed for the fire.",
            ("unknown", "accused", "Anna Dimova"),
            {"charge": "fire"},
        ),
        (
            "Ivan Petrov was convicted of molesting ten boys and is in prison.",
            ("unknown", "convicted", "Ivan Petrov"),
            {"charge": "molesting ten boys"},
        ),
        ("Police arrested Ivan Petrov with five friends.", ("police", "captured", "Ivan Petrov"), {}),
        ("Police arrested Ivan Petrov on foot of a warrant.", ("police", "captured", "Ivan Petrov"), {}),
        (
            "Ivan Petrov was indicted on charges that he bribed the ministry of trade to buy guns from a firm of his.",
            ("unknown", "accused", "Ivan Petrov"),
            {"charge": "he bribed the ministry of trade"},
        ),
        ("Ivan Petrov suffered burns.", ("unknown", "injured", "Ivan Petrov"), {}),
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
        "Police arrested Ivan Petrov over the killing of Anna Dimova.",
    ],
)
def test_who_is_only_accused_has_not_done_it(text: str) -> None:
    facts = facts_of(text)
    assert {("unknown", "accused", "Ivan Petrov"), ("police", "captured", "Ivan Petrov")} & facts.keys()
    assert facts["Ivan Petrov", "killed", "Anna Dimova"].factuality == "hypothetical"


def test_who_is_convicted_has_done_it() -> None:
    facts = facts_of("Ivan Petrov was sentenced to life imprisonment for the murder of Anna Dimova.")
    assert facts["Ivan Petrov", "killed", "Anna Dimova"].factuality == "asserted"


def test_who_is_acquitted_has_not_done_it() -> None:
    facts = facts_of("Ivan Petrov was acquitted on charges of killing Anna Dimova.")
    assert facts["unknown", "convicted", "Ivan Petrov"].factuality == "negated"
    assert facts.get(("Ivan Petrov", "killed", "Anna Dimova"), Fact).factuality not in STATED


def test_a_murder_is_not_its_own_killer() -> None:
    killers = {subject for subject, relation, _ in facts_of("The June 24 murder of Anna Dimova shocked the town.")
               if relation == "killed"}  # fmt: skip
    assert killers == {"unknown"}


@pytest.mark.parametrize(
    ("text", "relation", "confidence"),
    [
        # a grave fact needs a word that says it
        ("Ivan Petrov stabbed Anna Dimova to death.", ("Ivan Petrov", "killed", "Anna Dimova"), 0.9),
        ("Ivan Petrov stabbed Anna Dimova on Monday.", ("Ivan Petrov", "killed", "Anna Dimova"), 0.6),
        ("Ivan Petrov tried to patent a name of Anna Dimova.", ("Ivan Petrov", "accused", "Anna Dimova"), 0.6),
        ("Ivan Petrov sued Anna Dimova.", ("Ivan Petrov", "accused", "Anna Dimova"), 0.9),
        ("Ivan Petrov wept at the death of Anna Dimova.", ("Ivan Petrov", "killed", "Anna Dimova"), 0.6),
        # and arguments that are nobody else
        ("Ola Berg fled. The senator shot Anna Dimova.", ("The senator", "attacked", "Anna Dimova"), 0.9),
        ("Ivan Petrov left. He shot Anna Dimova.", ("He", "attacked", "Anna Dimova"), 0.9),
        ("Ivan Petrov met Ola Berg before he shot Anna Dimova.", ("he", "attacked", "Anna Dimova"), 0.6),
        ('"He shot Anna Dimova," Ola Berg said of Ivan Petrov.', ("He", "attacked", "Anna Dimova"), 0.6),
        ("Ivan Petrov shot the brother of Anna Dimova.", ("Ivan Petrov", "attacked", "Anna Dimova"), 0.45),
        (
            "Ola Berg told Anna Dimova that Ivan Petrov had shot a man.",
            ("Ivan Petrov", "attacked", "Anna Dimova"),
            0.45,
        ),
        ("Ivan Petrov claimed to know Anna Dimova.", ("Anna Dimova", "accused", "Ivan Petrov"), 0.45),
        ("Ola Berg brought no charges against Anna Dimova.", ("Ola Berg", "accused", "Anna Dimova"), 0.45),
        (
            "Anna Dimova was sentenced, but Ivan Petrov ordered a retrial.",
            ("Ivan Petrov", "convicted", "Anna Dimova"),
            0.45,
        ),
        ("Ivan Petrov's tweets accused Anna Dimova.", ("Ivan Petrov", "accused", "Anna Dimova"), 0.45),
        ("Fearing for Ivan Petrov's life, Anna Dimova fired.", ("Anna Dimova", "attacked", "Ivan Petrov"), 0.45),
        ("Ivan Petrov lost his brother, who died after he shot Anna Dimova.", ("he", "attacked", "Anna Dimova"), 0.6),
        ("Ola Berg met Ivan Petrov. He shot Anna Dimova.", ("He", "attacked", "Anna Dimova"), 0.6),
        ("Ivan Petrov faces a sentence, Anna Dimova said.", ("Anna Dimova", "convicted", "Ivan Petrov"), 0.45),
        (
            "Troops loyal to Ivan Petrov who have shot Anna Dimova left.",
            ("Ivan Petrov", "attacked", "Anna Dimova"),
            0.45,
        ),
        ("VICTIM: Ola Berg killed KILLER: Ivan Petrov", ("Ola Berg", "killed", "Ivan Petrov"), 0.6),
        # who tells of an act, from whom a thing is taken, whose official acts
        ("Ivan Petrov said the bullet killed Anna Dimova.", ("Ivan Petrov", "killed", "Anna Dimova"), 0.45),
        ("Norway seized the base from Anna Dimova in a raid.", ("Anna Dimova", "participatedIn", "a raid"), 0.45),
        ('"We gave it to Norway," Ivan Petrov said at a summit.', ("Norway", "participatedIn", "a summit"), 0.45),
    ],
)
def test_what_a_newspaper_would_not_print_is_doubtful(
    text: str, relation: tuple[str, str, str], confidence: float
) -> None:
    document = Document("a", text)
    reading = read_parse(load_parser().parse(document), document)
    subject, predicate, obj = relation
    phrases = {reading.parse.words_of(each.start, each.end): n for n, each in enumerate(reading.referents.phrases)}
    one, two = phrases[subject], phrases[obj]
    anchor = reading.parse.heads[reading.referents.phrases[two].head]
    tokens = reading.referents.extent(one, two)
    found = RelationMention(one, predicate, two, PROPOSED, anchor, tokens, confidence=0.9)
    assert qualify(replace(reading, relations=(found,))).relations[0].confidence == confidence


def test_the_first_word_of_a_text_may_say_a_grave_fact() -> None:
    document = Document("a", "Killed by Ivan Petrov, Anna Dimova was buried.")
    reading = read_parse(load_parser().parse(document), document)
    phrases = {reading.parse.words_of(each.start, each.end): n for n, each in enumerate(reading.referents.phrases)}
    one, two = phrases["Ivan Petrov"], phrases["Anna Dimova"]
    found = RelationMention(one, "killed", two, PROPOSED, 0, (0, 6), confidence=0.9, stated_at=0)
    said = qualify(replace(reading, relations=(found,))).relations[0]
    assert (said.stated_at, said.confidence) == (0, 0.9)

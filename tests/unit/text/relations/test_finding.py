"""What relation mentions promise: allowed classes, sorted and repeatable, places within the text."""

import pytest

from kg import ontology
from kg.rules.load import load_rules
from kg.text.model import UNNAMED
from kg.text.relations.finding import find_relations

TEXTS = [
    "",
    "Lisbon, Portugal, was flooded on 4 May 2018.",
    "Greta Lind and Pavel Novak, who had been arrested in Ostrava, signed a treaty with Estonia in 2016.",
    "The Ostrava-based company sold two frigates to Estonia. It was founded by Pavel Novak in 1990.",
    "Forty people were killed when rebels, armed with rifles, attacked a hotel in Lisbon's northern district.",
    "She was called reckless, and the plan was described as a mistake by those who opposed it.",
]


def relations_of(reading):
    return reading, find_relations(reading.parse, reading.referents, reading.clauses, reading.times)


@pytest.mark.parametrize("text", TEXTS)
def test_promises(text, read_text):
    reading, mentions = relations_of(read_text(text))
    assert relations_of(read_text(text))[1] == mentions
    phrases, referents = reading.referents.phrases, reading.referents
    rules = {rule.id for rule in load_rules()}
    for mention in mentions:
        start, end = mention.tokens
        assert 0 <= start <= mention.anchor < end <= len(reading.parse)
        assert (mention.object < 0) == (mention.kind != "entity") == bool(mention.value)
        assert mention.subject < len(phrases)
        assert mention.object < len(phrases)
        if mention.predicate.startswith("p/"):
            continue
        info = ontology.RELATIONS[mention.predicate]
        if mention.subject == UNNAMED:
            assert info.takes_unknown_subject
        elif mention.rule in rules:
            assert info.takes_subject(referents.cls(mention.subject))
        if mention.object >= 0:
            assert mention.subject == UNNAMED or (
                referents.referent_of[mention.subject] != referents.referent_of[mention.object]
            )


def test_one_relation_between_two_phrases_is_found_once(read_text):
    _, mentions = relations_of(read_text("Greta Lind held a meeting with Pavel Novak in Lisbon on 4 May 2018."))
    keys = [(m.subject, m.predicate, m.object, m.value) for m in mentions]
    assert len(keys) == len(set(keys))


def test_an_open_predicate_is_named_from_lemmas(read_text):
    _, mentions = relations_of(read_text("The agency looked into the volcano."))
    assert {m.predicate for m in mentions} == {"p/look_into"}

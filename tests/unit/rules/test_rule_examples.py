"""Every rule finds what its examples say, and nothing in its counter-examples, through the real stages."""

import re

import pytest

from kg.model import Document
from kg.pipeline import read_parse
from kg.rules.load import load_rules
from kg.text.parse import load_parser
from kg.text.relations import UNNAMED

RULES = load_rules()


def found_by(rule, text):
    document = Document("example", text)
    reading = read_parse(load_parser().parse(document), document)
    return {
        (bare(subject), m.predicate, bare(obj))
        for m in reading.relations
        if m.rule == rule.id
        for subject in names(reading, m.subject)
        for obj in ([m.value] if m.value else names(reading, m.object))
    }


def names(reading, place):
    """The words of a phrase, and the name of what it refers to."""
    if place == UNNAMED:
        return ["unknown"]
    phrase, referents = reading.referents.phrases[place], reading.referents
    return [reading.parse.words_of(phrase.start, phrase.end), referents.referents[referents.referent_of[place]].name]


def bare(words):
    return re.sub(r"^(the|a|an) ", "", words, flags=re.IGNORECASE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples(rule):
    for example in rule.examples:
        wanted = {(bare(f.subject), f.relation, bare(f.object)) for f in example.finds}
        assert wanted <= found_by(rule, example.text), example.text


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.counterexamples], ids=lambda rule: rule.id)
def test_counterexamples(rule):
    for example in rule.counterexamples:
        found = found_by(rule, example.text)
        if example.finds:
            found &= {(bare(f.subject), f.relation, bare(f.object)) for f in example.finds}
        assert not found, example.text

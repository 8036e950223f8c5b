"""Whether a rule finds what its examples say and nothing that its counter-examples rule out, in the real stages.

A user's own rules are tried before a text is read with them; kg's own are tried by its tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import RuleError
from kg.model import Document
from kg.pipeline import read_parse
from kg.rules.rule import Find
from kg.rules.rule_set import own_rules
from kg.text.lexicon.tables import words as word_list
from kg.text.model import UNNAMED
from kg.text.parsing.parser import load_parser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.rules.rule import CodedRule, Rule
    from kg.rules.rule_set import RuleSet
    from kg.text.model import Reading
    from kg.text.parsing.parser import Parser


def checked_rules(path: Path, *, model: str | None = None) -> RuleSet:
    """The rules that come with kg and those at `path`, whose examples have been tried.

    Raises:
        RuleError: a rule is not in form, or does not do what its examples say; the message names it and the first
            difference.
    """
    rules = own_rules(path)
    parser = load_parser(model)
    for name in sorted(rules.own):
        for failure in failures(rules.by_id[name], parser, rules):
            raise RuleError(f"{path}: rule {name!r}: {failure}")
    return rules


def failures(rule: Rule | CodedRule, parser: Parser, rules: RuleSet | None = None) -> Iterator[str]:
    """Where a rule, read among `rules` or else those that come with kg, does otherwise than its examples say."""
    for example in rule.examples:
        every = findings(parser, example.text, rules)
        found = every.get(rule.id, set())
        for missing in sorted({_bare(find) for find in example.finds} - found):
            other = next((name for name, finds in every.items() if missing in finds), None)
            if other is not None:
                yield f"{_line(missing)} in {example.text!r} is found by rule {other!r} as surely"
            else:
                yield f"does not find {_line(missing)} in {example.text!r}, but {_lines(found)}"
    for example in rule.counterexamples:
        found = findings(parser, example.text, rules).get(rule.id, set())
        wrong = found & {_bare(find) for find in example.finds} if example.finds else found
        if wrong:
            yield f"must not find {_lines(wrong)} in {example.text!r}"


def findings(parser: Parser, text: str, rules: RuleSet | None = None) -> dict[str, set[Find]]:
    """What each rule finds in a text, by its id: by the words of the arguments and the names of what they mean.

    Articles at their beginnings are left out.
    """
    document = Document("example", text)
    reading = read_parse(parser.parse(document), document, rules)
    found: dict[str, set[Find]] = {}
    for mention in reading.relations:
        objects = (mention.value,) if mention.value else _names(reading, mention.object)
        finds = found.setdefault(mention.rule, set())
        for subject in _names(reading, mention.subject):
            finds |= {_bare(Find(subject, mention.predicate, item)) for item in objects}
    return found


def _names(reading: Reading, place: int) -> tuple[str, ...]:
    """The words of a phrase, and the name of what it refers to."""
    if place == UNNAMED:
        return ("unknown",)
    phrase, referents = reading.referents.phrases[place], reading.referents
    words = reading.parse.words_of(phrase.start, phrase.end)
    return words, referents.referents[referents.referent_of[place]].name


def _bare(find: Find) -> Find:
    return Find(_without_article(find.subject), find.relation, _without_article(find.object))


def _without_article(words: str) -> str:
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() in word_list("words/function_words", "determiners", "articles") else words


def _line(find: Find) -> str:
    return f"'{find.subject} | {find.relation} | {find.object}'"


def _lines(found: set[Find]) -> str:
    return ", ".join(sorted(map(_line, found))) or "nothing"

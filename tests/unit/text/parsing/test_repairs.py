"""Repairs of a parse, on columns written by hand."""

from __future__ import annotations

import pytest

from kg.text.parsing.repairs import HYPHENATED_POSTS, HYPHENATED_WORD, Columns, repair

type Row = tuple[str, str, str, str, int]
"""Word, part of speech, tag, dependency, head."""


def columns(*rows: Row, names: tuple[tuple[int, int, str], ...] = ()) -> Columns:
    words, pos, tags, deps, heads = map(list, zip(*rows, strict=True))
    lemmas = [word.lower() for word in words]
    return Columns(words, lemmas, pos, tags, deps, heads, list(names), [(0, len(words))])


def places(table: Columns) -> dict[str, tuple[str, str]]:
    """The dependency of each word and the word that it depends on."""
    return {
        word: (dep, table.words[head]) for word, dep, head in zip(table.words, table.deps, table.heads, strict=True)
    }


def test_a_person_behind_an_organization_is_an_apposition_to_the_post() -> None:
    table = columns(
        ("The", "DET", "DT", "det", 1),
        ("envoy", "NOUN", "NN", "nsubj", 6),
        ("for", "ADP", "IN", "prep", 1),
        ("Sudan", "PROPN", "NNP", "compound", 5),
        ("Lars", "PROPN", "NNP", "compound", 5),
        ("Brahm", "PROPN", "NNP", "pobj", 2),
        ("spoke", "VERB", "VBD", "ROOT", 6),
        names=((3, 6, "PERSON"),),
    )
    repair(table)
    found = places(table)
    assert found["Sudan"] == ("pobj", "for")
    assert found["Brahm"] == ("appos", "envoy")
    assert found["Lars"] == ("compound", "Brahm")
    assert table.names == [(3, 4, "GPE"), (4, 6, "PERSON")]


def test_a_name_of_a_place_is_no_person() -> None:
    rows = (
        ("mayor", "NOUN", "NN", "nsubj", 5),
        ("of", "ADP", "IN", "prep", 0),
        ("San", "PROPN", "NNP", "compound", 4),
        ("Juan", "PROPN", "NNP", "compound", 4),
        ("Capistrano", "PROPN", "NNP", "pobj", 1),
        ("left", "VERB", "VBD", "ROOT", 5),
    )
    table = columns(*rows, names=((2, 5, "GPE"),))
    repair(table)
    assert table.names == [(2, 5, "GPE")]
    assert places(table)["Capistrano"] == ("pobj", "of")


def test_letters_behind_a_name_depend_on_it() -> None:
    table = columns(
        ("Ann", "PROPN", "NNP", "compound", 2),
        ("Lee", "PROPN", "NNP", "compound", 2),
        ("MP", "PROPN", "NNP", "nsubj", 3),
        ("spoke", "VERB", "VBD", "ROOT", 3),
    )
    repair(table)
    assert places(table) == {
        "Ann": ("compound", "Lee"),
        "Lee": ("nsubj", "spoke"),
        "MP": ("nmod", "Lee"),
        "spoke": ("ROOT", "spoke"),
    }


def test_an_accusation_depends_on_the_verb() -> None:
    table = columns(
        ("They", "PRON", "PRP", "nsubj", 1),
        ("accuse", "VERB", "VBP", "ROOT", 1),
        ("rebels", "NOUN", "NNS", "dobj", 1),
        ("of", "ADP", "IN", "prep", 2),
        ("lying", "VERB", "VBG", "pcomp", 3),
    )
    repair(table)
    assert places(table)["of"] == ("prep", "accuse")


def test_numbers_head_their_outcomes() -> None:
    table = columns(
        ("It", "PRON", "PRP", "nsubj", 1),
        ("left", "VERB", "VBD", "ROOT", 1),
        ("12", "NUM", "CD", "nummod", 3),
        ("dead", "ADJ", "JJ", "oprd", 1),
        ("and", "CCONJ", "CC", "cc", 2),
        ("40", "NUM", "CD", "conj", 2),
        ("injured", "ADJ", "JJ", "amod", 5),
    )
    repair(table)
    found = places(table)
    assert (found["12"], found["dead"]) == (("dobj", "left"), ("amod", "12"))
    assert found["40"] == ("dep", "12")


def test_counsel_assisting_depends_on_the_name_behind_it() -> None:
    table = columns(
        ("Counsel", "NOUN", "NN", "nsubj", 4),
        ("assisting", "VERB", "VBG", "acl", 0),
        ("Rob", "PROPN", "NNP", "compound", 3),
        ("Hale", "PROPN", "NNP", "dobj", 1),
        ("spoke", "VERB", "VBD", "ROOT", 4),
    )
    repair(table)
    found = places(table)
    assert (found["Hale"], found["Counsel"], found["assisting"]) == (
        ("nsubj", "spoke"),
        ("compound", "Hale"),
        ("compound", "Hale"),
    )


def test_counsel_assisting_an_inquiry_takes_a_preposition() -> None:
    table = columns(
        ("Counsel", "NOUN", "NN", "nsubj", 4),
        ("assisting", "VERB", "VBG", "acl", 0),
        ("the", "DET", "DT", "det", 3),
        ("inquiry", "NOUN", "NN", "dobj", 1),
        ("spoke", "VERB", "VBD", "ROOT", 4),
    )
    repair(table)
    assert places(table)["assisting"] == ("prep", "Counsel")
    assert places(table)["inquiry"] == ("pobj", "assisting")


def test_hyphenated_words_are_nouns_where_no_noun_follows() -> None:
    table = columns(
        ("They", "PRON", "PRP", "nsubj", 1),
        ("met", "VERB", "VBD", "ROOT", 1),
        ("attorneys-general", "ADJ", "JJ", "acomp", 1),
        ("co-wrote", "VERB", "VBD", "conj", 1),
    )
    repair(table)
    assert (table.pos[2], table.tags[2], table.deps[2], table.lemmas[2]) == ("NOUN", "NNS", "attr", "attorney-general")
    assert table.lemmas[3] == "co-write"


@pytest.mark.parametrize(
    ("word", "kept"),
    [("co-founder", True), ("semi-finalists", True), ("cease-fire", True), ("sit-ins", True), ("long-term", False)],
)
def test_words_that_stay_whole(word: str, kept: bool) -> None:
    assert bool(HYPHENATED_WORD.fullmatch(word)) == kept


@pytest.mark.parametrize(
    ("post", "noun"),
    [("vice-president", "president"), ("sons-in-law", "cousins"), ("attorney-general", "minister")],
)
def test_a_hyphenated_post_behaves_like_a_noun(post: str, noun: str) -> None:
    assert HYPHENATED_POSTS[post] == noun

"""The word lists of the clause layer and of factuality."""

from __future__ import annotations

import pytest

from kg.errors import RuleError
from kg.text.lexicon import tables
from kg.text.lexicon.tables import table, word_labels, words


def lists(name: str) -> list[tuple[str, str, list[str]]]:
    return [
        (section, key, entries)
        for section, content in table(name).items()
        for key, entries in content.items()
        if isinstance(entries, list)
    ]


@pytest.mark.parametrize("name", ["verbs", "words/attitudes"])
def test_each_word_stands_once_in_lower_case(name):
    for section, key, entries in lists(name):
        assert len(entries) == len(set(entries)), (section, key)
        assert [w for w in entries if w != w.lower() or w != w.strip()] == [], (section, key)


def test_nouns_stand_in_one_frame_with_known_roles():
    frames = table("nouns")["frame"]
    nouns = [noun for frame in frames for noun in frame["verbs"]]
    assert len(nouns) == len(set(nouns))
    roles = {role for frame in frames for role in frame["prepositions"].values()}
    assert roles <= {"subject", "object", "recipient", "with"}


def test_light_verbs_take_nouns_of_action():
    known = {noun for frame in table("nouns")["frame"] for noun in frame["verbs"]}
    assert {noun for row in table("light_verbs")["light"] for noun in row["nouns"]} <= known


def test_a_missing_table_is_named():
    with pytest.raises(RuleError, match="no_such_table"):
        words("no_such_table", "section")


def test_a_missing_list_is_named():
    with pytest.raises(RuleError, match=r"verbs\.toml, copula: there is no such list"):
        words("verbs", "copula")


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """Writes a table "sample" that the loader reads in place of those that come with kg."""
    monkeypatch.setattr(tables, "rules_dir", lambda _: tmp_path)
    for read in (table, words, word_labels):
        read.cache_clear()
    yield lambda text: (tmp_path / "sample.toml").write_text(text, "utf-8")
    for read in (table, words, word_labels):
        read.cache_clear()


@pytest.mark.parametrize("listed", ["mole vole mole", ""])
def test_a_list_without_words_or_with_one_twice_names_its_file(listed, sample):
    sample(f'origin = "A test."\nbeasts = "{listed}"')
    with pytest.raises(RuleError, match=r"sample\.toml, beasts"):
        words("sample", "beasts")


@pytest.mark.parametrize("said", ["", 'origin = " "\n', "origin = 3\n"])
def test_a_table_without_an_origin_is_refused(said, sample):
    sample(f'{said}beasts = "mole vole"')
    with pytest.raises(RuleError, match=r"sample\.toml: has no origin"):
        words("sample", "beasts")


@pytest.mark.parametrize("lists", ['Starship = "x"', 'Person = "mole"\nCompany = "mole"', 'Person = "mole mole"'])
def test_a_table_by_class_wants_known_classes_and_one_for_each_word(lists, sample):
    sample(f'origin = "A test."\n{lists}')
    with pytest.raises(RuleError, match=r"sample\.toml"):
        word_labels("sample")

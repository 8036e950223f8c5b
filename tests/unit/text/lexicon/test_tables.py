"""The loader of word lists."""

import pytest

from kg.errors import RuleError
from kg.text.lexicon import tables
from kg.text.lexicon.tables import table, word_labels, words


@pytest.mark.parametrize("name", ["words/attitudes", "words/syntax/verbs", "words/syntax/nouns"])
def test_words_stand_in_lower_case(name):
    for key, value in table(name).items():
        for inner in value if isinstance(value, dict) else (None,):
            entries = words(name, key, inner) if inner else words(name, key)
            assert [word for word in entries if word != word.lower() or word != word.strip()] == [], (key, inner)


def test_a_missing_table_is_named():
    with pytest.raises(RuleError, match="no_such_table"):
        words("no_such_table", "section")


def test_a_missing_list_is_named():
    with pytest.raises(RuleError, match=r"attitudes\.toml, hoped: there is no such list"):
        words("words/attitudes", "hoped")


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

"""The word lists of the clause layer and of factuality."""

from __future__ import annotations

import pytest

from kg.errors import RuleError
from kg.text.lexicon.tables import table, word_lists, words


def lists(name: str) -> list[tuple[str, str, list[str]]]:
    return [
        (section, key, entries)
        for section, content in table(name).items()
        for key, entries in content.items()
        if isinstance(entries, list)
    ]


@pytest.mark.parametrize("name", ["verbs", "attitudes"])
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
    with pytest.raises(RuleError, match=r"verbs\.toml has no list copula"):
        words("verbs", "copula")


@pytest.mark.parametrize("listed", ["mole vole mole", ""])
def test_a_list_without_words_or_with_one_twice_names_its_file(listed, tmp_path, monkeypatch):
    (tmp_path / "sample.toml").write_text(f'beasts = "{listed}"', "utf-8")
    monkeypatch.setattr("kg.text.lexicon.tables.rules_dir", lambda _: tmp_path)
    table.cache_clear()
    with pytest.raises(RuleError, match=r"sample\.toml, beasts"):
        words("sample", "beasts")


@pytest.mark.parametrize("name", ["names", "nearness", "phrases", "posts", "reference", "schooling", "stories"])
def test_every_plain_list_loads(name):
    assert all(word_lists(f"words/{name}").values())

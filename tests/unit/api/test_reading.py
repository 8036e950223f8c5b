from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg.api import extract, open_triples, own_rules
from kg.errors import ModelError, ReadError, RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RULE = """
[[rule]]
id = "supports.shore_up"
relation = "supports"
verbs = ["buttress"]
subject = "subject"
object = "object"
confidence = 0.65
examples = [{ text = "Finland buttressed the Aland Bank.", finds = ["Finland | supports | Aland Bank"] }]
not = ["Norland buttressed nothing."]
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text("Mayor Marta Oduya met Governor Jon Brae. Finland buttressed the Salo Bank.\n", "utf-8")
    return path


def test_documents_are_read_as_they_are_asked_for(article: Path) -> None:
    (article.parent / "second.txt").write_text("Ana Costa leads Graz.\n", "utf-8")
    (article.parent / "picture.png").write_bytes(b"x")
    found = extract([article.parent])
    assert (found.total, found.ignored, found.not_read) == (2, 1, [])
    assert next(iter(found)).document.id == "article"
    assert [extraction.document.id for extraction in found] == ["second"]


def test_an_extraction_is_a_line_too(article: Path) -> None:
    (line,) = extract(str(article)).lines()
    assert json.loads(line)["id"] == "article"


def test_rules_are_given_by_their_path_or_read_before(article: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(RULE, "utf-8")
    for rules in (path, str(path), own_rules(path)):
        (found,) = extract(article, rules=rules)
        assert "supports.shore_up" in {fact.rule for fact in found.facts}
    path.write_text(RULE.replace("Finland | supports", "Finland | opposes"), "utf-8")
    with pytest.raises(RuleError, match=r"rule 'supports\.shore_up'"):
        extract(article, rules=path)


def test_what_is_missing_is_an_error(article: Path, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file or folder"):
        extract(tmp_path / "none")
    with pytest.raises(ModelError, match="no_such_model"):
        list(extract(article, model="no_such_model"))
    with pytest.raises(ReadError, match="no such file or folder"):
        list(open_triples(tmp_path / "none"))


def test_open_triples_come_with_their_sentence(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("Ana Costa\tleads Graz.\n\nGraz is in Austria.\n", "utf-8")
    seen: list[int] = []

    def progress[T](items: Iterable[T], total: int) -> Iterable[T]:
        seen.append(total)
        return items

    found = list(open_triples(path, progress=progress))
    assert [sentence for sentence, _ in found] == ["Ana Costa leads Graz.", "Graz is in Austria."]
    assert found[0][1].args == ("Ana Costa", "Graz")
    assert seen == [3]

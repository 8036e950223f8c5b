from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.api import extract, open_triples
from kg.errors import ModelError, ReadError


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

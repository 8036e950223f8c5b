from pathlib import Path

import pytest

from kg.api import extract


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

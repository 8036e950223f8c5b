"""What is kept in the records, and what becomes of it."""

import sqlite3
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kg.errors import StoreError
from kg.model import Document, Entity, Extraction, Mention, Span
from kg.records import database
from kg.records.database import Records, row_sum
from kg.records.sources import Source

MADE = (("kg", "1"), ("rules", "2"))
DAY = date(2025, 9, 22)
KNOWN: dict[str, Any] = {
    "url": "https://example.org/1",
    "publisher": "Esk Post",
    "authors": ("Ada Marlow", "Igor Horak"),
    "published": datetime(2025, 9, 22, 10, tzinfo=UTC),
    "modified": datetime(2025, 9, 23, 8, 30),
    "retrieved": DAY,
    "language": "en-GB",
}


def document(name: str, text: str = "Ada met Bo.", title: str | None = None) -> Document:
    return Document(name, text, path=f"{name}.txt", source=f"/news/{name}.txt", date=DAY, title=title)


def found(given: Document, made_by: tuple[tuple[str, str], ...] = MADE) -> Extraction:
    ada = Entity("e1", "Ada", "Person", ("the mayor",), (Mention(Span(0, 3), "name"),))
    other = Entity("e2", "the meeting", "Meeting", (), (Mention(Span(4, 7), "nominal"),))
    return Extraction(given, (ada, other), (), (), (Span(0, 11),), made_by)


def keep(records: Records, *documents: Document) -> None:
    for each in documents:
        records.put(each, found(each))


def kept(records: Records) -> dict[str, tuple[str, ...]]:
    return {records.extraction(stored).document.text: stored.paths for stored in records.documents()}


def test_a_document_is_known_once_it_is_kept() -> None:
    records, one = Records(), document("one")
    assert not records.is_known(one, MADE)
    keep(records, one)
    assert records.is_known(one, MADE)
    (stored,) = records.documents()
    assert (stored.sources, stored.paths, stored.day) == (("/news/one.txt",), ("one.txt",), DAY)
    assert records.extraction(stored).entities == found(one).entities


@pytest.mark.parametrize(
    "other",
    [
        replace(document("one"), text="Ada left."),
        replace(document("one"), date=None),
        replace(document("one"), title="News"),
        replace(document("one"), path="elsewhere/one.txt"),
        *(replace(document("one"), **{name: value}) for name, value in KNOWN.items() if name != "retrieved"),
    ],
    ids=["text", "day", "title", "path", *(name for name in KNOWN if name != "retrieved")],
)
def test_what_is_known_of_a_document_must_be_the_same(other: Document) -> None:
    records = Records()
    keep(records, document("one"))
    assert not records.is_known(other, MADE)


def test_a_document_that_is_retrieved_again_is_known_and_its_first_time_stays() -> None:
    records, first = Records(), replace(document("one"), retrieved=date(2024, 3, 2))
    keep(records, first)
    assert records.is_known(replace(first, retrieved=date(2025, 1, 1)), MADE)


def test_what_its_source_gives_of_a_document_comes_back() -> None:
    records, one = Records(), replace(document("one", title="News"), **KNOWN)
    keep(records, one)
    assert records.is_known(one, MADE)
    (stored,) = records.documents()
    assert stored.found_at == (Source("/news/one.txt", "one.txt", "News", **KNOWN),)


def test_other_rules_read_a_document_anew() -> None:
    records, one = Records(), document("one")
    keep(records, one)
    newer = (("kg", "1"), ("rules", "3"))
    assert not records.is_known(one, newer)
    assert not records.has_extraction(one, newer)
    records.put(one, found(one, newer))
    assert records.is_known(one, newer)
    assert not records.is_known(one, MADE)


def test_a_changed_text_takes_the_place_of_the_one_before() -> None:
    records = Records()
    keep(records, document("one"), document("one", "Ada left."))
    assert kept(records) == {"Ada left.": ("one.txt",)}
    assert {row.document for row in records.entities()} == {stored.hash for stored in records.documents()}


def test_the_same_text_of_one_day_under_two_sources_is_one_document() -> None:
    records, one, two = Records(), document("one"), document("two", title="News")
    keep(records, one)
    assert records.has_extraction(two, MADE)
    records.put(two)
    (stored,) = records.documents()
    assert (stored.paths, stored.title) == (("one.txt", "two.txt"), "News")
    assert records.remove(["/news/one.txt", "/news/none.txt"]) == ["/news/one.txt"]
    assert kept(records) == {"Ada met Bo.": ("two.txt",)}
    records.remove(["/news/two.txt"])
    assert (kept(records), list(records.entities())) == ({}, [])


def test_a_text_that_was_never_read_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        Records(tmp_path / "records.sqlite", write=True).put(document("one"))


def test_entities_are_found_by_their_normalised_names() -> None:
    records = Records()
    keep(records, document("one"))
    assert [(row.key, row.name, row.cls, row.aliases, row.names) for row in records.entities()] == [
        ("ada", "Ada", "Person", ("the mayor",), 1),
        ("meeting", "the meeting", "Meeting", (), 0),
    ]
    assert [row.name for row in records.entities(["meeting", "none"])] == ["the meeting"]


def test_what_is_not_committed_is_gone_and_readers_see_the_last_commit(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite"
    writer = Records(file, write=True)
    keep(writer, document("one"))
    writer.commit()
    keep(writer, document("two", "Bo left."))
    reader = Records(file)
    assert kept(reader) == {"Ada met Bo.": ("one.txt",)}
    writer.close()
    again = Records(file, write=True)
    assert kept(again) == {"Ada met Bo.": ("one.txt",)}
    assert again.setting("id") == reader.setting("id")
    again.set("base", "https://example.org/")
    again.commit()
    assert reader.setting("base") == "https://example.org/"
    assert reader.setting("none") is None
    for open_ in (reader, again):
        open_.close()


def test_no_records_are_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no records"):
        Records(tmp_path / "records.sqlite")
    assert not [*tmp_path.iterdir()]


def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite"
    file.write_bytes(b"x" * 200)
    with pytest.raises(StoreError, match="file is not a database: kg recover saves"):
        Records(file)
    file.unlink()
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE mine (a)")
    other.close()
    for write in (False, True):
        with pytest.raises(StoreError, match="holds no records of kg"):
            Records(file, write=write)


def test_another_form_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite"
    Records(file, write=True).close()
    newer = sqlite3.connect(file)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(StoreError, match="a later version of kg"):
        Records(file, write=True)


def test_damage_is_told(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite"
    records = Records(file, write=True)
    keep(records, *(document(name, f"Ada met {name}.") for name in ("one", "two", "three")))
    records.commit()
    assert records.damage() == []
    records.close()
    database = sqlite3.connect(file)
    database.create_function("kg_sum", -1, row_sum, deterministic=True)
    text = zlib.compress(b"Ada met two!")
    for changed, values in (("data = x'00'", ["one.txt"]), ("text = ?", [text, "two.txt"])):
        of = "hash = (SELECT document FROM sources WHERE path = ?)"
        database.execute(f"UPDATE documents SET {changed} WHERE {of}", values)  # noqa: S608 (our own)
    database.commit()
    database.close()
    damaged = Records(file)
    wrong = "\n".join(damaged.damage())
    damaged.close()
    assert "the record of one.txt is damaged" in wrong
    assert "the text of two.txt is not the one that was read" in wrong
    assert "three" not in wrong


def test_records_are_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a process is killed amid its tables, the next one makes them all."""
    path = tmp_path / "records.sqlite"
    with monkeypatch.context() as patched:
        schema = vars(database)["_SCHEMA"].replace("CREATE TABLE sources", "KILLED; CREATE TABLE sources")
        patched.setattr(database, "_SCHEMA", schema)
        with pytest.raises(StoreError, match="KILLED"):
            Records(path, write=True)
    with Records(path, write=True) as records:
        assert records.setting("id")
        keep(records, document("a"))
        assert [stored.paths for stored in records.documents()] == [("a.txt",)]
        records.identities.clear()

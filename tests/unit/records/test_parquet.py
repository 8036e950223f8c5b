"""Records as Parquet: where they are cut, and that what is written comes back."""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import MissingPackageError, ReadError, StoreError
from kg.model import Document, Entity, Extraction, Mention, Span, Stated
from kg.records.parquet import Folder, Packed, cut, pack, scope_of
from kg.spelling import clean

MADE = (("kg", "1"), ("rules", "2"))
NAME = f"{scope_of(['news'])}-{'0' * 32}.parquet"
TEXTS = st.text(max_size=40)
DOCUMENTS = st.builds(
    Document,
    id=st.just("a"),
    text=TEXTS,
    path=TEXTS.filter(bool),
    date=st.none() | st.dates(),
    title=st.none() | TEXTS,
    source=TEXTS.filter(bool),
    publisher=st.none() | TEXTS,
    authors=st.lists(TEXTS, max_size=2).map(tuple),
    published=st.none() | st.dates() | st.just(datetime(2025, 9, 22, 10, tzinfo=UTC)),
)


def numbered(count: int) -> list[Document]:
    return [Document(str(number), f"Report {number}.", path=f"{number}.txt") for number in range(count)]


def found(document: Document) -> Extraction:
    ada = Entity("e1", "Ada", "Person", (), (Mention(Span(0, 0), "name"),))
    return Extraction(document, (ada,), (), (), (), MADE, Stated("News", None, ("Bo",)))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(str(tmp_path / "records"))


@settings(max_examples=40)
@given(st.lists(DOCUMENTS, min_size=1, max_size=4), st.booleans())
def test_what_is_written_comes_back(documents: list[Document], fails: bool) -> None:
    folder = Folder("memory://records")
    results = [pack(ValueError("no") if fails else found(document)) for document in documents]
    folder.write(NAME, documents, results)
    back = list(folder.read())
    assert [pack(each) if isinstance(each, Extraction) else each for _, each in back] == results
    assert [replace(document, id="a") for document, _ in back] == [cleaned(document) for document in documents]
    assert folder.is_finished(NAME) is not fails


def cleaned(document: Document) -> Document:
    lines = {name: clean(getattr(document, name) or "") for name in ("text", "path", "source", "title", "publisher")}
    kept = {name: value for name, value in lines.items() if getattr(document, name) is not None}
    return replace(document, **kept, authors=tuple(map(clean, document.authors)))


def test_the_same_records_are_the_same_bytes(folder: Folder, tmp_path: Path) -> None:
    documents = numbered(3)
    for path in ("records", "others"):
        Folder(str(tmp_path / path)).write(NAME, documents, [pack(found(each)) for each in documents])
    assert (tmp_path / "records" / NAME).read_bytes() == (tmp_path / "others" / NAME).read_bytes()
    assert [path.name for path in (tmp_path / "records").iterdir()] == [NAME] == folder.names()


def test_documents_are_cut_by_their_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.records.parquet._MEAN", 8)
    documents = numbered(200)
    partitions = list(cut(documents, MADE))
    assert [each for partition in partitions for each in partition.documents] == documents
    assert 200 / 32 <= len(partitions) < 60
    names = {partition.name for partition in partitions}
    changed = [*documents[:90], replace(documents[90], text="Another."), *documents[91:]]
    assert len(names - {partition.name for partition in cut(changed, MADE)}) <= 2
    longer = [replace(documents[0], id="new", path="a.txt"), *documents]
    assert len(names - {partition.name for partition in cut(longer, MADE)}) <= 2
    assert not names & {partition.name for partition in cut(documents, (("kg", "2"),))}


@pytest.mark.parametrize("field", ["text", "date", "path", "title", "url", "publisher"])
def test_a_partition_is_another_where_anything_of_a_document_is(field: str) -> None:
    document = Document("a", "One.", path="a.txt", source="/a.txt")
    other = replace(document, **{field: date(2025, 9, 22) if field == "date" else "other"})
    assert next(cut([document], MADE)).name != next(cut([other], MADE)).name


@pytest.mark.parametrize("broken", [b"", b"PAR1", b"PAR1" * 40])
def test_a_damaged_file_is_not_finished_and_is_named(folder: Folder, tmp_path: Path, broken: bytes) -> None:
    folder.write(NAME, numbered(1), [pack(found(each)) for each in numbered(1)])
    path = tmp_path / "records" / NAME
    path.write_bytes(broken)
    assert not folder.is_finished(NAME)
    with pytest.raises(ReadError, match=NAME):
        list(folder.read())


def test_a_text_that_was_changed_is_refused(folder: Folder) -> None:
    one, other = numbered(2)
    folder.write(NAME, [one], [pack(found(one))])
    import pyarrow.parquet as pq

    path = f"{folder.path}/{NAME}"
    table = pq.read_table(path)
    at = table.schema.get_field_index("text")
    pq.write_table(table.set_column(at, "text", [[other.text]]), path)
    with pytest.raises(ReadError, match="not the one that was read"):
        list(folder.read())


def test_what_is_no_folder_of_records_is_refused(folder: Folder, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="holds no records"):
        folder.require_records()
    (tmp_path / "records").write_text("a file", "utf-8")
    with pytest.raises(StoreError, match="cannot be"):
        folder.write(NAME, [], [])
    with pytest.raises(StoreError, match="nowhere"):
        Folder("nowhere://records")


def test_files_are_removed_by_their_names(folder: Folder) -> None:
    folder.write(NAME, [], [])
    folder.remove([NAME])
    assert folder.names() == []


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingPackageError, match=r"newskg\[ray\]"):
        Folder("records")


def test_a_defect_is_a_line() -> None:
    assert pack(ValueError("a\nb")) == "ValueError: a b"
    assert isinstance(pack(found(numbered(1)[0])), Packed)

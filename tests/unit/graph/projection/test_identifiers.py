"""A document's short id is as short as it can be among all."""

import pytest

from kg.graph.projection.identifiers import identifiers
from kg.records.sources import Source, StoredDocument


def document(hashed: str, *paths: str) -> StoredDocument:
    return StoredDocument(hashed, "made", tuple(Source(path, path) for path in paths))


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        (["seeds/bagram.txt"], ["bagram"]),
        (["a/report.txt", "b/report.txt", "b/other.txt"], ["a/report", "b/report", "other"]),
        (["x/a/report.txt", "y/a/report.txt", "b/report.txt"], ["x/a/report", "y/a/report", "b/report"]),
        (["report.txt", "a/report.txt"], ["report", "a/report"]),
        (["a/report.txt", "a/report.md"], ["a/report#000000", "a/report#111111"]),
        (["same.txt", "same.txt"], ["same#000000", "same#111111"]),
        (["https://news.org/2021/fire.html", "fire.txt"], ["2021/fire", "fire"]),
        ([".txt", "archive.tar.gz"], [".txt", "archive.tar"]),
    ],
)
def test_an_id_is_the_shortest_end_of_a_path_that_no_other_has(paths: list[str], ids: list[str]) -> None:
    documents = [document(str(number) * 64, path) for number, path in enumerate(paths)]
    found = identifiers(documents)
    assert [found[each.hash] for each in documents] == ids
    assert identifiers(reversed(documents)) == found


def test_of_several_paths_the_first_counts() -> None:
    assert identifiers([document("a", "one.txt", "two.txt"), document("b", "two.txt")]) == {"a": "one", "b": "two"}


def test_no_document_has_no_id() -> None:
    assert identifiers([]) == {}

import sys
from collections.abc import Iterator

import pytest
from fsspec.implementations.memory import MemoryFileSystem
from given import TEXT

from kg.errors import MissingPackageError, ReadError
from kg.read import read_sources, sources_of


@pytest.fixture
def bucket() -> Iterator[str]:
    """A folder of a file system that is no disk."""
    files = MemoryFileSystem()
    lines = f'{{"id": "x", "text": "{TEXT}"}}\n{{"id": "y", "text": ""}}\n'
    given = {"b.txt": TEXT, "a.jsonl": lines, ".hidden.txt": TEXT, "logo.png": "x", "2025/c.txt": f"{TEXT} Later."}
    for name, content in given.items():
        files.pipe(f"/news/{name}", content.encode())
    yield "memory://news"
    files.rm("/news", recursive=True)


def test_a_folder_elsewhere_is_read_in_order(bucket: str) -> None:
    reading = read_sources(sources_of(bucket))
    found = [(each.id, each.source, each.path) for each in reading.documents]
    assert found == [
        ("c", "memory:///news/2025/c.txt", "memory:///news/2025/c.txt"),
        ("a#x", "memory:///news/a.jsonl#x", "memory:///news/a.jsonl#x"),
        ("b", "memory:///news/b.txt", "memory:///news/b.txt"),
    ]
    assert [(each.path, each.reason) for each in reading.failures] == [("memory:///news/a.jsonl", "line 2: no text")]


def test_one_file_is_read_whatever_it_is_called(bucket: str) -> None:
    (found,) = read_sources([f"{bucket}/b.txt"]).documents
    assert found.text == TEXT


@pytest.mark.parametrize(
    ("address", "said"),
    [("memory://nothing", "nothing to read"), ("nowhere://a", "nowhere"), ("memory://news/logo", "nothing to read")],
)
def test_what_is_not_there_is_an_error(bucket: str, address: str, said: str) -> None:
    assert bucket
    with pytest.raises(ReadError, match=said):
        read_sources([address])


@pytest.mark.parametrize(
    "address",
    [
        "ftp://127.0.0.1/news",
        "webhdfs://169.254.169.254:9870/news",
        "sftp://[fec0:0:0:0:0:0:0:1]/news",
        "webhdfs://168.63.129.16/news",
    ],
)
def test_a_server_in_a_private_network_is_not_opened(address: str) -> None:
    with pytest.raises(ReadError, match="an address of a private network"):
        read_sources([address])


def test_addresses_inside_one_another_are_not_read() -> None:
    with pytest.raises(ReadError, match="inside one another"):
        read_sources(["zip://a.txt::http://169.254.169.254/a.zip"])


def test_without_fsspec_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(MissingPackageError, match=r"newskg\[ray\]"):
        read_sources(["s3://bucket/news"])

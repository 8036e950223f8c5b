"""Inputs for readers, and what comes of them."""

from io import BytesIO
from typing import IO

from kg.model import Document
from kg.read import Failure, Input, Options, Remark, read_input
from kg.read.model import buffered

TEXT = "The council of Varna approved the budget on Monday after a long debate with Mayor Ada Marlow."


def given(name: str, content: bytes | IO[bytes], **more: object) -> Input:
    """An input by a file's name."""
    stream = BytesIO(content) if isinstance(content, bytes) else content
    return Input(name, buffered(stream), name, f"/news/{name}", name.partition(".")[0], **more)  # type: ignore[arg-type]


def read(data: bytes, name: str) -> list[Document | Failure | Remark]:
    """What comes of a file's content."""
    return [*read_input(given(name, data))]


def documents(source: Input) -> list[Document]:
    """The documents of an input in which nothing fails."""
    found = list(read_input(source))
    assert not [each for each in found if isinstance(each, Failure)], found
    return [each for each in found if isinstance(each, Document)]


def told(source: Input) -> list[str]:
    """What comes of an input: the keys of documents, else a line."""
    return [
        each.id.partition("#")[2] or each.id
        if isinstance(each, Document)
        else f"{each.path}: {each.reason if isinstance(each, Failure) else each.what}"
        for each in read_input(source)
    ]


def options(form: str | None = None, **columns: str) -> Options:
    """Options with a form and the names of columns."""
    return Options(form, tuple(columns.items()))

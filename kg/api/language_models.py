"""Requests to language models and their replies as files, and what was sent to them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.api.consulting import asker_of, unanswered
from kg.api.reading import find_documents, read_each, way_of
from kg.errors import InputError
from kg.llm.kept import KeptReplies
from kg.llm.model import Request

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from datetime import date as Date  # noqa: N812 (`date` is the parameter's name)

    from kg.api.reading import Paths, Progress
    from kg.llm.kept import Sent
    from kg.llm.model import LanguageModel
    from kg.llm.replies import Taken
    from kg.model import Document
    from kg.read import Options
    from kg.rules.rule_set import RuleSet

__all__ = ["llm_log", "llm_requests", "take_llm_replies"]


def llm_requests(  # noqa: PLR0913 (each is an option of its own)
    paths: Paths,
    llm: LanguageModel,
    *,
    graph: str | os.PathLike[str] | None = None,
    date: Date | None = None,
    publisher: str | None = None,
    options: Options | None = None,
    model: str | None = None,
    rules: str | os.PathLike[str] | RuleSet | None = None,
    ontology: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> Iterator[tuple[Document, Request]]:
    """The requests about files and folders that no reply is kept for yet, each with its document; nothing is sent.

    Those to check what passages state come once there are replies to these. See `kg.api.build` for the options.

    Raises:
        ReadError: a path cannot be read, or a folder has nothing readable in it.
        InputError: the replies that are kept, or the ontology, cannot be read.
    """
    asker = asker_of(llm, None if graph is None else Path(graph))
    if asker is None:
        return
    reading = find_documents(paths, date, publisher, options)
    extractor = way_of(model, rules, second=asker.second, ontology=ontology)
    found = read_each(reading.documents, extractor, 1)
    seen: set[str] = set()
    for document, result in found if progress is None else progress(found, reading.total):
        for request in map(Request, unanswered(result)):
            if request.key not in seen:
                seen.add(request.key)
                yield document, request


def take_llm_replies(path: str | os.PathLike[str], replies: str | os.PathLike[str]) -> Taken:
    """Keep the replies of a batch file in a file of replies, and say how many.

    Raises:
        InputError: one of the files cannot be read or written.
    """
    from kg.llm.replies import take_replies

    try:
        with Path(path).open(encoding="utf-8") as lines, KeptReplies(Path(replies), write=True) as kept:
            return take_replies(lines, kept)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8") from error


def llm_log(replies: str | os.PathLike[str]) -> list[Sent]:
    """What was sent to language models, in the order of time, with the replies; InputError where nothing is kept."""
    path = Path(replies)
    if not path.exists():
        raise InputError(f"{path}: is not there: nothing was sent to a language model")
    with KeptReplies(path) as kept:
        return list(kept.sent())

"""Reading with an LLM: requests about documents, the replies that are kept, and what is still unanswered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.llm.kept import REPLIES, KeptReplies
from kg.llm.model import EFFORTS, Request
from kg.model import Extraction

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator

    from kg.llm.client import Client
    from kg.llm.kept import Sent
    from kg.llm.model import LanguageModel
    from kg.model import Document
    from kg.pipeline import Extractor

_TOGETHER = 32
"""The requests about so many documents are sent together."""

type _Results = Iterable[tuple[Document, Extraction | Exception]]


@dataclass(slots=True)
class Asked:
    """The counts of a run with an LLM.

    `sent` counts the requests that were sent, `tokens` what they used and `replied` the replies; `answered` counts all
    that a reply is there for. `added`, `confirmed` and `refused` count facts, `dropped` what replies state and the text
    does not bear out, by the reason. `unanswered` are the documents that lack replies, each with how many and why.
    """

    sent: int = 0
    tokens: int = 0
    replied: int = 0
    answered: int = 0
    added: int = 0
    confirmed: int = 0
    refused: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    unanswered: list[tuple[str, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Asker:
    """Asks an LLM about documents; without a client it uses the replies that are kept."""

    llm: LanguageModel
    client: Client | None = None
    outcome: Asked = field(default_factory=Asked)

    def consulted(
        self, results: _Results, extractor: Extractor, *, stopped: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[Document, Extraction | Exception]]:
        """Yield what documents say, in their order, once all requests about them are answered.

        `stopped` is asked now and then: once it says so, nothing more is asked.
        """
        for some in batched(results, _TOGETHER if self.client else 1, strict=False):
            settled = list(some)
            while self._ask(settled, stopped):
                settled = [self._again(document, result, extractor) for document, result in settled]
            for document, result in settled:
                self._note(document, result)
                yield document, result

    def _ask(self, results: list[tuple[Document, Extraction | Exception]], stopped: Callable[[], bool]) -> bool:
        """Send what is not answered; whether there are new replies."""
        if self.client is None or stopped():
            return False
        asked: dict[str, tuple[Request, str]] = {}
        for document, result in results:
            for request in map(Request, unanswered(result)):
                if request.key not in self.client.failures:
                    asked.setdefault(request.key, (request, document.path or document.id))
        found = bool(asked) and self.client.send(list(asked.values()), stopped=stopped) > 0
        self.outcome.sent, self.outcome.tokens = self.client.sent, self.client.tokens
        self.outcome.replied = self.client.kept
        return found

    @staticmethod
    def _again(
        document: Document, result: Extraction | Exception, extractor: Extractor
    ) -> tuple[Document, Extraction | Exception]:
        from kg.pipeline import attempt

        return document, attempt(document, extractor) if unanswered(result) else result

    def _note(self, document: Document, result: Extraction | Exception) -> None:
        found = result.consultation if isinstance(result, Extraction) else None
        if found is None:
            return
        self.outcome.answered += found.answered
        self.outcome.added += found.added
        self.outcome.confirmed += found.confirmed
        self.outcome.refused += found.refused
        self.outcome.dropped.update(dict(found.dropped))
        if found.unanswered:
            failures = self.client.failures if self.client else {}
            whys = [failures.get(Request(body).key, "no reply is kept") for body in found.unanswered]
            self.outcome.unanswered.append((document.path or document.id, len(whys), whys[0]))


def unanswered(result: Extraction | Exception) -> tuple[str, ...]:
    """Return the bodies of the requests about a document that no reply is kept for."""
    if isinstance(result, Extraction) and result.consultation is not None:
        return result.consultation.unanswered
    return ()


def asker_of(llm: LanguageModel | None, directory: Path | None = None) -> Asker | None:
    """Return what asks an LLM, None for no LLM; its replies are kept in `directory` unless it names a file.

    Raises:
        InputError: its address, effort or key is none.
    """
    if llm is None:
        return None
    if llm.effort not in EFFORTS:
        raise InputError(f"effort {llm.effort!r}: is none of {', '.join(EFFORTS)}")
    replies = llm.replies or (directory or Path()) / REPLIES
    llm = replace(llm, replies=replies)
    if replies.exists():
        KeptReplies(replies).close()  # raises before anything is read
    if llm.url is None:
        return Asker(llm)
    from kg.llm.client import Client, address_of, key_of_environment

    address_of(llm.url)
    return Asker(llm, Client(llm, key_of_environment()))


def llm_log(replies: str | os.PathLike[str]) -> list[Sent]:
    """Return what was sent to LLMs, in order, with the replies; InputError if nothing is kept."""
    path = Path(replies)
    if not path.exists():
        raise InputError(f"{path}: not found: nothing was sent to an LLM")
    with KeptReplies(path) as kept:
        return list(kept.sent())

"""The records that pass between the parts: how an LLM is used, a request, and a validated reply."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Factuality

type Effort = Literal["check", "read"]
"""`check`: yes or no to the facts that kg is unsure of. `read`: what is said in every passage."""

EFFORTS: Final[tuple[Effort, ...]] = get_args(Effort.__value__)

type Holds = Literal["stated", "implied", "no"]
"""How a text holds a fact that is checked: its words say it, a reader takes it from them, or neither."""

HOLDS: Final[tuple[Holds, ...]] = get_args(Holds.__value__)

type Task = Literal["read", "check"]
"""The task of a request: the facts of a passage, or whether facts hold."""

_CHARACTERS: Final = 4
"""About this many characters of English make a token."""


@cache
def prompt(task: Task) -> str:
    """The instructions of a task, as they come with kg."""
    return resources.files("kg.llm").joinpath("prompts", f"{task}.md").read_text("utf-8").strip()


@cache
def prompt_version() -> str:
    """The first eight hex digits of the SHA-256 of all instructions, which changes as they do."""
    return hashlib.sha256("\0".join((prompt("read"), prompt("check"))).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """An LLM to read with: its name, its address, how much it is used, and where its replies are kept.

    Without `url` nothing is sent: the kept replies are used. `budget` is the most tokens that a run may use,
    sent and received, `concurrency` how many requests are sent at a time, `timeout` in seconds for one answer. The key
    to a service is in the environment: KG_LLM_KEY. `replies` is the file where replies stay; None: `replies.sqlite` in
    the graph directory, or in the working directory where there is none.
    """

    model: str
    url: str | None = None
    effort: Effort = "read"
    budget: int | None = None
    concurrency: int = 4
    timeout: float = 300.0
    replies: Path | None = None

    def made_by(self) -> tuple[str, str]:
        """Return what a reading depends on, beside the replies, as a pair of `Extraction.made_by`."""
        return ("llm", f"{self.model} effort={self.effort} prompt={prompt_version()}")


def reads_any(llm: LanguageModel | None) -> bool:
    """Return whether an LLM reads every passage, and so any language."""
    return llm is not None and llm.effort == "read"


@dataclass(frozen=True)
class Request:
    """What is sent: the body of a request to a chat-completions endpoint, as JSON."""

    body: str

    @cached_property
    def key(self) -> str:
        """The SHA-256 of the body, the model's name in it, in hexadecimal: by this its reply is kept."""
        return hashlib.sha256(self.body.encode()).hexdigest()

    @cached_property
    def content(self) -> dict[str, Any]:
        """The body's JSON."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def task(self) -> Task:
        """Return its task."""
        return "check" if self.content["response_format"]["json_schema"]["name"] == "verdicts" else "read"

    @property
    def model(self) -> str:
        """The model that it is for."""
        return str(self.content["model"])

    @property
    def tokens_in(self) -> int:
        """About how many tokens it has."""
        words = [message["content"] for message in self.content["messages"]]
        return tokens_of("".join(words)) + tokens_of(json.dumps(self.content["response_format"]))

    @property
    def tokens_out(self) -> int:
        """About how many tokens its reply will have: of a sentence read some 180, of a fact checked some twenty."""
        text = self.content["messages"][-1]["content"]
        lines: str = text.rpartition("\nFacts\n")[2] if self.task == "check" else text.rpartition("\nSentences\n")[2]
        return (lines.count("\n") + 1) * (20 if self.task == "check" else 180)


def tokens_of(text: str) -> int:
    """About how many tokens a text has."""
    return -(-len(text) // _CHARACTERS)


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """An entity as a reply names it: words of the article, its class, its other wordings."""

    name: str
    cls: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact as a reply states it: by names of entities, and by the words in a sentence of the passage.

    `relation_words` are those that say the relation, "" where the reply names none.
    """

    sentence: int
    subject: str
    subject_words: str
    relation: str
    relation_words: str
    object: str
    object_words: str
    factuality: Factuality
    source: str
    time: str
    qualifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the text states or implies a numbered fact of a request, and the words that say it."""

    fact: int
    holds: Holds
    words: str

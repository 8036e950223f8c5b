"""How documents are read, in one object that the commands and Python build once and hand on whole."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.errors import InputError

if TYPE_CHECKING:
    from datetime import date as Date  # noqa: N812 (`date` is the field's name)

    from kg.llm.model import LanguageModel, SecondReader
    from kg.ontologies.model import OwnRules
    from kg.pipeline import Extractor
    from kg.read import Reading, Web
    from kg.rules.rule_set import RuleSet

__all__ = ["DEFAULTS", "Paths", "Progress", "ReadOptions", "Sources", "own_ontology", "own_rules"]

type Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""One file or folder, or several."""

type Sources = Paths | Mapping[str, object] | Iterable[Mapping[str, object]] | Table
"""What is read: paths, addresses and texts, dictionaries with a text and its metadata, a data frame."""


class Table(Protocol):
    """A data frame of pandas or Polars."""

    @property
    def columns(self) -> Iterable[str]:
        """The names of its columns."""


class Progress(Protocol):
    """Hands on items as they come, of `total` in all (None if unknown), as a progress bar does."""

    def __call__[T](self, items: Iterable[T], total: int | None, /) -> Iterable[T]:
        """The same items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How documents are read.

    `date`, `publisher` and `language` are those of documents that give none. Other languages than English are read
    with an LLM alone, by default as they are detected. `format` is the input format, if it cannot be
    detected: a suffix ("csv") or a service ("newsapi"); `columns` are the names of a table's columns by field
    ({"text": "body"}); `web` bounds the requests to addresses that are named (`kg.Web`).

    `model` names an installed spaCy pipeline to use in place of the default one. `rules` is a TOML file, or a folder of
    them, with relation rules to use beside those that come with kg, and `ontology` a file with classes and relations of
    your own (`docs/ontology.md`). `llm` is an LLM that proposes and checks facts; it is sent the text (`docs/llm.md`).

    `workers` is the number of processes that read, by default one a processor if there are many documents.
    """

    date: Date | None = None
    publisher: str | None = None
    language: str | None = None
    format: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    web: Web | None = None
    model: str | None = None
    rules: str | os.PathLike[str] | RuleSet | None = None
    ontology: str | os.PathLike[str] | OwnRules | None = None
    llm: LanguageModel | None = None
    workers: int | None = None

    def documents(self, sources: Sources) -> Reading:
        """Find the documents of `sources`, to be iterated once; see `kg.api.extract` for the errors."""
        from kg.read import ANY, Options, Web, language_tag, read_sources, sources_of

        reads_any = self.llm is not None and self.llm.effort == "read"
        tag = language_tag(self.language)
        if self.language is not None and tag is None:
            raise InputError(f"language {self.language!r}: is none that is known: write a code such as de")
        if tag is not None and not tag.startswith("en") and not reads_any:
            raise InputError(f"language {self.language!r}: only an LLM reads it: name one, with the effort read")
        return read_sources(
            sources_of(sources),
            date=self.date,
            publisher=self.publisher,
            language=tag or (ANY if reads_any else None),
            options=Options(self.format, tuple(self.columns.items()), self.web or Web()),
        )

    def extractor(self, second: SecondReader | None = None) -> Extractor:
        """Load the rules and the ontology, and return what reads by them.

        Raises:
            InputError: the ontology cannot be read.
            ModelError: the model is not installed.
            RuleError: a rule is malformed, or its examples fail.
        """
        from kg.pipeline import Extractor

        rules, own = self.rules, self.ontology
        if isinstance(rules, (str, os.PathLike)):
            rules = own_rules(rules, model=self.model)
        if isinstance(own, (str, os.PathLike)):
            own = own_ontology(own, model=self.model)
        return Extractor(self.model, rules, second=second, own=own)


DEFAULTS = ReadOptions()
"""How documents are read by default."""


def own_rules(path: str | os.PathLike[str], *, model: str | None = None) -> RuleSet:
    """Return kg's rules with those of a TOML file, or of a folder of them, whose examples have been tried.

    Raises:
        RuleError: a rule is malformed, or its examples fail.
    """
    from kg.rule_examples import checked_rules

    return checked_rules(Path(path), model=model)


def own_ontology(path: str | os.PathLike[str], *, model: str | None = None) -> OwnRules:
    """Return the ontology in a file in RDF (.ttl, .owl …), with the rules made from it.

    Raises:
        InputError: the file has an unsupported type, cannot be read, or declares no class and no relation.
        ModelError: the model is not installed.
    """
    from kg.graph.ontologies import ONTOLOGY_FORMATS, read_ontology

    named = Path(path)
    if named.suffix.lower() not in ONTOLOGY_FORMATS:
        raise InputError(f"{named}: unsupported ontology format; supported: {', '.join(sorted(ONTOLOGY_FORMATS))}")
    ontology = read_ontology(named)
    from kg.ontologies.learning import make_rules  # loads the pipeline

    return make_rules(ontology, model=model)

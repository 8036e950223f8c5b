"""What a write reports of the documents that it met."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.model import Extraction

__all__ = ["Written"]


@dataclass(frozen=True, slots=True)
class Written:
    """The ids of the documents that a write met, by what became of their named graphs."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    _graphs: set[str] = field(default_factory=set, repr=False, compare=False)

    def refuse_twice(self, iri: str, extraction: Extraction) -> None:
        """Note the named graph that a document goes into; StoreError where another document of this write has it."""
        if iri in self._graphs:
            raise StoreError(f"two documents have the id {extraction.document.id!r}: rename one of their files")
        self._graphs.add(iri)

    def note(self, extraction: Extraction, *, before: bool, same: bool) -> None:
        """Put a document into its list: `before` tells whether the graph held it, `same` whether it was the same."""
        kind = self.unchanged if same else self.changed if before else self.added
        kind.append(extraction.document.id)

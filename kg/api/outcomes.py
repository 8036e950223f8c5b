"""What comes of a build and of looking at a graph, beside the graph: a report, a page, and a brief."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.display.html import framed
from kg.errors import InputError, StoreError
from kg.writing import write_whole, written_beside

if TYPE_CHECKING:
    import os

    from kg.api.consulting import Asked
    from kg.api.reading import NotRead
    from kg.graph.stories.handouts import Handout
    from kg.read import Remark

__all__ = ["Page", "Report", "damage", "save_handout"]


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """What a build did: the ids of the documents that are new, replaced or as they were, and what was left out.

    `removed` are the paths of the documents that are gone. `inferred` is the number of facts that no document states,
    in the whole graph; `published` that of the named graphs that a server took or gave up; `ignored` that of the files
    of another kind than kg reads; `remarks` say what was read with a proviso, such as an encoding that was assumed;
    `unfit` is the number of people's decisions that fit nothing; `asked` says what became of asking a language model.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    inferred: int = 0
    published: int = 0
    ignored: int = 0
    not_read: tuple[NotRead, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unfit: int = 0
    asked: Asked | None = None

    def __repr__(self) -> str:
        named = ("added", "changed", "unchanged", "removed", "not_read", "remarks")
        counts = [(name.replace("_", " "), len(getattr(self, name))) for name in named]
        counts += [("inferred", self.inferred), ("published", self.published), ("ignored", self.ignored)]
        counts += [("decisions that fit nothing", self.unfit)]
        return f"Report: {', '.join(f'{number:,} {name}' for name, number in counts if number) or 'nothing done'}"


@dataclass(frozen=True)
class Page:
    """A graph as one HTML document, which a notebook shows inline."""

    html: str = field(repr=False)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page to `path` in UTF-8, whole or not at all; StoreError where that cannot be."""
        target = Path(path)
        try:
            write_whole(target, self.html)
        except OSError as error:
            raise StoreError(f"{target}: cannot be written: {(error.strerror or str(error)).lower()}") from error
        return target

    def _repr_html_(self) -> str:
        return framed(self.html)


def save_handout(brief: Handout, path: str | os.PathLike[str]) -> Path:
    """Write a brief to a file, whole or not at all, in the form that its name ends in.

    Raises:
        InputError: the name ends neither in .html nor in .docx.
        MissingPackageError: python-docx is not installed.
        StoreError: the file cannot be written.
    """
    target = Path(path)
    match target.suffix.lower():
        case ".html" | ".htm":
            written = brief.to_html().encode("utf-8", "replace")
        case ".docx":
            from kg.graph.stories.handouts import docx_of

            written = docx_of(brief)
        case _:
            raise InputError(f"{target}: a brief is written as .html or .docx")
    try:
        with written_beside(target) as fresh:
            fresh.write_bytes(written)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {(error.strerror or str(error)).lower()}") from error
    return target


def damage(error: BaseException) -> StoreError | None:
    """What says that a store is damaged, where an error means that; else None."""
    from kg.graph.rdf.dataset import damage as found

    return found(error)

"""kg's version, and the one finder of the files that come with it: the ontology, its queries and the rule tables.

In an installed wheel the ontology lies inside the package (`kg/data/ontology`), in a checkout beside it.
"""

import hashlib
from functools import cache
from pathlib import Path

VERSION = "0.1.0"
"""The version of kg, which pyproject.toml states too; it stands in the provenance of what is read."""

_PACKAGE = Path(__file__).resolve().parent


@cache
def code_hash(*places: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of the modules in some places of the package.

    What is derived from code is derived anew when the code changes: no counter has to be raised by hand.

    >>> code_hash("text", "pipeline.py") != code_hash("text")
    True
    """
    total = hashlib.sha256()
    for place in (_PACKAGE / name for name in places):
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            content = path.read_bytes()
            total.update(f"{path.relative_to(_PACKAGE).as_posix()}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()[:16]


@cache
def ontology_dir() -> Path:
    """The folder that holds `kg.ttl`; FileNotFoundError where the installation is broken."""
    for folder in (_PACKAGE / "data" / "ontology", _PACKAGE.parent / "ontology"):
        if (folder / "kg.ttl").is_file():
            return folder
    raise FileNotFoundError(f"no ontology/kg.ttl in {_PACKAGE} or beside it: install kg again")


def ontology_file(name: str) -> Path:
    """The path of the ontology file `name`, such as "shapes.ttl"; FileNotFoundError if there is none.

    >>> ontology_file("kg.ttl").name
    'kg.ttl'
    """
    path = ontology_dir() / name
    if not path.is_file():
        raise FileNotFoundError(f"no ontology file {name!r} in {ontology_dir()}")
    return path


@cache
def ontology_hash() -> str:
    """Return the first 16 hex digits of the SHA-256 of the ontology, for what is derived from it too."""
    return hashlib.sha256(ontology_file("kg.ttl").read_bytes()).hexdigest()[:16]


def query_files(kind: str) -> dict[str, Path]:
    """The queries of one `kind` ("answer", "check") by name, in the order of their names.

    The name is the file's stem with hyphens, as the command line takes it ("who-leads"). FileNotFoundError for a kind
    that has no queries.
    """
    folder = ontology_dir() / "queries" / kind
    paths = sorted(folder.glob("*.rq"), key=lambda path: path.stem)
    if not paths:
        raise FileNotFoundError(f"no queries of kind {kind!r} in {folder.parent}")
    return {path.stem: path for path in paths}


def rules_dir(language: str = "en") -> Path:
    """The folder of the rule tables and word lists of a language; FileNotFoundError where there is none."""
    folder = _PACKAGE / "rules" / language
    if not folder.is_dir():
        raise FileNotFoundError(f"no rule tables for language {language!r} in {folder.parent}")
    return folder

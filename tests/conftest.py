"""Fixtures that more than one folder of tests uses."""

import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings

from kg.graph.facts.records import (
    ClaimRecord,
    DocumentRecord,
    EntityRecord,
    FactRecord,
    GraphContents,
    MentionRecord,
    StatementRecord,
)
from kg.model import STATED
from kg.ontology import UNKNOWN_IRI

os.environ.pop("COLUMNS", None)  # readline sets it for the processes that run tests side by side

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each of the processes that tests start compiles kg anew
sys.dont_write_bytecode = False

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in a shell's background job; tests press Ctrl-C
    signal.signal(signal.SIGINT, signal.default_int_handler)

MEMORY = Path("/dev/shm")  # noqa: S108 (pytest makes folders there that are this user's alone)
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 4e9:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))  # no test waits until a disk has written

settings.register_profile("kg", deadline=None, derandomize=True)  # a loaded machine is no failure; every run is alike
settings.load_profile("kg")

BASE = "https://w3id.org/kg"


def iri(kind: str, name: str) -> str:
    return f"{BASE}/{kind}/{sha256(name.encode(errors='surrogatepass')).hexdigest()[:32]}"


def contents_of(
    names: Mapping[str, str],
    sentences: Sequence[tuple[str, str, str, str, str]],
    claims: Sequence[tuple[str, str, bool]] = (),
    *,
    document: str = "sample",
    source: str | None = None,
) -> GraphContents:
    """The contents of a graph of one document.

    `names` are entities with their classes, `sentences` rows of text, subject, predicate, object and factuality: the
    first time that a sentence's words name subject and object is their mention. An object that is no name is a
    literal, the subject "unknown" is `kg:Unknown`. `claims` are rows of source, words and whether they are a quote.
    """
    home, text = iri("document", document), ""
    mentions: dict[str, list[MentionRecord]] = {name: [] for name in names}
    statements: list[StatementRecord] = []
    places: dict[str, int] = {}
    for sentence, subject, predicate, object_, factuality in sentences:
        begin = places.get(sentence, len(text) + (2 if text else 0))
        if sentence not in places:
            text += ("\n\n" if text else "") + sentence
            places[sentence] = begin
        spans: list[tuple[int, int] | None] = []
        for name in (subject, object_):
            at = sentence.find(name)
            spans.append((begin + at, begin + at + len(name)) if at >= 0 else None)
            if name in mentions and at >= 0:
                mentions[name].append(MentionRecord(home, begin + at, begin + at + len(name)))
        own = (begin, begin + len(sentence))
        statements.append(
            StatementRecord(
                iri=iri("statement", f"{len(statements):04d}{document}"),
                fact=iri("fact", f"{subject} {predicate} {object_}"),
                subject=UNKNOWN_IRI if subject == "unknown" else iri("entity", subject),
                predicate=predicate,
                object=iri("entity", object_) if object_ in names else object_,
                literal=object_ not in names,
                document=home,
                begin=begin,
                end=begin + len(sentence),
                words=own,
                quote=sentence,
                rule="test.rule",
                confidence=0.8,
                factuality=factuality,
                source=iri("entity", source) if source and factuality == "reported" else None,
                time="2021-03-04" if "2021" in sentence else None,
                subject_span=spans[0],
                object_span=spans[1],
            )
        )
    said = tuple(
        ClaimRecord(
            iri=iri("claim", f"{number:04d}{document}"),
            source=iri("entity", who),
            text=words,
            document=home,
            begin=max(0, text.find(words)),
            end=max(0, text.find(words)) + len(words),
            direct=direct,
        )
        for number, (who, words, direct) in enumerate(claims)
    )
    entities = tuple(
        EntityRecord(iri("entity", name), name, cls, (), tuple(sorted(set(mentions[name]))), (home,))
        for name, cls in names.items()
    )
    read = DocumentRecord(home, document, text, date="2021-03-05", sources=(f"news/{document}.txt",))
    return GraphContents((read,), entities, tuple(statements), said, facts=facts_of(statements))


def facts_of(statements: Sequence[StatementRecord]) -> tuple[FactRecord, ...]:
    """The facts that statements make, with their support in one document."""
    found: dict[str, FactRecord] = {}
    for each in statements:
        fact = found.get(each.fact) or FactRecord(each.fact, each.subject, each.predicate, each.object, each.literal)
        if each.factuality in STATED:
            fact = replace(fact, statements=fact.statements + 1, documents=1, first="2021-03-05", last="2021-03-05")
        elif each.factuality == "negated":
            fact = replace(fact, denials=fact.denials + 1)
        found[each.fact] = fact
    return tuple(sorted(found.values(), key=lambda fact: fact.iri))


@pytest.fixture(scope="session")
def make_contents() -> Callable[..., GraphContents]:
    """`contents_of`."""
    return contents_of


@pytest.fixture(scope="session")
def sample_contents() -> GraphContents:
    """A short report: seven entities, two of them apart from the others, and facts of every factuality."""
    names = {
        "Mara Lindqvist": "Person",
        "Tolvia": "Country",
        "Port Esker": "City",
        "Harbour Authority": "GovernmentAgency",
        "Oslind Treaty": "Agreement",
        "Kestrel Lines": "Company",
        "Bright Cup": "Award",
    }
    sentences = [
        ("Mara Lindqvist leads Tolvia.", "Mara Lindqvist", "leads", "Tolvia", "asserted"),
        ("Port Esker lies in Tolvia.", "Port Esker", "locatedIn", "Tolvia", "asserted"),
        ("Mara Lindqvist signed the Oslind Treaty in 2021.", "Mara Lindqvist", "signed", "Oslind Treaty", "reported"),
        ("Tolvia did not sign the Oslind Treaty.", "Tolvia", "signed", "Oslind Treaty", "negated"),
        ("Harbour Authority may visit Port Esker.", "Harbour Authority", "visited", "Port Esker", "planned"),
        ("Harbour Authority would cut off Tolvia.", "Harbour Authority", "p/cut_off", "Tolvia", "hypothetical"),
        ("Mara Lindqvist governs Tolvia firmly.", "Mara Lindqvist", "governs", "Tolvia", "asserted"),
        ("Tolvia was attacked.", "unknown", "attacked", "Tolvia", "asserted"),
        ("Port Esker was attacked.", "unknown", "attacked", "Port Esker", "asserted"),
        ("Tolvia was founded in 1901.", "Tolvia", "createdOn", "1901", "asserted"),
        ("Kestrel Lines won the Bright Cup.", "Kestrel Lines", "won", "Bright Cup", "asserted"),
    ]
    claims = [("Mara Lindqvist", "signed the Oslind Treaty", True)]
    return contents_of(names, sentences, claims, source="Harbour Authority")


@pytest.fixture(scope="session")
def ftm() -> None:
    """Skip what checks exports for FollowTheMoney where its library is not there."""
    pytest.importorskip("followthemoney", reason="needs the group `exchange`")


MADE_ON = Path(__file__).parent / "golden/processor.txt"
"""The kind of processor that outputs shown in golden files, README and notebooks were made on."""
SHOWN = (
    "::test_the_seed_gives_the_graph_that_it_gave",
    "::test_accuracy_is_at_or_above_its_floor",
    "::test_every_command_prints_what_the_readme_shows",
    "::test_a_notebook_gives_the_outputs_that_it_shows",
    "::test_the_walk_is_what_the_stages_do",
)
"""Tests of outputs and figures that hold to the last digit on one kind of processor (docs/reliability.md)."""


def processor() -> str:
    """Return what decides how sums are rounded: the widest vectors of this processor, and whether it has VNNI."""
    try:
        flags = re.search(r"^flags\b.*", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    except OSError:
        return "unknown"
    known = set(flags[0].split()) if flags else set()
    widest = next((each for each in ("avx512f", "avx2") if each in known), "none")
    return f"{widest} {'vnni' if known & {'avx512_vnni', 'avx_vnni'} else 'no-vnni'}"


LONGEST = "crash/test_faults", "gate", "test_notebooks", "crash", "test_docs", "browser", "serve", "behaviour", "golden"
"""What takes longest, which begins first: were it last, one process would be at it while the others have no more."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, and skip what another kind of processor can't give to the last digit."""
    prefixes = [f"tests/{each}" for each in LONGEST]

    def place(item: pytest.Item) -> int:
        return next((number for number, each in enumerate(prefixes) if item.nodeid.startswith(each)), len(prefixes))

    items.sort(key=place)
    made_on, here = MADE_ON.read_text("utf-8").strip(), processor()
    if made_on == here:
        return
    reason = f"made on {made_on}, this processor is {here}: `uv run python tests/regenerate.py` makes it anew"
    for item in items:
        if any(part in item.nodeid for part in SHOWN):
            item.add_marker(pytest.mark.skip(reason=reason))

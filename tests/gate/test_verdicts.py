"""Two hundred verdicts over articles of ECB+ outlive what becomes of the archive; undone, they leave no trace."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from measure import SHARED

from kg import api
from kg.entities.editing import apply, note, take_back
from kg.graph.store.directory import decisions_file, read_directory, writing_directory
from kg.graph.store.write import project_directory
from kg.model import Evidence, Extraction, Span
from kg.resolve.decisions import Entry, read_entries
from kg.verdicts.judging import Statements, entry_on, verdicts

ARTICLES, VERDICTS = 16, 200
KINDS = ("right", "wrong", "corrected", "wrong")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = SHARED / "crossdoc/ecbplus.jsonl"
    if not source.exists():
        pytest.skip(f"no articles at {source}")
    with source.open(encoding="utf-8") as lines:
        articles = [json.loads(next(lines)) for _ in range(ARTICLES)]
    out = tmp_path_factory.mktemp("ecb") / "graph"
    api.build([{"id": each["id"], "text": each["text"]} for each in articles], out=out, workers=1)
    return out


def lines_of(graph: Path) -> list[Entry]:
    """A verdict on each of the first statements of different words: right, wrong or another factuality in turn."""
    found: dict[str, Entry] = {}
    opened = api.open(graph)
    with read_directory(graph) as records:
        where = Statements(graph, records)
        for each in opened.contents.statements:
            kind = KINDS[len(found) % len(KINDS)]
            changes = {"factuality": "planned" if each.factuality == "negated" else "negated"}
            located = where.located(each.iri, each.document)
            entry = entry_on(located, kind, changes if kind == "corrected" else {}, who="Ada", why="=1+1 </script>")
            topic = json.dumps({k: entry.fields[k] for k in ("sentence", "subject", "relation", "object")})
            if topic not in {json.dumps({k: e.fields[k] for k in ("sentence", "subject", "relation", "object")})
                             for e in found.values()}:  # fmt: skip
                found[entry.id] = entry
            if len(found) == VERDICTS:
                break
    return list(found.values())


def refused(graph: Path) -> set[tuple[str, str]]:
    asked = "SELECT ?d ?l { ?s a kg:RefusedStatement ; rdfs:label ?l ; kg:document/dcterms:identifier ?d }"
    return {(row.d, row.l) for row in api.open(graph).query(asked)}


def written(graph: Path) -> str:
    return api.open(graph).export("nquads")


def all_fit(graph: Path) -> bool:
    found = verdicts(graph)
    return len(found) == VERDICTS and all(each.fits for each in found)


def upgraded(extraction: Extraction) -> Extraction:
    """What a later version might read: other rules and confidence, wider subjects, sentences cut anew."""
    text = extraction.document.text
    facts = []
    for each in extraction.facts[::-1]:
        subject = each.evidence.subject
        if subject is not None and text[max(0, subject.begin - 4) : subject.begin] == "the ":
            subject = Span(subject.begin - 4, subject.end)
        evidence = Evidence(each.evidence.clause, subject, each.evidence.object, each.evidence.predicate)
        facts.append(replace(each, evidence=evidence, rule=f"new.{each.rule}", confidence=each.confidence / 2))
    halves = [part for s in extraction.sentences for part in (Span(s.begin, (s.begin + s.end) // 2),
                                                              Span((s.begin + s.end) // 2, s.end))]  # fmt: skip
    made_by = (*extraction.made_by, ("version", "next"))
    return replace(extraction, facts=tuple(facts), claims=(), sentences=tuple(halves), made_by=made_by)


def around(extraction: Extraction) -> Extraction:
    """The same article with a paragraph more before it."""
    more = "A correction: an earlier version of this article had another headline.\n\n"

    def moved(span: Span | None) -> Span | None:
        return span and Span(span.begin + len(more), span.end + len(more))

    facts = tuple(
        replace(f, evidence=Evidence(moved(f.evidence.clause) or Span(0, 0), *map(moved, (f.evidence.subject,
                f.evidence.object, f.evidence.predicate)))) for f in extraction.facts
    )  # fmt: skip
    entities = tuple(
        replace(e, mentions=tuple(replace(m, span=moved(m.span) or m.span) for m in e.mentions))
        for e in extraction.entities
    )
    document = replace(extraction.document, text=more + extraction.document.text)
    sentences = tuple(moved(each) or each for each in extraction.sentences)
    return replace(extraction, document=document, facts=facts, entities=entities, claims=(), sentences=sentences)


def test_two_hundred_verdicts_outlive_everything(built: Path, tmp_path: Path) -> None:
    graph = Path(shutil.copytree(built, tmp_path / "graph"))
    before = written(graph)
    lines = lines_of(graph)
    assert len(note(graph, lines)) == VERDICTS
    apply(graph)
    after, gone = written(graph), refused(graph)
    assert all_fit(graph)
    assert len(gone) >= VERDICTS / 2
    api.rebuild(graph)
    assert written(graph) == after, "a rebuild"
    assert api.check(graph) == []

    with read_directory(graph) as records:
        kept = [(records.document(each), records.extraction(each)) for each in records.documents()]
    half = [document.source or "" for document, _ in kept[::2]]
    with writing_directory(graph) as records:
        records.remove(half)
        project_directory(graph, records)
    assert not all_fit(graph)
    with writing_directory(graph) as records:
        for document, found in kept:
            records.put(document, found)
        project_directory(graph, records)
    assert written(graph) == after, "documents that went and came back"

    with writing_directory(graph) as records:
        for document, found in kept:
            changed = around(found)
            records.put(replace(document, text=changed.document.text), changed)
        project_directory(graph, records)
    assert all_fit(graph), "another text around the sentences"
    assert refused(graph) == gone

    with writing_directory(graph) as records:
        for document, found in kept:
            records.put(document, upgraded(found))
        project_directory(graph, records)
    assert all_fit(graph), "an upgrade that changes rules"
    assert refused(graph) == gone

    with writing_directory(graph) as records:
        for document, found in kept:
            records.put(document, found)
        project_directory(graph, records)
    assert written(graph) == after
    take_back(graph, {each.id for each in read_entries(decisions_file(graph))})
    apply(graph)
    assert written(graph) == before, "all undone"


def test_the_files_of_two_people_merge(built: Path, tmp_path: Path) -> None:
    sides = [Path(shutil.copytree(built, tmp_path / name)) for name in ("ada", "ben")]
    lines = lines_of(sides[0])
    for at, side in enumerate(sides):
        note(side, lines[at::2])
    merged = Path(shutil.copytree(built, tmp_path / "merged"))
    both = sorted({line for side in sides for line in decisions_file(side).read_text("utf-8").splitlines()})
    decisions_file(merged).write_text("".join(f"{line}\n" for line in both), "utf-8")
    apply(merged)
    assert all_fit(merged)

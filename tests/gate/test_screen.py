"""Texts held against an archive: what of them is found to be known, new or contradicted, by sentence."""

import tomllib
from collections import Counter
from pathlib import Path

from graph_examples import put

from kg import api
from kg.graph.store.write import project_memory
from kg.records.database import Records
from kg.verdicts.screening import SCREENED, Screened, screened

DATA = tomllib.loads(Path(__file__).with_name("screen.toml").read_text("utf-8"))
PRECISION, RECALL = 0.85, 0.6


def articles(name: str) -> list[dict[str, str]]:
    """The texts of the archive, or those held against it."""
    return [
        {
            "id": f"{name}-{number}",
            "text": each.get("text") or " ".join(each[kind] for kind in ("known", "new", "contradicts")),
            "date": str(each["day"]),
        }
        for number, each in enumerate(DATA[name])
    ]


def shares(found: dict[int, list[Screened]]) -> dict[str, tuple[float, float]]:
    """Precision and recall by kind: a sentence is of one kind, and what is found in it should be."""
    right, given, met = Counter[str](), Counter[str](), Counter[str]()
    for number, text in enumerate(DATA["text"]):
        kinds = {text[kind].rstrip("."): kind for kind in SCREENED}
        hit = set()
        for each in found[number]:
            given[each.kind] += 1
            if kinds.get(each.said.sentence.strip().rstrip(".")) == each.kind:
                right[each.kind] += 1
                hit.add(each.kind)
        met.update(hit)
    total = len(DATA["text"])
    return {kind: (right[kind] / max(given[kind], 1), met[kind] / total) for kind in SCREENED}


def test_what_is_known_new_and_contradicted() -> None:
    """Each text beside the archive, as `kg screen` reads it; all are read once."""
    archive, texts = list(api.extract(articles("archive"))), list(api.extract(articles("text")))
    assert len(texts) == 30
    found = {}
    for each in texts:
        with Records() as records:
            put(records, [*archive, each])
            graph = api.Graph(project_memory(records))
        (own,) = (one.id for one in graph.contents.documents if one.text == each.document.text)
        number = next(n for n, one in enumerate(articles("text")) if one["text"] == each.document.text)
        found[number] = screened(graph.contents, graph.conflicts(), [own])
    for kind, (precision, recall) in shares(found).items():
        assert precision >= PRECISION, kind
        assert recall >= RECALL, kind

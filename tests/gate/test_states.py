"""Who held, led, owned and belonged on a day: questions about invented texts, asked of the archive of all of them."""

import tomllib
from pathlib import Path

import pytest

from kg import api
from kg.errors import QueryError

QUESTIONS = tomllib.loads(Path(__file__).with_name("states.toml").read_text("utf-8"))
LEAST = 0.9


def answers(graph: api.Graph) -> list[tuple[dict[str, object], set[str]]]:
    """Each question with the names that the archive gives."""
    found = []
    for each in QUESTIONS["question"]:
        known = {"subject", "object"} & each.keys()
        facts = graph.as_of(str(each["day"]), relation=str(each["relation"]))
        given = [fact for fact in facts if all(getattr(fact, end) == each[end] for end in known)]
        found.append((each, {fact.object if "subject" in known else fact.subject for fact in given}))
    return found


def test_the_state_on_a_day(tmp_path: Path) -> None:
    texts = [{"id": e["id"], "text": e["text"].strip(), "date": str(e["day"])} for e in QUESTIONS["text"]]
    found = answers(api.build(texts, out=tmp_path / "graph"))
    wrong = [(each, given) for each, given in found if given != set(each["answer"])]  # type: ignore[call-overload]
    assert len(found) == 60
    assert 1 - len(wrong) / len(found) >= LEAST, wrong
    with pytest.raises(QueryError, match="is no day"):
        api.open(tmp_path / "graph").as_of("soon")

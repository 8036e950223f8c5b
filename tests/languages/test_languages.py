"""One story told in five languages: an LLM reads those that kg does not, and its replies are recorded.

`ferry.jsonl` has three articles a language, invented, with the replies of a careful reader and, under `keys`, which
thing each name of a reply is ("" for what is not counted).
"""

import json
from itertools import combinations
from pathlib import Path

import pytest

import kg
from kg import api
from kg.llm.kept import KeptReplies, Reply
from kg.llm.model import LanguageModel

STORY = [json.loads(line) for line in Path(__file__).with_name("ferry.jsonl").read_text("utf-8").splitlines()]
MODEL = "recorded"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    folder = tmp_path_factory.mktemp("languages")
    rows = [{"id": each["id"], "date": "2026-03-03", "text": each["text"]} for each in STORY]
    articles = folder / "ferry.jsonl"
    articles.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    options = kg.ReadOptions(llm=LanguageModel(MODEL, replies=folder / "replies.sqlite"), workers=1)
    replies = {each["text"]: each["reply"] for each in STORY}
    with KeptReplies(folder / "replies.sqlite", write=True) as kept:
        for document, request in api.llm_requests([articles], options):
            kept.put(request.key, MODEL, Reply(json.dumps(replies[document.text])))
    built = kg.build(articles, out=folder / "graph", options=options)
    assert not built.report.not_read
    return kg.open(folder / "graph")


def test_each_thing_of_the_story_is_there_once_across_languages(graph: kg.Graph) -> None:
    documents = {each.text: each.iri for each in graph.documents}
    entity_at = {(m.document, m.begin): e.iri for e in graph.entities() for m in e.mentions}
    named = []
    for each in STORY:
        also = {entity["name"]: entity["also"] for entity in each["reply"]["entities"]}
        for name, key in each["keys"].items():
            begins = (each["text"].find(words) for words in (name, *also[name]))
            found = (entity_at.get((documents[each["text"]], begin)) for begin in begins)
            named += [(key, next(filter(None, found), name))] if key else []
    pairs = [(one[0] == other[0], one[1] == other[1]) for one, other in combinations(named, 2)]
    right = sum(same and joined for same, joined in pairs)
    assert right / sum(joined for _, joined in pairs) >= 0.95
    assert right / sum(same for same, _ in pairs) >= 0.85


def test_every_fact_leads_to_words_of_its_own_language(graph: kg.Graph) -> None:
    texts = {each.iri: each.text for each in graph.documents}
    said = {(texts[each.document], each.predicate.rpartition("/")[2]): each for each in graph.contents.statements}
    checked = 0
    for article in STORY:
        for fact in article["reply"]["facts"] if article["language"] != "en" else ():
            statement = said[article["text"], fact["r"]]
            for span, words in (
                (statement.subject_span, fact["sw"] or fact["s"]),
                (statement.object_span, fact["ow"] or fact["o"]),
            ):
                assert span is not None
                assert article["text"][slice(*span)] == words
            assert statement.rule == "llm.add"
            checked += 1
    assert checked > 20


def test_questions_page_and_exports_are_as_for_english(graph: kg.Graph) -> None:
    language = {each.text: each.language for each in graph.documents}
    texts = {each.id: each.text for each in graph.documents}
    assert len({language[texts[each.document]] for each in graph.explain("Marta Keller")}) >= 3
    said = graph.query("SELECT DISTINCT ?day { ?article kg:mentions ?who . ?who rdfs:label|skos:altLabel 'Гамбург' }")
    assert said
    assert len(graph.view().html) > 100_000
    assert "Die Fähre gehört der Reederei" in graph.export("ntriples")


def test_other_languages_need_an_llm(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(next(each["text"] for each in STORY if each["language"] == "de"), "utf-8")
    with pytest.raises(kg.errors.ReadError, match="not English"):
        kg.build(tmp_path / "a.txt")
    with pytest.raises(kg.errors.InputError, match="only an LLM reads it"):
        kg.build(tmp_path / "a.txt", language="de")

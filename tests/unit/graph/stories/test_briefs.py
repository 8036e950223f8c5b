from graph_examples import contents_of
from ontology_articles import gazette, later, mail

from kg.graph.stories.briefs import briefs
from kg.graph.stories.finding import articles_of, find_stories
from kg.graph.stories.model import Brief


def brief() -> Brief:
    contents = contents_of(gazette(), mail(), later())
    (found,) = briefs(find_stories(articles_of(contents.documents, contents.entities), contents.entities), contents)
    return found


def test_main_facts_are_of_the_story_with_words_of_its_articles() -> None:
    found = brief()
    texts = {document.iri: document.text for document in found.story.documents}
    assert found.main
    for each in found.main:
        assert each.said.quote in texts[each.said.document]
        assert 1 <= each.voices <= len(each.statements)
        assert each.said.factuality in {"asserted", "reported", "planned"}
    assert found.sentence is not None
    assert found.sentence.text in texts[found.sentence.document.iri]


def test_facts_read_as_words() -> None:
    assert ("Ada Marlow", "leads", "Brenna Shipbuilding") in [(f.subject, f.relation, f.object) for f in brief().main]


def test_a_shortened_brief_has_the_same_main_facts() -> None:
    found = brief()
    assert found.shortened().main == found.main


def test_a_brief_without_conflicts_has_no_disputes() -> None:
    assert brief().as_json()["disputed"] == []

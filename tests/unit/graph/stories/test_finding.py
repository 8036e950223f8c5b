import random

import pytest

from kg.errors import NotFoundError
from kg.graph.facts.records import DocumentRecord, EntityRecord
from kg.graph.stories.finding import articles_of, find_stories
from kg.graph.stories.model import COLUMNS, Stories

type News = tuple[list[DocumentRecord], list[EntityRecord]]


def stories_of(news: News) -> Stories:
    documents, named = news
    return find_stories(articles_of(documents, named), named)


def test_articles_of_one_event_are_one_story_and_others_none(news: News) -> None:
    ferry, fire = stories_of(news)
    assert [each.id for each in ferry.documents] == ["f1", "f2", "f3"]
    assert [each.id for each in fire.documents] == ["b1", "b2"]
    assert (ferry.first, ferry.last) == ("2025-03-02", "2025-03-03")
    assert ferry.publishers == ("Daily",)


def test_a_copy_is_no_voice(news: News) -> None:
    ferry, _ = stories_of(news)
    assert [voice.rpartition("/")[2] for voice in ferry.voices] == ["f1", "f2"]


def test_a_story_names_who_and_where(news: News) -> None:
    ferry, fire = stories_of(news)
    assert ([each.label for each in ferry.who], [each.label for each in ferry.where]) == (["Mara Lindqvist"], ["Esk"])
    assert ([each.label for each in fire.who], [each.label for each in fire.where]) == (["Igor Horak"], ["Dorn"])


def test_a_headline_is_words_of_one_of_the_articles(news: News) -> None:
    texts = {each.iri: f"{each.title} {each.text}" for each in news[0]}
    for story in stories_of(news):
        assert story.headline in texts[story.headline_document]
    assert stories_of(news)[0].headline == "Ferry Alva sinks"


def test_the_order_of_articles_makes_no_difference(news: News) -> None:
    found = stories_of(news)
    documents, named = news
    for seed in range(5):
        chance = random.Random(seed)  # noqa: S311 (no secret)
        mixed = chance.sample(documents, len(documents)), chance.sample(named, len(named))
        assert stories_of(mixed) == found


@pytest.mark.parametrize(
    ("day", "names"), [("2025-03-01", ["f", "b"]), ("2025-03-04", ["b"]), ("2025-03-10", ["b"]), ("2026-01-01", [])]
)
def test_stories_since_a_day_have_an_article_of_it_or_later(news: News, day: str, names: list[str]) -> None:
    assert [each.documents[0].id[0] for each in stories_of(news).since(day)] == names


@pytest.mark.parametrize("name", ["ferry", "lindqvist", "Esk"])
def test_a_story_is_found_by_its_id_or_by_words(news: News, name: str) -> None:
    found = stories_of(news)
    assert found.named(name) is found[0] is found.named(found[0].id)


def test_an_unknown_story_is_an_error(news: News) -> None:
    with pytest.raises(NotFoundError, match="no story is called 'nothing'"):
        stories_of(news).named("nothing")


def test_stories_are_a_table_and_json(news: News) -> None:
    found = stories_of(news)
    assert found.to_csv().splitlines()[0] == ",".join(COLUMNS)
    assert len(found.to_pandas()) == 2
    assert "Ferry Alva sinks" in found.to_json()
    assert "Ferry Alva sinks" in repr(found)
    assert "Ferry Alva sinks" in found._repr_html_()
    assert repr(found[:0]) == "no stories"


@pytest.mark.parametrize("number", [0, 1])
def test_few_articles_tell_no_story(news: News, number: int) -> None:
    documents, named = news
    assert not stories_of((documents[:number], named))

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from given import TEXT, documents, given, options, told
from hypothesis import given as any_of
from hypothesis import strategies as st

from kg.read.rows import SERVICES, columns_for

EXPORTS = {
    # after the examples in the services' documentation
    "ninjs": (
        {
            "uri": "urn:newsml:esk.example:20240302:1", "type": "text", "versioncreated": "2024-03-02T12:00:00+01:00",
            "firstcreated": "2024-03-02T10:00:00+01:00", "headline": "Budget approved", "byline": "Ada Marlow",
            "language": "en", "pubstatus": "usable", "copyrightholder": "Esk News Agency",
            "body_xhtml": f"<p>{TEXT}</p><p>It was <b>late</b>.</p>",
        },
        ("Budget approved", "Esk News Agency", ("Ada Marlow",),
         datetime(2024, 3, 2, 10, tzinfo=timezone(timedelta(hours=1)))),
    ),
    "eventregistry": (
        {"articles": {"page": 1, "totalResults": 1, "results": [{
            "uri": "8054", "lang": "eng", "isDuplicate": False, "date": "2024-03-02", "time": "10:00:00",
            "dateTime": "2024-03-02T10:00:00Z", "dateTimePub": "2024-03-02T09:30:00Z", "dataType": "news",
            "url": "https://esk.example/budget", "title": "Budget approved", "body": TEXT, "authors": [
                {"uri": "marlow@esk.example", "name": "Ada Marlow", "type": "author", "isAgency": False}],
            "source": {"uri": "esk.example", "dataType": "news", "title": "Esk Post"}, "sentiment": 0.1,
        }]}},
        ("Budget approved", "Esk Post", ("Ada Marlow",), datetime(2024, 3, 2, 9, 30, tzinfo=UTC)),
    ),
    "newsapi": (
        {"status": "ok", "totalResults": 1, "articles": [{
            "source": {"id": None, "name": "Esk Post"}, "author": "Ada Marlow", "title": "Budget approved",
            "description": "A debate.", "url": "https://esk.example/budget", "urlToImage": None,
            "publishedAt": "2024-03-02T09:30:00Z", "content": f"{TEXT}… [+1234 chars]",
        }]},
        ("Budget approved", "Esk Post", ("Ada Marlow",), datetime(2024, 3, 2, 9, 30, tzinfo=UTC)),
    ),
    "jsonfeed": (
        {"version": "https://jsonfeed.org/version/1.1", "title": "Esk Post", "language": "en-GB", "items": [{
            "id": "1", "url": "https://esk.example/budget", "title": "Budget approved",
            "content_html": f"<p>{TEXT}</p>",
            "date_published": "2024-03-02T09:30:00Z", "authors": [{"name": "Ada Marlow"}],
        }]},
        ("Budget approved", "Esk Post", ("Ada Marlow",), datetime(2024, 3, 2, 9, 30, tzinfo=UTC)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("service", EXPORTS)
def test_what_a_service_exports_is_known_by_its_form(service: str) -> None:
    content, known = EXPORTS[service]
    data = json.dumps(content, indent=1).encode()
    (found,) = documents(given("export.json", data))
    assert found.text.startswith(TEXT)
    assert (found.title, found.publisher, found.authors, found.published) == known
    (named,) = documents(given("export", data, options=options(service)))
    assert named.text == found.text
    assert (named.title, named.publisher, named.authors, named.published) == known


def test_a_text_that_the_service_cut_is_said_to_be_a_teaser() -> None:
    data = json.dumps(EXPORTS["newsapi"][0]).encode()
    assert told(given("export.json", data)) == [
        "https://esk.example/budget",
        "export.json#https://esk.example/budget: a teaser is all that there is of the article",
    ]
    (found,) = documents(given("export.json", data))
    assert found.text == f"{TEXT} …"


def test_what_has_an_address_and_no_text_is_left_out() -> None:
    rows = [{"url": f"https://esk.example/{n}", "title": "T", "seendate": "20240302T093000Z", "domain": "esk.example",
             "language": "English", "sourcecountry": "Bulgaria"} for n in range(2)]  # fmt: skip
    assert told(given("gdelt.json", json.dumps({"articles": rows}).encode())) == [
        "gdelt.json: https://esk.example/0: left out: an address without a text",
        "gdelt.json: https://esk.example/1: left out: an address without a text",
        "gdelt.json: empty: there is nothing to read in it",
    ]


def test_a_withdrawn_article_is_left_out() -> None:
    row = {**EXPORTS["ninjs"][0], "pubstatus": "canceled"}
    assert told(given("a.json", json.dumps(row, indent=1).encode())) == [
        "a.json: object 1: withdrawn by its publisher (pubstatus: canceled)"
    ]


@pytest.mark.parametrize(
    ("row", "known"),
    [
        ({"body": TEXT, "source": "Esk Post", "date": "2024-03-02"}, ("Esk Post", date(2024, 3, 2))),
        ({"Text": TEXT, "Source Name": "", "published_at": 1709371800},
         (None, datetime(2024, 3, 2, 9, 30, tzinfo=UTC))),
        ({"article_text": TEXT, "source": {"name": "Esk"}, "pubDate": "1709371800000"},
         ("Esk", datetime(2024, 3, 2, 9, 30, tzinfo=UTC))),
        ({"content": f"<div><p>{TEXT}</p></div>", "publisher": None, "date": "soon"}, (None, None)),
    ],
)  # fmt: skip
def test_columns_are_known_by_what_they_are_called(row: dict[str, object], known: tuple[object, object]) -> None:
    (found,) = documents(given("a.jsonl", json.dumps(row).encode()))
    assert (found.text, found.publisher, found.published) == (TEXT, *known)


def test_the_users_own_names_win() -> None:
    row = {"text": "Not this.", "story": {"main": TEXT}, "when": "2024-03-02", "title": "T"}
    (found,) = documents(
        given("a.jsonl", json.dumps(row).encode(), options=options(text="story.main", published="when"))
    )
    assert (found.text, found.published, found.title) == (TEXT, date(2024, 3, 2), "T")


def test_a_row_in_another_language_is_left_out_with_it() -> None:
    row = {"text": "Der Minister hat am Montag erklärt, dass die Regierung das Gesetz nicht ändern wird."}
    assert told(given("a.jsonl", json.dumps(row).encode())) == [
        "a.jsonl#1: not English (it looks German): only English is read"
    ]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@any_of(st.dictionaries(st.sampled_from(["text", "url", "source", "authors", "date", "id", "x"]), _JSON))
def test_no_row_is_so_odd_that_reading_ends(row: dict[str, object]) -> None:
    lines = [json.dumps(row), json.dumps({"text": TEXT, "id": "last"})]
    assert told(given("a.jsonl", "\n".join(lines).encode()))[-1] == "last"


def test_every_service_has_marks_that_tell_it() -> None:
    assert set(SERVICES) == {"ninjs", "newsapi", "eventregistry", "gdelt", "jsonfeed"}
    assert columns_for({"title": "x", "text": "y"}).paths["text"][0] == "text"

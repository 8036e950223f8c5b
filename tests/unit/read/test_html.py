from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from kg.errors import ReadError
from kg.model import Document
from kg.read import Input, Metadata, read_input
from kg.read.html import is_fragment, is_html, parse_page
from kg.read.model import NOTHING, buffered

TEXT = """\
The council of Eskdale voted on Monday to close the old bridge to lorries until the spring, after engineers had found \
cracks in two of its piers.

“We cannot wait for the flood that proves them right,” said Ada Marlow, who leads the council. The detour adds some \
forty minutes to the way to the quarry.

The quarry’s owner, Horak Stone, said that it would ask the county court for a stay, and that ninety people worked \
there."""
PARAGRAPHS = TEXT.split("\n\n")
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(head: str = "", body: str = ARTICLE, before: str = "<!doctype html>") -> str:
    top = f"{before}<html lang='en-GB'><head><meta charset='utf-8'>{head}</head>"
    return f"{top}<body><main><article>{body}</article></main></body></html>"


def given(name: str, content: bytes, known: Metadata = NOTHING, **more: str) -> Input:
    return Input(name, buffered(BytesIO(content)), name, f"/{name}", "page", known, **more)


def read(name: str, content: str | bytes, known: Metadata = NOTHING) -> Document:
    data = content if isinstance(content, bytes) else content.encode()
    (document,) = (each for each in read_input(given(name, data, known)) if isinstance(each, Document))
    return document


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (
            ('<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":'
            '"Bridge closed to lorries","datePublished":"2024-03-04T18:05:00Z","dateModified":"2024-03-05",'
            '"author":[{"@type":"Person","name":"Ida Berg"},{"name":"Wei Chen"}],"publisher":{"name":"Esk Post"},'
            '"mainEntityOfPage":{"@id":"https://esk.example/bridge"},"inLanguage":"en-GB"}</script>'
            '<meta property="og:title" content="This bridge"><meta property="og:site_name" content="eskpost">'),
            Metadata(
                "Bridge closed to lorries", "https://esk.example/bridge", "Esk Post", ("Ida Berg", "Wei Chen"),
                datetime(2024, 3, 4, 18, 5, tzinfo=UTC), date(2024, 3, 5), None, "en-GB",
            ),
        ),
        (
            ('<meta property="og:title" content="Bridge closed to lorries | Esk Post"><meta property="og:site_name" '
            'content="Esk Post"><meta property="og:url" content="https://esk.example/bridge"><meta property='
            '"article:published_time" content="2024-03-04"><meta name="author" content="Ida Berg">'
            '<meta property="article:author" content="https://social.example/ida">'),
            Metadata(
                "Bridge closed to lorries", "https://esk.example/bridge", "Esk Post", ("Ida Berg",),
                date(2024, 3, 4), None, None, "en-GB",
            ),
        ),
        (
            ('<title>Bridge closed to lorries - Esk Post</title><link rel="canonical" href="https://esk.example/bridge">'
            '<script type="application/ld+json">{"@type": "NewsArticle", broken</script>'),
            Metadata("Bridge closed to lorries", "https://esk.example/bridge", "esk.example",
                     language="en-GB"),
        ),
    ],
)  # fmt: skip
def test_the_surest_that_a_page_says_of_itself_wins(head: str, known: Metadata) -> None:
    article = parse_page(page(head), NOTHING)
    assert article.metadata == known
    assert article.text == TEXT


def test_of_several_articles_in_linked_data_the_one_at_the_pages_address_counts() -> None:
    head = """<link rel="canonical" href="https://esk.example/bridge"><script type="application/ld+json">
    {"@graph": [{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "In a list"}]},
      {"@type": "NewsArticle", "headline": "Another", "url": "https://esk.example/other"},
      {"@type": ["NewsArticle"], "headline": "Bridge &amp; quarry", "url": "https://esk.example/bridge",
       "publisher": {"@id": "#post"}, "author": {"@id": "#ida"}},
      {"@type": "Organization", "@id": "#post", "name": "Esk Post"},
      {"@type": "Person", "@id": "#ida", "name": "Ida Berg"}]}
    </script>"""
    known = parse_page(page(head), NOTHING).metadata
    assert (known.title, known.publisher, known.authors) == ("Bridge & quarry", "Esk Post", ("Ida Berg",))


def test_menus_notices_tables_galleries_captions_of_links_and_scripts_are_left_out() -> None:
    noise = """<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
    <div class="cookie-banner"><p>We use cookies to give you the best experience. Accept all.</p></div>"""
    after = """<table><tr><td>Ajax</td><td>12</td></tr></table><script>var words = "Ada Marlow resigned.";</script>
    <style>p::after { content: "hidden" }</style><aside class="related"><h3>More on this</h3>
    <ul><li><a href="/a">Quarry owner fined</a></li><li><a href="/b">Flood of the century</a></li></ul></aside>
    <div class="newsletter-signup"><p>Sign up for our newsletter.</p></div><footer><p>© Esk Post Ltd</p></footer>"""
    article = parse_page(page(body=f"{noise}<h1>Bridge closed</h1>{ARTICLE}{after}"), NOTHING)
    assert article.text == TEXT
    assert article.metadata.title == "Bridge closed"


def test_breaks_are_lines_and_two_of_them_paragraphs() -> None:
    body = f"<div>{PARAGRAPHS[0]}<br><br>{PARAGRAPHS[1]}<br/>{PARAGRAPHS[2]}</div>"
    assert parse_page(page(body=body), NOTHING).text == f"{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}\n{PARAGRAPHS[2]}"


@pytest.mark.parametrize(
    ("comment", "url", "retrieved"),
    [
        ("<!-- saved from url=(0026)https://esk.example/bridge -->", "https://esk.example/bridge", None),
        (
            (
                "<!--\n Page saved with SingleFile \n url: https://esk.example/bridge \n saved date: Sat Nov 29 2025 "
                "10:15:00 GMT+0100 (Central European Standard Time)\n-->"
            ),
            "https://esk.example/bridge",
            datetime.fromisoformat("2025-11-29T10:15:00+01:00"),
        ),
    ],
)
def test_a_saved_page_tells_where_it_is_from(comment: str, url: str, retrieved: datetime | None) -> None:
    document = read("a.html", page(before=f"<!DOCTYPE html>\n{comment}\n"))
    assert (document.url, document.retrieved, document.publisher) == (url, retrieved, "esk.example")


@pytest.mark.parametrize(
    ("head", "known", "url"),
    [
        ('<link rel="canonical" href="/bridge">', "https://esk.example/amp/bridge?x=1", "https://esk.example/bridge"),
        ('<link rel="canonical" href="https://esk.example/">', "https://esk.example/b", "https://esk.example/b"),
        ('<link rel="canonical" href="javascript:alert(1)">', None, None),
        ('<meta property="og:url" content="https://web.archive.org/web/20240304120000/https://esk.example/b">', None,
         "https://esk.example/b"),
        ("", "https://web.archive.org/web/20240304120000id_/https://esk.example/b", "https://esk.example/b"),
        ('<link rel="canonical" href="https://[broken/">', None, None),
    ],
)  # fmt: skip
def test_addresses(head: str, known: str | None, url: str | None) -> None:
    assert read("a.html", page(head), Metadata(url=known)).url == url


@pytest.mark.parametrize(
    "above",
    [
        "<p>Press release</p><p>Bridge closed</p>",
        "<p>Bridge closed</p><p>By Ida Berg and Wei Chen</p><p>Published 4 March 2024, 6.05pm GMT</p>",
        "<p>Advertisement</p><p>Ida BergEsk Post</p><p>Skip advertisement</p>",
        "<p>Updated 3 hours ago</p><p>4 min read</p>",
    ],
)
def test_labels_and_bylines_at_the_top_are_no_text(above: str) -> None:
    head = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge closed",
    "author": ["Ida Berg", "Wei Chen"], "publisher": {"name": "Esk Post"}}</script>"""
    assert parse_page(page(head, above + ARTICLE), NOTHING).text == TEXT


@pytest.mark.parametrize(
    "below",
    [
        "<p>© 2024 Esk Post Ltd. All rights reserved.</p>",
        "<p>Write to Ida Berg at ida@esk.example</p>",
        "<p>Read more: Storm nears the coast</p>",
        "<p>More from the Post</p><p>Storm nears the coast</p><p>Why does the river rise?</p><p>Quarry owner fined</p>",
        "<p>See more photos:</p>",
    ],
)
def test_what_stands_below_the_last_paragraph_is_no_text(below: str) -> None:
    assert parse_page(page(body=ARTICLE + below), NOTHING).text == TEXT


def test_a_list_that_a_paragraph_announces_is_text() -> None:
    below = "<p>Closed to lorries are:</p><p>the old bridge</p><p>the ford</p><p>the quarry road</p>"
    assert parse_page(page(body=ARTICLE + below), NOTHING).text.endswith(
        "the old bridge\n\nthe ford\n\nthe quarry road"
    )


def test_a_headline_that_opens_the_text_is_the_title_and_not_text() -> None:
    body = f"<h2>Bridge closed</h2>{ARTICLE}"
    article = parse_page(page('<meta property="og:title" content="Bridge  closed">', body), NOTHING)
    assert article.text == TEXT


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a", "a.pdf.txt"])
def test_a_page_is_a_page_whatever_its_name(name: str) -> None:
    assert read(name, page()).text == TEXT


def test_tags_in_a_text_file_are_no_words() -> None:
    assert read("a.txt", f"Bridge closed.</p>{ARTICLE}").text.endswith(TEXT)


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (page().replace("charset='utf-8'", "charset='windows-1252'").encode("cp1252"), None),
        (page().replace("charset='utf-8'", "name='x'").encode("cp1252"), "iso-8859-1"),
        (page().encode("utf-16"), None),
    ],
)
def test_a_page_is_in_the_encoding_that_it_or_its_server_declares(content: bytes, charset: str | None) -> None:
    source = given("a.html", content, **({"charset": charset} if charset else {}))
    (document,) = read_input(source)
    assert isinstance(document, Document)
    assert document.text == TEXT


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html><body><p></p></body></html>", "HTML without an article"),
        ("<!doctype html><html><body><script>app()</script><noscript>Enable it</noscript></body></html>", "HTML with"),
        (page(body="<p>Click here.</p>"), "HTML without an article"),
        (page(body="<p>Subscribe to read it.</p>"), "HTML without an article"),
        ("<html>" + "<div>" * 100_000 + "deep" + "</div>" * 100_000, "HTML without an article"),
        (page('<meta property="og:url" content="https://esk.example/"><meta property="og:type" content="website">'),
         "HTML without an article: the front page of a site"),
        ("<!doctype html>", "HTML without"),
        (page(body="<p></p>" * 2_000_000), "a page of more than 10 MB of markup"),
    ],
)  # fmt: skip
def test_a_page_without_an_article_is_refused_in_one_line(content: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as raised:
        parse_page(content, NOTHING)
    assert "\n" not in str(raised.value)


def test_images_inside_a_page_cost_nothing() -> None:
    image = f'<img src="data:image/png;base64,{"iVBORw0KGgo" * 300_000}">'
    assert parse_page(page(body=image + ARTICLE), NOTHING).text == TEXT


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (b"<!DOCTYPE html><html>", True),
        (b"\n<!-- saved from url=(0001)x -->\n<HTML lang=en>", True),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC>", True),
        (b"<body>", True),
        (b"<rss version='2.0'>", False),
        (b"# Talks <html>", False),
        (b"<header>", False),
    ],
)
def test_what_begins_as_a_page(head: bytes, known: bool) -> None:
    assert is_html(head) == known


def test_a_text_that_speaks_of_tags_is_no_page() -> None:
    assert not is_fragment(b"The tag <p> opens a paragraph; if a < b then <br> ...")

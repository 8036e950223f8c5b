from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from given import TEXT, documents, given, told

from kg.read.feeds import is_feed

LONDON = timezone(timedelta(hours=1))

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Esk Post &amp; Mail</title><link>https://esk.example/</link><language>en-gb</language>
<item><title><![CDATA[Budget <b>approved</b> &amp; signed]]></title><link>https://esk.example/1</link>
<guid isPermaLink="false">esk-1</guid><pubDate>Sat, 02 Mar 2024 10:00:00 +0100</pubDate>
<dc:creator><![CDATA[Ada Marlow]]></dc:creator><description>A debate&#8230;</description>
<content:encoded><![CDATA[<p>{TEXT}</p><script>track()</script>
<figure><img src="x"><figcaption>Picture</figcaption></figure>
<p>It was <a href="/late">late</a>.</p><p>The post <a href="https://esk.example/1">Budget</a> appeared first on
<a href="https://esk.example">Esk Post</a>.</p>]]></content:encoded></item>
<item><title>Second &lt;i&gt;one&lt;/i&gt;</title><link>/2</link>
<description>&lt;p&gt;{TEXT}&lt;/p&gt; [&amp;#8230;]</description></item>
</channel></rss>"""

ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Esk Post</title><id>urn:uuid:60a76c80</id>
<updated>2024-03-02T10:00:00Z</updated>
<entry><title type="html">Budget &lt;em&gt;approved&lt;/em&gt;</title><link href="https://esk.example/1"/>
<id>tag:esk.example,2024:1</id><published>2024-03-02T09:00:00Z</published><updated>2024-03-03T10:00:00Z</updated>
<author><name>Ada Marlow</name></author><author><name>Igor Horak</name></author>
<content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;&lt;p&gt;It was late.&lt;/p&gt;</content></entry></feed>"""


def test_an_entry_of_rss_is_an_article_with_what_the_feed_says() -> None:
    first, second = documents(given("feed.rss", RSS.encode()))
    assert first.text == f"{TEXT}\n\nIt was late."
    assert (first.title, first.publisher, first.authors) == (
        "Budget approved & signed",
        "Esk Post & Mail",
        ("Ada Marlow",),
    )
    assert (first.published, first.url, first.language) == (
        datetime(2024, 3, 2, 10, tzinfo=LONDON), "https://esk.example/1", "en-GB",
    )  # fmt: skip
    assert (first.id, first.source) == ("feed#esk-1", "/news/feed.rss#esk-1")
    assert (second.title, second.text, second.url) == ("Second one", TEXT, "https://esk.example/2")


def test_an_entry_of_atom_is_known_again_by_its_id_in_any_file() -> None:
    (found,) = documents(given("feed.atom", ATOM.encode()))
    assert (found.title, found.text) == ("Budget approved", f"{TEXT}\n\nIt was late.")
    assert (found.published, found.modified) == (
        datetime(2024, 3, 2, 9, tzinfo=UTC), datetime(2024, 3, 3, 10, tzinfo=UTC),
    )  # fmt: skip
    assert (found.authors, found.source) == (("Ada Marlow", "Igor Horak"), "tag:esk.example,2024:1")


def test_what_is_a_teaser_is_said_to_be_one() -> None:
    assert told(given("feed.rss", RSS.encode())) == [
        "esk-1",
        "https://esk.example/2",
        "feed.rss#https://esk.example/2: a teaser is all that there is of the article",
    ]


@pytest.mark.parametrize("name", ["feed.xml", "feed", "index.html"])
def test_a_feed_is_known_by_how_it_begins(name: str) -> None:
    assert len(documents(given(name, ATOM.encode()))) == 1


def test_what_begins_as_a_feed_and_is_none_is_told_at_once() -> None:
    for part in (b"<?xml ?>", b"<!---->", b"<!DOCTYPE a>"):
        assert not is_feed(part * 500 + b"<html>")
    assert is_feed(b"<?xml version='1.0'?>\n<!-- made by <rss> -->\n<?style x?><!DOCTYPE rss><rss>")


def test_a_cut_feed_gives_the_entries_before_the_cut() -> None:
    cut = RSS[: RSS.index("</description></item>\n</channel>") - 20]
    assert told(given("feed.rss", cut.encode())) == ["esk-1", "feed.rss: cut off in or after entry 2"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<rss", "neither an RSS nor an Atom feed"),
        ("nothing at all", "neither an RSS nor an Atom feed"),
        ('<rss version="2.0"><channel><title>T</title></channel></rss>', "empty: there is nothing to read in it"),
        (
            '<rss version="2.0"><channel><item><title>T</title></item></channel></rss>',
            "entry 1: neither text nor address",
        ),
    ],
)
def test_a_feed_without_articles_is_one_line(data: str, reason: str) -> None:
    assert told(given("feed.rss", data.encode())) == [f"feed.rss: {reason}"]


def test_a_feed_names_no_file_and_no_address_that_is_opened() -> None:
    entry = "<item><link>https://e.x/1</link><description>Ada Marlow won. &x;</description></item>"
    entity = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    data = f'{entity}<rss version="2.0"><channel>{entry}</channel></rss>'
    (found,) = documents(given("feed.rss", data.encode()))
    assert "root:" not in found.text


SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://esk.example/1</loc><news:news><news:publication><news:name>Esk Post</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2024-03-02</news:publication_date>
<news:title>Budget approved</news:title></news:news></url><url><loc>javascript:alert(1)</loc></url></urlset>"""


def test_a_sitemap_file_has_addresses_and_no_texts() -> None:
    assert told(given("map.xml", SITEMAP.encode())) == [
        "map.xml: https://esk.example/1: left out: an address without a text",
        "map.xml: empty: there is nothing to read in it",
    ]


def test_a_sitemap_of_news_knows_its_articles() -> None:
    from kg.read.feeds import read_sitemap

    (link,) = read_sitemap(given("map.xml", SITEMAP.encode()))
    assert link.url == "https://esk.example/1"
    assert (link.metadata.title, link.metadata.publisher) == ("Budget approved", "Esk Post")
    assert (link.metadata.published, link.metadata.language) == (date(2024, 3, 2), "en")


def test_a_sitemap_that_grows_by_entities_is_a_line() -> None:
    levels = "".join(f'<!ENTITY x{n + 1} "{f"&x{n};" * 10}">' for n in range(9))
    data = f'<!DOCTYPE urlset [<!ENTITY x0 "lol">{levels}]><urlset><url><loc>&x9;</loc></url></urlset>'
    (line,) = told(given("map.xml", f'<?xml version="1.0"?>{data}'.encode()))
    assert "map.xml: " in line

import gzip
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from news_site import ARTICLE, NewsSite, news_site, page

from kg.errors import ReadError
from kg.read import Options, Reading, Web, read_sources
from kg.read.web import canonical, is_public

LOCAL = Options(web=Web(allow_private=True, delay=0, timeout=10))


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with news_site() as served:
        yield served


def read(address: str, **web: float) -> Reading:
    return read_sources(
        [address], options=Options(web=Web(**{"allow_private": True, "delay": 0, "timeout": 10, **web}))
    )


def failures(reading: Reading) -> list[str]:
    list(reading.documents)
    return [f"{failure.path}: {failure.reason}" for failure in reading.failures]


def rss(*links: str) -> bytes:
    items = "".join(
        f"<item><title>T</title><link>{link}</link><description>Teaser</description></item>" for link in links
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Esk Post</title>{items}</channel></rss>'.encode()


def test_a_page_is_a_document_with_its_address_and_when_it_was_fetched(site: NewsSite) -> None:
    (document,) = read(site.put("/budget", page(1))).documents
    assert document.source == document.url == f"{site.address}/budget"
    assert document.title == "Budget 1"
    assert document.retrieved is not None
    assert "approved the budget for 1" in document.text
    assert site.headers["User-Agent"].startswith("kg/")
    assert site.asked == ["/robots.txt", "/budget"]


def test_a_feed_leads_to_its_articles_each_once(site: NewsSite) -> None:
    first, second = site.put("/1", page(1)), site.put("/2", page(2))
    reading = read(site.put("/feed", rss(first, second, f"{first}#top"), "application/rss+xml"))
    assert [document.url for document in reading.documents] == [first, second]
    assert site.asked == ["/robots.txt", "/feed", "/1", "/2"]
    assert reading.failures == []


def test_an_entry_with_its_whole_text_is_not_asked_for(site: NewsSite) -> None:
    whole = f"<content:encoded>&lt;p&gt;{ARTICLE}&lt;/p&gt;</content:encoded>"
    entry = f"<item><title>T</title><link>{site.address}/1</link>{whole}</item>"
    feed = (
        f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{entry}</channel></rss>'
    )
    (document,) = read(site.put("/feed", feed.encode(), "application/rss+xml")).documents
    assert document.text == ARTICLE
    assert site.asked == ["/robots.txt", "/feed"]


def test_an_index_of_sitemaps_leads_to_packed_sitemaps_and_those_to_pages(site: NewsSite) -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    old, new = site.put("/old", page("old")), site.put("/new", page("new"))
    urls = (
        f"<url><loc>{url}</loc><lastmod>{day}</lastmod></url>"
        for url, day in ((old, "2024-01-01"), (new, "2025-01-01"))
    )
    site.put("/map.xml.gz", gzip.compress(f"<urlset {space}>{''.join(urls)}</urlset>".encode()), "application/gzip")
    index = f"<sitemapindex {space}><sitemap><loc>{site.address}/map.xml.gz</loc></sitemap></sitemapindex>"
    reading = read(site.put("/sitemap.xml", index.encode(), "application/xml"))
    assert [document.url for document in reading.documents] == [new, old]


def test_a_list_of_a_news_service_leads_to_its_articles(site: NewsSite) -> None:
    links = [site.put(f"/{number}", page(number)) for number in range(2)]
    rows = [{"url": link, "title": "T", "seendate": "20240302T093000Z", "domain": "esk.example"} for link in links]
    reading = read(site.put("/doc?mode=artlist", json.dumps({"articles": rows}).encode(), "application/json"))
    assert [(each.url, each.publisher) for each in reading.documents] == [(link, "esk.example") for link in links]


def test_more_addresses_than_are_allowed_are_said_and_left_out(site: NewsSite) -> None:
    links = [site.put(f"/{number}", page(number)) for number in range(5)]
    reading = read(site.put("/feed", rss(*links), "text/xml"), pages=3)
    assert len(list(reading.documents)) == 2
    assert [failure.reason for failure in reading.failures] == [
        "leads to more than 3 addresses: 3 are left out (--max-pages takes more)"
    ]


def test_a_redirect_is_followed_and_the_document_is_where_it_leads(site: NewsSite) -> None:
    site.put("/there", page(1))
    (document,) = read(site.redirect("/here", "/there")).documents
    assert document.source == f"{site.address}/there"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/loop", "redirects that lead back"),
        ("/chain0", "more than 5 redirects"),
        ("/file", "not an address of http or https"),
        ("/gone", "the server answers 404"),
        ("/picture", "not a format"),
        ("/silent", "within 0.5 seconds"),
        ("/drip", "within 0.5 seconds"),
        ("/endless", "an answer of more than 1 MB"),
        ("/empty", "HTML without an article"),
        ("/zipped", "an encoding that was not requested"),
    ],
)
def test_what_cannot_be_fetched_is_a_line(site: NewsSite, path: str, reason: str) -> None:
    site.redirect("/loop", "/loop2")
    site.redirect("/loop2", "/loop")
    for number in range(8):
        site.redirect(f"/chain{number}", f"/chain{number + 1}")
    site.redirect("/file", "file:///etc/passwd")
    site.put("/picture", b"\x89PNG\r\n\x1a\n" + bytes(range(200)), "image/png")
    site.put("/empty", b"<html><body></body></html>")
    site.put("/zipped", b"x", Content_Encoding="br")
    began = time.monotonic()
    with pytest.raises(ReadError, match=reason):
        read(f"{site.address}{path}", timeout=0.5, size=1_000_000)
    assert time.monotonic() - began < 10
    good = site.put("/good", page(1))
    assert (
        len(list(read(site.put("/feed", rss(good, f"{site.address}{path}"), "text/xml"), timeout=0.5).documents)) == 1
    )


def test_what_is_said_of_the_content_decides_the_form_and_its_bytes_correct_that(site: NewsSite) -> None:
    (text,) = read(site.put("/a", ARTICLE.encode(), "text/plain")).documents
    (rows,) = read(site.put("/b", f'{{"text": "{ARTICLE}"}}\n'.encode(), "application/x-ndjson")).documents
    (wrong,) = read(site.put("/c.txt", page(1), "text/plain")).documents
    assert (text.text, rows.text, wrong.title) == (ARTICLE, ARTICLE, "Budget 1")


def test_robots_txt_is_asked_once_and_obeyed(site: NewsSite) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /private\n", "text/plain")
    good, bad = site.put("/1", page(1)), site.put("/private/2", page(2))
    reading = read(site.put("/feed", rss(good, bad), "text/xml"))
    assert failures(reading) == [f"{bad}: not allowed by {site.address}/robots.txt"]
    assert "/private/2" not in site.asked
    assert site.asked.count("/robots.txt") == 1


def test_a_robots_txt_with_a_fault_allows_nothing(site: NewsSite) -> None:
    site.put("/robots.txt", b"", "text/plain", 503)
    with pytest.raises(ReadError, match=r"robots.txt.* cannot be read: the server answers 503"):
        read(site.put("/1", page(1)))


def test_a_host_is_left_alone_between_two_requests(site: NewsSite) -> None:
    links = [site.put(f"/{number}", page(number)) for number in range(2)]
    began = time.monotonic()
    assert len(list(read(site.put("/feed", rss(*links), "text/xml"), delay=0.3).documents)) == 2
    assert time.monotonic() - began >= 0.6


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:{port}/1", "http://localhost:{port}/1", "http://2130706433:{port}/1", "http://[::1]:{port}/1",
     "http://[::ffff:127.0.0.1]:{port}/1", "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/", "http://0.0.0.0:{port}/"],
)  # fmt: skip
def test_a_private_address_is_not_asked_unless_the_user_says_so(site: NewsSite, address: str) -> None:
    site.put("/1", page(1))
    with pytest.raises(ReadError, match=r"private network: --allow-private reads it|no such host"):
        read_sources(
            [address.format(port=site.address.rpartition(":")[2])], options=Options(web=Web(delay=0, timeout=1))
        )
    assert site.asked == []


def test_a_redirect_into_a_private_network_is_not_followed(site: NewsSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """The named host is public by name here, and answered by this machine; where it redirects to is not."""
    site.redirect("/1", "http://localhost/secret")
    port = int(site.address.rpartition(":")[2])
    public_is_here(monkeypatch, port)
    with pytest.raises(ReadError, match=r"localhost is .* private network"):
        read_sources([f"http://news.example:{port}/1"], options=Options(web=Web(delay=0, timeout=2)))
    assert "/secret" not in site.asked


def test_every_connection_is_made_to_an_address_that_was_checked(
    site: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(site.address.rpartition(":")[2])
    site.put("/1", page(1))
    public_is_here(monkeypatch, port)
    (document,) = read_sources(
        [f"http://news.example:{port}/1"], options=Options(web=Web(delay=0, timeout=2))
    ).documents
    assert document.url == f"http://news.example:{port}/1"
    assert site.headers["Host"] == f"news.example:{port}"


def test_a_name_that_is_public_once_and_private_then_gains_nothing(
    site: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(site.address.rpartition(":")[2])
    public_is_here(monkeypatch, port, times=1)
    with pytest.raises(ReadError, match=r"news.example is 10.0.0.1, an address of a private network"):
        read_sources([f"http://news.example:{port}/1"], options=Options(web=Web(delay=0, timeout=2)))
    assert site.asked == ["/robots.txt"]


def public_is_here(monkeypatch: pytest.MonkeyPatch, port: int, times: int = 10) -> None:
    """Have news.example be a public address that leads to this machine's server; after so many times, a private one."""
    public, private = "93.184.215.14", "10.0.0.1"
    answers = iter([public] * times)
    resolve, connect = socket.getaddrinfo, socket.create_connection

    def getaddrinfo(host: str, *args: object, **more: object) -> object:
        return resolve(next(answers, private) if host == "news.example" else host, *args, **more)  # type: ignore[arg-type]

    def create_connection(address: tuple[str, int], *args: object, **more: object) -> socket.socket:
        assert address[0] == public
        return connect(("127.0.0.1", port), *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket, "create_connection", create_connection)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True), ("2606:2800:220:1::1", True), ("64:ff9b::5db8:d70e", True), ("127.0.0.1", False),
        ("10.1.2.3", False), ("192.168.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
        ("224.0.0.1", False), ("0.0.0.1", False), ("255.255.255.255", False), ("::1", False),
        ("fe80::1%eth0", False), ("fc00::1", False), ("fec0::1", False), ("168.63.129.16", False),
        ("::127.0.0.1", False),
        ("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False), ("2002:7f00:1::", False), ("ff02::1", False),
    ],
)  # fmt: skip
def test_which_addresses_are_everybodys(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/",
        "http://",
        "http://me:secret@example.org/",
        "http://exa mple.org",
        "file:///etc/passwd",
        "//x",
        "",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ReadError, match="not an address of http or https"):
        canonical(address)


def test_nothing_is_fetched_that_was_not_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was opened")

    (tmp_path / "feed.rss").write_bytes(rss("http://example.org/1"))
    (tmp_path / "map.xml").write_text("<urlset><url><loc>http://example.org/2</loc></url></urlset>", "utf-8")
    (tmp_path / "page.html").write_bytes(page(1).replace(b"<nav>", b"<img src=http://example.org/p.png><nav>"))
    (tmp_path / "rows.jsonl").write_text(f'{{"text": "{ARTICLE}", "url": "http://example.org/3"}}\n', "utf-8")
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    reading = read_sources([tmp_path])
    assert len(list(reading.documents)) == 3
    assert reading.failures == [] or [failure.path for failure in reading.failures] == [str(tmp_path / "map.xml")]

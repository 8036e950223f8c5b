import gc
import gzip
import io
import warnings
from datetime import UTC, datetime

import pytest
from given import documents, given, told
from news_site import page
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

FETCHED = "2023-05-01T10:00:00Z"


def archive(*answers: tuple[str, str, bytes], packed: bool = True) -> bytes:
    """A web archive as warcio writes it: what a crawler asked for, and the answers (status, type, content)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # warcio leaves its temporary files to be closed
        data = _written(answers, packed=packed)
        gc.collect()
    return data


def _written(answers: tuple[tuple[str, str, bytes], ...], *, packed: bool) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for number, (status, kind, content) in enumerate(answers):
        address, dated = f"https://esk.example/{number}", {"WARC-Date": FETCHED}
        ask = StatusAndHeaders("GET / HTTP/1.1", [("Host", "esk.example")], is_http_request=True)
        writer.write_record(writer.create_warc_record(address, "request", http_headers=ask, warc_headers_dict=dated))
        more = [("Content-Encoding", "gzip")] if content.startswith(b"\x1f\x8b") else []
        said = StatusAndHeaders(status, [("Content-Type", kind), *more], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                address, "response", payload=io.BytesIO(content), http_headers=said, warc_headers_dict=dated
            )
        )
    return out.getvalue()


ANSWERS = [
    ("200 OK", "text/html; charset=utf-8", page(0)),
    ("404 Not Found", "text/html", page(1)),
    ("200 OK", "image/png", b"\x89PNG"),
    ("200 OK", "text/html; charset=windows-1252", page("São Tomé").decode().encode("cp1252")),
    ("200 OK", "text/html", gzip.compress(page(4))),
]


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_of_a_web_archive_has_its_address_and_when_it_was_fetched(packed: bool) -> None:
    name = "a.warc.gz" if packed else "a.warc"
    found = documents(given(name, archive(*ANSWERS, packed=packed)))
    assert [document.title for document in found] == ["Budget 0", "Budget São Tomé", "Budget 4"]
    assert [document.url for document in found] == [f"https://esk.example/{number}" for number in (0, 3, 4)]
    assert {document.retrieved for document in found} == {datetime(2023, 5, 1, 10, tzinfo=UTC)}
    assert found[0].path == f"{name}!https://esk.example/0"
    assert found[0].source == f"/news/{name}!20230501100000/https://esk.example/0"


def test_what_is_no_page_is_said() -> None:
    assert told(given("a.warc.gz", archive(*ANSWERS)))[-1] == (
        "a.warc.gz: skipped answers in a web archive that are no pages"
    )


@pytest.mark.parametrize("packed", [True, False])
def test_of_a_cut_web_archive_the_pages_before_the_cut_are_read(packed: bool) -> None:
    name = "a.warc.gz" if packed else "a.warc"
    whole = archive(*ANSWERS[:1], *ANSWERS[:1], *ANSWERS[:1], packed=packed)
    found = told(given(name, whole[:-150]))
    assert len(found) == 3
    assert found[-1].startswith(f"{name}: damaged or cut off after ")


@pytest.mark.parametrize("data", [b"WARC/1.0\r\n", b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", b"WARC/9\r\nx"])
def test_what_is_no_web_archive_is_a_line(data: bytes) -> None:
    assert len(told(given("a.warc", data))) == 1

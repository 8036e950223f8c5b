"""Files that are made to exhaust a machine, each small itself."""

import zlib

WORDS = b"Ada Marlow, the mayor of Eskdale, met the drivers of the quarry on Monday and promised them a new road."
MAIL = b"From: a@b.example\nMIME-Version: 1.0\n"


def pdf(contents: bytes, pages: int) -> bytes:
    """A PDF whose pages share one stream."""
    packed = zlib.compress(contents)
    kids = b" ".join(b"%d 0 R" % (5 + page) for page in range(pages))
    fonts = b"/Resources << /Font << /F1 3 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R %s >>" % fonts
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        *[page] * pages,
    ]
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, end)


def warc() -> bytes:
    """A web archive with a page that unpacks to 600 MB."""
    packer = zlib.compressobj(1, wbits=31)
    page = b"".join(packer.compress(bytes(10**7)) for _ in range(60)) + packer.flush()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + page
    header = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\n"
        b"WARC-Date: 2024-01-01T00:00:00Z\r\n"
        b"Content-Type: application/http; msgtype=response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        b"Content-Length: %d\r\n\r\n"
    )
    return header % len(answer) + answer + b"\r\n\r\n"


def hostile() -> dict[str, bytes]:
    """The files by their names."""
    html, attributes = b"<html><body>", b" ".join(b"a%d=1" % number for number in range(40_000))
    return {
        "attributes.html": html + b"<p " + attributes + b">" + WORDS * 2 + b"</p>",
        "deep.html": html + b"<div>" * 200_000 + WORDS,
        "deep.json": b"[" * 9_000 + b"{}" + b"]" * 9_000,
        "deep.jsonl": b"[" * 60_000 + b"]" * 60_000 + b"\n",
        "deep.md": b">" * 90_000 + b" x\n",
        "parameters.eml": MAIL
        + b"Content-Type: text/plain"
        + b"".join(b";\n a*%d=b" % number for number in range(20_000))
        + b"\n\n"
        + WORDS,
        "shared.pdf": pdf(
            b"BT /F1 12 Tf 72 700 Td " + b"(Ada Marlow met drivers.) Tj 0 -1 Td " * 20_000 + b"ET", 2_000
        ),
        "subject.eml": MAIL + b"Subject: " + b"\n ".join([b"=?utf-8?q?=41=42?="] * 12_000) + b"\n\n" + WORDS,
        "unpacked.warc": warc(),
        "words.eml": MAIL + b"Subject: " + b"=?utf-8?q?" * 60_000 + b"\n\n" + WORDS,
    }

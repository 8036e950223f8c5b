"""Web archives (WARC, ISO 28500): the pages that a crawler kept, each with its address and when it was fetched."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import IO, TYPE_CHECKING, Any, cast

from kg.errors import ReadError
from kg.read.containers.unpacking import DAMAGE, Counted
from kg.read.metadata import moment, web_address
from kg.read.model import MAX_BYTES, Failure, Metadata, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.read.model import Found, Input

__all__ = ["is_warc", "read_warc"]

_PIECE = 65_536
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def is_warc(head: bytes) -> bool:
    """Whether an input begins as a web archive does."""
    return head.startswith(b"WARC/")


def read_warc(source: Input) -> Iterator[Found]:
    """The pages of a web archive that a server sent with status 200, in its order.

    Of an archive that is cut off, those before the cut.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    others = 0
    number = 0
    try:
        for record in ArchiveIterator(cast("IO[bytes]", Counted(source.stream)), check_digests=False):
            number += 1
            if record.rec_type != "response":
                continue
            if (page := _page(record, source)) is None:
                others += 1
            else:
                source.bounds.take_file()
                yield page
    except (*DAMAGE, ArchiveLoadFailed, ValueError) as error:
        raise ReadError(f"damaged or cut off after record {number} ({error})") from error
    if others:
        yield Remark(source.shown, "answers in a web archive that are no page were passed over")


def _page(record: Any, source: Input) -> Input | Failure | None:  # warcio has no types
    """What a record says a server sent, None where that is no page."""
    headers = record.http_headers
    if headers is None or headers.get_statuscode() != "200":
        return None
    media_type, _, parameters = headers.get_header("Content-Type", "").partition(";")
    if media_type.strip().lower() not in _PAGES:
        return None
    address = record.rec_headers.get_header("WARC-Target-URI", "").strip("<>")
    fetched = moment(record.rec_headers.get_header("WARC-Date"))
    stamp = record.rec_headers.get_header("WARC-Date", "").translate({ord(sign): None for sign in "-:TZ"})
    shown = f"{source.shown}!{address}"
    content = b"".join(iter(partial(record.content_stream().read, _PIECE), b""))
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise EOFError("the last page is not whole")
    if len(content) > MAX_BYTES:
        return Failure(shown, f"larger than {MAX_BYTES // 1_000_000} MB")
    page = source.member(f"{stamp}/{address}" if stamp else address, content)
    return replace(
        page,
        name="page.html",
        shown=shown,
        known=Metadata(url=web_address(address), retrieved=fetched).or_else(source.known),
        media_type=media_type.strip().lower(),
        charset=parameters.partition("charset=")[2].strip("\"' ") or None,
    )

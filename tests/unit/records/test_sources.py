"""Versions of one article at one address: which stands, and what becomes of the earlier ones."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from kg.model import Document, Extraction, Span
from kg.records.database import Records
from kg.records.sources import address_key, moment_key

URL = "https://example.org/2024/esk-ferry"
TEXT = "The Esk ferry sank in the night off Varna with forty people on board, the coast guard said on Tuesday. "
FIRST = Document("1", TEXT + "Five were killed.", source=URL, url=URL, published=date(2024, 3, 1))
SECOND = replace(FIRST, text=TEXT + "Three were killed.", modified=date(2024, 3, 2))
THIRD = replace(FIRST, text=TEXT + "Two were killed.", modified=datetime(2024, 3, 2, 9, tzinfo=UTC))
OTHER = replace(FIRST, text="Quite another story, about a mill and its owner, stands there a year later on.")
ORDERS = list(permutations((FIRST, SECOND, THIRD)))
MADE = (("kg", "1"),)


def kept(*documents: Document) -> Records:
    records = Records()
    for each in documents:
        records.put(each, Extraction(each, (), (), (), (Span(0, len(each.text)),), MADE))
    records.commit()
    return records


def standing(records: Records) -> dict[str, str | None]:
    """The end of each document's text, and that of the one that took its place."""
    texts = {stored.hash: records.text(stored)[0].split()[-3] for stored in records.documents()}
    return {texts[each.hash]: texts.get(each.replaced_by or "") for each in records.documents()}


def test_a_later_version_replaces_an_earlier_one_which_stays() -> None:
    assert standing(kept(FIRST, SECOND)) == {"Five": "Three", "Three": None}


@pytest.mark.parametrize("order", ORDERS)
def test_times_tell_which_is_the_last_in_whatever_order_they_come(order: tuple[Document, ...]) -> None:
    assert standing(kept(*order)) == {"Five": "Three", "Three": "Two", "Two": None}


@pytest.mark.parametrize("order", ORDERS)
def test_saved_pages_of_one_address_are_versions_too(order: tuple[Document, ...]) -> None:
    saved = (replace(each, source=f"/news/{each.text[-20:]}.html") for each in order)
    assert standing(kept(*saved)) == {"Five": "Three", "Three": "Two", "Two": None}


def test_without_times_what_was_read_last_stands() -> None:
    first, second = replace(FIRST, published=None), replace(SECOND, published=None, modified=None)
    assert standing(kept(first, second)) == {"Five": "Three", "Three": None}
    records = kept(first, second, first)
    assert standing(records) == {"Three": "Five", "Five": None}
    assert records.is_known(first, MADE)
    assert not records.is_known(second, MADE)


def test_an_earlier_version_that_comes_again_is_known() -> None:
    records = kept(FIRST, SECOND)
    assert records.is_known(FIRST, MADE)
    assert records.is_known(SECOND, MADE)


def test_another_article_at_the_address_is_no_version() -> None:
    assert set(standing(kept(FIRST, OTHER)).values()) == {None}


def test_a_file_without_an_address_leaves_no_history() -> None:
    first, second = (replace(each, url=None, source="/news/a.txt") for each in (FIRST, SECOND))
    assert standing(kept(first, second)) == {"Three": None}


def test_what_stands_elsewhere_too_is_not_replaced() -> None:
    copy = replace(FIRST, source="/news/kept.txt", url=None)
    assert standing(kept(FIRST, copy, SECOND)) == {"Five": None, "Three": None}


def test_when_the_last_version_goes_the_one_before_stands_again() -> None:
    records = kept(FIRST, SECOND)
    (last,) = (stored.hash for stored in records.documents() if stored.replaced_by is None)
    assert records.remove([URL], document=last) == [URL]
    assert standing(records) == {"Five": None}
    assert records.is_known(FIRST, MADE)
    assert records.remove([URL]) == [URL]
    assert not list(records.documents())


def test_a_source_goes_with_all_its_versions() -> None:
    records = kept(FIRST, SECOND, THIRD)
    assert records.remove([URL]) == [URL]
    assert records.sources() == []


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (None, None),
        ("https://example.org", None),
        ("http://EXAMPLE.org:80/a/", "example.org/a"),
        ("https://www.example.org/a?utm_source=x&fbclid=1", "example.org/a"),
        ("https://example.org/?p=12", "example.org?p=12"),
        ("https://example.org:8080/a#:~:text=x", "example.org:8080/a"),
    ],
)
def test_addresses_of_one_article(url: str | None, key: str | None) -> None:
    assert address_key(url) == key


def test_moments_sort_as_text() -> None:
    moments = [date(2024, 3, 1), date(2024, 3, 2), datetime(2024, 3, 2, 9, tzinfo=UTC), datetime(2024, 3, 2, 10)]
    assert sorted(moments, key=moment_key) == moments
    assert moment_key(None) == ""

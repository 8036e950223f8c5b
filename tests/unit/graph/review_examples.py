"""Articles whose entities a resolver is not sure of: of each pair one says a name and the other nearly the same."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from kg.model import Document, Entity, Evidence, Extraction, Fact, Mention, Span

_FIRST = ("Arden", "Belmar", "Corvin", "Dorlan", "Elvane", "Fenwick", "Garrow", "Halden", "Istvane", "Jorvik")
_LAST = ("Foods", "Rail", "Steel", "Media", "Energy")


def doubtful(number: int) -> Iterator[Extraction]:
    """Two articles for each of `number` pairs: a company with its full name, and with the beginning of it alone.

    The two have from none to three other names in common, so that whatever a resolver weighs, some are hard to say.
    """
    for place in range(number):
        first = f"{_FIRST[place % len(_FIRST)]}{'' if place < len(_FIRST) else chr(96 + place // len(_FIRST))}"
        full = f"{first} {_LAST[place % len(_LAST)]}"
        others = [f"{name} {first}sen" for name in ("Ada", "Igor", "Tomas")[: place % 4]]
        day = date(2026, 1, 5) + timedelta(days=place)
        yield _article(f"full-{place}", full, f"{full} bought the yard. The board of {full} met", others, day)
        yield _article(
            f"short-{place}", first, f"Shares of {first} fell. On Monday {first} cut its forecast", others, day
        )


def _article(name: str, company: str, said: str, others: list[str], day: date) -> Extraction:
    text = f"{said}, {', '.join(others)} said." if others else f"{said}."
    entities = [
        Entity(each, each, cls, (), tuple(Mention(Span(*found.span()), "name") for found in re.finditer(each, text)))
        for each, cls in ((company, "Company"), *((other, "Person") for other in others))
    ]
    fact = Fact(company, "describedAs", "a company", "text", Evidence(Span(0, text.index("."))), "test")
    sentences = tuple(Span(*found.span()) for found in re.finditer(r"\S[^.]*\.", text))
    return Extraction(Document(name, text, date=day), tuple(entities), (fact,), (), sentences, (("kg", "0.1.0"),))

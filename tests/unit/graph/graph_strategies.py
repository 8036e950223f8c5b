"""Hypothesis strategies for extractions of any shape, on any text."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from hypothesis import strategies as st

from kg.model import UNKNOWN, Claim, Document, Entity, Evidence, Extraction, Fact, Mention, Span
from kg.ontology import CLASSES, RELATIONS

anything = st.text(st.characters(exclude_categories=()), max_size=60)
"""Any text, lone surrogates and control characters among it."""

_names = st.text(st.characters(exclude_categories=()), min_size=1, max_size=12)
_dates = st.sampled_from(["2021", "2021-09", "2021-09-13", "2021-W37", "2021/2023", "../2024", "soon"])
_open = _names.map(lambda words: f"p/{words}")
_relations = st.one_of(st.sampled_from(sorted(RELATIONS)), _open)


@st.composite
def extractions(draw: Callable[[st.SearchStrategy], object], document_id: str | None = None) -> Extraction:
    """One consistent extraction: ids resolve, spans lie in the text."""
    text = f"{document_id or 'x'}" + draw(anything)

    def span() -> Span:
        begin = draw(st.integers(0, len(text) - 1))
        return Span(begin, draw(st.integers(begin + 1, len(text))))

    def maybe(make: Callable[[], object]) -> object:
        return make() if draw(st.booleans()) else None

    entities = tuple(
        Entity(
            f"e{number}",
            draw(_names),
            draw(st.sampled_from(sorted(CLASSES))),
            tuple(draw(st.lists(_names, max_size=2))),
            tuple(
                Mention(span(), draw(st.sampled_from(["name", "nominal", "pronoun", "demonym"])))
                for _ in range(draw(st.integers(0, 2)))
            ),
        )
        for number in range(draw(st.integers(1, 4)))
    )
    entity = st.sampled_from([each.id for each in entities])

    def fact() -> Fact:
        kind = draw(st.sampled_from(["entity", "date", "text"]))
        item = {"entity": entity, "date": _dates, "text": _names}[kind]
        qualifiers = {
            "roleAt": entity,
            "item": _names,
            "count": st.sampled_from(["2", "007", "dozens"]),
            "start": _dates,
        }
        chosen = draw(st.lists(st.sampled_from(sorted(qualifiers)), unique=True, max_size=3))
        return Fact(
            draw(st.one_of(entity, st.just(UNKNOWN))),
            draw(_relations),
            draw(item),
            kind,
            Evidence(span(), maybe(span), maybe(span), maybe(span)),
            draw(_names),
            draw(st.sampled_from(["asserted", "reported", "planned", "hypothetical", "negated"])),
            draw(st.one_of(st.none(), entity)),
            draw(st.one_of(st.none(), _dates)),
            tuple(sorted((name, draw(qualifiers[name])) for name in chosen)),
            draw(st.floats(0, 1)),
        )

    facts = tuple(fact() for _ in range(draw(st.integers(0, 4))))
    claims = []
    for _ in range(draw(st.integers(0, 2))):
        words = span()
        inside = draw(st.lists(st.sampled_from(range(len(facts))), unique=True)) if facts else []
        claims.append(
            Claim(
                draw(entity), words.slice(text), words, draw(st.booleans()),
                draw(st.one_of(st.none(), entity)), draw(st.one_of(st.none(), _dates)), tuple(inside),
            )
        )  # fmt: skip
    cuts = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=3))})
    sentences = tuple(Span(begin, end) for begin, end in pairwise(cuts))
    document = Document(
        document_id if document_id is not None else draw(_names),
        text, None, draw(st.one_of(st.none(), st.dates(date(1000, 1, 1)))), draw(st.one_of(st.none(), _names)),
    )  # fmt: skip
    made_by = (("kg", "0.1.0"), ("model", draw(_names)), ("rules", "0"), ("mood", draw(_names)))
    return Extraction(document, entities, facts, tuple(claims), sentences, made_by)

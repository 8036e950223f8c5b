"""How a fact stands in the documents of a store: who says it, who denies it, and since when.

Copies of one text are one voice: it has the statements of the copy that has most, and the publisher of the original.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import DCTERMS

from kg.graph.rdf.aggregates import Support
from kg.graph.rdf.document import Said
from kg.graph.rdf.iris import predicate_iri
from kg.model import STATED
from kg.namespaces import KG

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kg.graph.rdf.naming import Naming
    from kg.records.duplicates import Standing

__all__ = ["Supports"]

_FACT, _FACTUALITY = ox.NamedNode(str(KG.fact)), ox.NamedNode(str(KG.factuality))
_DATE = ox.NamedNode(str(DCTERMS.date))
_IS_STATED = frozenset(predicate_iri(factuality) for factuality in STATED)
_NEGATED = predicate_iri("negated")


class Supports:
    """The support of facts in a store that is being written; `standing` is that of each document, by its hash.

    What the documents say that come into it is given; the others are read where they stand, in the store `before`.
    `gone` are the IRIs of the documents that leave it, or come in another form.
    """

    def __init__(
        self, before: ox.Store, naming: Naming, standing: Mapping[str, Standing], gone: Collection[str]
    ) -> None:
        self._before, self._naming, self._gone = before, naming, gone
        self._standing = {naming.document(given): each for given, each in standing.items()}
        self._days: dict[str, str] = {}
        self._day_before = lru_cache(maxsize=1 << 12)(self._read_day)

    def note_day(self, document: str, day: str) -> None:
        """Note the day (ISO 8601, "" for none) of a document that comes in, by its IRI."""
        self._days[document] = day

    def of(self, fact: str, fresh: Iterable[tuple[str, Said]]) -> Support | None:
        """How a fact stands; None where nothing says it. `fresh` is what the documents say of it that come in."""
        stated: Counter[str] = Counter()
        denied: Counter[str] = Counter()
        said = False
        for document, given in chain(fresh, self._staying(fact)):
            said = True
            stated[document] += given.stated
            denied[document] += given.denied
        if not said:
            return None
        stating = +stated
        days = sorted(day for day in map(self._day, stating) if day)
        by_voice = self._by_voice(stating)
        publishers = {self._standing[document].voice for document in stating if document in self._standing}
        return Support(
            statements=sum(by_voice.values()),
            documents=len(by_voice),
            publishers=len(publishers - {""}),
            copies=len(stating) - len(by_voice),
            first=days[0] if days else "",
            last=days[-1] if days else "",
            denials=sum(self._by_voice(+denied).values()),
        )

    def _staying(self, fact: str) -> Iterator[tuple[str, Said]]:
        """What the documents say of a fact that stay as they are, a statement each."""
        for quad in self._before.quads_for_pattern(None, _FACT, ox.NamedNode(fact), None):
            document = str(quad.graph_name.value) if isinstance(quad.graph_name, ox.NamedNode) else ""
            if document in self._gone:
                continue
            held = next(iter(self._before.quads_for_pattern(quad.subject, _FACTUALITY, None, quad.graph_name))).object
            factuality = held.value if isinstance(held, ox.NamedNode) else ""
            yield document, Said(int(factuality in _IS_STATED), int(factuality == _NEGATED))

    def _by_voice(self, statements: Mapping[str, int]) -> dict[str, int]:
        """The most statements of a document that is the same text as others, by the IRI of the original."""
        found: dict[str, int] = {}
        for document, number in statements.items():
            standing = self._standing.get(document)
            original = self._naming.document(standing.copy_of) if standing and standing.copy_of else document
            found[original] = max(number, found.get(original, 0))
        return found

    def _day(self, document: str) -> str:
        fresh = self._days.get(document)
        return self._day_before(document) if fresh is None else fresh

    def _read_day(self, document: str) -> str:
        node = ox.NamedNode(document)
        quad = next(iter(self._before.quads_for_pattern(node, _DATE, None, node)), None)
        return quad.object.value if quad is not None and isinstance(quad.object, ox.Literal) else ""

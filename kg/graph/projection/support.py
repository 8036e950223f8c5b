"""How a fact stands in the documents of a store: who says it, who denies it, and since when.

Copies of one text are one voice: it has the statements of the copy that has most, and the publisher of the original.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import DCTERMS

from kg.graph.rdf.aggregates import Support
from kg.graph.rdf.iris import predicate_iri
from kg.model import STATED
from kg.namespaces import KG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.graph.rdf.naming import Naming
    from kg.records.duplicates import Standing

__all__ = ["Supports"]

_FACT, _FACTUALITY = ox.NamedNode(str(KG.fact)), ox.NamedNode(str(KG.factuality))
_DATE = ox.NamedNode(str(DCTERMS.date))
_IS_STATED = frozenset(predicate_iri(factuality) for factuality in STATED)
_NEGATED = predicate_iri("negated")


class Supports:
    """The support of facts in a store that is being written; `standing` is that of each document, by its hash.

    `store` gives it as it is now.
    """

    def __init__(self, store: Callable[[], ox.Store], naming: Naming, standing: Mapping[str, Standing]) -> None:
        self._store, self._naming = store, naming
        self._standing = {naming.document(given): each for given, each in standing.items()}
        self._day_of = lru_cache(maxsize=1 << 12)(self._day)

    def of(self, fact: str) -> Support | None:
        """How a fact stands in the documents that are in the store now; None where nothing says it."""
        store = self._store()
        stated: Counter[str] = Counter()
        denied: Counter[str] = Counter()
        said = False
        for quad in store.quads_for_pattern(None, _FACT, ox.NamedNode(fact), None):
            document = str(quad.graph_name.value) if isinstance(quad.graph_name, ox.NamedNode) else ""
            if not document.startswith(self._naming.document_space):  # somebody's own graph
                continue
            said = True
            held = next(iter(store.quads_for_pattern(quad.subject, _FACTUALITY, None, quad.graph_name))).object
            factuality = held.value if isinstance(held, ox.NamedNode) else ""
            stated[document] += factuality in _IS_STATED
            denied[document] += factuality == _NEGATED
        if not said:
            return None
        stating = +stated
        days = sorted(day for day in map(self._day_of, stating) if day)
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

    def _by_voice(self, statements: Mapping[str, int]) -> dict[str, int]:
        """The most statements of a document that is the same text as others, by the IRI of the original."""
        found: dict[str, int] = {}
        for document, number in statements.items():
            standing = self._standing.get(document)
            original = self._naming.document(standing.copy_of) if standing and standing.copy_of else document
            found[original] = max(number, found.get(original, 0))
        return found

    def _day(self, document: str) -> str:
        node = ox.NamedNode(document)
        quad = next(iter(self._store().quads_for_pattern(node, _DATE, None, node)), None)
        return quad.object.value if quad is not None and isinstance(quad.object, ox.Literal) else ""

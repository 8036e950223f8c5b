"""A SPARQL server that is a store of this process: what an `Endpoint` does, without HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

URL = "http://127.0.0.1/query"


class LocalEndpoint:
    """What `kg.graph.store.endpoint.Endpoint` does, on a store of this process, which takes `left` more updates."""

    def __init__(self, store: ox.Store, left: int = 10_000) -> None:
        self.store, self.left = store, left
        self.query_url = self.update_url = self.shown = URL
        self.asked: list[str] = []

    def _query(self, text: str, default: Iterable[str]) -> Any:
        self.asked.append(text)
        graphs = [ox.NamedNode(name) for name in default] or None
        return self.store.query(text, default_graph=graphs)

    def ask(self, text: str, *, default: Iterable[str] = (), named: Iterable[str] = (), quick: bool = False) -> bool:  # noqa: ARG002
        return bool(self._query(text, default))

    def rows(self, text: str, *, default: Iterable[str] = (), named: Iterable[str] = ()) -> tuple[Any, ...]:  # noqa: ARG002
        found = self._query(text, default)
        return tuple(variable.value for variable in found.variables), [tuple(row) for row in found], False

    def values(self, text: str, *, default: Iterable[str] = ()) -> list[tuple[str, ...]]:
        return [tuple(term.value for term in row) for row in self.rows(text, default=default)[1]]

    def number(self, text: str, *, default: Iterable[str] = ()) -> int:
        return int(self.values(text, default=default)[0][0])

    def update(self, text: str) -> None:
        if self.left == 0:
            raise StoreError("the connection broke off")
        self.left -= 1
        self.store.update(text)

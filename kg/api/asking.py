"""Questions that come with kg, and those in plain English: names by the graph, the rest by the reader, then SPARQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib import Dataset

    from kg.graph.asking.answers import Answer
    from kg.graph.query.execution import Rows
    from kg.graph.query.files import QueryFile
    from kg.graph.query.results import RowsFormat

__all__ = ["answer_question", "format_rows", "questions"]


def questions() -> Mapping[str, QueryFile]:
    """The questions that come with kg, which `Graph.query_named` answers, by their names."""
    from kg.graph.query.files import read_queries

    return read_queries("answer")


def format_rows(rows: Rows, form: RowsFormat, *, raw: bool = False) -> str:
    """An answer as "csv", "json", "xml" or "ttl"; see `kg.graph.query.results.format_rows`."""
    from kg.graph.query.results import format_rows as written

    return written(rows, form, raw=raw)


def answer_question(dataset: Dataset, text: str, *, timeout: float, max_memory: int) -> Answer:
    """The answer of a graph to a question in plain English; see `kg.api.Graph.ask`."""
    from kg.ask.reading import read_question  # what loads the language model
    from kg.errors import QuestionError
    from kg.graph.asking.answers import answer_of
    from kg.graph.asking.names import names_in

    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise QuestionError(f"a question has between 1 and {LONGEST} characters")
    question = read_question(text, names_in(dataset, text))
    return answer_of(dataset, question, timeout=timeout, max_memory=max_memory)


LONGEST = 500
"""How many characters a question may have."""

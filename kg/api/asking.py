"""Questions in plain English, put to a graph: names by the graph, the rest by the reader of news, then SPARQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.graph.asking.answers import Answer

__all__ = ["answer_question"]


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

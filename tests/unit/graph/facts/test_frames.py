"""Rows and facts as data frames."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from graph_examples import HOSTILE, graph_of, harbour

from kg.api import Graph
from kg.errors import MissingPackageError
from kg.graph.facts.selection import FACT_COLUMNS
from kg.graph.infer import infer

if TYPE_CHECKING:
    from kg.model import Extraction


def built(*found: Extraction, inferring: bool = False) -> Graph:
    dataset = graph_of(*found)
    if inferring:
        infer(dataset)
    return Graph(dataset)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return built(harbour(), harbour(HOSTILE, "two"), inferring=True)


def test_a_frame_keeps_types(graph: Graph) -> None:
    frame = graph.facts().to_pandas()
    assert tuple(frame.columns) == FACT_COLUMNS
    assert frame["confidence"].dtype == "float64"
    assert frame["begin"].dtype == frame["end"].dtype == "int64"
    assert frame.loc[frame["relation"] == "createdOn", "object_iri"].isna().all()
    assert tuple(graph.facts(relation="governs").to_pandas().columns) == FACT_COLUMNS
    answer = graph.query("SELECT ?n ?c ?t { ?s kg:sentence/oa:start ?n ; kg:confidence ?c ; kg:time ?t }").to_pandas()
    assert (answer["n"].dtype, answer["c"].dtype) == ("int64", "float64")
    assert {type(time) for time in answer["t"]} == {str, date}, "a month is words, a day a date"


def test_without_pandas_one_line_says_what_to_do() -> None:
    code = (
        "import sys; sys.modules['pandas'] = None\n"
        "from kg.graph.facts.selection import Facts\n"
        "from kg.errors import KgError\n"
        "try: Facts(()).to_pandas()\n"
        "except KgError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "pandas is not installed: pip install 'newskg[pandas]'\n"
    assert issubclass(MissingPackageError, ImportError)

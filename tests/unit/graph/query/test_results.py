"""Answers in W3C's formats, and as CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from graph_examples import HOSTILE, harbour

from kg.display.spreadsheet import csv_text
from kg.errors import QueryError
from kg.graph.query.execution import query
from kg.graph.query.results import format_rows

if TYPE_CHECKING:
    from conftest import Place
    from rdflib import Dataset


@pytest.fixture
def harbours(place: Place) -> Dataset:
    return place.write(harbour(HOSTILE), harbour("", "two"))


def test_a_construct_is_a_graph(harbours: Dataset) -> None:
    rows = query(harbours, "CONSTRUCT { ?b kg:ledBy ?a } WHERE { ?a kg:leads ?b }")
    assert (rows.kind, rows.columns, len(rows)) == ("graph", ("subject", "predicate", "object"), 1)
    for form, parser in (("ttl", ox.RdfFormat.TURTLE), ("json", ox.RdfFormat.JSON_LD), ("xml", ox.RdfFormat.RDF_XML)):
        assert len(list(ox.parse(format_rows(rows, form), format=parser))) == 1


def test_formats_keep_hostile_text_in_its_place(harbours: Dataset) -> None:
    rows = query(harbours, "SELECT ?id ?text { ?d dcterms:identifier ?id ; kg:text ?text } ORDER BY ?id")
    answer = json.loads(format_rows(rows, "json"))
    assert [row["text"]["value"] for row in answer["results"]["bindings"]] == [row.text for row in rows]
    table = list(csv.reader(io.StringIO(format_rows(rows, "csv"), newline="")))
    assert [row[1] for row in table[1:]] == [row.text for row in rows]
    document = ET.fromstring(format_rows(rows, "xml"))  # noqa: S314 (our own output)
    (first, *_) = [
        literal.text for literal in document.iter() if literal.tag.endswith("literal") and "script" in literal.text
    ]
    assert first == rows[0].text.replace("\x00", "\ufffd").replace("\x07", "\ufffd").replace("\uffff", "\ufffd")
    with pytest.raises(QueryError, match="only CONSTRUCT and DESCRIBE give Turtle"):
        format_rows(rows, "ttl")


@pytest.mark.parametrize("form", ["csv", "json", "xml"])
def test_a_yes_or_no_has_every_format(harbours: Dataset, form: str) -> None:
    assert "true" in format_rows(query(harbours, "ASK { ?a kg:leads ?b }"), form).lower()


def test_csv_keeps_numbers() -> None:
    assert csv_text(["a", "b"], [[-1, 0.5]]) == "a,b\n-1,0.5\n"

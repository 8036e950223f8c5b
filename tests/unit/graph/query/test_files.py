"""Query files are read, and values bound, or it is said why not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from kg.errors import QueryError
from kg.graph.query.files import ParameterKind, QueryParameter, read_queries, read_query

GOOD = """\
# title: A question
# answers: What it answers.
# parameter name (text): a name
# parameter day (date, optional): a day
# parameter thing (iri, optional): a thing
# example: name = "Ines", day = "2019", thing = "https://a/b"
SELECT ?name ?day ?thing
WHERE {
  VALUES ?name { "Ines" }
  # with day
  VALUES ?day { "2019" }
  # end
  # with thing
  VALUES ?thing { <https://a/b> }
  # end
}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "a-question.rq"
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_a_header(tmp_path: Path) -> None:
    query = read_query(write(tmp_path, GOOD))
    assert (query.name, query.title, query.says) == ("a-question", "A question", "What it answers.")
    assert [(p.name, p.kind, p.optional) for p in query.parameters] == [
        ("name", "text", False),
        ("day", "date", True),
        ("thing", "iri", True),
    ]
    assert query.example == (("name", "Ines"), ("day", "2019"), ("thing", "https://a/b"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("# title: A question\n", "", "lacks a title"),
        ("# answers: What it answers.\n", "", "lacks a title, or what"),
        ("# answers:", "# anwers:", "malformed header line: # anwers: What"),
        ("(text)", "(words)", "malformed header line: # parameter name"),
        ("# example:", "# title: Twice\n# example:", "malformed header line: # title: Twice"),
        ('  VALUES ?name { "Ines" }\n', "", r"parameter name needs one line VALUES \?name"),
        ("# parameter day", "# parameter night", "parameter night needs one line"),
        ("  # with day\n", "", "parameter day needs a block # with day … # end"),
    ],
)
def test_refuses_a_file_that_is_not_in_form(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(QueryError, match=rf"a-question\.rq: .*{says}"):
        read_query(write(tmp_path, GOOD.replace(old, new)))


def test_binds_values_and_leaves_open_what_may_be(tmp_path: Path) -> None:
    query = read_query(write(tmp_path, GOOD))
    [row] = Graph().query(query.bind({"name": "Jon", "thing": "https://w3id.org/kg/entity/1"}))
    assert [None if term is None else str(term) for term in row] == ["Jon", None, "https://w3id.org/kg/entity/1"]  # type: ignore[union-attr]


def test_takes_in_a_comment_where_a_value_is_not_given(tmp_path: Path) -> None:
    text = GOOD.replace(
        "  # with thing", "  # without day\n  # FILTER(BOUND(?name)) # that is known\n  # end\n  # with thing"
    )
    query = read_query(write(tmp_path, text))
    assert "  FILTER(BOUND(?name)) # that is known\n  # with thing" in query.bind({"name": "Jon", "thing": "a:b"})
    assert query.bind(dict(query.example)) == text


CALLED = """\
# title: Who is called so
# answers: Their IRIs.
# parameter name (name): a name or alias
# example: name = "Ines"
SELECT ?who
WHERE {
  VALUES ?name { "Ines" }
  { ?who rdfs:label ?name } UNION { ?who skos:altLabel ?name }
}
"""


def test_entities_take_the_place_of_the_name_that_means_them(tmp_path: Path) -> None:
    query = read_query(write(tmp_path, CALLED))
    bound = query.bind({"name": "INES"}, {"name": ["https://a/1", "https://a/2"]})
    assert [str(row[0]) for row in Graph().query(bound)] == ["https://a/1", "https://a/2"]  # type: ignore[index]
    assert query.bind({"name": "Ines"}, {"name": []}) == CALLED


def test_a_query_that_asks_for_a_name_looks_for_label_and_alias(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="parameter name needs for each such line one"):
        read_query(write(tmp_path, CALLED.replace("skos:altLabel", "rdfs:label")))


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("number", "0.5", "0.5"),
        ("day", "2019-03-04", '"2019-03-04"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("day", "2019-03", '"2019-03"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
        ("date", "2019", '"2019"'),
        ("iri", "https://a/b", "<https://a/b>"),
    ],
)
def test_a_value_is_written_as_its_kind(kind: ParameterKind, value: str, term: str) -> None:
    assert QueryParameter("x", kind, optional=False, says="").term(value) == term


@pytest.mark.parametrize(("kind", "value"), [("number", "half"), ("number", "1 } DROP ALL"), ("day", "Monday")])
def test_no_value_leaves_its_kind(kind: ParameterKind, value: str) -> None:
    with pytest.raises(QueryError, match=r"is no (number|date)"):
        QueryParameter("x", kind, optional=False, says="").term(value)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "query 'a-question' needs name: a name"),
        ({"name": "x", "nme": "y"}, "has no parameter 'nme'; it takes: name, day, thing"),
        ({"name": "x", "day": "last week"}, "day: 'last week' is no date"),
        ({"name": "x", "day": "2019-02-30"}, "no date"),
        ({"name": "x", "day": "20190204"}, "no date"),
        ({"name": "x", "thing": "Marta Oduya"}, "no IRI"),
        ({"name": "x", "thing": "https://a/> } DROP ALL"}, "no IRI"),
        ({"name": "\ud800"}, "not valid Unicode"),
    ],
)
def test_refuses_values_that_do_not_fit(tmp_path: Path, values: dict[str, str], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        read_query(write(tmp_path, GOOD)).bind(values)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_words_go_through_a_query_unchanged(words: str) -> None:
    term = QueryParameter("name", "text", optional=False, says="a name").term(words)
    [row] = Graph().query(f"SELECT ?name WHERE {{ VALUES ?name {{ {term} }} }}")
    assert str(row[0]) == words  # type: ignore[index]


def test_a_query_of_ours_takes_what_would_end_its_string() -> None:
    hostile = '" } } ; DROP ALL # \\ {'
    assert list(Graph().query(read_queries("answer")["about-entity"].bind({"name": hostile}))) == []

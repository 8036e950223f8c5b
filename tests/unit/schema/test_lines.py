import json
from datetime import date

import jsonschema
import pytest

from kg.model import UNKNOWN, Claim, Document, Entity, Evidence, Extraction, Fact, Mention, Span
from kg.schema import extraction_schema, to_json, to_line

TEXT = "Ana Costa visited Porto on Monday."
EXTRACTION = Extraction(
    document=Document("a", TEXT, "news/a.txt", date(2024, 3, 5), "A visit"),
    entities=(
        Entity("e1", "Ana Costa", "Person", ("Costa",), (Mention(Span(0, 9), "name"),)),
        Entity("e2", "Porto", "City", (), (Mention(Span(18, 23), "name"),)),
    ),
    facts=(
        Fact(
            subject="e1",
            predicate="visited",
            object="e2",
            kind="entity",
            evidence=Evidence(Span(0, 33), Span(0, 9), Span(18, 23), Span(10, 17)),
            rule="visit.go",
            factuality="reported",
            source="e2",
            time="2024-03-04",
            qualifiers=(("count", "2"),),
            confidence=0.9,
        ),
        Fact(UNKNOWN, "p/cut_off", "2024-03", "date", Evidence(Span(0, 33)), "open"),
    ),
    claims=(Claim("e1", "visited Porto", Span(10, 23), direct=False, facts=(0,)),),
    sentences=(Span(0, 34),),
    made_by=(("model", "en_core_web_md 3.8.0"),),
)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(extraction_schema())


def test_an_extraction_has_the_published_shape() -> None:
    value = to_json(EXTRACTION)
    jsonschema.validate(value, extraction_schema(), cls=jsonschema.Draft202012Validator)
    assert value["date"] == "2024-03-05"
    assert value["entities"][0] == {
        "id": "e1",
        "name": "Ana Costa",
        "class": "Person",
        "aliases": ["Costa"],
        "mentions": [{"span": [0, 9], "kind": "name"}],
        "participant": False,
        "whose": None,
    }
    first, second = value["facts"]
    assert first["spans"] == {"subject": [0, 9], "predicate": [10, 17], "object": [18, 23], "evidence": [0, 33]}
    assert first["evidence"] == "Ana Costa visited Porto on Monday"
    assert first["qualifiers"] == {"count": "2"}
    assert second["s"] == "unknown"
    assert second["spans"] == {"evidence": [0, 33]}


def test_a_line_is_one_line() -> None:
    line = to_line(EXTRACTION)
    assert "\n" not in line
    assert json.loads(line) == to_json(EXTRACTION)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("entities", 0, "id"), "x"),
        (("facts", 0, "factuality"), "likely"),
        (("facts", 0, "s"), "Ana"),
        (("facts", 0, "confidence"), 1.5),
        (("facts", 0, "qualifiers"), {"colour": "red"}),
        (("facts", 0, "spans"), {}),
        (("claims", 0, "span"), [1]),
        (("extra",), 1),
    ],
)
def test_another_shape_is_refused(path: tuple[str | int, ...], value: object) -> None:
    whole = to_json(EXTRACTION)
    place = whole
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(whole, extraction_schema(), cls=jsonschema.Draft202012Validator)

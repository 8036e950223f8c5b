from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError
from kg.ontologies.linkml import read_linkml

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = """
id: https://example.org/films
prefixes:
  ex: https://example.org/films#
  kg: https://w3id.org/kg/ontology#
default_prefix: ex
classes:
  Film:
    description: A moving picture.
    aliases: [movie]
    broad_mappings: [kg:Work]
    slots: [director]
    attributes:
      released_on: {range: date}
  Documentary: {is_a: Film}
  Person: {class_uri: kg:Person}
slots:
  director:
    title: directed by
    range: Person
    broad_mappings: [kg:relatedTo]
    examples:
      - value: "[Jaws] was directed by {Steven Spielberg}."
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "films.yaml"
    path.write_text(text, "utf-8")
    return path


def test_classes_and_slots_are_read(tmp_path: Path) -> None:
    found = read_linkml(written(tmp_path, SCHEMA))
    space = "https://example.org/films#"
    assert list(found.classes) == [f"{space}Documentary", f"{space}Film"]
    assert found.kinds(f"{space}Documentary") == {"Work"}
    assert found.classes[f"{space}Film"].names == ("film", "movie")
    director = found.relations[f"{space}director"]
    assert (director.label, director.names) == ("directed by", ("directed by", "director"))
    assert director.domain == (f"{space}Film",)
    assert director.range == ("https://w3id.org/kg/ontology#Person",)
    assert director.above == ("relatedTo",)
    assert director.examples[0].text == "Jaws was directed by Steven Spielberg."
    assert found.relations[f"{space}released_on"].kind == "date"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [", "is not YAML"),
        ("- 1", "no LinkML schema"),
        ("classes: 3", "no LinkML schema"),
        ("default_prefix: 'urn:x:'\nclasses: {A: }", "no address of the web"),
        ("slots: {a: {examples: [{value: '[A] met B'}]}}", "a subject without an object"),
        ("classes: !!python/object/apply:os.system ['true']", "is not YAML"),
    ],
)
def test_what_is_no_schema_is_one_line(tmp_path: Path, text: str, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=says) as caught:
        read_linkml(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)

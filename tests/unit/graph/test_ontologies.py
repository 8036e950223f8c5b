from pathlib import Path

import pytest

from kg.errors import InputError
from kg.graph.ontologies import read_ontology, write_proposal
from kg.ontologies.suggesting import Occurrence, propose

PREFIXES = """
@prefix : <https://example.org/o#> .
@prefix kg: <https://w3id.org/kg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
O = "https://example.org/o#"  # noqa: E741 (the prefix of the file)


def written(folder: Path, text: str, name: str = "own.ttl") -> Path:
    path = folder / name
    path.write_text(PREFIXES + text if name.endswith(".ttl") else text, "utf-8")
    return path


def test_owl_is_read(tmp_path: Path) -> None:
    text = """
    :Film a owl:Class ; rdfs:label "Spielfilm"@de, "Film"@en ; skos:altLabel "movie" ; rdfs:subClassOf kg:Work .
    :Crew a owl:Class ; owl:equivalentClass schema:Person .
    rdf:type a owl:ObjectProperty . kg:leads a owl:ObjectProperty .
    :madeBy a owl:ObjectProperty ; rdfs:domain [ owl:unionOf ( :Film :Crew ) ] ; rdfs:range schema:Person ;
        owl:inverseOf kg:created ; rdfs:subPropertyOf kg:relatedTo ; skos:example "[A] is by {B}." .
    :madeOn a owl:DatatypeProperty ; rdfs:range xsd:gYear .
    :motto a owl:DatatypeProperty .
    """
    found = read_ontology(written(tmp_path, text))
    assert list(found.classes) == [f"{O}Crew", f"{O}Film"]
    assert found.classes[f"{O}Film"].names == ("film", "movie")
    assert found.kinds(f"{O}Crew") == {"Person"}
    assert list(found.relations) == [f"{O}madeBy", f"{O}madeOn", f"{O}motto"]
    made = found.relations[f"{O}madeBy"]
    assert made.domain == (f"{O}Crew", f"{O}Film")
    assert made.range == ("https://w3id.org/kg/ontology#Person",)
    assert (made.label, made.inverse, made.above) == ("made by", ("created",), ("relatedTo",))
    assert [each.kind for each in found.relations.values()] == ["entity", "date", "text"]


def test_shacl_is_read(tmp_path: Path) -> None:
    text = """
    :FilmShape a sh:NodeShape ; sh:targetClass :Film ;
        sh:property [ sh:path :director ; sh:name "director" ; sh:class :Person ] ,
            [ sh:path :released ; sh:datatype xsd:date ; sh:description "When it came out." ] .
    """
    found = read_ontology(written(tmp_path, text))
    assert f"{O}Film" in found.classes
    director, released = found.relations[f"{O}director"], found.relations[f"{O}released"]
    assert director.domain[0] == f"{O}Film"
    assert (released.kind, released.definition) == ("date", "When it came out.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (":a :b", "invalid turtle"),
        (":a rdfs:label 'a' .", "declares no class"),
        ("<urn:x:A> a owl:Class .", "must be an http or https address"),
        (":r a owl:ObjectProperty ; skos:example '[A] met B.' .", "a subject without an object"),
        ("kg:Person a owl:Class .", "declares no class"),
    ],
)
def test_a_broken_file_is_one_line(tmp_path: Path, text: str, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=says) as caught:
        read_ontology(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"@context": "http://127.0.0.1:9/context", "@id": "http://a/b"}', "nothing is fetched"),
        ('{"@context": ["file:///etc/passwd"], "@id": "http://a/b"}', "nothing is fetched"),
        ("[" * 100_000 + "]" * 100_000, "invalid json-ld"),
    ],
)
def test_json_ld_reaches_for_nothing_outside_the_file(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "o.jsonld"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=says):
        read_ontology(path)


def test_json_ld_with_a_context_of_its_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "o.jsonld"
    path.write_text('{"@context": {"C": "http://www.w3.org/2002/07/owl#Class"}, "@id": "http://a/Film", "@type": "C"}')
    assert "http://a/Film" in read_ontology(path).classes


def test_a_proposal_can_be_read_again(tmp_path: Path) -> None:
    some = [Occurrence('p/star in é"', "Person", "", "Ann stars in Low Tide.", "a", (0, 3), (13, 21))] * 3
    text = write_proposal(propose(some, [("Low Tide", "Work", ("film",))], least=1), "https://example.org/p#")
    assert text == write_proposal(propose(some, [("Low Tide", "Work", ("film",))], least=1), "https://example.org/p#")
    path = tmp_path / "proposal.ttl"
    path.write_text(text, "utf-8")
    found = read_ontology(path)
    (relation,) = found.relations.values()
    assert relation.examples[0].text == "Ann stars in Low Tide."
    assert found.classes["https://example.org/p#Film"].kinds == ("Work",)

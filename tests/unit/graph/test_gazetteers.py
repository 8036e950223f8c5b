from pathlib import Path

import pytest

from kg.errors import InputError
from kg.graph.gazetteers import read_rdf
from kg.links.model import Entry, Point

PREFIXES = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix schema: <https://schema.org/> .
@prefix gn: <http://www.geonames.org/ontology#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix ex: <http://example.org/> .
"""
TURTLE = (
    PREFIXES
    + """
ex:yard a skos:Concept, schema:Corporation ;
    skos:prefLabel "Brennawerft"@de, "Brenna Shipbuilding"@en ; skos:altLabel "Brenna"@en ; skos:hiddenLabel "BS" ;
    skos:exactMatch <http://www.wikidata.org/entity/Q42>, <urn:x> ; skos:closeMatch ex:other ; skos:note "no name" .
ex:kelm gn:name "Kelm" ; gn:featureCode gn:P.PPL ; geo:lat "54.5" ; geo:long 18.5 ; gn:countryCode "PL" .
ex:nameless a schema:Person .
[] skos:prefLabel "blank" .
"""
)


def written(folder: Path, text: str, name: str = "list.ttl") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_skos_and_geonames_are_read(tmp_path: Path) -> None:
    kelm, yard = read_rdf(written(tmp_path, TURTLE)).entries
    assert kelm == Entry("http://example.org/kelm", ("Kelm",), cls="City", point=Point(54.5, 18.5, "PL"))
    assert (yard.names, yard.others, yard.weak) == (("Brenna Shipbuilding", "Brennawerft"), ("Brenna",), ("BS",))
    assert (yard.cls, yard.same) == ("Company", ("http://www.wikidata.org/entity/Q42",))


def test_the_order_of_triples_does_not_matter(tmp_path: Path) -> None:
    lines = [
        '<http://example.org/a> <http://www.w3.org/2004/02/skos/core#altLabel> "B" .',
        '<http://example.org/a> <http://www.w3.org/2004/02/skos/core#altLabel> "C" .',
        '<http://example.org/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "A" .',
        '<http://example.org/b> <http://www.w3.org/2000/01/rdf-schema#label> "D" .',
    ]
    one = read_rdf(written(tmp_path, "\n".join(lines), "one.nt"))
    other = read_rdf(written(tmp_path, "\n".join(lines[::-1]), "other.nt"))
    assert one.encode() == other.encode()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cut.ttl", TURTLE[:-40] + '"'),
        ("cut.nt", '<http://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "A'),
        ("not.rdf", "<html><body>no RDF"),
        ("not.jsonld", "{"),
        ("empty.ttl", ""),
        ("nothing.ttl", PREFIXES + 'ex:a ex:b "c" .'),
    ],
)
def test_a_bad_file_is_one_line(tmp_path: Path, name: str, text: str) -> None:
    path = written(tmp_path, text, name)
    with pytest.raises(InputError, match=r"cannot be read as RDF|holds nothing that has a name") as failure:
        read_rdf(path)
    assert str(path) in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.ttl: cannot be read as RDF"):
        read_rdf(tmp_path / "none.ttl")

import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.links.files import class_of, read_csv, read_ftm
from kg.links.model import Entry, Gazetteer, Point


def csv_of(folder: Path, text: str | bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    "text",
    [
        (
            "id,label,altLabel,type,sameAs,lat,long,country,population\n"
            "a,Brenna Yard,Brenna|The Yard,Company,Q42,54.5,18.5,pl,12\n"
        ),
        (
            "ID;Name;Aliases;Class;Wikidata;Latitude;Longitude;Country code;Population\r\n"
            "a;Brenna Yard;Brenna|The Yard;corporation;Q42;54.5;18.5;PL;12\r\n"
        ),
        (
            "\ufeffid\tTitle\taliases\tschema\twikidata_id\tlat\tlng\tcountries\tpopulation\n"
            "a\tBrenna Yard\tBrenna|The Yard\tCompany\tQ42\t54.5\t18.5\tPL\t12\n"
        ),
    ],
    ids=["commas", "semicolons", "tabs"],
)
def test_a_table_is_read_whatever_its_columns_are_called(tmp_path: Path, text: str) -> None:
    (entry,) = read_csv(csv_of(tmp_path, text)).entries
    same = ("http://www.wikidata.org/entity/Q42",)
    point = Point(54.5, 18.5, "PL", 12)
    assert entry == Entry("a", ("Brenna Yard",), ("Brenna", "The Yard"), (), "Company", same, point)


def test_rows_of_one_id_are_one_entry(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "id,name\nb,Two\na,One\nb,Second\n")
    assert [(entry.id, entry.names) for entry in read_csv(path).entries] == [("a", ("One",)), ("b", ("Two", "Second"))]


def test_what_has_no_name_is_left_out(tmp_path: Path) -> None:
    rows = "id,name,lat,long\na,,1,1\nb,…,1,1\nc,  ,1,1\nd," + "x" * 201 + ",1,1\ne,Good,95,1\nf,Better,nan,inf\n"
    found = read_csv(csv_of(tmp_path, rows)).entries
    assert [(entry.id, entry.point) for entry in found] == [("e", None), ("f", None)]


def test_only_iris_of_the_web_are_the_same(tmp_path: Path) -> None:
    rows = 'id,name,sameAs\na,A,javascript:alert(1)|http://a> <b|file:///etc/passwd|https://example.org/x|""\n'
    assert read_csv(csv_of(tmp_path, rows)).entries[0].same == ("https://example.org/x",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no column of names"),
        ("a,b\n1,2\n", "names no column of names"),
        ("name\n", "holds nothing that has a name"),
        ("id,name\n1,\n", "holds nothing that has a name"),
        (b"name\n\xff\xfe\n", "is not in UTF-8"),
        ('name\n"never closed', "is no table"),
        ("name\n" + "x" * 1_000_000, "is no table"),
    ],
)
def test_a_bad_table_is_one_line(tmp_path: Path, text: str | bytes, says: str) -> None:
    path = csv_of(tmp_path, text)
    with pytest.raises(InputError, match=says) as failure:
        read_csv(path)
    assert str(path) in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_csv(tmp_path / "none.csv")


def ftm_of(folder: Path, *entities: object) -> Path:
    lines = (each if isinstance(each, str) else json.dumps(each) for each in entities)
    return csv_of(folder, "\n".join(lines) + "\n", "list.ftm.json")


def test_entities_of_followthemoney_are_read(tmp_path: Path) -> None:
    person = {
        "id": "Q7",
        "caption": "Ada Marlow",
        "schema": "Person",
        "properties": {"name": ["Ada Marlow", "Ада Марлоу"], "alias": ["A. Marlow"], "weakAlias": ["Ada"]},
    }
    vessel = {"id": "v", "schema": "Vessel", "properties": {"name": ["Aurelia"], "sameAs": "https://example.org/v"}}
    found = read_ftm(ftm_of(tmp_path, person, "", vessel)).entries
    wikidata = ("http://www.wikidata.org/entity/Q7",)
    assert found[0] == Entry("Q7", ("Ada Marlow", "Ада Марлоу"), ("A. Marlow",), ("Ada",), "Person", wikidata)
    assert found[1] == Entry("v", ("Aurelia",), cls="", same=("https://example.org/v",))


@pytest.mark.parametrize(
    "line", ["{", "[]", "1", '{"id": 1, "properties": {}}', '{"id": "a"}', "[" * 100_000], ids=range(6)
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    good = {"id": "a", "schema": "Person", "properties": {"name": ["A"]}}
    with pytest.raises(InputError, match="line 2 is no"):
        read_ftm(ftm_of(tmp_path, good, line))


@pytest.mark.parametrize(
    ("kind", "cls"),
    [
        ("Person", "Person"),
        ("http://xmlns.com/foaf/0.1/Person", "Person"),
        ("https://schema.org/Corporation", "Company"),
        ("http://www.wikidata.org/entity/Q515", "City"),
        ("http://www.geonames.org/ontology#P.PPL", "City"),
        ("http://www.w3.org/2004/02/skos/core#Concept", ""),
        ("PublicBody", "GovernmentAgency"),
        ("", ""),
    ],
)
def test_types_of_others_are_classes_of_ours(kind: str, cls: str) -> None:
    assert class_of(kind) == cls


def test_entries_survive_their_bytes(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "id,name,alias,lat,long\na,Évora,Ébora|\U0001f600 x,1,2\nb,B,,,\n")
    found = read_csv(path)
    assert Gazetteer.decode(found.name, found.encode()) == found

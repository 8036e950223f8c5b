import pytest

from kg.ontologies.model import OwnClass, OwnExample, OwnOntology, OwnRelation, read_example

KG = "https://w3id.org/kg/ontology#"
FILMS = OwnOntology(
    {
        "http://e.org/Work": OwnClass("http://e.org/Work", "work", kinds=("Work",)),
        "http://e.org/Film": OwnClass("http://e.org/Film", "film", parents=("http://e.org/Work",)),
        "http://e.org/Cup": OwnClass("http://e.org/Cup", "cup"),
        "http://e.org/Loop": OwnClass("http://e.org/Loop", "loop", parents=("http://e.org/Loop",)),
    },
    {
        "http://e.org/director": OwnRelation(
            "http://e.org/director",
            "director",
            ("director", "directed by"),
            domain=("http://e.org/Film",),
            range=(f"{KG}Person",),
            examples=(OwnExample("Jaws is by Ann.", (0, 4), (11, 14)),),
        )
    },
    "0123",
)


def test_an_ontology_comes_back_from_its_json() -> None:
    again = OwnOntology.from_json(FILMS.to_json())
    assert (again.classes, again.relations) == (FILMS.classes, FILMS.relations)
    assert again.to_json() == FILMS.to_json()


@pytest.mark.parametrize(
    ("classes", "cls", "fits"),
    [
        ((), "City", True),
        (("http://e.org/Film",), "Work", True),
        (("http://e.org/Film",), "Person", False),
        (("http://e.org/Film",), "Topic", True),
        (("http://e.org/Cup",), "Person", True),
        (("http://e.org/Loop",), "Person", True),
        ((f"{KG}Person", "http://e.org/Film"), "Person", True),
        ((f"{KG}Agent",), "Country", True),
    ],
)
def test_classes_are_compared_by_those_of_kg(classes: tuple[str, ...], cls: str, fits: bool) -> None:
    assert FILMS.takes(classes, cls) is fits


def test_a_later_ontology_keeps_the_terms_of_one_before() -> None:
    other = OwnOntology({"http://e.org/Film": OwnClass("http://e.org/Film", "movie")}, {}, "4567")
    both = other.over(FILMS)
    assert both.labels["http://e.org/Film"] == "movie"
    assert both.labels["http://e.org/director"] == "director"
    assert both.digest == "4567"


@pytest.mark.parametrize(
    ("marked", "subject", "item"),
    [
        ("[Jaws] was directed by {Steven Spielberg}.", "Jaws", "Steven Spielberg"),
        ("{Ann} made [Low Tide].", "Low Tide", "Ann"),
        ("Ann made Low Tide.", None, None),
    ],
)
def test_an_example_marks_both_ends_or_none(marked: str, subject: str | None, item: str | None) -> None:
    example = read_example(marked)
    spans = example.subject, example.object
    assert [span and example.text[slice(*span)] for span in spans] == [subject, item]
    assert not set(example.text) & set("[]{}")


@pytest.mark.parametrize("marked", ["[A] met B.", "A met {B}.", "[A] met [B].", "{A} met {B}."])
def test_an_example_with_other_marks_is_refused(marked: str) -> None:
    with pytest.raises(ValueError, match=r"two|without"):
        read_example(marked)

"""Rules from labels and examples, and the three ontologies of `tests/ontologies` on the sentences held out."""

import pickle
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kg.api import own_ontology
from kg.graph.ontologies import read_ontology
from kg.model import Document, Extraction
from kg.ontologies.learning import make_rules
from kg.ontologies.model import OwnRules
from kg.pipeline import Extractor, read

ONTOLOGIES = Path(__file__).parents[2] / "ontologies"
sys.path.insert(0, str(ONTOLOGIES))

from ontology_scores import ASKED, NAMES, scores  # noqa: E402 (a script beside the ontologies)

FILM = "https://example.org/film#"


@pytest.fixture(scope="module")
def films() -> OwnRules:
    return own_ontology(ONTOLOGIES / "film.ttl")


def found(extraction: Extraction) -> set[tuple[str, str, str, str]]:
    names = {each.id: each.name for each in extraction.entities}
    return {
        (names[f.subject], f.predicate.rpartition("#")[2], names.get(f.object, f.object), f.factuality)
        for f in extraction.facts
        if ":" in f.predicate
    }


@pytest.mark.parametrize("name", NAMES)
def test_held_out_sentences_are_read_as_well_as_was_asked(name: str) -> None:
    assert scores(name).total.f1 >= ASKED


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "Critics say that Ann Holt directed the film Low Tide.",
            {
                ("Low Tide", "director", "Ann Holt", "reported"),
                ("Low Tide", "type", f"{FILM}Film", "asserted"),
                ("Ann Holt", "type", f"{FILM}Person", "reported"),
            },
        ),
        (
            "Ann Holt did not direct Low Tide.",
            {
                ("Low Tide", "director", "Ann Holt", "negated"),
                ("Low Tide", "type", f"{FILM}Film", "negated"),
                ("Ann Holt", "type", f"{FILM}Person", "negated"),
            },
        ),
        ("The minister directed the police to leave Oslo.", set()),
    ],
)
def test_facts_have_the_standing_that_the_text_gives_them(
    films: OwnRules, text: str, facts: set[tuple[str, str, str, str]]
) -> None:
    assert found(read(Document("a", text), Extractor(own=films))) == facts


def test_rules_are_the_same_again_and_travel_to_other_processes(films: OwnRules) -> None:
    again = make_rules(read_ontology(ONTOLOGIES / "film.ttl"))
    assert again.rules.rules == films.rules.rules or [r.id for r in again.rules.rules] == [
        r.id for r in films.rules.rules
    ]
    text = Document("a", "Low Tide was directed by Ann Holt and filmed in Oslo.")
    sent = pickle.loads(pickle.dumps(Extractor(own=films)))  # noqa: S301 (our own bytes)
    assert read(text, sent).facts == read(text, Extractor(own=films)).facts != ()


def test_without_an_ontology_nothing_is_read_otherwise(films: OwnRules) -> None:
    text = Document("a", "The film Low Tide was directed by Ann Holt.")
    with_own = read(text, Extractor(own=films))
    without = read(text, Extractor())
    kept = [fact for fact in with_own.facts if ":" not in fact.predicate]
    assert [f.predicate for f in without.facts] == [f.predicate for f in kept]
    assert replace(without, made_by=()) != replace(with_own, made_by=())

"""Classes settled between what a network sees and what relations require."""

import numpy as np
import pytest

from kg import ontology
from kg.text.model import PROPOSED, UNNAMED, Reading, RelationMention
from kg.text.ranking.classes import fits, likely_classes, listed_classes, settle
from kg.text.ranking.labels import CLASSES, RELATIONS
from kg.text.ranking.pairs import find_pairs
from kg.text.ranking.ranker import load_ranker

TEXT = "Anna Ekberg joined the tour in Oslo."


def named(read: Reading, name: str) -> int:
    """The referent of a name."""
    return next(place for place, row in enumerate(read.referents.referents) if row.name == name)


def finding(read: Reading, subject: str, predicate: str, obj: str) -> RelationMention:
    """A finding between two referents by their names, the subject "" for one not named."""
    one = read.referents.referents[named(read, subject)].phrases[0] if subject else UNNAMED
    two = read.referents.referents[named(read, obj)].phrases[0]
    return RelationMention(one, predicate, two, PROPOSED, anchor=2, tokens=(0, 7))


def doubting(read: Reading, name: str, **shares: float) -> np.ndarray:
    """What lists say of all, but for one referent these probabilities."""
    classes = listed_classes(read.referents)
    classes[named(read, name)] = [shares.get(cls, 0.0) for cls in CLASSES]
    return classes


@pytest.mark.parametrize(
    ("said", "cls"),
    [
        ([("Anna Ekberg", "participatedIn", "tour", 0.9)], "Event"),
        ([("Anna Ekberg", "created", "tour", 0.9)], "Work"),
        ([("Anna Ekberg", "participatedIn", "tour", 0.9), ("Anna Ekberg", "created", "tour", 0.6)], "Event"),
        ([("Anna Ekberg", "participatedIn", "tour", 0.2)], "Work"),
        ([("Anna Ekberg", "supports", "tour", 0.9)], "Work"),
        ([], "Work"),
    ],
)
def test_a_thing_gets_the_class_that_agrees_best_with_what_is_said_of_it(
    said: list[tuple[str, str, str, float]], cls: str, read_text
) -> None:
    read = read_text(TEXT)
    classes = doubting(read, "tour", Work=0.9, Event=0.1)
    findings = [(finding(read, subject, name, obj), sure) for subject, name, obj, sure in said]
    referents, fit = settle(read.referents, classes, findings)
    assert referents.referents[named(read, "tour")].cls == cls
    for (subject, name, obj, _), kept in zip(said, fit, strict=True):
        one, two = (referents.referents[named(read, end)].cls for end in (subject, obj))
        assert kept == ontology.RELATIONS[name].takes(one, two)


@pytest.mark.parametrize(("share", "cls"), [(0.6, "Event"), (0.9, "Work")])
def test_the_class_of_a_list_has_a_little_weight_beforehand(share: float, cls: str, read_text) -> None:
    read = read_text(TEXT)
    referents, _ = settle(read.referents, doubting(read, "tour", Work=share, Event=1 - share), [])
    assert referents.referents[named(read, "tour")].cls == cls


@pytest.mark.parametrize(("name", "kept"), [("Islam", True), ("Tarvism", False)])
def test_a_well_known_name_keeps_its_class(name: str, *, kept: bool, read_text) -> None:
    read = read_text(f"Anna Ekberg wrote about {name} in Oslo.")
    classes = doubting(read, name, Topic=0.1, Event=0.9)
    referents, _ = settle(read.referents, classes, [(finding(read, "Anna Ekberg", "organized", name), 0.9)])
    assert (referents.referents[named(read, name)].cls == read.referents.referents[named(read, name)].cls) == kept


@pytest.mark.parametrize(
    ("name", "kept"), [("Tarvia China", False), ("Sino-Tarvian", False), ("Kingdom of Tarvia", True), ("country", True)]
)
def test_a_name_that_no_list_has_is_no_country(name: str, *, kept: bool, read_text) -> None:
    read = read_text(f"Anna Ekberg joined the {name} in Oslo.")
    classes = doubting(read, name, Region=0.1, Country=0.9)
    referents, _ = settle(read.referents, classes, [])
    assert (referents.referents[named(read, name)].cls == "Country") == kept


def test_a_sure_class_outweighs_a_doubtful_finding_which_is_dropped(read_text) -> None:
    read = read_text(TEXT)
    referents, fit = settle(
        read.referents, listed_classes(read.referents), [(finding(read, "Oslo", "metWith", "tour"), 0.5)]
    )
    assert referents == read.referents
    assert fit == [False]


def test_an_agent_not_named_fits_and_settles_what_is_done_to(read_text) -> None:
    read = read_text(TEXT)
    classes = doubting(read, "tour", Topic=0.6, People=0.4)
    referents, fit = settle(read.referents, classes, [(finding(read, "", "killed", "tour"), 0.8)])
    assert fit == [True]
    assert referents.referents[named(read, "tour")].cls == "People"


def test_likely_classes_are_shares_and_posts_stay_posts(read_text) -> None:
    read = read_text("Anna Ekberg, the mayor of Oslo, resigned. She left.")
    pairs = find_pairs(read.parse, read.referents)
    told = np.random.default_rng(0).normal(size=(len(pairs.phrases), len(CLASSES))).astype(np.float32)
    likely = likely_classes(read.referents, pairs, told)
    assert np.allclose(likely.sum(axis=1), 1, atol=1e-5)
    role = CLASSES.index("Role")
    for row, referent in zip(likely, read.referents.referents, strict=True):
        assert row[role] == (1 if referent.cls == "Role" else 0)


def test_fits_add_up_what_the_relation_takes(read_text) -> None:
    read = read_text(TEXT)
    subjects, objects = fits(doubting(read, "tour", Work=0.75, Event=0.25))
    row = named(read, "tour")
    assert objects[row, RELATIONS.index("participatedIn")] == pytest.approx(0.25)
    assert objects[row, RELATIONS.index("supports")] == pytest.approx(1)
    assert subjects[row, RELATIONS.index("tookPlaceIn")] == pytest.approx(0.25)


def test_no_fact_contradicts_the_classes_of_its_arguments(read_text) -> None:
    ranked = load_ranker().rank(
        read_text("The orchestra's tour of Norway and a raid on its office delighted Anna Ekberg of Kiel.")
    )
    names, of = ranked.referents.referents, ranked.referents.referent_of
    for mention in ranked.relations:
        if mention.predicate in ontology.RELATIONS and mention.kind == "entity" and mention.subject != UNNAMED:
            one, two = names[of[mention.subject]].cls, names[of[mention.object]].cls
            assert ontology.RELATIONS[mention.predicate].takes(one, two)

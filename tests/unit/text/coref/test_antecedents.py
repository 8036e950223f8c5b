"""What was learned of antecedents: which clusters a nominal may refer to, what speaks for each, which is chosen."""

import pytest
from coreference import clusters_of
from hand_built import parse_of

from kg.text.coref.antecedents import FEATURES, Candidate, Likeness, Weighed, load_chooser

CHOOSER = load_chooser()
STORE = parse_of(
    "A/DT/det/2 jewellery/NN/compound/2 store/NN/nsubj/3 closed/VBD/ROOT/3",
    "The/DT/det/1 driver/NN/nsubj/2 left/VBD/ROOT/2",
    "The/DT/det/1 store/NN/nsubj/2 opened/VBD/ROOT/2",
)


def test_a_cluster_is_looked_at_where_it_has_a_word_or_the_class_of_the_nominal() -> None:
    clusters = clusters_of(STORE, (0, 3, "Facility"), (4, 6, "Person"), (7, 9, "Facility"))
    found = Likeness(STORE, clusters).candidates(2, frozenset(), restricted=False, said={0: frozenset({"jewellery"})})
    values = dict(zip(FEATURES, found[-1].values, strict=True))
    assert [candidate.cluster for candidate in found] == [2, 0]
    assert (values["the"], values["same_head"], values["other_number"], values["like_noun"]) == (1, 1, 0, 0)


def test_something_new_refers_to_nothing_before_it_but_a_headline() -> None:
    parse = parse_of("A/DT/det/1 store/NN/nsubj/2 closed/VBD/ROOT/2", "A/DT/det/1 store/NN/nsubj/2 opened/VBD/ROOT/2")
    clusters = clusters_of(parse, (0, 2, "Facility"), (3, 5, "Facility"))
    assert Likeness(parse, clusters).candidates(1, frozenset(), restricted=False, said={}) == []


@pytest.mark.parametrize(("weight", "chosen"), [(3.0, 7), (0.5, 7), (0.3, -1)])
def test_the_likeliest_is_chosen_from_the_least_probability_on(weight: float, chosen: int) -> None:
    weighed = Weighed((weight, 0.1), 0.0, 0.6)
    assert weighed.choose(0, [Candidate(4, (4,), (0.0, 1.0)), Candidate(7, (7,), (1.0, 0.0))]) == chosen


def test_of_nothing_nothing_is_chosen() -> None:
    assert CHOOSER.choose(0, []) == -1

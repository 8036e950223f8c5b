"""Hard cases are generated, told apart and joined."""

from kg.resolve.features import load_scorer
from kg.training.identities.generator import generate, hard_cases, pairwise


def test_the_same_seed_gives_the_same_documents_and_halves_share_no_name() -> None:
    assert generate(3, "training", 8) == generate(3, "training", 8)
    assert generate(3, "training", 8) != generate(4, "training", 8)
    names = [
        {row.name for each in generate(3, part, 40) for key, (row,) in each.rows.items()
         if key in each.gold and row.cls == "Person" and row.name.count(" ") == 1}
        for part in ("training", "reporting")
    ]  # fmt: skip
    assert len(names[0] & names[1]) <= 2, "which the lists of two countries may have at other places"


def test_hard_cases_of_names_that_nobody_trained_on_are_told_apart_and_joined() -> None:
    precision, recall = pairwise(hard_cases(2, "reporting", 60), load_scorer())
    assert precision >= 0.78, "persons of one full name are one unless facts speak against it"
    assert recall >= 0.90

import numpy as np
import pytest
from fond import Fond
from hand_built import parse_of, refer

from kg import ontology
from kg.text.model import PROPOSED, RelationMention
from kg.text.ranking.ranker import Ranker, Trees, least_probabilities, load_ranker

TEXT = (
    "Erik Marlow, the mayor of Oslo, met Anna Ekberg on Friday. Marlow praised Ekberg, who founded Acme Corp. in Kiel. "
    "Norway did not attack Sweden."
)


def small_model(*, least: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0), score: float = 1.0) -> Ranker:
    """A model that judges by the first step's score alone."""
    return Ranker(
        {
            "keys": np.array(["pair", "rule"]),
            "records": np.array([0.1, 0.5]),
            "least": np.array(least),
            # one tree: is the score (number 0) above 0?
            "tree_feature": np.array([0, 0, 0]),
            "tree_threshold": np.array([0.0, np.inf, np.inf]),
            "tree_left": np.array([1, 1, 2]),
            "tree_right": np.array([2, 1, 2]),
            "tree_value": np.array([0.0, -1.0, 1.0]),
            "tree_roots": np.array([0]),
            "tree_start": np.array([0.0]),
            "tree_depth": np.array([1]),
            "words": np.array(["supports praise"]),
            "word_weights": np.array([1.5]),
        },
        Fond(score),
    )


def test_a_pair_with_a_good_score_becomes_a_finding(read_text) -> None:
    read = read_text(TEXT)
    model = small_model(least=(0.0, 0.5, 0.0, 0.5))
    found = [mention for mention in model.rank(read).relations if mention.rule == PROPOSED]
    names = [
        tuple(read.referents.referents[read.referents.referent_of[p]].name for p in (m.subject, m.object))
        for m in found
    ]
    assert ("Erik Marlow", "Anna Ekberg") in names
    for mention in found:
        assert mention.predicate == "supports"
        assert mention.confidence == pytest.approx(1 / (1 + np.exp(-1)))
        assert read.parse.lemmas[mention.anchor] == "meet"


def test_doubtful_findings_are_left_out_and_open_ones_kept(read_text) -> None:
    read = read_text(TEXT)
    kept = small_model(least=(1.1, 1.1, 1.1, 1.1)).rank(read).relations
    assert {m.predicate for m in kept} == {m.predicate for m in read.relations if m.predicate not in ontology.RELATIONS}


NAMED = [(0, 1, "Person")], [(2, 3, "Country")]


@pytest.mark.parametrize(("name", "rule", "least"), [
    ("supports", PROPOSED, 0.4), ("supports", "a.rule", 0.2), ("killed", PROPOSED, 0.7), ("killed", "a.rule", 0.5),
    ("leads", PROPOSED, 0.7), ("leads", "a.rule", 0.5), ("worksFor", PROPOSED, 0.4),
])  # fmt: skip
def test_what_can_harm_a_person_or_says_who_heads_a_country_must_be_likelier(
    name: str, rule: str, least: float
) -> None:
    referents = refer(parse_of("Ann/NNP/nsubj/1 leads=lead/VBZ/ROOT/1 Salo/NNP/dobj/1"), *NAMED)
    mention = RelationMention(0, name, 1, rule, 0, (0, 1))
    assert least_probabilities(0.2, 0.4, 0.5, 0.7)(mention, referents) == least


def test_who_heads_another_body_may_be_less_likely() -> None:
    referents = refer(parse_of("Ann/NNP/nsubj/1 leads=lead/VBZ/ROOT/1 Acme/NNP/dobj/1"), NAMED[0], [(2, 3, "Company")])
    assert (
        least_probabilities(0.2, 0.4, 0.5, 0.7)(RelationMention(0, "leads", 1, "a.rule", 0, (0, 1)), referents) == 0.2
    )


def test_every_finding_of_a_rule_is_judged_once(read_text) -> None:
    read = read_text(TEXT)
    judged = small_model(score=-4.0).rank(read).relations
    closed = [m for m in read.relations if m.predicate in ontology.RELATIONS and m.predicate != "describedAs"]
    said = {(m.subject, m.predicate, m.object, m.value) for m in closed}
    assert sorted(
        (m.subject, m.predicate, m.object, m.value) for m in judged if m.rule != PROPOSED and m in judged
    ) == sorted([*said, *((m.subject, m.predicate, m.object, m.value) for m in read.relations if m not in closed)])


def test_the_shipped_model_gives_probabilities_and_knows_only_relations_of_the_vocabulary(read_text) -> None:
    ranker = load_ranker()
    found = ranker.rank(read_text(TEXT)).relations
    assert found
    assert all(0 <= m.confidence <= 1 for m in found)
    assert found == ranker.rank(read_text(TEXT)).relations


def test_a_text_without_pairs(read_text) -> None:
    assert load_ranker().rank(read_text("It rained.")).relations == ()


def test_trees_say_what_the_library_that_grew_them_says() -> None:
    ensemble = pytest.importorskip("sklearn.ensemble", reason="needs the group `train`")
    from kg.training.trees import as_arrays

    random = np.random.default_rng(0)
    rows = random.normal(size=(400, 24)).round(1)
    truth = rows[:, 0] * rows[:, 1] + rows[:, 2] > 0
    grown = ensemble.HistGradientBoostingClassifier(max_iter=20, random_state=0).fit(rows, truth)
    assert np.allclose(Trees(as_arrays(grown)).probabilities(rows), grown.predict_proba(rows)[:, 1])

import numpy as np
import pytest

from kg import vocabulary
from kg.model import Document
from kg.pipeline import read_parse
from kg.text.facts import Reading
from kg.text.pairs import PLACES, find_pairs, takers
from kg.text.parse import load_parser
from kg.text.ranking import Ranker, Trees, load_ranker
from kg.text.regression import Regression
from kg.text.relations import PROPOSED

TEXT = (
    "Erik Marlow, the mayor of Oslo, met Anna Ekberg on Friday. Marlow praised Ekberg, who founded Acme Corp. in Kiel. "
    "Norway did not attack Sweden."
)


def reading(text: str = TEXT) -> Reading:
    document = Document("t", text)
    return read_parse(load_parser().parse(document), document)


def place_of(verb: str) -> int:
    """A feature that all pairs of the text have which the verb joins, subject first, and no others."""
    read = reading()
    pairs = list(find_pairs(read.parse, read.referents, read.clauses, read.relations))
    heads = {phrase: read.referents.phrases[phrase].head for pair in pairs for phrase in (pair.subject, pair.object)}
    joined = [p for p in pairs if read.parse.lemmas[p.anchor] == verb and heads[p.subject] < heads[p.object]]
    others = [p for p in pairs if p not in joined]
    return min(set.intersection(*(set(p.features) for p in joined)).difference(*(p.features for p in others)))


def small_model(*, least: tuple[float, float] = (0.0, 0.0), weight: float = 5.0) -> Ranker:
    """A model that likes to call a pair `supports` wherever the verb "meet" joins it, and judges by that score."""
    regression = Regression(
        {
            "relations": np.array(["supports"]),
            "places": np.array([place_of("meet")]),
            "rows": np.array([0]),
            "columns": np.array([0]),
            "values": np.array([weight], np.float16),
            "bias": np.array([-4.0], np.float32),
        }
    )
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
        },
        regression,
    )


def test_pairs_join_two_things_of_one_sentence_whose_classes_fit() -> None:
    read = reading()
    pairs = list(find_pairs(read.parse, read.referents, read.clauses, read.relations))
    phrases, referent_of = read.referents.phrases, read.referents.referent_of
    assert pairs
    for pair in pairs:
        heads = [phrases[phrase].head for phrase in (pair.subject, pair.object)]
        assert len({read.parse.sentence_of[head] for head in (*heads, pair.anchor)}) == 1
        assert referent_of[pair.subject] != referent_of[pair.object]
        assert takers(*pair.classes)
        assert all(0 <= feature < PLACES for feature in pair.features)


def test_a_pair_with_a_good_score_becomes_a_finding() -> None:
    read = reading()
    found = [mention for mention in small_model(least=(0.0, 0.5)).rank(read) if mention.rule == PROPOSED]
    names = [
        tuple(read.referents.referents[read.referents.referent_of[p]].name for p in (m.subject, m.object))
        for m in found
    ]
    assert ("Erik Marlow", "Anna Ekberg") in names
    for mention in found:
        assert mention.predicate == "supports"
        assert mention.confidence == pytest.approx(1 / (1 + np.exp(-1)))
        assert read.parse.lemmas[mention.anchor] == "meet"


def test_doubtful_findings_are_left_out_and_open_ones_kept() -> None:
    read = reading()
    kept = small_model(least=(1.1, 1.1)).rank(read)
    assert {m.predicate for m in kept} == {
        m.predicate for m in read.relations if m.predicate not in vocabulary.RELATIONS
    }


def test_every_finding_of_a_rule_is_judged_once() -> None:
    read = reading()
    judged = small_model(weight=0.0).rank(read)
    closed = [m for m in read.relations if m.predicate in vocabulary.RELATIONS and m.predicate != "describedAs"]
    said = {(m.subject, m.predicate, m.object, m.value) for m in closed}
    assert sorted(
        (m.subject, m.predicate, m.object, m.value) for m in judged if m.rule != PROPOSED and m in judged
    ) == sorted([*said, *((m.subject, m.predicate, m.object, m.value) for m in read.relations if m not in closed)])


def test_the_shipped_model_gives_probabilities_and_knows_only_relations_of_the_vocabulary() -> None:
    ranker = load_ranker()
    assert set(ranker.scorer.relations) <= set(vocabulary.RELATIONS)
    assert 0 < ranker.least_of_rule <= ranker.least_of_pair < 1
    found = ranker.rank(reading())
    assert found
    assert all(0 <= m.confidence <= 1 for m in found)
    assert found == ranker.rank(reading())


def test_phrases_that_no_rule_joins_make_no_pair() -> None:
    read = reading()
    joined = {frozenset((mention.subject, mention.object)) for mention in read.relations}
    pairs = find_pairs(read.parse, read.referents, read.clauses, read.relations)
    assert all(frozenset((pair.subject, pair.object)) in joined for pair in pairs)
    assert not list(find_pairs(read.parse, read.referents, read.clauses, ()))


def test_a_text_without_pairs() -> None:
    assert load_ranker().rank(reading("It rained.")) == ()


def test_trees_say_what_the_library_that_grew_them_says() -> None:
    ensemble = pytest.importorskip("sklearn.ensemble", reason="needs the group `train`")
    from kg.training.fit import as_arrays

    random = np.random.default_rng(0)
    rows = random.normal(size=(400, 24)).round(1)
    truth = rows[:, 0] * rows[:, 1] + rows[:, 2] > 0
    grown = ensemble.HistGradientBoostingClassifier(max_iter=20, random_state=0).fit(rows, truth)
    assert np.allclose(Trees(as_arrays(grown)).probabilities(rows), grown.predict_proba(rows)[:, 1])

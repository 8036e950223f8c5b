import numpy as np
import pytest

from kg import vocabulary
from kg.text.facts import Reading
from kg.text.pairs import LEAST, RELATIONS, find_pairs
from kg.text.ranking import Ranker, Trees, _is_of_another, _Judge, _Ruled, load_ranker
from kg.text.relations import PROPOSED, UNNAMED
from kg.text.scoring import Scores
from kg.text.settled_classes import listed_classes

TEXT = (
    "Erik Marlow, the mayor of Oslo, met Anna Ekberg on Friday. Marlow praised Ekberg, who founded Acme Corp. in Kiel. "
    "Norway did not attack Sweden."
)


class Fond:
    """A first step that likes to call what the verb "meet" joins `supports`, and nothing else."""

    def __init__(self, score: float) -> None:
        self.liking = score

    def score(self, reading: Reading) -> Scores:
        pairs = find_pairs(reading.parse, reading.referents)
        met = [reading.parse.lemmas[anchor] == "meet" for anchor in pairs.anchors.tolist()]
        scores = np.full((len(pairs), len(RELATIONS)), -4.0, np.float32)
        scores[:, RELATIONS.index("supports")] = np.where(met, self.liking, -4.0)
        scores = np.where(pairs.possible(), scores, np.float32(LEAST))
        return Scores(tuple(map(pairs.at, range(len(pairs)))), scores, listed_classes(reading.referents))


def small_model(*, least: tuple[float, float] = (0.0, 0.0), score: float = 1.0) -> Ranker:
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
        },
        Fond(score),
    )


def test_a_pair_with_a_good_score_becomes_a_finding(read_text) -> None:
    read = read_text(TEXT)
    found = [mention for mention in small_model(least=(0.0, 0.5)).rank(read).relations if mention.rule == PROPOSED]
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
    kept = small_model(least=(1.1, 1.1)).rank(read).relations
    assert {m.predicate for m in kept} == {
        m.predicate for m in read.relations if m.predicate not in vocabulary.RELATIONS
    }


def test_every_finding_of_a_rule_is_judged_once(read_text) -> None:
    read = read_text(TEXT)
    judged = small_model(score=-4.0).rank(read).relations
    closed = [m for m in read.relations if m.predicate in vocabulary.RELATIONS and m.predicate != "describedAs"]
    said = {(m.subject, m.predicate, m.object, m.value) for m in closed}
    assert sorted(
        (m.subject, m.predicate, m.object, m.value) for m in judged if m.rule != PROPOSED and m in judged
    ) == sorted([*said, *((m.subject, m.predicate, m.object, m.value) for m in read.relations if m not in closed)])


def test_the_shipped_model_gives_probabilities_and_knows_only_relations_of_the_vocabulary(read_text) -> None:
    ranker = load_ranker()
    assert 0 < ranker.least_of_rule <= ranker.least_of_pair < 1
    found = ranker.rank(read_text(TEXT)).relations
    assert found
    assert all(0 <= m.confidence <= 1 for m in found)
    assert found == ranker.rank(read_text(TEXT)).relations


@pytest.mark.parametrize(
    ("subject", "name", "obj", "left"),
    [
        (1, "bornIn", 2, False),  # said
        (10, "killed", 3, False),  # said of another phrase with the same head
        (1, "bornIn", 3, False),  # one is born once
        (4, "bornIn", 3, True),
        (1, "livesIn", 2, False),  # born there
        (4, "livesIn", 2, False),
        (1, "livesIn", 3, True),
        (5, "locatedIn", 6, False),  # near it
        (6, "near", 5, False),
        (7, "leads", 8, True),
        (9, "leads", 8, True),
        (9, "holdsRole", 8, False),  # as this phrase mentions it somebody else's post
        (UNNAMED, "killed", 3, False),  # who did it is named
        (UNNAMED, "injured", 3, True),
    ],
)
def test_what_rules_find_leaves_some_things_to_the_model(subject: int, name: str, obj: int, *, left: bool) -> None:
    found = [(1, "bornIn", 2), (5, "near", 6), (7, "holdsRole", 8), (2, "killed", 3)]
    referents = [0, 1, 2, 3, 1, 5, 6, 7, 8, 9, 10]  # the fourth phrase means what the first does
    heads = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2]  # the last phrase is a part of the second
    assert _Ruled(found, heads, referents).leaves(subject, name, obj) == left


@pytest.mark.parametrize(
    ("text", "subject", "obj", "is_so"),
    [
        ("Two guards and Swedish miners left.", "guards", "Swedish", True),
        ("Two guards and Swedish miners left.", "miners", "Swedish", False),
        ("Norwegian guards and Swedish miners left.", "miners", "Norwegian", True),
        ("Two guards met Swedish miners.", "guards", "Swedish", False),
        ("Two guards and miners left Oslo.", "guards", "Oslo", False),
    ],
)
def test_what_stands_before_a_noun_is_not_of_another_that_is_told_with_it(
    text: str, subject: str, obj: str, *, is_so: bool, read_text
) -> None:
    parse = read_text(text).parse
    assert _is_of_another(parse, parse.words.index(subject), parse.words.index(obj)) == is_so


@pytest.mark.parametrize(
    ("text", "ends", "verb"),
    [
        ("Kiel saw the crash, in which 40 people were trampled.", ("crash", "people"), "trampled"),
        ("Kiel saw the crash, in which 40 people were trampled.", ("Kiel", "crash"), "saw"),
        ("Kiel saw the crash, in which 40 people could die.", ("crash", "people"), None),
        ("Kiel saw the plan to close the works of the town.", ("works", "town"), None),
    ],
)
def test_what_the_model_sees_is_told_by_the_clause_between_its_ends(read_text, text, ends, verb) -> None:
    read = read_text(text)
    scored = Fond(1.0).score(read)
    judge = _Judge(read, scored)
    words = [read.parse.words[phrase.head] for phrase in read.referents.phrases]
    (pair,) = (p for p in scored.pairs if p.subject >= 0 and (words[p.subject], words[p.object]) == ends)
    found = judge.proposal(pair, "affected")
    assert (read.parse.words[read.clauses[found.clause].verb] if found.clause >= 0 else None) == verb


def test_a_text_without_pairs(read_text) -> None:
    assert load_ranker().rank(read_text("It rained.")).relations == ()


def test_trees_say_what_the_library_that_grew_them_says() -> None:
    ensemble = pytest.importorskip("sklearn.ensemble", reason="needs the group `train`")
    from kg.training.fit import as_arrays

    random = np.random.default_rng(0)
    rows = random.normal(size=(400, 24)).round(1)
    truth = rows[:, 0] * rows[:, 1] + rows[:, 2] > 0
    grown = ensemble.HistGradientBoostingClassifier(max_iter=20, random_state=0).fit(rows, truth)
    assert np.allclose(Trees(as_arrays(grown)).probabilities(rows), grown.predict_proba(rows)[:, 1])

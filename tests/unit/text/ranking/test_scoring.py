from dataclasses import replace

import numpy as np
import pytest

from kg.text.model import Parse
from kg.text.ranking.classes import listed_classes
from kg.text.ranking.pairs import CLASSES, LEAST, RELATIONS, Pairs, find_pairs
from kg.text.ranking.perceptron import Perceptron, load_small_networks
from kg.text.ranking.scoring import GOOD, Scorer

TEXT = (
    "Erik Marlow, the mayor of Oslo, met Anna Ekberg on Friday. Marlow praised Ekberg, who founded Acme Corp. in Kiel. "
    "Three men were arrested."
)


def shipped() -> Scorer:
    return Scorer(load_small_networks())


def test_scores_are_the_same_each_time_and_rule_out_only_what_cannot_be(read_text) -> None:
    read = read_text(TEXT)
    scored, again = shipped().score(read), shipped().score(read)
    assert scored.pairs == again.pairs
    assert np.array_equal(scored.scores, again.scores)
    pairs = find_pairs(read.parse, read.referents)
    every = [pairs.at(row) for row in range(len(pairs))]
    may = pairs.possible()[[every.index(pair) for pair in scored.pairs]]
    assert ((scored.scores > LEAST) == may).all()


def test_pairs_have_a_good_score_or_a_rule(read_text) -> None:
    read = read_text(TEXT)
    joined = {(mention.subject, mention.object) for mention in read.relations}
    scored = shipped().score(read)
    for pair, row in zip(scored.pairs, scored.scores, strict=True):
        assert row.max() > GOOD or (pair.subject, pair.object) in joined
    bare = shipped().score(replace(read, relations=()))
    assert (bare.scores > GOOD).any(axis=1).all()


def test_a_plain_statement_gets_its_relation_as_the_best(read_text) -> None:
    read = read_text("Anna Ekberg founded Acme Corp. in 1999.")
    scored = shipped().score(read)
    names = [read.referents.referents[read.referents.referent_of[pair.subject]].name for pair in scored.pairs]
    assert RELATIONS[int(scored.scores[names.index("Anna Ekberg")].argmax())] == "founded"


def test_a_text_in_pieces_scores_as_in_one(monkeypatch: pytest.MonkeyPatch, read_text) -> None:
    read = read_text(TEXT)
    whole = shipped().score(read).scores
    monkeypatch.setattr("kg.text.ranking.perceptron._ROWS", 5)
    assert np.allclose(shipped().score(read).scores, whole, atol=1e-4)


def test_another_language_model_and_a_parse_by_hand_score_nothing(read_text) -> None:
    read = read_text(TEXT)
    other = replace(read.parse, vectors=replace(read.parse.vectors, model="en_core_web_xx 1.0"))
    for parse in (other, replace(read.parse, vectors=None)):
        assert shipped().score(replace(read, parse=parse)).pairs == ()


class HalfBlind:
    """Scores every pair three, except those of the first sentence, of which it can't tell; it tells no classes."""

    def of_pairs(self, pairs: Pairs, parse: Parse) -> tuple[np.ndarray, np.ndarray]:
        first = np.array(parse.sentence_of)[pairs.anchors] == 0
        scores = np.where(first[:, None], np.nan, np.full((len(pairs), len(RELATIONS)), 3)).astype(np.float32)
        return scores, np.full((len(pairs.phrases), len(CLASSES)), np.nan, np.float32)


def test_where_a_network_is_silent_rules_and_lists_speak_alone(read_text) -> None:
    read = read_text(TEXT)
    scored = Scorer(HalfBlind()).score(read)
    joined = {(mention.subject, mention.object) for mention in read.relations}
    for pair, row in zip(scored.pairs, scored.scores, strict=True):
        silent = read.parse.sentence_of[pair.anchor] == 0
        assert row.max() == (LEAST if silent else 3)
        assert not silent or (pair.subject, pair.object) in joined
    assert np.array_equal(scored.classes, listed_classes(read.referents))


def test_numpy_computes_what_the_network_that_was_trained_computes(read_text) -> None:
    torch = pytest.importorskip("torch", reason="needs the group `train`")
    from kg.training.examples import Example
    from kg.training.lessons import lesson_of
    from kg.training.perceptron import Net, _batch, _Text

    read = read_text(TEXT)
    pairs = find_pairs(read.parse, read.referents)
    some = np.zeros((len(pairs), len(RELATIONS)), bool)
    torch.manual_seed(1)
    attended = np.random.default_rng(2).normal(size=(len(read.parse), 16)).astype(np.float16)
    example = Example(read, pairs, some, some, np.zeros(len(pairs.phrases), np.int64))
    text = _Text(lesson_of(example, None), attended)
    net = Net(text.numbers(np.zeros(1, np.int64)).shape[1]).eval()
    with torch.no_grad():
        expected = net(_batch([text]))
    perceptron = Perceptron({"model": np.array("any")} | net.arrays())
    found = perceptron.of_pairs(pairs, read.parse.vectors, attended.astype(np.float32))
    for mine, theirs in zip(found, expected, strict=True):
        assert np.allclose(mine, theirs.numpy(), atol=0.05)  # weights are kept in half precision

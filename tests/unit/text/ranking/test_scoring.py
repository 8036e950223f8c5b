from dataclasses import replace

import numpy as np

from kg.text.model import Parse
from kg.text.ranking.classes import listed_classes
from kg.text.ranking.encoder import load_encoder
from kg.text.ranking.labels import CLASSES, RELATIONS
from kg.text.ranking.pairs import LEAST, Pairs, find_pairs
from kg.text.ranking.scoring import GOOD, Scorer

TEXT = (
    "Erik Marlow, the mayor of Oslo, met Anna Ekberg on Friday. Marlow praised Ekberg, who founded Acme Corp. in Kiel. "
    "Three men were arrested."
)


def shipped() -> Scorer:
    return Scorer(load_encoder())


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


def test_a_parse_without_phrases_scores_nothing(read_text) -> None:
    assert shipped().score(read_text("It rained.")).pairs == ()


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

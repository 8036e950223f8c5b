import numpy as np
import pytest

from kg.model import Document
from kg.pipeline import Extractor, extract
from kg.rules.load import load_coded_rules, load_rules
from kg.text.model import PROPOSED
from kg.text.ranking.encoder import LONGEST, load_encoder
from kg.text.ranking.labels import CLASS_AT, CLASSES, RELATIONS
from kg.text.ranking.pairs import find_pairs

TEXT = (
    "Erik Marlow, the mayor of Oslo, met Anna Ekberg on Friday. Marlow praised Ekberg, who founded Acme Corp. in Kiel. "
    "Three men were arrested."
)


def test_scores_are_the_same_each_time(read_text) -> None:
    read = read_text(TEXT)
    pairs = find_pairs(read.parse, read.referents)
    scores, told = load_encoder().of_pairs(pairs, read.parse)
    assert scores.shape == (len(pairs), len(RELATIONS))
    assert told.shape == (len(pairs.phrases), len(CLASSES))
    assert np.isfinite(scores).all()
    again = load_encoder().of_pairs(pairs, read.parse)
    assert np.array_equal(scores, again[0])
    assert np.array_equal(told, again[1], equal_nan=True)  # a phrase of no pair has no class


def test_a_text_in_pieces_scores_as_in_one(read_text, monkeypatch: pytest.MonkeyPatch) -> None:
    read = read_text(TEXT)
    pairs = find_pairs(read.parse, read.referents)
    whole, _ = load_encoder().of_pairs(pairs, read.parse)
    monkeypatch.setattr("kg.text.ranking.encoder._PAIRS", 5)
    # what is scored together shares the scale of its eight bits
    assert np.allclose(load_encoder().of_pairs(pairs, read.parse)[0], whole, atol=0.5)


def test_a_plain_statement_gets_its_relation_as_the_best(read_text) -> None:
    read = read_text("Anna Ekberg founded Acme Corp. in 1999.")
    pairs = find_pairs(read.parse, read.referents)
    scores, _ = load_encoder().of_pairs(pairs, read.parse)
    of = read.referents
    names = [
        of.referents[of.referent_of[pairs.at(row).subject]].name if pairs.at(row).subject >= 0 else "?"
        for row in range(len(pairs))
    ]
    assert RELATIONS[int(scores[names.index("Anna Ekberg")].argmax())] == "founded"


def test_classes_of_phrases_are_told_by_their_sentence(read_text) -> None:
    read = read_text("Veltrum fired a missile. Veltrum, a village of farmers, has a church.")
    pairs = find_pairs(read.parse, read.referents)
    _, told = load_encoder().of_pairs(pairs, read.parse)
    named = [place for place, head in enumerate(pairs.heads.tolist()) if read.parse.words[head] == "Veltrum"]
    towns = [CLASS_AT[cls] for cls in ("City", "Place", "Region")]
    first, last = (np.exp(told[place] - told[place].max()) for place in (named[0], named[-1]))
    assert last[towns].sum() / last.sum() > first[towns].sum() / first.sum()


@pytest.mark.parametrize("text", ["It rained.", ""])
def test_texts_without_pairs(read_text, text: str) -> None:
    read = read_text(text)
    scores, _ = load_encoder().of_pairs(find_pairs(read.parse, read.referents), read.parse)
    assert len(scores) == 0


def test_of_a_sentence_that_is_too_long_it_can_not_tell(read_text) -> None:
    read = read_text("Erik Marlow met " + "Anna Ekberg, " * LONGEST + "in Oslo. Anna Ekberg founded Acme Corp.")
    pairs = find_pairs(read.parse, read.referents)
    silent = np.isnan(load_encoder().of_pairs(pairs, read.parse)[0]).all(axis=1)
    last = np.array(read.parse.sentence_of)[pairs.anchors] == len(read.parse.sentences) - 1
    assert silent.any()
    assert not silent[last].any()


def test_a_document_says_the_same_alone_and_among_others() -> None:
    documents = [Document("a", TEXT), Document("b", "The ministry of health fined Acme Corp. on Monday.")]
    together = list(extract(documents, Extractor()))
    assert [next(extract([document], Extractor())) for document in documents] == together


def test_what_the_network_alone_finds_carries_the_rule_of_the_model() -> None:
    text = "The Kiel works of Acme Corp. went to Marlow Group for 3 million euros, whose board Anna Ekberg chairs."
    known = {rule.id for rule in (*load_rules(), *load_coded_rules())}
    assert PROPOSED in {fact.rule for fact in next(extract([Document("t", text)])).facts} <= {PROPOSED} | known


def test_weights_in_eight_bits_count_in_full_on_every_processor() -> None:
    ids = np.array([[0, 2027, 3011, 4562, 2189, 1007, 2]])
    transformer = load_encoder()._transformer  # noqa: SLF001 - what it computes from numbers that are given
    (hidden,) = transformer.run(None, {"ids": ids, "mask": np.ones_like(ids)})
    kept, cut = [0.02, -0.03, 0.26, 0.54], [-0.06, -0.39, 0.41, 0.02]  # cut: where sums overflow
    assert np.allclose(hidden[0, 1, :4], kept, atol=0.05)
    assert not np.allclose(hidden[0, 1, :4], cut, atol=0.05)

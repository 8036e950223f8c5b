from dataclasses import replace

import numpy as np
import pytest

from kg.text.model import Parse, Vectors
from kg.text.ranking.attention import SentenceAttention, classes_at
from kg.text.ranking.pairs import CLASSES, LABELS, RUN, Pairs, find_pairs

TEXT = (
    "Erik Marlow, the mayor of Oslo, met Anna Ekberg on Friday. It rained. Marlow praised Ekberg, who founded Acme "
    "Corp. in Kiel. Three men were arrested."
)


@pytest.fixture(scope="module")
def attention() -> SentenceAttention:
    """Two layers of chance."""
    chance = np.random.default_rng(7)
    shapes = {
        "word": (16, 352), "label": (LABELS, 16), "cls": (len(CLASSES) + 1, 16), "place": (RUN, 16), "norm": (16,),
    }  # fmt: skip
    layer = {"norm1": (16,), "norm2": (16,), "linear1": (32, 16), "linear2": (16, 32), "self_attn.out_proj": (16, 16)}
    shapes |= {f"layers.{place}.{name}": shape for place in range(2) for name, shape in layer.items()}
    arrays = {f"{name}.weight": chance.normal(size=shape) for name, shape in shapes.items()}
    arrays |= {f"{name}.bias": chance.normal(size=shape[0]) for name, shape in shapes.items()}
    for place in range(2):
        arrays[f"layers.{place}.self_attn.in_proj_weight"] = chance.normal(size=(48, 16))
        arrays[f"layers.{place}.self_attn.in_proj_bias"] = chance.normal(size=48)
    return SentenceAttention({name: array.astype(np.float32) / 3 for name, array in arrays.items()})


def paired(parse: Parse, pairs: Pairs) -> tuple[Pairs, Vectors]:
    assert parse.vectors is not None
    return pairs, parse.vectors


def test_a_sentence_is_read_the_same_alone_and_beside_others(attention, read_text) -> None:
    read = read_text(TEXT)
    pairs, vectors = paired(read.parse, find_pairs(read.parse, read.referents))
    together = attention.of(pairs, vectors)
    for row, (start, end) in enumerate(pairs.runs.tolist()):
        alone = attention.of(replace(pairs, runs=pairs.runs[row : row + 1]), vectors)
        assert np.allclose(alone[start:end], together[start:end], atol=1e-4)
        assert not alone[:start].any()
        assert not alone[end:].any()


def test_every_word_of_a_sentence_counts_for_the_others(attention, read_text) -> None:
    read = read_text(TEXT)
    pairs, vectors = paired(read.parse, find_pairs(read.parse, read.referents))
    start, end = pairs.runs[0].tolist()
    whole = attention.of(pairs, vectors)
    less = attention.of(replace(pairs, runs=np.array([[start, end - 2]])), vectors)
    looked = np.flatnonzero(pairs.looked_at()[start : end - 2]) + start
    assert (np.abs(whole[looked] - less[looked]).max(axis=1) > 1e-4).all()


def test_what_is_not_looked_at_is_not_told(attention, read_text) -> None:
    read = read_text(TEXT)
    pairs, vectors = paired(read.parse, find_pairs(read.parse, read.referents))
    looked = pairs.looked_at()
    told = attention.of(pairs, vectors).any(axis=1)
    assert not told[~looked].any()
    in_runs = np.concatenate([np.arange(*run) for run in pairs.runs.tolist()])
    assert told[in_runs[looked[in_runs]]].all()
    words = {read.parse.words[token] for token in np.flatnonzero(looked).tolist()}
    assert words >= {"Marlow", "mayor", "Oslo", "met", "Ekberg", "founded", "Kiel", "arrested"}
    assert not words & {"the", "of", ",", ".", "were"}


def test_a_piece_of_a_sentence_with_nothing_to_look_at_is_left_out(attention, read_text) -> None:
    read = read_text(TEXT)
    pairs, vectors = paired(read.parse, find_pairs(read.parse, read.referents))
    end = pairs.runs[-1, 1]
    stop = replace(pairs, runs=np.array([[end - 1, end]]))  # the full stop
    assert not attention.of(stop, vectors).any()


def test_sentences_without_a_phrase_are_left_out(read_text) -> None:
    read = read_text(TEXT)
    runs = find_pairs(read.parse, read.referents).runs.tolist()
    assert [read.parse.words[start] for start, _ in runs] == ["Erik", "Marlow", "Three"]


def test_an_endless_sentence_is_cut(attention, read_text) -> None:
    read = read_text("Reporters met " + ", ".join(f"Anna Ekberg{n}" for n in range(120)) + " and Erik Marlow in Oslo.")
    pairs, vectors = paired(read.parse, find_pairs(read.parse, read.referents))
    lengths = pairs.runs[:, 1] - pairs.runs[:, 0]
    assert lengths.max() <= RUN
    covered = {token for start, end in pairs.runs.tolist() for token in range(start, end)}
    assert covered.issuperset(pairs.heads.tolist())
    assert np.isfinite(attention.of(pairs, vectors)).all()


def test_the_heads_of_phrases_have_their_classes_and_other_words_none(read_text) -> None:
    read = read_text(TEXT)
    pairs = find_pairs(read.parse, read.referents)
    classes = classes_at(pairs)
    assert {CLASSES[classes[head]] for head in pairs.heads.tolist()} >= {"Person", "City", "Company"}
    others = np.setdiff1d(np.arange(len(read.parse)), pairs.heads)
    assert (classes[others] == len(CLASSES)).all()


def test_a_text_without_a_phrase_has_no_runs(attention, read_text) -> None:
    read = read_text("It rained.")
    pairs, vectors = paired(read.parse, find_pairs(read.parse, read.referents))
    assert pairs.runs.shape == (0, 2)
    assert not attention.of(pairs, vectors).any()


def test_numpy_computes_what_the_layers_that_were_trained_compute(read_text) -> None:
    torch = pytest.importorskip("torch", reason="needs the group `train`")
    from kg.training.attention import Attention, _batch, _tokens_of, _words_of

    read = read_text(TEXT)
    pairs, vectors = paired(read.parse, find_pairs(read.parse, read.referents))
    torch.manual_seed(1)
    net = Attention(352).eval()
    with torch.no_grad():
        expected = net(_batch([_words_of(pairs, vectors, np.zeros((len(read.parse), 4), np.float32))]))
    found = SentenceAttention(net.arrays()).of(pairs, vectors)
    looked = pairs.looked_at()[_tokens_of(pairs)]
    assert np.allclose(found[pairs.looked_at()], expected.numpy()[looked], atol=0.02)  # half precision

"""Training encoders from start to end, with a transformer so small that it takes seconds."""

from contextlib import contextmanager
from functools import partial

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from kg import ontology
from kg.model import Document, Span
from kg.pipeline import read_parse
from kg.text.parsing.parser import load_parser
from kg.text.ranking.encoder import Encoder
from kg.text.ranking.labels import RELATION_AT, RELATIONS
from kg.text.ranking.pairs import find_pairs
from kg.training.examples import Passage, example_of

TEXT = "Mara Ilves met Tom Reyes in Port Vale. Reyes leads the bank."
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *TEXT.lower().replace(".", " .").split()]


@contextmanager
def weights(folder):
    """A transformer of eight small layers with weights of chance."""
    import torch
    import transformers

    torch.manual_seed(1)
    config = transformers.MPNetConfig(
        vocab_size=60,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=8,
        num_attention_heads=2,
        max_position_embeddings=64,
    )
    transformers.MPNetModel(config).save_pretrained(folder)
    tokenizer = Tokenizer(WordLevel({word: place for place, word in enumerate(dict.fromkeys(WORDS))}, "[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    yield folder


def passage(relation):
    """The text, of which is known only that this relation holds between its two people."""
    document = Document("one", TEXT)
    one, two = (Span(TEXT.index(name), TEXT.index(name) + len(name)) for name in ("Mara Ilves", "Tom Reyes"))
    read = read_parse(load_parser().parse(document), document)
    return Passage(read, frozenset(ontology.RELATIONS), [(relation, one, two)])


@pytest.mark.filterwarnings("ignore::Warning")  # of PyTorch's older exporter, which quantising still needs
def test_an_encoder_goes_on_learning_what_is_new_to_it(tmp_path, monkeypatch) -> None:
    pytest.importorskip("torch", reason="needs the group `train`")
    pytest.importorskip("transformers", reason="needs the group `encoder`")
    from kg.training import encoder

    lines = []
    with weights(tmp_path):
        net = encoder.Net(tmp_path)
    net.transformer.encoder.layer = net.transformer.encoder.layer[: encoder.LAYERS]
    encoder.export(net, tmp_path)
    text = passage("relativeOf")
    pairs = find_pairs(text.reading.parse, text.reading.referents)

    def scores():
        return Encoder(lambda name: (tmp_path / name).read_bytes()).of_pairs(pairs, text.reading.parse)[0]

    before = scores()
    assert before.shape == (len(pairs), len(RELATIONS))
    monkeypatch.setattr(encoder, "RATES", (1e-2, 1e-2))
    monkeypatch.setattr(encoder, "EPOCHS", 30)
    encoder.EncoderTrainer(lines.append, partial(weights, tmp_path)).train([(example_of(text), 1.0)], tmp_path)
    assert len(lines) == 30 * encoder.SOUP
    after = scores()
    kin = RELATION_AT["relativeOf"]
    assert before[:, kin].max() < 0 < after[:, kin].max()
    assert after[:, [place for place in range(len(RELATIONS)) if place != kin]].max() < 0

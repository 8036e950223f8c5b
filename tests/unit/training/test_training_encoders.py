"""Training encoders from start to end, with a transformer so small that it takes seconds."""

from contextlib import contextmanager
from functools import partial

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from kg import ontology
from kg.model import Document, Span
from kg.pipeline import read_parse
from kg.text.parsing.parser import load_parser
from kg.text.parsing.vectors import Meanings
from kg.text.ranking.attention import SentenceAttention
from kg.text.ranking.encoder import FILES, Encoder
from kg.text.ranking.pairs import RELATION_AT, RELATIONS, find_pairs
from kg.training.examples import Passage, example_of
from kg.training.lessons import lesson_of

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


def check_list(arrays):
    """Words that stand twice have vectors of their own, and those that are one piece to the tokenizer."""
    meanings = Meanings(arrays)
    rows = meanings.rows(["reyes", "mara", ".", ",", "leads"])
    assert rows[3] == len(meanings.table) - 1  # not listed
    vectors = meanings.of(rows)
    assert vectors.shape[0] == 5
    assert np.isfinite(vectors).all()
    assert len({tuple(vector) for vector in vectors.tolist()}) == 5


def check_attention(text, encoder, monkeypatch):
    """Layers that see a sentence learn what the encoder sees in each word."""
    from kg.training import attention

    monkeypatch.setattr(attention, "EPOCHS", 60)
    lines = []
    layers = SentenceAttention(attention.fit_attention([text], encoder, lines.append))
    first, last = (float(line.split()[-1]) for line in (lines[0], lines[-1]))
    assert last < first / 3
    vectors = text.reading.parse.vectors
    found = layers.of(find_pairs(text.reading.parse, text.reading.referents), vectors)
    assert found.shape == (len(text.reading.parse), attention.SIZE)
    assert np.isfinite(found).all()


def check_going_on(folder, start, monkeypatch):
    """What ships says again what it said once it is loaded for training, and goes on learning what is new to it."""
    from kg.training import encoder

    text = passage("relativeOf")
    pairs = find_pairs(text.reading.parse, text.reading.referents)
    before = Encoder(encoder.reader_of(folder)).of_pairs(pairs, text.reading.parse)[0]
    for name, value in (("_FURTHER", (1e-2, 1e-2)), ("_ONCE_MORE", 30)):
        monkeypatch.setattr(encoder, name, value)
    lines = []
    encoder.EncoderTrainer([], lines.append, start).go_on([(lesson_of(example_of(text), None), 1.0)], folder)
    assert len(lines) == 60  # of each of the two networks whose mean is kept
    after = Encoder(encoder.reader_of(folder)).of_pairs(pairs, text.reading.parse)[0]
    kin = RELATION_AT["relativeOf"]
    assert before[:, kin].max() < 0 < after[:, kin].max()


@pytest.mark.filterwarnings("ignore::Warning")  # of PyTorch's older exporter, which quantising still needs
def test_what_is_shipped_says_what_was_annotated_and_what_its_teacher_says(tmp_path, monkeypatch) -> None:
    pytest.importorskip("torch", reason="needs the group `train`")
    pytest.importorskip("transformers", reason="needs the group `encoder`")
    from kg.training import encoder

    monkeypatch.setattr(encoder, "EPOCHS", 40)
    monkeypatch.setattr(encoder, "RATES", (1e-2, 1e-2))
    teacher, shipped = tmp_path / "teacher", tmp_path / "shipped"
    start = partial(weights, tmp_path)
    lines = []
    assert not encoder.teacher_in(teacher)
    encoder.EncoderTrainer([passage("accused")], lines.append, start).write_teacher([], teacher)
    assert encoder.teacher_in(teacher)
    check_list(encoder.EncoderTrainer([passage("accused")], lines.append, start).list_meanings([], teacher))
    text = passage("metWith")
    encoder.EncoderTrainer([text], lines.append, start).write([], shipped, teacher)
    assert len(lines) == 80
    pairs = find_pairs(text.reading.parse, text.reading.referents)
    said = {
        folder.name: Encoder(encoder.reader_of(folder)).of_pairs(pairs, text.reading.parse)[0]
        for folder in (teacher, shipped)
    }
    assert said["shipped"].shape == (len(pairs), len(RELATIONS))
    accused, met, kin = (RELATION_AT[name] for name in ("accused", "metWith", "relativeOf"))
    for name, known, silent in (("teacher", [accused], [met, kin]), ("shipped", [accused, met], [kin])):
        best = said[name].max(0)
        assert best[known].min() > best[silent].max() + 1, name
    check_attention(text, Encoder(encoder.reader_of(shipped)), monkeypatch)
    check_going_on(shipped, start, monkeypatch)
    sizes = [(folder / FILES[0]).stat().st_size for folder in (teacher, shipped)]
    assert sizes[1] < sizes[0]

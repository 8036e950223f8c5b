from types import SimpleNamespace

import numpy as np
import pytest

from kg.model import Document
from kg.pipeline import read_parse
from kg.text.parsing.parser import load_parser
from kg.text.ranking.pairs import CLASSES, RELATIONS, find_pairs
from kg.text.ranking.perceptron import load_small_networks
from kg.training.examples import Example
from kg.training.lessons import lesson_of, with_doubts, without_doubts


class Half:
    """Finds each relation of the first pair as likely as not, and is sure of the first phrase's class."""

    def of_pairs(self, pairs, _):
        scores = np.full((len(pairs), len(RELATIONS)), np.nan, np.float32)
        classes = np.full((len(pairs.phrases), len(CLASSES)), np.nan, np.float32)
        scores[0], classes[0] = 0, -1000
        classes[0, 2] = 1000
        return scores, classes


@pytest.fixture
def example() -> Example:
    document = Document("one", "Anna Ekberg founded Acme Corp. in Kiel. Erik Marlow met her.")
    read = read_parse(load_parser().parse(document), document)
    pairs = find_pairs(read.parse, read.referents)
    stated = np.arange(len(pairs) * len(RELATIONS)).reshape(len(pairs), -1) % 7 == 0
    return Example(read, pairs, stated, ~stated, np.full(len(pairs.phrases), -1))


def test_where_a_teacher_is_silent_the_annotation_counts(example: Example) -> None:
    lesson = lesson_of(example, Half())
    may = example.pairs.possible()[0]
    assert (lesson.taught[0][may] == 0.5).all()
    assert np.array_equal(lesson.taught[0][~may], example.stated[0][~may])
    assert np.array_equal(lesson.taught[1:], example.stated[1:])
    assert lesson.told[0].argmax() == 2
    assert lesson.told[0].sum() == 1
    assert not lesson.told[1:].any()


def test_without_a_teacher_nothing_is_told_of_classes(example: Example) -> None:
    lesson = lesson_of(example, None)
    assert np.array_equal(lesson.taught, example.stated)
    assert lesson.told.shape == (len(example.pairs.phrases), len(CLASSES))
    assert not lesson.told.any()


def test_what_an_annotation_lacks_is_no_counterexample_where_the_teacher_finds_it_likely(example: Example) -> None:
    lesson = lesson_of(example, Half())
    doubted = with_doubts(lesson).example
    may = example.pairs.possible()[0]
    assert np.array_equal(doubted.known[0][may], example.known[0][may] & example.stated[0][may])
    assert np.array_equal(doubted.known[1:], example.known[1:])
    assert np.array_equal(doubted.stated, example.stated)


def test_what_a_thorough_annotation_states_is_sure(example: Example) -> None:
    lesson = without_doubts(lesson_of(example, Half()))
    assert (lesson.taught[example.stated] == 1).all()
    assert (lesson.taught[0][example.pairs.possible()[0] & ~example.stated[0]] == 0.5).all()


def test_the_network_before_teaches_what_it_finds(example: Example) -> None:
    former = load_small_networks()
    odds, classes = former.of_pairs(example.pairs, example.reading.parse)
    lesson = lesson_of(example, former)
    may = example.pairs.possible()
    assert np.allclose(lesson.taught[may], 1 / (1 + np.exp(-odds[may])), atol=1e-3)
    assert np.array_equal(lesson.told.argmax(axis=1), classes.argmax(axis=1))


def test_what_is_taught_and_told_counts_by_its_share() -> None:
    torch = pytest.importorskip("torch", reason="needs the group `train`")
    from kg.training.descent import disagreement

    batch = {
        "stated": torch.tensor([[1.0, 0.0]]),
        "known": torch.ones((1, 2)),
        "taught": torch.tensor([[0.0, 1.0]]),
        "right": torch.tensor([0]),
        "told": torch.tensor([[0.0, 1.0]]),
    }
    annotated, taught = (
        SimpleNamespace(relations=torch.tensor([row]), classes=torch.tensor([row]))
        for row in ([9.0, -9.0], [-9.0, 9.0])
    )
    for share, near, far in ((0.0, annotated, taught), (1.0, taught, annotated)):
        assert disagreement(near.relations, near.classes, batch, share) < 0.01
        assert disagreement(far.relations, far.classes, batch, share) > 10
    silent = batch | {"told": torch.zeros((1, 2)), "right": torch.tensor([-1])}
    assert disagreement(annotated.relations, taught.classes, silent, 0.0) < 0.01

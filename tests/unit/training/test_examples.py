import numpy as np

from kg.model import Document
from kg.pipeline import read_parse
from kg.text.parsing.parser import load_parser
from kg.text.ranking.labels import CLASSES, RELATIONS
from kg.text.ranking.pairs import find_pairs
from kg.training.examples import Example, with_doubts


class Half:
    """Finds each relation of the first pair as likely as not, and can't say anything of the others."""

    def of_pairs(self, pairs, _):
        scores = np.full((len(pairs), len(RELATIONS)), np.nan, np.float32)
        scores[0] = 0
        return scores, np.full((len(pairs.phrases), len(CLASSES)), np.nan, np.float32)


def test_what_an_annotation_lacks_is_no_counterexample_where_the_reader_finds_it_likely() -> None:
    document = Document("one", "Anna Ekberg founded Acme Corp. in Kiel. Erik Marlow met her.")
    read = read_parse(load_parser().parse(document), document)
    pairs = find_pairs(read.parse, read.referents)
    stated = np.arange(len(pairs) * len(RELATIONS)).reshape(len(pairs), -1) % 7 == 0
    known = np.ones_like(stated)
    doubted = with_doubts(Example(read, pairs, stated, known, np.full(len(pairs.phrases), -1)), Half())
    assert np.array_equal(doubted.known[0], stated[0])
    assert doubted.known[1:].all()
    assert np.array_equal(doubted.stated, stated)

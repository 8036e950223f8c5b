"""A first step of the model for tests: it says what it is made to like."""

import numpy as np

from kg.text.model import Reading
from kg.text.ranking.classes import listed_classes
from kg.text.ranking.labels import RELATIONS
from kg.text.ranking.pairs import LEAST, find_pairs
from kg.text.ranking.scoring import Scores


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

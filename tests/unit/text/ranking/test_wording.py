import numpy as np
import pytest

from kg.text.model import PROPOSED, RelationMention
from kg.text.ranking.wording import Wording, words_of

TEXT = "The army of Norway told reporters that Erik Marlow had been shot by Anna Ekberg."


def mention_of(read_text, relation: str, subject: str, obj: str) -> tuple[object, RelationMention]:
    read = read_text(TEXT)
    places = [
        next(place for place, p in enumerate(read.referents.phrases) if read.parse.words_of(p.start, p.end) == name)
        for name in (subject, obj)
    ]
    anchor = read.parse.words.index("told")
    return read, RelationMention(places[0], relation, places[1], PROPOSED, anchor, (0, len(read.parse)))


@pytest.mark.parametrize(("relation", "word"), [("killed", "shot"), ("metWith", "told"), ("owns", None)])
def test_the_word_that_says_a_relation_is_marked(relation: str, word: str | None, read_text) -> None:
    read, mention = mention_of(read_text, relation, "Anna Ekberg", "Erik Marlow")
    wording = Wording(
        {"words": np.array(["killed shoot", "metWith tell", "owns by"]), "word_weights": np.array([2, 1, 0.2])}
    )
    at = wording.of(read, mention)
    assert (read.parse.words[at] if at >= 0 else None) == word


def test_names_say_no_relation(read_text) -> None:
    assert not {"marlow", "ekberg"} & words_of(*mention_of(read_text, "killed", "Anna Ekberg", "Erik Marlow")).keys()

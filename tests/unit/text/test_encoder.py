import sys

import numpy as np
import pytest

from kg import vocabulary
from kg.errors import ModelError
from kg.model import Document
from kg.pipeline import extract, read_parse
from kg.text.encoder import LONGEST, Encoder, encoder_files, load_encoder
from kg.text.facts import Reading
from kg.text.parse import load_parser
from kg.text.relations import PROPOSED, UNNAMED
from kg.text.sentences import CLASSES, DISTANCES, RELATIONS, find_sentences, step, taken

TEXT = (
    "Erik Marlow, the mayor of Oslo, met Anna Ekberg on Friday. Marlow praised Ekberg, who founded Acme Corp. in Kiel. "
    "Three men were arrested."
)


def reading(text: str = TEXT) -> Reading:
    document = Document("t", text)
    return read_parse(load_parser().parse(document), document)


def test_pairs_of_a_sentence_are_those_that_some_relation_may_join() -> None:
    read = reading()
    sentences = list(find_sentences(read.parse, read.referents))
    assert len(sentences) == 3
    for sentence in sentences:
        for one, two, anchor, distance in sentence.pairs.tolist():
            assert sentence.start <= anchor < sentence.end
            assert 0 <= distance < DISTANCES
            row = sentence.classes[one] if one != UNNAMED else len(CLASSES)
            assert taken(np.array([row]), sentence.classes[[two]]).any()
            if one != UNNAMED:
                whom = [read.referents.referent_of[sentence.phrases[place]] for place in (one, two)]
                assert whom[0] != whom[1]


def test_who_arrests_may_be_unnamed() -> None:
    read = reading("Three men were arrested.")
    (sentence,) = find_sentences(read.parse, read.referents)
    assert [row[:2] for row in sentence.pairs.tolist()] == [[UNNAMED, 0]]
    assert taken(np.array([len(CLASSES)]), sentence.classes)[0, RELATIONS.index("captured")]


def test_steps_grow_with_the_distance_and_stay_in_their_table() -> None:
    steps = [step(distance) for distance in range(-100, 101)]
    assert steps == sorted(steps)
    assert steps[0] >= 0
    assert steps[-1] < DISTANCES
    assert step(0) == DISTANCES // 2


def test_scores_are_the_same_each_time_and_rule_out_what_classes_rule_out() -> None:
    read, encoder = reading(), load_encoder()
    pairs, scores = encoder.score(read)
    again = encoder.score(read)
    assert pairs == again[0]
    assert np.array_equal(scores, again[1])
    assert scores.shape == (len(pairs), len(RELATIONS))
    for pair, row in zip(pairs, scores, strict=True):
        ends = pair.classes if pair.subject != UNNAMED else ("People", pair.classes[1])
        for name in np.array(RELATIONS)[row > -20].tolist():
            assert vocabulary.RELATIONS[name].takes(*ends)


def test_a_plain_statement_gets_its_relation_as_the_best() -> None:
    read = reading("Anna Ekberg founded Acme Corp. in 1999.")
    pairs, scores = load_encoder().score(read)
    names = [read.referents.referents[read.referents.referent_of[p.subject]].name for p in pairs if p.subject >= 0]
    row = names.index("Anna Ekberg")
    assert RELATIONS[int(scores[row].argmax())] == "founded"


@pytest.mark.parametrize("text", ["It rained.", "", "a" * 50, "He, she, it " * LONGEST])
def test_texts_without_pairs_or_too_long_for_the_encoder(text: str) -> None:
    pairs, scores = load_encoder().score(reading(text))
    assert len(pairs) == len(scores)


def test_a_document_says_the_same_alone_and_among_others() -> None:
    documents = [Document("a", TEXT), Document("b", "The ministry of health fined Acme Corp. on Monday.")]
    together = list(extract(documents, accurate=True))
    assert [next(extract([document], accurate=True)) for document in documents] == together


def test_what_read_a_text_is_recorded() -> None:
    plain, accurate = (next(extract([Document("t", TEXT)], accurate=way)) for way in (False, True))
    assert dict(plain.made_by)["ranking"] != dict(accurate.made_by)["ranking"]


def test_what_the_encoder_alone_finds_carries_the_rule_of_the_model() -> None:
    text = "The Kiel works of Acme Corp. went to Marlow Group for 3 million euros, whose board Anna Ekberg chairs."
    found = {fact.rule for fact in next(extract([Document("t", text)], accurate=True)).facts}
    assert found <= {PROPOSED} | {fact.rule for fact in next(extract([Document("t", text)], ranked=False)).facts}


@pytest.mark.parametrize("missing", ["onnxruntime", "tokenizers"])
def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ModelError, match=rf"needs the package {missing}: pip install 'kg\[accurate\]'"):
        Encoder(encoder_files())

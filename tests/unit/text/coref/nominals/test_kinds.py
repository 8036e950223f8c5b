from __future__ import annotations

from kg.ontology import CLASSES
from kg.text.coref.nominals.kinds import CLASSES_OF_NAMES, synonyms


def test_a_noun_may_take_up_names_of_several_classes() -> None:
    assert CLASSES_OF_NAMES["council"] == {"Government", "GovernmentAgency"}


def test_a_noun_takes_up_names_of_known_classes_only() -> None:
    assert set().union(*CLASSES_OF_NAMES.values()) <= CLASSES.keys()


def test_a_noun_is_taken_up_by_the_words_of_wordnet_and_of_the_news() -> None:
    assert {"church", "building"} <= synonyms("abbey")  # WordNet's
    assert "temblor" in synonyms("earthquake")  # the news'
    assert not synonyms("zzyzx")

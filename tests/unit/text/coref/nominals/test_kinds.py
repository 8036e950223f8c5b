from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from coreference import called_together, clusters_of, corefer
from hand_built import parse_of

from kg.ontology import CLASSES
from kg.text.coref.nominals.kinds import CLASSES_OF_NAMES, entity_meant, head_of_name, only_armed_group, synonyms

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Rebels entered Chad in May. The country closed its border.", {"Chad", "The country", "its"}),
        ("FARC freed three soldiers. The rebels kept two. The guerrillas said so.",
         {"FARC", "The rebels", "The guerrillas"}),
        ("Troops left Paris for Lyon. A crowd filled the capital.", {"Paris", "the capital"}),
        ("The Argentine minister has asked the country's banks for help.", {"Argentine", "the country"}),
        ("Gorka Airlines lost money. The airline, which was founded in 1998, is for sale.",
         {"Gorka Airlines", "The airline", "which"}),
        ("Kalmar Motors cut jobs. The truckmaker gave no reason.", {"Kalmar Motors", "The truckmaker"}),
        ("Microsoft released Lattice 4. The browser is fast.", {"Lattice 4", "The browser"}),
        ("An inquiry into failed insurance giant VHL has begun. The company sank in May.",
         {"failed insurance giant", "VHL", "The company"}),
        ("Money was sent through a Cyprus company. Arlo Energy was fined by a court. The company said it was sorry.",
         {"Arlo Energy", "The company", "it"}),
        ("Harwick United won. Tom Hale will leave the club for Hamburg in May.", {"Harwick United", "the club"}),
    ],
)  # fmt: skip
def test_a_noun_for_a_kind_is_in_the_chain_of_the_name(parse_text: ParseText, text: str, same: set[str]) -> None:
    assert corefer(parse_text(text), same), called_together(parse_text(text))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Apple sold the iPhone and the iPad. The phone was popular.", "iPhone", "iPad"),
        ("FARC freed three soldiers. ISIS kept two. The rebels said so.", "ISIS", "The rebels"),
        ("Nils Berg was buried in Benares, north of the Indian capital.", "Benares", "the Indian capital"),
        (
            "The case went to the Naha District Court. The ministry refused to pay.",
            "Naha District Court",
            "The ministry",
        ),
    ],
)
def test_a_noun_for_another_kind_stays_apart(parse_text: ParseText, text: str, one: str, other: str) -> None:
    assert not corefer(parse_text(text), {one, other}), called_together(parse_text(text))


def test_a_noun_may_take_up_names_of_several_classes() -> None:
    assert CLASSES_OF_NAMES["council"] == {"Government", "GovernmentAgency"}


def test_a_noun_takes_up_names_of_known_classes_only() -> None:
    assert set().union(*CLASSES_OF_NAMES.values()) <= CLASSES.keys()


def test_a_noun_is_taken_up_by_the_words_of_wordnet_and_of_the_news() -> None:
    assert {"church", "building"} <= synonyms("abbey")  # WordNet's
    assert "temblor" in synonyms("earthquake")  # the news'
    assert not synonyms("zzyzx")


def test_the_head_of_a_name_is_the_word_that_says_what_it_is() -> None:
    assert head_of_name(("palm", "hotel")) == "hotel"
    assert head_of_name(("bureau", "of", "mines")) == "bureau"


def test_the_most_salient_named_entity_of_the_kind_is_meant() -> None:
    parse = parse_of(
        "Acme/NNP/nsubj/1 sued=sue/VBD/ROOT/1 Velto/NNP/dobj/1",
        "The/DT/det/1 company/NN/nsubj/2 won=win/VBD/ROOT/2",
    )
    clusters = clusters_of(parse, (0, 1, "Company"), (2, 3, "Company"), (3, 5, "Company"))
    clusters.recent.remove(2)
    noun = clusters.phrases[2]
    assert entity_meant(clusters, noun, "company", frozenset()) == 0
    assert entity_meant(clusters, noun, "company", frozenset({"danish"})) == 1  # the nearest
    assert entity_meant(clusters, noun, "city", frozenset()) == -1


def test_the_rebels_are_the_only_armed_group_named() -> None:
    parse = parse_of("FARC/NNP/nsubj/1 met=meet/VBD/ROOT/1 ISIS/NNP/dobj/1")
    assert only_armed_group(clusters_of(parse, (0, 1, "ArmedGroup"))) == 0
    assert only_armed_group(clusters_of(parse, (0, 1, "ArmedGroup"), (2, 3, "ArmedGroup"))) == -1

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from coreference import called_together, clusters_of, corefer
from hand_built import parse_of

from kg.ontology import CLASSES
from kg.text.coref.antecedents import CLASSES_OF_NAMES, load_chooser, synonyms
from kg.text.coref.nominals import (
    NominalFinder,
    entity_meant,
    head_of_name,
    only_armed_group,
    person_meant,
)

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Arkell Air Base was hit. The base burned.", {"Arkell Air Base", "The base"}),
        ("Omar Haddad, a former minister, fled. The former minister denied it.",
         {"Omar Haddad", "a former minister", "The former minister"}),
        ("A meeting was held in Oslo. The meeting ended early.", {"A meeting", "The meeting"}),
        ("A ferry sank off Cebu. The vessel carried 300 people.", {"A ferry", "The vessel"}),
        ("A clerk at the Barton County Sheriff's office called. The sheriff's deputies came.",
         {"Barton County Sheriff's office", "The sheriff"}),
        ("An engineer for Lumeta Inc. resigned. Lumeta's engineer spoke on Friday.",
         {"An engineer", "Lumeta's engineer"}),
        ("The Tavel Bureau of Statistics met. The bureau denied it.", {"Tavel Bureau of Statistics", "The bureau"}),
        ("An F-16 was hit. The F-16 fighter burned.", {"F-16", "The F-16 fighter"}),
        ("A Leeds police officer fell. It was seen by Leeds police.", {"Leeds police"}),
        ("The Taliban attacked. The Taliban movement denied it.", {"The Taliban movement", "Taliban"}),
        ("Fires burned in Hobart. The Hobart area was hit.", {"The Hobart area", "Hobart"}),
        ("The CITEX Treaty was signed. Both are parties to the CITEX treaty.", {"CITEX Treaty", "the CITEX treaty"}),
        ("NASA's Endurance rover landed. Endurance sent photos.", {"NASA's Endurance rover", "Endurance"}),
        ("Tavir reported losses. The Tavir news agency fired ten people.", {"Tavir", "The Tavir news agency"}),
        ("Police searched the Cielo Verde nightclub. Cielo Verde closed.",
         {"the Cielo Verde nightclub", "Cielo Verde"}),
        ("Hamas backed him. Rahim Sadr and his Hamas faction left.", {"Hamas", "his Hamas faction"}),
        ("The Coronna prison burned. Fire crews said that the prison was lost.", {"The Coronna prison", "Coronna"}),
        ("Gorka Air is a carrier. The Tavel-based carrier lost money.", {"Gorka Air", "The Tavel-based carrier"}),
        ("Velto Holdings hired a haulage company. The company lost the goods.", {"a haulage company", "The company"}),
        ("A report was found on a road. The 131-page report was wet.", {"A report", "The 131-page report"}),
        ("Any tribe that sued could lose what the tribe had won.", {"Any tribe", "the tribe"}),
        ("A tribe sued. The Otana Tribe won in May. The tribe wept.", {"Otana Tribe", "The tribe"}),
        ("Crowds came to the Tavel Winter Festival. The event ended on Friday.",
         {"Tavel Winter Festival", "The event"}),
        ("Prime Minister Nora Lindqvist spoke. The prime minister is an avowed feminist.",
         {"Nora Lindqvist", "The prime minister", "an avowed feminist"}),
    ],
)  # fmt: skip
def test_a_definite_nominal_is_in_the_chain_of_its_antecedent(parse_text: ParseText, text: str, same: set[str]) -> None:
    assert corefer(parse_text(text), same), called_together(parse_text(text))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("An attack killed two. Another attack failed.", "An attack", "Another attack"),
        ("A 20-page report was praised. The 131-page report was wet.", "A 20-page report", "The 131-page report"),
        ("He spoke to every tribe. The tribe at the river wept.", "every tribe", "The tribe"),
        ("The use failed. The use of force is an option.", "The use", "The use of force"),
        ("The bishop said the man was a father of two.", "The bishop", "the man"),
        ("The Otana Tribe sued. A tribe on the coast won. The tribe wept.", "Otana Tribe", "The tribe"),
        ("The attack on Tavel failed. This attack on Hull failed too.", "The attack", "This attack"),
        ("The talks in Oslo failed. These talks in Paris go on.", "The talks", "These talks"),
        ("The meeting with Ann Berg was short. This meeting with Karl Moe was long.", "The meeting", "This meeting"),
        ("Nadia Rahman thanked her lawyer, but she left.", "Nadia Rahman", "her lawyer"),
        ("A judge freed the driver. The mayor objected.", "A judge", "The mayor"),
        ("NASA rovers landed. A NASA rover failed.", "NASA", "A NASA rover"),
        ("The Ford plant closed.", "Ford", "The Ford plant"),
        ("Acme closed its Wolfsburg plant.", "Wolfsburg", "its Wolfsburg plant"),
        ("He flew to Bergen. The Bergen airport was closed.", "Bergen", "The Bergen airport"),
        ("Google updated Android. Android phones were recalled.", "Android", "Android phones"),
        ("The UN met. The UN refugee agency sent tents.", "UN", "The UN refugee agency"),
        ("Ola Berg led Norway. Berg and his Norway staff left.", "Norway", "his Norway staff"),
        ("The Governor-General must go, says the Attorney-General.", "The Governor-General", "the Attorney-General"),
        ("The Governor-General left. A general spoke. The general lied.", "The Governor-General", "The general"),
        ("Oslo airport burned. Oslo was calm.", "Oslo", "Oslo airport"),
        ("The Coronna prison burned. In Coronna all was calm.", "The Coronna prison", "Coronna"),
        (
            "Crews of the State Emergency Service came. Fires burned across the state.",
            "State Emergency Service",
            "the state",
        ),
    ],
)
def test_a_nominal_for_another_stays_apart(parse_text: ParseText, text: str, one: str, other: str) -> None:
    assert not corefer(parse_text(text), {one, other}), called_together(parse_text(text))


def test_a_definite_nominal_repeats_the_last_with_its_head_and_modifiers() -> None:
    parse = parse_of(
        "A/DT/det/2 red/JJ/amod/2 ferry/NN/nsubj/3 sank/VBD/ROOT/3",
        "A/DT/det/1 ferry/NN/nsubj/2 burned/VBD/ROOT/2",
        "The/DT/det/2 red/JJ/amod/2 ferry/NN/nsubj/3 was/VBD/ROOT/3",
        "The/DT/det/1 vessel/NN/nsubj/2 was/VBD/ROOT/2",
        "Its/PRP$/poss/1 ferry/NN/nsubj/2 was/VBD/ROOT/2",
    )
    extents = [(0, 3), (4, 6), (7, 10), (11, 13), (14, 16)]
    clusters = clusters_of(parse, *((start, end, "Product") for start, end in extents))
    finder = NominalFinder(parse, clusters, load_chooser())
    assert [finder.find(mention) for mention in range(5)] == [-1, -1, 0, 2, -1]


def test_what_belongs_to_one_owner_is_one() -> None:
    parse = parse_of(
        *("Acme/NNP/poss/2 's/POS/case/0 clerk/NN/nsubj/3 left/VBD/ROOT/3",) * 2,
        "Velto/NNP/poss/2 's/POS/case/0 clerk/NN/nsubj/3 left/VBD/ROOT/3",
    )
    clusters = clusters_of(
        parse, *((start, start + 1, "Company") for start in (0, 4, 8)), *((at, at + 1, "Person") for at in (2, 6, 10))
    )
    clusters.merge(2, 0)  # Acme and Acme
    finder = NominalFinder(parse, clusters, load_chooser())
    assert [finder.find(mention) for mention in (1, 3, 5)] == [-1, 1, -1]


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


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Tony Gale beat Ukrainian Oleg Petrenko. The Ukrainian fell.", {"Oleg Petrenko", "The Ukrainian"}),
        ("Pavel Drozik, 34, beat Tom Gale. Gale retired hurt. The 34-year-old Slovak was cheered.",
         {"Pavel Drozik", "The 34-year-old Slovak"}),
        ("Nora Lindqvist left the court. The 72-year-old waved.", {"Nora Lindqvist", "The 72-year-old"}),
        ("Ximena Carro won the prize. The Chilean novelist wept.", {"Ximena Carro", "The Chilean novelist"}),
        ("Emmanuel Sebo spoke. The 57-year-old prelate is ill.", {"Emmanuel Sebo", "The 57-year-old prelate"}),
        ("Arvind Chandry fled. The billionaire is in Dubai.", {"Arvind Chandry", "The billionaire"}),
        ("Attorney-General Anna Hale spoke. The Attorney-General was calm.", {"Anna Hale", "The Attorney-General"}),
        ("Stig Aamot, the club's chairman, spoke. The Norwegian then left.", {"Stig Aamot", "The Norwegian"}),
        ("Kaarel Lepp, 19, was held. Two friends met the teenager in May.", {"Kaarel Lepp", "the teenager"}),
        ("The chairman, Tom Kwan, was fined. The 58-year-old banker left.", {"Tom Kwan", "The 58-year-old banker"}),
    ],
)  # fmt: skip
def test_a_nominal_for_a_person_is_in_his_chain(parse_text: ParseText, text: str, same: set[str]) -> None:
    assert corefer(parse_text(text), same), called_together(parse_text(text))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Nora Lindqvist met Karl Berg. The German minister left.", "Nora Lindqvist", "The German minister"),
        ("Tony Gale, 34, beat Oleg Petrenko. The 29-year-old fell.", "Tony Gale", "The 29-year-old"),
        ("Tony Gale beat Ukrainian Oleg Petrenko. The German boxer objected.", "Oleg Petrenko", "The German boxer"),
        ("Kaarel Lepp, 34, was held. Two friends met the teenager in May.", "Kaarel Lepp", "the teenager"),
        ("Tom Kwan, 34, was fined. The 58-year-old banker left.", "Tom Kwan", "The 58-year-old banker"),
        (
            "Danish Vice President Nils Berg resigned. On Monday the Danish leader left.",
            "Nils Berg",
            "the Danish leader",
        ),
        ("Danish President Nils Berg met Tom Hale. The Kenyan leader left.", "Nils Berg", "The Kenyan leader"),
    ],
)
def test_a_nominal_for_another_person_stays_apart(parse_text: ParseText, text: str, one: str, other: str) -> None:
    assert not corefer(parse_text(text), {one, other}), called_together(parse_text(text))


def test_a_person_of_the_age_is_meant_before_one_so_called() -> None:
    parse = parse_of(
        "Tom/NNP/nsubj/3 ,/,/punct/0 34/CD/appos/0 met=meet/VBD/ROOT/3 Ann/NNP/dobj/3",
        "The/DT/det/5 34/CD/nummod/2 year/NN/npadvmod/4 -/HYPH/punct/4 old/JJ/amod/5 baker/NN/nsubj/6 left/VBD/ROOT/6",
    )
    clusters = clusters_of(parse, (0, 1, "Person"), (4, 5, "Person"), (5, 11, "Person"))
    clusters.recent.remove(2)
    clusters.nouns[1].add("baker")
    assert person_meant(clusters, clusters.phrases[2], "baker", frozenset()) == 0


def test_who_was_called_by_the_noun_is_meant_unless_of_another_gender() -> None:
    parse = parse_of("Ann/NNP/nsubj/1 left/VBD/ROOT/1", "The/DT/det/1 actress/NN/nsubj/2 left/VBD/ROOT/2")
    clusters = clusters_of(parse, (0, 1, "Person"), (2, 4, "Person"))
    clusters.recent.remove(1)
    clusters.nouns[0].add("actress")
    assert person_meant(clusters, clusters.phrases[1], "actress", frozenset()) == 0
    clusters.gender[0] = "male"
    assert person_meant(clusters, clusters.phrases[1], "actress", frozenset()) == -1

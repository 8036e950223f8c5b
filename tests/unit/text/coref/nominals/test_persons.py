from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from coreference import called_together, clusters_of, corefer
from hand_built import parse_of

from kg.text.coref.nominals.persons import person_meant

if TYPE_CHECKING:
    from conftest import ParseText


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

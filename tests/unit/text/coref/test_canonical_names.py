from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from coreference import chains_of, clusters_of
from hand_built import parse_of

from kg.text.coref.canonical_names import ChainNamer

if TYPE_CHECKING:
    from conftest import ParseText


def test_the_longest_name_stands_for_a_chain_that_has_one() -> None:
    parse = parse_of(
        "The/DT/det/1 baker/NN/nsubj/2 left=leave/VBD/ROOT/2",
        "Tom/NNP/compound/1 Hale/NNP/nsubj/2 left=leave/VBD/ROOT/2",
        "Hale/NNP/nsubj/1 left=leave/VBD/ROOT/1",
    )
    clusters = clusters_of(parse, (0, 2, "Person"), (3, 5, "Person"), (6, 7, "Person"))
    clusters.merge(1, 0)
    clusters.merge(2, 0)
    assert ChainNamer(clusters).names(0) == ("Tom Hale", ("Hale",))


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        ("Jan Berg, the mayor of Tavel, left. The old man wept.", "Jan Berg", ("mayor of Tavel",)),
        ("Jan Berg, a baker, left with his wife, Ann Berg.", "Ann Berg", ()),
        ("The Icy Moons Explorer (ICEX) was launched.", "Icy Moons Explorer", ("ICEX",)),
    ],
)
def test_aliases_are_names_and_what_the_text_equates_with_one(
    parse_text: ParseText, text: str, name: str, aliases: tuple[str, ...]
) -> None:
    assert (name, aliases) in [(r.name, r.aliases) for r in chains_of(parse_text(text)).referents]


@pytest.mark.parametrize(
    ("words", "cls", "name"),
    [("central Athens", "City", "Athens"), ("Jan Berg (head of Acme)", "Person", "Jan Berg")],
)
def test_a_label_is_a_name_without_what_is_added_to_it(words: str, cls: str, name: str) -> None:
    parse = parse_of(" ".join(f"{word}/NNP/dep/0" for word in re.findall(r"\w+|[()]", words)))
    assert ChainNamer(clusters_of(parse, (0, len(parse), cls))).names(0)[0] == name


def test_a_country_is_called_as_news_calls_it_and_a_demonym_is_an_alias() -> None:
    parse = parse_of("The/DT/det/1 U.S./NNP/nsubj/2 won=win/VBD/ROOT/2")
    assert ChainNamer(clusters_of(parse, (1, 2, "Country"))).names(0) == ("United States", ("U.S.",))


def test_an_unnamed_chain_is_called_by_its_first_nominal_with_what_of_adds() -> None:
    parse = parse_of(
        "A/DT/det/1 head/NN/nsubj/6 of/IN/prep/1 a/DT/det/4 school/NN/pobj/2 in/IN/prep/4 left=leave/VBD/ROOT/6"
    )
    namer = ChainNamer(clusters_of(parse, (0, 2, "Person")))
    assert namer.names(0) == ("head of a school in", ("head",))


def test_a_referent_has_its_fullest_name_without_title(parse_text: ParseText) -> None:
    found = chains_of(parse_text("Senator Lucia Ferro spoke. Ferro left."))
    ferro = next(r for r in found.referents if r.name == "Lucia Ferro")
    assert ferro.cls == "Person"
    assert "Ferro" in ferro.aliases


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Former miners marched in Leeds.", "former miners"),
        ("Kenyan miners marched in Leeds.", "Kenyan miners"),
        ("The Prime Minister lost his seat.", "prime minister"),
        ("A Leeds Police spokesman spoke of the Deputy Mayor.", "deputy mayor"),
        ("Two miners marched in Leeds.", "two miners"),
    ],
)
def test_the_capital_letter_that_opens_a_sentence_is_no_part_of_a_name(
    parse_text: ParseText, text: str, name: str
) -> None:
    assert name in {referent.name for referent in chains_of(parse_text(text)).referents}


def test_an_unnamed_referent_has_its_complement_in_its_name(parse_text: ParseText) -> None:
    found = chains_of(parse_text("A lawyer for the union sued."))
    assert ("lawyer for the union", ("lawyer",)) in {(r.name, r.aliases) for r in found.referents}


def test_the_name_of_an_unnamed_referent_ends_before_that_of_a_person(parse_text: ParseText) -> None:
    found = chains_of(parse_text("The head of Acme Foods, Tom Hale, resigned."))
    hale = next(r for r in found.referents if r.name == "Tom Hale")
    assert "head of Acme Foods" in hale.aliases


def test_a_counted_noun_is_also_called_by_the_noun_alone_where_nothing_else_is(parse_text: ParseText) -> None:
    def aliases(text: str, name: str) -> tuple[str, ...]:
        return next(r.aliases for r in chains_of(parse_text(text)).referents if r.name == name)

    flooded = "The river swamped nine of the 240 homes in Warra."
    assert "homes" in aliases(flooded, "nine of the 240 homes")
    assert aliases("A 15-year-old boy was hurt in Oslo.", "15-year-old boy") == ("boy",)
    assert "homes" not in aliases(f"{flooded} Other homes burned.", "nine of the 240 homes")

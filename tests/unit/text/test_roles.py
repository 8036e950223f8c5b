"""Who holds which post where; countries, parties, homes and organizations of people; agencies with their states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hand_built import parse_of, refer
from role_triples import Triple, triples

from kg.text.coref.resolution import resolve
from kg.text.mentions.noun_phrases import find_phrases
from kg.text.model import Parse
from kg.text.ner.names import find_names
from kg.text.roles import Affiliations, find_roles

if TYPE_CHECKING:
    from conftest import ParseText


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ghanaian President Kofi Darko resigned.",
         {("Kofi Darko", "holdsRole", "President"), ("Kofi Darko", "leads", "Ghana")}),
        ("Hamas's Foreign Minister Sami Nasser arrived.",
         {("Sami Nasser", "holdsRole", "Foreign Minister"), ("Sami Nasser", "worksFor", "Hamas")}),
        ("Lena Koch, a German Finance Ministry official, resigned.",
         {("Lena Koch", "holdsRole", "official"), ("Lena Koch", "worksFor", "German Finance Ministry")}),
        ("A spokesman for Unicef, Raj Patel, declined to comment.",
         {("Raj Patel", "holdsRole", "spokesman"), ("Raj Patel", "worksFor", "Unicef")}),
        ("Paula Gomez, the mayor of Lima, resigned.",
         {("Paula Gomez", "holdsRole", "mayor"), ("Paula Gomez", "leads", "Lima")}),
        ("On Friday union leader Ben Tyler spoke.", {("Ben Tyler", "holdsRole", "union leader")}),
        ("Ben Tyler, a kindergarten teacher, spoke.", {("Ben Tyler", "hasOccupation", "kindergarten teacher")}),
        ("Presiding judge Ben Tyler spoke.", {("Ben Tyler", "holdsRole", "Presiding judge")}),
        ("Ben Tyler, a tailor from Leeds, spoke.", {("Ben Tyler", "hasOccupation", "tailor")}),
        ("Chief engineer Ben Tyler spoke.", {("Ben Tyler", "holdsRole", "Chief engineer")}),
        ("Police questioned actor Ben Tyler.", {("Ben Tyler", "hasOccupation", "actor")}),
        ("Former Pentagon official Ann Moss testified.", {("Ann Moss", "worksFor", "Pentagon")}),
        ("The Springfield Rovers placed running back Pete Tomlin on leave.",
         {("Pete Tomlin", "holdsRole", "running back")}),
        ("Leeds police Sgt. Ann Hall spoke.",
         {("Ann Hall", "holdsRole", "Sgt."), ("Ann Hall", "worksFor", "Leeds police")}),
        ("Gela Governor Mario Rossi resigned.", {("Mario Rossi", "leads", "Gela")}),
        ("Rosa Diaz, president and chief executive of Globex Airlines, resigned.",
         {("Rosa Diaz", "holdsRole", "president"), ("Rosa Diaz", "holdsRole", "chief executive"),
          ("Rosa Diaz", "leads", "Globex Airlines")}),
        ("Globex Group was bought by its chairman and CEO Raj Patel.", {("Raj Patel", "leads", "Globex Group")}),
        ("Ann Moss, the Labour MP for Leeds, spoke.", {("Ann Moss", "memberOf", "Labour")}),
        ("Lars Moe was a politician for the Christian Democratic Party.",
         {("Lars Moe", "memberOf", "Christian Democratic Party")}),
        ("Rosa Diaz, leader of the Green Party, spoke.",
         {("Rosa Diaz", "leads", "Green Party"), ("Rosa Diaz", "memberOf", "Green Party")}),
        ("The former president of Globex Group, Raj Patel left in May.", {("Raj Patel", "leads", "Globex Group")}),
        ("Raj Patel taught at Lund University until returning as a professor at Oslo University.",
         {("Raj Patel", "worksFor", "Oslo University")}),
        ("Raj Patel is a professor of women's studies at Lund University.",
         {("Raj Patel", "worksFor", "Lund University")}),
        ("Raj Patel is a board member of the Globex Foundation.", {("Raj Patel", "memberOf", "Globex Foundation")}),
        ("Raj Patel succeeded Rosa Diaz as chairman of Globex Airlines.",
         {("Raj Patel", "holdsRole", "chairman"), ("Raj Patel", "leads", "Globex Airlines")}),
        ("Globex Airlines was led by chief executive Raj Patel.", {("Raj Patel", "holdsRole", "chief executive")}),
        ("Raj Patel became professor of history at Lund University.",
         {("Raj Patel", "worksFor", "Lund University")}),
    ],
)  # fmt: skip
def test_how_news_introduces_people(parse_text: ParseText, text: str, expected: set[Triple]) -> None:
    assert expected <= triples(parse_text, text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Ghanaian Foreign Minister Ama Owusu arrived.", ("Ama Owusu", "leads", "Ghana")),
        ("The deputy mayor of Lima, Rosa Diaz, resigned.", ("Rosa Diaz", "leads", "Lima")),
        ("Tom Reilly is not a member of Hamas.", ("Tom Reilly", "memberOf", "Hamas")),
        ("Police sought the suspect Al Brown.", ("Al Brown", "hasOccupation", "suspect")),
        ("A doctor fled.", ("doctor", "hasOccupation", "doctor")),
        (
            "Rosa Diaz is a Peruvian businesswoman, chief executive and owner of Globex Group.",
            ("Rosa Diaz", "leads", "Peru"),
        ),
        ("The president and the chairman of Globex Group met Rosa Diaz.", ("Rosa Diaz", "leads", "Globex Group")),
        ("Sami Nasser served under President Kofi Darko.", ("Kofi Darko", "holdsRole", "under President")),
        ("Ben Tyler, a correspondent in Leeds, wrote it.", ("Ben Tyler", "worksFor", "Leeds")),
        ("Ben Tyler, an ambassador to China, resigned.", ("Ben Tyler", "worksFor", "China")),
        ("Mexican referee Ben Tyler stopped the fight.", ("Ben Tyler", "worksFor", "Mexico")),
        ("Raj Patel was a member of several left-wing parties.", ("Raj Patel", "memberOf", "left-wing parties")),
        ("Raj Patel hired her as a professor at Oslo University.", ("Raj Patel", "worksFor", "Oslo University")),
        ("Raj Patel succeeded Rosa Diaz as chairman of Globex Airlines.", ("Rosa Diaz", "leads", "Globex Airlines")),
    ],
)
def test_what_is_not_said_is_not_found(parse_text: ParseText, text: str, wrong: Triple) -> None:
    assert wrong not in triples(parse_text, text)


def test_a_post_keeps_the_organization_at_which_it_is_held(parse_text: ParseText) -> None:
    parse = parse_text("UK Prime Minister Carol Finch spoke.")
    found = resolve(parse, find_phrases(parse, find_names(parse)))
    post = next(m for m in find_roles(parse, found) if m.predicate == "holdsRole")
    ((name, organization),) = post.qualifiers
    assert name == "roleAt"
    assert found.referents[found.referent_of[int(organization)]].name == "United Kingdom"
    assert parse.words_of(*post.tokens) == "UK Prime Minister Carol Finch"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A spokesman for provincial governor Gul Baran, Akbar Noor, said so.",
         {("Akbar Noor", "holdsRole", "spokesman"), ("Gul Baran", "holdsRole", "provincial governor")}),
        ("The lawyer for Gul Baran, Tom Hale, said he would appeal.", {("Tom Hale", "hasOccupation", "lawyer")}),
        ("A delegate from the Jalabad group, Sayed Amed Golani, summed up the mood.",
         {("Sayed Amed Golani", "memberOf", "Jalabad group")}),
        ("The director of the museum, Anna Lee, said so.", {("Anna Lee", "leads", "museum")}),
        ("The head of the anti-terror unit, Jane Doe, said the man was armed.",
         {("Jane Doe", "leads", "anti-terror unit")}),
        ("One of the administrators, Richard Alber, says the airline will fly again.",
         {("Richard Alber", "holdsRole", "administrator")}),
        ("One of the leaders of the Reform Party, Tom Hale, resigned.", {("Tom Hale", "leads", "Reform Party")}),
        ("Tom Hale, one of the group's lawyers, said he would appeal.", {("Tom Hale", "hasOccupation", "lawyer")}),
        ("One of the members of the council, Anna Lee, resigned.", {("Anna Lee", "memberOf", "council")}),
    ],
)  # fmt: skip
def test_the_person_behind_the_organization_has_the_post(
    parse_text: ParseText, text: str, expected: set[Triple]
) -> None:
    assert expected <= triples(parse_text, text)


@pytest.mark.parametrize(
    "text",
    [
        "A lawyer for Gul Baran, Akbar Noor and Tom Hale said they would appeal.",
        "The singers' manager thanked Gul Baran, Akbar Noor, and Tom Hale.",
        "A spokesman for Akbar Noor said so.",
        "A spokesman for Tom Akbar Noor said so.",
        "Akbar Noor met one of the lawyers.",
        "Five of the lawyers, Akbar Noor said, had left.",
    ],
)
def test_a_name_in_a_row_or_behind_a_preposition_has_no_post(parse_text: ParseText, text: str) -> None:
    found = {t[1] for t in triples(parse_text, text) if t[0].endswith("Noor")}
    assert not found & {"holdsRole", "hasOccupation"}


def test_an_envoy_for_a_country_serves_who_sent_him(parse_text: ParseText) -> None:
    served = {t[2] for t in triples(parse_text, "The EU's envoy for Kosovo, Lars Brahm, left.") if t[1] == "worksFor"}
    assert served == {"EU"}


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("The Federal Minister for the Environment, Tom Hale, said so.", "Federal Minister for the Environment"),
        ("Tom Hale, the minister for the arts, resigned.", "minister for the arts"),
        ("Tom Hale, minister of the interior, resigned.", "minister of the interior"),
        ("Tom Hale, the minister for immigration and citizenship, resigned.",
         "minister for immigration and citizenship"),
        ("Tom Hale, Minister for Trade and Industry, resigned.", "Minister for Trade and Industry"),
        ("Tom Hale, professor of law and economics at Lund University, spoke.", "professor of law and economics"),
        ("Tom Hale, director of nursing, resigned.", "director of nursing"),
        ("Tom Hale, head of the anti-terror unit, resigned.", "head"),
        ("Tom Hale, secretary of the union, resigned.", "secretary"),
        ("Tom Hale, the director of the film, left.", "director"),
        ("Tom Hale, commissioner of the police, resigned.", "commissioner"),
        ("Tom Hale, minister of the day, resigned.", "minister"),
        ("Tom Hale, director of research and chairman of Acme Airlines, left.", "director of research"),
    ],
)  # fmt: skip
def test_what_somebody_is_in_charge_of_belongs_to_the_post(parse_text: ParseText, text: str, post: str) -> None:
    assert post in {t[2] for t in triples(parse_text, text) if t[:2] == ("Tom Hale", "holdsRole")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Globex Airlines cut its flights. Gail Amadi, a company spokeswoman, said so.",
         ("Gail Amadi", "worksFor", "Globex Airlines")),
        ("Globex Airlines cut its flights. Airline spokeswoman Gail Amadi said so.",
         ("Gail Amadi", "worksFor", "Globex Airlines")),
        ("Four victims were taken to Tavel General Hospital, hospital spokeswoman Gail Amadi said.",
         ("Gail Amadi", "worksFor", "Tavel General Hospital")),
    ],
)  # fmt: skip
def test_a_bare_noun_before_a_post_takes_up_the_organization(
    parse_text: ParseText, text: str, expected: Triple
) -> None:
    assert expected in triples(parse_text, text)


@pytest.mark.parametrize(
    "text",
    [
        "Globex Airlines cut its flights. Gail Amadi is a company lawyer's daughter.",
        "Globex Airlines cut its flights. Gail Amadi, a hotel manager, was at home.",
        "Gail Amadi, an airline pilot, flew to Oslo.",
    ],
)
def test_a_bare_noun_of_another_kind_takes_up_nothing(parse_text: ParseText, text: str) -> None:
    assert not {t for t in triples(parse_text, text) if t[0] == "Gail Amadi" and t[1] in ("worksFor", "leads")}


def posts(parse: Parse, *chains: list[tuple[int, int, str]]) -> set[str]:
    referents = refer(parse, *chains)
    held = [m for m in find_roles(parse, referents) if m.predicate == "holdsRole"]
    return {parse.words_of(referents.phrases[m.object].start, referents.phrases[m.object].end) for m in held}


def test_a_title_of_one_word_that_takes_up_a_fuller_one_is_left_out() -> None:
    parse = parse_of(
        "Justice/NNP/compound/1 Minister=minister/NNP/compound/2 Berg/NNP/nsubj/3 spoke=speak/VBD/ROOT/3",
        "The/DT/det/1 minister/NN/nsubj/2 left=leave/VBD/ROOT/2",
    )
    roles = [(0, 2, "Role")], [(5, 6, "Role")]
    assert posts(parse, [(2, 3, "Person"), (4, 6, "Person")], *roles) == {"Justice Minister"}
    assert posts(parse, [(2, 3, "Person"), (4, 6, "Person")], roles[1]) == {"minister"}


def test_the_rank_of_who_holds_a_post_is_left_out() -> None:
    parse = parse_of("spokesman/NN/compound/2 Captain=captain/NNP/compound/2 Berg/NNP/nsubj/3 spoke=speak/VBD/ROOT/3")
    rank = [(1, 2, "Role")]
    assert posts(parse, [(2, 3, "Person")], [(0, 1, "Role")], rank) == {"spokesman"}
    assert posts(parse, [(2, 3, "Person")], rank) == {"Captain"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chile lost power. Ten million Chileans were angry.", {("Chileans", "citizenOf", "Chile")}),
        ("Kenyan officials met.", {("Kenyan officials", "worksFor", "Kenya")}),
        ("Members of Hezbollah fled.", {("members of Hezbollah", "memberOf", "Hezbollah")}),
        ("Dutch striker Jan de Wit scored.", {("Jan de Wit", "citizenOf", "Netherlands")}),
        ("Hundreds of families from Eritrea waited.", {("hundreds of families", "citizenOf", "Eritrea")}),
        ("Washington Post reporters Al Fox and Bo Hay quit.",
         {("Al Fox", "worksFor", "Washington Post"), ("Bo Hay", "worksFor", "Washington Post")}),
        ("Members of Hamas, including guard Ali Saad, left.", {("Ali Saad", "memberOf", "Hamas")}),
        ("Republican Senator Carl Moss voted.", {("Carl Moss", "memberOf", "Republican")}),
        ("Carl Moss, a Democrat from Ohio, voted.", {("Carl Moss", "memberOf", "Democrat")}),
    ],
)  # fmt: skip
def test_where_people_belong(parse_text: ParseText, text: str, expected: set[Triple]) -> None:
    assert expected <= triples(parse_text, text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("French soldiers left Chad.", ("French soldiers", "worksFor", "France")),
        ("Democratic reforms pleased Carl Moss.", ("Carl Moss", "memberOf", "Democratic")),
        ("Labour Minister Ann Moss resigned.", ("Ann Moss", "memberOf", "Labour")),
        ("They voted for the Green Party\n\nAnn Moss resigned.", ("Ann Moss", "memberOf", "Green Party")),
        ("The anti-Taliban officials met in Oslo.", ("anti-Taliban officials", "memberOf", "Taliban")),
    ],
)
def test_where_they_do_not_belong(parse_text: ParseText, text: str, wrong: Triple) -> None:
    assert wrong not in triples(parse_text, text)


@pytest.mark.parametrize(
    ("noun", "cls", "tie"),
    [
        ("officials=official", "Country", "worksFor"),
        ("members=member", "ArmedGroup", "memberOf"),
        ("residents=resident", "City", "livesIn"),
        ("residents=resident", "Country", "citizenOf"),
    ],
)
def test_what_a_group_is_called_says_how_it_belongs(noun: str, cls: str, tie: str) -> None:
    parse = parse_of(f"Acme/NNP/compound/1 {noun}/NNS/nsubj/2 left=leave/VBD/ROOT/2")
    found = find_roles(parse, refer(parse, [(0, 2, "People")], [(0, 1, cls)]))
    assert {m.predicate for m in found} == {tie}


PARSE = parse_of(
    "Berg/NNP/nsubj/5 ,/,/punct/0 president/NN/appos/0 of/IN/prep/2 Acme/NNP/pobj/3 spoke=speak/VBD/ROOT/5 "
    "with/IN/prep/5 Lund/NNP/pobj/6 his/PRP$/poss/9 lawyer/NN/appos/7"
)
BERG, POST, ACME, LUND, LAWYER = range(5)
REFERENTS = refer(
    PARSE, [(0, 1, "Person")], [(2, 3, "Role")], [(4, 5, "Company")], [(7, 8, "Person")], [(9, 10, "Role")]
)


def test_a_post_is_held_at_its_organization_and_ties_its_holder_to_it() -> None:
    found = list(Affiliations(PARSE, REFERENTS).post(BERG, POST, [ACME], "roles.nominal"))
    assert [(m.subject, m.predicate, m.object) for m in found] == [
        (BERG, "holdsRole", POST),
        (BERG, "leads", ACME),
        (BERG, "worksFor", ACME),
    ]
    assert found[0].qualifiers == (("roleAt", ACME),)
    assert found[0].tokens == (0, 5)


def test_who_serves_a_person_works_for_what_that_person_leads() -> None:
    affiliations = Affiliations(PARSE, REFERENTS)
    assert not [m for m in affiliations.post(LUND, POST, [BERG], "roles.nominal") if m.predicate == "worksFor"]
    list(affiliations.post(BERG, POST, [ACME], "roles.nominal"))
    found = [m for m in affiliations.post(LUND, POST, [BERG], "roles.nominal") if m.predicate == "worksFor"]
    assert [(m.subject, m.object) for m in found] == [(LUND, ACME)]


def test_an_occupation_ties_nobody_to_a_person() -> None:
    found = list(Affiliations(PARSE, REFERENTS).post(LUND, LAWYER, [BERG], "roles.nominal"))
    assert [(m.predicate, m.object) for m in found] == [("hasOccupation", LAWYER)]

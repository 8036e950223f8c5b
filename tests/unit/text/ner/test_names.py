from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hand_built import parse_of

from kg.text.model import Parse
from kg.text.ner.names import find_names

if TYPE_CHECKING:
    from conftest import ParseText


def names(parse: Parse) -> list[tuple[str, str, str]]:
    return [(parse.words_of(n.start, n.end), n.cls, n.kind) for n in find_names(parse)]


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("Officials at the Kenyan Finance Ministry met on Monday.", "Kenyan Finance Ministry", "GovernmentAgency"),
        ("The Ministry of Health and Welfare closed a school.", "Ministry of Health and Welfare", "GovernmentAgency"),
        ("She studied at the University of Leeds for three years.", "University of Leeds", "EducationalOrganization"),
        ("President Maria Okafor spoke to reporters.", "Maria Okafor", "Person"),
        ("The plane took off from Ramstein Air Base on Friday.", "Ramstein Air Base", "MilitaryBase"),
        ("Hezbollah fired rockets across the border.", "Hezbollah", "ArmedGroup"),
        ("He moved to the U.K. in 2004.", "U.K.", "Country"),
        ("The software maker Acme Holdings Inc. cut 300 jobs.", "Acme Holdings Inc.", "Company"),
        ("Police closed the Golden Gate Bridge.", "Golden Gate Bridge", "Facility"),
        ("The Anglican Archbishop of Turin resigned.", "Turin", "City"),
        ("Elnur Okon-Reid spoke. Okon-Reid resigned.", "Okon-Reid", "Person"),
        ("The Department of Families and Interpol met.", "Interpol", "InternationalOrganization"),
        ("Two batsmen were dropped for the Adelaide Test.", "Adelaide Test", "Competition"),
        ("They climbed Mount Elbert last week.", "Mount Elbert", "GeographicFeature"),
        ("Mozilla released Firefox 4 on Monday.", "Firefox 4", "Product"),
        ("He sang the song Fields of Glass twice.", "Fields of Glass", "Work"),
        ("Storms hit southern Chile.", "southern Chile", "Region"),
        ("The final will be held at the Camp Nou.", "Camp Nou", "Facility"),
        ("Apple unveiled the iPhone 20 on Tuesday.", "iPhone 20", "Product"),
        ("Nurse Wanda Hill treated them.", "Wanda Hill", "Person"),
        ("Oslo beat Granada to host the games.", "Oslo", "City"),
        ("Granada sued Oslo over the bridge.", "Granada", "City"),
        ("The crew of the USS Halberd was rescued.", "USS Halberd", "Product"),
        ("A spokesman for the Greene County Sheriff's Office declined to comment.", "Greene County Sheriff's Office",
         "GovernmentAgency"),
        ("Tavel currently lives in Manhattan.", "Tavel", "Person"),
        ("Tavel was the chairman of Acme Holdings.", "Tavel", "Person"),
        ("She was born in Kamenov in 1950.", "Kamenov", "City"),
        ("She graduated from the Lund Academy of Music.", "Lund Academy of Music", "EducationalOrganization"),
        ("The firm is based in Ridgefield, CT, and Ohio.", "Ridgefield", "City"),
        ("The firm is based in Ridgefield, CT, and Ohio.", "CT", "Region"),
        ("He was the CEO of Sabex until 2001.", "Sabex", "Company"),
    ],
)  # fmt: skip
def test_a_name_is_whole_and_has_its_class(parse_text: ParseText, text: str, name: str, cls: str) -> None:
    assert (name, cls, "name") in names(parse_text(text))


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("Wombley, a rocky island, was evacuated.", "Wombley", "GeographicFeature"),
        ("It lies in the village of Bahano, where Bahano has been put down to fumes.", "Bahano", "City"),
        ("In Akatri some 600 inmates walked out.", "Akatri", "City"),
        ("VELMUND, Norway (AP) - A ferry ran aground on Monday.", "VELMUND", "City"),
        ("The pollster Marlow Sova put the party on 24 percent.", "Marlow Sova", "Company"),
        ("He told the daily Gunlet that he would resign.", "Gunlet", "MediaOrganization"),
        ("The Tavel Administration restored the rule.", "Tavel Administration", "Government"),
        ("Samsung sold the Galaxy S III in Germany.", "Galaxy S III", "Product"),
        ("Ubuntu 9.10 ships with a new browser.", "Ubuntu 9.10", "Product"),
        ("The city will host Expo 2035.", "Expo 2035", "Event"),
        ("Drugmaker Merck withdrew the pill.", "Merck", "Company"),
        ("He lives in Velmund, Ontario.", "Ontario", "Region"),
        ("He lives in Velmund, New York.", "New York", "Region"),
        ("Doctors Without Borders closed its hospital.", "Doctors Without Borders", "Organization"),
        (
            "The Organization for Security and Co-operation in Europe sent observers.",
            "Organization for Security and Co-operation in Europe",
            "InternationalOrganization",
        ),
        ("She graduated from Kansas State in 1998.", "Kansas State", "EducationalOrganization"),
        ("He told the Denver Ledger that he would appeal.", "Denver Ledger", "MediaOrganization"),
        ("The Democratic Renewal Alliance left the coalition.", "Democratic Renewal Alliance", "PoliticalParty"),
        ("The Kasai Resistance Army abducted two teachers.", "Kasai Resistance Army", "ArmedGroup"),
        ("The agency lost contact with the Tarrow spacecraft.", "Tarrow", "Product"),
        ("Doctors prescribed a drug called Nuvexil.", "Nuvexil", "Product"),
        ("Lattice is a web browser.", "Lattice", "Product"),
        ("The U.S. Department of Fisheries closed the reef.", "U.S. Department of Fisheries", "GovernmentAgency"),
        ("Earthquakes struck Sumatra on Monday.", "Sumatra", "GeographicFeature"),
        ("Storms hit Sierra Leone.", "Sierra Leone", "Country"),
        ("The court ruled in Hale v. Orton on Friday.", "Hale v. Orton", "Trial"),
        ("It was photographed by the Marlow Space Telescope.", "Marlow Space Telescope", "Product"),
        ("Fiona Hall painted it.", "Fiona Hall", "Person"),
        ("The British Red Cross sent tents.", "British Red Cross", "Organization"),
        ("Volunteers climbed Brandok on Sunday.", "Brandok", "GeographicFeature"),
        ("Ember, a messaging app, was shut down.", "Ember", "Product"),
        ("Shares of Norvane fell.", "Norvane", "Company"),
        ("The Leeds World's Fair opened on Monday.", "Leeds World's Fair", "Event"),
        ("Reporters met Hanna de Witt in Delft.", "Hanna de Witt", "Person"),
        ("Marsk-2 landed safely on Tuesday.", "Marsk-2", "Product"),
        ("Pfizer's Zolvarin works.", "Zolvarin", "Product"),
        ("Amazon cut the price of the Kindle Fire.", "Kindle Fire", "Product"),
        ("Typhoon Wendle hit Luzon.", "Typhoon Wendle", "Disaster"),
        ("Sun Microsystems hired him.", "Sun Microsystems", "Company"),
        ("Prayuth Chan-orla resigned.", "Prayuth Chan-orla", "Person"),
        ("Al-Shabaab fired mortars at Baidoa.", "Al-Shabaab", "ArmedGroup"),
        ("It was shown at the Harrow Biennale.", "Harrow Biennale", "Event"),
        ("Astronomers photographed the Lantern Nebula.", "Lantern Nebula", "GeographicFeature"),
        ("The Heron 9 rocket exploded.", "Heron 9", "Product"),
        ("Dobbs Market, a grocery store in Tulsa, closed.", "Dobbs Market", "Facility"),
        ("Kraft's Brillo cookies sell well.", "Brillo", "Product"),
        ("Troops moved into North Talvar.", "North Talvar", "Region"),
        ("LeBron James led the Lakers.", "Lakers", "SportsTeam"),
        ("The Emus beat the Kiwis on Sunday.", "Emus", "SportsTeam"),
        ("Harwick Football Club named a coach.", "Harwick Football Club", "SportsTeam"),
        ("Velto ordered four Boeing 767-300 aircraft.", "767-300", "Product"),
    ],
)
def test_the_words_beside_a_name_tell_its_class(parse_text: ParseText, text: str, name: str, cls: str) -> None:
    assert (name, cls) in {(found, its) for found, its, _ in names(parse_text(text))}


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("Officers searched the Tarrow gang's hideout in Tarrow Park.", "Tarrow Park", "Place"),
        ("Publishers met Jane Holt of Acme Magazine and Ann Lee.", "Jane Holt", "Person"),
        ("The club fielded centre Samuel Dorrell.", "Samuel Dorrell", "Person"),
        ("Google's Sundar Pichai spoke first.", "Sundar Pichai", "Person"),
        ("Norvane raised $5 million.", "Norvane", "Organization"),
    ],
)
def test_the_words_beside_a_name_do_not_tell_another_class(
    parse_text: ParseText, text: str, name: str, cls: str
) -> None:
    assert (name, cls) in {(found, its) for found, its, _ in names(parse_text(text))}


@pytest.mark.parametrize(
    ("text", "no_name"),
    [
        ("Joan Hill, Chief Technology Officer of Acme, resigned.", "Technology Officer"),
        ("Firefighters released Tom Hale.", "Firefighters"),
        ("The Chief Justice met the Governor-General.", "Chief Justice"),
        ("The Chief Justice met the Governor-General.", "Governor-General"),
        ("Storms flooded the road.", "Storms"),
        ("OSLO (AP) - A mill burned on Friday.", "AP"),
        ("Unions are outraged at the decision.", "Unions"),
        ("The Archbishop of Turin resigned.", "Archbishop of Turin"),
        ("The match starts at 7pm AEDT on Friday.", "AEDT"),
        ("Russia's Lena Hill won.", "Russia's Lena Hill"),
        ("The asks are plain: What industries gain from it?", "What"),
        ("Photos Provided to Esk Daily", "Provided"),
        ("Protectionism grows, he said.", "Protectionism"),
        ("The NATION IS AT STAKE!", "NATION IS AT STAKE"),
        ("Devin Nunes, R-California, left.", "R - California"),
    ],
)
def test_other_words_in_capitals_are_no_names(parse_text: ParseText, text: str, no_name: str) -> None:
    assert no_name not in {name for name, _, _ in names(parse_text(text))}


@pytest.mark.parametrize(
    ("text", "adjective", "cls"),
    [
        ("Three Peruvian miners were rescued.", "Peruvian", "Country"),
        ("The Danish Defence Ministry denied it.", "Danish", "Country"),
        ("An Asian carmaker bought the plant.", "Asian", "Region"),
        ("It was built by an Iraqi-born architect.", "Iraqi", "Country"),
    ],
)
def test_an_adjective_of_a_country_means_the_country(
    parse_text: ParseText, text: str, adjective: str, cls: str
) -> None:
    assert (adjective, cls, "demonym") in names(parse_text(text))


def test_a_name_has_one_reading_throughout_a_document(parse_text: ParseText) -> None:
    text = (
        "Carla Montoya was arrested on Tuesday in Denver. Montoya left the firm in May. "
        "Montoya's lawyer said that Montoya would appeal."
    )
    found = [cls for name, cls, _ in names(parse_text(text)) if name == "Montoya"]
    assert len(found) == 3
    assert set(found) == {"Person"}


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("Beaumont won. Claire Beaumont wept after the match.", "Beaumont", "Person"),
        ("Claire Beaumont wept. The match in Beaumont was her last.", "Beaumont", "City"),
        ("Backers land Quirrega in a deal. The club paid for Alex Quirrega on Monday.", "Quirrega", "Person"),
        ("Soap star Dane was held. Ricky Dane spent six hours in a cell.", "Dane", "Person"),
        ("Ricky Dane met a Dane in Oslo.", "Dane", "People"),
        ("VELMUND, Sweden — A mill burned. The parish of Velmund owned it.", "Velmund", "City"),
        ("They crossed the Sargann Sea. Few had seen the Sargann by night.", "Sargann", "GeographicFeature"),
        ("Wexholm United lost again. Fans said Wexholm had tried.", "Wexholm", "SportsTeam"),
        ("The United States Federal Reserve cut rates.", "United States Federal Reserve", "GovernmentAgency"),
        ("Fighters of anti-Taliban groups fled.", "Taliban", "ArmedGroup"),
        ("A source told the AFP news agency of it. AFP has left.", "AFP", "MediaOrganization"),
        ("The inmates left the Coronna prison through a tunnel.", "Coronna", "Facility"),
        ("The inmates left the Coronna prison. There was joy in Coronna.", "Coronna", "City"),
        ("Troops hold the Zora Bera region. They fought in Zora Bera.", "Zora Bera", "Region"),
        ("The Anti-Corruption Commission met.", "Anti-Corruption Commission", "GovernmentAgency"),
        ("He spoke to the US-China Trade Council on Monday.", "US-China Trade Council", "GovernmentAgency"),
        ("The U.S.-Mexico border was closed on Monday.", "U.S.", "Country"),
        ("The U.S.-Mexico border was closed on Monday.", "Mexico", "Country"),
        ("The intra-Syrian talks in Geneva failed.", "Syrian", "Country"),
        ("The U.N.-backed government left Tripoli.", "U.N.", "InternationalOrganization"),
        ("The Pan-American Health Organization met.", "Pan-American Health Organization", "InternationalOrganization"),
    ],
)
def test_a_short_or_prefixed_name_is_read_as_the_whole_one(
    parse_text: ParseText, text: str, name: str, cls: str
) -> None:
    found = {(found, its) for found, its, _ in names(parse_text(text))}
    assert (name, cls) in found, found


def test_titles_and_determiners_are_no_part_of_a_name(parse_text: ParseText) -> None:
    found = {
        name for name, _, _ in names(parse_text("The Wall Street Journal said Prime Minister Anna Virtanen lied."))
    }
    assert {"Wall Street Journal", "Anna Virtanen"} <= found


def test_days_and_months_are_no_names(parse_text: ParseText) -> None:
    assert not {n for n, _, _ in names(parse_text("On Monday, in June, it rained."))} & {"Monday", "June"}


@pytest.mark.parametrize("name", ['Robert "Lucky" Hanlon', 'Robert "The Duke" Hanlon'])
def test_a_nickname_stays_inside_the_name(parse_text: ParseText, name: str) -> None:
    assert name in {found for found, _, _ in names(parse_text(f"Police arrested {name} in Newark on Friday."))}


def test_a_prefix_of_stance_is_no_part_of_a_name(parse_text: ParseText) -> None:
    assert "Norland" in {name for name, _, _ in names(parse_text("Pro-Norland rebels attacked Varna."))}


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("Last year, Tellmark sued Synterra after a dispute.", {"Tellmark", "Synterra"}),
        ("Brixara rejects Synterra, the paper said.", {"Brixara", "Synterra"}),
    ],
)
def test_a_verb_parts_what_the_model_takes_for_one_name(parse_text: ParseText, text: str, both: set[str]) -> None:
    assert {name for name, _, _ in names(parse_text(text))} == both


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("southern/JJ/amod/1 Iran/NNP/nsubj/2 slept=sleep/VBD/ROOT/2", [(0, 2, "Region"), (1, 2, "Country")]),
        ("the/DT/det/2 Danish/JJ/amod/2 sailors=sailor/NNS/nsubj/3 slept=sleep/VBD/ROOT/3", [(1, 2, "Country")]),
        (("the/DT/det/3 Danish/JJ/amod/3 Fisheries/NNP/compound/3 Ministry/NNP/nsubj/4 lost/VBD/ROOT/4 "
         "more/JJR/dobj/4 than/IN/prep/5"), [(1, 4, "GovernmentAgency"), (1, 2, "Country")]),
    ],
)  # fmt: skip
def test_names_stand_inside_names(sentence: str, expected: list[tuple[int, int, str]]) -> None:
    assert [(name.start, name.end, name.cls) for name in find_names(parse_of(sentence))] == expected

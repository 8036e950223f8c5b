"""Which of what a text speaks of is an entity, and which a participant of its document."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.model import Entity
from kg.text.assembly import assemble
from kg.text.model import Reading

SEED = Path(__file__).parents[4] / "seeds/bagram.txt"

ENTITIES = [
    ("The Woodburn bombing killed Tom Hale.", "Woodburn bombing"),
    ("Marta Oduya signed the 2019 agreement with Norland.", "2019 agreement"),
    ("US officials met Marta Oduya in Graz.", "US officials"),
    ("Marta Oduya signed a treaty. The 2019 treaty ended the war with Hungary.", "2019 treaty"),
    ("The French government criticised Hungary.", "French government"),
    ("Lawyers of Acme met Marta Oduya at the Oslo summit.", "Oslo summit"),
    ("The Reuters report criticised Acme.", "Reuters report"),
    ("Marta Oduya was elected mayor of Graz.", "mayor"),
    ("Marta Oduya met Afghan officials.", "Afghan officials"),
    ("Marta Oduya became president of Acme.", "president"),
]
PARTICIPANTS = [
    ("Two men attacked the Salo Bank.", "two men"),
    ("Companies bought shares in Acme.", "companies"),
    ("I met Marta Oduya in Graz.", "I"),
    ("Marta Oduya visited the country.", "country"),
    ("Jan Keller came to Graz. His wife met Marta Oduya.", "his wife"),
    ("Marta Oduya attended a meeting in the town hall.", "meeting"),
    ("A US official told Marta Oduya that Acme had lost.", "US official"),
    ("Norland wants its nuclear weapons back. It sold its weapons to Hungary.", "its nuclear weapons"),
    ("The guards freed Afghan prisoners.", "Afghan prisoners"),  # nothing named has part in what is said of them
    ("Marta Oduya won a prize in Graz.", "prize"),
    ("Marta Oduya signed an agreement.", "agreement"),
    ("Police arrested Jan Keller.", "police"),
    ("Many Chinese tourists visited Graz.", "many Chinese tourists"),
    ("A British company bought the Salo Bank.", "British company"),
    ("Norland signed agreements with Hungary.", "agreements"),
    ("600 French sailors left Graz.", "600 French sailors"),
    ("People in Graz met Marta Oduya.", "people"),
    ("Marta Oduya got a new role at Acme.", "a new role"),
    ("Marta Oduya won the presidency of Acme.", "the presidency"),
]


def find(reading: Reading, name: str) -> Entity:
    return next(each for each in assemble(reading).entities if name in {each.name, *each.aliases})


@pytest.mark.parametrize(("text", "name"), ENTITIES)
def test_what_a_text_names_or_picks_out_is_an_entity(read_text: Callable[[str], Reading], text: str, name: str) -> None:
    found = next(each for each in assemble(read_text(text)).entities if each.name == name)
    assert not found.participant


@pytest.mark.parametrize(("text", "name"), PARTICIPANTS)
def test_the_rest_are_participants(read_text: Callable[[str], Reading], text: str, name: str) -> None:
    assert find(read_text(text), name).participant


def test_what_is_named_is_an_entity(read_text: Callable[[str], Reading]) -> None:
    found = assemble(read_text(SEED.read_text("utf-8"))).entities
    assert not [each.name for each in found if each.participant and each.times_named]
    assert {"2020 agreement", "US officials", "Taliban officials"} <= {e.name for e in found if not e.participant}
    assert {"interest", "things", "two nations", "US official"} <= {e.name for e in found if e.participant}


def test_a_participant_keeps_whose_it_is(read_text: Callable[[str], Reading]) -> None:
    found = assemble(read_text("Jan Keller came to Graz. His wife met Marta Oduya. Two men attacked Acme.")).entities
    names = {each.id: each.name for each in found}
    owners = {each.name: names.get(each.whose or "") for each in found if each.participant}
    assert owners == {"his wife": "Jan Keller", "two men": None}

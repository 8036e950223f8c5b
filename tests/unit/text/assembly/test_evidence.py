"""Where facts are stated, on readings built by hand."""

from hand_built import parse_of, refer

from kg.text.assembly import EvidenceFinder
from kg.text.model import Reading, RelationMention, Time

PARSE = parse_of(
    "Marlow/NNP/nsubj/1 is=be/VBZ/ROOT/1 the/DT/det/3 founder/NN/attr/1 of/IN/prep/3 Acme/NNP/pobj/4",
    "The/DT/det/1 mayor/NN/nsubj/2 left=leave/VBD/ROOT/2 in/IN/prep/2 2001/CD/pobj/3",
)
MARLOW, FOUNDER, ACME, MAYOR = 0, 1, 2, 3
TIMES = (Time(10, 11, "2001", governor=8),)
READING = Reading(
    PARSE,
    refer(PARSE, [(0, 1, "Person"), (2, 4, "Person"), (6, 8, "Person")], [(5, 6, "Company")]),
    (),
    (),
    TIMES,
    (),
    (),
)


def shown(mention: RelationMention, subject: int, obj: int) -> tuple[str | None, ...]:
    found = EvidenceFinder(READING).of(mention, subject, obj)
    spans = (found.subject, found.predicate, found.object, found.clause)
    return tuple(span.slice(PARSE.text) if span else None for span in spans)


def test_an_argument_is_shown_by_its_name_where_the_sentence_has_one() -> None:
    founded = RelationMention(FOUNDER, "founded", ACME, "roles.founder", 3, (2, 6))
    assert shown(founded, FOUNDER, ACME) == ("Marlow", "founder", "Acme", "Marlow is the founder of Acme")


def test_an_argument_of_another_sentence_is_shown_where_this_one_names_it() -> None:
    led = RelationMention(MAYOR, "leads", ACME, "some.rule", 3, (2, 6))
    assert shown(led, MAYOR, ACME)[0] == "Marlow"
    assert shown(RelationMention(MAYOR, "leads", ACME, "some.rule", 8, (6, 9)), MAYOR, -1)[0] == "The mayor"


def test_a_date_is_shown_by_its_words() -> None:
    died = RelationMention(MAYOR, "diedOn", -1, "some.rule", 8, (6, 11), value="2001", kind="date")
    assert shown(died, MAYOR, -1)[2] == "2001"


def test_an_unnamed_agent_has_no_span() -> None:
    killed = RelationMention(-1, "killed", MAYOR, "some.rule", 8, (6, 9))
    assert shown(killed, -1, MAYOR)[0] is None

"""What questions ask for: the relation, its ends, the classes and the time, whatever their form."""

import pytest

from kg.ask.model import Called, Question, Term
from kg.ask.reading import read_question
from kg.errors import QuestionError

NAMES = {
    "Ada Marlow": "Person",
    "Igor Horak": "Person",
    "Harbour Board": "Organization",
    "Northline": "Company",
    "Corvia": "Country",
    "Port Amar": "City",
    "Salt Works": "Company",
    "Brae United": "SportsTeam",
    "Lantern Fair": "Event",
}


def called_in(text: str) -> tuple[Called, ...]:
    found = [
        Called(begin, begin + len(name), name, (f"urn:{name}",), (name,), (cls,))
        for name, cls in NAMES.items()
        if (begin := text.find(name)) >= 0
    ]
    return tuple(sorted(found, key=lambda each: each.begin))


def shown(question: Question, term: Term) -> str:
    if term.kind == "called":
        return question.called[term.called].words
    return {"asked": "?", "any": "*"}.get(term.kind) or f"“{term.words}”"


def lines(question: Question) -> set[str]:
    """Each relation as "subject relation object", and behind it what else the question mentions."""
    found = set()
    for name in question.relations or (question.verb,):
        ends = shown(question, question.subject), shown(question, question.object)
        first, second = ends[::-1] if name.startswith("^") else ends
        extra = "".join(f" + {shown(question, term)}" for term in question.context)
        found.add(f"{'not ' if question.negated else ''}{first} {name.removeprefix('^')} {second}{extra}")
    return found


READ = [
    ("Who met Ada Marlow?", "entity", "? metWith Ada Marlow"),
    ("Who did Ada Marlow meet?", "entity", "Ada Marlow metWith ?"),
    ("Whom has Ada Marlow met?", "entity", "Ada Marlow metWith ?"),
    ("Who leads Northline?", "entity", "? leads Northline"),
    ("Which companies did Northline buy?", "entity", "Northline acquired ?"),
    ("Which company was bought by Northline?", "entity", "Northline acquired ?"),
    ("Who was Ada Marlow killed by?", "entity", "? killed Ada Marlow"),
    ("Who found Ada Marlow guilty?", "entity", "? convicted Ada Marlow"),
    ("How many seats has Northline?", "number", "*  Northline"),
    ("Who was killed by Ada Marlow?", "entity", "Ada Marlow killed ?"),
    ("In which city was Ada Marlow born?", "entity", "Ada Marlow bornIn ?"),
    ("Where was Ada Marlow born?", "entity", "Ada Marlow bornIn ?"),
    ("Where is Port Amar?", "entity", "Port Amar locatedIn ?"),
    ("Where did the Lantern Fair take place?", "entity", "Lantern Fair tookPlaceIn ?"),
    ("Where did Ada Marlow meet Igor Horak?", "place", "Ada Marlow metWith Igor Horak"),
    ("When did Ada Marlow die?", "time", "Ada Marlow diedOn ?"),
    ("When did Ada Marlow meet Igor Horak?", "time", "Ada Marlow metWith Igor Horak"),
    ("Did Ada Marlow meet Igor Horak?", "whether", "Ada Marlow metWith Igor Horak"),
    ("Was Ada Marlow convicted?", "whether", "* convicted Ada Marlow"),
    ("Is Port Amar in Corvia?", "whether", "Port Amar locatedIn Corvia"),
    ("How many people did Ada Marlow kill?", "number", "Ada Marlow killed ?"),
    ("Who is the foreign minister of Corvia?", "entity", "? holdsRole “foreign minister” + Corvia"),
    ("Who is the head coach of Brae United?", "entity", "? holdsRole “head coach” + Brae United"),
    ("Who did not sign the treaty?", "entity", "not ? signed “treaty”"),
    ("Who did Ada Marlow accuse of murder?", "entity", "Ada Marlow accused ? + “murder”"),
    ("What did Ada Marlow say about Port Amar?", "claim", "Ada Marlow say ? + Port Amar"),
    ("Who said that the election was valid?", "speaker", "? say * + “election” + “valid”"),
    ("Did Northline sign the treaty?", "whether", "Northline signed “treaty”"),
    ("Who was charged with murder?", "entity", "* accused ? + “murder”"),
    ("What was Ada Marlow charged with?", "words", "* accused Ada Marlow"),
    ("Who was fired by Northline?", "entity", "Northline dismissed ?"),
    ("Who replaced Ada Marlow as coach of Brae United?", "entity", "? replaced Ada Marlow + “coach” + Brae United"),
    ("Who was shot in Port Amar?", "entity", "* killed ? + Port Amar"),
    ("How much did Northline pay for the Salt Works?", "amount", "Northline pay ? + Salt Works"),
    ("How much was the reward?", "amount", "*  “reward”"),
    ("Who will lead Northline?", "entity", "? leads Northline"),
    ("Did police attack Igor Horak?", "whether", "“police” attacked Igor Horak"),
    ("Who is the owner of Northline?", "entity", "? owns Northline"),
    ("Who employs Ada Marlow?", "entity", "Ada Marlow worksFor ?"),
]


@pytest.mark.parametrize(("text", "kind", "line"), READ, ids=[row[0] for row in READ])
def test_a_question_is_read_as_a_relation_with_what_is_asked_for(text: str, kind: str, line: str) -> None:
    question = read_question(text, called_in(text))
    assert (question.kind, line) == (kind, line if line in lines(question) else lines(question))


def test_times_classes_and_what_is_not_understood_are_kept() -> None:
    text = "Which companies did Northline buy in Lisse in May 2021?"
    question = read_question(text, called_in(text))
    assert question.days == ("2021-05-01", "2021-05-31")
    assert "Company" in question.classes
    assert "Person" not in question.classes
    assert question.context == (Term("words", words="lisse"),)
    capital = "Which city is the capital of Corvia?"
    assert read_question(capital, called_in(capital)).said == ("capital",)


def test_the_present_is_now_unless_a_time_is_named() -> None:
    for text, now in {
        "Who leads Northline?": True,
        "Does Ada Marlow lead Northline?": True,
        "Who leads Northline in 2021?": False,
        "Who has led Northline?": False,
        "Who led Northline?": False,
    }.items():
        assert (text, read_question(text, called_in(text)).tense == "present") == (text, now)
    later = "Who will meet Ada Marlow in 2031?"
    assert read_question(later, called_in(later)).days == ("2031-01-01", "2031-12-31")


def test_what_happened_and_who_somebody_is_need_no_relation() -> None:
    events = read_question("What happened in Port Amar in 2021?", called_in("What happened in Port Amar in 2021?"))
    assert (events.kind, events.days, events.context) == ("events", ("2021-01-01", "2021-12-31"), ())
    assert read_question("Who is Ada Marlow?", called_in("Who is Ada Marlow?")).kind == "about"
    assert read_question("What is Northline?", called_in("What is Northline?")).kind == "about"


REFUSED = [
    ("Why did Ada Marlow leave Northline?", "kg does not answer 'why'"),
    ("How did Ada Marlow leave?", "kg does not answer 'how'"),
    ("Whose house burned?", "kg does not answer 'whose'"),
    ("Ada Marlow met Igor Horak.", "there is no question word"),
    ("Who", "there is no verb"),
    ("Who met Ada Marlow last week?", "there is no telling which day 'last week' is"),
    ("Who did Ada Marlow?", "kg finds no verb"),
    ("Who met?", "name somebody or something, as in “Who met Ada Marlow\\?”"),
    ("What happened?", "name a place, a body or a time"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_not_understood_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(QuestionError, match=reason):
        read_question(text, called_in(text))


@pytest.mark.parametrize(
    "text", ["", "?", "??? !!!", "who who who who", "Did", "of the and", "\x00", "🙂 met 🙂?", "a" * 400]
)
def test_no_words_are_a_defect(text: str) -> None:
    with pytest.raises(QuestionError):
        read_question(text)

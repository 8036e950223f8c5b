"""What a time expression dates, and when each clause happens."""

from datetime import date

import pytest
from hand_built import parse_of

from kg.text.model import Argument, Clause, Time
from kg.text.syntax.clauses import find_clauses
from kg.text.temporal.clause_times import attach_times, governor
from kg.text.temporal.expressions import find_times

MONDAY = date(2025, 9, 22)

STRUCK = parse_of(
    "Rebels/NNS/nsubj/1 struck=strike/VBD/ROOT/1 Kiel/NNP/dobj/1 on/IN/prep/1 Sunday/NNP/pobj/3 and/CC/cc/1 "
    "fled=flee/VBD/conj/1"
)


@pytest.mark.parametrize(
    ("sentence", "start", "names", "word"),
    [
        ("He/PRP/nsubj/1 left=leave/VBD/ROOT/1 on/IN/prep/1 Sunday/NNP/pobj/2", 3, {}, "left"),
        ("The/DT/det/2 2020/CD/nummod/2 pact/NN/nsubj/3 ended=end/VBD/ROOT/3", 1, {}, "pact"),
        ("Sunday/NNP/poss/2 's/POS/case/0 race/NN/ROOT/2", 0, {}, "race"),
        ("Read=read/VB/ROOT/0 memos=memo/NNS/dobj/0 from/IN/prep/0 2007/CD/pobj/2", 3, {}, "memos"),
        ("Met=meet/VBD/ROOT/0 in/IN/prep/0 Kiel/NNP/pobj/1 Sunday/NNP/npadvmod/2", 3, {2: "GPE"}, "Met"),
        ("Sunday/NNP/ROOT/0", 0, {}, None),
    ],
)
def test_the_verb_or_noun_that_a_time_modifies(sentence: str, start: int, names: dict[int, str], word: str) -> None:
    parse = parse_of(sentence)
    found = governor(parse, names, start, start + 1, single=True)
    assert (parse.words[found] if found >= 0 else None) == word


def test_a_conjoined_clause_happens_at_once():
    time = Time(4, 5, "2025-09-21", governor=1)
    clauses = (
        Clause(1, "strike", "finite", (Argument(0, "subject"), Argument(2, "object")), 0, 5, verb=1),
        Clause(6, "flee", "finite", (Argument(0, "subject"),), 6, 7, parent=0, link="conj", verb=6),
    )
    assert attach_times(STRUCK, clauses, [time]) == (time, time)
    assert attach_times(STRUCK, clauses, [Time(4, 5, "", governor=1)]) == (None, None)


def test_an_event_among_the_arguments_dates_its_clause():
    time = Time(4, 5, "2025-09-21", governor=2)
    said = Clause(1, "strike", "finite", (Argument(2, "oblique", "to"),), 0, 5, verb=1)
    about = Clause(1, "strike", "finite", (Argument(2, "oblique", "about"),), 0, 5, verb=1)
    assert attach_times(STRUCK, [said], [time]) == (time,)
    assert attach_times(STRUCK, [about], [time]) == (None,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The storm hit Varna on Sunday, killing ten people.", {"hit": "2025-09-21", "killing": "2025-09-21"}),
        ("Marlow said on Friday that the firm had closed.", {"said": "2025-09-19", "closed": None}),
        ("In February, when a fire destroyed the mill, Marlow left.", {"left": "2025-02"}),
        ("The firm was sold in 2010 and closed in 2012.", {"sold": "2010", "closed": "2012"}),
        ("In 2003 she lay on a roof; next year she will have an office.", {"lay": "2003", "have": "2026"}),
        ("In 2003 she lay on a roof; soon she will have an office.", {"lay": "2003", "have": None}),
        ("Marlow praised the plan when they met this month.", {"praised": "2025-09", "met": "2025-09"}),
        ("Marlow praised the plan after they met this month.", {"praised": None, "met": "2025-09"}),
        ("The March 29 attack, in which ten soldiers died, shook Kiel.", {"died": "2025-03-29"}),
        ("The March 29 attack, to which Marlow has replied, shook Kiel.", {"replied": None}),
        ("The tower was built in 1950, but its roof was lost in a storm.", {"built": "1950", "lost": None}),
        ("On Sunday the crew left, but the ship stayed.", {"left": "2025-09-21", "stayed": "2025-09-21"}),
        ("The tower was built in 1950 but never used.", {"built": "1950", "used": "1950"}),
        ("Gunmen overran the post shortly after prayers on Sunday.", {"overran": "2025-09-21"}),
        ("Gunmen fled the post after the prayers on Sunday.", {"fled": None}),
        ("It had restored services via other routes on 14 October 2011.", {"restored": "2011-10-14"}),
    ],
)
def test_attached_to_its_clause(parse_text, text: str, expected: dict[str, str | None]) -> None:
    parse = parse_text(text)
    clauses = find_clauses(parse)
    found = attach_times(parse, clauses, find_times(parse, MONDAY))
    values = {parse.words[c.head]: time.value if time else None for c, time in zip(clauses, found, strict=True)}
    assert {word: values[word] for word in expected} == expected

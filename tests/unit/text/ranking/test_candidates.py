import pytest
from fond import Fond

from kg.text.model import PROPOSED, UNNAMED, RelationMention
from kg.text.ranking.candidates import Candidate, _compared, _is_of_another, _Judge, _Ruled
from kg.text.ranking.pairs import LEAST


@pytest.mark.parametrize(
    ("subject", "name", "obj", "left"),
    [
        (1, "bornIn", 2, False),  # said
        (10, "killed", 3, False),  # said of another phrase with the same head
        (1, "bornIn", 3, False),  # one is born once
        (4, "bornIn", 3, True),
        (1, "livesIn", 2, False),  # born there
        (4, "livesIn", 2, False),
        (1, "livesIn", 3, True),
        (5, "locatedIn", 6, False),  # near it
        (6, "near", 5, False),
        (7, "leads", 8, True),
        (9, "leads", 8, True),
        (9, "holdsRole", 8, False),  # as this phrase mentions it somebody else's post
        (UNNAMED, "killed", 3, False),  # who did it is named
        (UNNAMED, "injured", 3, True),
        (11, "leads", 15, True),  # said by other words
        (11, "leads", 13, False),  # who heads one country heads no other
        (7, "leads", 15, False),  # which another one heads
        (11, "leads", 8, True),
        (7, "leads", 13, False),  # he works for its government
    ],
)
def test_what_rules_find_leaves_some_things_to_the_model(subject: int, name: str, obj: int, *, left: bool) -> None:
    found = [(1, "bornIn", 2), (5, "near", 6), (7, "holdsRole", 8), (2, "killed", 3)]
    found += [(14, "leads", 12), (7, "worksFor", 13)]
    referents = [0, 1, 2, 3, 1, 5, 6, 7, 8, 9, 10, 11, 12, 13, 11, 12]  # the fourth phrase means what the first does
    heads = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 11, 12, 13, 14, 15]  # one phrase is a part of the second
    classes = ["Country" if phrase in {12, 13, 15} else "" for phrase in range(len(heads))]
    assert _Ruled(found, heads, referents, classes).leaves(subject, name, obj) == left


@pytest.mark.parametrize(
    ("text", "subject", "obj", "is_so"),
    [
        ("Two guards and Swedish miners left.", "guards", "Swedish", True),
        ("Two guards and Swedish miners left.", "miners", "Swedish", False),
        ("Norwegian guards and Swedish miners left.", "miners", "Norwegian", True),
        ("Two guards met Swedish miners.", "guards", "Swedish", False),
        ("Two guards and miners left Oslo.", "guards", "Oslo", False),
    ],
)
def test_what_stands_before_a_noun_is_not_of_another_that_is_told_with_it(
    text: str, subject: str, obj: str, *, is_so: bool, read_text
) -> None:
    parse = read_text(text).parse
    assert _is_of_another(parse, parse.words.index(subject), parse.words.index(obj)) == is_so


@pytest.mark.parametrize(
    ("text", "ends", "verb"),
    [
        ("Kiel saw the crash, in which 40 people were trampled.", ("crash", "people"), "trampled"),
        ("Kiel saw the crash, in which 40 people were trampled.", ("Kiel", "crash"), "saw"),
        ("Kiel saw the crash, in which 40 people could die.", ("crash", "people"), None),
        ("Kiel saw the plan to close the works of the town.", ("works", "town"), None),
    ],
)
def test_what_the_model_sees_is_told_by_the_clause_between_its_ends(read_text, text, ends, verb) -> None:
    read = read_text(text)
    scored = Fond(1.0).score(read)
    judge = _Judge(read, scored)
    words = [read.parse.words[phrase.head] for phrase in read.referents.phrases]
    (pair,) = (p for p in scored.pairs if p.subject >= 0 and (words[p.subject], words[p.object]) == ends)
    found = judge.proposal(pair, "affected")
    assert (read.parse.words[read.clauses[found.clause].verb] if found.clause >= 0 else None) == verb


def said(subject: int, name: str, obj: int, score: float, *, token: int = 0) -> Candidate:
    mention = RelationMention(subject, name, obj, PROPOSED if score > LEAST else "a.rule", token, (token, token + 1))
    return Candidate(mention, (score, 7.0), ())


NONE = (0, -9.0)


@pytest.mark.parametrize(
    ("others", "seen"),
    [
        ([], (*NONE, *NONE, *NONE)),
        ([said(0, "visited", 2, 0.5)], (1, 0.5, *NONE, *NONE)),  # of the same subject
        ([said(0, "visited", 2, 0.5), said(0, "visited", 3, 0.25)], (2, 0.5, *NONE, *NONE)),
        ([said(0, "visited", 2, LEAST)], (1, 1.0, *NONE, *NONE)),  # a rule's, without a score
        ([said(0, "attacked", 2, 0.5)], (*NONE, *NONE, *NONE)),
        ([said(0, "visited", 2, 0.5, token=1)], (*NONE, *NONE, *NONE)),  # in another sentence
        ([said(2, "visited", 1, -0.5)], (*NONE, 1, -0.5, *NONE)),  # to the same object
        ([said(UNNAMED, "visited", 1, -0.5)], (*NONE, 1, -0.5, *NONE)),
        ([said(4, "visited", 1, 0.5, token=1)], (*NONE, *NONE, 1, 0.5)),  # the same, by a phrase that means the subject
        ([said(1, "visited", 0, 0.5, token=1)], (*NONE, *NONE, *NONE)),
    ],
)
def test_what_others_say_of_the_same_things(others: list[Candidate], seen: tuple[float, ...]) -> None:
    first, *_ = _compared([said(0, "visited", 1, 0.75), *others], [0, 1, 2, 3, 0], [0, 1])
    assert first.numbers == (0.75, 7.0, *seen)


def test_equal_scores_are_each_others_best_and_a_symmetric_relation_may_be_turned() -> None:
    met = [said(0, "metWith", 1, 0.5), said(1, "metWith", 0, 0.5, token=1)]
    assert [c.numbers[2:] for c in _compared(met, [0, 1], [0, 1])] == [(*NONE, *NONE, 1, 0.5)] * 2

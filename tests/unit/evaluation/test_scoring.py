from kg.evaluation.gold import GoldEntity, GoldFact, GoldText
from kg.evaluation.scoring import score
from kg.model import Document, Entity, Evidence, Extraction, Fact, Mention, Span

TEXT = "Mayor Ann met Bo. Bo was born in 1975."
ANN = Entity("e1", "Ann", "Person", (), (Mention(Span(6, 9), "name"),))
BO = Entity("e2", "Bo", "Person", (), (Mention(Span(14, 16), "name"),))


def said(subject: str, relation: str, item: str, confidence: float = 0.75, kind: str = "entity") -> Fact:
    return Fact(subject, relation, item, kind, Evidence(Span(0, 17)), "rule", confidence=confidence)  # type: ignore[arg-type] # one of the three


def found(*facts: Fact) -> Extraction:
    return Extraction(Document("a", TEXT), (ANN, BO), facts, (), (Span(0, 17), Span(18, len(TEXT))))


def gold(*facts: tuple[str, str, str]) -> GoldText:
    names = dict.fromkeys(end for subject, _, item in facts for end in (subject, item))
    return GoldText("a", TEXT, tuple(GoldEntity(name, (name,)) for name in names), tuple(GoldFact(*f) for f in facts))


def test_facts_are_right_wrong_or_missed() -> None:
    scores = score(
        [
            (
                gold(("the Mayor Ann", "metWith", "Bo"), ("Bo", "parentOf", "the Mayor Ann")),
                found(said("e2", "metWith", "e1")),
            )
        ],
        {},
        {"metWith", "parentOf"},
    )
    assert (scores.total.gold, scores.total.found, scores.total.right, scores.total.wrong) == (2, 1, 1, 0)
    assert (scores.total.precision, scores.total.recall) == (1.0, 0.5)
    (miss,) = scores.misses
    assert (miss.kind, miss.subject, miss.relation, miss.object) == ("missed", "Bo", "parentOf", "the Mayor Ann")
    assert miss.sentence == "Mayor Ann met Bo."


def test_dates_agree_as_far_as_both_go_and_other_relations_do_not_count() -> None:
    extraction = found(
        said("e2", "bornOn", "1975-06-20", 0.95, "date"), said("e1", "bornOn", "1975"), said("e1", "leads", "e2")
    )
    scores = score([(gold(("Bo", "bornOn", "1975")), extraction)], {}, {"bornOn"})
    assert (scores.total.right, scores.total.wrong) == (1, 1)
    assert [(each.least, each.facts, each.right) for each in scores.bins if each.facts] == [(0.7, 1, 0), (0.9, 1, 1)]


def test_relations_may_be_written_otherwise() -> None:
    scores = score([(gold(("Ann", "met", "Bo")), found(said("e1", "metWith", "e2")))], {"met": "metWith"}, {"metWith"})
    assert scores.total.f1 == 1.0
    assert list(scores.relations) == ["metWith"]


def test_what_is_not_certain_is_never_missed_and_one_wording_of_a_group_is_enough() -> None:
    entities = (GoldEntity("1", ("Ann",), "Person"), GoldEntity("2", ("Bo",), "Person"))
    facts = (
        GoldFact("1", "metWith", "2", core=False),
        GoldFact("1", "leads", "2", group="a"),
        GoldFact("1", "worksFor", "2", group="a"),
    )
    text = GoldText("a", TEXT, entities, facts, whole=True)
    scores = score([(text, found(said("e1", "leads", "e2")))], {})
    assert (scores.total.gold, scores.total.found, scores.total.right) == (2, 2, 1)

"""News value and the weighing of facts against the archive, on records made by hand."""

import pytest

from kg.graph.facts.records import (
    DocumentRecord,
    EntityRecord,
    FactRecord,
    GraphContents,
    MentionRecord,
    StatementRecord,
)
from kg.graph.facts.value import NewsValue, is_background, stems
from kg.graph.facts.weighing import weigh

TEXT = "Ada Marlow attacked the bank of Talia. "
CLASSES = {
    "Ada Marlow": "Person",
    "Talia Bank": "Company",
    "two men": "People",
    "Corvia": "Country",
    "Norland": "Country",
    "Kelm": "City",
}


def contents(*said: tuple[str, str, str, str]) -> GraphContents:
    """A graph of statements: document, subject, relation, object; each is the first sentence of its document."""
    documents = sorted({each[0] for each in said})
    entities = [
        EntityRecord(label, label, cls, documents=tuple(documents), participant=label == label.lower())
        for label, cls in CLASSES.items()
    ]
    statements, facts = [], {}
    for number, (document, subject, relation, object_) in enumerate(said):
        iri = f"{subject} {relation} {object_}"
        facts[iri] = FactRecord(iri, subject, relation, object_, literal=False)
        place = {"begin": 0, "end": len(TEXT) - 1, "words": (0, 10), "quote": TEXT[:10]}
        given = {"rule": "test.rule", "confidence": 0.8, "factuality": "asserted"}
        statements.append(
            StatementRecord(
                str(number), iri, subject, relation, object_, literal=False, document=document, **place, **given
            )  # type: ignore[arg-type]  # fields by name
        )
    return GraphContents(
        documents=tuple(DocumentRecord(each, each, TEXT, title="Bank attacked") for each in documents),
        entities=tuple(each for each in entities if not each.participant),
        participants=tuple(each for each in entities if each.participant),
        statements=tuple(statements),
        facts=tuple(facts.values()),
    )


def told(*said: tuple[str, str, str, str]) -> list[tuple[str, str, str, int]]:
    graph = contents(*said)
    value = NewsValue(graph)
    found = value.told(graph.statements, [each.iri for each in graph.documents])
    return [(each.subject, each.fact.predicate, each.object, each.voices) for each in found]


def test_an_event_comes_before_what_holds_anyway() -> None:
    assert told(
        ("a", "Ada Marlow", "leads", "Corvia"),
        ("b", "Ada Marlow", "leads", "Corvia"),
        ("a", "Ada Marlow", "attacked", "Talia Bank"),
    ) == [("Ada Marlow", "attacked", "Talia Bank", 1), ("Ada Marlow", "leads", "Corvia", 2)]


def test_an_event_is_told_once_by_the_agent_that_has_a_name() -> None:
    unknown = "https://w3id.org/kg/ontology#Unknown"
    found = told(("a", unknown, "attacked", "Talia Bank"), ("b", "Ada Marlow", "attacked", "Talia Bank"))
    assert found == [("Ada Marlow", "attacked", "Talia Bank", 2)]


def card(*sentences: str, name: str = "Ada Marlow", speaker: int | None = None) -> str | None:
    """The sentence that tells of somebody in an article of these, each of which states something of another."""
    text, statements, mentions = "", [], []
    for number, sentence in enumerate(sentences):
        begin, text = len(text), f"{text}{sentence} "
        statements.append(
            StatementRecord(
                str(number), "fact", "Talia Bank", "visited", "Kelm", literal=False, document="a", begin=begin,
                end=begin + len(sentence), words=(0, 1), quote="", rule="test.rule", confidence=0.8,
                factuality="reported", source=name if number == speaker else None,
            )
        )  # fmt: skip
        at = text.find("Marlow", begin)
        mentions += [MentionRecord("a", at - len("Ada "), at + len("Marlow"))] if at >= 0 else []
    who = EntityRecord(name, name, "Person", mentions=tuple(mentions), documents=("a",))
    graph = GraphContents(
        documents=(DocumentRecord("a", "a", text, title="A visit"),),
        entities=(who,),
        statements=tuple(statements),
        facts=(FactRecord("fact", "Talia Bank", "visited", "Kelm", literal=False),),
    )
    value = NewsValue(graph)
    found = value.best_sentence((), value.salience(["a"]), among=["a"], of=who)
    return found and found.text


OWNED = "The bank of Talia was visited by Ada Marlow's brother in Kelm on Friday with three of his friends."
OTHERS = "The bank of Kelm was closed by the guards on Friday after three of their friends had been there."
SAID = "The bank of Talia has been closed since Friday and will not open again this year, Ada Marlow said."


def test_a_card_names_the_one_it_is_of_and_no_owner() -> None:
    acts = "The bank of Talia was visited by Ada Marlow in Kelm on Friday with three of her oldest friends."
    assert card(OTHERS, OWNED, acts) == acts
    assert card(OTHERS) is None


def test_who_is_only_quoted_has_what_they_said() -> None:
    assert card(OWNED, SAID, speaker=1) == SAID


@pytest.mark.parametrize("credit", ["Ada Marlow / The Kelm Gazette {}", "{} Ada Marlow contributed to this report."])
def test_a_credit_is_no_news_of_somebody(credit: str) -> None:
    assert card(credit.format(OTHERS)) is None


def test_only_what_has_a_name_matters() -> None:
    value = NewsValue(contents(("a", "two men", "attacked", "Talia Bank")))
    assert value.importance(value.worths(())).keys() == {"Talia Bank"}
    assert value.best_sentence((), value.salience(["a"])) is None


@pytest.mark.parametrize(
    ("relation", "standing"), [("leads", True), ("locatedIn", True), ("killed", False), ("p/flee", False)]
)
def test_what_is_background(relation: str, standing: bool) -> None:
    assert is_background(relation) == standing


def test_words_are_compared_by_their_beginnings() -> None:
    assert stems("The captured pirate, 23") == ["the", "captu", "pirat"]


@pytest.mark.parametrize(("often", "doubted"), [(4, True), (3, False), (2, False)])
def test_a_second_country_is_doubted_beside_many_articles(often: int, doubted: bool) -> None:
    many = [(str(number), "Ada Marlow", "leads", "Corvia") for number in range(often)]
    facts = {fact.object: fact for fact in weigh(contents(*many, ("z", "Ada Marlow", "leads", "Norland")))}
    assert bool(facts["Norland"].doubt) == doubted
    assert facts["Corvia"].doubt is None
    if doubted:
        assert facts["Norland"].doubt == "4 articles say that Ada Marlow leads Corvia, 1 says this"
        assert (facts["Norland"].confidence or 1) < 0.2 < (facts["Corvia"].confidence or 0)


def test_a_town_and_its_country_agree() -> None:
    many = [(str(number), "Ada Marlow", "bornIn", "Corvia") for number in range(5)]
    facts = weigh(contents(*many, ("y", "Kelm", "locatedIn", "Corvia"), ("z", "Ada Marlow", "bornIn", "Kelm")))
    assert not any(fact.doubt for fact in facts)

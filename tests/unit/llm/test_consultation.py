from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from llm_server import NOTHING, by_task, entity, fact, serving

from kg.llm.client import Client
from kg.llm.model import Effort, LanguageModel, Request
from kg.model import Document, Extraction, Fact
from kg.pipeline import Extractor, read

TEXT = (
    "Dana Cole, the mayor of Varna, met Ola Berg in Oslo on Monday. She praised the Harbour Pact, which Norwegian"
    " envoys drafted. Berg's brother Nils Berg, once a cook, has the Fjord Museum under his thumb."
)
DAY = date(2024, 5, 10)


def consulted(
    tmp_path: Path, effort: Effort, facts: object, holds: Callable[[str], bool | str] = lambda _: True, text: str = TEXT
) -> Extraction:
    """What a text says once a server has replied to all that is asked about it."""
    extractor = Extractor(llm=LanguageModel("m", effort=effort, replies=tmp_path / "replies.sqlite"))
    document = Document("a", text, date=DAY)
    with serving(by_task(facts, holds)) as served:
        client = Client(LanguageModel("m", served.url, replies=tmp_path / "replies.sqlite"))
        found = read(document, extractor)
        while found.consultation and found.consultation.unanswered:
            assert client.send([(Request(body), "a") for body in found.consultation.unanswered])
            found = read(document, extractor)
    return found


def stated(found: Extraction) -> dict[tuple[str, str, str], Fact]:
    names = {each.id: each.name for each in found.entities}
    return {(names.get(f.subject, f.subject), f.predicate, names.get(f.object, f.object)): f for f in found.facts}


REPLY = {
    "entities": [
        entity("Dana Cole", "Person"),
        entity("Harbour Pact", "Agreement", "the Harbour Pact"),
        entity("Nils Berg", "Person"),
        entity("Fjord Museum", "Organization"),
        entity("cook", "Role"),
    ],
    "facts": [
        fact(2, "Dana Cole", "supports", "Harbour Pact", sw="She", f="reported", by="Ola Berg"),
        fact(3, "Nils Berg", "leads", "Fjord Museum"),
        fact(3, "Nils Berg", "hasOccupation", "cook", t="2024-05-06"),
    ],
}


def test_what_the_model_alone_finds_has_its_own_rule_words_and_judgement(tmp_path: Path) -> None:
    found = consulted(tmp_path, "read", REPLY)
    facts = stated(found)
    added = facts["Nils Berg", "leads", "Fjord Museum"]
    assert added.rule == "llm.add"
    assert added.evidence.subject is not None
    assert added.evidence.subject.slice(TEXT) == "Nils Berg"
    assert facts["Nils Berg", "hasOccupation", "cook"].time == "2024-05-06"
    praised = facts["Dana Cole", "supports", "Harbour Pact"]
    assert praised.rule.startswith("supports.verb")
    assert (praised.factuality, praised.source) == (
        "reported",
        next(e.id for e in found.entities if e.name == "Ola Berg"),
    )
    assert dict(found.made_by)["llm"].startswith("m effort=read prompt=")


def test_without_replies_the_reading_is_kgs_own_and_says_what_it_lacks(tmp_path: Path) -> None:
    document = Document("a", TEXT, date=DAY)
    alone, asked = (
        read(document),
        read(document, Extractor(llm=LanguageModel("m", effort="read", replies=tmp_path / "none"))),
    )
    assert (alone.facts, alone.entities) == (asked.facts, asked.entities)
    assert asked.consultation is not None
    assert len(asked.consultation.unanswered) == 1
    assert asked.made_by[-1] == ("llm_unanswered", "1")


def test_of_what_the_model_did_not_find_what_kg_is_sure_of_stays(tmp_path: Path) -> None:
    alone, facts = stated(read(Document("a", TEXT, date=DAY))), stated(consulted(tmp_path, "read", REPLY))
    left = {key for key, each in alone.items() if each.confidence < 0.8 and key not in facts}
    assert left
    assert {key for key, each in alone.items() if each.confidence >= 0.8} <= set(facts)


def test_what_is_implied_stays_and_what_no_known_word_says_does_not(tmp_path: Path) -> None:
    checked = stated(consulted(tmp_path / "check", "check", NOTHING, lambda _: "implied"))
    assert set(checked) == set(stated(read(Document("a", TEXT, date=DAY))))
    assert not set(stated(consulted(tmp_path / "odd", "check", NOTHING, lambda _: "perhaps"))) - set(checked)


def test_facts_that_kg_is_unsure_of_are_checked_alone(tmp_path: Path) -> None:
    before = stated(read(Document("a", TEXT, date=DAY)))
    after = stated(consulted(tmp_path, "check", NOTHING, lambda _: False))
    assert {key for key, each in before.items() if each.confidence >= 0.75} == set(after)
    assert set(after) < set(before)


def test_a_confirmed_fact_is_surer(tmp_path: Path) -> None:
    before = stated(read(Document("a", TEXT, date=DAY)))
    after = stated(consulted(tmp_path, "check", NOTHING))
    assert set(before) == set(after)
    for key, each in before.items():
        checked = each.confidence < 0.75
        assert (after[key].confidence > each.confidence) == checked
        assert after[key].rule.endswith("+llm.check") == checked


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (fact(9, "Dana Cole", "leads", "Varna"), "no sentence of the passage"),
        (fact(3, "Dana Cole", "leads", "Varna"), "neither is in the sentence"),
        (fact(3, "Nils Berg", "leads", "National Bank"), "object not in the sentence"),
        (fact(3, "Nils Berg", "leads", "Fjord Museum", ow="National Bank"), "object not in the sentence"),
        (fact(3, "Zoe Quill", "leads", "Fjord Museum"), "subject not in the sentence"),
        (fact(3, "Nils Berg", "runs", "Fjord Museum"), "no relation of the request"),
        (fact(3, "Nils Berg", "said", "Fjord Museum"), "no relation of the request"),
        (fact(3, "Nils Berg", "relativeOf", "Nils Berg"), "of one entity with itself"),
        (fact(1, "Dana Cole", "bornOn", "2001", ow="in May"), "object not in the sentence"),
        (fact(1, "Dana Cole", "bornOn", "soon", ow="met"), "date not in the words"),
        (fact(3, "unknown", "educatedAt", "Fjord Museum"), "subject not in the sentence"),
        ({"sentence": "3"}, "not in form"),
        ("a fact", "not in form"),
    ],
)
def test_what_is_not_grounded_is_dropped_and_counted(tmp_path: Path, said: object, reason: str) -> None:
    found = consulted(tmp_path, "read", {"entities": [], "facts": [said]})
    assert found.consultation is not None
    assert dict(found.consultation.dropped) == {reason: 1}
    assert not any(each.rule == "llm.add" for each in found.facts)


def test_a_date_has_the_value_that_its_words_have(tmp_path: Path) -> None:
    reply = {"entities": [], "facts": [fact(1, "Ola Berg", "bornOn", "1999-01-01", ow="on Monday")]}
    found = consulted(tmp_path, "read", reply)
    assert stated(found)["Ola Berg", "bornOn", "2024-05-06"].kind == "date"


def test_an_agent_that_nobody_names_and_an_object_that_becomes_a_mention(tmp_path: Path) -> None:
    reply = {"entities": [entity("thumb", "Topic")], "facts": [fact(3, "unknown", "affected", "thumb")]}
    (added,) = (each for each in consulted(tmp_path, "read", reply).facts if each.rule == "llm.add")
    assert (added.subject, added.predicate) == ("unknown", "affected")
    assert added.evidence.object is not None
    assert added.evidence.object.slice(TEXT).endswith("thumb")


def test_a_name_for_two_is_parted_and_two_names_for_one_are_joined(tmp_path: Path) -> None:
    text = "Anna Cole met Bob Cole. Cole praised the plan. The Harbour Board sued Acme Ltd. The board won the case."
    reply = {
        "entities": [
            entity("Bob Cole", "Person", "Cole"),
            entity("Harbour Board", "Organization", "The board"),
            entity("plan", "Program", "the plan"),
            entity("case", "Event", "the case"),
        ],
        "facts": [
            fact(2, "Bob Cole", "supports", "plan", sw="Cole"),
            fact(4, "Harbour Board", "won", "case"),
        ],
    }
    facts = stated(consulted(tmp_path, "read", reply, text=text))
    assert ("Bob Cole", "supports", "plan") in facts
    assert ("Harbour Board", "won", "case") in facts


@pytest.mark.parametrize(
    ("text", "entities", "said", "expected"),
    [
        (  # a team that is called by its town
            "Lisbon won the match on Friday.",
            [entity("Lisbon", "SportsTeam"), entity("match", "Competition")],
            fact(1, "Lisbon", "participatedIn", "match"),
            ("Lisbon", "participatedIn", "match"),
        ),
        (  # one word for people and their country
            "Canada is cold. Some 300 Canadians live in Varna.",
            [entity("300 Canadians", "People", "Canadians"), entity("Canada", "Country")],
            fact(2, "300 Canadians", "citizenOf", "Canada", ow="Canadians"),
            ("300 Canadians", "citizenOf", "Canada"),
        ),
        (  # one wording for somebody and the post
            "The board named a special prosecutor for the case.",
            [entity("special prosecutor", "Person"), entity("special prosecutor", "Role")],
            fact(1, "special prosecutor", "holdsRole", "special prosecutor"),
            ("special prosecutor", "holdsRole", "special prosecutor"),
        ),
        (  # a wording of the reply's own for a name
            "Dana Cole of the United Nations spoke. The U.N. envoy Ola Berg left.",
            [entity("United Nations", "InternationalOrganization", "U.N."), entity("Ola Berg", "Person")],
            fact(2, "Ola Berg", "worksFor", "United Nations"),
            ("Ola Berg", "worksFor", "United Nations"),
        ),
        (  # a common word is not the name that it also is
            "Ann Roe read an article in Freedom Magazine. The Freedom article has lies. He wants freedom.",
            [entity("Freedom Magazine", "MediaOrganization", "Freedom"), entity("freedom", "Topic")],
            fact(1, "Freedom Magazine", "created", "article"),
            ("Freedom Magazine", "created", "Freedom article"),
        ),
    ],
)
def test_the_words_of_an_entity_are_found_and_no_others(
    tmp_path: Path, text: str, entities: list[object], said: object, expected: tuple[str, str, str]
) -> None:
    found = consulted(tmp_path, "read", {"entities": entities, "facts": [said]}, text=text)
    assert found.consultation is not None
    assert not found.consultation.dropped
    assert expected in stated(found)


@pytest.mark.parametrize(
    ("entities", "names"),
    [
        ([entity("Mass murderer", "Person", "Ola Berg")], {"Dana Cole", "Ola Berg"}),
        ([entity("mayor", "Person", "Ola Berg", "Dana Cole")], {"Dana Cole", "Ola Berg"}),
        ([entity("Ola Berg", "Person", "Dana Cole")], {"Dana Cole", "Ola Berg"}),
        ([entity("Cole", "Person", "Dana Cole"), entity("Berg", "Person", "Ola Berg")], {"Dana Cole", "Ola Berg"}),
    ],
)
def test_no_reply_makes_one_person_another_or_calls_them_what_nobody_does(
    tmp_path: Path, entities: list[object], names: set[str]
) -> None:
    text = "Dana Cole, the mayor of Varna, met Ola Berg in Oslo on Monday."
    reply = {"entities": entities, "facts": [fact(1, "Dana Cole", "metWith", "Ola Berg")]}
    found = consulted(tmp_path, "read", reply, text=text)
    people = {each.name for each in found.entities if each.cls == "Person"}
    assert names <= people | {alias for each in found.entities for alias in each.aliases}
    assert len([each for each in found.entities if {each.name, *each.aliases} & {"Dana Cole", "Ola Berg"}]) == 2
    assert "Mass murderer" not in people


def test_the_same_replies_give_the_same_bytes(tmp_path: Path) -> None:
    from kg.schema import to_line

    first = consulted(tmp_path, "read", REPLY)
    extractor = Extractor(llm=LanguageModel("m", effort="read", replies=tmp_path / "replies.sqlite"))
    assert to_line(read(first.document, extractor)) == to_line(first)
    other = Extractor(llm=LanguageModel("another", effort="read", replies=tmp_path / "replies.sqlite"))
    lacking = read(first.document, other).consultation
    assert lacking is not None
    assert lacking.unanswered, "replies of one model are not another's"


OWN = """
[[rule]]
id = "supports.thumb"
relation = "supports"
verbs = ["have"]
subject = "subject"
object = "object"
confidence = 0.3
examples = [{ text = "Nils Berg has the Fjord Museum.", finds = ["Nils Berg | supports | Fjord Museum"] }]
not = ["Nils Berg slept."]
"""


def test_what_a_users_own_rules_find_is_neither_asked_about_nor_left_out(tmp_path: Path) -> None:
    from kg.rules.rule_set import own_rules

    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    document = Document("a", TEXT, date=DAY)
    extractor = Extractor(
        rules=own_rules(tmp_path / "own.toml"),
        llm=LanguageModel("m", effort="check", replies=tmp_path / "replies.sqlite"),
    )
    found = read(document, extractor)
    assert stated(found)["Nils Berg", "supports", "Fjord Museum"].confidence == 0.3
    assert found.consultation is not None
    assert all("Nils Berg | supports" not in body for body in found.consultation.unanswered)

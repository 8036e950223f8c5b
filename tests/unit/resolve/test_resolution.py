"""Which entities of documents are one, and that it rests on the set of documents and decisions alone."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from resolving import article, records_of

from kg.errors import StoreError
from kg.model import Entity, Extraction
from kg.records.database import Records
from kg.resolve import resolution
from kg.resolve.identity import entity_digests, identity_by_digest, read_resolution
from kg.resolve.model import ClassDecision, Decisions, EntityKey, NameDecision, PairDecision, Reference, Resolution
from kg.resolve.resolution import resolve
from kg.training.identities.generator import generate

PORT = (("City", "Port Salo"), ("Person", "Ada Marlow"), ("Company", "Brae Shipping"))
COURT = (("City", "Varna"), ("Person", "Igor Horak"), ("Organization", "Orel Court"))
STORIES = (
    article("port1", ("Person", "Tom Hale", "Hale"), *PORT, facts=(("Tom Hale", "holdsRole", "mayor"),)),
    article("port2", ("Person", "Hale"), *PORT),
    article("port3", ("Person", "Thomas Hale", "Hale"), *PORT),
    article("port4", ("Person", "Ann Hale", "Hale"), *PORT),
    article("court1", ("Person", "Tom Hale"), *COURT, facts=(("Tom Hale", "bornIn", "Chile"),)),
    article("court2", ("Person", "Hale"), *COURT),
    article("court3", ("Organization", "U.S. Geological Survey", "USGS"), *COURT),
    article("port5", ("GovernmentAgency", "US Geological Survey"), *PORT),
    article("port6", ("Organization", "USGS"), *PORT),
    article("port7", ("Company", "Brae Shipping Inc."), *PORT[:2]),
)
FORMER = ("usgs", "u.s. geological survey", "us geological survey", "brae shipping inc.", "tom hale", "thomas hale")


def resolved(*articles: Extraction, decisions: Decisions | None = None) -> Resolution:
    with records_of(*articles) as records:
        resolve(records, decisions)
        return read_resolution(records, decisions)


def members(found: Resolution) -> set[frozenset[str]]:
    """The names of documents' entities that are one, each in its first words."""
    return {frozenset(member.name for member in each.members) for each in found.identities}


def hashes(records: Records) -> dict[str, str]:
    return {each.paths[0].removesuffix(".txt"): each.hash for each in records.documents()}


def test_names_of_one_entity_are_joined_and_the_reasons_told() -> None:
    found = resolved(*STORIES)
    assert frozenset({"u.s. geological survey", "us geological survey", "usgs"}) in members(found)
    assert frozenset({"brae shipping", "brae shipping inc."}) in members(found)
    survey = next(each for each in found.identities if "usgs" in {m.name for m in each.members})
    assert dict(survey.names)["USGS"] == 2
    assert survey.documents == 3
    assert survey.cls == "Organization"
    reasons = {reason.feature for join in survey.joins for reason in join.reasons}
    assert "acronym" in reasons
    assert all(0.5 < join.score <= 1 for join in survey.joins)


def test_a_bare_surname_joins_its_bearer_in_the_story_and_no_relative() -> None:
    found = resolved(STORIES[0], STORIES[1])
    assert frozenset({"tom hale", "hale"}) in members(found)
    found = resolved(STORIES[0], STORIES[1], STORIES[3])
    assert frozenset({"hale"}) in members(found), "two bear it in this story"
    assert not any({"tom hale", "ann hale"} <= names for names in members(found))
    assert any("hale" in (miss.left.name, miss.right.name) for miss in found.near_misses)


def test_a_bare_surname_beside_the_only_full_name_that_ends_with_it_is_its_bearers() -> None:
    one, other = ("Person", "Tom Hale"), ("Person", "Ann Hale")
    found = resolved(article("a", one, ("Person", "Hale"), *PORT))
    assert frozenset({"tom hale", "hale"}) in members(found)
    found = resolved(article("a", one, other, ("Person", "Hale"), *PORT))
    assert frozenset({"hale"}) in members(found)


def test_a_bare_surname_is_the_best_known_bearers() -> None:
    president = [article(f"d{number}", ("Person", "Tom Hale", "Hale"), *PORT) for number in range(30)]
    found = resolved(*president, STORIES[1], STORIES[3])
    assert frozenset({"tom hale", "hale"}) in members(found)
    assert frozenset({"ann hale"}) in members(found)


def test_what_is_described_with_a_name_is_one_and_a_group_is_its_documents() -> None:
    def told(name: str, cls: str, *words: str) -> Extraction:
        given = article(name, *((cls, each) for each in words), *PORT)
        described = tuple(
            replace(e, mentions=tuple(replace(m, kind="nominal") for m in e.mentions)) if e.name in words else e
            for e in given.entities
        )
        return replace(given, entities=described)

    bodies = [told(f"b{number}", "Military", "Kenyan army", "Hale's army") for number in range(3)]
    events = [told(f"e{number}", "Conflict", "Kenyan crisis", "Kenyan strikes") for number in range(3)]
    others = [told("e3", "Attack", "Kenyan strike"), told("e4", "Election", "2016 vote"), told("e5", "Event", "crisis")]
    groups = [told(f"g{number}", "People", "Kenyan tourists", "Kenyan public") for number in range(3)]
    found = resolved(*bodies, *events, *others, *groups)
    assert {
        each.name: each.documents for each in found.identities if each.cls not in ("City", "Company", "Person")
    } == {
        "Kenyan army": 3,
        "Hale's army": 3,
        "Kenyan crisis": 3,
        "Kenyan strikes": 3,
        "Kenyan strike": 1,
        "Kenyan public": 3,
    }


def test_what_is_only_described_is_one_in_one_story() -> None:
    def told(name: str, *around: tuple[str, ...]) -> Extraction:
        given = article(name, ("Attack", "Varna attack"), *around)
        attack, *others = given.entities
        described = replace(attack, mentions=tuple(replace(each, kind="nominal") for each in attack.mentions))
        return replace(given, entities=(described, *others))

    found = resolved(told("a", *PORT), told("b", *PORT), told("c", *COURT))
    assert sorted(each.documents for each in found.identities if each.cls == "Attack") == [1, 2]


def test_a_near_miss_is_told_once_of_two_entities_and_no_longer_once_they_are_one() -> None:
    found = resolved(*STORIES)
    pairs = [frozenset((found.by_member[each.left], found.by_member[each.right])) for each in found.near_misses]
    assert len(pairs) == len(set(pairs))
    assert all(len(pair) == 2 for pair in pairs)
    (miss, *_) = found.near_misses
    for verdict in ("same", "different"):
        said = PairDecision(miss.left, miss.right, verdict)  # type: ignore[arg-type] # mypy widens a tuple's literals
        after = resolved(*STORIES, decisions=Decisions(pairs=(said,)))
        told = [{after.by_member[each.left], after.by_member[each.right]} for each in after.near_misses]
        assert {after.by_member[miss.left], after.by_member[miss.right]} not in told


WORLD = (
    ("Country", "Kenya"), ("Country", "South Sudan"), ("City", "Nairobi"), ("City", "Athens"),
    ("Organization", "Orel Relief Fund"), ("Company", "Brae Shipping"), ("Person", "Ada Marlow", "Marlow"),
    ("Person", "Igor Horak"),
)  # fmt: skip


@pytest.mark.parametrize("months", [1, 6, 24, 120])
def test_what_lives_long_is_one_however_far_apart_its_documents(months: int) -> None:
    days = date(2008, 3, 1), date(2008 + months // 12, 3 + months % 12, 1)
    found = resolved(*(article(f"d{place}", *WORLD, day=day) for place, day in enumerate(days)))
    assert sorted(each.name for each in found.identities) == sorted(name for _, name, *_ in WORLD)
    assert all(each.documents == 2 and (each.first, each.last) == tuple(map(str, days)) for each in found.identities)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([("Country", "Sudan"), ("City", "Khartoum")], [("Country", "South Sudan"), ("City", "Juba")]),
        (
            [("GovernmentAgency", "Police Department"), ("City", "Nairobi")],
            [("GovernmentAgency", "Police Department"), ("City", "Helsinki")],
        ),
        (
            [("GovernmentAgency", "Kenyan Foreign Ministry", "Foreign Ministry")],
            [("GovernmentAgency", "Chilean Foreign Ministry", "Foreign Ministry")],
        ),
        (
            [("GovernmentAgency", "Kenyan Supreme Court", "Supreme Court")],
            [("Organization", "US Supreme Court", "Supreme Court")],
        ),
        (
            [("GovernmentAgency", "Defense Ministry"), ("Country", "Kenya"), ("City", "Nairobi"), ("Country", "Chile")],
            [
                ("GovernmentAgency", "Defense Ministry"),
                ("Country", "Chile"),
                ("City", "Santiago"),
                ("Country", "Kenya"),
            ],
        ),
        *(
            (
                [(cls, name), ("Country", "Kenya"), ("City", "Nairobi")],
                [(cls, name), ("Country", "Chile"), ("City", "Santiago")],
            )
            for cls, name in (("Government", "Cabinet"), ("GovernmentAgency", "Ministry of Foreign Affairs"))
        ),
        ([("Person", "Tom Hale", "Hale")], [("Person", "Ann Hale", "Hale")]),
        ([("Person", "Mark Hale", "Mark")], [("Person", "Mark Horak", "Mark")]),
        ([("Product", "Explorer 8")], [("Product", "Explorer 9")]),
        ([("Person", "Wu Guanghui", "Wu")], [("Person", "Wu Guoyong", "Wu")]),
        ([("Person", "Shen Guoqiang", "Shen")], [("Person", "Shen Baoqiang", "Shen")]),
    ],
)
def test_what_is_two_stays_two(one: list[tuple[str, ...]], other: list[tuple[str, ...]]) -> None:
    found = resolved(article("a", *one, *PORT), article("b", *other, *PORT))
    at = {each.key for each in found.identities if (one[0][1].lower() in {m.name for m in each.members})}
    there = {each.key for each in found.identities if (other[0][1].lower() in {m.name for m in each.members})}
    assert len(at | there) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Company", "T - Mobile"), ("Company", "T-Mobile")),
        (("Company", "SeaMicro"), ("Company", "Sea Micro")),
        (("Company", "H-P"), ("Company", "HP")),
        (("Company", "Zamazon.com"), ("Company", "Zamazon Inc.")),
        (("GeographicFeature", "Mt. Brae"), ("GeographicFeature", "Mount Brae")),
        (("Country", "U.S."), ("Country", "United States of America")),
        (("Government", "British government"), ("Government", "UK government")),
        (("GovernmentAgency", "Chile's Foreign Ministry"), ("GovernmentAgency", "Chilean Foreign Ministry")),
        (("Person", "Coach Igor Horak"), ("Person", "Igor Horak")),
    ],
)
def test_spellings_of_one_name_are_one(one: tuple[str, str], other: tuple[str, str]) -> None:
    found = resolved(article("a", one, *PORT), article("b", other, *PORT))
    (identity,) = (each for each in found.identities if one[1].lower() in {m.name for m in each.members})
    assert identity.documents == 2


def test_a_body_is_that_of_the_country_that_it_is_said_to_be_part_of() -> None:
    court, israel = ("GovernmentAgency", "Supreme Court"), ("Country", "Israel")
    around = ("Country", "Kenya"), ("City", "Nairobi")
    said = article("a", court, israel, *around, *PORT, facts=(("Supreme Court", "partOf", "Israel"),))
    named = article("b", ("GovernmentAgency", "Israeli Supreme Court"), *around, *PORT)
    found = resolved(said, named, article("c", court, *around, *PORT))
    assert frozenset({"supreme court", "israeli supreme court"}) in members(found)
    assert sorted(each.documents for each in found.identities if each.cls == "GovernmentAgency") == [1, 2]


def test_a_buyer_and_what_it_bought_are_two() -> None:
    names = (("Company", "Orel Works"), ("Company", "Orel"))
    facts = (("Orel Works", "acquired", "orel"),)
    both = [article(name, *names, *PORT, facts=facts) for name in ("a", "b")]
    mixed = article("c", ("Company", "Orel Works", "Orel"), *PORT)
    found = resolved(*both, mixed)
    assert not any({"orel works", "orel"} <= names for names in members(found))


def test_the_order_of_documents_changes_nothing() -> None:
    whole = resolved(*STORIES)
    for seed in range(3):
        shuffled = list(STORIES)
        random.Random(seed).shuffle(shuffled)  # noqa: S311 - an order is no secret
        assert resolved(*shuffled) == whole


@given(st.lists(st.tuples(st.integers(0, len(STORIES) - 1), st.booleans()), min_size=1, max_size=12))
@settings(max_examples=40)
def test_increments_and_removal_give_what_one_build_gives(steps: list[tuple[int, bool]]) -> None:
    with records_of() as records:
        there: set[int] = set()
        for place, comes in steps:
            if comes:
                records.put(STORIES[place].document, STORIES[place])
                there.add(place)
            else:
                records.remove([STORIES[place].document.source or ""])
                there.discard(place)
            resolve(records)
        assert read_resolution(records) == resolved(*(STORIES[place] for place in sorted(there)))
        fresh = records_of(*(STORIES[place] for place in sorted(there)))
        resolve(fresh)
        assert records.identities.assigned() == fresh.identities.assigned()


def generated(stories: int) -> list[Extraction]:
    """Documents whose names are hard to tell apart."""
    found = []
    for each in generate(3, "reporting", stories):
        rows = [row for (row,) in each.rows.values()]
        named = ((row.cls, *(written for written, _ in row.written)) for row in rows)
        facts = ((row.name, fact.predicate, fact.other) for row in rows for fact in row.relations)
        found.append(article(each.document, *named, facts=tuple(facts)))
    return found


def test_many_documents_that_come_and_go_give_what_one_build_gives() -> None:
    articles = generated(30)
    chance = random.Random(3)  # noqa: S311 - an order is no secret
    chance.shuffle(articles)
    gone, left = articles[:30], articles[30:]
    with records_of() as records, records_of(*left) as fresh:
        start = 0
        while start < len(articles):
            end = start + chance.choice((1, 3, 10, 40))
            for each in articles[start:end]:
                records.put(each.document, each)
            resolve(records)
            start = end
        for each in gone:
            records.remove([each.document.source or ""])
            resolve(records)
        resolve(fresh)
        assert read_resolution(records) == read_resolution(fresh)
        assert records.identities.assigned() == fresh.identities.assigned()


def test_another_version_counts_names_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    given = article("a", ("Person", "Ann Hale"), ("Person", "Tom Hale"))
    with records_of() as records:
        with monkeypatch.context() as earlier:
            earlier.setattr(Entity, "times_named", 0)
            records.put(given.document, given)
            resolve(records)
        (stored,) = records.documents()
        with pytest.raises(StoreError, match="kg rebuild"):
            entity_digests(given.entities, stored.hash, records.identities.named(stored.hash))
        records.set("resolution", "another")
        resolve(records)
        assert len(entity_digests(given.entities, stored.hash, records.identities.named(stored.hash))) == 2


@pytest.mark.parametrize("together", [1, 30])
def test_how_many_are_looked_at_together_changes_nothing(monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    articles = generated(20)
    decisions = Decisions(pairs=(PairDecision(Reference("ann hale"), Reference("tom hale"), "same"),))
    with records_of(*articles, *STORIES) as fresh, records_of(*articles) as records:
        resolve(fresh, decisions)
        monkeypatch.setattr(resolution, "_TOGETHER", together)
        resolve(records)
        for each in STORIES:
            records.put(each.document, each)
        resolve(records, decisions)
        assert read_resolution(records, decisions) == read_resolution(fresh, decisions)
        assert records.identities.assigned() == fresh.identities.assigned()


def test_the_story_of_a_long_document_are_the_names_that_it_mentions_most(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bare surname joins its bearer where the documents share a name that they mention much, and only there."""
    book = article("book", ("Person", "Ada Marlow"), ("Person", "Igor Horak", *["Horak"] * 5), ("City", "Varna"))
    shared = article("shared", ("Person", "Marlow"), ("Person", "Igor Horak"))
    chance = article("chance", ("Person", "Marlow"), ("City", "Varna"))
    assert {"ada marlow", "marlow"} in members(resolved(book, shared))
    assert {"ada marlow", "marlow"} in members(resolved(book, chance))
    monkeypatch.setattr(resolution, "_STORY", 1)
    assert {"ada marlow", "marlow"} not in members(resolved(book, chance))


SAME = PairDecision(Reference("ann hale"), Reference("tom hale"), "same")
DIFFERENT = PairDecision(Reference("usgs"), Reference("us geological survey"), "different")


@pytest.mark.parametrize(
    ("decision", "joined", "apart"),
    [
        (SAME, {"ann hale", "tom hale"}, {"no such"}),
        (DIFFERENT, {"usgs"}, {"usgs", "us geological survey"}),
    ],
)
def test_people_decide_and_undoing_it_leaves_no_trace(
    decision: PairDecision, joined: set[str], apart: set[str]
) -> None:  # fmt: skip
    before = resolved(*STORIES)
    decisions = Decisions(pairs=(decision,))
    with records_of(*STORIES) as records:
        resolve(records)
        resolve(records, decisions)
        found = read_resolution(records, decisions)
        assert any(joined <= names for names in members(found))
        assert not any(apart <= names for names in members(found))
        assert found == resolved(*STORIES, decisions=decisions), "whenever it was decided"
        resolve(records)
        assert read_resolution(records) == before


def test_a_decision_about_one_document_splits_namesakes() -> None:
    first, second = article("a", ("Person", "Tom Hale"), *PORT), article("b", ("Person", "Tom Hale"), *PORT)
    with records_of(first, second) as records:
        digests = hashes(records)
        resolve(records)
        assert len([each for each in read_resolution(records).identities if each.name == "Tom Hale"]) == 1
        pair = PairDecision(Reference("tom hale", digests["a"][:12]), Reference("tom hale", digests["b"]), "different")
        resolve(records, Decisions(pairs=(pair,)))
        keys = [each.key for each in read_resolution(records).identities if each.name == "Tom Hale"]
        older, younger = sorted(digests.values())
        assert keys == [EntityKey("tom hale"), EntityKey("tom hale", younger, -1)]
        assert older


def test_a_person_names_and_classes_an_entity_and_its_key_stays() -> None:
    decisions = Decisions(
        names=(NameDecision(Reference("usgs"), "The Survey"),), classes=(ClassDecision(Reference("usgs"), "Company"),)
    )
    plain = resolved(*STORIES)
    found = resolved(*STORIES, decisions=decisions)
    (before,), (after,) = (
        [each for each in one.identities if any(m.name == "usgs" for m in each.members)] for one in (plain, found)
    )
    assert (after.name, after.cls, after.key) == ("The Survey", "Company", before.key)
    assert before.name in after.aliases


def test_what_fits_nothing_is_told() -> None:
    pair = PairDecision(Reference("nobody"), Reference("tom hale"), "same")
    gone = NameDecision(Reference("tom hale", "0" * 12), "Tommy")
    decisions = Decisions(pairs=(SAME, pair), names=(gone,))
    assert resolved(*STORIES, decisions=decisions).unused == (pair, gone)


def test_unsure_asks_nobody_again_and_joins_nothing() -> None:
    plain = resolved(*STORIES)
    miss = next(each for each in plain.near_misses if each.left.name != each.right.name)
    asked = PairDecision(Reference(miss.left.name), Reference(miss.right.name), "unsure")
    found = resolved(*STORIES, decisions=Decisions(pairs=(asked,)))
    assert members(found) == members(plain)
    told = {(each.left.name, each.right.name) for each in found.near_misses}
    assert (miss.left.name, miss.right.name) not in told


def test_a_key_stays_while_documents_about_others_come_and_old_ones_lead_to_it() -> None:
    few = resolved(*STORIES[:3])
    more = resolved(*STORIES)
    kept = {each.key for each in more.identities}
    leads = {former for each in more.identities for former in each.former}
    assert {each.key for each in few.identities} <= kept | leads
    with records_of(*STORIES) as records:
        resolve(records)
        survey = next(each for each in more.identities if any(m.name == "usgs" for m in each.members))
        assert survey.former
        for former in survey.former:
            assert records.identities.successor(former.digest) == survey.key.digest
            assert identity_by_digest(records, former.digest) is None
        assert identity_by_digest(records, survey.key.digest) == survey


def test_where_former_keys_lead_is_told_as_it_changes() -> None:
    with records_of(*STORIES) as records:
        resolve(records)
        assert resolve(records).led == set()
        leads = {each.digest: records.identities.successor(each.digest) for each in map(EntityKey, FORMER)}
        records.remove(["/court3.txt", "/port6.txt"])
        led = resolve(records).led
        changed = {each for each, before in leads.items() if records.identities.successor(each) != before}
        assert changed
        assert changed <= led


def test_nothing_resolves_to_nothing() -> None:
    assert resolved().identities == ()

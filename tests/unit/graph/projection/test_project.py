"""A store is brought to what the records say, whatever it held before."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest
from graph_examples import HOSTILE, contents_of, graph_of, harbour, put

from kg.graph.exchange.writers import nquads
from kg.graph.facts.reader import read_contents
from kg.graph.projection.project import Projected, project
from kg.graph.rdf.dataset import EmbeddedStore, Target, dataset_on
from kg.graph.rdf.naming import DEFAULT, Naming
from kg.graph.validate import validate
from kg.links.linking import keep_gazetteers
from kg.links.model import Entry, Gazetteer
from kg.model import Document, Entity, Extraction, Mention, Span
from kg.namespaces import KG
from kg.records.database import Records
from kg.records.sources import StoredDocument


class Kept:
    """Records and the store that is brought to them, both in memory."""

    def __init__(self, naming: Naming = DEFAULT) -> None:
        self.records, self.store, self.naming = Records(), ox.Store(), naming

    def bring(self, *found: Extraction, remove: Iterable[str] = ()) -> Projected:
        self.records.remove(remove)
        put(self.records, found)
        before = ox.Store()
        before.extend(self.store)
        return project(self.records, before, lambda: Target(self.store), self.naming)

    def lines(self) -> str:
        return nquads(dataset_on(EmbeddedStore(self.store), union=True))


def source(name: str) -> str:
    return f"/home/me/{name}.txt"


def test_what_came_changed_and_went_is_told() -> None:
    kept = Kept()
    assert kept.bring(harbour(), harbour("", "two")) == Projected(["harbour", "two"], [], 0)
    assert kept.bring() == Projected()
    assert not kept.bring().anything
    changed = kept.bring(harbour("Changed."))
    assert changed == Projected(["harbour"], [], 1), "another text is another document"
    titled = replace(harbour("", "two"), document=replace(harbour("", "two").document, title="Another title"))
    assert kept.bring(titled) == Projected([], ["two"], 0)
    assert kept.bring(remove=[source("two")]) == Projected([], [], 1)
    assert kept.lines() == nquads(graph_of(harbour("Changed.")))


def test_increments_give_what_one_build_gives() -> None:
    whole = nquads(graph_of(harbour(), harbour(HOSTILE, "two"), harbour("Third.", "three")))
    kept = Kept()
    for found in (harbour("Third.", "three"), harbour("Old."), harbour(HOSTILE, "two"), harbour()):
        kept.bring(found)
    assert kept.lines() == whole


@pytest.mark.parametrize("sure_from", [0.9, 0.64996])  # the graph holds the second as 0.65
def test_a_grave_fact_is_stated_as_long_as_one_sure_statement_is_there(sure_from: float) -> None:
    """Also where the sure statement is in a document that stays, and where it goes."""
    doubtful, sure = (_with_attack(name, confidence) for name, confidence in (("doubtful", 0.4), ("sure", sure_from)))
    kept = Kept()
    kept.bring(doubtful)
    assert _attacks(kept) == 0
    kept.bring(sure)
    assert _attacks(kept) == 1
    assert kept.lines() == nquads(graph_of(doubtful, sure))
    kept.bring(_with_attack("third", 0.3))
    assert _attacks(kept) == 1
    kept.bring(remove=[source("sure")])
    assert _attacks(kept) == 0


def test_links_follow_the_documents_that_come_and_go_and_the_gazetteers() -> None:
    """A place is what its documents vote for; a gazetteer is about all entities, whatever came."""
    found = [_places(name, *places) for name, *places in (("a", "Georgia", "Atlanta"), ("b", "Georgia", "Tbilisi"))]
    third = _places("c", "Georgia", "Batumi")
    kept = Kept()
    kept.bring(found[0])
    kept.bring(third, found[1])
    kept.bring(remove=[source("a")])
    assert kept.lines() == nquads(graph_of(found[1], third))
    assert "http://www.w3.org/2002/07/owl#sameAs" in kept.lines()
    entry = Entry("https://example.org/batumi", ("Batumi",), cls="City")
    keep_gazetteers(kept.records, [Gazetteer("ours", (entry,))])
    assert kept.bring().linked
    assert entry.id in kept.lines()
    keep_gazetteers(kept.records, [])
    assert kept.bring().linked
    assert kept.lines() == nquads(graph_of(found[1], third))


def _places(name: str, *places: str) -> Extraction:
    """Return an article that names a region and cities."""
    text = f"{name.upper()} report: {' and '.join(places)}."
    spans = [Span(text.index(each), text.index(each) + len(each)) for each in places]
    named = zip(places, spans, ("Region", *("City" for _ in places[1:])), strict=True)
    entities = tuple(Entity(each, each, cls, (), (Mention(span, "name"),)) for each, span, cls in named)
    return Extraction(Document(name, text, path=source(name)), entities, (), (), (Span(0, len(text)),))


def _with_attack(name: str, confidence: float) -> Extraction:
    """Return an article in which one entity attacks another, with a confidence."""
    found = harbour(name.capitalize(), name)
    one, two = found.entities[:2]
    fact = replace(found.facts[0], subject=one.id, predicate="attacked", object=two.id, kind="entity")
    return replace(found, facts=(replace(fact, factuality="asserted", confidence=confidence),), claims=())


def _attacks(kept: Kept) -> int:
    """Return how many direct triples say that somebody attacked somebody."""
    return len(list(kept.store.quads_for_pattern(None, ox.NamedNode(str(KG.attacked)), None)))


def test_removing_all_leaves_nothing() -> None:
    kept = Kept()
    kept.bring(harbour(), harbour(HOSTILE, "two"))
    kept.bring(remove=[source("harbour"), source("two")])
    assert len(kept.store) == 0


def test_a_short_id_changes_where_another_document_takes_it() -> None:
    kept = Kept()
    one, other = harbour(), harbour("Other.")
    other = replace(other, document=replace(other.document, path="/else/harbour.txt"))
    kept.bring(one)
    assert kept.bring(other) == Projected(["else/harbour"], ["me/harbour"], 0)
    assert kept.lines() == nquads(graph_of(one, other))
    assert kept.bring(remove=["/else/harbour.txt"]) == Projected([], ["harbour"], 1)
    assert kept.lines() == nquads(graph_of(one))


def test_the_same_text_of_two_sources_is_one_document() -> None:
    kept = Kept()
    base = harbour()
    kept.bring(base)
    again = replace(base, document=replace(base.document, path="/home/me/copy.txt", id="copy"))
    assert kept.bring(again) == Projected([], ["copy"], 0)
    (document,) = read_contents(dataset_on(EmbeddedStore(kept.store), union=True)).documents
    assert document.sources == ("/home/me/copy.txt", "/home/me/harbour.txt")
    kept.bring(remove=["/home/me/copy.txt"])
    assert kept.lines() == nquads(graph_of(base))


def classed(name: str, cls: str) -> Extraction:
    """A document that calls what the mayor runs by a class."""
    base = harbour("", name)
    entities = tuple(replace(each, cls=cls) if each.name == "Port Salo" else each for each in base.entities)
    return replace(base, entities=entities, facts=base.facts[:1], claims=())


def test_a_fact_is_broken_and_whole_again_as_the_classes_of_its_ends_are() -> None:
    kept = Kept()
    leads = ox.NamedNode(str(KG.leads))

    def direct() -> int:
        return len(list(kept.store.quads_for_pattern(None, leads, None, None)))

    kept.bring(classed("a", "City"))
    assert direct() == 1
    speaking = replace(classed("b", "Product"), facts=classed("b", "Product").facts)
    kept.bring(speaking, classed("c", "Product"))
    assert direct() == 0, "by vote of two against one it is a product, and nobody leads a product"
    assert kept.lines() == nquads(graph_of(classed("a", "City"), speaking, classed("c", "Product")))
    kept.bring(remove=[source("b"), source("c")])
    assert direct() == 1
    assert kept.lines() == nquads(graph_of(classed("a", "City")))


def test_a_class_changed_by_one_document_breaks_the_facts_of_another() -> None:
    """The fact's own documents stay as they were."""
    kept = Kept()
    kept.bring(classed("a", "City"))
    others = [
        replace(classed(name, "Product"), facts=(replace(harbour().facts[3], subject="e2", object="e5"),))
        for name in ("b", "c")
    ]
    kept.bring(*others)
    (fact,) = (each for each in read_contents(dataset_on(EmbeddedStore(kept.store), union=True)).facts
               if each.predicate == "leads")  # fmt: skip
    assert fact.statements == 1
    assert fact.broken
    kept.bring(remove=[source("b"), source("c")])
    assert kept.lines() == nquads(graph_of(classed("a", "City")))


def test_support_falls_with_a_document_that_goes() -> None:
    kept = Kept()
    kept.bring(harbour(), harbour("", "two"), harbour("", "three"))
    kept.bring(remove=[source("two")])
    assert kept.lines() == nquads(graph_of(harbour(), harbour("", "three")))
    (leads,) = (fact for fact in contents_of(harbour(), harbour("", "three")).facts
                if fact.predicate == "leads" and not fact.broken)  # fmt: skip
    assert (leads.statements, leads.documents, leads.copies) == (2, 2, 0)


def told_anew(found: Extraction) -> Extraction:
    """The same facts of a text in other words of the same length."""
    text = found.document.text.translate(str.maketrans("aeiourstlnm", "eioautslrmn"))
    return replace(found, document=replace(found.document, text=text))


def printed_by(publisher: str, found: Extraction) -> Extraction:
    return replace(found, document=replace(found.document, publisher=publisher))


def test_support_counts_voices_and_their_publishers() -> None:
    story, copy = printed_by("Esk Post", harbour()), printed_by("Salo Courier", harbour("Read on.", "two", copy=True))
    other = printed_by("Varna Daily", told_anew(harbour("", "three", copy=True)))
    for order in ((story, copy, other), (other, copy, story)):
        kept = Kept()
        for found in order:
            kept.bring(found)
        assert kept.lines() == nquads(graph_of(story, copy, other))
    contents = contents_of(story, copy, other)
    (leads,) = (fact for fact in contents.facts if fact.predicate == "leads" and not fact.broken)
    assert (leads.statements, leads.documents, leads.publishers, leads.copies) == (2, 2, 2, 1)
    standing = {document.id: document.copy_of is not None for document in contents.documents}
    assert sorted(standing.values()) == [False, False, True]
    assert len([each for each in contents.statements if each.fact == leads.iri]) == 3, "each can be cited"


def test_another_publisher_of_the_original_counts_for_what_its_copies_say() -> None:
    story, copy = harbour(), harbour("Read on.", "two", copy=True)
    kept = Kept()
    kept.bring(printed_by("Esk Post", story), copy)
    kept.bring(printed_by("Salo Courier", story))
    assert kept.lines() == nquads(graph_of(printed_by("Salo Courier", story), copy))


def test_an_earlier_version_is_kept_as_history_and_says_nothing() -> None:
    url = "https://example.org/1"
    first = harbour()
    first = replace(first, document=replace(first.document, source=url, url=url, modified=date(2025, 9, 13)))
    second = harbour("Corrected.")
    second = replace(second, document=replace(second.document, source=url, url=url, modified=date(2025, 9, 14)))
    for order in ((first, second), (second, first)):
        kept = Kept()
        for found in order:
            kept.bring(found)
        assert kept.lines() == nquads(graph_of(first, second))
    contents = contents_of(first, second)
    earlier, later = sorted(contents.documents, key=lambda document: document.modified or "")
    assert (earlier.replaced_by, later.replaced_by, later.id) == (later.iri, None, "harbour")
    assert earlier.id.startswith("harbour#")
    assert earlier.text == first.document.text
    assert {statement.document for statement in contents.statements} == {later.iri}
    assert {document for entity in contents.entities for document in entity.documents} == {later.iri}
    assert validate(graph_of(first, second)) == validate(graph_of(second))
    kept.bring(remove=[url])
    assert kept.lines() == ""


def test_an_open_predicate_goes_with_its_last_fact() -> None:
    kept = Kept()
    kept.bring(harbour(), harbour("", "two"))
    kept.bring(remove=[source("two")])
    assert "/p/share_a_boat> <http://www.w3.org/2000/01/rdf-schema#label>" in kept.lines()
    base = harbour()
    kept.bring(replace(base, document=replace(base.document, text=base.document.text + " "), facts=base.facts[:2],
                       claims=()))  # fmt: skip
    assert "share_a_boat" not in kept.lines()


def test_what_a_document_only_describes_is_that_documents_alone() -> None:
    kept = Kept()
    kept.bring(harbour(), harbour("", "two"))
    contents = read_contents(dataset_on(EmbeddedStore(kept.store), union=True))
    officials = [entity for entity in contents.entities if entity.label == "harbour official"]
    assert sorted(len(entity.documents) for entity in officials) == [1, 1]
    kept.bring(remove=[source("two")])
    assert kept.lines().count(f"<{KG.describedIn}>") == 2, "the official and the dockers"


def test_documents_are_handed_on_as_they_are_written() -> None:
    seen: list[str] = []

    def watch(documents: list[StoredDocument]) -> Iterable[StoredDocument]:
        for document in documents:
            seen.append(document.paths[0])
            yield document

    with Records() as records:
        put(records, [harbour(), harbour("", "two")])
        store = ox.Store()
        project(records, ox.Store(), lambda: Target(store), DEFAULT, watch=watch)
    assert sorted(seen) == [source("harbour"), source("two")]


def test_all_iris_are_under_the_base_that_is_set() -> None:
    kept = Kept(Naming("https://example.org/news/"))
    kept.bring(harbour())
    mine = [line for line in kept.lines().splitlines() if "https://w3id.org/kg/" in line.replace("kg/ontology#", "")]
    assert all("https://w3id.org/kg/p/" in line for line in mine), "open predicates are of the vocabulary"
    assert kept.lines().count("https://example.org/news/document/")


def spelt(name: str, found: Extraction) -> Extraction:
    """The same with another spelling, as long, of the mayor's name."""
    text = found.document.text.replace("Marta Oduya", name)
    mayor = replace(found.entities[0], name=name, aliases=("Oduya",))
    return replace(found, document=replace(found.document, text=text), entities=(mayor, *found.entities[1:]))


def test_a_document_whose_entities_become_others_is_written_as_if_it_were_new() -> None:
    first = spelt("Marta Odoya", harbour())
    others = [harbour("", "two"), harbour("", "three")]
    kept = Kept()
    kept.bring(first)
    alone = kept.lines()
    assert kept.bring(*others).changed == ["harbour"], "another spelling, of more documents, is the entity's name"
    assert kept.lines() == nquads(graph_of(first, *others))
    kept.bring(remove=[source("two"), source("three")])
    assert kept.lines() == alone

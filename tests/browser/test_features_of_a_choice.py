"""What the page tells of what is chosen on it, on the seed article's page and on one of 10,000 entities.

The page is put back to its first state before each test; what is clicked is found in its own data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from driven import in_sight, large, reload

if TYPE_CHECKING:
    from playwright.sync_api import Page

POINT = """([entity, edge]) => {
    const box = document.getElementById("graph").getBoundingClientRect();
    const whole = ({ x, y }) => ({ x: Math.round(x + box.x) - box.x, y: Math.round(y + box.y) - box.y });
    const dom = (number) => whole(kg.network.canvasToDOM(kg.network.getPosition(number)));
    const inside = ({ x, y }) => x > 4 && y > 4 && x < box.width - 4 && y < box.height - 4;
    const out = ({ x, y }) => {
        if (!inside({ x, y })) return null;
        return document.elementFromPoint(x + box.x, y + box.y).closest("#graph") ? [x + box.x, y + box.y] : null;
    };
    if (entity !== null) return kg.hit(dom(entity)).node === entity ? out(dom(entity)) : null;
    const { from, to } = kg.data.drawing.edges[edge];
    const [a, b] = [dom(from), dom(to)];
    for (let part = 0.1; part < 0.9; part += 0.02) {
        const spot = whole({ x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part });
        if (kg.hit(spot).edge === edge) return out(spot);
    }
    return null;
}"""
"""Where an entity or an edge can be clicked on the screen, null where something else lies over it."""


def spot(page: Page, *, entity: int | None = None, edge: int | None = None) -> tuple[float, float] | None:
    """Where a click hits an entity or an edge."""
    found = page.evaluate(POINT, [entity, edge])
    return found and (found[0], found[1])


def first_spot(page: Page, kind: str, numbers: list[int]) -> tuple[int, tuple[float, float]]:
    """The first of some entities or edges that can be clicked, and where: once the drawing is at rest."""
    before = None
    for _ in range(50):
        here = next(((number, place) for number in numbers if (place := spot(page, **{kind: number}))), None)
        if here and here == before:
            return here
        before = here
        page.wait_for_timeout(100)
    pytest.fail(f"no {kind} of {len(numbers)} can be clicked")


def clickable_edge(page: Page, script: str) -> tuple[int, tuple[float, float]]:
    return first_spot(page, "edge", page.evaluate(f"kg.shown().edges.filter((edge) => {script})"))


def test_parallel_facts_are_one_edge_that_opens(page: Page) -> None:
    page.evaluate("kg.show({ limit: 300 })")
    number, place = clickable_edge(page, "new Set(kg.edgeFacts(edge).map((fact) => fact.support)).size > 1")
    count = page.evaluate("number => kg.edgeFacts(number).length", number)
    page.mouse.move(*place)
    page.wait_for_selector("#card:not([hidden])")
    assert page.locator("#card > span").count() >= 2
    page.mouse.click(*place)
    assert page.locator(".evidence").count() == count
    different = page.evaluate("number => new Set(kg.edgeFacts(number).map((fact) => fact.support)).size", number)
    counted = f"{different} facts" if different == count else f"{different} facts, {count} statements"
    assert page.locator(".between p").inner_text() == counted


def test_a_fact_opens_the_article_at_its_words(page: Page) -> None:
    number = page.evaluate(
        "kg.shown().facts.findLast((fact) => fact.subject && fact.object && fact.subject[0] !== fact.object[0]).number"
    )
    page.evaluate("number => kg.select({ fact: number })", number)
    fact: dict[str, Any] = page.evaluate("number => kg.data.facts[number]", number)
    card = page.locator(".evidence")
    for word in ("Factuality", "Source", "Confidence", "Rule", "Document", fact["rule"]):
        assert word in card.locator(".meta").inner_text()
    card.get_by_role("button", name="Copy citation").click()
    page.get_by_text("Copied.").wait_for()
    citation = page.evaluate("navigator.clipboard.readText()")
    assert citation.endswith(f"characters {fact['at'][0]}–{fact['at'][1]}) {fact['iri']}")
    card.get_by_role("button", name="Copy IRI").click()
    page.wait_for_function("iri => navigator.clipboard.readText().then((text) => text === iri)", arg=fact["iri"])
    card.get_by_role("button", name="Read it in the article").click()
    here = page.locator(".sentence.here")
    assert in_sight(page, here)
    text = page.evaluate("number => kg.data.documents[kg.data.facts[number].doc].text", number)
    words = "".join(here.locator(".subject").all_inner_texts())
    assert (
        words in text[slice(*fact["subject"])] + text[slice(*fact["object"])] or text[slice(*fact["subject"])] in words
    )
    assert here.locator(".object, .subject").count() >= 2
    assert citation.startswith("“")


def test_a_click_on_an_entity_tells_all_of_it(page: Page) -> None:
    number, place = first_spot(page, "entity", page.evaluate("kg.shown().entities"))
    page.mouse.move(*place)
    page.wait_for_selector("#card:not([hidden])")
    entity = page.evaluate("number => kg.data.entities[number]", number)
    assert entity["label"][:40] in page.locator("#card").inner_text()
    page.mouse.click(*place)
    assert page.locator(".who h2").inner_text() == entity["label"]
    assert page.evaluate("number => kg.data.classes[kg.data.entities[number].cls].label", number) in (
        page.locator(".who p").inner_text()
    )
    relations = page.evaluate(
        "number => new Set(kg.data.entities[number].facts.map((f) => kg.data.facts[f].p)).size", number
    )
    assert page.locator("#view .part > h3").count() == relations
    different = page.evaluate(
        "number => kg.distinct(kg.data.entities[number].facts.map((each) => kg.data.facts[each])).length", number
    )
    assert page.locator("#view .part .line").count() >= different
    assert page.locator("#view .claim").count() == len(entity["claims"])
    if large(page):
        assert page.get_by_role("heading", name="Documents", exact=True).is_visible()
    before = page.evaluate("kg.shown().entities.length")
    page.get_by_role("button", name="Show neighbours").click()
    around = page.evaluate("number => kg.data.entities[number].edges.length", number)
    assert page.evaluate("kg.shown().entities.length") >= min(before, around)


def test_the_article_and_the_graph_show_each_others_choice(page: Page) -> None:
    page.get_by_role("tab", name="Article", exact=True).click()
    assert page.locator("#view a.mention").count() > 10
    page.locator("#view .margin").first.click()
    line = page.locator("#view .facts .line").first
    number = int(line.get_attribute("data-fact") or "-1")
    line.click()
    assert page.evaluate("kg.state.fact") == number
    lit = page.evaluate("[...kg.lit().entities]")
    assert lit
    page.get_by_role("tab", name="Article", exact=True).click()
    entity, place = first_spot(page, "entity", [each for each in lit if each in page.evaluate("kg.shown().entities")])
    page.mouse.click(*place)
    current = page.locator(".mention[aria-current=true]").first
    assert int(current.get_attribute("data-entity") or "-1") == entity
    assert in_sight(page, current)
    current.click()
    assert page.evaluate("kg.lit().first") == entity


def test_who_said_what_by_source(page: Page) -> None:
    page.get_by_role("tab", name="Who said what").click()
    claims = page.evaluate("kg.data.claims.map((claim) => claim.direct)")
    assert claims
    sources = page.evaluate("new Set(kg.data.claims.map((claim) => claim.source)).size")
    assert page.locator(".source").count() == min(100, sources)
    if sources <= 100:
        assert page.locator(".claim").count() == len(claims)
        assert page.locator(".claim.direct").count() == sum(claims) > 0
    page.locator(".said").first.click()
    assert in_sight(page, page.locator(".sentence.here").first)


def test_the_timeline_is_in_order_and_selects(page: Page) -> None:
    page.get_by_role("tab", name="When").click()
    dates = page.evaluate("kg.dated().map(([on]) => kg.span(on)[0])")
    assert len(dates) > 2
    assert dates == sorted(dates)
    line = page.locator("#view .days .line").first
    number = int(line.get_attribute("data-fact") or "-1")
    line.click()
    assert page.evaluate("kg.state.fact") == number
    assert page.locator(".evidence .quote").is_visible()


def test_connections_of_two_entities_with_their_sentences(page: Page) -> None:
    start, end, steps = page.evaluate(
        """() => {
            const shown = kg.shown().entities;
            for (const end of [...shown].reverse()) {
                const steps = kg.paths(shown[0], end).map((path) => path.length);
                if (steps[0] > 1 && kg.find(kg.data.entities[end].label)[0] === end) return [shown[0], end, steps];
            }
        }"""
    )
    page.evaluate("number => kg.select({ entity: number })", start)
    name = page.evaluate("number => kg.data.entities[number].label", end)
    page.get_by_label("Connection to another entity").fill(name)
    page.get_by_role("button", name="Find").click()
    assert len(set(steps)) == 1, "all are the shortest"
    assert page.locator(".path .part").count() == len(steps)
    assert page.locator(".path .quote").count() == sum(steps)
    ends = page.evaluate(
        """kg.routes.map((path) => path.map((edge) => kg.data.drawing.edges[edge]))
            .map((path) => path.flatMap((edge) => [edge.from, edge.to]))"""
    )
    for path in ends:
        assert {start, end} <= set(path)
        assert set(path) <= set(page.evaluate("[...kg.lit().entities]"))
    reload(page)
    assert page.locator(".path .quote").count() == sum(steps), "the address holds the connection"

"""Every feature of the page, driven on the seed article's page and on one of 10,000 entities.

Each page is opened once and put back to its first state before each test; what is clicked is found in its own data.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bench.bench_page import generated

from kg.views.page import write_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

SIZE = {"width": 1280, "height": 800}

RESET = """() => {
    history.replaceState(null, "", "#");
    dispatchEvent(new PopStateEvent("popstate"));
    kg.fit(false);
    document.activeElement.blur();
    document.getElementById("find").value = "";
    document.body.classList.remove("filtering");
}"""

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


@pytest.fixture(scope="session")
def large_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "graph.html"
    write_page(generated(10_000, 30_000), path)
    return path


@pytest.fixture(scope="module", params=["seed", "large"])
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what it asked for or complained of."""
    path: Path = request.getfixturevalue(f"{request.param}_page")
    context = browser.new_context(viewport=SIZE, color_scheme="light")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(10_000)
    noise: list[str] = []
    own = path.as_uri()
    page.on("request", lambda request: noise.append(request.url) if request.url.partition("#")[0] != own else None)
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.goto(own)
    page.wait_for_selector("body[data-ready=yes]")
    yield page, noise
    context.close()


@pytest.fixture
def page(window: tuple[Page, list[str]]) -> Iterator[Page]:
    page, noise = window
    page.set_viewport_size(SIZE)  # type: ignore[arg-type]  # a plain dict
    page.mouse.move(2, 2)
    page.evaluate(RESET)
    yield page
    assert noise == [], "requests and messages of the page"


def large(page: Page) -> bool:
    return bool(page.evaluate("kg.data.entities.length >= 10000"))


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


def facts_shown(page: Page) -> int:
    return int(page.evaluate("kg.shown().facts.length"))


def in_sight(page: Page, found: Locator) -> bool:
    box = found.bounding_box()
    size = page.viewport_size
    return bool(box and size and box["y"] >= 0 and box["y"] + box["height"] <= size["height"])


def reload(page: Page) -> None:
    page.reload()
    page.wait_for_selector("body[data-ready=yes]")


def test_the_first_view_is_the_heart_of_the_graph(page: Page) -> None:
    drawn = page.evaluate("kg.shown().entities")
    assert 20 < len(drawn) <= 300
    assert page.evaluate("kg.shown().edges.length") >= len(drawn) / 2
    assert page.evaluate("kg.network.body.nodeIndices.length") == len(drawn)
    assert page.locator("#view .lines .line").count() >= 5
    assert len(page.locator("#title").inner_text()) > 10
    if large(page):
        slider = page.get_by_label("entities shown")
        slider.focus()
        page.keyboard.press("PageUp")
        assert page.evaluate("kg.shown().entities.length") > 300, "a lower threshold shows more"


def test_who_is_not_named_is_no_hub(page: Page) -> None:
    assert page.evaluate("kg.data.entities.every((entity) => !entity.iri.endsWith('#Unknown'))")
    if large(page):
        unnamed = "kg.data.facts.filter((fact) => fact.s < 0)"
        assert page.evaluate(f"{unnamed}.length") > 100
        assert page.evaluate(f"{unnamed}.every((fact) => fact.edge === undefined)")
        number = page.evaluate(f"{unnamed}[0].number")
        page.evaluate("number => kg.select({ fact: number })", number)
        assert page.locator(".evidence .nobody").inner_text() == "someone not named"


def overlapping(page: Page) -> int:
    boxes = [name["box"] for name in page.evaluate("kg.names()")]
    assert len(boxes) > 5
    return sum(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
        for number, a in enumerate(boxes)
        for b in boxes[:number]
    )


def test_names_never_overlap_and_more_come_near(page: Page) -> None:
    assert overlapping(page) == 0
    few = page.evaluate("kg.names().length / kg.shown().entities.length")
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(300)
    assert overlapping(page) == 0
    inside = page.evaluate(
        """() => {
            const { clientWidth: width, clientHeight: height } = document.getElementById("graph");
            return kg.shown().entities.filter((each) => {
                const { x, y } = kg.network.canvasToDOM(kg.network.getPosition(each));
                return x > 0 && y > 0 && x < width && y < height;
            }).length;
        }"""
    )
    assert page.evaluate("kg.names().length") / inside > few


def test_search_suggests_by_alias_and_shows_which(page: Page) -> None:
    number, alias = page.evaluate(
        """() => {
            const low = (text) => text.toLocaleLowerCase();
            for (const number of [...kg.data.entities.keys()].reverse()) {
                const { label, aliases } = kg.data.entities[number];
                const alias = (aliases ?? []).find((one) => !low(label).includes(low(one)));
                if (alias && kg.find(alias)[0] === number) return [number, alias];
            }
        }"""
    )
    field = page.get_by_role("combobox", name="Find an entity")
    field.fill(alias.upper())
    option = page.get_by_role("option").first
    assert option.locator("mark").inner_text() == alias
    assert f"also {alias}" in option.inner_text()
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    option.click()
    assert page.evaluate("kg.state.entity") == number
    assert number in page.evaluate("kg.shown().entities"), "what is not in the first view comes by search"
    assert alias in page.locator("#view .aliases").inner_text()


def test_facets_combine_are_restored_from_the_address_and_cleared(page: Page) -> None:
    everything = facts_shown(page)
    facets = page.locator("#facets")
    left = everything
    for name in ("cls", "rel", "kind", "src", *(["doc"] if large(page) else [])):
        button = facets.locator(f".facet[data-facet^='{name}-']").first
        count = int(button.locator(".count").inner_text().replace(",", ""))
        button.click()
        now = facts_shown(page)
        assert 0 < now <= left
        if name != "cls":
            assert now == count, f"the count of {name} is of the facts that pass the other filters"
        left = now
    page.locator("#sure").fill("5")
    page.locator("#from").focus()
    address = page.evaluate("location.hash")
    for name in ("cls=", "rel=", "kind=", "src=", "conf="):
        assert name in address
    kept = page.evaluate("kg.shown()")
    reload(page)
    assert page.evaluate("kg.shown()") == kept
    page.get_by_role("button", name="Clear all").click()
    assert facts_shown(page) == everything


def test_the_date_range_lies_over_a_histogram(page: Page) -> None:
    everything = facts_shown(page)
    assert page.locator(".bars span").count() > 1
    slider = page.get_by_label("from", exact=True)
    slider.focus()
    page.keyboard.press("PageUp")
    begin = page.evaluate("kg.state.from")
    assert 0 < facts_shown(page) < everything
    assert page.evaluate("begin => kg.shown().facts.every((fact) => fact.days[1] >= begin)", begin)
    assert page.locator(".bars .in").count() < page.locator(".bars span").count()


def test_parallel_facts_are_one_edge_that_opens(page: Page) -> None:
    page.evaluate("kg.show({ limit: 300 })")
    number, place = clickable_edge(page, "kg.edgeFacts(edge).length > 1")
    count = page.evaluate("number => kg.edgeFacts(number).length", number)
    page.mouse.move(*place)
    page.wait_for_selector("#card:not([hidden])")
    assert page.locator("#card > span").count() >= 2
    page.mouse.click(*place)
    assert page.locator(".evidence").count() == count
    assert page.locator(".between p").inner_text() == f"{count} facts"


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
    assert page.locator("#view .part .line").count() >= len(entity["facts"])
    assert page.locator("#view .claim").count() == len(entity["claims"])
    if large(page):
        assert page.get_by_role("heading", name="Documents", exact=True).is_visible()
    before = page.evaluate("kg.shown().entities.length")
    page.get_by_role("button", name="Show neighbours").click()
    around = page.evaluate("number => kg.data.entities[number].edges.length", number)
    assert page.evaluate("kg.shown().entities.length") >= min(before, around)


def test_the_article_and_the_graph_show_each_others_choice(page: Page) -> None:
    page.get_by_role("tab", name="Article").click()
    assert page.locator("#view a.mention").count() > 10
    page.locator("#view .margin").first.click()
    line = page.locator("#view .facts .line").first
    number = int(line.get_attribute("data-fact") or "-1")
    line.click()
    assert page.evaluate("kg.state.fact") == number
    lit = page.evaluate("[...kg.lit().entities]")
    assert lit
    page.get_by_role("tab", name="Article").click()
    entity, place = first_spot(page, "entity", [each for each in lit if each in page.evaluate("kg.shown().entities")])
    page.mouse.click(*place)
    current = page.locator(".mention[aria-current=true]").first
    assert int(current.get_attribute("data-entity") or "-1") == entity
    assert in_sight(page, current)
    current.click()
    assert page.evaluate("kg.lit().first") == entity


def test_who_said_what_by_source_with_what_is_disputed(page: Page) -> None:
    page.get_by_role("tab", name="Who said what").click()
    claims = page.evaluate("kg.data.claims.map((claim) => claim.direct)")
    assert claims
    assert page.locator(".claim").count() == len(claims)
    assert page.locator(".claim.direct").count() == sum(claims) > 0
    assert page.locator(".source").count() == page.evaluate("new Set(kg.data.claims.map((claim) => claim.source)).size")
    if large(page):
        badges = page.locator(".part", has_text="Disputed").first.locator(".badge").all_inner_texts()
        assert "negated" in badges
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


def test_picture_table_json_and_print(page: Page) -> None:
    page.locator(".facet[data-facet^='kind-']").nth(1).click()
    count = facts_shown(page)
    page.get_by_role("tab", name="Facts").click()
    with page.expect_download() as wait:
        page.get_by_role("button", name="Save CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(wait.value.path()).read_text(encoding="utf-8"), newline="")))
    with page.expect_download() as wait:
        page.get_by_role("button", name="Save JSON").click()
    values = json.loads(Path(wait.value.path()).read_text(encoding="utf-8"))
    assert len(rows) == len(values) == count
    assert {row["factuality"] for row in rows} == {"reported"}
    assert [row["iri"] for row in rows] == [value["iri"] for value in values]
    with page.expect_download() as wait:
        page.get_by_role("button", name="PNG").click()
    picture = Path(wait.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 10_000
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator("#facets").is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 34, 40)", "paper is light"
    assert page.evaluate("kg.dark()") is False
    page.emulate_media(media="screen", color_scheme="light")


def test_the_keyboard_does_it_all(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type(page.evaluate("kg.data.entities[0].label"))
    page.keyboard.press("Enter")
    assert page.evaluate("kg.state.entity") == 0
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        name, outline, fact = page.evaluate(
            """() => {
                const { activeElement: here } = document;
                const { outlineStyle, outlineWidth } = getComputedStyle(here);
                return [here.textContent || here.id, `${outlineStyle} ${outlineWidth}`, here.dataset.fact ?? null];
            }"""
        )
        assert outline in {"solid 2px", "auto 1px"}, f"the focus on {name} is visible"
        seen.add(name)
        if fact is not None:
            break
    assert {"Show neighbours", "Copy IRI", "Find"} <= seen
    page.keyboard.press("Enter")
    assert page.locator(".evidence.open").is_visible()
    page.get_by_role("button", name="Read it in the article").focus()
    page.keyboard.press("Enter")
    assert in_sight(page, page.locator(".sentence.here"))
    page.locator("#graph").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("kg.state.entity") is not None
    page.keyboard.press("Escape")
    assert page.evaluate("kg.lit()") is None


@pytest.mark.parametrize("width", [390, 2560])
def test_a_telephone_and_a_wall(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844 if width < 1000 else 1440})
    page.evaluate("kg.fit(false)")
    for tab in page.get_by_role("tab").all():
        tab.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(
            "document.getElementById('view').scrollWidth <= document.getElementById('view').clientWidth"
        )
    if width < 1000:
        page.get_by_role("button", name="Filters").click()
    assert page.locator("#facets .facet").first.is_visible()
    assert page.locator("#graph canvas").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: Page, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for state in (f"theme={scheme}", f"f=0&theme={scheme}"):
        page.evaluate(
            "state => { history.replaceState(null, '', `#${state}`); dispatchEvent(new PopStateEvent('popstate')) }",
            state,
        )
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(20, 23, 27)" if scheme == "dark" else "rgb(251, 250, 248)"
        )
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        serious = [each["id"] for each in found.response["violations"] if each["impact"] in {"serious", "critical"}]
        assert serious == [], found.generate_report()

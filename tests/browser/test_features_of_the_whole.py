"""The page as a whole, on the seed article's page and on one of 10,000 entities: drawn, searched, filtered, saved, used
by keyboard, on paper and on any screen.

The page is put back to its first state before each test; what is clicked is found in its own data.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from driven import in_sight, large, reload

if TYPE_CHECKING:
    from playwright.sync_api import Page


def facts_shown(page: Page) -> int:
    return int(page.evaluate("kg.shown().facts.length"))


def test_the_first_view_is_the_heart_of_the_graph(page: Page) -> None:
    drawn = page.evaluate("kg.shown().entities")
    assert 20 <= len(drawn) <= 40
    assert page.evaluate("kg.shown().edges.length") >= len(drawn) / 2
    assert page.evaluate("kg.network.body.nodeIndices.length") == len(drawn)
    assert page.locator("#view .lines .line").count() >= 5
    assert len(page.locator("#title").inner_text()) > 10
    if large(page):
        slider = page.get_by_label("linked entities")
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


def overlapping(page: Page, *, least: int) -> int:
    boxes = [name["box"] for name in page.evaluate("kg.names()")]
    assert len(boxes) >= least
    return sum(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
        for number, a in enumerate(boxes)
        for b in boxes[:number]
    )


def test_names_never_overlap_and_more_come_near(page: Page) -> None:
    assert overlapping(page, least=6) == 0
    named = "kg.names().map(({ number }) => number)"
    far = set(page.evaluate(named))
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(300)
    assert overlapping(page, least=2) == 0
    inside = set(
        page.evaluate(
            """() => {
            const { clientWidth: width, clientHeight: height } = document.getElementById("graph");
            return kg.shown().entities.filter((each) => {
                const { x, y } = kg.network.canvasToDOM(kg.network.getPosition(each));
                return x > 0 && y > 0 && x < width && y < height;
            });
        }"""
        )
    )
    near = set(page.evaluate(named))
    assert near - far or inside <= far, "what is near gets a name where there was no room for it"
    assert len(near & inside) + 1 >= len(far & inside), "but for one, whose room a name on another side may take"


def test_search_suggests_by_alias_and_shows_which(page: Page) -> None:
    number, alias = page.evaluate(
        """() => {
            const low = (text) => text.toLocaleLowerCase();
            for (const number of [...kg.data.entities.keys()].reverse()) {
                const { label, aliases } = kg.data.entities[number];
                const isName = (one) => one.split(" ").every((word) => /^\\p{Lu}/u.test(word));
                const alias = (aliases ?? []).find((one) => isName(one) && !low(label).includes(low(one)));
                if (alias && kg.find(alias)[0] === number) return [number, alias];
            }
        }"""
    )
    field = page.get_by_role("combobox", name="Find names, facts and sentences")
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
    assert not facets.locator("[data-facet='by-0']").count(), "there is no choice where a model added nothing"
    page.evaluate("kg.data.facts[0].rule = 'llm.add'; kg.facets()")
    facets.locator("[data-facet='by-0']").click()
    assert facts_shown(page) == everything - 1
    page.evaluate("kg.data.facts[0].rule = 'x'; kg.whole()")


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
        page.get_by_role("button", name="Graph", exact=True).click()
        page.get_by_role("button", name="Filters").click()
    assert page.locator("#facets .facet").first.is_visible()
    assert page.locator("#graph canvas").is_visible()

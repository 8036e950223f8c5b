"""A tour of the page of many articles, in three windows and both themes, over a newsroom made up for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from driven import settled
from invented import newsroom
from touring import LAID_OUT_SECONDS, STEPS, cost, serious, tour

from kg.views.page import render_page

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def news_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("news") / "graph.html"
    path.write_text(render_page(newsroom()), "utf-8")
    return path


@pytest.mark.parametrize(("size", "scheme"), [((1440, 900), "light"), ((2560, 1440), "dark"), ((390, 844), "dark")])
def test_every_choice_is_drawn_well(
    news_page: Path, open_page: Callable[..., Page], size: tuple[int, int], scheme: str
) -> None:
    page = open_page(
        news_page, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
    )
    spent = dict(tour(page))
    assert spent.keys() == {step.name for step in STEPS}
    assert max(spent.values()) < LAID_OUT_SECONDS, spent
    for state in ("kg.whole()", "kg.show({ tab: 'when' })"):
        page.evaluate(state)
        settled(page)
        assert serious(page) == []


def test_the_front_page_says_what_it_is_about(news_page: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(news_page)
    said = page.locator("#view").inner_text()
    told = "Elias Brandt accused the Harbour Board over what ferry sinks"
    for words in ("20 articles", "5 stories", "10 Feb 2021 – 13 Apr 2023", "The Esk Post (", told, "×4"):
        assert words in said, words
    page.get_by_text("Named, but joined by no fact (1)").click()
    page.locator(".alone", has_text="Old Bridge").wait_for()  # it is filled once it is open
    assert page.locator(".alone").inner_text().strip() == "Old Bridge"
    page.get_by_label("New since").fill("2023-01-01")
    assert "since" in page.evaluate("location.hash")
    page.get_by_role("button", name="Arjun Mehta accused the River Authority").first.click()
    settled(page)
    drawn = page.evaluate("kg.drawn().entities.map((each) => kg.nameOf(each))")
    assert {"Devika Rao", "River Authority", "Tarapur"} <= set(drawn)
    assert "Miriam Otieno" not in drawn
    assert "4 articles" in page.locator("#view .figures").first.inner_text()
    page.get_by_role("button", name="Close story").click()
    settled(page)
    assert page.evaluate("kg.overview()")


def test_what_is_said_often_is_one_line_with_a_number(news_page: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(news_page)
    page.evaluate("kg.select({ entity: kg.find('Anna Halloran')[0] })")
    line = page.locator("#view .line", has_text="leads Harbour Board")
    assert line.count() == 1
    assert line.locator(".times").inner_text().strip() == "×4"
    line.click()
    assert page.locator(".part", has_text="Also stated (3)").locator(".line").count() == 3


def test_search_finds_sentences_and_opens_them(news_page: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(news_page)
    field = page.get_by_role("combobox", name="Find names")
    field.fill("vandermeer HORAK leads")
    first = page.locator("#found .sentence-hit").first
    assert "Piet Vandermeer leads the Horak Stone." in first.inner_text()
    first.click()
    assert "".join(page.locator("#view .sought").all_inner_texts()) == "Piet Vandermeer leads the Horak Stone."
    field.fill("kandara")
    page.locator("#found .all-hits").click()
    assert page.get_by_role("tab", name="Results").is_visible()
    for part in ("Names (1)", "Articles (4)", "Facts (", "Sentences ("):
        assert part in page.locator("#view").inner_text()


def test_a_choice_lies_the_same_way_again_and_back_restores_it(news_page: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(news_page, reduced_motion="reduce")
    places = "JSON.stringify(kg.network.getPositions())"
    page.evaluate("kg.openStory(0)")
    settled(page)
    first = page.evaluate(places)
    page.evaluate("kg.openStory(1)")
    settled(page)
    page.go_back()
    settled(page)
    assert page.evaluate(places) == first
    page.reload()
    page.wait_for_selector("body[data-ready=yes]")
    settled(page)
    assert page.evaluate(places) == first


def test_days_are_brushed_on_the_axis(news_page: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(news_page, viewport={"width": 1440, "height": 900})
    page.get_by_role("tab", name="When, where").click()
    box = page.locator(".axis").bounding_box()
    assert box
    everything = page.evaluate("kg.shown().facts.length")
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 30)
    page.mouse.up()
    assert 0 < page.evaluate("kg.shown().facts.length") < everything
    assert page.locator(".axis .out").count() > 0
    page.get_by_role("button", name="All days").click()
    assert page.evaluate("kg.shown().facts.length") == everything


def test_three_hundred_are_laid_out_within_a_second(open_page: Callable[..., Page], large_page: Path) -> None:
    page = open_page(large_page, viewport={"width": 2560, "height": 1440}, reduced_motion="reduce")

    def act() -> None:
        page.evaluate("kg.show({ all: true, limit: 300, cls: new Set([0, 1, 2]) })")
        settled(page)

    spent = cost(page, act)
    assert 250 < page.evaluate("kg.drawn().entities.length") <= 300
    assert spent < 2 * LAID_OUT_SECONDS, "laid out, drawn and the panels made anew, in processor time of all threads"

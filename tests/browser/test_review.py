"""The review page of `kg serve --allow-decisions` in a real browser: a key a case, no foreign scripts."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from driven import served
from graph_examples import HOSTILE, directory_of, harbour
from review_examples import doubtful

from kg.graph.store.directory import current_store, decisions_file
from kg.resolve.decisions import read_entries

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review") / "graph"
    directory_of(path, *doubtful(12), harbour(HOSTILE))
    return path


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "graph"))


@pytest.fixture
def address(graph: Path) -> Iterator[str]:
    with served(graph, "--allow-decisions") as url:
        yield url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    noise: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(60_000)
    ours = (address, "data:")
    page.on("request", lambda asked: None if asked.url.startswith(ours) else noise.append(asked.url))
    page.on("console", lambda message: None if "400" in message.text else noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.goto(f"{address}explorer/review.html")
    page.wait_for_selector("body[data-ready=yes]")
    yield page
    page.close()
    assert noise == [], "requests to others and messages of the page"


def wait(page: Page, where: str, shown: str) -> None:
    page.locator(where).filter(has_text=shown).wait_for()


def press(page: Page, key: str, shown: str) -> None:
    page.keyboard.press(key)
    wait(page, "#status", shown)


def test_keys_decide_and_the_graph_follows_when_it_is_applied(page: Page, graph: Path) -> None:
    total = int(re.findall(r"1 of (\d+)", page.inner_text("#status"))[0])
    assert total >= 4
    assert page.locator(".side").count() == 2
    assert page.locator(".side mark").count() >= 2
    store = current_store(graph)
    press(page, "n", f"2 of {total}")
    press(page, "y", f"3 of {total}")
    press(page, "b", f"2 of {total}")
    press(page, "u", f"3 of {total}")
    press(page, "s", f"4 of {total}")
    assert sorted(each.kind for each in read_entries(decisions_file(graph))) == ["different", "unsure"]
    assert current_store(graph) == store
    page.get_by_role("button", name="Apply to the graph").click()
    wait(page, "#status", "The graph agrees")
    assert current_store(graph) != store
    page.reload()
    page.wait_for_selector("body[data-ready=yes]")
    left = int(re.findall(r"1 of (\d+)", page.inner_text("#status"))[0])
    assert left >= total - 2, "what was decided is not asked again"


def test_a_click_does_the_same_and_an_error_is_one_line(page: Page, graph: Path) -> None:
    page.get_by_role("button", name="Different").click()
    wait(page, "#status", "2 of")
    (entry,) = read_entries(decisions_file(graph))
    wrong = entry.text.replace('"different"', '"same"')
    decisions_file(graph).write_text(f"{entry.text}\n{wrong}\n", "utf-8")
    page.keyboard.press("y")
    wait(page, "#problem", "contradict each other")


def test_a_fact_a_key(browser: Browser, address: str, graph: Path) -> None:
    """Fifty facts are judged by the keyboard alone, and reading what is shown leaves it under six minutes."""
    from playwright.sync_api import expect

    noise: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.goto(f"{address}explorer/facts.html")
    page.wait_for_selector("body[data-ready=yes]")
    words = shown = 0
    begin = time.monotonic()
    while page.is_visible("#case") and shown < 50:
        words += len(page.inner_text("#case").split())
        shown += 1
        number = page.inner_text("#status")
        page.keyboard.press("yn"[shown % 2])
        expect(page.locator("#status")).not_to_have_text(number)
    person = words / 238 * 60 + 1.5 * shown
    assert (person + time.monotonic() - begin) / shown * 50 < 360
    kinds = [each.kind for each in read_entries(decisions_file(graph))]
    assert len(kinds) == shown
    assert set(kinds) == {"right", "wrong"}
    page.keyboard.press("u")
    page.wait_for_selector("#case:not([hidden])")
    page.keyboard.press("e")
    page.select_option("#part", "factuality")
    page.fill("#value", "negated")
    page.keyboard.press("Enter")
    page.wait_for_selector("#case[hidden]", state="attached")
    store = current_store(graph)
    page.click("#apply")
    expect(page.locator("#apply")).to_be_disabled()
    assert current_store(graph) != store
    assert [each.kind for each in read_entries(decisions_file(graph))].count("corrected") == 1
    assert not noise
    page.close()

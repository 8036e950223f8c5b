"""The page in a real browser, opened from disk: what is shown, what a click opens, and that nothing is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from kg.display.html import framed
from kg.graph.facts.records import GraphContents
from kg.graph.stories.handouts import Cited, Handout, Section
from kg.views.page import render_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    type ColorScheme = Literal["light", "dark"]
    type Opener = Callable[..., Page]

HOSTILE = [
    "<script>document.title='bad'</script>",
    "</script><img src=x onerror=alert(1)>",
    '"><svg onload=alert(2)>',
    "javascript:alert(3)",
    "\u202egnp.exe \u2066\u200f",
    "🇦🇫👩‍👩‍👧‍👦 Ada",
    "a" * 10_000,
    "__proto__",
]


@pytest.fixture(scope="module")
def sample_page(sample_contents: GraphContents, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "graph.html"
    path.write_text(render_page(sample_contents), "utf-8")
    return path


def point_of(page: Page, label: str) -> tuple[float, float]:
    """Where an entity is drawn on the screen."""
    x, y = page.evaluate(
        """label => {
            const number = kg.data.entities.findIndex((entity) => entity.label === label);
            const { x, y } = kg.network.canvasToDOM(kg.network.getPosition(number));
            const box = document.getElementById("graph").getBoundingClientRect();
            return [x + box.x, y + box.y];
        }""",
        label,
    )
    return x, y


def click_between(page: Page, one: str, other: str) -> None:
    (ax, ay), (bx, by) = point_of(page, one), point_of(page, other)
    page.mouse.click(ax + (bx - ax) * 0.45, ay + (by - ay) * 0.45)


def test_first_view(sample_page: Path, open_page: Opener) -> None:
    page = open_page(sample_page)
    legend = page.locator("#facets")
    for name in ("Person", "Country", "Agreement", "leads", "asserted", "negated"):
        assert legend.get_by_role("button", name=name).first.is_visible()
    assert legend.locator("svg.swatch").count() == 7
    assert page.get_by_role("tab", name="Story").get_attribute("aria-selected") == "true"
    assert "Mara Lindqvist signed Oslind Treaty" in " ".join(page.locator("#view .line").all_inner_texts())
    assert page.evaluate("kg.shown().entities.length") == 7


def test_a_click_on_an_edge_shows_the_sentence(sample_page: Path, open_page: Opener) -> None:
    page = open_page(sample_page)
    click_between(page, "Mara Lindqvist", "Oslind Treaty")
    card = page.locator(".evidence")
    assert card.locator(".quote").inner_text() == "Mara Lindqvist signed the Oslind Treaty in 2021."
    assert card.locator("mark.subject").inner_text() == "Mara Lindqvist"
    assert card.locator("mark.object").inner_text() == "Oslind Treaty"
    meta = card.locator(".meta").inner_text()
    for words in ("reported", "Harbour Authority", "4 Mar 2021", "0.80", "test.rule", "sample"):
        assert words in meta


def test_a_person_opens_with_the_sentence_that_tells_of_them(sample_page: Path, open_page: Opener) -> None:
    page = open_page(sample_page)
    page.evaluate("kg.select({ entity: kg.data.frontPage.people[0] })")
    told = page.locator("#view .told button")
    assert told.inner_text() == "Mara Lindqvist signed the Oslind Treaty in 2021."
    told.click()
    assert page.locator("#view .sought").first.is_visible()


def test_a_document_is_cited_and_linked_and_hostile_metadata_stays_text(
    make_contents: Callable[..., GraphContents], tmp_path: Path, open_page: Opener
) -> None:
    contents = make_contents(
        {"Esk": "Country", "Dorn": "City"}, [("Esk met Dorn.", "Esk", "metWith", "Dorn", "asserted")]
    )
    (document,) = contents.documents
    known = replace(
        document,
        title="<img src=x onerror=alert(1)>Strike",
        publishers=("Esk <b>Post</b>",),
        authors=("Ada Marlow",),
        published="2021-03-05T10:00:00Z",
        urls=("https://example.org/1", "javascript:alert(1)"),
    )
    path = tmp_path / "cited.html"
    path.write_text(render_page(replace(contents, documents=(known,))), "utf-8")
    page = open_page(path)
    page.evaluate("kg.select({ fact: 0 })")
    said = page.locator(".evidence .meta").inner_text()
    for words in ("<img src=x onerror=alert(1)>Strike", "Esk <b>Post</b>", "5 Mar 2021", "example.org"):
        assert words in said
    links = "[...document.querySelectorAll('a[target]')].map((each) => [each.href, each.rel])"
    assert page.evaluate(links) == [["https://example.org/1", "noopener noreferrer"]]
    page.get_by_role("tab", name="Article", exact=True).click()
    assert "by Ada Marlow" in page.locator("#view .byline").inner_text()
    assert page.locator("#view img").count() == 0


def test_a_fact_tells_its_support_and_a_document_its_sources(
    make_contents: Callable[..., GraphContents], tmp_path: Path, open_page: Opener
) -> None:
    rows = [
        ("Esk met Dorn.", "Esk", "metWith", "Dorn", "asserted"),
        ("So Esk met Dorn.", "Esk", "metWith", "Dorn", "reported"),
        ("Esk never met Dorn.", "Esk", "metWith", "Dorn", "negated"),
        ("Esk is near Dorn.", "Esk", "near", "Dorn", "asserted"),
    ]
    path = tmp_path / "support.html"
    path.write_text(render_page(make_contents({"Esk": "Country", "Dorn": "City"}, rows)), "utf-8")
    page = open_page(path)
    assert "2 facts, 4 statements" in page.locator("#view .figures").inner_text()
    page.evaluate("kg.select({ fact: 0 })")
    said = page.locator(".evidence .meta").inner_text()
    assert "2 statements in 1 document, 5 Mar 2021; denied by 1 statement" in said
    page.evaluate("kg.select({ fact: 3 })")
    assert "Support" not in page.locator(".evidence .meta").inner_text()
    page.get_by_role("tab", name="Article", exact=True).click()
    assert "news/sample.txt" in page.locator("#view .sources").inner_text()


def test_the_whole_is_drawn_of_what_is_likely(
    make_contents: Callable[..., GraphContents], tmp_path: Path, open_page: Opener
) -> None:
    rows = [
        ("Esk met Dorn.", "Esk", "metWith", "Dorn", "asserted"),
        ("Esk met Arl.", "Esk", "metWith", "Arl", "asserted"),
    ]
    contents = make_contents({"Esk": "Country", "Dorn": "City", "Arl": "City"}, rows)
    sure, unsure = contents.statements
    path = tmp_path / "likely.html"
    path.write_text(render_page(replace(contents, statements=(sure, replace(unsure, confidence=0.4)))), "utf-8")
    page = open_page(path)
    drawn = "kg.shown().entities.map((each) => kg.nameOf(each)).sort()"
    assert page.evaluate(drawn) == ["Dorn", "Esk"]
    page.evaluate("kg.select({ fact: 1 })")
    assert page.evaluate(drawn) == ["Arl", "Dorn", "Esk"]
    assert page.evaluate("kg.shown().edges.length") == 2


def test_search_finds_by_part_of_a_name_and_selects(sample_page: Path, open_page: Opener) -> None:
    page = open_page(sample_page)
    page.keyboard.press("/")
    page.keyboard.type("lind")
    names = page.locator("#found .hit")
    assert names.first.inner_text().startswith("Mara Lindqvist")
    assert names.count() == 2
    page.keyboard.press("Enter")
    assert page.locator(".who h2").inner_text() == "Mara Lindqvist"
    page.keyboard.press("/")
    page.keyboard.type("zzz")
    assert page.locator("#found li").inner_text() == "No matches"
    page.keyboard.press("Escape")
    assert not page.locator("#found").is_visible()


def test_the_timeline_and_the_date_filter(
    make_contents: Callable[..., GraphContents], tmp_path: Path, open_page: Opener
) -> None:
    rows = [
        ("Esk was founded in 1901.", "Esk", "createdOn", "1901", "asserted"),
        ("Esk struck Dorn in 2021.", "Esk", "attacked", "Dorn", "asserted"),
        ("Esk is near Dorn.", "Esk", "near", "Dorn", "asserted"),
    ]
    path = tmp_path / "dates.html"
    path.write_text(render_page(make_contents({"Esk": "Country", "Dorn": "City"}, rows)), "utf-8")
    page = open_page(path, "#tab=when")
    assert page.locator("#view time").all_inner_texts() == ["1901", "4 Mar 2021"]
    slider = page.get_by_label("from", exact=True)
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("kg.shown().facts.length") == 2, "1901 lasts till its end, what has no date is out"
    page.keyboard.press("End")
    assert page.locator("#view time").all_inner_texts() == ["4 Mar 2021"]
    assert page.locator(".bars .in").count() == 1
    page.get_by_role("button", name="Clear all").click()
    assert page.evaluate("kg.shown().facts.length") == 3


def test_the_confidence_filter(sample_page: Path, open_page: Opener) -> None:
    page = open_page(sample_page)
    slider = page.locator("#sure")
    slider.fill("80")
    assert page.evaluate("kg.shown().facts.length") == 11
    slider.fill("85")
    assert page.evaluate("kg.shown().facts.length") == 0
    assert "No fact matches the filters." in page.locator("#view").inner_text()


DATES = {
    "2025": ["2025-01-01", "2025-12-31"],
    "2024-02": ["2024-02-01", "2024-02-29"],
    "2025-W38": ["2025-09-15", "2025-09-21"],
    "2020-W01": ["2019-12-30", "2020-01-05"],
    "2025-09-13": ["2025-09-13", "2025-09-13"],
    "2021/2022-03": ["2021-01-01", "2022-03-31"],
    "2021/..": ["2021-01-01", "2021-12-31"],
    "soon": None,
}


def test_dates_are_spans_of_days(sample_page: Path, open_page: Opener) -> None:
    page = open_page(sample_page)
    script = "texts => texts.map((text) => [text, kg.span(text)?.map(kg.iso) ?? null])"
    assert dict(page.evaluate(script, list(DATES))) == DATES


@pytest.mark.parametrize(
    ("scheme", "states"),
    [("light", ["", "tab=article", "tab=claims", "tab=when", "tab=facts", "e=0", "rel=1"]), ("dark", ["", "g=0"])],
)
def test_axe_finds_no_violation(sample_page: Path, open_page: Opener, scheme: str, states: list[str]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(sample_page, color_scheme=scheme)
    for state in states:
        page.evaluate("state => { location.hash = state }", state)
        page.wait_for_function("state => location.hash.slice(1) === state", arg=state)
        found = Axe().run(page)
        assert found.violations_count == 0, f"#{state}: {found.generate_report()}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_brief_on_a_telephone(browser: Browser, scheme: ColorScheme) -> None:
    from axe_playwright_python.sync_playwright import Axe

    cited = Cited("2021-03-04: Mara Lindqvist signed.", "She signed.", f"https://example.org/{'news' * 40}")
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page.set_content(Handout("Mara Lindqvist", ("Person",), (Section("What happened", (cited,)),)).to_html())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (2560, "light")])
def test_every_width_and_theme(sample_page: Path, open_page: Opener, width: int, scheme: str) -> None:
    page = open_page(sample_page, viewport={"width": width, "height": 844}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 27)"
    assert dark == (scheme == "dark")
    page.get_by_role("button", name="Change to the").click()
    assert (page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 27)") != dark
    if width < 1000:
        page.get_by_role("button", name="Filters").click()
        assert page.locator("#facets").get_by_role("button", name="Person").is_visible()


def test_hostile_text_is_inert(make_contents: Callable[..., GraphContents], tmp_path: Path, open_page: Opener) -> None:
    names = dict.fromkeys(HOSTILE, "Person") | {"Plain": "Country"}
    rows = [(f"{name} met Plain.", name, "metWith", "Plain", "asserted") for name in HOSTILE]
    rows += [(f"Plain, so {name}.", "Plain", "describedAs", f"so {name}", "negated") for name in HOSTILE]
    path = tmp_path / "hostile.html"
    claims = [("Plain", name, True) for name in HOSTILE]
    path.write_text(render_page(make_contents(names, rows, claims, document=HOSTILE[1]), title=HOSTILE[0]), "utf-8")
    page = open_page(path)
    for tab in ("Article", "Who said what", "Facts", "Story"):
        page.get_by_role("tab", name=tab).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    for number in range(len(names)):
        page.evaluate("number => kg.select({ entity: number })", number)
    for number in range(len(rows)):
        page.evaluate("number => kg.select({ fact: number })", number)
    assert page.locator("img, iframe, object").count() == 0
    assert page.evaluate("[...document.querySelectorAll('a')].every((a) => a.getAttribute('href').startsWith('#'))")
    assert page.title() == HOSTILE[0]
    page.get_by_label("Find names, facts and sentences").fill("<script>")
    assert HOSTILE[0] in page.get_by_role("option").first.inner_text()


def test_several_frames_on_one_page(sample_page: Path, tmp_path: Path, open_page: Opener) -> None:
    frame = framed(sample_page.read_text(encoding="utf-8"), height=500)
    path = tmp_path / "notebook.html"
    path.write_text(
        '<!doctype html><meta charset="utf-8"><body data-ready="yes"><p id="graph">a name of the notebook</p>'
        f"{frame}{frame}",
        encoding="utf-8",
    )
    page = open_page(path)
    first, second = (page.frame_locator("iframe").nth(at) for at in (0, 1))
    first.get_by_role("tab", name="Facts").click()
    assert first.locator("#view .line").count() == 11
    assert second.get_by_role("tab", name="Story").get_attribute("aria-selected") == "true"
    assert page.locator("#graph").inner_text() == "a name of the notebook"


def test_an_empty_graph_is_a_page(
    make_contents: Callable[..., GraphContents], tmp_path: Path, open_page: Opener
) -> None:
    path = tmp_path / "empty.html"
    path.write_text(render_page(make_contents({}, [])), "utf-8")
    page = open_page(path)
    for tab in ("Article", "Who said what", "Facts", "Selected"):
        page.get_by_role("tab", name=tab).click()
        assert page.locator("#view").inner_text()

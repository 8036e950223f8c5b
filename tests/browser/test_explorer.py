"""The explorer of `kg serve` in a real browser: each way to ask, each form of an answer, nothing asked of others."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from driven import served
from graph_examples import directory_of, harbour
from rdflib.namespace import RDF, RDFS

from kg.graph.rdf.terms import Value
from kg.graph.store.write import write_graph
from kg.namespaces import KG

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = [
    "<script>document.title='bad'</script>",
    "</script><img src=x onerror=alert(1)>",
    "javascript:alert(3)",
    "\u202egnp.exe \u2066\u200f",
    "a" * 10_000,
    "__proto__",
    "=1+1",
]
ENTITY = "https://w3id.org/kg/entity/00000000000000ff"
LEADERS = "SELECT ?leader ?led { ?a kg:leads ?b . ?a rdfs:label ?leader . ?b rdfs:label ?led }"


def literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a graph of two articles and an entity with a hostile name."""
    graph = tmp_path_factory.mktemp("explorer") / "graph"
    directory_of(graph, harbour(), harbour("Early news.", "second"))
    label = Value("Zed <img src=x onerror=alert(1)>")
    triples = [(ENTITY, str(RDF.type), str(KG.Person)), (ENTITY, str(RDFS.label), label)]
    write_graph(graph, "https://example.org/d", triples)
    with served(graph) as url:
        yield url


@pytest.fixture(scope="module")
def heard() -> list[str]:
    return []


@pytest.fixture
def noise(heard: list[str]) -> list[str]:
    """What the browser asked of others, and the complaints of the page."""
    heard.clear()
    return heard


@pytest.fixture(scope="module")
def window(browser: Browser, address: str, heard: list[str]) -> Iterator[Page]:
    """The window of all tests: what is loaded once need not be loaded again for each of them."""
    noise = heard
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on(
        "request",
        lambda request: None if request.url.startswith((address, "data:", "blob:")) else noise.append(request.url),
    )
    page.on("response", lambda answer: noise.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("dialog", lambda dialog: noise.append(f"dialog: {dialog.message}"))
    page.goto(address)
    page.wait_for_selector("body[data-ready=yes]")
    yield page
    context.close()


@pytest.fixture
def page(window: Page, noise: list[str]) -> Iterator[Page]:
    window.set_viewport_size({"width": 1280, "height": 800})
    window.emulate_media(color_scheme="light")
    window.evaluate("() => { localStorage.clear(); delete document.documentElement.dataset.theme; }")
    yield window
    assert noise == [], "requests to others and messages of the page"


def visit(page: Page, **state: str) -> None:
    """Show a state of the explorer, as a step in its history does."""
    page.evaluate(
        "hash => { history.pushState(null, '', hash); dispatchEvent(new PopStateEvent('popstate')); }",
        f"#{urlencode(state)}",
    )


def write(page: Page, query: str) -> None:
    page.get_by_role("tab", name="SPARQL").click()
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(query)


def cells(page: Page) -> list[list[str]]:
    page.wait_for_selector("#answer td")
    return [row.locator("td").all_inner_texts() for row in page.locator("#answer tbody tr").all()]


def text_of(page: Page) -> str:
    return str(page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()"))


def test_a_question_is_found_filled_in_and_answered(page: Page) -> None:
    visit(page, tab="library")
    assert page.locator("#questions li").count() >= 25
    assert page.locator("#questions h2").all_inner_texts()[:2] == ["What is new, and when", "Who is who"]
    page.get_by_label("Find a question").fill("met whom")
    page.get_by_role("button", name="Who met whom").click()
    assert any("Jon Brae" in cell for row in cells(page) for cell in row), "it needs no value, so it is asked at once"
    page.get_by_label("person", exact=False).first.fill("oduya")
    page.wait_for_selector("#value-person-names option[value='Marta Oduya']", state="attached")
    page.get_by_label("person", exact=False).first.fill("Marta Oduya")
    page.keyboard.press("Enter")
    page.wait_for_url("**value.person=Marta+Oduya*")
    rows = cells(page)
    assert rows
    assert all("Marta Oduya" in row for row in rows)
    page.reload()
    assert cells(page) == rows, "the address asks the same again"
    assert page.get_by_label("person", exact=False).first.input_value() == "Marta Oduya"


def test_a_question_that_needs_a_value_waits_for_it(page: Page) -> None:
    visit(page, tab="library")
    page.get_by_role("button", name="About an entity", exact=True).click()
    page.get_by_role("button", name="Ask").click()
    assert page.evaluate("document.activeElement.id") == "value-name"
    assert page.locator("#answer td").count() == 0
    page.keyboard.type("Norland")
    page.keyboard.press("Enter")
    assert len(cells(page)) > 1
    page.get_by_role("button", name="Open as SPARQL").click()
    assert "SELECT" in text_of(page)
    assert page.get_by_role("tab", name="SPARQL").get_attribute("aria-selected") == "true"


def test_a_query_is_written_with_completion_and_run_by_the_keyboard(page: Page) -> None:
    visit(page, tab="library")
    write(page, "SELECT ?leader { ?a kg:lea")
    page.wait_for_selector(".CodeMirror-hint")
    hint = page.locator(".CodeMirror-hint-active")
    assert hint.locator(".term").inner_text() == "kg:leads"
    assert hint.locator(".quiet").inner_text().startswith("relation · leads")
    page.keyboard.press("Enter")
    page.keyboard.type(" ?b . ?a rdfs:label ?lea")
    assert page.locator(".CodeMirror-hint .term").all_inner_texts() == ["?leader"]
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.type(" }")
    page.keyboard.press("Control+Enter")
    assert cells(page) == [["Marta Oduya"]]
    assert page.locator("#editor .cm-keyword").first.inner_text() == "SELECT"
    assert page.evaluate("location.hash").startswith("#tab=query&q=SELECT")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "run", "the editor does not catch the keyboard"


@pytest.mark.parametrize(
    ("begun", "first"),
    [
        ("sel", "SELECT"),
        ("rdf", "rdf:"),
        ("captur", "kg:captured"),
        ("skos:alt", "skos:altLabel"),
        ("metw", "kg:metWith"),
    ],
)
def test_words_terms_and_prefixes_are_completed(page: Page, begun: str, first: str) -> None:
    visit(page, tab="query")
    script = "async (begun) => (await import('/explorer/editor.js')).completions(begun, '').map(({ text }) => text)"
    found = page.evaluate(script, begun)
    assert found[0] == first


def test_back_and_a_link_restore_what_was_asked(page: Page) -> None:
    visit(page, tab="query", q=LEADERS)
    assert cells(page) == [["Marta Oduya", "Port Salo"]]
    write(page, "ASK { ?s kg:leads ?o }")
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector(".yes")
    assert page.locator(".yes").inner_text() == "Yes."
    page.go_back()
    assert cells(page) == [["Marta Oduya", "Port Salo"]]
    assert text_of(page) == LEADERS
    page.get_by_text("Earlier queries").click()
    assert page.locator("#history button").all_inner_texts()[1].startswith("ASK")
    page.locator("#history button").nth(1).click()
    page.wait_for_selector(".yes")
    page.get_by_role("button", name="Delete them").click()
    assert not page.locator("#earlier").is_visible()


def test_an_answer_is_drawn_as_a_graph(page: Page) -> None:
    visit(page, tab="query", q=LEADERS)
    page.get_by_role("button", name="Graph", exact=True).click()
    page.wait_for_selector(".canvas[data-drawn='2']")
    assert (
        page.locator(".canvas").get_attribute("aria-label")
        == "Graph of 2 nodes and 1 edge; the table has the same data"
    )
    page.locator("#answer select").nth(1).select_option("leader")
    page.wait_for_selector(".canvas[data-drawn='1']")
    visit(page, tab="query", q="CONSTRUCT { ?a kg:leads ?b } { ?a kg:leads ?b }")
    assert page.evaluate("location.hash").find("as=") == -1
    assert cells(page)[0][1] == "kg:leads"
    page.get_by_role("button", name="Graph", exact=True).click()
    page.wait_for_selector(".canvas[data-drawn='2']")
    page.reload()
    page.wait_for_selector(".canvas[data-drawn='2']")


def test_an_answer_with_dates_is_a_timeline(page: Page) -> None:
    visit(page, tab="library", name="timeline")
    cells(page)
    page.get_by_role("button", name="Timeline").click()
    dates = page.locator("#answer time").all_inner_texts()
    assert dates
    assert dates == sorted(dates)
    visit(page, tab="query", q=LEADERS)
    cells(page)
    assert page.get_by_role("button", name="Timeline").count() == 0


def test_rows_are_filtered_pinned_and_compared(page: Page) -> None:
    rows = " ".join(f"('one {n}' '{'odd' if n % 2 else 'even'}')" for n in range(9))
    visit(page, tab="query", q=f"SELECT ?subject ?object {{ VALUES (?subject ?object) {{ {rows} }} }}")
    assert len(cells(page)) == 9
    page.get_by_role("button", name="Pin", exact=True).click()
    page.get_by_label("Filter the rows").fill("ODD one")
    assert len(cells(page)) == 4
    assert "4 rows of 9" in page.locator("#tools").inner_text()
    page.get_by_role("button", name="Pin", exact=True).click()
    pinned = page.locator("#pins .wide")
    assert [pinned.nth(at).locator("tbody tr").count() for at in (0, 1)] == [9, 4]
    left, right = (pinned.nth(at).bounding_box() for at in (0, 1))
    assert left and right and left["x"] + left["width"] <= right["x"], "side by side"  # noqa: PT018 (None at once)
    page.get_by_role("button", name="Graph", exact=True).click()
    page.wait_for_selector(".canvas[data-drawn='5']")
    page.get_by_label("Filter the rows").fill("nothing")
    page.get_by_text("No row has these words.").wait_for()
    for _ in range(2):
        page.get_by_role("button", name="Unpin").first.click()
    assert not page.locator("#pinned").is_visible()


def test_a_graph_that_nobody_could_read_is_refused(page: Page) -> None:
    rows = " ".join(f"({n} {n + 1000})" for n in range(100))
    visit(page, tab="query", q=f"SELECT ?s ?o {{ VALUES (?s ?o) {{ {rows} }} }}", **{"as": "graph"})
    page.get_by_text("Not drawn: 200 names on one drawing cannot be read, 120 can.").wait_for()
    assert not page.locator(".canvas").is_visible()
    page.get_by_label("Filter the rows").fill("1042")
    page.wait_for_selector(".canvas[data-drawn='2']")


def test_a_question_in_plain_english_is_answered_or_refused(page: Page, noise: list[str]) -> None:
    visit(page, tab="ask")
    page.get_by_label("Ask in plain English").fill("Who met Jon Brae?")
    page.keyboard.press("Enter")
    page.locator(".answered h2", has_text="Marta Oduya").wait_for(timeout=60_000)  # which loads the language model
    assert "% sure" in page.locator(".answered h2").first.inner_text()
    assert "/page#iri=" in (page.locator(".said a").first.get_attribute("href") or "")
    visit(page, tab="ask", asked="Colourless green ideas")
    page.locator("#problem", has_text="no question word").wait_for()
    assert [each for each in noise if "400" not in each] == []
    noise.clear()


def test_what_changed_since_the_last_visit(page: Page) -> None:
    visit_of = "kg-visit graph"
    earlier = {"when": "2026-01-02T03:04:05Z", "store": "another", "ids": ["second", "lost"], "last": "2019-03-12"}
    page.evaluate(
        "([key, visit]) => { sessionStorage.clear(); localStorage.setItem(key, JSON.stringify(visit)) }",
        [visit_of, earlier],
    )
    visit(page, tab="graph")
    page.reload()
    page.wait_for_selector("body[data-ready=yes]")
    told = page.locator("#watch")
    told.filter(has_text="2 Jan 2026").wait_for()
    assert "1 new article (harbour)" in told.inner_text()
    assert "1 article gone (lost)" in told.inner_text()
    told.get_by_role("link", name="What is new since 2019-03-12").click()
    assert page.locator("#value-since").input_value() == "2019-03-12"
    assert page.evaluate("key => JSON.parse(localStorage.getItem(key)).ids.length", visit_of) == 2
    page.evaluate("sessionStorage.clear()")
    page.reload()
    visit(page, tab="graph")
    told.filter(has_text="nothing changed").wait_for()


def test_answers_are_taken_away(page: Page) -> None:
    def saved(name: str) -> str:
        with page.expect_download() as wait:
            page.get_by_role("button", name=f"Save {name}", exact=True).click()
        return Path(wait.value.path()).read_text(encoding="utf-8")

    visit(page, tab="query", q=LEADERS)
    shown = cells(page)
    rows = list(csv.reader(io.StringIO(saved("CSV"), newline="")))
    assert rows == [["leader", "led"], *shown]
    assert json.loads(saved("JSON"))["results"]["bindings"][0]["led"]["value"] == shown[0][1]
    visit(page, tab="query", q="SELECT ?x { VALUES ?x { '=1+1' '-girl' } }")
    cells(page)
    assert saved("CSV").split() == ["x", "'=1+1", "-girl"]
    page.get_by_text("1 value that a spreadsheet would run: an apostrophe stands before").wait_for()
    visit(page, tab="query", q=f"DESCRIBE <{ENTITY}>")
    cells(page)
    assert ENTITY in saved("Turtle") or "entity:00000000000000ff" in saved("Turtle")
    assert isinstance(json.loads(saved("JSON-LD")), (dict, list))


def test_rows_are_sorted_and_terms_described_at_a_click(page: Page) -> None:
    values = "SELECT ?n ?e { VALUES (?n ?e) { (10 <%s>) (9 <%s>) (100 <%s>) } }" % ((ENTITY,) * 3)
    visit(page, tab="query", q=values)
    head = page.get_by_role("columnheader", name="n", exact=True)
    assert [row[0] for row in cells(page)] == ["10", "9", "100"]
    head.get_by_role("button").click()
    assert [row[0] for row in cells(page)] == ["9", "10", "100"]
    assert head.get_attribute("aria-sort") == "ascending"
    head.get_by_role("button").click()
    assert [row[0] for row in cells(page)] == ["100", "10", "9"]
    page.get_by_role("link", name="Zed <img").first.click()
    page.get_by_role("button", name="Save Turtle").wait_for()
    assert text_of(page) == f"DESCRIBE <{ENTITY}>"
    name = "Zed <img src=x onerror=alert(1)>"
    assert [name, "rdfs:label", name] in cells(page), "an entity goes by its name"
    assert page.get_by_role("link", name=name).first.get_attribute("title") == ENTITY


def test_what_is_wrong_is_said_in_one_line(page: Page, noise: list[str]) -> None:
    visit(page, tab="query", q="SELECT * { ?s kg:leads }")
    problem = page.locator("#problem[role=alert]")
    problem.filter(has_text="not SPARQL at line 1").wait_for()
    assert "\n" not in problem.inner_text()
    write(page, "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    page.get_by_role("button", name="Run").click()
    problem.filter(has_text="SERVICE").wait_for()
    write(page, LEADERS)
    page.get_by_role("button", name="Run").click()
    cells(page)
    assert problem.inner_text() == ""
    assert len(noise) == 4
    assert all("400" in message or "403" in message for message in noise), "the browser's own words on what is refused"
    noise.clear()


def test_a_query_can_be_stopped(page: Page) -> None:
    cross = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    visit(page, tab="query", q=cross)
    page.get_by_role("button", name="Stop").click()
    assert page.get_by_role("status").inner_text() == "Stopped."
    assert page.locator("#answer").inner_text() == ""


def test_hostile_text_is_shown_as_text(page: Page) -> None:
    rows = " ".join(f"({literal(text)} {literal(text)} '2020'^^xsd:gYear)" for text in HOSTILE)
    query = f"SELECT ?subject ?object ?date {{ VALUES (?subject ?object ?date) {{ {rows} }} }}"
    visit(page, tab="query", q=query)
    assert [row[0] for row in cells(page)] == HOSTILE
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.get_by_role("button", name="Timeline").click()
    assert page.locator("#answer li li").count() == len(HOSTILE)
    page.get_by_role("button", name="Graph", exact=True).click()
    page.wait_for_selector(f".canvas[data-drawn='{len(HOSTILE)}']")
    visit(page, tab="library", name="about-entity")
    page.locator("#value-name").press_sequentially("zed")
    page.wait_for_selector("#value-name-names option", state="attached")
    option = page.locator("#value-name-names option").get_attribute("value")
    assert option == "Zed <img src=x onerror=alert(1)>"
    visit(page, tab="<b>", name="</script>", q="<i>", **{"as": "<u>", "value.name": "<s>"})
    assert page.locator("main :is(b, i, u, s, img)").count() == 0
    assert page.title() == "kg explorer"


def test_it_opens_on_the_front_page_of_the_graph(page: Page, address: str) -> None:
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("body[data-ready=yes]")
    assert page.get_by_role("tab", name="Front page").get_attribute("aria-selected") == "true"
    assert page.locator("iframe").count() == 0
    page.locator("#stories > :not([role])").first.wait_for()
    page.get_by_label("Search the articles").fill("harbour")
    page.keyboard.press("Enter")
    page.locator("#found [role=status]").wait_for()
    assert "words=harbour" in page.evaluate("location.hash")
    page.get_by_role("link", name="Drawing, time, map").click()
    page.wait_for_selector("body[data-ready=yes]")
    page.get_by_role("tab", name="Facts").click()
    assert page.locator("#view .line").count() > 3
    page.goto(address)
    page.wait_for_selector("body[data-ready=yes]")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (390, "light"), (2560, "light")])
def test_every_width_and_theme(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    for state in ({"tab": "library", "name": "timeline"}, {"tab": "query", "q": LEADERS}, {"tab": "graph"}):
        visit(page, **state)
        if state["tab"] != "graph":
            cells(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state
    ground = "getComputedStyle(document.body).backgroundColor"
    assert (page.evaluate(ground) == "rgb(20, 23, 27)") == (scheme == "dark")
    page.locator("#theme").click()
    page.reload()
    page.wait_for_selector("body[data-ready=yes]")
    assert (page.evaluate(ground) == "rgb(20, 23, 27)") != (scheme == "dark"), "the choice is kept"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(page: Page, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    states = (
        {"tab": "library", "name": "timeline"},
        {"tab": "library", "name": "timeline", "as": "timeline"},
        {"tab": "query", "q": LEADERS},
        {"tab": "query", "q": LEADERS, "as": "graph"},
        {"tab": "ask", "asked": "Who met Jon Brae?"},
        {"tab": "graph"},
    )
    for state in states:
        visit(page, **state)
        page.wait_for_selector("#answer > *" if state["tab"] != "graph" else "#stories > :not([role])")
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, f"{state}: {found.generate_report()}"


def test_the_tabs_by_keyboard(page: Page) -> None:
    visit(page, tab="library")
    page.get_by_role("tab", name="Questions").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-query"
    assert page.locator("#query").is_visible()
    assert not page.locator("#library .list").is_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "search"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"

"""The tour of a page of many articles: every choice that it offers, with what must hold after each.

`tour` drives a page that is open; the test and the bench differ in the graph, in the windows and in the pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from driven import DRAWN, collisions, settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

LAID_OUT_SECONDS = 1.0
"""How much processor time the choice of a part of the graph may take, to lay it out, fit and draw it."""
CLEAR = {"text on text": [], "text on sign": [], "sign on sign": []}


class Step(NamedTuple):
    """A choice: its name, the script that makes it, and an expression that is true once it is made."""

    name: str
    act: str
    holds: str


PERSON = "kg.data.frontPage.people[0]"
STEPS = (
    Step("front", "kg.whole()", "document.querySelectorAll('.card-of-story').length > 1 && kg.overview()"),
    Step(
        "story",
        "document.querySelector('[data-story]').click()",
        "kg.state.story.size === 1 && kg.drawn().entities.every((each) => each < kg.data.entities.length)",
    ),
    Step(
        "disputed",
        "kg.whole(); kg.show({ tab: 'claims' })",
        "document.querySelectorAll('.claim').length === kg.data.claims.length",
    ),
    Step(
        "articles",
        "kg.show({ tab: 'articles' }); document.querySelector('[data-sort=headline]').click()",
        "document.querySelectorAll('[data-article]').length === Math.min(100, kg.data.documents.length)",
    ),
    Step(
        "article",
        "document.querySelectorAll('[data-article]')[1].click()",
        "kg.state.doc.size === 1 && kg.shown().facts.every((fact) => fact.doc === kg.state.article)",
    ),
    Step(
        "person",
        f"kg.whole(); kg.select({{ entity: {PERSON} }})",
        f"kg.drawn().entities.includes({PERSON}) && kg.neighbours({PERSON}).length >= kg.drawn().entities.length - 1",
    ),
    Step(
        "expanded",
        f"kg.before = kg.drawn().entities.length; kg.expand(kg.neighbours({PERSON})[0].other)",
        "kg.drawn().entities.length >= kg.before",
    ),
    Step(
        "class",
        "kg.whole(); document.querySelector('[data-facet^=cls-]').click()",
        "kg.state.cls.size === 1 && kg.drawn().edges.length > 0",
    ),
    Step(
        "communities",
        "kg.whole(); kg.show({ all: true, colour: 'group', size: 'neighbours' })",
        "!kg.overview() && document.querySelector('#colour').value === 'group'",
    ),
    Step(
        "when-where",
        "kg.show({ colour: 'cls', size: 'rank', all: false, tab: 'when' })",
        "document.querySelectorAll('.axis .in').length > 1 && document.querySelectorAll('.spot').length > 1",
    ),
    Step(
        "place",
        "document.querySelector('.spot:last-child').dispatchEvent(new MouseEvent('click'))",
        "kg.state.entity !== null && document.querySelector('.spot.chosen') !== null",
    ),
    Step(
        "days",
        "kg.whole(); kg.show({ tab: 'when', from: Math.round((kg.era[0] + kg.era[1]) / 2) })",
        "kg.shown().facts.every((fact) => fact.days[1] >= kg.state.from) && "
        "document.querySelectorAll('.axis .out').length > 0",
    ),
    Step(
        "found",
        f"kg.whole(); kg.show({{ tab: 'search', words: kg.data.entities[{PERSON}].label.split(' ').at(-1) }})",
        "document.querySelectorAll('mark.sought').length > 0",
    ),
)


def tour(page: Page) -> Iterator[tuple[str, float]]:
    """Each step's name and processor time in seconds, after what must hold then was found to hold."""
    narrow = page.evaluate("innerWidth < 760")
    for step in STEPS:
        if step.name == "place" and page.locator(".spot").count() < 2:
            continue
        spent = cost(page, lambda step=step: choose(page, step))
        assert page.evaluate(step.holds), step.name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), step.name
        assert counts_agree(page), step.name
        if narrow:
            page.evaluate("kg.pane('graph')")
        found = collisions(page.evaluate(DRAWN))
        stories = page.evaluate("kg.data.entities.length")  # a story's sign holds the number of its articles
        found["text on sign"] = [
            each for each in found["text on sign"] if not (each[1] >= stories and each[0].isdigit())
        ]
        assert found == CLEAR, f"{step.name}: {found}"
        assert inside(page), f"{step.name}: all that is drawn is in the window"
        yield step.name, spent
        if narrow:
            page.evaluate("kg.pane('read')")


def choose(page: Page, step: Step) -> None:
    page.evaluate(f"() => {{ {step.act} }}")
    settled(page)


def cost(page: Page, act: Callable[[], object]) -> float:
    """The processor time that the page takes for something, its worker's too, in seconds."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def spent() -> float:
        return float(
            next(
                each["value"]
                for each in session.send("Performance.getMetrics")["metrics"]
                if each["name"] == "ProcessTime"
            )
        )

    before = spent()
    act()
    after = spent()
    session.detach()
    return after - before


def counts_agree(page: Page) -> bool:
    """Whether the legend counts what is shown: the statements of each kind of factuality add up to all."""
    counted = page.locator("#facets [data-facet^=kind-] .count").all_text_contents()
    chosen = page.evaluate("kg.state.kind.size")
    return bool(chosen) or sum(int(each.replace(",", "")) for each in counted) == page.evaluate(
        "kg.shown().facts.length"
    )


def inside(page: Page) -> bool:
    """Whether each node that is drawn lies in the window."""
    return bool(
        page.evaluate(
            """() => {
            const { clientWidth, clientHeight } = document.getElementById("graph");
            return kg.drawn().entities.every((each) => {
                const { x, y } = kg.network.canvasToDOM(kg.network.getPosition(each));
                return x >= 0 && y >= 0 && x <= clientWidth && y <= clientHeight;
            });
        }"""
        )
    )


def serious(page: Page) -> list[dict[str, Any]]:
    """What axe finds that is serious."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [each for each in found.response["violations"] if each["impact"] in {"serious", "critical"}]

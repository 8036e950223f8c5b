from __future__ import annotations

from dataclasses import replace

from shown import SUMMARY, Entity

from kg.display.graphs import by_number, graph_html


def test_an_entity_shows_its_names_and_where_it_is_mentioned() -> None:
    assert repr(Entity()) == "Entity: Ana Costa (Person, 3 mentions)"
    shown = Entity(label="<b>", aliases=("<i>", *map(str, range(20))))._repr_html_()
    assert "<b>&lt;b&gt;</b>" in shown
    assert "Person · 3 mentions in 2 documents" in shown
    assert "also called &lt;i&gt;, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …<" in shown
    assert "also called" not in Entity()._repr_html_()
    linked = Entity(links=("is <x>",), point="1° N, 2° E")
    assert linked.linked() == ["is <x>", "lies at 1° N, 2° E"]
    assert "<div>is &lt;x&gt;</div><div>lies at 1° N, 2° E</div>" in linked._repr_html_()


def test_what_is_counted_is_in_the_order_of_numbers_and_names() -> None:
    assert by_number(SUMMARY.classes) == [("Person", 1230), ("City", 2), ("Event", 2)]


def test_a_graph_shows_how_much_it_holds() -> None:
    shown = graph_html(SUMMARY)
    assert "<b>Graph</b> of 2 documents, 1,234 entities, 7 facts, 9 statements, 1 claim<" in shown
    assert all(f">{words}<" in shown for words in ("Person", "1,230", "other verbs", "Ana &lt;Costa&gt;", "1,500"))
    assert shown.index(">other verbs<") < shown.index(">leads<")
    assert "1 claim, 3 facts inferred<" in graph_html(replace(SUMMARY, inferred=3))
    many = {f"Class{number:02}": 20 - number for number in range(15)}
    assert "… and 3 more with 21 entities" in graph_html(replace(SUMMARY, classes=many))

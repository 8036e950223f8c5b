"""A graph on a server, from Python: the same answers as of one in memory."""

from graph_examples import graph_of, harbour
from places import Remote

import kg
from kg.api import Graph


def test_a_server_is_opened_from_python(remote: Remote) -> None:
    remote.clear()
    remote.write([harbour(), harbour("", "two")])
    near, far = Graph(graph_of(harbour(), harbour("", "two"))), kg.open(remote.url)
    assert repr(far) == repr(near)
    assert far._repr_html_() == near._repr_html_()
    assert far.facts(since="2025", factuality="reported") == near.facts(since="2025", factuality="reported")
    assert list(far.query_named("who-leads")) == list(near.query_named("who-leads"))
    assert far.export("graphml") == near.export("graphml")

"""The endpoint as programs use it: curl, SPARQLWrapper, rdflib's SPARQLStore, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kg.graph.facts.reader import read_contents
from kg.graph.store.remote import open_remote

if TYPE_CHECKING:
    from conftest import Server

LEADS = "SELECT ?who ?what { ?a kg:leads ?b . ?a rdfs:label ?who . ?b rdfs:label ?what }"
KG = rdflib.Namespace("https://w3id.org/kg/ontology#")


def curl(*arguments: str) -> str:
    if shutil.which("curl") is None:
        pytest.skip("no curl on this machine")
    done = subprocess.run(["curl", "-sS", *arguments], capture_output=True, check=True, timeout=30)
    return done.stdout.decode()


def test_curl(server: Server) -> None:
    url = f"{server.url}/sparql"
    expected = "who,what\r\nMarta Oduya,Port Salo\r\n"
    assert curl("-H", "Accept: text/csv", "-G", url, "--data-urlencode", f"query={LEADS}") == expected
    assert curl("-H", "Accept: text/csv", url, "--data-urlencode", f"query={LEADS}") == expected
    direct = ["-H", "Content-Type: application/sparql-query", "--data-binary", LEADS]
    assert curl("-H", "Accept: text/csv", *direct, url) == expected
    assert curl("-o", os.devnull, "-w", "%{http_code}", url, "-d", "update=CLEAR ALL") == "403"
    assert "HTTP/1.1 200" in curl("-I", url)


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(server: Server, method: str) -> None:
    wrapper = SPARQLWrapper(f"{server.url}/sparql")
    wrapper.setMethod(method)
    wrapper.setQuery(LEADS)
    wrapper.setReturnFormat(JSON)
    (row,) = wrapper.queryAndConvert()["results"]["bindings"]
    assert (row["who"]["value"], row["what"]["value"]) == ("Marta Oduya", "Port Salo")
    wrapper.setReturnFormat(XML)
    assert "Marta Oduya" in wrapper.queryAndConvert().toxml()
    wrapper.setReturnFormat(CSV)
    assert wrapper.queryAndConvert().splitlines() == [b"who,what", b"Marta Oduya,Port Salo"]
    wrapper.setQuery("CONSTRUCT { ?a kg:leads ?b } WHERE { ?a kg:leads ?b }")
    wrapper.setReturnFormat(TURTLE)
    assert len(rdflib.Graph().parse(data=wrapper.queryAndConvert(), format="turtle")) == 1
    wrapper.setQuery("ASK { ?a kg:leads ?b }")
    wrapper.setReturnFormat(JSON)
    assert wrapper.queryAndConvert()["boolean"] is True
    wrapper.setQuery("SELECT nonsense")
    with pytest.raises(QueryBadFormed):
        wrapper.query()


def test_rdflib_reads(server: Server) -> None:
    for form in ("xml", "json"):
        graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql", returnFormat=form))
        ((who, place),) = graph.subject_objects(KG.leads)
        assert graph.value(who, rdflib.RDFS.label) == rdflib.Literal("Marta Oduya")
        assert (place, rdflib.RDF.type, KG.City) in graph
        assert [str(row[0]) for row in graph.query("SELECT ?l { ?a kg:leads ?b . ?b rdfs:label ?l }")] == ["Port Salo"]


def test_kg_itself_reads(writable: Server) -> None:
    documents = read_contents(open_remote(f"{writable.url}/sparql")).documents
    assert any("Mayor Marta Oduya runs Port Salo." in document.text for document in documents)


def test_a_browser(server: Server) -> None:
    path = os.environ.get("KG_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on this machine: apt-get install chromium, or set KG_CHROMIUM")
    playwright = pytest.importorskip("playwright.sync_api", reason="the playwright package is not installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page()
        page.goto(f"{server.url}/page")
        page.wait_for_selector("body[data-ready=yes]")
        assert page.title()
        page.goto(f"{server.url}/sparql?query=ASK%7B%7D")
        assert "true" in page.inner_text("body")
        chromium.close()

"""Notes whose links resolve and whose text is shown as it is, and annotations that quote the text."""

import json
import re
from itertools import pairwise
from pathlib import Path

from graph_examples import HOSTILE, directory_of, harbour
from sentences import read

from kg import api
from kg.cli.app import run

NAMES = (
    "CON",
    "../../etc/passwd",
    "a/b",
    "A/B",
    "[[Norland]]|x",
    "![img](http://x.test/p.png)",
    "#tag %%c%% <b>",
    ".hidden",
)
LINK = re.compile(r"\[\[([^|\]]+)\|((?:\\.|[^\]\\])*)\]\]")


def hostile(path: Path) -> api.Graph:
    classes = dict.fromkeys((*NAMES, HOSTILE.split(" tab")[0]), "Company")
    names = list(classes)
    text = ". ".join(f"{one} owns {other}" for one, other in pairwise(names))
    facts = [(one, "owns", other) for one, other in pairwise(names)]
    directory_of(path, read("hostile", text, classes, *facts), harbour())
    return api.open(path)


def test_every_link_leads_to_a_note_and_no_name_leaves_the_folder(tmp_path: Path) -> None:
    hostile(tmp_path / "graph")
    folder = tmp_path / "notes"
    assert run(["export", "--graph", str(tmp_path / "graph"), "--format", "obsidian", "--out", str(folder)]) == 0
    notes = {
        path.relative_to(folder).with_suffix("").as_posix(): path.read_text("utf-8") for path in folder.rglob("*.md")
    }
    entities = {name for name in notes if name.startswith("entities/")}
    assert len(entities) == len({name.casefold() for name in entities})
    assert len(entities) >= len(NAMES)
    linked = 0
    for name, note in notes.items():
        front, body = note.removeprefix("---\n").split("\n---\n", 1)
        for line in front.splitlines():
            json.loads(line.partition(": ")[2])
        for target, _ in LINK.findall(body):
            assert target in notes, (name, target)
            linked += 1
        left = LINK.sub("", re.sub(r" <https?://[^\s<>()]+>$", "", body, flags=re.MULTILINE))
        assert not re.search(r"(?<!\\)(\[\[|!\[|<b|%%)", left), name
        assert all(not re.search(r'[\\:*?"<>|#^\[\]]', part) for part in name.split("/"))
    assert linked > len(NAMES)
    assert {path.resolve().parent.name for path in folder.rglob("*.md")} <= {"entities", "stories"}


def test_annotations_quote_the_text(tmp_path: Path) -> None:
    graph = hostile(tmp_path / "graph")
    page = json.loads(graph.export("annotations"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    texts = {each.iri: each.text for each in graph.contents.documents} | {
        url: each.text for each in graph.contents.documents for url in each.urls
    }
    assert len(page["items"]) == len(graph.named.statements)
    for each in page["items"]:
        quote, place = each["target"]["selector"]
        text = texts[each["target"]["source"]]
        assert text[place["start"] : place["end"]] == quote["exact"] != ""
        assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in text
        assert each["type"] == "Annotation"
        assert each["body"]["value"]

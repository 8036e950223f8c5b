"""FollowTheMoney's library takes what is exported, and says of it what the graph says."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.api import Graph
from kg.errors import MissingPackageError
from kg.graph.exchange.ftm import ftm_id
from kg.links.files import read_ftm
from kg.ontology import CLASSES, RELATIONS, UNKNOWN_IRI

if TYPE_CHECKING:
    from followthemoney.proxy import EntityProxy


pytestmark = pytest.mark.usefixtures("ftm")


def loaded(graph: Graph) -> list[EntityProxy]:
    from followthemoney import model  # of the group `exchange`

    return [model.get_proxy(json.loads(line)) for line in graph.export("ftm").splitlines()]


def test_nothing_is_lost(graph: Graph) -> None:
    held, found = graph.contents.named(), loaded(graph)
    by_id = {each.id: each for each in found}
    assert len(by_id) == len(found)
    unknown = any(UNKNOWN_IRI in {fact.subject, fact.object} for fact in held.facts)
    pairs = sum(len({mention.document for mention in each.mentions}) for each in held.entities)
    assert len(found) == len(held.entities) + unknown + len(held.facts) + len(held.documents) + pairs
    for each in found:
        each.schema.validate({"properties": each.properties})
        assert not [name for name in each.schema.required if not each.get(name)], each.to_dict()
        for prop, value in each.itervalues():  # whatever it refers to is there, and of the kind that it may be
            if prop.type.name == "entity":
                assert prop.range is not None
                assert by_id[value].schema.is_a(prop.range), (each.schema.name, prop.name, by_id[value].schema.name)
    for entity in held.entities:
        assert by_id[ftm_id(entity.iri)].get("keywords") == [f"kg:{entity.cls}"]
    for said in held.statements:
        assert ftm_id(said.document) in by_id[ftm_id(said.fact)].get("proof")


def test_what_nobody_states_is_no_membership(graph: Graph) -> None:
    by_id = {each.id: each for each in loaded(graph)}
    for fact in graph.contents.named().facts:
        if not fact.statements or fact.broken:
            assert by_id[ftm_id(fact.iri)].schema.name in {"UnknownLink", "Note"}


def test_the_seed_has_what_the_schemata_are_for(seed: Graph) -> None:
    schemata = Counter(each.schema.name for each in loaded(seed))
    for name in ("Person", "Organization", "PublicBody", "Territory", "Address", "Event", "Position", "Occupancy",
                 "Employment", "Article", "Mention", "UnknownLink"):  # fmt: skip
        assert schemata[name], name
    assert seed.export("ftm") == seed.export("ftm")


def test_the_table_names_schemata_and_their_properties() -> None:
    from followthemoney import model

    table = tomllib.loads(resources.files("kg.graph.exchange").joinpath("ftm.toml").read_text("utf-8"))
    for cls, name in table["classes"].items():
        assert cls in CLASSES
        schema = model.get(name)
        assert schema is not None
        assert not schema.abstract
    for relation, (name, source, target) in table["relations"].items():
        assert relation in RELATIONS
        assert {source, target} <= model[name].properties.keys()
    assert table["values"].keys() <= RELATIONS.keys()


def test_a_gazetteer_is_read_from_it(seed: Graph, tmp_path: Path) -> None:
    path = seed.save(tmp_path / "seed.ftm.json", "ftm")
    entries = {each.id: each for each in read_ftm(path).entries}
    held = {ftm_id(each.iri): each for each in seed.contents.entities}
    assert entries.keys() - {ftm_id(UNKNOWN_IRI)} == held.keys()
    for key, entity in held.items():
        assert entries[key].cls == entity.cls
        assert entity.label in {*entries[key].names, *entries[key].others}


def test_what_is_not_installed_is_named(seed: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "followthemoney", None)
    with pytest.raises(MissingPackageError, match=r"newskg\[ftm\]"):
        seed.export("ftm")

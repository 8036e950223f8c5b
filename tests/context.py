"""The JSON-LD context of the vocabulary, `ontology/context.jsonld`, as `ontology/kg.ttl` says it.

What a graph holds has addresses under the base ("entity/51c0af"), the vocabulary's terms their names.

uv run python tests/regenerate.py     after a change of the ontology: read the difference
"""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox

from kg.graph.rdf.naming import BASE
from kg.ontology import NAMES, NAMESPACE, prefixes

ROOT = Path(__file__).parents[1]
CONTEXT = ROOT / "ontology/context.jsonld"
_RDF, _RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
_OWL, _XSD = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2001/XMLSchema#"


def made() -> str:
    """The document: prefixes, classes, and properties with the type of their values, where they have but one."""
    store = ox.Store()
    store.bulk_load(path=str(ROOT / "ontology/kg.ttl"), format=ox.RdfFormat.TURTLE)

    def values(name: str, predicate: str) -> list[str]:
        node = ox.NamedNode(f"{NAMESPACE}{name}")
        found = store.quads_for_pattern(node, ox.NamedNode(predicate), None)
        return sorted(quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode))

    spaces = {name: space for name, space in prefixes().items() if name in {"kg", "p"} or not space.startswith(BASE)}
    terms: dict[str, object] = {"@base": BASE, "id": "@id", "type": "@type", **spaces}
    for name in sorted(NAMES):
        kinds = values(name, f"{_RDF}type")
        types = [each.removeprefix(_XSD) for each in values(name, f"{_RDFS}range") if each.startswith(_XSD)]
        if f"{_OWL}ObjectProperty" in kinds:
            terms[name] = {"@id": f"kg:{name}", "@type": "@id"}
        elif types and types != ["string"]:
            terms[name] = {"@id": f"kg:{name}", "@type": f"xsd:{types[0]}"}
        elif f"{_OWL}Class" in kinds or f"{_OWL}DatatypeProperty" in kinds:
            terms[name] = f"kg:{name}"
    terms["label"] = "rdfs:label"
    terms["altLabel"] = "skos:altLabel"
    return json.dumps({"@context": terms}, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    CONTEXT.write_text(made(), encoding="utf-8")

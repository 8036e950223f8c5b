"""Whether exports lose nothing: `python tests/bench/bench_exports.py GRAPH [FORMAT ...]`.

GRAPH is a graph directory, such as that of `shared/crossdoc/ecbplus.jsonl` (`kg build ecbplus.jsonl --out GRAPH
--no-page`). Each format is written, read by whom it is for (pyarrow and pandas, followthemoney, a
property-graph engine, rdflib, Oxigraph), and counted beside the graph. Prints the counts, the time and the most memory
that the export took, each in a process of its own; ends with 1 where any differ.
"""

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import kg
from kg.graph.exchange.neo4j import NODES, RELATIONSHIPS
from kg.graph.exchange.tables import TABLES

type Counts = dict[str, int]

_UNKNOWN = "https://w3id.org/kg/ontology#Unknown"


def expected(graph: kg.Graph) -> Counts:
    """What the graph holds, as its one reader says."""
    held = graph.contents
    triples = int(graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0][0])
    return {
        "documents": len(held.documents),
        "entities": len(held.entities),
        "mentions": sum(len(each.mentions) for each in held.entities),
        "mentioning": sum(len({mention.document for mention in each.mentions}) for each in held.entities),
        "facts": len(held.facts),
        "statements": len(held.statements),
        "claims": len(held.claims),
        "said_to": sum(each.to is not None for each in held.claims),
        "literals": sum(each.literal for each in held.statements),
        "values": len({each.object for each in held.facts if each.literal}),
        "unknown": int(any(_UNKNOWN in {each.subject, each.object} for each in held.facts)),
        "triples": triples,
    }


def parquet(path: Path) -> Counts:
    """The rows of the tables, as pandas reads them."""
    import pandas as pd
    import pyarrow.parquet as pq

    rows = {name: pq.read_metadata(path / f"{name}.parquet").num_rows for name in TABLES}
    frames = {name: len(pd.read_parquet(path / f"{name}.parquet")) for name in TABLES}
    assert rows == frames
    return {name: number for name, number in frames.items() if name != "events"}


def ftm(path: Path) -> Counts:
    """The entities by what of a graph they are, each validated by the library."""
    from followthemoney import model

    found: Counter[str] = Counter()
    with path.open(encoding="utf-8") as file:
        for line in file:
            entity = model.get_proxy(json.loads(line))
            entity.schema.validate({"properties": entity.properties})
            kind = str(entity.id).split("-")[1]
            found["unknown" if str(entity.id).endswith("Unknown") else kind] += 1
    names = {"document": "documents", "entity": "entities", "fact": "facts", "mention": "mentioning"}
    return {names.get(name, name): number for name, number in found.items()}


def neo4j(path: Path) -> Counts:
    """The nodes and relationships that a property-graph engine loads."""
    import ladybug

    connection = ladybug.Connection(ladybug.Database(":memory:", buffer_pool_size=1 << 30))
    counts = {}
    for name in (*NODES, *RELATIONSHIPS):
        file = path / f"{name.lower()}.csv"
        with file.open(encoding="utf-8", newline="") as opened:
            empty = next(csv.reader(opened)) and next(csv.reader(opened), None) is None
        if name in NODES:
            columns = ", ".join(f"`{each}` STRING" for each in (*NODES[name], "labels"))
            connection.execute(f"CREATE NODE TABLE {name}({columns}, PRIMARY KEY({next(iter(NODES[name]))}))")
        else:
            ends = RELATIONSHIPS[name]
            columns = "".join(f", `{each}` STRING" for each in (*([] if ends.type else ["type"]), *ends.properties))
            connection.execute(f"CREATE REL TABLE {name}(FROM {ends.start} TO {ends.end}{columns})")
        if not empty:
            connection.execute(f"COPY {name} FROM '{file}' (HEADER=true, PARALLEL=false, ESCAPE='\"')")
        pattern = f"(x:{name})" if name in NODES else f"()-[x:{name}]->()"
        counts[name] = int(connection.execute(f"MATCH {pattern} RETURN COUNT(*)").get_next()[0])
    return {
        "documents": counts["Document"],
        "entities": counts["Entity"],
        "values": counts["Value"],
        "claims": counts["Claim"],
        "statements": counts["statements"] + counts["values"],
        "literals": counts["values"],
        "mentioning": counts["mentions"],
        "said_to": counts["said_to"],
    }


def oxigraph(path: Path) -> Counts:
    """The triples of the union, as Oxigraph loads them."""
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_TRIPLES)
    return {"triples": len(store)}


def rdf12(path: Path) -> Counts:
    """The facts and statements that reify a triple, as Oxigraph finds them."""
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_TRIPLES)
    found: Counter[str] = Counter()
    reifies = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
    for quad in store.quads_for_pattern(None, reifies, None):
        found[f"{str(quad.subject).split('/')[-2]}s"] += 1
    return dict(found)


def rdflib(path: Path) -> Counts:
    """The triples of the union, as rdflib reads them."""
    import rdflib

    return {"triples": len(rdflib.Graph().parse(path, format="nt"))}


def json_ld(path: Path) -> Counts:
    """The triples of the union, as Oxigraph reads JSON-LD."""
    import pyoxigraph as ox

    return {"triples": len({quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.JSON_LD)})}


READERS: dict[str, tuple[str, Callable[[Path], Counts]]] = {
    "parquet": ("parquet", parquet),
    "followthemoney": ("ftm", ftm),
    "property graph": ("neo4j", neo4j),
    "Oxigraph": ("ntriples", oxigraph),
    "rdflib": ("ntriples", rdflib),
    "RDF 1.2": ("rdf12", rdf12),
    "JSON-LD": ("jsonld", json_ld),
}
"""By whom it is read: the format, and what counts it."""


def main(graph: str, chosen: list[str]) -> int:
    """Print the counts of each reader beside the graph's; 1 where any differ."""
    wanted, wrong = expected(kg.open(graph)), 0
    print("graph:", ", ".join(f"{number:,} {name}" for name, number in wanted.items()))  # noqa: T201 (a bench prints)
    with tempfile.TemporaryDirectory() as folder:
        written: dict[str, Path] = {}
        for reader, (form, count) in READERS.items():
            if chosen and form not in chosen:
                continue
            if form not in written:
                written[form] = Path(folder) / f"out.{form}"
                _write(graph, form, written[form])
            found = count(written[form])
            if "unknown" not in found and reader == "property graph":
                found["entities"] -= wanted["unknown"]
            lost = {name: (number, wanted[name]) for name, number in found.items() if number != wanted[name]}
            wrong += bool(lost)
            counts = ", ".join(f"{number:,} {name}" for name, number in found.items())
            print(f"{reader}: {counts}" + (f"  DIFFERENT: {lost}" if lost else "  as in the graph"))  # noqa: T201
    return int(wrong > 0)


def _write(graph: str, form: str, path: Path) -> None:
    """Write an export in a process of its own, and print what that took."""
    command = [sys.executable, "-m", "kg", "export", "--format", form, "--raw", "--out", str(path), "--graph", graph]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    timed = "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:], stderr=subprocess.DEVNULL); "
    timed += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
    done = subprocess.run([sys.executable, "-c", timed, *command], check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = sum(each.stat().st_size for each in (path.iterdir() if path.is_dir() else [path]))
    print(  # noqa: T201
        f"{form}: {size / 1e6:.1f} MB in {processor:.1f} s of a processor ({time.perf_counter() - start:.0f} s),"
        f" {int(done.stdout) / 1024:.0f} MB of memory"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

"""How fast gazetteers are read and linked: `python tests/bench/bench_gazetteer.py [ROWS]`.

Makes a list of ROWS entries (50,000 where none are given) as CSV, SKOS and FollowTheMoney, and prints for each how long
reading takes and linking with 5,000 identities, half of which it lists; then how long it takes to refuse a file of a
million triples that is cut at the end, and a name of a megabyte.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from pathlib import Path

from kg.errors import InputError
from kg.graph.gazetteers import read_gazetteers
from kg.links.matching import Matcher
from kg.resolve.model import EntityKey, Identity

SYLLABLES = "ba ke lo mi nu ra se ti vo za dor fen gar hul jin kel mar nor pel run sal tor vin wes"
PREFIX = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"


def names(number: int) -> list[str]:
    """Invented names of companies, each another."""
    chance = random.Random(1)  # noqa: S311 (names are no secrets)
    found: dict[str, None] = {}
    while len(found) < number:
        words = ["".join(chance.choices(SYLLABLES.split(), k=3)).title() for _ in range(2)]
        found[" ".join(words)] = None
    return list(found)


def written(folder: Path, listed: list[str]) -> list[Path]:
    """The same list in three forms."""
    table, skos, ftm = folder / "list.csv", folder / "list.ttl", folder / "list.ftm"
    table.write_text(
        "id,name,aliases,type\n" + "".join(f"{n},{x},{x} Ltd|{x} Group,Company\n" for n, x in numbered(listed))
    )
    skos.write_text(
        PREFIX
        + "".join(
            f'<http://example.org/{n}> a <https://schema.org/Corporation> ; skos:prefLabel "{x}"@en ;'
            f' skos:altLabel "{x} Ltd", "{x} Group" .\n'
            for n, x in numbered(listed)
        )
    )
    entities = (
        {"id": str(n), "schema": "Company", "properties": {"name": [x], "alias": [f"{x} Ltd", f"{x} Group"]}}
        for n, x in numbered(listed)
    )
    ftm.write_text("".join(json.dumps(entity) + "\n" for entity in entities))
    return [table, skos, ftm]


def numbered(listed: list[str]) -> list[tuple[int, str]]:
    return list(enumerate(listed))


def refused(path: Path) -> str:
    """How long it takes to refuse a file, and with what words."""
    start = time.perf_counter()
    try:
        read_gazetteers(path)
    except InputError as error:
        return f"refused in {time.perf_counter() - start:.1f} s: {str(error)[-110:]}"
    return f"read in {time.perf_counter() - start:.1f} s"


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    listed = names(number + 2_500)
    some = [*listed[:2_500], *listed[number:]]
    identities = [Identity(EntityKey(x.casefold()), x, "Company", names=((x, 1),)) for x in some]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in written(folder, listed[:number]):
            start = time.perf_counter()
            (gazetteer,) = read_gazetteers(path)
            middle = time.perf_counter()
            matcher = Matcher(gazetteer)
            found = sum(matcher.link(identity) is not None for identity in identities)
            end = time.perf_counter()
            size = path.stat().st_size / 1e6
            print(  # noqa: T201 (a bench prints)
                f"{path.suffix}: {len(gazetteer.entries):,} entries of {size:.1f} MB read in {middle - start:.1f} s,"
                f" {len(identities):,} identities linked in {end - middle:.1f} s: {found:,} links"
            )
        cut = folder / "cut.nt"
        line = '<http://example.org/{}> <http://www.w3.org/2004/02/skos/core#altLabel> "name {}" .\n'
        with cut.open("w") as file:
            file.writelines(line.format(n, n) for n in range(1_000_000))
            file.write('<http://example.org/a> <http://www.w3.org/2004/02/skos/core#altLabel> "na')
        print(f"a million triples, cut: {refused(cut)}")  # noqa: T201
        (folder / "long.csv").write_text(f"id,name\n1,{'x' * 1_000_000}\n2,Good\n")
        print(f"a name of a megabyte in a table: {refused(folder / 'long.csv')}")  # noqa: T201
        (folder / "long.nt").write_text(
            f'<http://example.org/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "{"x" * 1_000_000}" .\n'
            '<http://example.org/b> <http://www.w3.org/2004/02/skos/core#prefLabel> "Good" .\n'
        )
        print(f"a name of a megabyte in RDF: {refused(folder / 'long.nt')}")  # noqa: T201


if __name__ == "__main__":
    main()

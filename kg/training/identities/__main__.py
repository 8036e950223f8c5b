"""Train the scorer of `kg.resolve`: which entities of documents are one.

    python -m kg.training.identities SHARED GRAPH     writes kg/weights/resolution.toml and prints its figures

SHARED is the folder that holds `crossdoc/` and `bench/`, GRAPH a graph directory that `kg build` made of the texts of
`crossdoc/ecbplus.jsonl`, each in a file called by its id. Learned are the stories of every other topic and hard cases
made from half of the names (`generator`); the figures are those of the other topics and names too.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter, defaultdict
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.optimize import minimize

from kg.graph.projection.identifiers import identifiers
from kg.links.places import settings
from kg.records.database import Records
from kg.resolve.features import LABELS, Scorer, compare
from kg.resolve.identity import is_resolved
from kg.resolve.names import form_of
from kg.resolve.profiles import NOWHERE, candidates, profile_of, summed
from kg.training.identities.generator import Known, clusters_of, hard_cases, pairs_of, pairwise
from kg.weights.files import record_hash

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from kg.links.places import Setting
    from kg.records.tables import EntityRow
    from kg.resolve.profiles import Profile

WEIGHTS: Final = Path(__file__).parents[2] / "weights"
JOIN, REVIEW = 0.65, 0.15
"""From which probability on two are one, and from which on a person may look at them."""
HARD = 0.05
"""How much a generated example counts beside one of the news."""
_MOST = 6
"""How many entities of documents of one name are at most added up, as clusters are when they are compared."""
_RIDGE = 1.0
_GIVEN: Final = {"same_person_name": 1.5, "same_proper_name": 1.5}
"""Weights that nobody learns: what is called the same in two stories is annotated in each of them for itself."""
_BOUNDS: Final = {
    "same_place": (9.0, None),
    "same_letters": (2.0, None),
    "conflicting_facts": (-2.5, 0.0),
    "other_roles": (-0.7, 0.0),
    "acronym": (2.0, None),
    "strange_story": (-0.4, 0.0),
    "middle_word": (1.5, None),
    "kind_word": (1.5, None),
    "titled": (3.0, None),
    "other_place": (None, -12.0),
    "two_persons": (None, -6.0),
    "given_name_alone": (None, -4.0),
    "generation_conflict": (None, -4.0),
    "other_jurisdiction": (None, -7.0),
    "another_thing": (None, -2.0),
    "kind_conflict": (None, -1.5),
    "number_conflict": (None, -5.0),
    "together": (None, -4.0),
    "parties": (None, -2.0),
}
"""Bounds of weights that are known without examples, of which stories have few."""
_FREE: Final = frozenset({"same_single_name", "same_bare_surname", "ending", "beginning", "person"})
"""Features that may speak for or against; of all others it is plain which they do."""
_AGAINST: Final = frozenset(
    name
    for name in LABELS
    if name.endswith("_conflict")
    or name.startswith(("strange_", "other_", "conflicting_"))
    or name in ("another_thing", "given_name_alone", "together", "parties", "two_persons")
)


def examples(known: Known, chance: random.Random) -> tuple[list[tuple[float, ...]], list[bool]]:
    """The features of pairs that are compared, single ones and such as have grown, and whether they are one."""
    profiles, gold = known.profiles, known.gold
    alike: defaultdict[tuple[Hashable, str], list[int]] = defaultdict(list)
    for place, profile in enumerate(profiles):
        alike[gold[place], profile.main.text].append(place)

    def grown(place: int, without: set[int]) -> tuple[Profile, set[int]]:
        others = [each for each in alike[gold[place], profiles[place].main.text] if each not in {*without, place}]
        chosen = {place, *chance.sample(others, min(len(others), chance.randint(0, _MOST)))}
        return summed([profiles[each] for each in sorted(chosen)]), chosen

    values: list[tuple[float, ...]] = []
    same: list[bool] = []
    for p, q in candidates(profiles):
        if known.stories and known.stories[p] != known.stories[q] and _may_be_one(profiles[p], profiles[q]):
            continue
        values.append(compare(profiles[p], profiles[q]).values)
        one, taken = grown(p, {q})
        other, _ = grown(q, taken)
        if len(one.members) + len(other.members) > len((p, q)):
            values.append(compare(one, other).values)
        same += [gold[p] == gold[q]] * (len(values) - len(same))
    return values, same


def _may_be_one(one: Profile, other: Profile) -> bool:
    """Whether two of different stories may be one thing that is annotated in each."""
    return one.main.text == other.main.text and (len(one.main.words) > 1 or "Person" not in (one.kind, other.kind))


def fit(values: NDArray[np.float64], same: NDArray[np.bool_], weights: NDArray[np.float64]) -> Scorer:
    """A logistic regression in which no feature counts against what it plainly says (L-BFGS-B)."""
    size = values.shape[1]
    sign = np.where(same, 1.0, -1.0)

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (values @ at[:size] + at[size])
        slope = -(weights * sign) / (1 + np.exp(np.clip(margin, -50, 50)))
        total = (weights * np.logaddexp(0, -margin)).sum() + _RIDGE / 2 * (at[:size] ** 2).sum()
        return float(total), np.append(values.T @ slope + _RIDGE * at[:size], slope.sum())

    bounds: list[tuple[float | None, float | None]] = [
        (0.0, 0.0)
        if name in _GIVEN
        else _BOUNDS.get(name) or ((None, None) if name in _FREE else (None, 0.0) if name in _AGAINST else (0.0, None))
        for name in LABELS
    ]
    start = np.array([*(max(low or 0.0, 0.0) + min(high or 0.0, 0.0) for low, high in bounds), 0.0])
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)], options={"maxiter": 5000}
    ).x
    learned = (_GIVEN.get(name, round(float(each), 3)) for name, each in zip(LABELS, found[:size], strict=True))
    return Scorer(tuple(learned), round(float(found[size]), 3), JOIN, REVIEW)


def load_stories(shared: Path, graph: Path) -> tuple[list[dict[str, Any]], dict[str, list[tuple[Profile, Hashable]]]]:
    """The annotated documents, and of each the entities whose identity is known, by its id."""
    bench = _module(shared / "bench/crossdoc.py")
    gold = [json.loads(line) for line in (shared / "crossdoc/ecbplus.jsonl").read_text("utf-8").splitlines()]
    predicted: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    rows: dict[str, list[EntityRow]] = {}
    where: dict[str, Setting] = {}
    with Records(graph / "records.sqlite") as records:
        stored = list(records.documents())
        names = identifiers(stored)
        for document in stored:
            name = names[document.hash]
            rows[name] = records.entities_of(document.hash)
            where[name] = settings(records, [document.hash]).get(document.hash, NOWHERE)
            for place, entity in enumerate(records.extraction(document).entities):
                predicted[name] += [(m.span.begin, m.span.end, str(place)) for m in entity.mentions]
    units, _ = bench.units(gold, predicted)
    votes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    counts = {each["id"]: Counter(identity for *_, identity in each["mentions"]) for each in gold}
    for (name, identity), place in units.items():
        votes[name, place][identity] += counts[name][identity]
    return gold, {name: list(_labelled(name, rows[name], where[name], votes)) for name in rows}


def _labelled(
    name: str, rows: Sequence[EntityRow], where: Setting, votes: dict[tuple[str, str], Counter[str]]
) -> Iterable[tuple[Profile, Hashable]]:
    """The profiles of a document's named entities, and who each is; None where nobody said."""
    named: defaultdict[str, list[EntityRow]] = defaultdict(list)
    for row in rows:
        if is_resolved(row.names, mentioned=row.mentioned):
            named[row.key].append(row)
    story = frozenset(form_of(some[0].name).text for some in named.values())
    for some in named.values():
        said: Counter[str] = Counter()
        for row in some:
            said.update(votes.get((name, str(row.place)), {}))
        yield profile_of(some, story, where), (min(said, key=lambda each: (-said[each], each)) if said else None)


def _module(path: Path) -> Any:
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(shared: Path, graph: Path) -> None:
    """Train, write and report."""
    gold, stories = load_stories(shared, graph)
    topics = sorted({each["topic"] for each in gold})
    topic_of = {each["id"]: each["topic"] for each in gold}
    learned = {each["id"] for each in gold if each["topic"] in topics[::2]}
    chance = random.Random(22)  # noqa: S311 - a choice of examples is no secret
    known = Known([], [])
    for name in sorted(learned):
        for profile, identity in stories[name]:
            if identity is not None:
                known.profiles.append(profile)
                known.gold.append(identity)
                known.stories.append(topic_of[name])
    values, same = examples(known, chance)
    made, made_same = examples(hard_cases(1, "training"), chance)
    scorer = fit(
        np.array(values + made), np.array(same + made_same), np.array([1.0] * len(values) + [HARD] * len(made))
    )
    write(scorer)
    for title, cases in (("learned", hard_cases(1, "training")), ("other", hard_cases(2, "reporting"))):
        precision, recall = pairwise(cases, scorer)
        sys.stdout.write(f"hard cases of {title} names: P {precision:.3f} R {recall:.3f}\n")
    everything = [profile for name in sorted(stories) for profile, _ in stories[name]]
    of = {m: n for n, each in enumerate(clusters_of(everything, scorer)) for m in each.members}
    for title, half in (("learned", True), ("other", False)):
        who = {
            profile.first: identity
            for name in sorted(stories)
            for profile, identity in stories[name]
            if identity is not None and (name in learned) is half
        }
        wanted, found = pairs_of(list(who.values())), pairs_of([of[member] for member in who])
        right = len(wanted & found)
        figures = f"P {right / len(found):.3f} R {right / len(wanted):.3f}"
        sys.stdout.write(f"named entities of {title} stories: {figures}\n")


def write(scorer: Scorer) -> None:
    """Write the weights, and their hash into the manifest."""
    lines = [
        "# How probable it is that two entities of documents are one: a logistic regression. kg.resolve.features says",
        "# what each weight is for; python -m kg.training.identities writes this.",
        f"intercept = {scorer.intercept}",
        f"join = {scorer.join} # two are one from this probability on",
        f"review = {scorer.review} # and worth a person's look from this on",
        "",
        "[weights]",
        *(f"{name} = {weight}" for name, weight in zip(LABELS, scorer.weights, strict=True)),
    ]
    (WEIGHTS / "resolution.toml").write_text("\n".join(lines) + "\n", "utf-8")
    record_hash(WEIGHTS, "resolution.toml")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))

"""Reviews: what is worth a look comes first, and fifty looks take a person less than ten minutes."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from graph_examples import directory_of
from hypothesis import given
from hypothesis import strategies as st
from review_examples import doubtful

from kg.entities.archive import Referring, reason_words
from kg.entities.review import Sentence, open_review, review_cases, review_data
from kg.resolve.decisions import pair_of
from kg.resolve.model import HOMONYM, Decisions, EntityKey, Identity, Join, Reason, Reference, Resolution


def identity(name: str, *members: tuple[str, str], cls: str = "Company", joins: tuple[Join, ...] = ()) -> Identity:
    return Identity(
        EntityKey(name), name.title(), cls, members=tuple(Reference(*each) for each in members), joins=joins
    )


A, B, C = ("acme", "a1"), ("acme rail", "b1"), ("bolt", "c1")


def join(left: tuple[str, str], right: tuple[str, str], score: float, *, decided: bool = False) -> Join:
    return Join(Reference(*left), Reference(*right), score, decided=decided)


def test_doubt_counts_as_much_as_what_depends_on_it() -> None:
    many = identity("acme", *(("acme", f"a{n}") for n in range(1, 9)))
    rail = identity("acme rail", B, ("acme rail", "b2"), ("acme rail", "b3"))
    bolt = identity("bolt", C)
    near = (join(A, B, 0.3), join(A, C, 0.5), join(B, C, 0.2))
    found = review_cases(Resolution((many, rail, bolt), near), Decisions())
    assert [(case.left.name, case.right.name, case.depends) for case in found] == [
        ("acme", "acme rail", 3), ("acme", "bolt", 1), ("acme rail", "bolt", 1),
    ]  # fmt: skip
    assert [round(case.value, 3) for case in found] == [1.8, 1.0, 0.4]


def test_two_of_one_name_are_worth_a_look_however_improbable() -> None:
    many, young = identity("acme", *(("acme", f"a{n}") for n in range(1, 9))), identity("acme", ("acme", "b1"))
    young = replace(young, key=EntityKey("acme", "b1", HOMONYM))
    near = (join(("acme", "a1"), ("acme", "b1"), 0.01),)
    assert [case.value for case in review_cases(Resolution((many, young), near), Decisions())] == [0.5]


def test_what_somebody_decided_is_not_asked() -> None:
    one = identity("acme", A, B, joins=(join(A, B, 0.6), join(A, B, 0.6, decided=True), join(A, B, 0.9999)))
    resolution = Resolution((one, identity("bolt", C)), (join(A, C, 0.4), join(C, ("gone", "x"), 0.4)))
    assert len(review_cases(resolution, Decisions())) == 2
    for verdict in ("same", "different", "unsure"):
        said = pair_of(Reference("acme"), Reference("bolt", "c"), verdict)  # type: ignore[arg-type]  # a verdict
        assert [case.joined for case in review_cases(resolution, Decisions(pairs=(said,)))] == [True]


@given(st.permutations([join(A, C, 0.4), join(B, C, 0.4), join(A, B, 0.4)]))
def test_the_order_of_cases_does_not_depend_on_that_of_near_misses(near: list[Join]) -> None:
    identities = (identity("acme", A), identity("acme rail", B), identity("bolt", C))
    found = review_cases(Resolution(identities, tuple(near)), Decisions())
    assert [(case.left.name, case.right.name) for case in found] == [
        ("acme", "acme rail"), ("acme", "bolt"), ("acme rail", "bolt"),
    ]  # fmt: skip


def test_a_verdict_is_on_names_where_they_mean_one_alone_and_else_on_documents() -> None:
    smith, other = ("john smith", "s1"), ("john smith", "s2")
    surname = ("smith", "s3")
    referring = Referring(
        Resolution(
            (
                identity("acme", A),
                identity("john smith", smith, cls="Person"),
                Identity(EntityKey("john smith", "s2", -1), "John Smith", "Person", members=(Reference(*other),)),
                identity("smith", surname, cls="Person"),
            )
        )
    )
    assert referring.to_pair(Reference(*A), Reference(*smith)) == (Reference("acme"), Reference(*smith))
    assert referring.to_pair(Reference(*smith), Reference(*other)) == (Reference(*smith), Reference(*other))
    assert referring.to_pair(Reference(*A), Reference(*surname)) == (Reference("acme"), Reference(*surname))
    assert referring.spelt(Reference("acme")) == {"acme": "Acme"}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review") / "graph"
    directory_of(path, *doubtful(40))
    return path


def test_a_case_shows_where_each_side_is_named(graph: Path) -> None:
    found = open_review(graph, limit=5)
    assert len(found.cases) == 5
    assert found.total >= 50
    for case, data in zip(found.cases, review_data(found), strict=True):
        for side in (case.left, case.right):
            assert side.sentences
            assert all(sentence.parts[1] in {side.name, side.entity} for sentence in side.sentences)
        assert case.reasons
        assert {line["decision"] for line in data["lines"].values()} == {"same", "different", "unsure"}  # type: ignore[attr-defined]  # a dict


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("Ada Marlow left.", ("", "Ada Marlow", " left.")),
        (
            "one two three four five six seven Ada Marlow, one two three four five six seven",
            ("… three four five six seven ", "Ada Marlow", ", one two three four …"),
        ),
        ("one" + " two" * 9 + " Ada Marlow", ("one" + " two" * 9 + " ", "Ada Marlow", "")),
        ("Ada Marlow" + " one" * 20, ("", "Ada Marlow", " one" * 10 + " …")),
    ],
)  # fmt: skip
def test_an_excerpt_has_the_words_nearest_to_the_name(text: str, excerpt: tuple[str, str, str]) -> None:
    begin = text.index("Ada Marlow")
    assert Sentence(text, begin, begin + len("Ada Marlow"), "a", "").excerpt == excerpt


def test_fifty_cases_take_less_than_ten_minutes(graph: Path) -> None:
    """At the pace of silent reading, 238 words a minute (Brysbaert 2019), 1.5 s for a choice and one key each."""
    begin = time.perf_counter()
    found = open_review(graph, limit=50)
    words = 0
    for place, case in enumerate(found.cases):
        shown = [case.reason]
        for side in (case.left, case.right):
            shown += [side.name, side.cls, *("".join(each.excerpt) for each in side.sentences[:1])]
        words += sum(len(text.split()) for text in shown)
        found.decide(case, ("same", "different", "unsure")[place % 3])
    found.apply()
    assert len(found.cases) == 50
    assert words / 238 * 60 + 50 * 1.5 + time.perf_counter() - begin < 600


def test_a_reason_of_an_earlier_version_goes_by_its_name() -> None:
    a, b = Reference("tom hale", "a"), Reference("tom hale", "b")
    join = Join(a, b, 0.9, (Reason("same_name", 1.0, 2.0, "tom hale"), Reason("of_old", 1.0, -1.0)))
    assert reason_words(join) == (("both have the same full name: tom hale", 2.0), ("of_old", -1.0))

import pytest

from kg.text.model import UNNAMED, Reading
from kg.text.ranking.labels import CLASSES, KINDS, RELATIONS
from kg.text.ranking.pairs import DISTANCES, Pairs, find_pairs

TEXT = (
    "Erik Marlow, the mayor of Oslo, met Anna Ekberg on Friday. Marlow praised Ekberg, who founded Acme Corp. in Kiel. "
    "Three men were arrested."
)


def named(read: Reading, pairs: Pairs) -> list[tuple[str, str]]:
    """The words of the two phrases of each pair."""

    def words(place: int) -> str:
        phrase = read.referents.phrases[place]
        return read.parse.words_of(phrase.start, phrase.end) if place != UNNAMED else "?"

    return [(words(one), words(two)) for one, two in zip(*(ends.tolist() for ends in pairs.ends()), strict=True)]


def test_pairs_join_two_things_of_one_sentence(read_text) -> None:
    read = read_text(TEXT)
    pairs = find_pairs(read.parse, read.referents)
    sentence_of, referent_of = read.parse.sentence_of, read.referents.referent_of
    for row in range(len(pairs)):
        pair = pairs.at(row)
        sentences = {sentence_of[pair.anchor], sentence_of[read.referents.phrases[pair.object].head]}
        if pair.subject != UNNAMED:
            assert referent_of[pair.subject] != referent_of[pair.object]
            sentences.add(sentence_of[read.referents.phrases[pair.subject].head])
        assert len(sentences) == 1


def test_an_agent_that_is_not_named_may_stand_before_every_phrase_but_not_in_every_relation(read_text) -> None:
    read = read_text(TEXT)
    pairs = find_pairs(read.parse, read.referents)
    alone = pairs.subjects == UNNAMED
    assert sorted(pairs.objects[alone].tolist()) == list(range(len(pairs.phrases)))
    possible = pairs.possible()
    assert possible[~alone].all()
    assert possible[alone][:, RELATIONS.index("captured")].all()
    assert not possible[alone][:, RELATIONS.index("metWith")].any()


def test_every_column_stays_in_its_table(read_text) -> None:
    read = read_text(TEXT)
    pairs = find_pairs(read.parse, read.referents)
    for column, size in (
        (pairs.classes, len(CLASSES)),
        (pairs.kinds, len(KINDS)),
        (pairs.distances, DISTANCES),
        (pairs.anchors, len(read.parse)),
    ):
        assert ((column >= 0) & (column < size)).all()


def test_a_pair_meets_in_the_word_that_joins_it(read_text) -> None:
    read = read_text("Erik Marlow met Anna Ekberg in Oslo.")
    pairs = find_pairs(read.parse, read.referents)
    row = named(read, pairs).index(("Erik Marlow", "Anna Ekberg"))
    assert read.parse.words[pairs.at(row).anchor] == "met"
    assert pairs.at(row).steps == 2


def test_who_arrests_may_be_unnamed(read_text) -> None:
    read = read_text("Three men were arrested.")
    pairs = find_pairs(read.parse, read.referents)
    assert named(read, pairs) == [("?", "Three men")]
    assert read.parse.words[pairs.at(0).anchor] == "arrested"


@pytest.mark.parametrize("text", ["It rained.", ""])
def test_texts_without_pairs(text: str, read_text) -> None:
    read = read_text(text)
    pairs = find_pairs(read.parse, read.referents)
    assert named(read, pairs) == []
    assert pairs.possible().shape == (0, len(RELATIONS))


def test_pairs_of_an_endless_sentence_grow_with_its_length_only(read_text) -> None:
    sizes = []
    for times in (50, 100):
        read = read_text("Erik Marlow met " + ", ".join(f"Anna Ekberg{n} of Oslo" for n in range(times)) + ".")
        sizes.append(len(find_pairs(read.parse, read.referents)))
    assert sizes[1] < 2.6 * sizes[0]

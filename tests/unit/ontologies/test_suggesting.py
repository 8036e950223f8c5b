from kg.ontologies.suggesting import Occurrence, propose

SENTENCE = "Emma Stone stars in Low Tide."
STARS = Occurrence("p/star_in", "Person", "Work", SENTENCE, "a", (0, 10), (20, 28))


def test_frequent_predicates_are_proposed_with_sentences() -> None:
    rare = Occurrence("p/eat", "Person", "Topic", "Ann eats.", "a")
    bare = Occurrence("p/star_in", "Person", "Topic", "She [Ann] stars in it.", "b", (4, 9), (19, 21))
    found = propose([STARS, STARS, bare, rare], [], least=3)
    (relation,) = found.relations
    assert (relation.words, relation.domain, relation.range) == ("star in", "Person", "Work")
    assert (relation.count, relation.documents) == (3, 2)
    assert relation.examples == ("[Emma Stone] stars in {Low Tide}.",)


def test_classes_are_the_nouns_by_which_several_are_called() -> None:
    entities = [("Jaws", "Work", ("film",)), ("Low Tide", "Work", ("new films", "It")), ("Ann", "Person", ())]
    (cls,) = propose([], entities, least=2).classes
    assert (cls.noun, cls.above, cls.count, cls.examples) == ("film", "Work", 2, ("Jaws", "Low Tide"))


def test_most_bounds_what_is_proposed() -> None:
    some = [Occurrence(f"p/{letter}", "", "", "x", "a") for letter in "abc" for _ in range(2)]
    assert [each.words for each in propose(some, [], least=1, most=2).relations] == ["a", "b"]

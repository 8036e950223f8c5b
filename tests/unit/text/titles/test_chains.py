"""Rows of posts, on parses built by hand."""

from hand_built import parse_of, refer

from kg.text.titles.posts import OrganizationFinder, PostChains

ROW = parse_of(
    "Lee/NNP/nsubj/1 is/VBZ/ROOT/1 co-founder/NN/attr/1 ,/,/punct/2 chairman/NN/conj/2 and/CC/cc/4 chief/JJ/amod/7 "
    "executive/NN/conj/4 of/IN/prep/7 Acme/NNP/pobj/8 ././punct/1"
)


def test_a_row_goes_from_the_first_post_to_the_last() -> None:
    chains = PostChains(ROW)
    assert (chains.start(7), chains.end(3)) == (2, 8)


def test_a_row_has_no_signs_at_its_ends() -> None:
    parse = parse_of("She/PRP/nsubj/1 is/VBZ/ROOT/1 chairman/NN/attr/1 ,/,/punct/1 said/VBD/conj/1 Lee/NNP/nsubj/4")
    assert PostChains(parse).end(3) == 3


def test_the_organization_behind_a_row_belongs_to_each_of_its_posts() -> None:
    finder = OrganizationFinder(ROW, refer(ROW, [(0, 1, "Person")], [(9, 10, "Company")]))
    places = PostChains(ROW).organizations_after(3, finder)
    assert [ROW.words[finder.phrases[place].head] for place in places] == ["Acme"]


def test_no_organization_is_taken_from_behind_another_preposition() -> None:
    parse = parse_of("Lee/NNP/ROOT/0 chairman/NN/appos/0 under/IN/prep/1 Acme/NNP/pobj/2")
    finder = OrganizationFinder(parse, refer(parse, [(3, 4, "Company")]))
    assert PostChains(parse).organizations_after(2, finder) == []

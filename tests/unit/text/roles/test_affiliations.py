"""What posts say of their holders, on readings built by hand."""

from __future__ import annotations

from hand_built import parse_of, refer

from kg.text.roles.affiliations import Affiliations

PARSE = parse_of(
    "Berg/NNP/nsubj/5 ,/,/punct/0 president/NN/appos/0 of/IN/prep/2 Acme/NNP/pobj/3 spoke=speak/VBD/ROOT/5 "
    "with/IN/prep/5 Lund/NNP/pobj/6 his/PRP$/poss/9 lawyer/NN/appos/7"
)
BERG, POST, ACME, LUND, LAWYER = range(5)
REFERENTS = refer(
    PARSE, [(0, 1, "Person")], [(2, 3, "Role")], [(4, 5, "Company")], [(7, 8, "Person")], [(9, 10, "Role")]
)


def test_a_post_is_held_at_its_organization_and_ties_its_holder_to_it() -> None:
    found = list(Affiliations(PARSE, REFERENTS).post(BERG, POST, [ACME], "roles.nominal"))
    assert [(m.subject, m.predicate, m.object) for m in found] == [
        (BERG, "holdsRole", POST),
        (BERG, "leads", ACME),
        (BERG, "worksFor", ACME),
    ]
    assert found[0].qualifiers == (("roleAt", ACME),)
    assert found[0].tokens == (0, 5)


def test_who_serves_a_person_works_for_what_that_person_leads() -> None:
    affiliations = Affiliations(PARSE, REFERENTS)
    assert not [m for m in affiliations.post(LUND, POST, [BERG], "roles.nominal") if m.predicate == "worksFor"]
    list(affiliations.post(BERG, POST, [ACME], "roles.nominal"))
    found = [m for m in affiliations.post(LUND, POST, [BERG], "roles.nominal") if m.predicate == "worksFor"]
    assert [(m.subject, m.object) for m in found] == [(LUND, ACME)]


def test_an_occupation_ties_nobody_to_a_person() -> None:
    found = list(Affiliations(PARSE, REFERENTS).post(LUND, LAWYER, [BERG], "roles.nominal"))
    assert [(m.predicate, m.object) for m in found] == [("hasOccupation", LAWYER)]


def test_a_post_without_an_organization_is_kept_for_the_end() -> None:
    affiliations = Affiliations(PARSE, REFERENTS)
    assert [m.predicate for m in affiliations.post(BERG, POST, [], "roles.title")] == ["holdsRole"]
    assert list(affiliations.implied()) == []

"""Whom a signature binds, on readings built by hand."""

from __future__ import annotations

from hand_built import parse_of, refer

from kg.text.model import RelationMention
from kg.text.refiners.principals import bind_principals

PARSE = parse_of(
    "Norwegian/NNP/compound/2 minister/NN/compound/2 Berg/NNP/nsubj/7 and/CC/cc/2 Swedish/NNP/compound/6 "
    "minister/NN/compound/6 Lund/NNP/conj/2 signed=sign/VBD/ROOT/7 the/DT/det/9 treaty/NN/dobj/7"
)
NORWAY, BERG, SWEDEN, LUND, TREATY = 1, 0, 3, 2, 4
REFERENTS = refer(
    PARSE, [(0, 3, "Person")], [(0, 1, "Country")], [(4, 7, "Person")], [(4, 5, "Country")], [(8, 10, "Agreement")]
)


def mention(subject: int, predicate: str, obj: int, anchor: int = 7) -> RelationMention:
    return RelationMention(subject, predicate, obj, "some.rule", anchor, (0, 10))


SERVING = [mention(BERG, "worksFor", NORWAY, 1), mention(LUND, "worksFor", SWEDEN, 5)]


def said(mentions: tuple[RelationMention, ...]) -> list[tuple[int, str, int]]:
    return [(m.subject, m.predicate, m.object) for m in mentions]


def test_a_minister_signs_and_his_country_is_party() -> None:
    found = bind_principals(PARSE, REFERENTS, [SERVING[0], mention(BERG, "signed", TREATY)])
    assert said(found) == [(BERG, "worksFor", NORWAY), (BERG, "signed", TREATY), (NORWAY, "partyTo", TREATY)]
    assert found[-1].rule == "partyTo.delegate"


def test_between_the_principals_of_two_signatories_there_is_an_agreement() -> None:
    signed = [mention(BERG, "signed", TREATY), mention(LUND, "signed", TREATY), mention(BERG, "agreedWith", LUND)]
    found = said(bind_principals(PARSE, REFERENTS, [*SERVING, *signed]))
    assert found[-3:] == [(NORWAY, "partyTo", TREATY), (SWEDEN, "partyTo", TREATY), (NORWAY, "agreedWith", SWEDEN)]
    assert (BERG, "agreedWith", LUND) not in found


def test_without_a_post_or_a_signature_nothing_changes() -> None:
    signed = [mention(BERG, "signed", TREATY)]
    assert bind_principals(PARSE, REFERENTS, signed) == tuple(signed)
    assert bind_principals(PARSE, REFERENTS, SERVING) == tuple(SERVING)

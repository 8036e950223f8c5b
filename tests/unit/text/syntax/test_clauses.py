"""Clauses of real parses, of hand-built ones and of arbitrary trees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.attribution.factuality import judge
from kg.text.attribution.quotes import find_claims, find_quotes
from kg.text.model import Clause, Parse
from kg.text.openie.triples import open_triples
from kg.text.syntax.clauses import find_clauses


def show(parse: Parse, clause: Clause) -> str:
    """A clause in one line: "lemma(role=word, role:preposition=word)", subject first."""
    arguments = [
        f"{a.role}{':' * bool(a.preposition)}{a.preposition}={parse.words[a.head]}"
        for a in clause.arguments
        if a.role != "complement"
    ]
    return f"{clause.lemma}({', '.join(sorted(arguments, key=lambda a: not a.startswith('subject')))})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # voice
        ("Rebels seized the fort.", ["seize(subject=Rebels, object=fort)"]),
        ("The fort was seized by rebels.", ["seize(subject=rebels, object=fort)"]),
        ("Omar got fired.", ["fire(object=Omar)"]),
        ("The bridge, built in 1950, fell.", ["build(object=bridge, oblique:in=1950)", "fall(subject=bridge)"]),
        # who gets what
        ("Ana gave the school a piano.", ["give(subject=Ana, recipient=school, object=piano)"]),
        ("Ana gave a piano to the school.", ["give(subject=Ana, object=piano, oblique:to=school)"]),
        ("The mayor was given a medal.", ["give(recipient=mayor, object=medal)"]),
        # relative clauses
        ("Ruiz, who owns the mill, left.", ["own(subject=Ruiz, object=mill)"]),
        ("The city he lives in was bombed.", ["live(subject=he, oblique:in=city)", "bomb(object=city)"]),
        ("The man they met left.", ["meet(subject=they, object=man)"]),
        ("The bill that Ruiz said was rejected passed.", ["reject(object=bill)", "pass(subject=bill)"]),
        # control
        ("Ruiz refused to sell the mill.", ["sell(subject=Ruiz, object=mill)"]),
        ("Rivera told Osman to leave.", ["leave(subject=Osman)"]),
        ("Osman promised Rivera to leave.", ["leave(subject=Osman)"]),
        ("Osman was asked to leave.", ["leave(subject=Osman)"]),
        ("Having lost the vote, the premier resigned.", ["lose(subject=premier, object=vote)"]),
        ("Troops were sent to guard the bridge.", ["guard(subject=Troops, object=bridge)"]),
        ("The man was accused of robbing a bank.", ["rob(subject=man, object=bank)"]),
        ("Police held Omar on suspicion of robbing a bank.", ["rob(subject=Omar, object=bank)"]),
        ("Omar denies charges of robbing a bank.", ["rob(subject=Omar, object=bank)"]),
        ("Ana's plan to visit Rome failed.", ["visit(subject=Ana, object=Rome)"]),
        # coordination
        ("Ana and Omar left.", ["leave(subject=Ana, subject=Omar)"]),
        ("She bought a farm and a mill.", ["buy(subject=She, object=farm, object=mill)"]),
        # copula and existential
        (
            "Ana is the head of the bank and a poet.",
            ["head(subject=Ana, attribute=head, oblique:of=bank)", "poet(subject=Ana, attribute=poet)"],
        ),
        ("He is responsible for the fire.", ["responsible(subject=He, attribute=responsible, oblique:for=fire)"]),
        ("There are two ships in the harbour.", ["be(subject=ships, oblique:in=harbour)"]),
        ("Omar became mayor.", ["become(subject=Omar, attribute=mayor)"]),
        ("He was named chairman.", ["name(object=He, attribute=chairman)"]),
        # particles and prepositions
        ("The army pulled out of the valley.", ["pull_out(subject=army, oblique:out_of=valley)"]),
        ("The general gave up the fort.", ["give_up(subject=general, object=fort)"]),
        ("She spoke on behalf of the miners.", ["speak(subject=She, oblique:on_behalf_of=miners)"]),
        # nouns of action
        ("Kenya's withdrawal from the pact angered Ghana.", ["withdraw(subject=Kenya, oblique:from=pact)"]),
        ("The raid on Oran by rebels failed.", ["raid(subject=rebels, object=Oran)"]),
        ("Ana called on the rebels to free Omar.", ["free(subject=rebels, object=Omar)"]),
        ("Ana called on Friday to thank Omar.", ["thank(subject=Ana, object=Omar)"]),
        ("Talks between Fiji and Tonga began.", ["talk(subject=Fiji, oblique:with=Tonga)"]),
        ("The arrest of Omar surprised Ana.", ["arrest(object=Omar)"]),
        ("Omar's arrest surprised Ana.", ["arrest(object=Omar)"]),
        ("Ford's acquisition of the mill was cheap.", ["acquire(subject=Ford, object=mill)"]),
        # light verbs
        ("Fiji held talks with Tonga in Suva.", ["talk(subject=Fiji, oblique:with=Tonga, oblique:in=Suva)"]),
        ("Rebels took control of Oran.", ["control(subject=Rebels, object=Oran)"]),
        ("The bank came under attack.", ["attack(object=bank)"]),
        ("Rebels carried out an attack on the base.", ["attack(subject=Rebels, object=base)"]),
    ],
)  # fmt: skip
def test_arguments_in_deep_roles(parse_text, text, expected):
    parse = parse_text(text)
    found = [show(parse, clause) for clause in find_clauses(parse)]
    assert [line for line in expected if line not in found] == [], found


@pytest.mark.parametrize(
    ("text", "unexpected"),
    [
        ("Ana came and saw the ship.", "come(subject=Ana, object=ship)"),
        ("The team played and later won the cup.", "play(subject=team, object=cup)"),
        ("The attack helicopter landed.", "attack(object=helicopter)"),
        ("The ship was sunk by Friday.", "sink(subject=Friday, object=ship)"),
        ("Including Omar, ten people left.", "include(object=Omar)"),
    ],
)
def test_what_is_no_argument(parse_text, text, unexpected):
    parse = parse_text(text)
    assert unexpected not in [show(parse, clause) for clause in find_clauses(parse)]


@pytest.mark.parametrize(
    ("text", "lemma", "modal", "negated"),
    [
        ("The union may sue the firm.", "sue", "may", False),
        ("The union will not sue the firm.", "sue", "will", True),
        ("The union plans to sue the firm.", "sue", "plan", False),
        ("The union is expected to sue the firm.", "sue", "expect", False),
        ("The union failed to sue the firm.", "sue", "fail", True),
        ("The union is likely to sue the firm.", "sue", "likely", False),
        ("The union is going to sue the firm.", "sue", "going_to", False),
        ("The union never sued the firm.", "sue", "", True),
        ("No union sued the firm.", "sue", "", True),
        ("The union won without suing the firm.", "sue", "", True),
        ("The union will sue and shame the firm.", "shame", "will", False),
        ("The union sued the firm.", "sue", "", False),
    ],
)
def test_modal_and_negation(parse_text, text, lemma, modal, negated):
    clause = next(c for c in find_clauses(parse_text(text)) if c.lemma == lemma)
    assert (clause.modal, clause.negated) == (modal, negated)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana said that Omar left.", ("leave", "finite", "ccomp", "that", "say")),
        ("Ana left because Omar sang.", ("sing", "finite", "advcl", "because", "leave")),
        ("Ana won by cheating Omar.", ("cheat", "gerund", "pcomp", "by", "win")),
        ("Ana, who left, sang.", ("leave", "relative", "relcl", "", "sing")),
        ("Rebels seized the fort and burned it.", ("burn", "finite", "conj", "", "seize")),
        ("The raid on Oran failed.", ("raid", "nominal", "nominal", "", "fail")),
    ],
)
def test_how_clauses_hang_together(parse_text, text, expected):
    clauses = find_clauses(parse_text(text))
    assert expected in [(c.lemma, c.kind, c.link, c.marker, clauses[c.parent].lemma) for c in clauses]


def test_extent_leaves_out_what_follows(parse_text):
    parse = parse_text("Rebels seized the fort, which Spain had built, and burned the mill because it was empty.")
    words = {c.lemma: parse.words_of(c.start, c.end) for c in find_clauses(parse)}
    assert words["burn"] == "burned the mill"
    assert words["seize"].startswith("Rebels seized the fort")
    assert "burned" not in words["seize"]


def by_hand(rows: list[tuple[str, str, str, str, str, int]]) -> Parse:
    """A parse of one sentence from (word, lemma, part of speech, tag, label, head)."""
    words, lemmas, pos, tags, deps, heads = zip(*rows, strict=True)
    text, begins = "", []
    for word in words:
        begins.append(len(text))
        text += f"{word} "
    ends = tuple(b + len(w) for b, w in zip(begins, words, strict=True))
    whole = ((0, len(rows)),)
    return Parse(text, words, lemmas, pos, tags, deps, heads, tuple(begins), ends, (), whole, whole)


def test_hand_built_passive():
    parse = by_hand(
        [
            ("Forts", "fort", "NOUN", "NNS", "nsubjpass", 2),
            ("were", "be", "AUX", "VBD", "auxpass", 2),
            ("razed", "raze", "VERB", "VBN", "ROOT", 2),
            ("by", "by", "ADP", "IN", "agent", 2),
            ("rebels", "rebel", "NOUN", "NNS", "pobj", 3),
        ]
    )
    (clause,) = find_clauses(parse)
    assert clause.passive
    assert show(parse, clause) == "raze(subject=rebels, object=Forts)"
    assert (clause.start, clause.end) == (0, 5)


LABELS = [
    "ROOT", "nsubj", "nsubjpass", "dobj", "dative", "attr", "acomp", "oprd", "prep", "pobj", "pcomp", "agent", "ccomp",
    "xcomp", "advcl", "relcl", "acl", "conj", "cc", "aux", "auxpass", "neg", "mark", "prt", "advmod", "npadvmod",
    "appos", "compound", "poss", "case", "det", "expl", "punct", "parataxis", "csubj", "amod", "nmod", "dep",
]  # fmt: skip
WORDS = [
    ("take", "take", "VERB", "VB"),
    ("took", "take", "VERB", "VBD"),
    ("taken", "take", "VERB", "VBN"),
    ("said", "say", "VERB", "VBD"),
    ("was", "be", "AUX", "VBD"),
    ("will", "will", "AUX", "MD"),
    ("to", "to", "PART", "TO"),
    ("not", "not", "PART", "RB"),
    ("control", "control", "NOUN", "NN"),
    ("talks", "talk", "NOUN", "NNS"),
    ("Oran", "Oran", "PROPN", "NNP"),
    ("likely", "likely", "ADJ", "JJ"),
    ("who", "who", "PRON", "WP"),
    ("there", "there", "PRON", "EX"),
    ("where", "where", "SCONJ", "WRB"),
    ("if", "if", "SCONJ", "IN"),
    ("of", "of", "ADP", "IN"),
    ("out", "out", "ADP", "IN"),
    (",", ",", "PUNCT", ","),
    ('"', '"', "PUNCT", "''"),
]


@st.composite
def trees(draw: st.DrawFn) -> Parse:
    """Arbitrary dependency trees over words that the clause layer treats in special ways."""
    size = draw(st.integers(1, 14))
    order = draw(st.permutations(range(size)))
    heads = [0] * size
    for place, node in enumerate(order):
        heads[node] = node if place == 0 else order[draw(st.integers(0, place - 1))]
    rows = []
    for node in range(size):
        word = draw(st.sampled_from(WORDS))
        label = "ROOT" if heads[node] == node else draw(st.sampled_from(LABELS))
        rows.append((*word, label, heads[node]))
    return by_hand(rows)


@given(trees())
def test_any_tree_gives_sound_clauses(parse):
    clauses = find_clauses(parse)
    for clause in clauses:
        assert 0 <= clause.start <= clause.head < clause.end <= len(parse) or clause.link == "light"
        assert -1 <= clause.parent < len(clauses)
        for argument in clause.arguments:
            assert 0 <= argument.head < len(parse)
            assert argument.head != clause.head or argument.role == "attribute"


@given(trees())
def test_every_chain_of_parents_ends(parse):
    clauses = find_clauses(parse)
    for clause in clauses:
        seen, node = 0, clause.parent
        while node >= 0:
            seen, node = seen + 1, clauses[node].parent
            assert seen <= len(clauses)


@given(trees())
def test_later_stages_bear_any_tree(parse):
    clauses = find_clauses(parse)
    quotes = find_quotes(parse, clauses)
    claims = find_claims(parse, clauses, quotes)
    judgements = judge(parse, clauses, quotes, claims)
    assert len(judgements) == len(clauses)
    assert all(-1 <= judgement.source < len(parse) for judgement in judgements)
    for claim in claims:
        assert 0 <= claim.source < len(parse)
        assert all(0 <= place < len(clauses) for place in claim.clauses)
    assert all(triple.relation and triple.args for triple in open_triples(parse))

"""What qualifies a fact, by the words of the clause that states it.

In: `Reading`. Out: `Reading` with qualifiers in words at its relation mentions (charge, penalty, amount, means), and
with less confidence where the words or the arguments of a grave one leave it open (`kg.text.relations.scruples`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.model import STATED
from kg.text.lexicon.tables import words
from kg.text.model import PROPOSED, Judgement
from kg.text.relations.scruples import CRIMES, LISTS, Scruples
from kg.text.syntax.dependencies import lemma_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.model import Clause, Parse, Reading, RelationMention

_QUALIFIED: Final = frozenset().union(*(LISTS[name] for name in ("charged", "punished", "paid", "hurt")))
_CURRENCIES: Final = words("words/mentions/amounts", "currencies")
_SIGNS: Final = frozenset("$€£¥")
_CONVICTED: Final = 0.6
"""The least confidence of a finding that somebody is convicted for it to count against being only accused."""
_LONGEST: Final = 12
"""How many tokens a qualifier has at most."""
_AFTER: Final = frozenset({"relcl", "advcl", "appos", "punct", "cc", "parataxis", "mark"})
"""The labels of what follows the words of a qualifier and is none of it."""
_CUT: Final = frozenset({"relcl", "advcl", "acl", "prep", "cc", "punct", "xcomp", "ccomp"})
"""The labels of what a long qualifier goes without."""


def qualify(reading: Reading) -> Reading:
    """Return a reading whose relation mentions have the qualifiers that the words of their clauses give.

    What somebody is only accused of in the same words is hypothetical: who is charged with a murder has killed nobody.
    """
    accused = _accused(reading)
    found = (_qualified(reading, mention) for mention in reading.relations)
    weigh = Scruples(reading)
    return replace(reading, relations=tuple(weigh(_alleged(reading, mention, accused)) for mention in found))


def _accused(reading: Reading) -> dict[tuple[int, int], list[int]]:
    """The words that accuse somebody, by sentence and referent, without those who are convicted there.

    Of who is arrested, or sought, "over" or "on suspicion of" something these are the prepositions.
    """
    parse = reading.parse
    sentence_of, of = reading.parse.sentence_of, reading.referents.referent_of
    found: dict[tuple[int, int], list[int]] = {}
    for mention in reading.relations:
        acquitted = mention.predicate == "convicted" and mention.negated
        if mention.object >= 0 and (acquitted or (mention.predicate == "accused" and not mention.negated)):
            found.setdefault((sentence_of[mention.anchor], of[mention.object]), []).append(mention.anchor)
        elif mention.object >= 0 and mention.predicate == "captured":
            words_for = [n for n in parse.dependents(mention.anchor, "prep") if parse.lowers[n] in LISTS["suspecting"]]
            found.setdefault((sentence_of[mention.anchor], of[mention.object]), []).extend(words_for)
    for mention in reading.relations:
        if mention.predicate == "convicted" and mention.confidence >= _CONVICTED and not mention.negated:
            found.pop((sentence_of[mention.anchor], of[mention.object]), None)
    return found


def _alleged(reading: Reading, mention: RelationMention, accused: dict[tuple[int, int], list[int]]) -> RelationMention:
    """The mention, as hypothetical where it is the charge that the text brings against its subject."""
    if mention.predicate not in CRIMES or mention.subject < 0 or mention.object < 0 or mention.judged is not None:
        return mention
    factuality = reading.judgements[mention.clause].factuality if mention.clause >= 0 else "asserted"
    if factuality not in STATED:
        return mention
    parse, node = reading.parse, reading.referents.phrases[mention.object].head
    who = reading.referents.referent_of[mention.subject]
    anchors = accused.get((parse.sentence_of[mention.anchor], who), [])
    while anchors and node not in anchors and parse.heads[node] != node:
        node = parse.heads[node]
    cleared = factuality == "asserted" or lemma_of(parse, node) in LISTS["acquitting"]
    return replace(mention, judged=Judgement("hypothetical")) if node in anchors and cleared else mention


def _qualified(reading: Reading, mention: RelationMention) -> RelationMention:
    if mention.clause < 0 or mention.object < 0 or mention.predicate not in _QUALIFIED:
        return mention
    clause, given = reading.clauses[mention.clause], dict(mention.qualifiers)
    for name, head in _heads(reading, mention, clause):
        timed = any(time.start <= head < time.end for time in reading.times)
        pronoun = reading.parse.pos[head] == "PRON"
        if name and name not in given and not timed and not pronoun and not _is_argument(reading, mention, head):
            given[name] = _words(reading.parse, head)
    given = {name: value for name, value in given.items() if value != ""}
    told = clause.lemma.split("_")[0] not in LISTS["plain"] and reading.parse.pos[clause.verb] == "VERB"
    if told and mention.predicate in LISTS["hurt"] and mention.rule != PROPOSED:
        given.setdefault("means", reading.parse.lowers[clause.verb])
    return replace(mention, qualifiers=tuple(given.items()))


def _heads(reading: Reading, mention: RelationMention, clause: Clause) -> Iterator[tuple[str, int]]:
    """The heads of what may qualify a mention, with the name of the qualifier."""
    parse, relation = reading.parse, mention.predicate
    charging = not LISTS["charging"].isdisjoint((clause.lemma.split("_")[0], lemma_of(parse, clause.head)))
    punished, charged = charging and relation in LISTS["punished"], relation in LISTS["charged"]
    for argument in clause.arguments:
        head, preposition, lemma = argument.head, argument.preposition, lemma_of(parse, argument.head)
        if clause.link == "relcl" and head == parse.heads[clause.verb]:
            continue  # "the debate in which he accused her"
        outer = argument.role in ("oblique", "complement")
        if _is_money(parse, head):
            yield "penalty" if punished else "amount" if relation in LISTS["paid"] else "", head
        elif lemma in LISTS["penalties"] and (preposition in LISTS["penalty_prepositions"] or not outer):
            yield "penalty" if punished else "", head
        elif charged and (preposition in LISTS["charge_prepositions"] if outer else lemma in LISTS["charges"]):
            beside = preposition == "with" and clause.lemma not in LISTS["charges"]  # "arrested with two friends"
            if (charging or lemma in LISTS["charges"]) and not beside and lemma not in LISTS["idle"]:
                yield "charge", _charged(parse, head)
        elif relation in LISTS["hurt"] and outer and not charging and preposition in LISTS["means_prepositions"]:
            yield "means" if _is_means(reading, head, preposition) else "", head
    if charged and parse.pos[clause.head] == "NOUN" and lemma_of(parse, clause.head) in LISTS["charges"]:
        yield "charge", _charged(parse, clause.head)


def _is_means(reading: Reading, head: int, preposition: str) -> bool:
    """Return whether what a preposition brings is an event or a weapon: "in a crash", "with a knife"."""
    place = reading.referents.phrase_at[head]
    if place < 0 or reading.referents.phrases[place].head != head:
        return False
    cls = reading.referents.cls(place)
    return ontology.is_a(cls, "Event") or (preposition != "in" and ontology.is_a(cls, "Product"))


def _charged(parse: Parse, head: int) -> int:
    """Return the token that a noun for charges is about ("two counts of assault"), else the head itself."""
    if lemma_of(parse, head) not in LISTS["charges"]:
        return head
    about = [node for node in parse.dependents(head, "prep") if parse.lowers[node] in ("of", "for")]
    inner = [n for node in about for n in parse.dependents(node, "pobj", "pcomp")]
    inner += [
        n for n in parse.dependents(head, "acl", "ccomp", "relcl") if parse.dependents(n, "mark")
    ]  # "that he lied"
    return inner[0] if inner else head


def _is_money(parse: Parse, head: int) -> bool:
    """Return whether a noun is a sum of money: "$3 million", "2 million euros"."""
    if lemma_of(parse, head) in _CURRENCIES:
        return any(parse.pos[node] == "NUM" for node in parse.children[head])
    return not _SIGNS.isdisjoint(parse.words[head]) or any(
        not _SIGNS.isdisjoint(parse.words[n]) for n in parse.children[head]
    )


def _is_argument(reading: Reading, mention: RelationMention, head: int) -> bool:
    """Return whether a word is none of a qualifier's: it heads an argument of the mention."""
    return any(reading.referents.phrases[p].head == head for p in (mention.subject, mention.object) if p >= 0)


def _words(parse: Parse, head: int) -> str:
    """The words of a noun or a gerund with what belongs to it, without the article, cut short where they are many."""
    start = end = head
    for node in parse.children[head]:
        if parse.tags[node] in ("VBZ", "VBP", "VBD") or parse.dependents(node, "aux"):
            continue  # "convicted of spying and is in jail"
        if parse.deps[node] == "conj":
            end = max(end, parse.right[node])
        elif parse.deps[node] == "cc":
            continue
        elif parse.deps[node] not in _AFTER and not (parse.deps[node] == "det" and parse.tags[node] == "DT"):
            start, end = min(start, parse.left[node]), max(end, parse.right[node])
    if lemma_of(parse, head) in LISTS["charges"]:
        return parse.words_of(start, head + 1) if start < head else ""  # "federal charges", but no mere "charges"
    if end + 1 - start > _LONGEST:
        cuts = {parse.left[t] for t in range(head + 1, end + 1) if parse.deps[t] in _CUT}
        end = max((cut - 1 for cut in cuts if head + 1 < cut <= start + _LONGEST), default=min(head + 2, end))
    return parse.words_of(start, end + 1)

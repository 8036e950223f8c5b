"""The relations of a statement that answer the question which it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.ask.model import ANYONE, ASKED, Pattern, Term
from kg.ask.statements import asked_tokens, called_tokens
from kg.ask.wording import DAY_VALUE
from kg.ontology import RELATIONS, labels
from kg.text.lexicon.tables import table, words
from kg.text.model import UNNAMED

if TYPE_CHECKING:
    from kg.ask.wording import Wording
    from kg.text.model import Reading, RelationMention

__all__ = ["FoundPattern", "chosen", "may_be", "patterns_in"]

_FOLLOWS: Final = {name: frozenset(of.split()) for name, of in table("words/questions")["follows"].items()}
"""The relations from which each of these follows."""
_ARTICLES: Final = words("words/function_words", "determiners", "articles")


@dataclass(frozen=True, slots=True)
class FoundPattern:
    """A pattern with the tokens of the statement that it accounts for.

    `at_verb`: the sentence's own predicate says it. `aligned`: its subject is the predicate's, and not its object.
    """

    pattern: Pattern
    used: frozenset[int]
    at_verb: bool
    aligned: bool
    needs: str = ""


def patterns_in(reading: Reading, wording: Wording) -> list[FoundPattern]:
    """The relations of the statement that answer the question."""
    meant = _meant(reading, wording)
    found: list[FoundPattern] = []
    for mention in reading.relations:
        used = {mention.anchor}
        clause = reading.clauses[mention.clause] if mention.clause >= 0 else None
        if clause is not None:
            used |= {clause.head, clause.verb}
            used |= {t for t in reading.parse.children[clause.verb] if _belongs(reading, t)}
        ends = [_term(reading, place, meant, used) for place in (mention.subject, mention.object)]
        if mention.kind == "date" and mention.value == DAY_VALUE:
            ends[1] = ASKED
        elif mention.kind != "entity":
            continue
        extra = tuple((name, _term(reading, p, meant, used)) for name, p in mention.qualifiers if isinstance(p, int))
        if mention.predicate == "holdsRole":
            extra += tuple(("roleAt", _term(reading, p, meant, used)) for p in _bodies(reading, mention))
        terms = [*ends, *(term for _, term in extra)]
        known = any(term.kind in {"called", "words"} for term in terms)
        if not known or (ASKED not in terms and wording.asking not in {"when", "whether"}) or ends[0] == ends[1]:
            continue
        if wording.asking == "where" and mention.predicate == "locatedIn" and _says_more(reading, mention):
            continue
        negated = mention.negated or (clause is not None and clause.negated)
        pattern = Pattern(ends[0], mention.predicate, ends[1], tuple(dict.fromkeys(extra)), negated)
        found.append(
            FoundPattern(
                pattern,
                frozenset(used),
                at_verb=clause is not None and (clause.parent < 0 or clause.link == "light"),
                aligned=_is_aligned(reading, mention),
                needs=_needed(reading, mention),
            )
        )
    return found


def chosen(found: list[FoundPattern], wording: Wording) -> list[FoundPattern]:
    """What the question's predicate says rather than what else stands there, relations of the ontology before others.

    A post says more than what follows from it, as that who holds it leads the body; and of the relations that a verb
    says at once ("beat": defeated, competes with), the one that is called so says most.
    """
    own = [each for each in found if each.pattern.relation in RELATIONS]
    posts = [each for each in own if each.pattern.relation == "holdsRole" and each.pattern.object.kind == "words"]
    if posts and wording.verb in {"be", "become"}:
        return posts
    stem = wording.verb.removesuffix("e")
    said = [each for each in own if each.at_verb]
    relations = {each.pattern.relation for each in said}
    said = [each for each in said if relations.isdisjoint(_FOLLOWS.get(each.pattern.relation, ()))]
    named = [each for each in said if stem and each.pattern.relation.lower().startswith(stem)]
    aligned = [each for each in named or said if each.aligned]
    if aligned or said:
        return aligned or said
    if wording.verb == "be" and own:
        return own
    return [each for each in found if each.pattern.relation not in RELATIONS and each.at_verb]


def may_be(pattern: Pattern, cls: str) -> bool:
    """Whether the ontology lets what is asked for be of the class that it was read with."""
    relation = RELATIONS.get(pattern.relation)
    if relation is None or not cls:
        return True
    return (pattern.subject != ASKED or relation.takes_subject(cls)) and (
        pattern.object != ASKED or relation.kind != "entity" or relation.takes_object(cls)
    )


def _meant(reading: Reading, wording: Wording) -> dict[int, Term]:
    """What each referent stands for that is asked for or called by a name of the graph."""
    asked = asked_tokens(reading, wording)
    names = {
        token: place for (start, end), place in called_tokens(reading.parse, wording) for token in range(start, end)
    }
    found: dict[int, Term] = {}
    for row, referent in zip(reading.referents.phrases, reading.referents.referent_of, strict=True):
        if row.head in names and row.start in names:
            found.setdefault(referent, Term("called", names[row.head]))
    for row, referent in zip(reading.referents.phrases, reading.referents.referent_of, strict=True):
        if row.head in asked:
            found[referent] = ASKED
    found.pop(-1, None)
    return found


def _bodies(reading: Reading, post: RelationMention) -> list[int]:
    """The bodies that the words for a post are of."""
    beside = (m for m in reading.relations if m.anchor == post.anchor and m.subject == post.subject)
    return [mention.object for mention in beside if mention.predicate in {"worksFor", "leads"}]


def _says_more(reading: Reading, mention: RelationMention) -> bool:
    """Whether the word that says where something is says what befell it, too: "was arrested in X"."""
    return any(each.anchor == mention.anchor and each.predicate != mention.predicate for each in reading.relations)


def _belongs(reading: Reading, token: int) -> bool:
    """Whether a word below a verb belongs to it: an auxiliary, a particle, the noun of "take part"."""
    parse = reading.parse
    return parse.deps[token] in {"prt", "aux", "auxpass"} or (
        parse.deps[token] == "dobj" and not parse.children[token] and parse.tags[token] == "NN"
    )


def _is_aligned(reading: Reading, mention: RelationMention) -> bool:
    """Whether the subject of the relation is that of the clause that says it, not its object."""
    if mention.clause < 0 or mention.subject < 0:
        return True
    clause, head = reading.clauses[mention.clause], reading.referents.phrases[mention.subject].head
    return head in clause.heads("subject") or not clause.heads("subject")


def _needed(reading: Reading, mention: RelationMention) -> str:
    """The noun that says more than where something lies: "is the capital of"."""
    noun = reading.parse.lemmas[mention.anchor].lower()
    lies = mention.predicate in {"locatedIn", "partOf"} and reading.parse.pos[mention.anchor] == "NOUN"
    return noun if lies and noun not in labels()[mention.predicate].split() else ""


def _term(reading: Reading, phrase: int, meant: dict[int, Term], used: set[int]) -> Term:
    """What a phrase of the statement stands for; its tokens are accounted for."""
    if phrase == UNNAMED:
        return ANYONE
    row, parse = reading.referents.phrases[phrase], reading.parse
    used.update(range(row.start, row.end))
    if known := meant.get(reading.referents.referent_of[phrase]):
        return known
    start = row.start + (parse.lowers[row.start] in _ARTICLES and row.end - row.start > 1)
    return Term("words", words=parse.words_of(start, row.end))

"""Who says a clause, beside the syntax of complements: "according to X", "X, officials say, is Y", a final tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.lexicon.tables import words
from kg.text.syntax.dependencies import NOMINAL, child, lemma_of

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from kg.text.model import Clause, Parse

__all__ = ["SOURCE_PREPOSITIONS", "named_source", "named_sources", "named_subject", "speaker_of"]

SOURCE_PREPOSITIONS = words("words/attitudes", "reporting", "phrases")
"""Prepositions that bring who says a clause: "according to X"."""
_NO_SOURCES = words("words/attribution/sources", "no_sources")
_REPORTING = words("words/attitudes", "reporting", "verbs")
_DOCUMENTS = words("words/nouns/documents", "words")
_ISSUING = words("words/attribution/sources", "issuing")
_TAGS = words("words/attribution/sources", "tags")
_QUOTING = words("words/attribution/sources", "quoting")
_LEARNING = words("words/attribution/sources", "learning")
_SHORTEST = 4
"""The fewest words before a tag."""
_BACK = 500
"""How many words back the author of "the report" may be named."""


def named_subject(parse: Parse, clause: Clause, outside: Container[int] = ()) -> int:
    """The first subject of a clause that may name who says it and is none of the tokens `outside`; -1 for none."""
    heads = (head for head in clause.heads("subject") if head not in outside)
    return next((head for head in heads if parse.lowers[head] not in _NO_SOURCES), -1)


def named_source(parse: Parse, clauses: Sequence[Clause], clause: Clause) -> int:
    """Who says what a clause of saying governs, -1 for none: its subject.

    It is Y in "X quoted Y as saying that …" and "X heard from Y that …".
    """
    above = clauses[clause.parent] if clause.link == "pcomp" else None
    if above is not None and above.lemma in _QUOTING and above.heads("object"):
        return above.heads("object")[0]
    told = clause.heads("oblique", "from") if clause.lemma in _LEARNING else ()
    return told[0] if told else named_subject(parse, clause)


def speaker_of(parse: Parse, token: int) -> int:
    """Who speaks through a document: the head of "the ministry" for "a statement from the ministry", else `token`.

    "The statement", later on, is that one.
    """
    lemma = lemma_of(parse, token)
    if lemma not in _DOCUMENTS:
        return token
    author = _author_beside(parse, token)
    if (
        author < 0
        and parse.left[token] == token - 1
        and parse.lowers[token - 1] == "the"
        and parse.right[token] == token
    ):
        first = max(-1, token - _BACK)
        before = (other for other in range(token - 1, first, -1) if parse.lemmas[other] == lemma)
        author = next((found for other in before if (found := _author_beside(parse, other)) >= 0), -1)
    return author if author >= 0 else token


def _author_beside(parse: Parse, token: int) -> int:
    """Whom the words beside a document name as its author, -1 for none."""
    for node in parse.children[token]:
        found = -1
        if parse.deps[node] == "poss":
            found = node
        elif parse.deps[node] == "prep" and parse.lowers[node] in {"from", "by", "of"}:
            found = child(parse, node, "pobj")
        elif parse.deps[node] in {"relcl", "acl"}:
            found = _author(parse, node)
        if found >= 0:
            return found
    labels = ("compound", "nmod", "amod")
    names = [c for c in parse.children[token] if parse.deps[c] in labels and parse.pos[c] == "PROPN"]
    return names[-1] if names else -1


def _author(parse: Parse, verb: int) -> int:
    """Who issued a document: "a report that the regulator wrote", "a report released by the ministry"; -1 for none."""
    if parse.lemmas[verb] not in _ISSUING:
        return -1
    by = child(parse, verb, "agent")
    author = child(parse, by, "pobj") if by >= 0 else child(parse, verb, "nsubj")
    return author if author >= 0 and parse.tags[author] not in {"WDT", "WP"} else -1


def named_sources(parse: Parse, clauses: Sequence[Clause]) -> dict[int, int]:
    """The head token of the source that a clause is attributed to, by the place of the clause."""
    found = _final_tags(parse, clauses)
    for place, clause in enumerate(clauses):
        if clause.link in {"parataxis", "advcl"} and clause.lemma in _REPORTING and _is_parenthetical(clause):
            found[clause.parent] = speaker_of(parse, clause.heads("subject")[0])
        for head in clause.heads("oblique", *SOURCE_PREPOSITIONS):
            found[place] = speaker_of(parse, head)
            if clause.link == "conj" and _ends_sentence(parse, head) and clause.parent >= 0:
                found.setdefault(clause.parent, found[place])  # "X came and Y left, according to Z"
    return found


def _ends_sentence(parse: Parse, token: int) -> bool:
    """Whether the phrase of a token stands at the end of its sentence."""
    return all(parse.pos[t] == "PUNCT" for t in range(parse.right[token] + 1, parse.sentence_end(token)))


def _is_parenthetical(clause: Clause) -> bool:
    """Whether a clause of saying stands beside what is said, which is no complement of its: "X, officials say, …"."""
    plain = clause.kind == "finite" and clause.marker in {"", "as"} and clause.parent >= 0
    return plain and bool(clause.heads("subject")) and not clause.heads("complement", "")


def _final_tags(parse: Parse, clauses: Sequence[Clause]) -> dict[int, int]:
    """As `named_sources`, of tags that the parser took for a noun phrase: "…, the Herald reports."."""
    verbs = {clause.verb for clause in clauses}
    tagged: dict[int, int] = {}
    for number, (start, end) in enumerate(parse.sentences):
        last = end - 1
        while last > start and parse.pos[last] == "PUNCT":
            last -= 1
        if last - start <= _SHORTEST or last in verbs or parse.lowers[last] not in _TAGS:
            continue
        if parse.pos[last - 1] in NOMINAL and "," in parse.words[max(start, last - 7) : last]:
            tagged[number] = last - 1
    return {
        place: tagged[parse.sentence_of[clause.verb]]
        for place, clause in enumerate(clauses)
        if clause.link in {"", "conj"} and parse.sentence_of[clause.verb] in tagged
    }

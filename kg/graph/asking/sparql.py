"""A question as plain SPARQL: what a reader can learn from, change, and put to the graph again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rdflib import Literal

from kg.ask.model import ASKED
from kg.graph.rdf.terms import predicate_iri
from kg.ontology import RELATIONS, shorten
from kg.spelling import fold

if TYPE_CHECKING:
    from kg.ask.model import Called, Pattern, Question, Term

__all__ = ["MOST_ROWS", "sparql_of"]

MOST_ROWS = 5_000
"""The most rows of an answer; more are mentioned."""

_COLUMNS = (
    "?answer ?value ?class ?subject ?relation ?object ?count ?factuality ?source ?time ?document ?publisher "
    "?published ?quote ?statement ?confidence"
)
_FACT = """\
    ?fact rdf:subject ?s ; rdf:predicate ?relation ; rdf:object ?o .
    FILTER NOT EXISTS { ?fact kg:broken ?reason }
    ?statement kg:fact ?fact ."""
_STATED = """\
  ?statement kg:factuality ?factuality ; kg:sentence ?sentence ; kg:document ?article .
  ?sentence kg:quote ?quote .
  ?article dcterms:identifier ?document .
  OPTIONAL { ?article dcterms:publisher ?publisher }
  OPTIONAL { ?article dcterms:date ?published }
  OPTIONAL { ?statement kg:confidence ?confidence }
  OPTIONAL { ?statement kg:source/rdfs:label ?source }
  OPTIONAL { ?statement kg:time ?time }
  OPTIONAL { ?statement kg:count ?count }
  OPTIONAL { ?s rdfs:label ?subject }
  OPTIONAL { ?o rdfs:label ?label }"""
_OBJECT = "  BIND(COALESCE(?label, STR(?o)) AS ?object)"
_NAMED = """\
  OPTIONAL { ?answer rdfs:label ?name }
  OPTIONAL { ?answer a ?class }
  BIND(COALESCE(?name, STR(?answer)) AS ?value)"""
_WHEN = """\
  BIND(STR(COALESCE(?time, ?published, "")) AS ?when)
  BIND(STRBEFORE(CONCAT(?when, "/"), "/") AS ?begin)
  BIND(IF(CONTAINS(?when, "/"), STRAFTER(?when, "/"), ?when) AS ?end)"""
_ABOUT = """\
    { ?fact rdf:subject ?given } UNION { ?fact rdf:object ?given }"""
_EVENTS = """\
    { ?fact rdf:subject ?given } UNION { ?fact rdf:object ?given }
    UNION { ?event kg:tookPlaceIn ?given . ?fact rdf:subject ?event }
    UNION { ?inside kg:locatedIn ?given . ?fact rdf:predicate kg:tookPlaceIn ; rdf:object ?inside }"""

_SAME_SENTENCE = """\
  ?lying kg:sentence ?sentence ; kg:fact ?whereabouts .
  VALUES ?lies { kg:locatedIn kg:tookPlaceIn kg:visited kg:diedIn }
  ?whereabouts rdf:subject ?there ; rdf:predicate ?lies ; rdf:object ?answer .
  FILTER((?there = ?s || ?there = ?o) && ?factuality != kg:negated)"""
"""The place that the same sentence gives for one of the ends; that of something else in it may be another. What did not
happen has none."""


def sparql_of(question: Question) -> str:
    """The query that answers a question: a row for each statement, or claim, that does."""
    match question.kind:
        case "claim" | "speaker":
            body = _claims(question)
        case "about" | "events":
            body = _facts_of(question)
        case _:
            body = _patterns(question)
    lines = [f"# {' '.join(question.text.split())}", f"SELECT DISTINCT {_COLUMNS}", "WHERE {", body, "}"]
    return "\n".join([*lines, "ORDER BY ?value ?document ?quote ?statement", f"LIMIT {MOST_ROWS + 1}", ""])


def _patterns(question: Question) -> str:
    branches = [
        f"    {{\n{_branch(question, place, pattern)}\n    }}" for place, pattern in enumerate(question.patterns)
    ]
    answer = " ?answer" if any(ASKED in _terms(pattern) for pattern in question.patterns) else ""
    parts = [_chosen(answer, "\n    UNION\n".join(branches)), _STATED]
    if question.kind == "place":
        parts.append(_SAME_SENTENCE)
    if question.kind == "whether":
        parts += [_OBJECT, "  BIND(?object AS ?value)"]
    elif question.kind == "time":
        parts += [_OBJECT, '  BIND(IF(isLiteral(?o), STR(?o), COALESCE(?time, "")) AS ?value)']
    else:
        parts += [_NAMED, _OBJECT, "  FILTER(?answer != kg:Unknown)"]
    if question.classes:
        parts.append(f"  FILTER(?class IN ({', '.join(f'kg:{name}' for name in question.classes)}))")
    return "\n".join([*parts, *_narrowed(question)])


def _terms(pattern: Pattern) -> tuple[Term, ...]:
    return pattern.subject, pattern.object, *(term for _, term in pattern.qualifiers)


def _chosen(answer: str, body: str) -> str:
    """The statements that some patterns choose, before anything is looked up for each: with a limit, or it is slow."""
    return (
        f"  {{\n    SELECT DISTINCT ?statement ?s ?relation ?o{answer} WHERE {{\n{body}\n    }}\n"
        f"    LIMIT {MOST_ROWS + 1}\n  }}"
    )


def _branch(question: Question, place: int, pattern: Pattern) -> str:
    """The facts of one pattern; a symmetric relation is looked up in both directions."""
    relation = RELATIONS.get(pattern.relation)
    names = [pattern.relation, *_below(pattern.relation)]
    ends = pattern.subject, pattern.object
    joined = _ends(question, place, "rdf:subject", "rdf:object", ends)
    if relation is not None and relation.symmetric:
        other = _ends(question, place, "rdf:object", "rdf:subject", ends)
        joined = f"    {{\n{joined}\n    }}\n    UNION\n    {{\n{other}\n    }}"
    lines = [joined, f"    VALUES ?relation {{ {' '.join(map(_prefixed, names))} }}", _FACT]
    for number, (name, term) in enumerate(pattern.qualifiers):
        lines.append(_qualifier(question, f"of{place}{number}", name, term))
    if pattern.negated:
        lines.append("    ?statement kg:factuality kg:negated .")
    return "\n".join(line for line in lines if line)


def _ends(question: Question, place: int, first: str, second: str, ends: tuple[Term, Term]) -> str:
    lines = [
        _end(question, f"given{place}{n}", end, term)
        for n, end, term in zip((0, 1), (first, second), ends, strict=True)
    ]
    return "\n".join(sorted((line for line in lines if line), key=lambda line: "VALUES" not in line))


def _prefixed(name: str) -> str:
    """A relation as SPARQL has it: "kg:metWith"."""
    iri = predicate_iri(name)
    short = shorten(iri)
    return short if short != iri else f"<{iri}>"


def _below(name: str) -> list[str]:
    """The relations that are a kind of another one."""
    return [each for each, relation in RELATIONS.items() if name in relation.parents and name != "relatedTo"]


def _end(question: Question, variable: str, end: str, term: Term) -> str:
    """Return the pattern that binds one end of a fact."""
    match term.kind:
        case "asked":
            return f"    ?fact {end} ?answer ."
        case "called":
            return f"    {_values(variable, question.called[term.called])}\n    ?fact {end} ?{variable} ."
        case "words":
            return f"    ?fact {end} ?{variable} .\n{_worded(variable, term.words)}"
    return ""


def _values(variable: str, called: Called) -> str:
    iris, labels = (f"<{iri}>" for iri in called.entities), sorted({" ".join(label.split()) for label in called.labels})
    return f"VALUES ?{variable} {{ {' '.join(iris)} }} # {', '.join(labels)}"


def _worded(variable: str, words: str) -> str:
    """That a name of an entity has these words, in the singular or the plural."""
    tests = " && ".join(
        f'CONTAINS(CONCAT(" ", ?{variable}Key), {Literal(f" {_stem(word)}").n3()})' for word in fold(words).split()
    )
    return f"    ?{variable} kg:nameKey ?{variable}Key . FILTER({tests or 'true'})"


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _qualifier(question: Question, variable: str, name: str, term: Term) -> str:
    """Return the patterns of the qualifiers: for a post, the body may be known by what else its holder does there."""
    if term.kind == "asked":
        return f"    ?statement kg:{name} ?answer ."
    if term.kind == "called":
        bound = f"    {_values(variable, question.called[term.called])}"
        here = f"{{ ?statement kg:{name} ?{variable} }}"
        if name == "roleAt":
            there = f"?fact rdf:subject ?holder . ?holder kg:worksFor|kg:leads|kg:memberOf ?{variable}"
            return f"{bound}\n    {here} UNION {{ {there} }}"
        return f"{bound}\n    {here}"
    if term.kind == "words":
        given = f"?statement kg:{name} ?{variable} . OPTIONAL {{ ?{variable} rdfs:label ?{variable}Label }}"
        tests = " && ".join(
            f"CONTAINS(LCASE(COALESCE(?{variable}Label, STR(?{variable}))), {Literal(_stem(word)).n3()})"
            for word in fold(term.words).split()
        )
        return f"    {given}\n    FILTER({tests or 'true'})"
    return ""


def _facts_of(question: Question) -> str:
    """All statements about an entity, or about what happened in a place, in which a body took part or at a time."""
    pattern = _ABOUT if question.kind == "about" else _EVENTS
    given = [f"    {_values('given', called)}\n{pattern}" for called in question.called[:1]]
    parts = [_chosen("", "\n".join([*given, _FACT])), _STATED, _OBJECT]
    parts += [
        f"  FILTER(CONTAINS(LCASE(?quote), {Literal(called.words.lower()).n3()}))" for called in question.called[1:]
    ]
    parts.append('  BIND(CONCAT(COALESCE(?subject, "unknown"), " ", STR(?relation), " ", ?object) AS ?value)')
    return "\n".join([*parts, *_narrowed(question)])


def _claims(question: Question) -> str:
    """Return the pattern of claims: what somebody says, or who says what has the words of the question."""
    (pattern,) = question.patterns
    parts = []
    if pattern.subject.kind == "called":
        parts.append(f"  {_values('speaker', question.called[pattern.subject.called])}")
    parts.append("""\
  ?statement a kg:Claim ; kg:source ?speaker ; kg:quote ?quote ; kg:document ?article .
  ?speaker rdfs:label ?subject .
  ?article dcterms:identifier ?document .
  OPTIONAL { ?article dcterms:publisher ?publisher }
  OPTIONAL { ?article dcterms:date ?published }
  OPTIONAL { ?statement kg:time ?time }
  BIND(kg:said AS ?relation)""")
    if question.kind == "claim":
        parts.append("  BIND(?quote AS ?value)")
    else:
        parts.append("  BIND(?speaker AS ?answer)\n  BIND(?subject AS ?value)")
    for name, term in pattern.qualifiers:
        if name == "about":
            called = question.called[term.called]
            names = sorted({fold(called.words), *map(fold, called.labels)})
            tests = " || ".join(f"CONTAINS(LCASE(?quote), {Literal(each).n3()})" for each in names)
            parts.append(
                f"  FILTER({tests} || EXISTS {{ {_values('topic', called)}\n"
                "    ?statement kg:containsStatement/kg:fact/(rdf:subject|rdf:object) ?topic })"
            )
    return "\n".join([*parts, *_narrowed(question)])


def _narrowed(question: Question) -> list[str]:
    """The conditions on time, and on the words of the sentence."""
    parts = []
    for word in question.words:
        said = Literal(_stem(word.lower())).n3()
        parts.append(f'  FILTER(CONTAINS(LCASE(?quote), {said}) || CONTAINS(LCASE(COALESCE(?value, "")), {said}))')
    if question.days is not None:
        first, last = question.days
        parts += [_WHEN, f'  FILTER(?when != "" && {_not_after("?begin", last)} && {_not_before("?end", first)})']
    return parts


def _week(day: str) -> str:
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year:04}-W{week:02}"


def _not_after(variable: str, day: str) -> str:
    """That a date, as precise as it is, begins no later than a day."""
    return _compared(variable, "<=", day)


def _not_before(variable: str, day: str) -> str:
    """That a date, as precise as it is, ends no earlier than a day."""
    return _compared(variable, ">=", day)


def _compared(variable: str, sign: str, day: str) -> str:
    days = f'{variable} IN ("", "..") || {variable} {sign} SUBSTR("{day}", 1, STRLEN({variable}))'
    return f'IF(CONTAINS({variable}, "W"), {variable} {sign} "{_week(day)}", {days})'

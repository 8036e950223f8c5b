"""A question as plain SPARQL: what a reader can learn from, change, and put to the graph again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Literal

from kg.ask.phrases import stem
from kg.graph.rdf.aggregates import UNSURE
from kg.graph.rdf.terms import predicate_iri
from kg.ontology import RELATIONS, shorten
from kg.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from kg.ask.model import Called, Question, Term

MOST_ROWS = 3_000
"""The most statements that are looked at for an answer; more are mentioned."""
_MOST_ARTICLES = 400
"""The most articles that a query names one by one."""

_COLUMNS = (
    "?statement ?s ?subject ?subjectClass ?sOwn ?relation ?o ?object ?objectClass ?oOwn ?factuality ?confidence "
    "?source ?time ?counted ?charge ?where ?quote ?begin ?words ?document ?publisher ?published"
)
_FACT = f"""\
  ?fact rdf:predicate ?relation ; rdf:subject ?s ; rdf:object ?o .
  FILTER NOT EXISTS {{ ?fact kg:broken ?reason FILTER(?reason != "{UNSURE}") }}
  ?statement kg:fact ?fact ; kg:document ?article ; kg:sentence ?sentence ; kg:factuality ?factuality .
  ?sentence oa:start ?begin .
  ?article dcterms:identifier ?document .
  OPTIONAL {{ ?statement kg:confidence ?confidence }}"""
_CHOSEN = "?statement ?relation ?s ?o ?article ?sentence ?factuality ?confidence ?document ?begin"
_SUREST = f"ORDER BY DESC(?confidence) ?document ?begin ?statement LIMIT {MOST_ROWS + 1}"
_CLASS = (
    "  OPTIONAL {{ ?{0} kg:class ?{0}Own }}\n"
    "  OPTIONAL {{ ?{0} a kg:Participant OPTIONAL {{ ?{0} a ?{0}Kind FILTER(?{0}Kind != kg:Participant) }} }}\n"
    "  BIND(COALESCE(?{0}Own, ?{0}Kind) AS ?{1})"
)
_STATED = f"""\
  ?sentence kg:quote ?quote .
  OPTIONAL {{ ?article dcterms:publisher ?publisher }}
  OPTIONAL {{ ?article dcterms:date ?published }}
  OPTIONAL {{ ?statement kg:source ?voice OPTIONAL {{ ?voice rdfs:label ?source }} }}
  OPTIONAL {{ ?statement kg:time ?time }}
  OPTIONAL {{ ?statement kg:count ?counted }}
  OPTIONAL {{ ?statement kg:charge ?charged OPTIONAL {{ ?charged rdfs:label ?charge }} }}
  OPTIONAL {{ ?statement kg:roleAt ?office OPTIONAL {{ ?office rdfs:label ?where }} }}
  # a line of the article's places is the statement's IRI, then those of its subject, predicate and object
  OPTIONAL {{
    ?article kg:statementSpans ?places .
    BIND(STRBEFORE(STRAFTER(STRAFTER(STRAFTER(?places, STR(?statement)), " "), " "), " ") AS ?words)
  }}
  OPTIONAL {{ ?s rdfs:label ?subject }}
{_CLASS.format("s", "subjectClass")}
  OPTIONAL {{ ?o rdfs:label ?label }}
{_CLASS.format("o", "objectClass")}
  BIND(COALESCE(?label, STR(?o)) AS ?object)"""


def sparql_of(
    question: Question, relations: Sequence[str], articles: Collection[str] | None, *, given: bool = True
) -> str:
    """Return the query of the statements, or claims, that may answer a question, a row for each.

    `relations` are those that it asks for, by name, any where there are none. Of a question that names neither end, or
    unless its ends are `given`, `articles` are the IRIs of those that mention what it does name, None for all.
    """
    is_claim = question.kind in {"claim", "speaker"}
    body = _claims(question) if is_claim else _statements(question, relations, articles, given)
    asked = " ".join(question.text.replace("\\", " ").split())
    lines = [f"# {asked}", f"SELECT DISTINCT {_COLUMNS}", "WHERE {", body, "}"]
    return "\n".join([*lines, _SUREST, ""])


def _statements(question: Question, relations: Sequence[str], articles: Collection[str] | None, is_given: bool) -> str:
    parts = []
    given = [term for term in (question.subject, question.object) if term.kind == "called" and is_given]
    if relations:
        below = [each for each, info in RELATIONS.items() if set(info.parents) & {*relations} - {"relatedTo"}]
        names = dict.fromkeys((*relations, *below))
        parts.append(f"  VALUES ?relation {{ {' '.join(map(_prefixed, names))} }}")
    if given:
        called = question.called[given[0].called]
        parts.append(f"  {values('given', called)}")
        parts.append("  { ?fact rdf:subject ?given } UNION { ?fact rdf:object ?given }")
        if question.kind == "events":
            parts[-1] += " UNION { ?event kg:tookPlaceIn ?given . ?fact rdf:subject ?event }"
            parts[-1] += " UNION { ?inside kg:locatedIn ?given . ?fact rdf:object ?inside }"
    elif articles is not None and len(articles) <= _MOST_ARTICLES:
        parts.append(f"  VALUES ?article {{ {' '.join(f'<{iri}>' for iri in sorted(articles))} }}")
    surest = f"  {{ SELECT DISTINCT {_CHOSEN} {{"  # before all else is fetched that is said of them
    return "\n".join([surest, *parts, _FACT, f"  }} {_SUREST} }}", _STATED])


def _prefixed(name: str) -> str:
    iri = predicate_iri(name)
    short = shorten(iri)
    return short if short != iri else f"<{iri}>"


def values(variable: str, called: Called) -> str:
    """Return what binds a variable to the entities that a name may mean, with their labels as a comment."""
    iris, labels = (f"<{iri}>" for iri in called.entities), sorted({" ".join(label.split()) for label in called.labels})
    return f"VALUES ?{variable} {{ {' '.join(iris)} }} # {', '.join(labels)}"


def keys_of(question: Question, term: Term) -> list[str]:
    """Return the spellings, in lower case, of which a text has one that mentions a term."""
    if term.kind == "words":
        return [stem(term.words.lower())]
    called = question.called[term.called]
    names = [called.words, *called.labels]
    last = [name.split()[-1] for name in names]  # of somebody the last name will do: "Marlow", but "Jr." beside it
    names += last if {*called.classes} == {"Person"} else []
    return [name for name in dict.fromkeys(each.lower() for each in names) if len(name) > 1]


def articles_with(keys: Iterable[str]) -> str:
    """Return the query of the articles that have one of these spellings, with the spelling."""
    written = " ".join(Literal(key).n3() for key in keys)
    return (
        f"SELECT DISTINCT ?key ?article ?document {{ VALUES ?key {{ {written} }}\n"
        "  ?article kg:text ?text ; dcterms:identifier ?document FILTER(CONTAINS(LCASE(?text), ?key)) }"
    )


def sentences_with(keys: Sequence[Sequence[str]]) -> str:
    """Return the query of the sentences that have one of each of these lists of spellings."""
    tests = " && ".join(
        f"({' || '.join(f'CONTAINS(LCASE(?quote), {Literal(key).n3()})' for key in each)})" for each in keys
    )
    return (
        "SELECT DISTINCT ?statement ?quote ?document ?publisher ?published {\n"
        "  { SELECT DISTINCT ?statement ?quote ?article {\n"
        f"    ?statement kg:quote ?quote FILTER({tests or 'true'})\n"
        "    ?said kg:sentence ?statement ; kg:document ?article } }\n"
        "  ?article dcterms:identifier ?document\n"
        "  OPTIONAL { ?article dcterms:publisher ?publisher }\n"
        f"  OPTIONAL {{ ?article dcterms:date ?published }} }} ORDER BY ?document ?statement LIMIT {MOST_ROWS}"
    )


def places_of(statements: Iterable[str]) -> str:
    """Return the query of the places that the sentence of each statement gives for one of its ends.

    The place of something else in the sentence may be another.
    """
    return (
        "SELECT DISTINCT ?statement ?place ?name ?class (?placeOwn AS ?own) {\n"
        f"  VALUES ?statement {{ {_iris(statements)} }}\n"
        "  ?statement kg:sentence ?sentence ; kg:fact ?fact . ?fact rdf:subject ?s ; rdf:object ?o .\n"
        "  ?lying kg:sentence ?sentence ; kg:fact ?whereabouts .\n"
        "  ?whereabouts rdf:subject ?there ; rdf:predicate ?lies ; rdf:object ?place .\n"
        "  ?place rdfs:label ?name FILTER(?there = ?s || ?there = ?o)\n"
        "  FILTER(?lies IN (kg:locatedIn, kg:tookPlaceIn, kg:visited, kg:diedIn))\n"
        + _CLASS.format("place", "class")
        + " }"
    )


def _iris(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in dict.fromkeys(iris))


def _claims(question: Question) -> str:
    parts = []
    if question.subject.kind == "called":
        parts.append(f"  {values('s', question.called[question.subject.called])}")
    parts.append("""\
  ?statement a kg:Claim ; kg:source ?s ; kg:quote ?quote ; kg:document ?article .
  ?s rdfs:label ?subject .
  ?article dcterms:identifier ?document .
  OPTIONAL { ?s kg:class ?subjectClass }
  OPTIONAL { ?article dcterms:publisher ?publisher }
  OPTIONAL { ?article dcterms:date ?published }
  OPTIONAL { ?statement kg:time ?time }
  BIND(kg:said AS ?relation)
  BIND(?quote AS ?object)""")
    for number, term in enumerate(question.context, 1):
        if term.kind == "called":
            called = question.called[term.called]
            names = sorted({fold(called.words), *map(fold, called.labels)})
            tests = " || ".join(f"CONTAINS(LCASE(?quote), {Literal(each).n3()})" for each in names)
            parts.append(
                f"  OPTIONAL {{ {values(f'topic{number}', called)}\n"
                f"    ?about{number} rdf:subject|rdf:object ?topic{number} .\n"
                f"    ?statement kg:containsStatement ?part{number} . ?part{number} kg:fact ?about{number} }}\n"
                f"  FILTER({tests} || BOUND(?topic{number}))"
            )
        else:
            parts.append(f"  FILTER(CONTAINS(LCASE(?quote), {Literal(stem(term.words)).n3()}))")
    return "\n".join(parts)

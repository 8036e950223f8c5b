"""The shapes of a graph in Turtle: those of `ontology/shapes.ttl`, and those made of each relation's domain and range.

A relation has two shapes. One looks at its direct triples: the subjects, and their objects. The other looks at its
facts, from the relation back along `rdf:predicate`, whether or not a document asserts them; a fact that is kept aside
(`kg:broken`) may break the rule. Shapes are SHACL Core alone.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.ontology import RELATIONS, labels
from kg.resources import ontology_file

if TYPE_CHECKING:
    from kg.ontology import Relation

__all__ = ["relation_shapes", "shapes"]

_VIOLATION = "sh:severity sh:Violation"
_VALUES = {
    "date": ("sh:node shape:Date", "an ISO 8601 day, month, year, week or interval"),
    "text": ("sh:node shape:Words", "words"),
}
"""The constraint on the values of a relation, and its words."""


@cache
def shapes() -> str:
    """Return all shapes as one Turtle document."""
    return f"{ontology_file('shapes.ttl').read_text('utf-8')}\n\n{relation_shapes()}"


def relation_shapes() -> str:
    """Return the shapes made of the ontology's relations, without the prefixes, which are those of `shapes.ttl`."""
    names = " ".join(f"kg:{name}" for name in RELATIONS)
    predicate = f"""shape:Predicate a sh:NodeShape ;
    sh:or ( [ sh:in ( {names} ) ] [ sh:pattern "^https://w3id[.]org/kg/p/." ] [ sh:in ( rdf:type ) ] [ sh:class rdf:Property ] ) .
"""  # noqa: E501 (one line of Turtle)
    return "\n".join([predicate, *map(_shapes_of, RELATIONS.values())])


def _shapes_of(relation: Relation) -> str:
    name = relation.name
    subjects, subject_words = _classes(relation.domain)
    objects, object_words = _VALUES.get(relation.kind) or _classes(relation.range)
    found = f"""shape:{name} a sh:NodeShape ;
    sh:targetSubjectsOf kg:{name} ;
    {subjects} ; sh:message "The subject of {name} is {subject_words}." ; {_VIOLATION} ;
    sh:property [ sh:path kg:{name} ; {objects} ; sh:message "The object of {name} is {object_words}." ; {_VIOLATION} ] .

shape:{name}Fact a sh:NodeShape ;
    sh:targetNode kg:{name} ;
    sh:property [
        sh:path [ sh:inversePath rdf:predicate ] ;
        sh:or ( shape:KeptAside [ sh:property [ sh:path rdf:subject ; {subjects} ] , [ sh:path rdf:object ; {objects} ] ] ) ;
        sh:message "A fact of {name} has {subject_words} as its subject and {object_words} as its object." ; {_VIOLATION}
    ] .
"""  # noqa: E501 (lines of Turtle)
    return f"{found}\n{_pairs_of(relation)}" if relation.ranges_by_domain else found


def _pairs_of(relation: Relation) -> str:
    """Return the shapes of a relation whose objects depend on the class of the subject."""
    name = relation.name
    free = [cls for cls in relation.domain if cls not in dict(relation.ranges_by_domain)]
    pairs = [(_classes((cls,)), _classes(wanted)) for cls, wanted in relation.ranges_by_domain]
    direct = [f"[ {one[0]} ; sh:property [ sh:path kg:{name} ; {other[0]} ] ]" for one, other in pairs]
    stated = [
        f"[ sh:property [ sh:path rdf:subject ; {one[0]} ] , [ sh:path rdf:object ; {other[0]} ] ]"
        for one, other in pairs
    ]
    direct += [f"[ sh:class kg:{cls} ]" for cls in free]
    stated += [f"[ sh:property [ sh:path rdf:subject ; sh:class kg:{cls} ] ]" for cls in free]
    words = "; ".join(f"{one[1]} to {other[1]}" for one, other in pairs)
    message = f'sh:message "{name} links {words}." ; {_VIOLATION}'
    return f"""shape:{name}Pairs a sh:NodeShape ;
    sh:targetSubjectsOf kg:{name} ;
    sh:or ( {" ".join(direct)} ) ;
    {message} .

shape:{name}PairsFact a sh:NodeShape ;
    sh:targetNode kg:{name} ;
    sh:property [
        sh:path [ sh:inversePath rdf:predicate ] ;
        sh:or ( shape:KeptAside {" ".join(stated)} ) ;
        {message}
    ] .
"""


def _classes(names: tuple[str, ...]) -> tuple[str, str]:
    """Return the constraint that a node is of one of some classes, and its words: "a place or an event"."""
    if len(names) == 1:
        return f"sh:class kg:{names[0]}", _with_article(names[0])
    *most, last = map(_with_article, names)
    choices = " ".join(f"[ sh:class kg:{name} ]" for name in names)
    return f"sh:or ( {choices} )", f"{', '.join(most)} or {last}"


def _with_article(cls: str) -> str:
    word = labels()[cls]
    if cls == "People":  # a plural
        return word
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"

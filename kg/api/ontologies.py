"""A proposal for an ontology from what texts say, and how well annotated texts are read."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.api.reading import DEFAULTS
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.api.graph import Graph
    from kg.api.reading import Paths, Progress, ReadOptions
    from kg.evaluation.scoring import Scores
    from kg.model import Extraction
    from kg.ontologies.model import OwnRules
    from kg.ontologies.suggesting import Occurrence


def suggest_ontology(
    found: Iterable[Extraction] | Graph, *, base: str = "https://example.org/ontology#", least: int = 3, most: int = 40
) -> str:
    """Propose an ontology, as a Turtle file to edit, from the verbs and nouns of texts or of a graph.

    Of the predicates and nouns that occur at least so often, at most so many are given; see `kg.ontologies.suggesting`.

    Raises:
        InputError: nothing occurs so often, or `base` is no address of the web.
    """
    from kg.api.graph import Graph
    from kg.graph.ontologies import write_proposal
    from kg.links.model import is_iri
    from kg.ontologies.suggesting import propose

    if not is_iri(base) or base[-1] not in "/#":
        raise InputError(f"{base}: is no namespace: give an address that ends in / or #")
    occurrences, entities = _of_graph(found) if isinstance(found, Graph) else _of_extractions(found)
    proposal = propose(occurrences, entities, least=least, most=most)
    if not proposal.relations and not proposal.classes:
        raise InputError(
            f"no predicate or noun of these texts occurs {least} times: give more texts, or a smaller number"
        )
    return write_proposal(proposal, base)


type _Occurring = tuple[list[Occurrence], list[tuple[str, str, tuple[str, ...]]]]


def _of_extractions(extractions: Iterable[Extraction]) -> _Occurring:
    from kg.ontologies.suggesting import Occurrence

    occurrences, entities = [], []
    for each in extractions:
        text, classes = each.document.text, {entity.id: entity.cls for entity in each.entities}
        entities += [(entity.name, entity.cls, entity.aliases) for entity in each.entities]
        for fact in each.facts:
            span = next((s for s in each.sentences if s.covers(fact.evidence.clause)), None)
            if not fact.predicate.startswith("p/") or fact.kind != "entity" or span is None:
                continue
            ends = [
                None if end is None else (end.begin - span.begin, end.end - span.begin)
                for end in (fact.evidence.subject, fact.evidence.object)
            ]
            kinds = classes.get(fact.subject, ""), classes.get(fact.object, "")
            occurrences.append(Occurrence(fact.predicate, *kinds, span.slice(text), each.document.id, *ends))
    return occurrences, entities


def _of_graph(graph: Graph) -> _Occurring:
    from kg.ontologies.suggesting import Occurrence

    contents = graph.contents
    texts = {document.iri: document.text for document in contents.documents}
    classes = {entity.iri: entity.cls for entity in contents.entities}
    entities = [(entity.label, entity.cls, entity.aliases) for entity in contents.entities]
    occurrences = [
        Occurrence(
            each.predicate,
            classes.get(each.subject, ""),
            classes.get(each.object, ""),
            texts[each.document][each.begin : each.end],
            each.document,
            *(
                None if end is None else (end[0] - each.begin, end[1] - each.begin)
                for end in (each.subject_span, each.object_span)
            ),
        )
        for each in contents.statements
        if each.predicate.startswith("p/") and not each.literal
    ]
    return occurrences, entities


def evaluate(
    gold: Paths, *, options: ReadOptions = DEFAULTS, progress: Progress | None = None, **changes: Any
) -> Scores:
    """Score what kg finds in annotated texts; see `kg.evaluation` and, for `options` and `changes`, `kg.api.build`.

    If texts are annotated by triples in words, only the relations that occur in them count, and those of the ontology.

    Raises:
        InputError: a file cannot be read or is malformed, or names an unknown relation.
        ModelError, RuleError: as for `kg.api.build`.
    """
    from kg.evaluation.gold import read_gold
    from kg.evaluation.scoring import score
    from kg.model import Document
    from kg.pipeline import read
    from kg.read.text import clean

    named = [gold] if isinstance(gold, (str, os.PathLike)) else gold
    texts = read_gold(map(Path, named))
    extractor = replace(options, **changes).extractor()
    own, names = extractor.own, _relation_names(extractor.own)
    written = {fact.relation for text in texts for fact in text.facts}
    unknown = sorted(each for each in written if each not in names and not each.startswith("p/"))
    if unknown:
        raise InputError(f"{unknown[0]!r}: the annotation names a relation that neither kg nor the ontology has")
    scored = None
    if own is not None or not all(text.whole for text in texts):
        scored = {names.get(each, each) for each in written} | set(own.ontology.relations if own else ())
    read_texts = (
        (text, read(Document(text.id, clean(text.text), date=text.date), extractor))
        for text in (texts if progress is None else progress(texts, len(texts)))
    )
    return score(read_texts, names, scored)


def _relation_names(own: OwnRules | None) -> dict[str, str]:
    """Return the relations by all names that an annotation may have for them; the user's own before kg's."""
    from kg.ontology import NAMESPACE, RELATIONS, labels

    found: dict[str, str] = {}
    for name in RELATIONS:
        for spelling in (name, f"kg:{name}", f"{NAMESPACE}{name}", labels().get(name, name)):
            found[spelling] = name
    for iri, relation in own.ontology.relations.items() if own else ():
        for spelling in (iri, iri.rstrip("/#").replace("#", "/").rpartition("/")[2], relation.label):
            found[spelling] = iri
    return found

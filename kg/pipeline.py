"""From documents to extractions: the one module that knows the order of the stages."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.model import Extraction
from kg.resources import VERSION
from kg.rules.rule_set import shipped_rules
from kg.text.assembly.extraction import assemble
from kg.text.attribution.claims import find_claims
from kg.text.attribution.factuality import judge
from kg.text.attribution.quotes import find_quotes
from kg.text.coref.resolution import resolve
from kg.text.mentions.noun_phrases import find_phrases
from kg.text.model import Reading
from kg.text.ner.names import find_names
from kg.text.parsing.parser import load_parser
from kg.text.ranking.ranker import load_ranker
from kg.text.refiners.principals import bind_principals
from kg.text.refiners.wider_places import add_wider_places
from kg.text.relations.class_inference import infer_classes
from kg.text.relations.finding import find_relations
from kg.text.roles.holders import find_roles
from kg.text.syntax.clauses import find_clauses
from kg.text.temporal.clause_times import attach_times
from kg.text.temporal.dateline import find_date
from kg.text.temporal.expressions import find_times
from kg.weights.files import weights_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from importlib.resources.abc import Traversable

    from kg.model import Document
    from kg.rules.rule_set import RuleSet
    from kg.text.model import Parse, Referents, RelationMention
    from kg.text.parsing.parser import Parser
    from kg.text.ranking.ranker import Ranker

__all__ = ["extract", "read", "rules_hash"]

_log = logging.getLogger(__name__)

type Refiner = Callable[[Parse, Referents, Sequence[RelationMention]], tuple[RelationMention, ...]]
"""What corrects the relation mentions of a document (`kg.text.refiners`)."""

_REFINERS: tuple[Refiner, ...] = (add_wider_places, bind_principals)


def extract(  # noqa: PLR0913 (each is an option of its own)
    documents: Iterable[Document],
    *,
    model: str | None = None,
    rules: RuleSet | None = None,
    ranked: bool = True,
    accurate: bool = False,
    on_failure: Callable[[Document, Exception], None] | None = None,
) -> Iterator[Extraction]:
    """What each document says, one after the other; only the one being read is held in memory.

    `model` names an installed spaCy pipeline instead of the default one, `rules` those to read with instead of the
    ones that come with kg; `ModelError` where the model is none, `RuleError` where a rule table is broken. Unless
    `ranked`, the rules speak alone: what they find keeps their own confidence, and nothing is added or left out.
    `accurate` has a transformer read each sentence too (the extra `kg[accurate]`; `ModelError` without it). A defect
    met in one document does not stop the others: the document is left out, and `on_failure` called, or that is logged.
    """
    parser = load_parser(model)
    if accurate:
        load_ranker(accurate=True)  # what it needs may be missing: better now than at the first document
    for document in documents:
        try:
            extraction = read(document, parser, rules, ranked=ranked, accurate=accurate)
        except KgError:  # no defect: a broken rule table, say, which the user can correct
            raise
        except Exception as error:  # noqa: BLE001 - whatever a hostile text triggers must not stop the other documents
            if on_failure is None:
                _log.exception("document %s could not be read", document.id)
            else:
                on_failure(document, error)
            continue
        yield extraction


def read(
    document: Document,
    parser: Parser,
    rules: RuleSet | None = None,
    *,
    ranked: bool = True,
    accurate: bool = False,
) -> Extraction:
    """What one document says; its date, where it is not known, is the one that its text gives. See `extract`."""
    if document.date is None:
        document = replace(document, date=find_date(document.text))
    rules = rules or shipped_rules()
    reading = read_parse(parser.parse(document), document, rules)
    if ranked:
        reading = _ranked(reading, rules, load_ranker(accurate=accurate))
    found = assemble(reading)
    return Extraction(
        document=document,
        entities=found.entities,
        facts=found.facts,
        claims=found.claims,
        sentences=tuple(reading.parse.span(start, end) for start, end in reading.parse.sentences),
        made_by=(
            ("kg", VERSION),
            ("model", f"{parser.name} {parser.version}"),
            *((("own_rules", rules.own_hash),) if rules.own_hash else ()),
            *((("ranking", weights_hash(accurate=accurate)),) if ranked else ()),
            ("rules", rules_hash()),
        ),
    )


def _ranked(reading: Reading, rules: RuleSet, ranker: Ranker) -> Reading:
    """What the model leaves and adds; of what a user's own rules find, which it does not know, it judges nothing."""
    own = tuple(mention for mention in reading.relations if mention.rule in rules.own)
    others = tuple(mention for mention in reading.relations if mention.rule not in rules.own)
    return ranker.rank(replace(reading, relations=others), own)


def read_parse(parse: Parse, document: Document, rules: RuleSet | None = None) -> Reading:
    """Run the stages from a parse to relation mentions."""
    phrases = find_phrases(parse, find_names(parse))
    clauses = find_clauses(parse)
    quotes = find_quotes(parse, clauses)
    referents = resolve(parse, phrases, quotes)
    times = find_times(parse, document.date)
    relations: tuple[RelationMention, ...] = (
        *find_roles(parse, referents),
        *find_relations(parse, referents, clauses, times, rules),
    )
    for refine in _REFINERS:
        relations = refine(parse, referents, relations)
    return Reading(
        parse=parse,
        referents=infer_classes(referents, relations, rules),
        clauses=clauses,
        judgements=judge(parse, clauses, quotes),
        times=times,
        clause_times=attach_times(parse, clauses, times),
        relations=relations,
        claims=find_claims(parse, clauses, quotes),
        today=document.date,
    )


@cache
def rules_hash() -> str:
    """The first 16 hex digits of the SHA-256 of every rule table, names and contents, in order of their paths."""
    total = hashlib.sha256()
    for path, content in sorted(_tables(resources.files("kg.rules").joinpath("en"), "en")):
        total.update(f"{path}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()[:16]


def _tables(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _tables(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(".toml"):
            yield f"{path}/{entry.name}", entry.read_bytes()

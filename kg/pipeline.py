"""From documents to extractions: the one module that knows the order of the stages."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from kg import ontology
from kg.errors import KgError
from kg.llm.consultation import consult
from kg.llm.kept import kept_reply
from kg.llm.model import reads_any
from kg.model import Extraction
from kg.resources import VERSION, code_hash
from kg.rules.rule_set import shipped_rules
from kg.text.assembly import assemble
from kg.text.attribution.factuality import judge
from kg.text.attribution.quotes import find_claims, find_quotes
from kg.text.coref.resolution import resolve
from kg.text.mentions.noun_phrases import find_phrases
from kg.text.model import Reading, Referents
from kg.text.ner.names import find_names
from kg.text.parsing.parser import load_parser, model_id, parse_blank
from kg.text.parsing.zones import find_zones, read_zones
from kg.text.passages import find_passages, join_passages
from kg.text.ranking.ranker import load_ranker
from kg.text.relations.finding import find_relations
from kg.text.relations.own import read_own
from kg.text.relations.qualifiers import qualify
from kg.text.roles import find_roles
from kg.text.syntax.clauses import find_clauses
from kg.text.temporal.clause_times import attach_times
from kg.text.temporal.dateline import find_date
from kg.text.temporal.expressions import find_times
from kg.weights.files import language_model_name, read_weights, weights_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from importlib.resources.abc import Traversable

    from kg.llm.model import LanguageModel
    from kg.model import Consultation, Document
    from kg.ontologies.model import OwnRules
    from kg.rules.rule_set import RuleSet
    from kg.text.model import Name, Parse, RelationMention
    from kg.text.ranking.ranker import Ranker

_log = logging.getLogger(__name__)


_READING = ("text", "rules", "llm", "ontologies", "weights", "model.py", "ontology.py", "pipeline.py", "spelling.py")
"""The code that decides what a document says."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """What documents are read by.

    `model` names an installed spaCy pipeline instead of the default one, `rules` those to read with instead of the ones
    that come with kg. `llm` is an LLM whose replies, as far as they are kept, propose and check facts.
    `own` are the rules of a user's own ontology.
    """

    model: str | None = None
    rules: RuleSet | None = None
    llm: LanguageModel | None = None
    own: OwnRules | None = None

    @property
    def judged(self) -> bool:
        """Whether the statistical model judges what the rules find: it knows parses of the default pipeline alone."""
        return model_id(self.model) == language_model_name()

    @property
    def remark(self) -> str:
        """What a user should know before documents are read, "" for nothing."""
        if self.judged:
            return ""
        return f"{model_id(self.model)}: read with rules alone; the statistical model needs {language_model_name()}"

    def made_by(self) -> tuple[tuple[str, str], ...]:
        """What reads: model, rules and their versions, without loading them; `ModelError` where the model is none."""
        return (
            ("kg", f"{VERSION}+{code_hash(*_READING)}"),
            ("model", model_id(self.model)),
            *((("own_rules", self.rules.own_hash),) if self.rules and self.rules.own_hash else ()),
            ("ranking", weights_hash() if self.judged else "rules alone"),
            ("rules", rules_hash()),
            *((self.llm.made_by(),) if self.llm else ()),
            *((("ontology", self.own.ontology.digest),) if self.own else ()),
        )


def extract(
    documents: Iterable[Document],
    extractor: Extractor = Extractor(),
    *,
    on_failure: Callable[[Document, Exception], None] | None = None,
) -> Iterator[Extraction]:
    """What each document says, one after the other; only the one being read is held in memory.

    A defect met in one document does not stop the others: the document is left out, and `on_failure` is told (else the
    log).

    Raises:
        ModelError: the model is not installed.
        RuleError: a rule table is broken.
    """
    for document, result in read_each(documents, extractor):
        if isinstance(result, Extraction):
            yield result
        elif on_failure is None:
            _log.error("document %s could not be read", document.id, exc_info=result)
        else:
            on_failure(document, result)


def read_each(
    documents: Iterable[Document], extractor: Extractor = Extractor()
) -> Iterator[tuple[Document, Extraction | Exception]]:
    """Each document with what it says, or with the defect that was met in it; see `extract`.

    Nothing is loaded where there is no document.
    """
    for place, document in enumerate(documents):
        if place == 0:
            load(extractor)
        yield document, attempt(document, extractor)


def load(extractor: Extractor) -> None:
    """Load what an extractor needs, so that what is missing is known before the first document is read."""
    load_parser(extractor.model)
    if extractor.judged:
        load_ranker()


def attempt(document: Document, extractor: Extractor) -> Extraction | Exception:
    """What a document says, or the defect that was met in it."""
    try:
        return read(document, extractor)
    except KgError:  # no defect: a broken rule table, say, which the user can mend
        raise
    except Exception as error:  # noqa: BLE001 - whatever a hostile text triggers must not stop the other documents
        return error


def read(document: Document, extractor: Extractor = Extractor()) -> Extraction:
    """What one document says; what is not known of it is what its text gives: day, headline, authors, agency.

    See `extract`.
    """
    zones = find_zones(document.text)
    stated = read_zones(document.text, zones)
    published = (zone.span.slice(document.text) for zone in zones if zone.kind in {"publication", "date", "dateline"})
    own = find_date(document.text) or find_date("\n".join(published))
    if own is not None and (document.date is None or (document.published is None and own < document.date)):
        document = replace(document, date=own)  # a default day gives way to the text's own dateline
    found = _read_passages(document, extractor)
    document = replace(
        found.document,
        title=document.title or stated.title,
        publisher=document.publisher or stated.publisher,
        authors=document.authors or stated.authors,
    )
    return replace(found, document=document, stated=stated)


def _read_passages(document: Document, extractor: Extractor) -> Extraction:
    passages = find_passages(document.text)
    if len(passages) == 1:
        return _read_passage(document, extractor)
    parts = (
        (span.begin, _read_passage(replace(document, text=span.slice(document.text)), extractor)) for span in passages
    )
    return join_passages(document, parts)


def _read_passage(document: Document, extractor: Extractor) -> Extraction:
    rules = extractor.rules or shipped_rules()
    if reads_any(extractor.llm) and not document.in_english:
        reading = _unread(document)
    else:
        reading = read_parse(load_parser(extractor.model).parse(document), document, rules)
        if extractor.judged:
            reading = _ranked(reading, rules, load_ranker())
        reading = qualify(reading)
        if extractor.own is not None:
            reading = read_own(reading, extractor.own)
    consultation = None
    if extractor.llm is not None:
        own = {name: rules.by_id[name].relation for name in sorted(rules.own)}
        reading, consultation = consult(reading, extractor.llm, kept_reply(extractor.llm.replies), own)
    found = assemble(reading)
    return Extraction(
        document=document,
        entities=found.entities,
        facts=found.facts,
        claims=found.claims,
        sentences=tuple(reading.parse.span(start, end) for start, end in reading.parse.sentences),
        made_by=(*extractor.made_by(), *_unanswered(consultation)),
        consultation=consultation,
    )


def _unread(document: Document) -> Reading:
    """The reading of a document in a language that kg does not read: its sentences, for an LLM to read."""
    parse = parse_blank(document.text, document.language or "xx")
    referents = Referents((), (), (), (-1,) * len(parse))
    return Reading(parse, referents, (), (), (), (), (), today=document.date)


def _unanswered(consultation: Consultation | None) -> tuple[tuple[str, str], ...]:
    """What marks a reading that lacks replies, so that a document is read again once they are there."""
    number = len(consultation.unanswered) if consultation else 0
    return (("llm_unanswered", str(number)),) if number else ()


def _ranked(reading: Reading, rules: RuleSet, ranker: Ranker) -> Reading:
    """What the model leaves and adds; of what a user's own rules find, which it does not know, it judges nothing."""
    own = tuple(mention for mention in reading.relations if mention.rule in rules.own)
    others = tuple(mention for mention in reading.relations if mention.rule not in rules.own)
    return ranker.rank(replace(reading, relations=others), own)


def read_parse(
    parse: Parse, document: Document, rules: RuleSet | None = None, *, known: Sequence[Name] = ()
) -> Reading:
    """Run the stages from a parse to relation mentions; `known` are names that stand there whatever is found."""
    found = find_names(parse)
    if known:
        apart = (name for name in found if all(name.end <= each.start or each.end <= name.start for each in known))
        found = tuple(sorted((*apart, *known), key=lambda name: (name.start, -name.end)))
    phrases = find_phrases(parse, found)
    clauses = find_clauses(parse)
    quotes = find_quotes(parse, clauses)
    referents = resolve(parse, phrases, quotes)
    times = find_times(parse, document.date)
    relations: tuple[RelationMention, ...] = (
        *find_roles(parse, referents),
        *find_relations(parse, referents, clauses, times, rules),
    )
    claims = find_claims(parse, clauses, quotes)
    return Reading(
        parse=parse,
        referents=referents,
        clauses=clauses,
        judgements=judge(parse, clauses, quotes, claims),
        times=times,
        clause_times=attach_times(parse, clauses, times),
        relations=relations,
        claims=claims,
        today=document.date,
    )


@cache
def rules_hash() -> str:
    """Return the first 16 hex digits of the SHA-256 of all rule tables, the ontology and what coreference has learned.

    The order in which the ontology lists its terms does not count.
    """
    total = hashlib.sha256(read_weights("antecedents.toml"))
    total.update(repr((sorted(ontology.CLASSES.items()), sorted(map(repr, ontology.RELATIONS.values())))).encode())
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

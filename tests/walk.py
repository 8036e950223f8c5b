"""One sentence through all stages, with what each adds: the block of `docs/architecture.md` that a test holds true."""

from collections.abc import Iterable, Iterator
from datetime import date

from kg.model import Document, Extraction, Fact
from kg.pipeline import read, read_parse
from kg.text.model import Clause, Parse, Reading, RelationMention
from kg.text.ner.names import find_names
from kg.text.parsing.parser import load_parser

SENTENCE = (
    "Foreign Minister Ada Marlow of Kenya, who met Igor Horak in Varna, "
    "said on Tuesday that she had not signed the treaty."
)
PUBLISHED = date(2025, 9, 22)


def walk() -> str:
    """What each stage adds, a paragraph a stage, named by its package."""
    document = Document("walk", SENTENCE, date=PUBLISHED)
    parse = load_parser().parse(document)
    reading = read_parse(parse, document)
    return "\n".join(
        f"{stage:<12} {line}" if place == 0 else f"{'':<12} {line}"
        for stage, lines in _stages(parse, reading, read(document))
        for place, line in enumerate(lines)
    )


def _stages(parse: Parse, reading: Reading, extraction: Extraction) -> Iterator[tuple[str, list[str]]]:
    phrases, referents = reading.referents.phrases, reading.referents.referents

    def words(place: int) -> str:
        return parse.words_of(phrases[place].start, phrases[place].end)

    def mention(found: RelationMention) -> str:
        return f"{words(found.subject)} | {found.predicate} | {words(found.object)}   by {found.rule}"

    yield "parsing", [" ".join(f"{word}/{dep}" for word, dep in zip(parse.words, parse.deps, strict=True))]
    yield "ner", [_joined(f"{parse.words_of(n.start, n.end)}: {n.cls}" for n in find_names(parse))]
    kinds = (
        f"{words(place)} ({phrase.kind}{phrase.cls and ', ' + phrase.cls})" for place, phrase in enumerate(phrases)
    )
    yield "mentions", [_joined(kinds)]
    chains = (" = ".join(map(words, found.phrases)) for found in referents if len(found.phrases) > 1)
    yield "coref", [_joined(chains)]
    yield "syntax", [_clause(parse, clause) for clause in reading.clauses]
    times = (f"{parse.words_of(t.start, t.end)} = {t.value}, dates “{parse.words[t.governor]}”" for t in reading.times)
    yield "temporal", [_joined(times)]
    judged = [
        f"“{clause.lemma}” is {judgement.factuality}, said by {parse.words[judgement.source]}"
        for clause, judgement in zip(reading.clauses, reading.judgements, strict=True)
        if judgement.source >= 0
    ]
    claims = [f"claim of {parse.words[claim.source]}: “{claim.span.slice(parse.text)}”" for claim in reading.claims]
    yield "attribution", judged + claims
    by_stage: dict[str, list[str]] = {"roles": [], "relations": []}
    for found in reading.relations:
        stage = "roles" if found.rule.startswith("roles.") else "relations"
        by_stage[stage].append(mention(found))
    yield from by_stage.items()
    names = {entity.id: entity.name for entity in extraction.entities}

    def triple(fact: Fact) -> str:
        return f"{names[fact.subject]} | {fact.predicate} | {names[fact.object]}"

    yield (
        "ranking",
        [
            f"{triple(f)}   {f.confidence:.2f}" + (" added" if f.rule == "model.pair" else "")
            for f in sorted(extraction.facts, key=lambda f: -f.confidence)
        ],
    )
    yield (
        "assembly",
        [
            f"{triple(f)}   {f.factuality}"
            + (f" by {names[f.source]}" if f.source else "")
            + f"   “{f.evidence.clause.slice(SENTENCE)}”"
            for f in extraction.facts
            if f.rule != "model.pair"
        ],
    )


def _clause(parse: Parse, clause: Clause) -> str:
    parts = (f"{argument.preposition or argument.role} {parse.words[argument.head]}" for argument in clause.arguments)
    return f"{'not ' if clause.negated else ''}{clause.lemma}({', '.join(parts)})"


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(parts)

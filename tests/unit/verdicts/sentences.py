"""Extractions built by hand from marked sentences: quick, and as another version of kg might read them."""

from datetime import date

from kg.model import Document, Entity, Evidence, Extraction, Fact, Mention, Span

MADE_BY = (("kg", "0.1.0"), ("model", "en_core_web_md 3.8.0"), ("rules", "0" * 64))


def read(  # noqa: PLR0913
    document: str,
    text: str,
    classes: dict[str, str],
    *facts: tuple[str, str, str],
    day: date | None = None,
    rule: str = "a.rule",
    confidence: float = 0.8,
    factuality: str = "asserted",
    made_by: tuple[tuple[str, str], ...] = MADE_BY,
) -> Extraction:
    """Return what is found in a text: names with their classes, and facts by the names that they join.

    A fact's evidence is the first sentence that has both; "He" and "She" stand for the first person.
    """
    sentences, begin = [], 0
    for part in text.split(". "):
        end = min(begin + len(part) + 1, len(text))
        sentences.append(Span(begin, end))
        begin = end + 1
    entities = []
    for number, (name, cls) in enumerate(classes.items()):
        names = [name, *(("He", "She") if not number and cls == "Person" else ())]
        places = [(at, each) for each in names for at in range(len(text)) if text.startswith(each, at)]
        mentions = tuple(
            Mention(Span(at, at + len(each)), "name" if each == name else "pronoun") for at, each in places
        )
        entities.append(Entity(f"e{number}", name, cls, (), tuple(sorted(mentions))))
    by_name = {each.name: each for each in entities}
    found = []
    for subject, relation, item in facts:
        one, other = by_name[subject], by_name.get(item)
        for sentence in sentences:
            heads = [m.span for m in one.mentions if sentence.covers(m.span)]
            at = text.find(item, sentence.begin, sentence.end)
            tails = [Span(at, at + len(item))] if at >= 0 else []
            if heads and tails:
                evidence = Evidence(sentence, heads[0], tails[0])
                kind = "entity" if other else "text"
                found.append(
                    Fact(one.id, relation, other.id if other else item, kind, evidence, rule, factuality,  # type: ignore[arg-type]
                         confidence=confidence)
                )  # fmt: skip
                break
        else:
            raise ValueError(f"no sentence has {subject} and {item}")
    given = Document(document, text, path=f"{document}.txt", date=day, source=f"/{document}.txt")
    return Extraction(given, tuple(entities), tuple(found), (), tuple(sentences), made_by)


def said(extraction: Extraction) -> list[tuple[str, str, str, str, str]]:
    """Return the facts of an extraction by names, each with its factuality and the verdict on it."""
    names = {each.id: each.name for each in extraction.entities}
    return [
        (
            names.get(f.subject, f.subject),
            f.predicate,
            names.get(f.object, f.object),
            f.factuality,
            f.judged.verdict if f.judged else "",
        )
        for f in extraction.facts
    ]

from collections.abc import Sequence

import pytest

from kg.graph.facts.records import DocumentRecord, EntityRecord, MentionRecord

FERRY = "The ferry Alva sank in the harbour of {place}. Captain Mara Lindqvist said the hull had cracked."
FIRE = "A fire burned the mill of Dorn. Igor Horak, the owner, said sparks from a saw had caused the blaze."
OTHER = "Parliament voted on the budget for roads, schools and pensions after a long debate. Number {place}."


def document(name: str, text: str, day: str | None = None, **given: object) -> DocumentRecord:
    """A document called `name`."""
    return DocumentRecord(f"https://example.org/{name}", name, text, date=day, **given)  # type: ignore[arg-type]  # what a test gives


def entities(documents: Sequence[DocumentRecord], **classes: str) -> list[EntityRecord]:
    """Entities by their names with "_" for a blank, mentioned wherever their name stands."""
    found = []
    for name, cls in classes.items():
        label = name.replace("_", " ")
        mentions = tuple(
            MentionRecord(each.iri, begin, begin + len(label))
            for each in documents
            for begin in range(len(each.text))
            if each.text.startswith(label, begin)
        )
        homes = tuple(dict.fromkeys(each.document for each in mentions))
        found.append(EntityRecord(f"https://example.org/{name}", label, cls, (), mentions, homes))
    return found


@pytest.fixture
def news() -> tuple[list[DocumentRecord], list[EntityRecord]]:
    """Three articles on a ferry, of which one is a copy, two on a fire, and some on other things."""
    ferry = [
        document(
            "f1", FERRY.format(place="Esk") + " Divers searched all night.", "2025-03-02", title="Ferry Alva sinks"
        ),
        document("f2", FERRY.format(place="Esk") + " The company was insured.", "2025-03-03", publishers=("Daily",)),
        document("f3", FERRY.format(place="Esk"), "2025-03-03", copy_of="https://example.org/f1"),
    ]
    fire = [document("b1", FIRE, "2025-03-09"), document("b2", f"{FIRE} Nobody was hurt.", "2025-03-10")]
    rest = [
        document(f"o{number}", f"{number} is a word. Text {'xyz'[number % 3] * (number + 3)}.") for number in range(9)
    ]
    documents = [*ferry, *fire, *rest]
    named = entities(documents, Alva="Product", Esk="City", Mara_Lindqvist="Person", Igor_Horak="Person", Dorn="City")
    return documents, named

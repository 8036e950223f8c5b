"""Who speaks, as an entity."""

import pytest

from kg.text.assembly import assemble


def speakers(reading) -> list[str]:
    found = assemble(reading)
    names = {entity.id: entity.name for entity in found.entities}
    return [names[claim.source] for claim in found.claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Karl Ness, the mayor of Oslo, said the mill burned. The mayor said that two men died.",
            ["Karl Ness", "Karl Ness"],
        ),
        (
            "Karl Ness, a spokesman for Acme, said the mill burned. Another spokesman said that two men died.",
            ["Karl Ness", "spokesman"],
        ),
        (
            "“The mill burned,” Karl Ness said.\n\n“Rebels like fire. That is true of all of them,” he said.",
            ["Karl Ness", "Karl Ness"],
        ),
    ],
)
def test_a_description_is_whom_the_text_names(read_text, text, expected):
    assert speakers(read_text(text)) == expected

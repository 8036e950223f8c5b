import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluation.gold import read_gold

LINE = {"text": "Ann met Bo.", "facts": [["Ann", "metWith", "Bo"]]}


def written(folder: Path, text: str, name: str = "gold.jsonl") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_lines_and_files_are_read(tmp_path: Path) -> None:
    lines = [json.dumps(LINE | {"date": "2025-01-02"}), "", json.dumps(LINE | {"id": "two", "date": "soon"})]
    written(tmp_path, "\n".join(lines))
    whole = {
        "text": "Ann met Bo.",
        "entities": [{"id": "e1", "name": "Ann", "class": "Person"}, {"id": "e2", "name": "Bo", "aliases": ["B."]}],
        "facts": [{"s": "e1", "p": "metWith", "o": "e2", "core": False}],
    }
    written(tmp_path, json.dumps(whole), "whole.json")
    first, second, third = read_gold([tmp_path])
    assert (first.id, first.date and first.date.isoformat(), first.whole) == ("gold#1", "2025-01-02", False)
    assert (second.id, second.date) == ("two", None)
    assert [each.names for each in third.entities] == [("Ann",), ("Bo", "B.")]
    assert third.whole
    assert not third.facts[0].core


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", r"gold.jsonl:1: is not JSON"),
        ("\n[]", r"gold.jsonl:2: expected an object"),
        ('{"text": "a", "facts": 1}', "list of facts"),
        ('{"text": "a", "facts": [["x", "y"]]}', "subject, relation and object"),
        ('{"text": "a", "facts": [["x", "y", 3]]}', "subject, relation and object"),
        ('{"text": "a", "facts": [], "entities": [{"id": 1}]}', "needs id and name"),
        ('{"text": "a", "facts": [{"s": "a"}], "entities": []}', "needs s, p and o"),
        ("[" * 10_000, "is not JSON"),
        ("", "name at least one"),
    ],
)
def test_what_is_not_in_form_is_one_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read_gold([written(tmp_path, text)])
    assert "\n" not in str(caught.value)


def test_a_folder_without_annotated_texts_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.jsonl or \.json file there"):
        read_gold([tmp_path])
    with pytest.raises(InputError, match="cannot be read"):
        read_gold([tmp_path / "gone.jsonl"])

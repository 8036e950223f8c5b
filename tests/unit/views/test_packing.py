from __future__ import annotations

import json
import re
from base64 import b64decode
from gzip import decompress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kg.views.packing import packed, unpacked

VALUES = st.integers() | st.booleans() | st.text(st.characters(codec="utf-8")) | st.lists(st.integers() | st.none())
ROWS = st.lists(st.dictionaries(st.sampled_from(["iri", "label", "at", "__proto__"]), VALUES), max_size=5)
PAYLOADS = st.dictionaries(st.sampled_from(["facts", "entities", "title"]), ROWS | VALUES | st.none())


@given(PAYLOADS, ROWS)
def test_a_payload_comes_back_as_it_was(payload: dict[str, Any], edges: list[dict[str, Any]]) -> None:
    payload = {**payload, "drawing": {"nodes": [], "edges": edges}}
    assert unpacked(packed(payload)) == payload
    assert packed(payload) == packed(json.loads(json.dumps(payload)))


@given(st.dictionaries(st.text(), st.text(st.characters(codec=None))))
def test_no_text_can_end_its_element(payload: dict[str, str]) -> None:
    assert re.fullmatch("[A-Za-z0-9+/=]*", packed(payload))


def test_a_lone_surrogate_is_replaced() -> None:
    assert unpacked(packed({"title": "\ud800 lone"})) == {"title": "\ufffd lone"}


def test_a_name_stands_once_however_many_rows_have_it() -> None:
    payload = {"facts": [{"subject": number} for number in range(9)]}
    assert decompress(b64decode(packed(payload))).count(b"subject") == 1

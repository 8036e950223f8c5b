"""Fixtures of the text stages: the real parser, loaded once, and parses built by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from kg.model import Document
from kg.text.parse import Parse, load_parser

type ParseText = Callable[[str], Parse]


@pytest.fixture(scope="session")
def parse_text() -> ParseText:
    """Parse a text with the default model; equal texts are parsed once."""

    @cache
    def parse(text: str) -> Parse:
        return load_parser().parse(Document("test", text))

    return parse

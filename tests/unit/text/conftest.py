"""Fixtures of the text stages: the real parser, loaded once, and parses built by hand."""

from collections.abc import Callable
from functools import cache

import pytest

from kg.model import Document
from kg.pipeline import read_parse
from kg.text.model import Parse, Reading
from kg.text.parsing.parser import load_parser

type ParseText = Callable[[str], Parse]
type ReadText = Callable[[str], Reading]


@pytest.fixture(scope="session")
def parse_text() -> ParseText:
    """Parse a text with the default model; equal texts are parsed once."""

    @cache
    def parse(text: str) -> Parse:
        return load_parser().parse(Document("test", text))

    return parse


@pytest.fixture(scope="session")
def read_text(parse_text: ParseText) -> ReadText:
    """What the stages from names to relations find in a text; equal texts are read once."""

    @cache
    def read(text: str) -> Reading:
        return read_parse(parse_text(text), Document("test", text))

    return read

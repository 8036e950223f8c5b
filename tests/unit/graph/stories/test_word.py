"""Briefs as Word documents."""

from __future__ import annotations

from io import BytesIO

import docx

from kg.display.handouts import Cited, Handout, Section
from kg.graph.stories.word import docx_of

HOSTILE = '<script>alert("x")</script> \x0b\x1b]0;x\x07 ＆ & end'
BRIEF = Handout(
    f"Brief {HOSTILE}",
    ("2025-09-22, 2 articles",),
    (Section("Main facts", (Cited("Ada met Bob", HOSTILE, "Post, 2025-09-22"), Cited("Bob left"))),),
)


def test_a_word_document_has_all_of_it_and_the_same_bytes() -> None:
    written = docx_of(BRIEF)
    assert written == docx_of(BRIEF)
    lines = [paragraph.text for paragraph in docx.Document(BytesIO(written)).paragraphs]
    assert lines[2:4] == ["Main facts", "Ada met Bob"]
    assert '<script>alert("x")</script>' in lines[4]
    assert lines[5:] == ["Post, 2025-09-22", "Bob left"]

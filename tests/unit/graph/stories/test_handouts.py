"""Briefs to hand on, as HTML and as Word documents."""

from io import BytesIO

import docx

from kg.graph.stories.handouts import Cited, Handout, Section, docx_of

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


def test_what_texts_say_is_text_in_html() -> None:
    page = BRIEF.to_html()
    assert "<script" not in page + BRIEF._repr_html_()
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    assert page.count("<blockquote>") == 1
    assert "http" not in page

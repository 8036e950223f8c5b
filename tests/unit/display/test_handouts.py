"""Briefs to hand on."""

from __future__ import annotations

from kg.display.handouts import Cited, Handout, Section

HOSTILE = '<script>alert("x")</script> \x0b\x1b]0;x\x07 ＆ & end'
BRIEF = Handout(
    f"Brief {HOSTILE}",
    ("2025-09-22, 2 articles",),
    (Section("Main facts", (Cited("Ada met Bob", HOSTILE, "Post, 2025-09-22"), Cited("Bob left"))),),
)


def test_what_texts_say_is_text_in_html() -> None:
    page = BRIEF.to_html()
    assert "<script" not in page + BRIEF._repr_html_()
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    assert page.count("<blockquote>") == 1
    assert "http" not in page

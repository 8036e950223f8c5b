import pytest
from given import given

from kg.read.formats import FORMATS, format_of


@pytest.mark.parametrize(
    ("name", "head", "media_type", "format_name"),
    [
        ("a.txt", b"Officials met.", None, "plain text"),
        ("A.TXT", b"", None, "plain text"),
        ("a.md", b"# Talks", None, "Markdown"),
        ("page", b"Officials met.", None, None),
        ("page", b"Officials met.", "text/plain; charset=utf-8", "plain text"),
        ("a.md", b"# Talks", "text/plain", "Markdown"),
        ("a.md", b"# Talks", "application/octet-stream", "Markdown"),
        ("a.txt", b"# Talks", "text/markdown", "Markdown"),
        ("logo.png", b"\x89PNG", None, None),
    ],
)
def test_the_format_of_an_input(name: str, head: bytes, media_type: str | None, format_name: str | None) -> None:
    found = format_of(given(name, head, media_type=media_type))
    assert (found.name if found else None) == format_name


def test_no_two_formats_have_a_suffix_or_a_media_type_in_common() -> None:
    for names in ([s for f in FORMATS for s in f.suffixes], [m for f in FORMATS for m in f.media_types]):
        assert len(names) == len(set(names))
        assert all(name == name.lower() for name in names)

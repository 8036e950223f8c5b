"""Replies as they are kept in a file."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.llm.kept import KeptReplies, Reply, kept_reply


def test_the_first_reply_stays(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    with KeptReplies(path, write=True) as kept:
        assert kept.put("key", "m", Reply("first"))
        assert not kept.put("key", "m", Reply("second"))
    assert kept_reply(path)("key") == "first"
    assert kept_reply(None)("key") is None
    assert kept_reply(tmp_path / "none")("key") is None


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.sqlite").write_text("no database, but long enough to be taken for one" * 40)
    with pytest.raises(InputError, match=r"r\.sqlite"):
        KeptReplies(tmp_path / "r.sqlite", write=True)

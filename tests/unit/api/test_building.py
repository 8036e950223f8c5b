import signal
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from own_rule import RULE

import kg
from kg import api
from kg.api import NotRead, Report
from kg.errors import InputError, NotFoundError, StoreError
from kg.read import reading
from kg.read.language import require_english

ARTICLE = "Mayor Marta Oduya met Governor Jon Brae in Vienna on Monday. Oduya leads the city of Graz.\n"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with an article and a file that cannot be read."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "article.txt").write_text(ARTICLE, "utf-8")
    (folder / "bad.txt").write_bytes(b"caf\0")
    return folder


def test_a_report_says_what_became_of_each_document(news: Path, tmp_path: Path) -> None:
    failures: list[NotRead] = []
    built = kg.build(news, out=tmp_path / "graph", infer=True, on_failure=failures.append)
    (failure,) = failures
    assert failure.path == f"{news}/bad.txt"
    assert failure.error is None
    assert built.report == Report(added=("article",), inferred=built.summary().inferred, ignored=0, not_read=(failure,))
    assert built.report.inferred > 0
    assert kg.build(news / "article.txt", out=tmp_path / "graph").report == Report(unchanged=("article",))
    (news / "article.txt").write_text(ARTICLE.replace("Graz", "Linz"), "utf-8")
    assert kg.build(news / "article.txt", out=tmp_path / "graph").report == Report(changed=("article",))
    assert kg.open(tmp_path / "graph").report == Report()


def test_the_language_of_a_known_text_is_not_judged_again(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (news / "german.txt").write_text("Der Rat der Stadt hat am Montag den Haushalt beschlossen.", "utf-8")
    first = kg.build(news, out=tmp_path / "graph").report
    judged: list[str] = []

    def judge(text: str, said: str | None) -> str | None:
        judged.append(text)
        return require_english(text, said)

    monkeypatch.setattr(reading, "require_english", judge)
    assert kg.build(news, out=tmp_path / "graph").report == Report(unchanged=("article",), not_read=first.not_read)
    assert [text[:7] for text in judged] == ["Der Rat"]


def test_what_was_read_another_way_is_read_anew(news: Path, tmp_path: Path) -> None:
    rules = tmp_path / "own.toml"
    rules.write_text(RULE, "utf-8")
    made = []
    for own in (None, rules):
        graph = kg.build(news / "article.txt", out=tmp_path / "graph", rules=own)
        assert graph.report == (Report(changed=("article",), reread=1) if made else Report(added=("article",)))
        again = kg.build(news / "article.txt", out=tmp_path / "graph", rules=own)
        assert again.report == Report(unchanged=("article",))
        made.append(graph.contents.documents[0].made_by)
    assert made[0] != made[1]
    assert kg.build(news / "article.txt").contents.documents[0].made_by == made[0]


def test_what_is_left_out_is_logged_unless_it_is_asked_for(
    news: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg.build(news)
    assert f"not read: {news}/bad.txt: binary, not text" in caplog.text
    caplog.clear()

    def fail(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("kg.pipeline.read", fail)
    graph = kg.build(news / "article.txt")
    assert graph.report.not_read[0].reason == "ZeroDivisionError: by zero"
    assert "Traceback" in caplog.text
    caplog.clear()
    kg.build(news, on_failure=lambda _failure: None)
    assert not caplog.text


def test_progress_is_shown_what_is_read(news: Path) -> None:
    seen: list[tuple[str, int]] = []

    def progress[T](items: Iterable[T], total: int) -> Iterator[T]:
        for item in items:
            seen.append((type(item).__name__, total))
            yield item

    kg.build(news, progress=progress, on_failure=lambda _failure: None)
    assert seen == [("Document", 2)]


def test_an_address_names_a_server_and_not_a_directory(news: Path, tmp_path: Path) -> None:
    for where in ({"out": "http://127.0.0.1:9/query"}, {"store": "http://127.0.0.1:9/query"}):
        with pytest.raises(InputError, match="a server takes the graph of a directory"):
            kg.build(news / "article.txt", **where)
        with pytest.raises(StoreError, match="no server answers there"):
            kg.open(*where.values()) if "out" in where else kg.open(**where)
    for store, says in (("http://127.0.0.1:9/query", "no server answers there"), ("graph", "'graph' is no address")):
        with pytest.raises(StoreError, match=says):
            kg.build(news / "article.txt", out=tmp_path / "graph", store=store)
    assert len(api.documents(graph=tmp_path / "graph")) == 1, "what was read is kept, whatever the server does"


@pytest.mark.parametrize("again", [False, True])
def test_ctrl_c_keeps_what_was_read(tmp_path: Path, again: bool) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for number in range(4):
        (news / f"{number}.txt").write_text(ARTICLE.replace("Monday", f"day {number}"), "utf-8")

    def interrupt[T](items: Iterable[T], total: int) -> Iterator[T]:
        assert total == 4
        for place, item in enumerate(items):
            yield item
            for _ in range(1 + again if place == 1 else 0):
                signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt, match=r"2 of 4 documents are in the graph: the same command goes on"):
        kg.build(news, out=tmp_path / "graph", progress=interrupt)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert [each.id for each in api.documents(graph=tmp_path / "graph")] == ["0", "1"]
    assert len(kg.open(tmp_path / "graph").contents.documents) == 2
    assert kg.build(news, out=tmp_path / "graph").report == Report(added=("2", "3"), unchanged=("0", "1"))


def test_texts_come_into_a_directory_and_go_out_of_it(tmp_path: Path) -> None:
    other = ARTICLE.replace("Graz", "Linz")
    graph = kg.build([{"text": ARTICLE, "id": "one"}, {"text": other, "id": "two"}], out=tmp_path / "graph")
    assert [each.id for each in graph.documents] == ["one", "two"]
    again = kg.build({"text": other.replace("Linz", "Wels"), "id": "two"}, out=tmp_path / "graph")
    assert again.report.changed == ("two",)
    left = again.remove("two")
    assert [each.id for each in left.documents] == ["one"]
    assert left.export("nquads") == kg.build({"text": ARTICLE, "id": "one"}).export("nquads")
    with pytest.raises(NotFoundError, match="no document is called 'two'"):
        left.remove("two")
    with pytest.raises(InputError, match="build one with out=DIR"):
        kg.build(ARTICLE).remove("text")

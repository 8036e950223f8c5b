from collections.abc import Callable

import pytest

from kg.display.terminal import (
    PipeClosedError,
    beside,
    indented,
    log,
    marked,
    progress,
    show,
    styled,
    table,
    write,
)


def test_text_is_never_read_as_markup(capsys: pytest.CaptureFixture[str]) -> None:
    rows = table("[bold]title[/bold]", "[red]column[/red]")
    rows.add_row(styled("[link=http://example.org]here[/link] :smile:"))
    show(rows, "[blink]line[/blink]")
    out = capsys.readouterr().out
    assert "[bold]title[/bold]" in out
    assert "[red]column[/red]" in out
    assert "[link=http://example.org]here[/link] :smile:" in out
    assert "[blink]line[/blink]" in out


def test_data_for_programs_is_written_as_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a\x1b\r\n")
    assert capsys.readouterr().out == "a\x1b\r\n"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    write("a\x1b\r\n")
    assert capsys.readouterr().out == "a\ufffd\ufffd\n"


@pytest.mark.parametrize("printing", [lambda: write("x"), lambda: show("x")])
def test_a_pipe_that_nobody_reads_ends_the_run(printing: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_text: str) -> int:
        raise BrokenPipeError

    monkeypatch.setattr("sys.stdout.write", closed)
    with pytest.raises(PipeClosedError):
        printing()


def test_logs_are_lines_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    log("two\n  lines \x1b" + "long " * 50)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("two lines \ufffdlong long ")
    assert err.count("\n") == 1


def test_tables_stand_side_by_side_and_numbers_to_the_right(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    one, other = table("One", "name", "n", numbers=["n"]), table(None, "word")
    one.add_row("Ana", "700")
    one.add_row("Bo", "7")
    other.add_row(styled("w", "bold"))
    show(beside(one, other), indented(styled("in"), 4))
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == [
        "One          word",
        "name    n    w",
        "Ana   700",
        "Bo      7",
        "    in",
    ]


def test_progress_hands_on_all_that_comes(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress(iter("abc"), 3, "Reading")) == ["a", "b", "c"]
    assert capsys.readouterr() == ("", "")


def test_words_are_marked_where_no_style_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert marked("won", "bold").plain == "**won**"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert marked("won", "bold").plain == "won"

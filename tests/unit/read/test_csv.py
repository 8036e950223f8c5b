import csv
import io

import pytest
from given import TEXT, documents, given, options, told
from hypothesis import given as any_of
from hypothesis import strategies as st

TEXTS = [TEXT.replace("Monday", day) for day in ("Monday", "Tuesday", "Friday")]


def table(*lines: list[str], **form: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, **form).writerows(lines)  # type: ignore[arg-type]
    return out.getvalue().encode()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_columns_go_by_the_first_row_whatever_separates_them(separator: str) -> None:
    data = table(
        ["Title", "Body", "Link"], ["A", TEXTS[0], "https://esk.example/1"], ["B", TEXTS[1], ""], delimiter=separator
    )
    first, second = documents(given("a.csv", data))
    assert (first.title, first.text, first.url, first.id) == (
        "A",
        TEXTS[0],
        "https://esk.example/1",
        "a#https://esk.example/1",
    )
    assert (second.title, second.text, second.url, second.id) == ("B", TEXTS[1], None, "a#3")


def test_one_column_needs_nothing_that_separates() -> None:
    assert [found.text for found in documents(given("a.csv", f"text\n{TEXT} It was late, said Horak.\n".encode()))] == [
        f"{TEXT} It was late, said Horak."
    ]


def test_lines_within_quotation_marks_belong_to_their_row() -> None:
    data = table(["id", "text"], ["a", f'He said "no".\n\n{TEXTS[0]}'], ["b", TEXTS[1]])
    assert [found.text for found in documents(given("a.csv", data))] == [f'He said "no".\n\n{TEXTS[0]}', TEXTS[1]]


def test_a_bad_row_is_a_line_and_the_rest_is_read() -> None:
    lines = [
        "id,text",
        f'a,"{TEXTS[0]}"',
        'b,"never closed',
        f'c,"{TEXTS[1]}"',
        "d,too,many",
        'e,"closed" and more',
        "",
        f'f,"{TEXTS[2]}"',
        'g,"open to the end',
    ]
    assert told(given("a.csv", "\n".join(lines).encode())) == [
        "a",
        "a.csv: line 3: ',' expected after '\"': is a quotation mark never closed?",
        "c",
        "a.csv: line 5: 3 columns, where the first row has 2",
        "a.csv: line 6: ',' expected after '\"'",
        "f",
        "a.csv: line 9: unexpected end of data",
    ]


def test_a_mark_that_is_never_closed_does_not_hold_the_file_in_memory() -> None:
    filler = "".join(f"r{number},{'word ' * 100}\n" for number in range(2_500))
    data = f'id,text\na,"open\n{filler}z,"{TEXT}"\n'.encode()
    found = told(given("a.csv", data))
    assert found[0] == "a.csv: line 2: more than 1,000,000 characters: is a quotation mark never closed?"
    assert found[-1] == "z"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            "wording,n\nx,1\n",
            "no column is known to hold a text: name it with --column text=NAME (columns: wording, n)",
        ),
        ("", "no row with the columns' names"),
        ("text\n", "empty: there is nothing to read in it"),
    ],
)
def test_a_table_without_texts_is_one_line(data: str, reason: str) -> None:
    assert told(given("a.csv", data.encode())) == [f"a.csv: {reason}"]


def test_columns_that_the_user_names_must_be_there() -> None:
    data = table(["wording", "n"], [TEXT, "1"])
    assert [found.text for found in documents(given("a.csv", data, options=options(text="wording")))] == [TEXT]
    assert told(given("a.csv", data, options=options(text="words"))) == [
        "a.csv: no column 'words' (columns: wording, n)"
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_what_office_programs_write_is_read(encoding: str) -> None:
    text = "Mayor José Núñez said on Monday that the café of the town hall would stay."
    (found,) = documents(given("a.csv", table(["text"], [text]).decode().encode(encoding)))
    assert found.text == text


_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


@any_of(st.lists(st.tuples(_CELL, _CELL), max_size=5))
def test_every_row_of_a_well_made_table_is_an_article_or_a_line(cells: list[tuple[str, str]]) -> None:
    data = table(["id", "text"], *([f"r{n}", f"{TEXT} {one} {two}"] for n, (one, two) in enumerate(cells)))
    assert (
        [found.id for found in documents(given("a.csv", data))] == [f"a#r{n}" for n in range(len(cells))]
        if cells
        else True
    )

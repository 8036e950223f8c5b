import mailbox
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import given
import pytest

from kg.model import Document
from kg.read import Failure, Remark
from kg.read.mail import is_mailbox, is_message, unflowed, without_repetition

TEXT = (
    "The council of Eskdale voted on Monday to close the old bridge to lorries until the spring, after engineers had "
    "found cracks in two of its piers.\n\nThe quarry’s owner said that it would ask the county court for a stay."
)
BODY = TEXT.encode()
PAGE = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT.split("\n\n"))


def message(text: str | None = TEXT, **header: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ida Berg <ida@esk.example>"
    made["Date"] = "Mon, 04 Mar 2024 18:05:00 +0000"
    made["Subject"] = "Bridge closed"
    made["Message-ID"] = "<1@esk.example>"
    for name, value in header.items():
        del made[name.replace("_", "-")]
        made[name.replace("_", "-")] = value
    if text is not None:
        made.set_content(text)
    return made


def read(data: bytes | EmailMessage, name: str = "a.eml") -> list[Document | Failure | Remark]:
    return given.read(data if isinstance(data, bytes) else data.as_bytes(), name)


def document(data: bytes | EmailMessage, name: str = "a.eml") -> Document:
    (found,) = (each for each in read(data, name) if not isinstance(each, Remark))
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize("name", ["a.eml", "a.txt", "a"])
def test_a_message_and_its_header(name: str) -> None:
    header = {"List_Id": "The Esk Brief <brief.esk.example>", "Archived_At": "<https://esk.example/brief/1>"}
    found = document(message(**header), name)
    assert found.text.strip() == TEXT
    assert (found.title, found.publisher, found.authors) == ("Bridge closed", "The Esk Brief", ("Ida Berg",))
    assert (found.published, found.url) == (datetime(2024, 3, 4, 18, 5, tzinfo=UTC), "https://esk.example/brief/1")


@pytest.mark.parametrize(
    ("header", "title", "authors"),
    [
        ({"Subject": "Re: Fwd: RE: Bridge closed"}, "Bridge closed", ("Ida Berg",)),
        ({"From": "ida@esk.example"}, "Bridge closed", ()),
        ({"From": '"Berg, Ida" <ida@esk.example>'}, "Bridge closed", ("Berg, Ida",)),
        ({"Subject": "Brücke – “zu”"}, "Brücke – “zu”", ("Ida Berg",)),
    ],
)
def test_subjects_and_senders(header: dict[str, str], title: str, authors: tuple[str, ...]) -> None:
    found = document(message(**header))
    assert (found.title, found.authors) == (title, authors)


def test_the_plain_part_is_read_else_the_page() -> None:
    both = message("This is the plain part, and it says that " + TEXT)
    both.add_alternative(f"<html><body>{PAGE}</body></html>", subtype="html")
    assert document(both).text.startswith("This is the plain part")
    page = message(None)
    page.set_content(f"<html><body><article>{PAGE}</article></body></html>", subtype="html")
    assert document(page).text == TEXT
    pointer = message("Your reader shows no HTML. View in a browser.")
    pointer.add_alternative(f"<html><body>{PAGE}</body></html>", subtype="html")
    assert document(pointer).text == TEXT


def test_a_newsletter_laid_out_in_tables_is_read() -> None:
    cells = "".join(f"<tr><td>{paragraph}</td></tr>" for paragraph in TEXT.split("\n\n"))
    made = message(None)
    made.set_content(
        f"<html><head><style>td {{}}</style></head><body><table>{cells}</table></body></html>", subtype="html"
    )
    assert document(made).text == TEXT


def test_attachments_are_left_out_and_told_and_attached_messages_read() -> None:
    made = message()
    made.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename="invoice.exe")
    made.add_attachment(message("The court of Eskdale will meet on Friday.", Subject="Court"))
    remark, first, second = read(made)
    assert remark == Remark("a.eml", "e-mail with attachments, which were left out")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (second.title, second.id, second.source) == ("Court", "a!1.eml", "/news/a.eml!1.eml")


ANSWER = "It is closed, said the council of Eskdale."


@pytest.mark.parametrize(
    ("text", "written", "left_out"),
    [
        (f"{ANSWER}\n\n> Is it closed?\n>\n> Ida", ANSWER, ("quoted replies",)),
        (f"{ANSWER}\n\nOn Mon, 4 Mar 2024 at 10:00, Ida Berg <ida@esk.example>\nwrote:\n\n> Is it?", ANSWER,
         ("quoted replies",)),
        (f"{ANSWER}\n\n-----Original Message-----\nFrom: Ida\nIs it?", ANSWER, ("quoted replies",)),
        (f"{ANSWER}\n\n____________________\nFrom: Ida Berg\nSent: Monday\nTo: All\nSubject: Bridge\n\nIs it?",
         ANSWER, ("quoted replies",)),
        (f"{ANSWER}\n-- \nAda Marlow\nCouncil of Eskdale", ANSWER, ("signatures",)),
        (f"{ANSWER}\n-- \nAda Marlow\n\nOn Monday, Ida Berg wrote:\n> Is it?", ANSWER,
         ("quoted replies", "signatures")),
        (f"{ANSWER}\n\nSent from my iPhone", ANSWER, ("signatures",)),
        (f"{ANSWER}\n_______________________\nBrief mailing list\nhttps://esk.example/brief", ANSWER,
         ("footers of lists",)),
        (f"View this email in your browser\n\n{ANSWER}\n\nUnsubscribe | Our address", ANSWER, ("footers of lists",)),
        ("---------- Forwarded message ---------\nFrom: Ida Berg\nDate: Monday\nSubject: Bridge\n\n" + ANSWER, ANSWER,
         ("quoted replies",)),
        ("On Monday the mayor wrote:\n\nDear all, the bridge is closed.",
         "On Monday the mayor wrote:\n\nDear all, the bridge is closed.", ()),
        ("From the bridge: a view.\nTo the quarry: none.", "From the bridge: a view.\nTo the quarry: none.", ()),
        ("Prices rose -- and fell.\n--\nA rule between two parts\n" + "A long part.\n" * 20,
         "Prices rose -- and fell.\n--\nA rule between two parts\n" + "A long part.\n" * 20, ()),
    ],
)  # fmt: skip
def test_what_a_message_repeats_is_left_out(text: str, written: str, left_out: tuple[str, ...]) -> None:
    found, told = without_repetition(text)
    assert (found.strip(), told) == (written.strip(), left_out)


def test_flowed_lines_are_paragraphs() -> None:
    assert (
        unflowed("The bridge \nis closed.\n From now on.\n-- \nAda") == "The bridge is closed.\nFrom now on.\n-- \nAda"
    )
    assert unflowed("con \ntinued", delete_space=True) == "continued"


NESTED = b"""From: Ida
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: multipart/mixed; boundary=y

--y
Content-Type: image/png
Content-Transfer-Encoding: base64

!!!"""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (message("> Only this\n> is quoted.").as_bytes(), "e-mail that only repeats others"),
        (b"no header at all, and no message", "not an e-mail: it has no header"),
        (b"Message-ID: <1@x>\nSubject: x\n\n", "empty"),
        (NESTED, "empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_line(data: bytes, reason: str) -> None:
    failure = read(data)[-1]
    assert isinstance(failure, Failure), failure
    assert failure.reason.startswith(reason)


@pytest.mark.parametrize(
    "data",
    [
        b"From: \xff\xfe <>\nDate: not a day\nSubject: =?x-none?q?=ff?=\nMIME-Version: 1.0\n\n" + BODY,
        b'From: Ida\nMIME-Version: 1.0\nContent-Type: text/plain; charset="none"\n\n' + BODY,
        b"From: Ida\nMIME-Version: 1.0\nContent-Transfer-Encoding: unheard-of\n\n" + BODY,
        b"From: Ida\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n" + BODY,
        b"From: Ida\nMIME-Version: 1.0\nContent-Type: multipart/alternative\n\n" + BODY,
    ],
)  # fmt: skip
def test_a_message_with_broken_mime_is_read_as_far_as_it_goes(data: bytes) -> None:
    assert document(data).text.strip() == TEXT


def test_parts_nested_without_end_are_one_line() -> None:
    data = b"From: Ida\nMIME-Version: 1.0\n"
    for depth in range(3000):
        data += f"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n".encode()
    (failure,) = read(data + b"Content-Type: text/plain\n\n" + TEXT.encode())
    assert isinstance(failure, Failure)
    assert "\n" not in failure.reason


def test_a_mailbox_is_a_stream_of_messages(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "in.mbox")
    box.add(message())
    box.add(message("> Only this\n> is quoted.", Message_ID="<2@esk.example>"))
    box.add(message("From now on the bridge of Eskdale is closed, the council said.", Message_ID=""))
    box.close()
    first, remark, failure, third = read((tmp_path / "in.mbox").read_bytes(), "in.mbox")
    assert isinstance(first, Document)
    assert (first.id, first.path, first.source) == ("in#1", "in.mbox#1", "/news/in.mbox#1@esk.example")
    assert isinstance(remark, Remark)
    assert isinstance(failure, Failure)
    assert failure.path == "in.mbox#2"
    assert isinstance(third, Document)
    assert (third.source, third.text.strip()[:16]) == ("/news/in.mbox#3", "From now on the ")


def test_a_mailbox_that_is_cut_off_or_empty() -> None:
    data = b"From ida@esk.example Mon Mar  4 18:05:00 2024\n" + message().as_bytes()
    assert document(data[: len(data) - 40], "a.mbox").text.startswith("The council")
    (failure,) = read(b"", "a.mbox")
    assert isinstance(failure, Failure)


@pytest.mark.parametrize(
    ("head", "one", "many"),
    [
        (message().as_bytes(), True, False),
        (b"From ida@esk.example Mon Mar  4 18:05:00 2024\nFrom: Ida", False, True),
        (b"From: the bridge\nDate: today\n\nA poem.", False, False),
        (b"From Monday on, from 10:00 to 12:00", False, False),
        (b"From Monday 4 March, 10:00\nthe bridge is closed.", False, False),
        (b"", False, False),
    ],
)
def test_what_begins_as_a_message(head: bytes, one: bool, many: bool) -> None:
    assert (is_message(head), is_mailbox(head)) == (one, many)

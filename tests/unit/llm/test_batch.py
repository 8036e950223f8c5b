import json
from pathlib import Path

import pytest
from llm_server import NOTHING, completion

from kg.errors import InputError
from kg.llm.kept import KeptReplies, Reply, kept_reply
from kg.llm.model import Cost, Request, cost_of, read_price
from kg.llm.replies import request_line, take_replies

REQUEST = Request(
    json.dumps(
        {
            "model": "m",
            "messages": [{"role": "user", "content": "Sentences\n1: A met B."}],
            "response_format": {"json_schema": {"name": "facts"}},
        }
    )
)


def line(key: str = REQUEST.key, status: int = 200, body: object = None) -> str:
    given = json.loads(completion(json.dumps(NOTHING))) if body is None else body
    return json.dumps({"custom_id": key, "response": {"status_code": status, "body": given}, "error": None})


def test_a_request_is_a_line_that_its_reply_names() -> None:
    row = json.loads(request_line(REQUEST))
    assert (row["custom_id"], row["method"], row["body"]) == (REQUEST.key, "POST", REQUEST.content)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("{", "not JSON"),
        ("[]", "not a line of a batch"),
        (line(status=500), "answered 500"),
        (line(key="x"), "custom_id"),
        (line(body={}), "no message"),
        (json.dumps({"custom_id": "x", "error": {"message": "expired"}}), "gives an error"),
        (line(body=json.loads(completion("no"))), "not JSON"),
    ],
)
def test_a_line_that_holds_no_reply_is_told_with_its_number(tmp_path: Path, given: str, why: str) -> None:
    with KeptReplies(tmp_path / "r.sqlite", write=True) as kept:
        taken = take_replies(["", line(), given], kept)
    assert (taken.kept, [number for number, _ in taken.wrong]) == (1, [3])
    assert why in taken.wrong[0][1]


def test_the_first_reply_stays(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    with KeptReplies(path, write=True) as kept:
        assert kept.put(REQUEST.key, "m", Reply("first"))
        assert not kept.put(REQUEST.key, "m", Reply("second"))
    assert kept_reply(path)(REQUEST.key) == "first"
    assert kept_reply(None)(REQUEST.key) is None
    assert kept_reply(tmp_path / "none")(REQUEST.key) is None


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.sqlite").write_text("no database, but long enough to be taken for one" * 40)
    with pytest.raises(InputError, match=r"r\.sqlite"):
        KeptReplies(tmp_path / "r.sqlite", write=True)


def test_what_requests_cost_is_told_by_the_users_table(tmp_path: Path) -> None:
    assert cost_of([REQUEST, REQUEST]).requests == 2
    table = tmp_path / "prices.toml"
    table.write_text('["m"]\ninput = 1\noutput = 2.0\ncurrency = "EUR"\n', "utf-8")
    price = read_price(table, "m")
    assert Cost(1, 1_000_000, 500_000).price(price) == 2.0
    for content, model in (('["m"]\ninput = -1\noutput = 2', "m"), ("", "m"), ("[", "m")):
        table.write_text(content, "utf-8")
        with pytest.raises(InputError, match=r"prices\.toml"):
            read_price(table, model)

"""A server of the chat-completions protocol on this machine, which replies as a test wants it to, over real sockets."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from http_server import QuietHandler, served_by

NOTHING: dict[str, list[object]] = {"entities": [], "facts": []}

type Answer = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


@dataclass
class Served:
    """The address of a server, and the bodies and headers of the requests that it was sent."""

    url: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def serving(*answers: Answer) -> Iterator[Served]:
    """A server that answers the first request as the first of `answers` does, and so on; the last answers the rest."""
    served = Served()
    lock = threading.Lock()

    class Handler(QuietHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # noqa: N802 (the library's name)
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                place = len(served.bodies)
                served.bodies.append(body)
                served.headers.append(dict(self.headers.items()))
            answers[min(place, len(answers) - 1)](self, body)

    with served_by(Handler) as address:
        served.url = f"{address}/v1"
        yield served


def raw(status: int, body: bytes, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def completion(content: str, finish: str = "stop") -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}
    usage = {"prompt_tokens": 100, "completion_tokens": 10}
    return json.dumps({"model": "served", "choices": [choice], "usage": usage}).encode()


def saying(reply: object) -> Answer:
    """What replies always the same."""
    return raw(200, completion(json.dumps(reply)))


def by_task(facts: object, holds: Callable[[str], bool | str] = lambda _: True) -> Answer:
    """What states the same facts of every passage, and finds of each fact asked about whether and how it `holds`.

    True is stated, False no. The words that say it are its whole sentence.
    """

    def answer(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        if body["response_format"]["json_schema"]["name"] == "facts":
            saying(facts)(handler, body)
            return
        text = body["messages"][-1]["content"]
        sentences = dict(
            line.split(": ", 1) for line in text.split("\nSentences\n")[1].split("\nFacts\n")[0].split("\n")
        )
        verdicts = []
        for line in text.split("\nFacts\n")[1].split("\n"):
            number, rest = line.split(". [", 1)
            sentence, fact = rest.split("] ", 1)
            held = holds(fact)
            how = held if isinstance(held, str) else "stated" if held else "no"
            said = {"fact": int(number), "holds": how, "words": sentences[sentence]}
            verdicts.append(said)
        saying({"verdicts": verdicts})(handler, body)

    return answer


def fact(sentence: int, subject: str, relation: str, obj: str, **more: object) -> dict[str, object]:
    """A fact of a reply."""
    plain = {"sw": "", "ow": "", "f": "asserted", "by": "", "t": "", "q": []}
    return {"n": sentence, "s": subject, "r": relation, "rw": "", "o": obj, **plain, **more}


def entity(name: str, cls: str, *also: str) -> dict[str, object]:
    """An entity of a reply."""
    return {"name": name, "class": cls, "also": list(also)}

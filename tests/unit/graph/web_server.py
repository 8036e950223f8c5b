"""A web server on this machine that answers as a test wants it to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

from http_server import QuietHandler, served_by

JSON = "application/sparql-results+json"


@contextmanager
def serving(answer: Callable[[BaseHTTPRequestHandler, bytes], None]) -> Iterator[str]:
    """A server of ours at an address; `answer` is given each request with its body."""

    class Handler(QuietHandler):
        def do_POST(self) -> None:  # noqa: N802 (the library's name)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer(self, body)

        do_PUT = do_DELETE = do_POST  # noqa: N815 (the library's names)

    with served_by(Handler) as address:
        yield address


def reply(status: int, kind: str, body: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    def answer(request: BaseHTTPRequestHandler, _: bytes) -> None:
        request.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def drop(request: BaseHTTPRequestHandler, _: bytes) -> None:
    request.connection.close()


YES = reply(200, JSON, b'{"head": {}, "boolean": true}')

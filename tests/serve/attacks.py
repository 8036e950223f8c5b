"""Hostile and unlucky clients: queries that hang, answers that nobody reads, requests that dribble."""

import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from rdflib.namespace import RDF, RDFS

from kg.graph.rdf.terms import Triple, Value
from kg.namespaces import KG

_DOUBLED = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(14))
LARGE = f"SELECT ?x14 {{ {{ ?a ?b ?c }} UNION {{ ?c ?b ?a }} BIND('news' AS ?x0) {_DOUBLED} }} LIMIT 520"
"""An answer of 32 MB that costs little."""
SHORT = "SELECT ?label { ?who kg:leads ?what . ?who rdfs:label ?label }"


def people(number: int) -> list[Triple]:
    """So many people with long names."""
    iris = [f"http://x/{each}" for each in range(number)]
    names: list[Triple] = [(iri, str(RDFS.label), Value(f"{each:0400} name")) for each, iri in enumerate(iris)]
    return names + [(iri, str(RDF.type), str(KG.Person)) for iri in iris]


_HOST = b"Host: 127.0.0.1\r\n"
_BODY = b"Content-Length: 100000\r\n\r\n"
DRIBBLES = {
    "nothing at first": b"",
    "a head": b"GET /api/about HTTP/1.1\r\n" + _HOST + b"X: ",
    "a second head": b"GET /api/about HTTP/1.1\r\n" + _HOST + b"\r\nGET /api/about HTTP/1.1\r\nX: ",
    "a query": b"POST /sparql HTTP/1.1\r\nContent-Type: application/sparql-query\r\n" + _HOST + _BODY,
    "a form": b"POST /sparql HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n" + _HOST + _BODY,
    "a query in chunks": b"POST /sparql HTTP/1.1\r\nContent-Type: application/sparql-query\r\n"
    b"Transfer-Encoding: chunked\r\n" + _HOST + b"\r\n",
    "a body of another type": b"POST /sparql HTTP/1.1\r\nContent-Type: a/b\r\n" + _HOST + _BODY,
    "a body that nobody wants": b"GET /api/about HTTP/1.1\r\n" + _HOST + _BODY,
    "a body beside a query": b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n" + _HOST + _BODY,
    "a body for no page": b"POST /nothing HTTP/1.1\r\n" + _HOST + _BODY,
}
"""How connections begin over which a byte comes now and then."""


class Asked(NamedTuple):
    """How requests were answered: how many with each status, and the seconds of those that were answered (200)."""

    statuses: dict[int, int]
    seconds: list[float]

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1]


def ask(port: int, query: str, timeout: float = 60.0) -> tuple[int, str]:
    """The status of an answer, and its Retry-After; 0 where the connection was closed."""
    connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", f"/sparql?query={quote(query)}")
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("retry-after") or ""
    except (OSError, HTTPException):
        return 0, ""
    finally:
        connection.close()


def beside_runaways(port: int, *, runaways: int, clients: int, seconds: float) -> tuple[Asked, Counter[int]]:
    """How `clients` are answered who ask short queries all the time, while others send `runaways` again and again.

    No runaway is like another, so that nothing could be known of it before it has run. Also their statuses, 0 of those
    that were still unanswered at the end.
    """
    end = time.monotonic() + seconds
    statuses: Counter[int] = Counter()
    lock = threading.Lock()

    def run_away(number: int) -> None:
        turn = 0
        while (left := end - time.monotonic()) > 0.1:
            turn += 1
            joins = " ".join(f"?a{place} ?b{place} ?c{place} ." for place in range(6))
            status, _ = ask(port, f"SELECT (COUNT(*) AS ?n{number}_{turn}) {{ {joins} }}", timeout=left)
            with lock:
                statuses[status] += 1

    def ask_short(_number: int) -> list[tuple[int, float]]:
        found = []
        while time.monotonic() < end:
            begin = time.monotonic()
            status, _ = ask(port, SHORT)
            found.append((status, time.monotonic() - begin))
        return found

    with ThreadPoolExecutor(runaways + clients) as threads:
        hostile = [threads.submit(run_away, number) for number in range(runaways)]
        asked = [each for found in threads.map(ask_short, range(clients)) for each in found]
        for each in hostile:
            each.result()
    answered = [took for status, took in asked if status == 200]
    return Asked(dict(Counter(status for status, _ in asked)), answered), statuses


CROWDED = (
    f"/sparql?query={quote(SHORT)}",
    "/api/search?q=early+news",
    "/api/names?q=mar",
    "/api/ask?q=Who+leads+Port+Salo%3F",
    "/api/queries/who-leads",
    "/",
)
"""What a crowd asks for, in turn."""


def crowd(port: int, *, clients: int, addresses: int, seconds: float) -> tuple[Asked, list[str]]:
    """How `clients` from so many addresses of this machine are answered who all ask again and again (Linux).

    Also what went wrong: each status but 200 and a 503 that says when to come back, and each connection that broke.
    """
    end = time.monotonic() + seconds

    def visit(number: int) -> list[tuple[int, float, str]]:
        found, turn = [], number
        while time.monotonic() < end:
            turn, begin = turn + 1, time.monotonic()
            path, own = CROWDED[turn % len(CROWDED)], (f"127.0.0.{1 + number % addresses}", 0)
            connection = HTTPConnection("127.0.0.1", port, timeout=60, source_address=own)
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                status, again = answer.status, answer.getheader("retry-after")
                wrong = "" if status == 200 or (status == 503 and again) else f"{status} {path}"
            except (OSError, HTTPException) as error:
                status, wrong = 0, f"{type(error).__name__} {path}"
            finally:
                connection.close()
            found.append((status, time.monotonic() - begin, wrong))
            if status == 503:
                time.sleep(0.5)
        return found

    with ThreadPoolExecutor(clients) as threads:
        seen = [each for found in threads.map(visit, range(clients)) for each in found]
    answered = [took for status, took, _ in seen if status == 200]
    return Asked(dict(Counter(status for status, *_ in seen)), answered), [wrong for *_, wrong in seen if wrong]


@contextmanager
def unread(port: int, number: int) -> Iterator[list[socket.socket]]:
    """Connections over which `LARGE` was asked and nobody reads the answer, once all answers have begun to come."""
    connections = []
    try:
        for _ in range(number):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(60)
            connection.connect(("127.0.0.1", port))
            connection.sendall(f"GET /sparql?query={quote(LARGE)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            connections.append(connection)
        for connection in connections:
            connection.recv(1, socket.MSG_PEEK)
        yield connections
    finally:
        for connection in connections:
            connection.close()


def dribbled(port: int, first: bytes, *, every: float = 0.5, longest: float = 90.0) -> float:
    """The seconds until the server ends a connection that sends `first` and then a byte now and then."""
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=every) as connection, suppress(ConnectionError):
        connection.sendall(first)
        while time.monotonic() - begin < longest:
            try:
                if not connection.recv(1 << 16):
                    break
            except TimeoutError:
                connection.sendall(b"a")
    return time.monotonic() - begin


def processes_of(pid: int) -> list[int]:
    """A process and all that it and its children have started (Linux)."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for each in lists for child in each.read_text("ascii").split()]
    return [pid, *(below for child in children for below in processes_of(child))]


def memory_of(pid: int) -> float:
    """The megabytes that these processes hold, what they share counted once: their proportional set size (proc(5))."""
    total = 0
    for each in processes_of(pid):
        with suppress(OSError):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text("ascii").splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1000

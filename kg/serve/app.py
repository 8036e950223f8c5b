"""The routes: the SPARQL endpoint, the API of the explorer, and the explorer's files."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.errors import LimitError
from kg.graph.query.files import read_queries
from kg.graph.query.process import OvertimeError, raised
from kg.resources import VERSION
from kg.serve.http import EMBEDDED_POLICY, SecurityMiddleware
from kg.serve.pool import BusyError
from kg.serve.protocol import (
    GRAPHS,
    ROWS,
    Choice,
    RequestError,
    choose,
    fields_of,
    prefers_html,
    read_json,
    read_operation,
)
from kg.serve.responses import EXCEPTION_HANDLERS, DataResponse, Unread, being_written, questions
from kg.serve.settings import (
    ABANDONED_SECONDS,
    ANSWER_BYTES,
    CACHED_ANSWERS,
    LONG_TASK_SECONDS,
    PAGE_SECONDS,
    PAGE_WAIT_SECONDS,
    QUEUE_SECONDS,
    REVIEWED,
)
from kg.views.page_files import SHARED, engine, shared

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from kg.serve.pool import Pool
    from kg.serve.settings import Settings
    from kg.serve.workers import Reply

_ASSET = re.compile(r"(?:vendor/)?[a-z0-9-]{1,60}\.(html|js|css|svg|png)")
_ENGINE = "vendor/vis-network.js"
"""The drawing engine."""
_MEDIA = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_FORMATS = {**ROWS, **GRAPHS}


def make_app(settings: Settings, pool: Pool) -> ASGIApp:
    """Return the server's application, whose requests `pool` answers."""
    handlers = _Handlers(settings, pool)
    pool.on_change = handlers.forget
    routes = [
        Route("/", handlers.explorer),
        Route("/explorer/{name:path}", handlers.explorer),
        Route("/sparql", handlers.sparql, methods=["GET", "POST"]),
        Route("/sparql/", handlers.sparql, methods=["GET", "POST"]),
        Route("/describe", handlers.describe),
        Route("/page", handlers.page),
        Route("/api/about", handlers.about),
        Route("/api/ask", handlers.ask),
        Route("/api/search", handlers.search),
        Route("/api/queries", handlers.queries),
        Route("/api/queries/{name}", handlers.named),
        Route("/api/terms", handlers.terms),
        Route("/api/names", handlers.names),
        Route("/api/stories", handlers.stories),
        Route("/api/review", partial(handlers.review, "review")),
        Route("/api/review/facts", partial(handlers.review, "facts")),
        Route("/feed.atom", handlers.feed),
        Route("/api/decisions/{action}", handlers.decide, methods=["POST"]),
    ]
    app: ASGIApp = Starlette(routes=routes, exception_handlers=EXCEPTION_HANDLERS)
    if settings.cors:
        app = CORSMiddleware(
            app,
            allow_origins=[settings.cors],
            allow_methods=["GET", "POST"],
            allow_headers=["Accept", "Content-Type"],
            expose_headers=["Kg-Cut", "Kg-Guarded", "Retry-After"],
        )
    return SecurityMiddleware(app, host=settings.host, cors=settings.cors)


class _Writing(NamedTuple):
    """The page of a published store: the time since which it is being written, and the answer to come."""

    store: str
    begin: float
    reply: asyncio.Future[Reply]

    def failed(self) -> bool:
        """Return whether what is done is no page."""
        return self.reply.exception() is not None or "error" in self.reply.result()[0]


@dataclass
class _Handlers:
    """The handlers of the routes."""

    settings: Settings
    pool: Pool
    _unread: Unread = field(default_factory=Unread)
    _cache: dict[str, tuple[str | None, Reply]] = field(default_factory=dict)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)
    _decision_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _page: _Writing | None = None

    def forget(self) -> None:
        """Drop cached answers, of a store that is no longer published."""
        self._cache.clear()

    async def sparql(self, request: Request) -> Response:
        operation = await read_operation(request)
        if operation.text is None:
            if prefers_html(_accept(request)):
                return RedirectResponse("/", 303, {"vary": "Accept"})
            if request.method == "POST":
                raise RequestError(400, "the request has no query")
            return await self._description(request, {"task": "service"})
        task = {"task": "query", "default": operation.default, "named": operation.named}
        return await self._results(request, task, operation.text.encode("utf-8", "surrogatepass"))

    async def describe(self, request: Request) -> Response:
        values = _values(request)
        if values.keys() != {"iri"}:
            raise RequestError(400, "name one entity: /describe?iri=…")
        return await self._results(request, {"task": "describe", "iri": values["iri"]})

    async def about(self, request: Request) -> Response:
        return JSONResponse(
            {
                "version": VERSION,
                "graph": self.settings.graph.name,
                "store": await self._published(request),
                "seconds": self.settings.timeout,
                "rows": self.settings.max_rows,
                "decisions": self.settings.allow_decisions,
            }
        )

    async def queries(self, _request: Request) -> Response:
        return JSONResponse({"queries": questions()})

    async def ask(self, request: Request) -> Response:
        values = _values(request)
        if values.keys() != {"q"}:
            raise RequestError(400, "send one question in plain English: /api/ask?q=Who+met+Ada+Marlow%3F")
        task = {"task": "ask", "q": values["q"], "stays": True}
        return self._response(request, await self._ask(request, task, seconds=self.settings.timeout))

    async def search(self, request: Request) -> Response:
        values = _values(request)
        limit = _limit(values)
        if values.keys() != {"q"} or limit is None:
            raise RequestError(400, "search for words: /api/search?q=harbour&limit=20")
        task = {"task": "search", "q": values["q"], "limit": limit, "stays": True}
        return self._response(request, await self._ask(request, task, seconds=self.settings.timeout))

    async def named(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in read_queries("answer"):
            raise RequestError(404, f"unknown query {name!r}: /api/queries lists them")
        return await self._results(request, {"task": "named", "name": name, "values": _values(request)})

    async def terms(self, request: Request) -> Response:
        return await self._cached("terms", request, {"task": "terms"})

    async def names(self, request: Request) -> Response:
        values = _values(request)
        limit = _limit(values)
        if values.keys() != {"q"} or limit is None:
            raise RequestError(400, "give the beginning of a name: /api/names?q=…&limit=20")
        task = {"task": "names", "q": values["q"][:200], "limit": limit, "stays": True}
        lock = self._locks.setdefault("names", asyncio.Lock())  # so that one worker makes the index of all names
        try:
            await asyncio.wait_for(lock.acquire(), QUEUE_SECONDS / 2)
        except TimeoutError as error:
            raise BusyError("others are looking up names", QUEUE_SECONDS) from error
        try:
            return self._response(request, await self._ask(request, task, seconds=LONG_TASK_SECONDS))
        finally:
            lock.release()

    async def stories(self, request: Request) -> Response:
        values = _values(request)
        if values.keys() - {"since"}:
            raise RequestError(400, "request all stories, or new ones: /api/stories?since=2025-09-01")
        since = values.get("since", "")[:20]
        return await self._cached(f"stories {since}", request, {"task": "stories", "since": since or None})

    async def review(self, task: str, request: Request) -> Response:
        self._refuse_readers(request)
        asked = {"task": task, "limit": REVIEWED}
        return self._response(request, await self._ask(request, asked, seconds=LONG_TASK_SECONDS))

    async def feed(self, request: Request) -> Response:
        return self._response(request, await self._ask(request, {"task": "feed"}, seconds=LONG_TASK_SECONDS))

    async def decide(self, request: Request) -> Response:
        """Record a decision, undo one, or apply them to the graph."""
        self._refuse_readers(request)
        action = request.path_params["action"]
        if action not in {"note", "undo", "apply"}:
            raise RequestError(404, "unknown action: choose note, undo or apply")
        body = await read_json(request)
        async with self._decision_lock:
            answer = await self._ask(request, {"task": action, "stays": True}, body, seconds=LONG_TASK_SECONDS)
        return self._response(request, answer)

    async def page(self, request: Request) -> Response:
        """Return the page of the current graph, which is written once; until then, a page that says so."""
        store = await self._published(request)
        if self._page is None or self._page.store != store:
            if self._page is not None:
                self._page.reply.cancel()
            task = {"task": "page", "seconds": PAGE_SECONDS, "base": _base(request), "stays": True}
            self._page = _Writing(store, time.monotonic(), asyncio.ensure_future(self.pool.ask(task)))
        writing = self._page
        await asyncio.wait({writing.reply}, timeout=PAGE_WAIT_SECONDS)
        if not writing.reply.done() or writing.reply.cancelled():
            return being_written(time.monotonic() - writing.begin)
        if writing.failed():
            self._page = None  # the next request tries again
        try:
            response = self._response(request, writing.reply.result())
        except LimitError as error:
            limit = (
                f"{PAGE_SECONDS:.0f} s"
                if isinstance(error, OvertimeError)
                else f"{self.settings.max_memory} MB of memory"
            )
            advice = "start kg serve with more --max-memory, or draw a part of the graph with kg view --focus"
            raise RequestError(507, f"the page of the whole graph takes more than {limit}: {advice}") from error
        response.headers["content-security-policy"] = EMBEDDED_POLICY
        return response

    async def explorer(self, request: Request) -> Response:
        name = request.path_params.get("name", "index.html")
        asset = _ASSET.fullmatch(name)
        if name == _ENGINE:
            return Response(engine(), headers={"content-type": _MEDIA["js"]})
        file = files("kg.serve").joinpath("explorer", name)
        if not asset or not (name in SHARED or file.is_file()):
            raise RequestError(404, "there is no such page")
        body = shared(name) if name in SHARED else file.read_bytes()
        return Response(body, headers={"content-type": _MEDIA[asset[1]]})

    def _refuse_readers(self, request: Request) -> None:
        """RequestError if decisions are not allowed, or not from where the request comes."""
        if not self.settings.allow_decisions:
            raise RequestError(403, "this server only reads: start it with --allow-decisions to decide about entities")
        if not self._is_own_page(request):
            raise RequestError(403, "decisions from pages of other origins are refused")

    def _is_own_page(self, request: Request) -> bool:
        """Return True for a program, this server's own pages and those of `cors`: any page could send a form."""
        origin = request.headers.get("origin")
        if origin is None:
            return request.headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
        return origin in {f"{request.url.scheme}://{request.url.netloc}", self.settings.cors}

    async def _description(self, request: Request, task: dict[str, Any]) -> Response:
        choice = choose(_accept(request), GRAPHS)
        if choice is None:
            raise RequestError(406, f"the description is offered as {', '.join(types[0] for types in GRAPHS.values())}")
        task |= {"graph": choice.form}
        return await self._cached(f"{task['task']} {choice.media_type} {_base(request)}", request, task, choice)

    async def _results(self, request: Request, task: dict[str, Any], body: bytes = b"") -> Response:
        accept = _accept(request)
        rows, graph = choose(accept, ROWS), choose(accept, GRAPHS)
        if rows is None and graph is None:
            offered = [types[0] for types in (*ROWS.values(), *GRAPHS.values())]
            raise RequestError(406, f"answers are offered as {', '.join(offered)}")
        task |= {
            "rows": rows.form if rows else None,
            "graph": graph.form if graph else None,
            "max_rows": self.settings.max_rows,
            "max_bytes": ANSWER_BYTES,
        }
        answer = await self._ask(request, task, body, seconds=self.settings.timeout)
        return self._response(request, answer, rows, graph)

    async def _cached(self, key: str, request: Request, task: dict[str, Any], choice: Choice | None = None) -> Response:
        """Return the answer to a task, made once for each store that is published."""
        async with self._locks.setdefault(task["task"], asyncio.Lock()):
            store = await self._published(request)
            cached = self._cache.get(key)
            if cached is None or cached[0] != store:
                answer = await self._ask(request, task, seconds=LONG_TASK_SECONDS)
                _raise_error(answer)
                self._cache[key] = cached = (store, answer)
                if len(self._cache) > CACHED_ANSWERS:
                    del self._cache[next(iter(self._cache))]
        return self._response(request, cached[1], choice, choice)

    async def _published(self, request: Request) -> str:
        """Return the name of the store that is published now, another one after each change of the graph."""
        current = await self._ask(request, {"task": "store"}, seconds=self.settings.timeout)
        _raise_error(current)
        return str(current[0]["store"])

    def _response(
        self, request: Request, answer: Reply, rows: Choice | None = None, graph: Choice | None = None
    ) -> Response:
        """Return a worker's answer, under the media type that the client asked for."""
        _raise_error(answer)
        head, body = answer
        media_type: str = head["media"]
        for choice in (rows, graph):
            if choice is not None and _FORMATS[choice.form][0] == media_type:
                media_type = choice.media_type
                break
        headers = {"kg-cut": str(head.get("most") or self.settings.max_rows)} if head.get("cut") else {}
        if head.get("guarded"):
            headers["kg-guarded"] = str(head["guarded"])
        return DataResponse(body, media_type, headers, partial(self._unread.counted, self._client(request)))

    def _client(self, request: Request) -> str:
        """Return the client: the last value of a proxy's header, else the address, of IPv6 the network (RFC 6177)."""
        header = self.settings.client_header
        named = ",".join(request.headers.getlist(header)).rpartition(",")[2].strip() if header else ""
        address = named or (request.client.host if request.client else "")
        with suppress(ValueError):
            found = ipaddress.ip_address(address)
            if found.version == 6:
                return str(ipaddress.ip_network((found, 64), strict=False))
        return address

    async def _ask(self, request: Request, task: dict[str, Any], body: bytes = b"", *, seconds: float) -> Reply:
        """Return a worker's answer to a task; where the client disconnects, a task that takes long is stopped."""
        client = self._client(request)
        self._unread.check(client)
        task |= {"seconds": seconds, "base": _base(request)}
        answer = asyncio.ensure_future(self.pool.ask(task, body, client))
        disconnected = asyncio.ensure_future(_disconnected(request))
        try:
            await asyncio.wait({answer, disconnected}, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                await asyncio.wait({answer}, timeout=ABANDONED_SECONDS)
            if not answer.done():
                raise RequestError(499, "the client disconnected")
            return answer.result()
        finally:
            for future in (answer, disconnected):
                future.cancel()
            with suppress(asyncio.CancelledError):
                await disconnected


def _raise_error(answer: Reply) -> None:
    """Raise the error that a worker reports, if it does."""
    head, _ = answer
    if "error" in head:
        raise raised(head)
    if head.get("unacceptable"):
        raise RequestError(406, "this kind of result is not offered in a format that you accept")


async def _disconnected(request: Request) -> None:
    """Wait until the client disconnects."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _accept(request: Request) -> str:
    """Return a client's Accept headers, joined; "" where there is none."""
    return ", ".join(request.headers.getlist("accept"))


def _base(request: Request) -> str:
    """Return the base IRI of a request's queries: the endpoint's address."""
    return f"{request.url.scheme}://{request.url.netloc}/sparql"


def _limit(values: dict[str, str]) -> int | None:
    """Take the limit out of the fields of a query string: 1 to 100, 20 if it is not given; None if it is no number."""
    limit = values.pop("limit", "20")
    return max(1, min(int(limit[:6]), 100)) if limit.isascii() and limit.isdigit() else None


def _values(request: Request) -> dict[str, str]:
    """Return the fields of the query string; RequestError where one is given twice."""
    fields = fields_of(request.scope["query_string"])
    values = dict(fields)
    if len(values) < len(fields):
        raise RequestError(400, "a field is given twice")
    return values

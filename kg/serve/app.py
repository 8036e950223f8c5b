"""The routes of the server: the SPARQL endpoint, what the explorer asks for, and the explorer."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.graph.query.files import read_queries
from kg.resources import VERSION
from kg.serve.guard import Guard
from kg.serve.negotiate import GRAPHS, ROWS, Choice, choose, prefers_html
from kg.serve.pool import BusyError, LimitError
from kg.serve.protocol import Operation, RequestError, fields_of, read_operation
from kg.serve.replies import EMBEDDED_POLICY, data, error
from kg.serve.settings import ANSWER_BYTES, LONG_TASK
from kg.views.engine import SHARED, engine, shared

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from kg.serve.pool import Pool
    from kg.serve.settings import Settings

__all__ = ["make_app"]

_DATASET = "https://w3id.org/kg/dataset"
_ASSET = re.compile(r"(?:vendor/)?[a-z0-9-]{1,60}\.(html|js|css|svg|png)")
_ENGINE = "vendor/vis-network.js"
"""The drawing engine, which pyvis ships."""
_MEDIA = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_FORMATS = {**ROWS, **GRAPHS}
_KEPT = 32
"""Answers that are kept for those who ask the same."""
_GONE = 1.0
"""Seconds that a query goes on for when nobody waits for its answer any more: a worker is dearer than most queries."""


def make_app(settings: Settings, pool: Pool) -> ASGIApp:
    """The server's application; `pool` answers for it."""
    site = _Site(settings, pool)
    routes = [
        Route("/", site.explorer),
        Route("/explorer/{name:path}", site.explorer),
        Route("/sparql", site.sparql, methods=["GET", "POST"]),
        Route("/sparql/", site.sparql, methods=["GET", "POST"]),
        Route("/describe", site.describe),
        Route("/.well-known/void", site.void),
        Route("/page", site.page),
        Route("/api/about", site.about),
        Route("/api/queries", site.queries),
        Route("/api/queries/{name}", site.named),
        Route("/api/terms", site.terms),
        Route("/api/names", site.names),
    ]
    app: ASGIApp = Starlette(
        routes=routes,
        exception_handlers={
            RequestError: _refused,
            BusyError: _busy,
            LimitError: _over,
            HTTPException: _http_error,
            Exception: _defect,
        },
    )
    if settings.cors:
        app = CORSMiddleware(
            app,
            allow_origins=[settings.cors],
            allow_methods=["GET", "POST"],
            allow_headers=["Accept", "Content-Type"],
            expose_headers=["Kg-Cut", "Retry-After"],
        )
    return Guard(app, host=settings.host, cors=settings.cors)


async def _refused(_request: Request, problem: Exception) -> Response:
    return error(problem.status, problem.message) if isinstance(problem, RequestError) else _unknown()


async def _busy(_request: Request, _problem: Exception) -> Response:
    return error(503, "all who could answer are busy: try again", {"retry-after": "2"})


async def _over(_request: Request, problem: Exception) -> Response:
    if isinstance(problem, LimitError) and problem.time:
        return error(504, "the query took too long and was stopped: ask for less, or add a LIMIT")
    return error(507, "the query needs too much memory and was stopped: ask for less, or add a LIMIT")


async def _http_error(_request: Request, problem: Exception) -> Response:
    if isinstance(problem, HTTPException):
        return error(problem.status_code, problem.detail, problem.headers)
    return _unknown()


async def _defect(_request: Request, _problem: Exception) -> Response:
    return _unknown()


def _unknown() -> Response:
    return error(500, "a defect of kg, not of your request")


@dataclass
class _Site:
    settings: Settings
    pool: Pool
    _kept: dict[str, tuple[str | None, tuple[dict[str, Any], bytes]]] = field(default_factory=dict)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def sparql(self, request: Request) -> Response:
        operation = await read_operation(request)
        if operation.update:
            return await self._update(request, operation)
        if operation.text is None:
            if prefers_html(_accept(request)):
                return RedirectResponse("/", 303, {"vary": "Accept"})
            if request.method == "POST":
                raise RequestError(400, "the request has no query")
            wanted = {"task": "service", "update": self.settings.allow_update}
            return await self._described(request, wanted)
        asked = {"task": "query", "default": operation.default, "named": operation.named}
        return await self._answered(request, asked, operation.text.encode("utf-8", "surrogatepass"))

    async def describe(self, request: Request) -> Response:
        values = _values(request)
        if values.keys() != {"iri"}:
            raise RequestError(400, "name one thing: /describe?iri=…")
        return await self._answered(request, {"task": "describe", "iri": values["iri"]})

    async def void(self, request: Request) -> Response:
        return await self._described(request, {"task": "void", "dataset": _DATASET})

    async def about(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "version": VERSION,
                "graph": self.settings.graph.name,
                "seconds": self.settings.timeout,
                "rows": self.settings.max_rows,
                "update": self.settings.allow_update,
            }
        )

    async def queries(self, _request: Request) -> Response:
        return JSONResponse({"queries": [_documented(name) for name in read_queries("answer")]})

    async def named(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in read_queries("answer"):
            raise RequestError(404, f"there is no query {name!r}: /api/queries lists them")
        return await self._answered(request, {"task": "named", "name": name, "values": _values(request)})

    async def terms(self, request: Request) -> Response:
        return await self._once("terms", request, {"task": "terms"})

    async def names(self, request: Request) -> Response:
        values = _values(request)
        limit = values.pop("limit", "20")
        if values.keys() != {"q"} or not limit.isascii() or not limit.isdigit():
            raise RequestError(400, "say what is typed: /api/names?q=…&limit=20")
        asked = {"task": "names", "q": values["q"][:200], "limit": max(1, min(int(limit[:6]), 100))}
        return self._reply(await self._ask(request, asked, seconds=self.settings.timeout))

    async def page(self, request: Request) -> Response:
        reply = await self._once("page", request, {"task": "page"})
        reply.headers["content-security-policy"] = EMBEDDED_POLICY
        return reply

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

    async def _update(self, request: Request, operation: Operation) -> Response:
        if not self.settings.allow_update:
            raise RequestError(403, "this server only reads: start it with --allow-update to change the graph")
        if not self._may_write(request):
            raise RequestError(403, "an update from a page of another origin is refused")
        asked = {"task": "update", "default": operation.default, "named": operation.named}
        body = (operation.text or "").encode("utf-8", "surrogatepass")
        async with self._writing:
            found = await self._ask(request, asked, body, seconds=max(self.settings.timeout, LONG_TASK))
        _checked(found)
        return Response(status_code=204)

    def _may_write(self, request: Request) -> bool:
        """Whether an update comes from a program or from this server's own page: browsers let any page send a form."""
        origin = request.headers.get("origin")
        if origin is None:
            return request.headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
        return origin in {f"{request.url.scheme}://{request.url.netloc}", self.settings.cors}

    async def _described(self, request: Request, asked: dict[str, Any]) -> Response:
        choice = choose(_accept(request), GRAPHS)
        if choice is None:
            raise RequestError(406, f"the description comes as {', '.join(types[0] for types in GRAPHS.values())}")
        asked |= {"graph": choice.form}
        return await self._once(f"{asked['task']} {choice.media_type} {_base(request)}", request, asked, choice)

    async def _answered(self, request: Request, asked: dict[str, Any], body: bytes = b"") -> Response:
        accept = _accept(request)
        rows, graph = choose(accept, ROWS), choose(accept, GRAPHS)
        if rows is None and graph is None:
            offered = [types[0] for types in (*ROWS.values(), *GRAPHS.values())]
            raise RequestError(406, f"answers come as {', '.join(offered)}")
        asked |= {
            "rows": rows.form if rows else None,
            "graph": graph.form if graph else None,
            "max_rows": self.settings.max_rows,
            "max_bytes": ANSWER_BYTES,
        }
        return self._reply(await self._ask(request, asked, body, seconds=self.settings.timeout), rows, graph)

    async def _once(self, key: str, request: Request, asked: dict[str, Any], choice: Choice | None = None) -> Response:
        """An answer that is made once for each store that is published."""
        async with self._locks.setdefault(asked["task"], asyncio.Lock()):
            told, _ = _checked(await self._ask(request, {"task": "store"}, seconds=self.settings.timeout))
            store = told["store"]
            kept = self._kept.get(key)
            if kept is None or kept[0] != store:
                found = _checked(await self._ask(request, asked, seconds=LONG_TASK))
                self._kept[key] = kept = (store, found)
                if len(self._kept) > _KEPT:
                    del self._kept[next(iter(self._kept))]
        return self._reply(kept[1], choice, choice)

    def _reply(
        self, found: tuple[dict[str, Any], bytes], rows: Choice | None = None, graph: Choice | None = None
    ) -> Response:
        head, body = _checked(found)
        media_type: str = head["media"]
        for choice in (rows, graph):
            if choice is not None and _FORMATS[choice.form][0] == media_type:
                media_type = choice.media_type
                break
        return data(body, media_type, {"kg-cut": str(self.settings.max_rows)} if head.get("cut") else {})

    async def _ask(
        self, request: Request, asked: dict[str, Any], body: bytes = b"", *, seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        """What the pool answers; where the client goes away, a query that takes long is stopped."""
        asked |= {"seconds": seconds, "base": _base(request)}
        asking = asyncio.ensure_future(self.pool.ask(asked, body))
        leaving = asyncio.ensure_future(_left(request))
        try:
            await asyncio.wait({asking, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                await asyncio.wait({asking}, timeout=_GONE)
            if not asking.done():
                raise RequestError(499, "the client went away")
            return asking.result()
        finally:
            for task in (asking, leaving):
                task.cancel()
            with suppress(asyncio.CancelledError):
                await leaving


def _checked(found: tuple[dict[str, Any], bytes]) -> tuple[dict[str, Any], bytes]:
    head, _ = found
    if head.get("status") == 500:
        raise RuntimeError(head["error"])
    if "error" in head:
        raise RequestError(head["status"], head["error"])
    return found


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _accept(request: Request) -> str:
    """What a client accepts, in one or in several headers; "" where it does not say."""
    return ", ".join(request.headers.getlist("accept"))


def _base(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}/sparql"


def _values(request: Request) -> dict[str, str]:
    """The fields of the address, each once."""
    fields = fields_of(request.scope["query_string"])
    values = dict(fields)
    if len(values) < len(fields):
        raise RequestError(400, "a field is given twice")
    return values


def _documented(name: str) -> dict[str, Any]:
    query = read_queries("answer")[name]
    examples = dict(query.example)
    return {
        "name": name,
        "title": query.title,
        "answers": query.says,
        "parameters": [
            {
                "name": each.name,
                "type": each.kind,
                "optional": each.optional,
                "says": each.says,
                "example": examples.get(each.name),
            }
            for each in query.parameters
        ],
        "query": query.text,
    }

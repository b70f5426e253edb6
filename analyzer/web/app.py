"""What the drop page's server answers: the page, the drafts that it takes, their reports."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from importlib import resources
from urllib.parse import unquote

import jinja2
import msgspec
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from ..choices import ALL, PLACEMENTS
from ..errors import UsageError
from ..model import LANGUAGE_NAMES
from ..reports.language import load
from ..reports.text import printable
from .desk import Desk
from .drafts import Refusal
from .guard import Guard
from .wishes import applied, of
from .words import ALL_PLATFORMS, PLACEMENT_WORDS, Translate, english, for_script, size

PAGE_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "connect-src 'self'; "
    "frame-src 'self'; "
    "img-src 'self' data:; "
    "base-uri 'none'; "
    "form-action 'none'; "
    "frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)

REPORT_POLICY = (
    "default-src 'none'; "
    "script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; "
    "img-src data:; "
    "font-src data:; "
    "media-src blob:; "
    "base-uri 'none'; "
    "form-action 'none'; "
    "frame-ancestors 'self'; "
    "sandbox allow-scripts allow-popups allow-modals allow-downloads"
)
"""A report is a file that stands alone, with its own style and script in it. It gets an origin of
its own (sandbox) and nowhere to connect to, so that it can do nothing to this page. It plays the
file that was dropped, which this page hands over and the browser still holds."""

REPORT_HEADERS = {
    "Content-Security-Policy": REPORT_POLICY,
    "Cross-Origin-Opener-Policy": "unsafe-none",  # a sandboxed page with any other is not shown
}

LONGEST_CAPTION = 100_000
"""Bytes of a caption: ten times what any platform takes."""

LONGEST_NAME = 255
"""Characters of a name that are shown: what a file system's longest name has."""

MOST_DIGITS = 19
"""Digits of a size: a file has fewer than 2**63 bytes."""

PLATFORM_NAMES = {"tiktok": "TikTok", "reels": "Instagram Reels", "shorts": "YouTube Shorts"}

_KINDS = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}


def app(
    desk: Desk,
    *,
    token: str,
    port: int,
    language: str = "en",
    translate: Translate = english,
    on_visit: Callable[[], None] = lambda: None,
) -> ASGIApp:
    """The server as an ASGI application; every path begins with ``token``.

    ``on_visit`` is called whenever the page is opened.
    """
    page = _page(desk, language, translate)

    async def home(_: Request) -> Response:
        on_visit()
        return HTMLResponse(page, headers={"Content-Security-Policy": PAGE_POLICY})

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _KINDS:
            raise HTTPException(404)
        return Response(_resource(name), media_type=_KINDS[name])

    async def events(_: Request) -> Response:
        return EventSourceResponse(_events(desk), ping=15)

    async def take(request: Request) -> Response:
        return await _taken(desk, request, translate)

    async def report(request: Request) -> Response:
        text = desk.report(request.path_params["id"])
        if text is None:
            raise HTTPException(404)
        return HTMLResponse(text, headers=REPORT_HEADERS)

    async def caption(request: Request) -> Response:
        text = await _text(request)
        judged = await desk.caption(request.path_params["id"], text, load(language))
        if judged is None:
            raise HTTPException(404)
        return Response(msgspec.json.encode(judged), media_type="application/json")

    routes = [
        Route("/", home),
        Route("/events", events),
        Route("/drafts", take, methods=["POST"]),
        Route("/report/{id}", report),
        Route("/caption/{id}", caption, methods=["POST"]),
        *_mending(desk),
        Route("/{name}", asset),
    ]
    return Guard(Starlette(routes=routes), token=token, port=port)


def _mending(desk: Desk) -> tuple[Route, ...]:
    """What has a draft mended, and what gives the mended file."""

    async def mend(request: Request) -> Response:
        if not desk.mend(request.path_params["id"]):
            raise HTTPException(404)
        return Response(status_code=202)

    async def mended(request: Request) -> Response:
        found = desk.mended(request.path_params["id"])
        if found is None:
            raise HTTPException(404)
        path, name = found
        return FileResponse(path, media_type="video/mp4", filename=name)

    return (
        Route("/mend/{id}", mend, methods=["POST"]),
        Route("/mended/{id}", mended),
    )


async def _taken(desk: Desk, request: Request, translate: Translate) -> Response:
    """The answer to a draft that is dropped."""
    try:
        settings = applied(request.headers.get("x-draft-wishes", ""), desk.settings)
        size = _announced(request)
        draft = await desk.take(_name(request), size, request.stream(), settings)
    except Refusal as refusal:
        words = translate(refusal.words, **refusal.values)
        return Response(words, refusal.status, media_type="text/plain")
    except UsageError as error:
        words = translate(error.template, **error.values)
        return Response(words, 400, media_type="text/plain")
    except ClientDisconnect:
        return Response(status_code=400)
    return Response(msgspec.json.encode(draft), 201, media_type="application/json")


async def _events(desk: Desk) -> AsyncIterator[ServerSentEvent]:
    async for draft in desk.watch():
        yield ServerSentEvent(event="draft", data=msgspec.json.encode(draft).decode())
    yield ServerSentEvent(event="stopped", data="")


def _name(request: Request) -> str:
    """The file's name as text: no folders, nothing that steers, no end of the world in length."""
    name = unquote(request.headers.get("x-draft-name", ""), errors="replace")
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    return printable(name)[:LONGEST_NAME] or "draft"


async def _text(request: Request) -> str:
    """The body as text; raises HTTPException for one that is longer than any caption."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_CAPTION:
            raise HTTPException(413)
    return body.decode("utf-8", errors="replace")


def _announced(request: Request) -> int:
    """The size that the browser announces; it sends no body where it knows that to be refused."""
    sizes = [request.headers.get(name, "0") for name in ("content-length", "x-draft-size")]
    if not all(t.isascii() and t.isdigit() and len(t) <= MOST_DIGITS for t in sizes):
        raise HTTPException(400, "A size is a number of bytes.")
    return max(map(int, sizes))


def _page(desk: Desk, language: str, translate: Translate) -> str:
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string(_resource("page.html"))
    return template.render(
        language=language,
        t=translate,
        limit=size(desk.largest),
        wishes=of(desk.settings),
        platforms={ALL: translate(ALL_PLATFORMS), **PLATFORM_NAMES},
        placements=dict(zip(PLACEMENTS, map(translate, PLACEMENT_WORDS), strict=True)),
        languages={code: translate(name) for code, name in LANGUAGE_NAMES.items()},
        settings={"largest": desk.largest, "words": for_script(translate)},
    )


def _resource(name: str) -> str:
    return (resources.files(__package__ or "") / name).read_text(encoding="utf-8")

"""The door of the drop page: only its own page, opened by who knows the address, gets through."""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""On every response; one that brings its own Content-Security-Policy keeps it."""

_READING = frozenset({"GET", "HEAD"})


class Guard:
    """Lets a request through to ``app``, without the token that its path begins with.

    The ``Host`` has to be this server (against DNS rebinding), the first part of the path the
    token, and what changes anything has to come from a page of this very origin.
    """

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self.app = app
        self.token = token.encode()
        self.hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or have the app answer it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        status, reason = self._refusal(scope)
        if status:
            await PlainTextResponse(f"{reason}\n", status)(scope, receive, send_guarded)
            return
        rest = "/" + scope["path"].removeprefix("/").partition("/")[2]
        inner: MutableMapping[str, Any] = {**scope, "path": rest, "raw_path": rest.encode()}
        await self.app(inner, receive, send_guarded)

    def _is_visit(self, scope: Scope, headers: Headers) -> bool:
        """Whether somebody comes to the page itself, over a link in a file or a mail.

        Such a page has no origin, or another: for the browser it is another site. What it opens it
        cannot look into.
        """
        return (
            scope["method"] in _READING
            and scope["path"].encode() == b"/%s/" % self.token
            and headers.get("sec-fetch-mode") == "navigate"
            and headers.get("sec-fetch-dest") == "document"
        )

    def _refusal(self, scope: Scope) -> tuple[int, str]:
        headers = Headers(scope=scope)
        if headers.getlist("host") != [headers.get("host", "")] or (
            headers.get("host") not in self.hosts
        ):
            return 421, "This address is not this server's."
        token, slash, _ = scope["path"].removeprefix("/").partition("/")
        if not (slash and secrets.compare_digest(token.encode(), self.token)):
            return 404, "Open the address that the analyzer printed."
        is_own = headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
        if not (is_own or self._is_visit(scope, headers)):
            return 403, "This page takes nothing from other sites."
        origin = f"http://{headers['host']}"
        if scope["method"] not in _READING and headers.get("origin") != origin:
            return 403, "This page takes drafts from itself only."
        return 0, ""

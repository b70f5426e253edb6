"""The drop page: drag drafts onto a page of this computer, and read their reports there.

Files come in through a browser on this machine, pages of reports go out; nothing is kept. It may
use every room below it, and the command line only starts it.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress

from ..errors import UsageError
from ..scratch import Scratch
from ..settings import Settings
from .shelf import Render
from .words import Translate, english

ADDRESS = "127.0.0.1"


def serve(
    settings: Settings,
    *,
    port: int | None,
    open_browser: bool,
    timeout: float,
    jobs: int,
    language: str,
    render: Render,
    announce: Callable[[str], None],
    translate: Translate = english,
) -> None:
    """Serve the drop page on this computer until it is stopped (Ctrl-C, SIGTERM).

    ``port`` None takes a free one. ``render`` writes a report's page; ``announce`` is told the
    address once it answers, and nothing else is said. Every draft, what was measured on it and its
    report are removed at the end. Raises UsageError where the port cannot be had.
    """
    import uvicorn

    from .analyst import Analyst
    from .app import app
    from .desk import Desk
    from .opening import OPENING_SECONDS, Opening
    from .server import config

    listening = _listening(port)
    port = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    address = f"http://{ADDRESS}:{port}/{token}/"

    class Server(uvicorn.Server):
        """Opens the desk when it starts, and closes it before it waits for anybody."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            desk.start()
            await super().startup(sockets)
            announce(address)
            if open_browser:
                await asyncio.to_thread(opening.show)
                asyncio.get_running_loop().call_later(OPENING_SECONDS, opening.close)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            stop()  # uvicorn ends the process on SIGTERM as soon as it is done
            await super().shutdown(sockets)

    def stop() -> None:
        desk.stop()
        kept.close()

    kept = Scratch("dropped-")
    analyst = Analyst(settings, cache=kept.path, jobs=jobs, timeout=timeout)
    desk = Desk(analyst, render, translate)
    opening = Opening(kept.path, address, translate("Drop your drafts"))
    page = app(
        desk,
        token=token,
        port=port,
        language=language,
        translate=translate,
        on_visit=opening.close,
    )
    with listening, suppress(KeyboardInterrupt):
        try:
            Server(config(page)).run(sockets=[listening])
        finally:
            stop()


def _listening(port: int | None) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.bind((ADDRESS, port or 0))
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or str(error)
        message = "--port {port}: {reason}; leave it out to take a free one"
        raise UsageError(message, port=str(port), reason=reason) from None
    return listening

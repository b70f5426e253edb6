"""A drop page that really listens, and a browser's requests to it."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn
from msgspec.structs import replace

from analyzer.fix.mend import Order
from analyzer.model import Fix, Report, Score, Status, Still, Verdict, Wording
from analyzer.settings import Settings
from analyzer.web.app import app
from analyzer.web.desk import LARGEST, Desk
from analyzer.web.server import config
from analyzer.web.words import Translate, english
from tests.reports.drafts import judged, judgement

TOKEN = "the-token"

LONGEST_WAIT = 120.0
"""Seconds that a tab listens for what is to come."""


class Patient:
    """An analyst that passes every draft, once it is let go."""

    jobs = 1
    settings = Settings()

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.paths: list[Path] = []
        self.asked: list[Settings] = []
        self.refusal = ""
        self.is_mendable = False

    async def analyze(
        self, path: Path, settings: Settings, tell: Callable[[str], None]
    ) -> tuple[Report, tuple[Still, ...]]:
        self.paths.append(path)
        self.asked.append(settings)
        assert path.is_file()
        tell("decode")
        while not self.go.is_set():
            await asyncio.sleep(0.01)
        score = Score(value=87, coverage=1.0, verdict=Verdict.IMPROVE)
        if self.is_mendable:
            return replace(judged({"faststart": False}, "reels"), path=str(path)), ()
        return Report(str(path), Status.OK, judgements=(judgement(said=score),)), ()

    async def mend(self, order: Order, settings: Settings, tell: Callable[[str], None]) -> Report:
        """Write what was asked for, once it is let go."""
        assert order.draft.is_file()
        tell("rendering")
        while not self.go.is_set():
            await asyncio.sleep(0.01)
        if self.refusal:
            return replace(order.report, fix=Fix(refusal=Wording(self.refusal)))
        order.target.write_bytes(b"mended")
        return replace(order.report, fix=Fix(path=str(order.target)))

    def close(self) -> None:
        self.go.set()


def name_only(report: Report, stills: tuple[Still, ...]) -> str:
    """The least that a report's page can be."""
    return f"<!doctype html><title>{report.path}</title>"


@dataclass
class Site:
    """The page that listens, and the requests that a browser on it would make."""

    port: int
    desk: Desk
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/{TOKEN}/"

    def ask(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {"Host": f"127.0.0.1:{self.port}"}
        if method == "POST":
            sent["Origin"] = f"http://127.0.0.1:{self.port}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        is_chunked = body is not None and not isinstance(body, bytes)
        if isinstance(body, bytes):
            sent.setdefault("Content-Length", str(len(body)))
        elif is_chunked:
            sent["Transfer-Encoding"] = "chunked"
        for name, value in sent.items():
            if value:
                connection.putheader(name, value)
        connection.endheaders()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            if is_chunked:
                for chunk in body:
                    connection.send(b"%x\r\n%s\r\n" % (len(chunk), chunk))
                connection.send(b"0\r\n\r\n")
            elif body:
                connection.send(body)
        return connection.getresponse()

    def drop(self, body: Any, name: str = "bread.mp4", **headers: str) -> http.client.HTTPResponse:
        return self.ask("POST", f"/{TOKEN}/drafts", body, X_Draft_Name=quote(name), **headers)

    def news(self) -> Iterator[dict[str, Any]]:
        """What a tab that is opened now hears, until the page stops."""
        response = self.ask("GET", f"/{TOKEN}/events")
        event, deadline = "", time.monotonic() + LONGEST_WAIT
        for line in response:  # a ping at least every 15 s
            assert time.monotonic() < deadline
            text = line.decode().strip()
            if text.startswith("event: "):
                event = text.removeprefix("event: ")
            elif text.startswith("data: ") and event == "draft":
                yield json.loads(text.removeprefix("data: "))
            elif event == "stopped":
                return

    def until(self, stage: str, *, name: str | None = None) -> dict[str, Any]:
        """The first draft that is at ``stage``."""
        return next(d for d in self.news() if d["stage"] == stage and name in {None, d["name"]})

    def mendable(self, analyst: Patient, name: str = "bread.mp4") -> dict[str, Any]:
        """A draft that was dropped and can be mended."""
        analyst.is_mendable = True
        dropped = json.loads(self.drop(b"film", name).read())["id"]
        found = (d for d in self.news() if d["id"] == dropped and d["stage"] == "done")
        return next(d for d in found if d["mending"] == "offered")

    def mending(self, stage: str) -> dict[str, Any]:
        """The first draft whose mending is at ``stage``."""
        return next(d for d in self.news() if d["mending"] == stage)

    def left(self) -> list[str]:
        """The drafts' files that are still there."""
        return [path.name for path in self.desk.folder.glob("*.draft*")]

    def wait_until_nothing_is_left(self) -> None:
        deadline = time.monotonic() + 10
        while self.left():
            assert time.monotonic() < deadline, self.left()
            time.sleep(0.02)


@contextlib.contextmanager
def site(
    analyst: Any = None,
    *,
    render: Callable[[Report, tuple[Still, ...]], str] = name_only,
    largest: int = LARGEST,
    language: str = "en",
    translate: Translate = english,
) -> Iterator[Site]:
    """A drop page on a free port, for as long as the block runs."""
    desk = Desk(analyst or Patient(), render, translate, largest=largest)
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            desk.start()
            await super().startup(sockets)

        async def shutdown(self, sockets: Any = None) -> None:
            desk.stop()
            await super().shutdown(sockets)

    served = app(desk, token=TOKEN, port=port, language=language, translate=translate)
    server = Server(config(served))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield Site(port, desk)
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()
        assert not desk.folder.exists()

"""Runs of the command line that a bench feeds with small drafts, looks into and kills."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.media import binaries  # noqa: E402

LIMIT = 120.0
"""Seconds for which anything is waited for."""


class Place:
    """A folder with drafts, a cache and temporary files of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.drafts, self.cache, self.temporary = (
            folder / name for name in ("drafts", "cache", "temporary")
        )
        for one in (self.drafts, self.temporary):
            one.mkdir(parents=True)
        self._clip = _smallest_clip(folder / "clip.mp4").read_bytes()
        self._made = 0

    def content(self) -> bytes:
        """A draft that is new: the clip with another end."""
        self._made += 1
        return self._clip + b"%08d" % self._made

    def add(self) -> Path:
        """Put a new draft among the drafts, whole at once."""
        content = self.content()
        part = self.folder / "part"
        part.write_bytes(content)
        return part.rename(self.drafts / f"{self._made:06}.mp4")

    def processes(self) -> list[psutil.Process]:
        """Every process that a run in this place has started and that is there."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                here = process.environ().get("ANALYZER_CACHE") == str(self.cache)
                if here and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found

    def left(self) -> list[str]:
        """The temporary files that are there."""
        return sorted(path.name for path in self.temporary.iterdir())


class Run:
    """One run of the command line in a place."""

    def __init__(self, place: Place, *arguments: object) -> None:
        self.place = place
        self._out, self._err = place.folder / "out", place.folder / "err"
        self._read_up_to = self._lines = 0
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "analyzer", *map(str, arguments), "--no-transcript"],
                cwd=ROOT,
                env=os.environ
                | {"ANALYZER_CACHE": str(place.cache), "TMPDIR": str(place.temporary)},
                stdout=out,
                stderr=err,
            )

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def workers(self) -> list[psutil.Process]:
        """The processes that analyze drafts."""
        found = []
        with suppress(psutil.Error):
            for child in psutil.Process(self.process.pid).children():
                with suppress(psutil.Error):
                    if "spawn_main" in " ".join(child.cmdline()):
                        found.append(child)
        return found

    def said(self) -> list[str]:
        """The whole lines of its standard output."""
        return self._out.read_text(encoding="utf-8").rpartition("\n")[0].splitlines()

    def lines_said(self) -> int:
        """How many whole lines that is; only what is new since the last time is read."""
        with self._out.open("rb") as file:
            file.seek(self._read_up_to)
            new = file.read()
        self._read_up_to += len(new)
        self._lines += new.count(b"\n")
        return self._lines

    def complaints(self) -> str:
        """Its standard error."""
        return self._err.read_text(encoding="utf-8")

    def reports(self) -> list[dict[str, Any]]:
        """What it has told as JSON lines."""
        return [json.loads(line) for line in self.said()]

    def stop(self) -> int:
        """Interrupt it and return its exit code."""
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(LIMIT)

    def kill(self) -> None:
        """End it as ``kill -9`` does."""
        self.process.kill()
        self.process.wait(LIMIT)


class Page:
    """The drop page of a run, and what it says of the drafts that were dropped on it."""

    def __init__(self, run: Run) -> None:
        until(lambda: bool(run.said()))
        self._url = urlsplit(run.said()[0])
        self.cards: dict[str, dict[str, Any]] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def drop(self, content: bytes) -> str:
        """Upload a draft and return its id."""
        headers = {"Origin": f"http://{self._url.netloc}", "X-Draft-Name": "draft.mp4"}
        with self._connected() as connection:
            connection.request("POST", f"{self._url.path}drafts", content, headers)
            answer = connection.getresponse()
            text = answer.read()
        if answer.status != http.client.CREATED:
            raise RuntimeError(f"{answer.status}: {text.decode()}")
        return str(json.loads(text)["id"])

    def are_over(self, drafts: list[str]) -> bool:
        """Whether each of the drafts has its report or its error."""
        stages = {self.cards.get(draft, {}).get("stage") for draft in drafts}
        return stages <= {"done", "failed"}

    def _listen(self) -> None:
        with suppress(OSError, http.client.HTTPException), self._connected() as connection:
            connection.request("GET", f"{self._url.path}events")
            for line in connection.getresponse():
                with suppress(ValueError, KeyError):
                    card = json.loads(line.decode().removeprefix("data: "))
                    self.cards[card["id"]] = card

    def _connected(self) -> closing[http.client.HTTPConnection]:
        return closing(http.client.HTTPConnection("127.0.0.1", self._url.port or 0, timeout=LIMIT))


def until(condition: Callable[[], bool], seconds: float = LIMIT) -> bool:
    """Wait for ``condition``, and return whether it has come true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def numbered(count: int) -> Iterator[int]:
    """Count to ``count``, and show on standard error how far it is."""
    for number in range(1, count + 1):
        sys.stderr.write(f"\r{number} of {count} ")
        sys.stderr.flush()
        yield number
    sys.stderr.write("\n")


def _smallest_clip(target: Path) -> Path:
    picture = ("-f", "lavfi", "-i", "testsrc=size=108x192:rate=10:duration=0.3")
    sound = ("-f", "lavfi", "-i", "sine=duration=0.3", "-shortest", "-c:a", "aac")
    command = [binaries.ffmpeg(), "-v", "error", "-y", *picture, *sound]
    subprocess.run([*command, "-pix_fmt", "yuv420p", target], check=True, timeout=60)
    return target

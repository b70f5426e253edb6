"""Show a person that a set-up is alive: what is being installed, how far it is, for how long."""

from __future__ import annotations

import os
import re
import shutil
import sys
import threading
import time
from typing import Self

from bootstrap.words import said

QUIET_SECONDS = 15
"""Time between two lines where standard error is no terminal."""


def say(template: str, **values: object) -> None:
    """Print a line on standard error, in the reader's language."""
    show(said(template, **values))


def show(text: str) -> None:
    """Print a line on standard error."""
    print(text, file=sys.stderr, flush=True)


class Progress:
    """What pip or uv is doing, read from its output and shown until the ``with`` block ends.

    On a terminal it is one line that stays alive, elsewhere a plain line now and then.
    """

    def __init__(self, packages: str) -> None:
        """Watch packages arrive in the folder ``packages``."""
        self._packages = packages
        self._found = self._installing = self._already = 0
        self._doing = said("looking up packages")
        self._megabytes = 0.0
        self._started = time.monotonic()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._show, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def take(self, line: str) -> None:
        """Take in a line that pip or uv printed."""
        if found := re.match(r"\s*Collecting ([\w.-]+)", line):
            self._found += 1
            self._installing = 0
            self._doing = said("looking up {package}", package=found[1])
        elif found := re.match(
            r"\s*Downloading ([\w.]+(?:-[a-z][\w.]*)*).* \(([\d.]+) ?([kKMG])i?B\)", line
        ):
            size = float(found[2]) * {"k": 0.001, "M": 1, "G": 1000}[found[3].replace("K", "k")]
            self._megabytes += size
            self._doing = said("downloading {package} ({size:.1f} MB)", package=found[1], size=size)
        elif line.startswith("Installing collected packages:"):
            self._installing = line.count(",") + 1
            self._already = self._count()

    def _count(self) -> int:
        return sum(name.endswith(".dist-info") for name in os.listdir(self._packages))

    def _status(self) -> str:
        seconds = int(time.monotonic() - self._started)
        clock = f"{seconds // 60}:{seconds % 60:02}"
        if self._installing:
            done = min(self._count() - self._already, self._installing)
            return said(
                "installing: {done} of {count} packages, {clock}",
                done=done,
                count=self._installing,
                clock=clock,
            )
        return said(
            "{doing}: package {number}, {megabytes:.0f} MB so far, {clock}",
            doing=self._doing,
            number=self._found,
            megabytes=self._megabytes,
            clock=clock,
        )

    def _show(self) -> None:
        if not sys.stderr.isatty():
            while not self._done.wait(QUIET_SECONDS):
                show(f"  … {self._status()}")
            return
        while not self._done.wait(0.2):
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write("\r\x1b[K" + f"  {self._status()}"[:width])
            sys.stderr.flush()
        sys.stderr.write("\r\x1b[K")

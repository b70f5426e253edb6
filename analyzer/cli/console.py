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
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, TextIO

from .. import PROGRAM
from ..errors import AnalyzerError, ExitCode, filled

if TYPE_CHECKING:
    from ..reports.language import Language


Say = Callable[..., str]
"""Says a template in a language, with values by name."""


class Page(NamedTuple):
    """How large standard output is, and whether it shows colour."""

    width: int
    color: bool
    height: int = 24


_spoken = "en"
"""The language that ``speak`` has chosen."""

_below: list[str] = []
"""The lines that stand below all that is printed, on a terminal."""


def speak(code: str) -> None:
    """Say everything in the language ``code`` from now on."""
    global _spoken  # noqa: PLW0603
    _spoken = code


def language() -> Language:
    """The language that everything is said in."""
    from ..reports.language import load

    return load(_spoken)


def speaker() -> Say:
    """What says a template in that language; for English, without loading anything."""
    return _english if _spoken == "en" else language()


def _english(template: str, /, **values: float | str) -> str:
    return filled(template, values)


def page() -> Page:
    """Standard output as it is: 80 columns without colour where it is no terminal."""
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    width, height = shutil.get_terminal_size((80, 24)) if is_terminal else (80, 24)
    return Page(width, is_terminal and "NO_COLOR" not in os.environ, height)


def out(pieces: Iterable[str]) -> None:
    """Write data to standard output at once; raises OSError where it is not taken."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), "standard output")
    try:
        sys.stdout.writelines([_lift(), *pieces, *_below])
        sys.stdout.flush()
    except OSError as error:
        _lead_nowhere(sys.stdout)
        error.filename = "standard output"
        raise


def keep_below(text: str) -> None:
    """Have ``text`` stand below all that is printed, in place of an earlier one.

    For a terminal that is wide enough for its lines and higher than it.
    """
    global _below  # noqa: PLW0603
    lift, _below = _lift(), []
    out([lift, text])
    _below = text.splitlines(keepends=True)


def leave_below() -> None:
    """Let what stands below stay where it is: what is printed next comes after it."""
    _below.clear()


def say(template: str, /, **values: float | str) -> None:
    """Write one line to standard error, with nothing in it that could steer a terminal."""
    from ..reports.text import printable

    if sys.stderr is None:
        return
    message = f"{PROGRAM}: {printable(language()(template, **values))}\n"
    try:
        shared = sys.stderr.isatty()
        sys.stderr.writelines([_lift(), message, *_below] if shared else [message])
        sys.stderr.flush()
    except OSError:
        _lead_nowhere(sys.stderr)


def complain(error: AnalyzerError | OSError) -> None:
    """Say what went wrong, with the file that the system says it of."""
    if isinstance(error, AnalyzerError):
        say(error.template, **error.values)
    elif error.strerror is None:
        say(str(error))
    elif error.filename:
        say("{path}: {what_words}", path=str(error.filename), what_words=error.strerror)
    else:
        say(error.strerror)


def _lift() -> str:
    """What takes the lines below away from a terminal."""
    return f"\x1b[{len(_below)}A\r\x1b[J" if _below else ""


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

"""How words, numbers and strangers' text are written in every report."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable, Sequence
from pathlib import PurePath, PureWindowsPath
from typing import TYPE_CHECKING

from ..model import UNSPACED, Severity, Shots, Span, Strength, Transcript, Verdict, Word

if TYPE_CHECKING:
    from rich.console import RenderableType

STYLES: dict[str, str] = {
    Verdict.READY: "bold green",
    Verdict.IMPROVE: "bold yellow",
    Verdict.BLOCKED: "bold red",
    Severity.ERROR: "red",
    Severity.WARN: "yellow",
    Severity.INFO: "cyan",
    Strength.STRONG: "green",
    Strength.FAIR: "yellow",
    Strength.WEAK: "red",
}


BLANKS = re.compile(r"\s+((?:\x1b\[[0-9;]*m)*)$")
"""Blanks at the end of a line, before what ends its style."""


def draw(page: RenderableType, *, width: int, color: bool) -> str:
    """What a terminal of ``width`` columns would show, without blanks at the ends of lines."""
    from rich.console import Console

    paper = io.StringIO()
    console = Console(
        file=paper,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    console.print(page)
    return "".join(BLANKS.sub(r"\1", line) + "\n" for line in paper.getvalue().splitlines())


def sentence(message: str) -> str:
    """The message with a capital at its start."""
    return message[:1].upper() + message[1:]


def name_in(path: str) -> str:
    """The last part of a report's path, of whichever system."""
    windows = PureWindowsPath(path)
    return (windows if windows.drive else PurePath(path)).name or path


def printable(text: str) -> str:
    """Text from a draft or its name, with everything that could steer a terminal spelled out."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def said(transcript: Transcript, say: Callable[..., str], named: Callable[[str], str]) -> str:
    """What is said with its languages, ``(doubtful?)`` words marked, and what nobody understood."""
    parts: list[str] = []
    language = None
    for passage, words in transcript.by_passage():
        if not passage.is_understood:
            parts.append(f"[{say('speech that could not be understood')}]")
            continue
        if passage.language != language:
            language = passage.language
            parts.append(f"({named(language or '')})")
        parts.append(_with_doubts(words, "" if language in UNSPACED else " "))
    return printable(" ".join(parts) or f"({named(transcript.language or '')}) {transcript.text}")


def _with_doubts(words: Sequence[Word], space: str) -> str:
    """The words, those in doubt together in brackets with a question mark."""
    runs = itertools.groupby(words, key=lambda word: word.is_doubtful)
    written = ((is_doubtful, space.join(word.text for word in run)) for is_doubtful, run in runs)
    return space.join(f"({text}?)" if is_doubtful else text for is_doubtful, text in written)


def clock(seconds: float) -> str:
    """``"9.5 s"`` under a minute, ``"2:05"`` from there on."""
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def lane(spans: Sequence[Span], duration: float, columns: int) -> str:
    """Full where the signal is there for most of the column's time, half where for some of it."""
    step = duration / columns
    drawn = []
    for column in range(columns):
        stretch = Span(column * step, (column + 1) * step)
        covered = sum(span.overlap(stretch) for span in spans)
        drawn.append("█" if covered > step / 2 else "▒" if covered > 0 else "·")
    return "".join(drawn)


def ruler(duration: float, columns: int, clock: Callable[[float], str] = clock) -> str:
    """The times at the start, in the middle and at the end of a lane."""
    middle, end = clock(duration / 2), clock(duration)
    left = columns // 2 - len(middle) // 2
    drawn = "0".ljust(left) + middle
    return drawn.ljust(columns - len(end)) + end


def marks(shots: Shots, duration: float, columns: int) -> str:
    """A stroke at every hard cut, a wave along every dissolve, fade or wipe."""
    drawn = ["·"] * columns
    for span in shots.gradual:
        first, last = (
            min(columns - 1, int(t / duration * columns)) for t in (span.start, span.end)
        )
        drawn[first : last + 1] = "~" * (last + 1 - first)
    for cut in shots.cuts:
        drawn[min(columns - 1, int(cut / duration * columns))] = "│"
    return "".join(drawn)

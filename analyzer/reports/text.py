"""How numbers and strangers' text are written in every report."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.model import Span


def printable(text: str) -> str:
    """Text from a draft or its name, with everything that could steer a terminal spelled out."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


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


def ruler(duration: float, columns: int) -> str:
    """The times at the start, in the middle and at the end of a lane."""
    middle, end = clock(duration / 2), clock(duration)
    left = columns // 2 - len(middle) // 2
    drawn = "0".ljust(left) + middle
    return drawn.ljust(columns - len(end)) + end

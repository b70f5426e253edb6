"""How numbers and strangers' text are written in every report."""

from __future__ import annotations


def printable(text: str) -> str:
    """Text from a draft or its name, with everything that could steer a terminal spelled out."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def clock(seconds: float) -> str:
    """``"9.5 s"`` under a minute, ``"2:05"`` from there on."""
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"

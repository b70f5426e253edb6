"""Paths as text: every path has one spelling, no two share one, and mended files have a name."""

from __future__ import annotations

import os
import re
from pathlib import Path

_READS_AS_A_BYTE = re.compile(rb"\\(?=x[0-9a-f]{2})")
"""A backslash of a name that would be taken for the beginning of an escaped byte."""

MENDED = ".fixed"
"""How the name of a file ends, before its suffix, that ``--fix`` made: no draft of its own."""


def display_path(path: str | Path) -> str:
    r"""Return the path as reports and messages write it, a draft's identity in all of them.

    A byte that is no UTF-8 is written as ``\xff``, and so is a backslash that would be read as
    one (``\x5c``): putting a byte for every ``\xHH`` gives the path's own bytes again. On Windows
    a backslash stands between folders and stays.
    """
    raw = os.fsencode(path)
    if os.name != "nt":
        raw = _READS_AS_A_BYTE.sub(rb"\\x5c", raw)
    return raw.decode("utf-8", "backslashreplace")


def mended_name(name: str) -> str:
    """What the mended file of a draft of this name is called: ``bread.fixed.mp4``."""
    return f"{Path(name).stem}{MENDED}.mp4"

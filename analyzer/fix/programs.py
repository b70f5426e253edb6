"""Runs ffmpeg on a draft, as guarded as the analysis does, and says what went wrong."""

from __future__ import annotations

import subprocess
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from ..errors import MendError
from ..media import binaries
from ..media.ffprobe import GUARDS, LONGEST_LINE
from ..media.sound import demuxer
from ..model import Probe

KEPT_LINES = 60
"""Lines of ffmpeg's log that are kept, from its end: a summary of levels is 20."""

REPEATED = "Last message repeated"

FULL = "No space left on device"


def opened(draft: Path, probe: Probe) -> list[str]:
    """How ffmpeg opens the draft: as a file, in no other container, following nothing in it."""
    guards = [word for name, value in GUARDS.items() for word in (f"-{name}", value)]
    return [*guards, "-f", demuxer(probe.container), "-i", f"file:{draft.absolute()}"]


def ffmpeg(arguments: Sequence[str], folder: Path, *, log_level: str = "error") -> str:
    """Run ffmpeg in ``folder`` and return its log; raises MendError where it fails.

    It belongs to the process group of this process and ends with it.
    """
    command = [binaries.ffmpeg(), "-nostdin", "-nostats", "-hide_banner", "-v", log_level, "-y"]
    lines: deque[str] = deque(maxlen=KEPT_LINES)
    with subprocess.Popen(
        [*command, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=folder,
    ) as process:
        try:
            while process.stderr and (line := process.stderr.readline(LONGEST_LINE)):
                lines.append(line.decode("utf-8", "replace"))
            code = process.wait()
        finally:
            process.kill()
    log = "".join(lines)
    if code and FULL in log:
        raise MendError("the disk is full, so nothing was written; make room and run it again")
    if code:
        told = (line.strip() for line in reversed(lines) if REPEATED not in line)
        what = next(filter(None, told), str(code))
        raise MendError("it could not be written: ffmpeg says {what}", what=what[:200])
    return log

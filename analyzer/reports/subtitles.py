"""The voice-over as a caption file: SubRip (SRT) and WebVTT.

Both are text in UTF-8 without a byte order mark, with LF at the end of every line. SubRip has no
way to escape anything, so its text is plain: an arrow that would read as a time is written ``→``.
"""

from __future__ import annotations

from ..model import Transcript
from .cues import cues


def srt(transcript: Transcript, *, duration: float | None = None, doubtful: bool = False) -> str:
    """Return the transcript as SubRip; empty where nothing was said."""
    blocks = [
        f"{n}\n{_timestamp(cue.start, ',')} --> {_timestamp(cue.end, ',')}\n"
        + "".join(f"{line.replace('-->', '→')}\n" for line in cue.lines)
        for n, cue in enumerate(cues(transcript, duration=duration, doubtful=doubtful), start=1)
    ]
    return "\n".join(blocks)


def vtt(transcript: Transcript, *, duration: float | None = None, doubtful: bool = False) -> str:
    """Return the transcript as WebVTT (W3C); a header alone where nothing was said."""
    blocks = [
        f"{_timestamp(cue.start, '.')} --> {_timestamp(cue.end, '.')}\n"
        + "".join(f"{_escaped(line)}\n" for line in cue.lines)
        for cue in cues(transcript, duration=duration, doubtful=doubtful)
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def _timestamp(milliseconds: int, mark: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{rest:03}"


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

"""Which of a file's tracks are the draft: one picture, and the sound that is played with it."""

from __future__ import annotations

from typing import Any, NamedTuple

from .ffprobe import seconds

Stream = dict[str, Any]

BRIEF = 0.5
"""Share of the longest picture's length below which a picture is a preview: motion photos carry one
of a few frames that some mark as the default. By hand."""


class Tracks(NamedTuple):
    """The tracks of a file by what they hold, and those that make the draft."""

    picture: Stream | None
    sound: Stream | None
    pictures: list[Stream]
    """Moving ones, cover art not counted."""
    sounds: list[Stream]
    has_art: bool
    subtitles: int


def tracks(streams: list[Stream]) -> Tracks:
    """Sort the streams; the picture is the default, largest and first one that is no preview."""
    every = [s for s in streams if s.get("codec_type") == "video"]
    pictures = [s for s in every if not _is_still_art(s)]
    sounds = [s for s in streams if s.get("codec_type") == "audio" and s.get("channels")]
    longest = max((seconds(s, "duration") for s in pictures), default=0.0)
    full = [s for s in pictures if seconds(s, "duration") >= BRIEF * longest]
    return Tracks(
        picture=max(full, key=_picture_rank, default=None),
        sound=max(sounds, key=lambda s: (_flag(s, "default"), -s["index"]), default=None),
        pictures=pictures,
        sounds=sounds,
        has_art=len(pictures) < len(every),
        subtitles=sum(s.get("codec_type") == "subtitle" for s in streams),
    )


def _picture_rank(stream: Stream) -> tuple[bool, int, int]:
    pixels = (stream.get("width") or 0) * (stream.get("height") or 0)
    return _flag(stream, "default"), pixels, -stream["index"]


def _is_still_art(stream: Stream) -> bool:
    return _flag(stream, "attached_pic") or _flag(stream, "timed_thumbnails")


def _flag(stream: Stream, name: str) -> bool:
    return bool(stream.get("disposition", {}).get(name))

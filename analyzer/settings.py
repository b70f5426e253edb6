"""How drafts are to be measured and judged."""

from __future__ import annotations

import os

import msgspec

from .model import PlannedPost, Policy


class Settings(msgspec.Struct, frozen=True):
    """How drafts are to be measured and judged."""

    platforms: tuple[str, ...] = ("tiktok",)
    placement: str = "organic"
    kind: str = "auto"
    """The kind of draft, or ``auto`` to have it recognised."""
    engine: str = "auto"
    model: str = "base"
    language: str | None = None
    """ISO 639-1 code of the voice-over; null to have it recognised."""
    transcript: bool = True
    keywords: tuple[str, ...] = ()
    """Keywords that the draft should say or show."""
    vocabulary: tuple[str, ...] = ()
    """Names that the voice-over may say, spelled as they are to be written."""
    caption: str | None = None
    """The text of the one draft's post; null to look for it in a table or beside the draft."""
    planned: tuple[PlannedPost, ...] | None = None
    """The table of planned posts, where there is one."""
    policy: Policy | None = None
    """The user's own limits and words, laid over the platform's."""
    threads: int = 0
    """Threads that the decoder and the transcription may each use; 0 for as many as help."""
    stills: bool = False
    """Whether frames are kept for a page."""
    compared: bool = False
    """Whether the draft is compared with other videos: like none, until one is found."""
    seeks_tracks: bool = False
    """Whether the user's own tracks are looked for in the draft."""
    expect_sound: bool = False
    """Whether one of them is expected in it."""
    only_sound: bool = False
    """Whether the files are tracks, of which only the sound is fingerprinted."""
    only: tuple[str, ...] = ()
    """The only measurers that are to run, and nothing is judged; none for all of them."""


class Mending(msgspec.Struct, frozen=True):
    """What may be mended, and how."""

    only: tuple[str, ...] = ("frame", "sound", "start", "file")
    """The kinds of edits."""
    captions: str | None = None
    """The style in which captions are drawn into the picture; null for none."""
    force: bool = False
    """Whether an earlier mended file is written over."""
    policy: Policy | None = None
    """The user's own limits, which the result has to keep, too."""


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

"""What need not be measured again to prove a mended file: what was copied bit for bit.

A stream that has the draft's own hash, and begins and ends with it, shows or sounds as it did.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from ..media.probe import probe
from ..model import Plan, Probe, Report
from ..signals import all_measurers
from . import programs

SAME_SECONDS = 0.001
"""Seconds by which the times of two files may differ that are the same: files round them."""

LAST_SOUND = 0.05
"""Seconds by which all may end sooner or later: two blocks of AAC at 48 kHz, rounded up."""

SHAPE = ("display_width", "display_height", "rotation", "fps")
"""What has to be the same for a picture to be shown alike."""

HASHES = "hashes.txt"


def carried_over(
    report: Report, draft: Path, target: Path, plan: Plan, folder: Path
) -> dict[str, Any]:
    """What was measured on the draft and holds for the mended ``target``, by measurer."""
    copied = _copied(report, draft, target, plan, folder)
    signals = report.signals
    if not copied or signals is None:
        return {}
    found = {
        name: getattr(signals, name, None)
        for name, one in all_measurers().items()
        if one.cached and _stands_on(name) and _stands_on(name) <= copied
    }
    if "picture" in copied and signals.shots:
        found["cuts"] = replace(signals.shots, on_beat_share=None)
    return {name: value for name, value in found.items() if value is not None}


def _copied(report: Report, draft: Path, target: Path, plan: Plan, folder: Path) -> frozenset[str]:
    """Which of picture and sound is the same in both files."""
    was = report.probe
    if was is None or (plan.encodes_picture and plan.encodes_sound):
        return frozenset()
    now = probe(target)
    if not _are_alike(was, now):
        return frozenset()
    streams = {"picture": (was.video_index, now.video_index)}
    if was.audio_index is not None and now.audio_index is not None:
        streams["sound"] = (was.audio_index, now.audio_index)
    return frozenset(
        name
        for name, (before, after) in streams.items()
        if not (plan.encodes_picture if name == "picture" else plan.encodes_sound)
        and (name == "sound" or all(getattr(was, one) == getattr(now, one) for one in SHAPE))
        and _hash(draft, was, before, folder) == _hash(target, now, after, folder)
    )


def _are_alike(was: Probe, now: Probe) -> bool:
    """Whether both begin and end alike."""
    return (
        abs(was.video_start - now.video_start) <= SAME_SECONDS
        and abs(was.video_duration - now.video_duration) <= SAME_SECONDS
        and abs(was.duration - now.duration) <= LAST_SOUND
    )


def _hash(path: Path, facts: Probe, stream: int | None, folder: Path) -> str:
    """The hash of a stream as it lies in the file."""
    asked = ["-map", f"0:{stream}", "-c", "copy", "-f", "streamhash", "-hash", "md5", HASHES]
    programs.ffmpeg([*programs.opened(path, facts), *asked], folder)
    return (folder / HASHES).read_text(encoding="ascii").rpartition("=")[2]


@cache
def _stands_on(name: str) -> frozenset[str]:
    """Which of picture and sound a measurer stands on, itself or through others."""
    return frozenset(_roots(name))


def _roots(name: str) -> Iterator[str]:
    measurers = all_measurers()
    one = measurers[name]
    if one.watches or "decoded" in one.needs:
        yield "picture"
    if "audio" in one.needs:
        yield "sound"
    for need in one.needs:
        if need in measurers:
            yield from _stands_on(need)

"""How fast a draft runs, and whether evenly."""

from __future__ import annotations

import statistics
from itertools import pairwise
from typing import Any, NamedTuple

from ..errors import InputError
from ..model.probe import MAX_FPS
from .ffprobe import ratio, seconds, shown_packets

CADENCE_SECONDS = 10
"""How much of the draft's packets is read to tell a variable frame rate."""

REORDERED = 16
"""Packets that may still be missing where reading stops: H.264 and HEVC reorder no more frames."""

HELD = 5.0
"""How many times the usual distance of two frames tells that the first of them is held: nothing
moves, so nothing is sent. By hand; five frames are 0.17 s at 30 frames a second."""

UNSTEADY = 0.04
"""Share of the time off the usual distance from which the frame rate is variable; by hand: a
frame that is dropped every 50 is just that, since its gap is twice as long."""

SLOWER = 0.9
"""Share of the rate that frames come with, under which the average tells of held ones; by hand."""

SLOWEST_SOUND = 1.0
"""Seconds of the longest packet of sound: Opus has up to 0.12, FLAC in 8 kHz 8.2 at its utmost
and 0.58 as encoders write it; a longer one tells a broken clock."""

STILL_SECONDS = 60.0
"""Seconds a picture may stand in a film without as much sound: slideshows turn after 3 to 15."""


class Cadence(NamedTuple):
    """How fast the frames come while the picture moves, overall, and whether evenly."""

    fps: float
    average: float
    is_vfr: bool


def cadence(video: dict[str, Any], times: list[float]) -> Cadence:
    """Frames a second as the stream says or as its frames come, without those that are held.

    0 where nothing tells. The rate is variable where frames stand off the usual distance by more
    than a tenth for a share ``UNSTEADY`` of the time. Containers that count in milliseconds round
    every distance, hence the 2 ms.
    """
    average = _average(video, times)
    intervals = _intervals(times[:-REORDERED] if len(times) > 10 * REORDERED else times)
    usual = statistics.median(intervals or [0.0])
    if usual < 1 / MAX_FPS:
        return Cadence(average, average, is_vfr=False)
    moving = [interval for interval in intervals if interval <= HELD * usual]
    rate = len(moving) / sum(moving)
    off = [gap for gap in intervals if abs(gap - usual) > max(0.002, usual / 10)]
    has_holds = len(intervals) > 1 and 0 < average < SLOWER * rate
    is_vfr = has_holds or (len(intervals) > 1 and sum(off) > UNSTEADY * sum(intervals))
    return Cadence(rate if has_holds or not average else average, average or rate, is_vfr)


def refuse_slow_clock(
    fps: float, picture: float, audio: dict[str, Any] | None, heard: list[float]
) -> None:
    """Raise InputError where a track is stretched: its packets come slower than any would.

    ``heard`` are the times of the sound's packets within the first ``CADENCE_SECONDS``.
    """
    sound = seconds(audio, "duration") if audio else 0.0
    alone = sound < picture / 2
    is_stretched = (
        fps * picture < 0.5
        or (alone and fps < 1 / STILL_SECONDS)
        or (fps < 1 and 0 < sound * 10 < picture)
    )
    if fps and is_stretched:
        raise InputError(
            "the file is damaged: its clock is broken, with a frame every {distance:,.0f} s; "
            "export it again",
            distance=1 / fps,
        )
    if heard and sound > CADENCE_SECONDS and heard[0] < CADENCE_SECONDS / 2:
        usual = statistics.median(_intervals(heard) or [float(CADENCE_SECONDS)])
        if usual > SLOWEST_SOUND:
            raise InputError(
                "the file is damaged: its clock is broken, with a packet of sound every "
                "{distance:,.0f} s; export it again",
                distance=usual,
            )


def packet_times(document: dict[str, Any], track: int) -> list[float]:
    """When the packets of a track are shown, in order."""
    return sorted(time for time, _ in shown_packets(document, track))


def _average(video: dict[str, Any], times: list[float]) -> float:
    """Frames a second over the whole stream, as it says; 0 where it does not."""
    for name in ("avg_frame_rate", "r_frame_rate"):
        rate = ratio(video.get(name, "0/0").replace("/", ":"))
        if 0 < rate <= MAX_FPS:
            return rate
        if rate > MAX_FPS and len(times) > 2 and times[-1] - times[0] < len(times) / MAX_FPS:
            raise InputError(
                "the file is damaged: its clock is broken, with {fps:,.0f} frames a second; "
                "export it again",
                fps=rate,
            )
    return 0.0


def _intervals(times: list[float]) -> list[float]:
    return [after - before for before, after in pairwise(times)]

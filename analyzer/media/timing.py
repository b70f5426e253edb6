"""How long a draft is and how fast it runs: its tracks are believed before its container."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import InputError
from ..model.probe import MAX_FPS, MAX_SECONDS
from .ffprobe import is_number, packets

CADENCE_SECONDS = 10
"""How much of the draft's packets is read to tell a variable frame rate."""

TOLERATED_LOSS = 0.1
"""The share of the promised duration that may be missing before a draft counts as cut off."""

TOLERATED_SECONDS = 1.0
"""Seconds by which lengths may differ whatever their share: the last frame may be held."""

AGREEMENT = 0.1
"""Seconds by which tracks and container may differ and still mean the same: the padding of the
last packet of sound."""

SLOWEST_SOUND = 1.0
"""Seconds of the longest packet of sound: Opus has up to 0.12, FLAC in 8 kHz 8.2 at its utmost
and 0.58 as encoders write it; a longer one tells a broken clock."""

STILL_SECONDS = 60.0
"""Seconds a picture may stand in a film without as much sound: slideshows turn after 3 to 15."""

FAR = 100_000
"""Seconds after every end: a search for it finds the last index entry (MPEG-TS ends at 95,443)."""


DISORDER = 1.0
"""Seconds by which a packet may come before one that is shown earlier: reordering takes 16 frames
at most."""

LEAST_COVERED = 0.1
"""Share of a track's time that its packets fill: a film that stands still between them has more."""


class _Run(NamedTuple):
    """The packets of a track: when they begin and end, and how many seconds they fill."""

    first: float
    end: float
    covered: float


class Lengths(NamedTuple):
    """Seconds of the whole draft and of its picture, from the first timestamp on."""

    draft: float
    picture: float


def lengths(
    path: Path,
    container: dict[str, Any],
    video: dict[str, Any],
    audio: dict[str, Any] | None,
) -> Lengths:
    """How long the draft is, by the ends of its tracks.

    Where the index does not say them (Matroska), or one is twice as long as another, they are
    those of the last packets. Raises InputError where these and the container contradict each
    other, and for what cannot be.
    """
    began = seconds(container, "start_time")
    promised = seconds(container, "duration")
    tracks = [track for track in (video, audio) if track]
    ends = {t["index"]: _end(t) - began for t in tracks if seconds(t, "duration") > 0}
    if max(ends.values(), default=0.0) > 2 * min(ends.values(), default=0.0) + TOLERATED_SECONDS:
        runs = _runs(path, "%")
        _refuse_scattered(runs[t["index"]] for t in tracks if t["index"] in runs)
        ends = {track: run.end - began for track, run in runs.items()}
    elif len(ends) < len(tracks):
        found = _runs(path, f"{FAR}%") or _runs(path, "%")
        ends = {track: run.end - began for track, run in found.items()}
    known = [ends[t["index"]] for t in tracks if ends.get(t["index"], 0.0) > 0]
    if video["index"] not in ends:
        if not promised:
            raise InputError("it holds a video stream without a single frame; export it again")
        known.append(promised)
    last = max(known)
    if abs(last - promised) < AGREEMENT:
        last = promised
    if not seconds(video, "duration") and is_short(last, promised):
        raise cut_off(last, promised)
    picture = min(seconds(video, "duration") or last, ends.get(video["index"], last), last)
    _refuse_impossible(last, picture)
    return Lengths(round(last, 3), round(picture, 3))


def is_short(end: float, promised: float) -> bool:
    """Whether so much is missing that the file was cut off."""
    return end + TOLERATED_SECONDS < promised * (1 - TOLERATED_LOSS)


def cut_off(end: float, promised: float) -> InputError:
    """What is said of a draft that ends long before it should."""
    return InputError(
        "the file is cut off or damaged: its picture ends at {end:.1f} s of {whole:.1f} s; "
        "copy or export it again",
        end=end,
        whole=promised,
    )


def packet_times(document: dict[str, Any], track: int) -> list[float]:
    """When the packets of a track are shown, in order."""
    return sorted(
        float(packet["pts_time"])
        for packet in document.get("packets", [])
        if packet.get("stream_index") == track and is_number(packet.get("pts_time", ""))
    )


def frame_rate(video: dict[str, Any], times: list[float]) -> float:
    """Frames a second: as the stream says, or as its frames come; 0 where nothing tells."""
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
    usual = statistics.median(_intervals(times) or [0.0])
    return 1 / usual if usual >= 1 / MAX_FPS else 0.0


def varies(times: list[float]) -> bool:
    """Whether more than 2 % of the frames stand off the usual distance by more than a tenth.

    Containers that count in milliseconds round every distance, hence the 2 ms.
    """
    intervals = _intervals(times)
    if len(intervals) < 2:
        return False
    usual = statistics.median(intervals)
    off = sum(abs(interval - usual) > max(0.002, usual / 10) for interval in intervals)
    return off / len(intervals) > 0.02


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


def seconds(holder: dict[str, Any], name: str) -> float:
    """A time that ffprobe gives; 0 where it gives none."""
    text = str(holder.get(name, ""))
    return float(text) if is_number(text) else 0.0


def ratio(text: str) -> float:
    """The value of ``"4:3"``; 0 where it has none."""
    above, _, below = text.partition(":")
    if not (is_number(above) and is_number(below or "1")):
        return 0.0
    return float(above) / float(below or 1) if float(below or 1) else 0.0


def _end(track: dict[str, Any]) -> float:
    return seconds(track, "start_time") + seconds(track, "duration")


def _runs(path: Path, interval: str) -> dict[int, _Run]:
    """When the packets of each track within ``interval`` begin and end.

    One that is far ahead of those after it does not count: its time is damaged.
    """
    runs: dict[int, _Run] = {}
    for packet in packets(path, interval):
        run = runs.get(packet.track, _Run(packet.start, packet.end, 0.0))
        is_astray = packet.end < run.end - DISORDER
        runs[packet.track] = _Run(
            first=run.first,
            end=packet.end if is_astray else max(run.end, packet.end),
            covered=run.covered + packet.end - packet.start,
        )
    return runs


def _refuse_scattered(runs: Iterable[_Run]) -> None:
    """Raise InputError where packets are strewn over a time that they do not fill."""
    for run in runs:
        whole = run.end - run.first
        if 0 < run.covered < whole * LEAST_COVERED:
            raise InputError(
                "the file is damaged: its clock is broken, with {covered:,.1f} s of packets over "
                "{whole:,.1f} s; export it again",
                covered=run.covered,
                whole=whole,
            )


def _intervals(times: Iterable[float]) -> list[float]:
    return [after - before for before, after in pairwise(times)]


def _refuse_impossible(last: float, picture: float) -> None:
    if last > MAX_SECONDS:
        raise InputError(
            "it lasts {hours:,.1f} hours by its index, and drafts of up to an hour are analyzed; "
            "cut it, or export it again if it is shorter",
            hours=last / 3600,
        )
    if min(round(last, 3), round(picture, 3)) <= 0:
        raise InputError(
            "the file is damaged: its clock is broken, and its picture lasts no time; "
            "export it again"
        )

"""How long a draft and its tracks are: the tracks are believed before the container."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import InputError
from ..model import Span
from ..model.probe import MAX_SECONDS, MAX_START
from .ffprobe import is_number, packets, seconds, shown_packets

TOLERATED_LOSS = 0.1
"""The share of the promised duration that may be missing before a draft counts as cut off."""

TOLERATED_SECONDS = 1.0
"""Seconds by which lengths may differ whatever their share: the last frame may be held."""

AGREEMENT = 0.1
"""Seconds by which tracks and container may differ and still mean the same: the padding of the
last packet of sound."""

FAR = 100_000
"""Seconds after every end: a search for it finds the last index entry (MPEG-TS ends at 95,443)."""

DISORDER = 1.0
"""Seconds by which a packet may come before one that is shown earlier: reordering takes 16 frames
at most."""

LEAST_COVERED = 0.1
"""Share of a track's time that its packets fill: a film that stands still between them has more."""


MOST_COVERED = 1.5
"""How often packets may fill their track's time: more, and what they say of their length is wrong,
for a frame is gone when the next is shown. Honest files measure up to 1."""


class _Run(NamedTuple):
    """The packets of a track: when they begin and end, and how many seconds they fill."""

    first: float
    last: float
    """When the last packet begins."""
    claimed: float
    """When the packets end by the length that they claim."""
    covered: float
    packets: int

    @property
    def end(self) -> float:
        """When the track ends."""
        if self.packets > 1 and self.covered > MOST_COVERED * (self.claimed - self.first):
            return self.last + (self.last - self.first) / (self.packets - 1)
        return self.claimed


class Lengths(NamedTuple):
    """When the tracks are played, in seconds from the draft's start, and how long it all is."""

    draft: float
    picture: Span
    sound: Span | None
    promised: float | None
    """What the container says instead; null where it agrees or says nothing."""


def lengths(
    path: Path,
    document: dict[str, Any],
    video: dict[str, Any],
    audio: dict[str, Any] | None,
    told: float | None = None,
    *,
    is_whole: bool = False,
) -> Lengths:
    """How long the draft is, by the ends of its tracks.

    Where the index does not say them (Matroska), or one is twice as long as another, they are
    those of the last packets. ``told`` is what an index says of the whole (0: nothing), where
    ffprobe does not pass it on. Raises InputError where tracks and container contradict each
    other and the file is not known to be ``is_whole``, and for what cannot be.
    """
    container = document["format"]
    began = start(container)
    promised = seconds(container, "duration")
    tracks = [track for track in (video, audio) if track]
    starts = {t["index"]: _start(document, t) - began for t in tracks}
    lasting = {t["index"]: seconds(t, "duration") for t in tracks}
    ends = {track: starts[track] + length for track, length in lasting.items() if length > 0}
    if max(ends.values(), default=0.0) > 2 * min(ends.values(), default=0.0) + TOLERATED_SECONDS:
        runs = _runs(path, "%")
        _refuse_scattered(runs[t["index"]] for t in tracks if t["index"] in runs)
        ends = {track: run.end - began for track, run in runs.items()}
    elif len(ends) < len(tracks):
        found = _runs(path, f"{FAR}%") or _runs(path, "%")
        ends = {track: run.end - began for track, run in found.items()}
        if is_whole:
            ends |= {t["index"]: max(ends.get(t["index"], 0.0), _told(t, promised)) for t in tracks}
    known = [ends[t["index"]] for t in tracks if ends.get(t["index"], 0.0) > 0]
    if ends.get(video["index"], 0.0) <= 0:
        if not promised:
            raise InputError("it holds a video stream without a single frame; export it again")
        known.append(promised)
    last = max(known)
    if abs(last - promised) < AGREEMENT:
        last = promised
    if not is_whole and not seconds(video, "duration") and is_short(last, promised):
        raise cut_off(last, promised)
    keys = (time - began for time, flags in shown_packets(document, video["index"]) if "K" in flags)
    picture = Span(next(keys, starts[video["index"]]), min(ends.get(video["index"], last), last))
    _refuse_impossible(last, picture.end)
    heard = ends.get(audio["index"], 0.0) if audio else 0.0
    return Lengths(
        draft=round(last, 3),
        picture=_within(picture, last),
        sound=_within(Span(starts[audio["index"]], heard), last) if audio and heard > 0 else None,
        promised=_otherwise(last, promised) if told is None else _otherwise(last + began, told),
    )


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


def start(container: dict[str, Any]) -> float:
    """When the draft begins, by its own clock.

    What lies before zero is an encoder's run-up and is not played; newer builds leave it out.
    """
    return min(MAX_START, max(0.0, seconds(container, "start_time")))


def _start(document: dict[str, Any], track: dict[str, Any]) -> float:
    """When a track begins: Matroska's, by its packets, may do so before ffprobe says."""
    times = [time for time, flags in shown_packets(document, track["index"]) if "D" not in flags]
    return min((seconds(track, "start_time"), *times))


def _told(track: dict[str, Any], promised: float) -> float:
    """When a track of Matroska ends by its own tag, which knows how long the last frame is held."""
    hours, _, rest = track.get("tags", {}).get("DURATION", "").partition(":")
    minutes, _, seconds = rest.partition(":")
    if not all(map(is_number, (hours, minutes, seconds))):
        return 0.0
    end = float(hours) * 3600 + float(minutes) * 60 + float(seconds)
    return end if end < promised + AGREEMENT else 0.0


def _otherwise(length: float, promised: float) -> float | None:
    """What is promised, where that is something else."""
    is_other = is_short(length, promised) or is_short(promised, length)
    return round(min(promised, MAX_START), 3) if promised and is_other else None


def _within(span: Span, end: float) -> Span:
    first = min(max(0.0, span.start), end)
    return Span(round(first, 3), round(min(max(first, span.end), end), 3))


def _runs(path: Path, interval: str) -> dict[int, _Run]:
    """When the packets of each track within ``interval`` begin and end.

    One that is far ahead of those after it does not count: its time is damaged.
    """
    runs: dict[int, _Run] = {}
    for packet in packets(path, interval):
        run = runs.get(packet.track, _Run(packet.start, packet.start, packet.end, 0.0, 0))
        is_astray = packet.end < run.claimed - DISORDER
        runs[packet.track] = _Run(
            first=run.first,
            last=packet.start if is_astray else max(run.last, packet.start),
            claimed=packet.end if is_astray else max(run.claimed, packet.end),
            covered=run.covered + packet.end - packet.start,
            packets=run.packets + 1,
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

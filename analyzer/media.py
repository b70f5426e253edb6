"""A probed draft as frames and samples: the only module that decodes.

The picture is decoded once, in order, and handed to every watcher that asked for the frame, at
the size it asked for; the sound is extracted once, as 16 kHz mono samples with its loudness.
Memory does not grow with the number of frames.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from analyzer import binaries
from analyzer.errors import InputError
from analyzer.model import Probe

if TYPE_CHECKING:
    import av

SAMPLE_RATE = 16_000

AHEAD = 4
"""Frames that are decoded before they are needed: while a face is searched for, 40 ms, the decoder
goes on."""

TOLERATED_LOSS = 0.1
"""The share of the promised duration that may be missing before a draft counts as cut off."""

_SUMMARY = {
    "integrated_lufs": re.compile(r"^\s+I:\s+(\S+) LUFS", re.MULTILINE),
    "range_lu": re.compile(r"^\s+LRA:\s+(\S+) LU", re.MULTILINE),
    "true_peak_dbtp": re.compile(r"^\s+Peak:\s+(\S+) dBFS", re.MULTILINE),
}
_READING = re.compile(r"\bt: *(\S+) .*\bM: *(\S+) ")
_SAMPLE_PEAK = re.compile(r"Peak level dB: (\S+)")
_PEAK_COUNT = re.compile(r"Peak count: (\S+)")


@dataclass(frozen=True, slots=True)
class Frame:
    """One decoded picture, upright, scaled for the watcher that gets it.

    ``image`` is uint8: shape (height, width) for gray, (height, width, 3) in BGR order for
    colour; watchers may share it, so nobody may write to it. ``time`` is the presentation time in
    seconds from the start of the draft.
    ``scale`` is pixels of the displayed picture per pixel of ``image``.
    """

    time: float
    image: np.ndarray
    scale: float


class Watcher(Protocol):
    """Something that looks at frames while they are decoded."""

    long_side: int
    """The longer side of the frames it wants, in pixels; smaller drafts are not enlarged."""
    pixels: Literal["gray", "bgr"]

    def wants(self, time: float) -> bool:
        """Whether the frame at ``time`` seconds should be handed over; called once per frame."""

    def observe(self, frame: Frame) -> None:
        """Take in one frame; frames come in order of time."""


@dataclass(frozen=True, slots=True)
class Audio:
    """The draft's sound as mono samples, with the levels of its original channels.

    ``samples`` is float32 of shape (n,), within [-1, 1], at ``SAMPLE_RATE`` (16 kHz); sample 0 is
    at time 0 of the draft. Levels are null where the meter gave none (EBU R 128).
    """

    samples: np.ndarray
    integrated_lufs: float | None = None
    true_peak_dbtp: float | None = None
    range_lu: float | None = None
    clipped_samples: int = 0
    readings: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))
    """Momentary loudness, ten readings a second: shape (n, 2), the end of its 0.4 s and LUFS."""

    @property
    def duration(self) -> float:
        """Seconds of sound."""
        return len(self.samples) / SAMPLE_RATE


class Media:
    """The draft at ``path``, ready to be watched and listened to."""

    def __init__(self, path: Path, probe: Probe) -> None:
        self.path = path
        self.probe = probe

    def watch(self, watchers: Sequence[Watcher], threads: int = 0) -> None:
        """Decode the picture once and hand every watcher the frames that it wants.

        ``threads`` is how many the decoder may use; 0 for as many as help.

        Raises InputError when no frame can be decoded, or when the picture and the container
        disagree about the length by more than a tenth (the file was cut off).
        """
        import av

        views = _views(watchers, self.probe)
        seen = 0
        last = 0.0
        try:
            with (
                self.path.open("rb") as file,
                av.open(file) as container,
                closing(_ahead(_decoded(container, self.probe.video_index, threads))) as frames,
            ):
                for frame in frames:
                    time = _time(frame, self.probe, last, seen)
                    seen += 1
                    last = max(last, time)
                    for view in views:
                        view.show(frame, time)
        except av.error.FFmpegError as error:
            if not seen:
                raise _undecodable(self.probe, str(error.strerror)) from None
        if not seen:
            raise _undecodable(self.probe, "no frame could be decoded")
        promised = self.probe.video_duration
        if last + 1.0 < promised * (1 - TOLERATED_LOSS):
            raise InputError(
                "the file is cut off or damaged: its picture ends at {end:.1f} s of "
                "{whole:.1f} s; copy or export it again",
                end=last,
                whole=promised,
            )

    def listen(self) -> Audio | None:
        """The draft's sound, extracted and metered in one run of ffmpeg; null without a stream.

        One pass decodes the audio, meters it (EBU R 128 loudness, true peak, full-scale samples)
        and mixes it down to 16 kHz mono. Raises InputError when it cannot be decoded.
        """
        if self.probe.audio_index is None:
            return None
        import ffmpeg

        sound = (
            ffmpeg.input(
                os.fsencode(f"file:{self.path.absolute()}"), protocol_whitelist="file,pipe"
            )[str(self.probe.audio_index)]
            .filter("ebur128", peak="true", framelog="info")
            .filter("aformat", sample_fmts="s16")
            .filter("astats", measure_perchannel="none", measure_overall="Peak_level+Peak_count")
            .filter("aresample", SAMPLE_RATE, **{"async": 1, "first_pts": 0})
            .output("pipe:", format="s16le", ac=1)
        )
        try:
            raw, log = sound.run(
                cmd=[binaries.ffmpeg(), "-nostdin", "-nostats", "-hide_banner"],
                capture_stdout=True,
                capture_stderr=True,
            )
        except ffmpeg.Error as error:
            raw, log = error.stdout, error.stderr
            if not raw:
                raise InputError(
                    "its sound ({codec}) cannot be decoded; export it with AAC",
                    codec=self.probe.audio_codec or "unknown",
                ) from None
        return _metered(raw, log.decode("utf-8", "replace"))


class _View:
    """One size and kind of pixels, the right way up, for all the watchers that ask for it."""

    def __init__(self, long_side: int, pixels: str, probe: Probe) -> None:
        from av.video.reformatter import VideoReformatter

        self.watchers: list[Watcher] = []
        self.pixels = pixels
        self.turns = probe.rotation // 90
        self.scale = max(1.0, max(probe.display_width, probe.display_height) / long_side)
        self.size = (
            max(1, round(probe.display_width / self.scale)),
            max(1, round(probe.display_height / self.scale)),
        )
        self.reformatter = VideoReformatter()

    def show(self, frame: av.VideoFrame, time: float) -> None:
        """Scale the frame once and hand it to every watcher that wants it."""
        wanting = [watcher for watcher in self.watchers if watcher.wants(time)]
        if wanting:
            seen = self._of(frame, time)
            for watcher in wanting:
                watcher.observe(seen)

    def _of(self, frame: av.VideoFrame, time: float) -> Frame:
        width, height = self.size if self.turns % 2 == 0 else self.size[::-1]
        small = self.reformatter.reformat(
            frame,
            width=width,
            height=height,
            format="gray" if self.pixels == "gray" else "bgr24",
            interpolation="FAST_BILINEAR",
            threads=1,
        )
        image = small.to_ndarray()
        if self.turns:
            image = np.ascontiguousarray(np.rot90(image, -self.turns))
        image.flags.writeable = False
        return Frame(time=time, image=image, scale=self.scale)


def _views(watchers: Sequence[Watcher], probe: Probe) -> list[_View]:
    """The watchers, those that ask for the same size and pixels before the same view."""
    views: dict[tuple[int, str], _View] = {}
    for watcher in watchers:
        wish = (watcher.long_side, watcher.pixels)
        views.setdefault(wish, _View(*wish, probe)).watchers.append(watcher)
    return list(views.values())


def _decoded(container: Any, index: int, threads: int) -> Iterator[Any]:
    """The frames of one stream in order, stepping over packets that are damaged."""
    import av

    stream = container.streams[index]
    stream.thread_type = "AUTO"
    stream.codec_context.thread_count = threads
    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue


def _ahead(frames: Iterator[Any]) -> Generator[Any]:
    """The frames, the next ones being decoded while the last one is looked at."""
    with ThreadPoolExecutor(1, thread_name_prefix="decoder") as beside:
        coming = deque(beside.submit(next, frames, None) for _ in range(AHEAD))
        while (frame := coming.popleft().result()) is not None:
            coming.append(beside.submit(next, frames, None))
            yield frame


def _time(frame: av.VideoFrame, probe: Probe, last: float, seen: int) -> float:
    """Seconds from the start of the draft; estimated where a frame carries no timestamp."""
    if frame.pts is None or frame.time_base is None:
        return last + (1 / probe.fps if probe.fps and seen else 0.0)
    return max(0.0, float(frame.pts * frame.time_base) - probe.start_time)


def _undecodable(probe: Probe, why: str) -> InputError:
    return InputError(
        "its picture ({codec}) cannot be decoded: {what}; export it again as MP4 (H.264 and AAC)",
        codec=probe.video_codec,
        what=why.lower(),
    )


def _metered(raw: bytes, log: str) -> Audio:
    samples = np.frombuffer(raw, dtype="<i2").astype(np.float32)
    samples /= 32768.0
    summary = log[log.rfind("Summary:") :] if "Summary:" in log else ""
    levels = {name: _number(pattern, summary) for name, pattern in _SUMMARY.items()}
    at_full_scale = (_number(_SAMPLE_PEAK, log) or -1.0) > -0.001
    return Audio(
        samples=samples,
        clipped_samples=int(_number(_PEAK_COUNT, log) or 0) if at_full_scale else 0,
        readings=np.array(_READING.findall(log), dtype=float).reshape(-1, 2),
        **levels,
    )


def _number(pattern: re.Pattern[str], text: str) -> float | None:
    """The last finite number that the pattern finds."""
    found = pattern.findall(text)
    value = float(found[-1]) if found else float("-inf")
    return value if np.isfinite(value) else None

"""A probed draft as frames and samples: the only module that decodes the picture.

The picture is decoded once, in order, and handed to every watcher that asked for the frame, at
the size it asked for; the sound is extracted once, as 16 kHz mono samples with its loudness.
Memory does not grow with the number of frames.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from ..model import Probe
from ..model.probe import MAX_PIXELS
from .ffprobe import GUARDS
from .frames import Damage, Frame, Watcher
from .sound import SAMPLE_RATE, Audio, demuxer, extract
from .timing import cut_off, is_short

if TYPE_CHECKING:
    import av

__all__ = ["SAMPLE_RATE", "Audio", "Damage", "Frame", "Media", "Watcher"]

NO_PROTOCOL = "none"
"""A whitelist that no protocol is on: the draft is read through a file that is open already."""

AHEAD = 4
"""Frames that are decoded before they are needed: while a face is searched for, 40 ms, the decoder
goes on."""

AHEAD_PIXELS = 4 * 3_840 * 2_160
"""Pixels that those frames may have together, one frame being taken always: four frames of UHD,
some 50 to 100 MB."""

MOST_THREADS = 16
"""Threads that a decoder is given where nobody says how many: as many as ffmpeg takes itself."""

THREAD_PIXELS = 4 * 3_840 * 2_160
"""Pixels of all the frames that a decoder's threads work on, each on its own: four of UHD."""


class Media:
    """The draft at ``path``, ready to be watched and listened to."""

    def __init__(self, path: Path, probe: Probe) -> None:
        self.path = path
        self.probe = probe

    def watch(self, watchers: Sequence[Watcher], threads: int = 0) -> Damage:
        """Decode the picture once, hand every watcher the frames it wants, tell what was damaged.

        ``threads`` is how many the decoder may use; 0 for as many as help.

        Raises InputError when no frame can be decoded, or when the picture and the container
        disagree about the length by more than a tenth (the file was cut off).
        """
        import av

        views = _views(watchers, self.probe)
        seen = 0
        last = end = 0.0
        picture = _Picture(self.probe, threads)
        try:
            with (
                self.path.open("rb") as file,
                av.open(
                    file,
                    format=demuxer(self.probe.container),
                    metadata_errors="replace",
                    container_options={**GUARDS, "protocol_whitelist": NO_PROTOCOL},
                ) as container,
                closing(_ahead(picture.frames(container), self._frames_ahead())) as frames,
            ):
                for frame in frames:
                    time = _time(frame, self.probe, last, seen)
                    seen += 1
                    last = max(last, time)
                    end = max(end, time + _held(frame))
                    if is_short(self.probe.duration, last):
                        raise InputError(
                            "the file is damaged: its clock is broken, with a frame at {time:,.1f} "
                            "s of {whole:,.1f} s; export it again",
                            time=last,
                            whole=self.probe.duration,
                        )
                    for view in views:
                        view.show(frame, time)
        except (av.error.FFmpegError, OSError) as error:
            if not seen:
                raise _undecodable(self.probe, str(error.strerror).lower()) from None
        if not seen:
            raise _undecodable(self.probe, "no frame could be decoded")
        whole = self.probe.video_duration
        if demuxer(self.probe.container) == "matroska":  # it tells no length of the last frame
            whole = min(whole, picture.reached)
        if is_short(end, whole):
            raise cut_off(end, whole)
        return picture.damage

    def listen(self) -> Audio | None:
        """The draft's sound, extracted and metered in one run of ffmpeg; null without a stream.

        Raises InputError when it cannot be decoded.
        """
        return None if self.probe.audio_index is None else extract(self.path, self.probe)

    def _frames_ahead(self) -> int:
        return max(1, min(AHEAD, AHEAD_PIXELS // (self.probe.width * self.probe.height)))


class _Picture:
    """The picture being decoded: its frames in order, and what of it is damaged."""

    def __init__(self, probe: Probe, threads: int) -> None:
        self.probe = probe
        self.damage = Damage()
        self.reached = 0.0
        most = max(1, THREAD_PIXELS // (probe.width * probe.height))
        self.threads = min(threads or min(os.cpu_count() or 1, MOST_THREADS), most)

    def frames(self, container: Any) -> Iterator[Any]:
        """The frames of the container's picture, stepping over packets that are damaged."""
        import av

        stream = container.streams[self.probe.video_index]
        if stream.codec_context is None:
            raise _undecodable(self.probe, "its codec is unknown")
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = self.threads
        stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
        for packet in container.demux(stream):
            self.reached = max(self.reached, self._time_of(packet) or 0.0)
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                self._note(packet)
                continue
            if any(frame.is_corrupt for frame in frames):
                self._note(packet)
            yield from frames

    def _note(self, packet: Any) -> None:
        told = self.damage
        known = self._time_of(packet)
        time = round(max(0.0, told.last if known is None else known), 3)
        self.damage = Damage(
            packets=told.packets + 1,
            first=min(told.first, time) if told.packets else time,
            last=max(told.last, time),
        )

    def _time_of(self, packet: Any) -> float | None:
        if packet.pts is None or packet.time_base is None:
            return None
        return float(packet.pts * packet.time_base) - self.probe.start_time


class _View:
    """One size and kind of pixels, the right way up, for all the watchers that ask for it."""

    def __init__(self, long_side: int, pixels: str, probe: Probe) -> None:
        from av.video.reformatter import VideoReformatter

        self.watchers: list[Watcher] = []
        self.pixels = pixels
        self.turns = probe.rotation // 90
        self.mirrored = probe.mirrored
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
            image = np.rot90(image, -self.turns)
        if self.mirrored:
            image = image[:, ::-1]
        image = np.ascontiguousarray(image)
        image.flags.writeable = False
        return Frame(time=time, image=image, scale=self.scale)


def _views(watchers: Sequence[Watcher], probe: Probe) -> list[_View]:
    """The watchers, those that ask for the same size and pixels before the same view."""
    views: dict[tuple[int, str], _View] = {}
    for watcher in watchers:
        wish = (watcher.long_side, watcher.pixels)
        views.setdefault(wish, _View(*wish, probe)).watchers.append(watcher)
    return list(views.values())


def _ahead(frames: Iterator[Any], count: int) -> Generator[Any]:
    """The frames, the next ones being decoded while the last one is looked at."""
    with ThreadPoolExecutor(1, thread_name_prefix="decoder") as beside:
        coming = deque(beside.submit(next, frames, None) for _ in range(count))
        while (frame := coming.popleft().result()) is not None:
            coming.append(beside.submit(next, frames, None))
            yield frame


def _time(frame: av.VideoFrame, probe: Probe, last: float, seen: int) -> float:
    """Seconds from the start of the draft; estimated where a frame carries no timestamp."""
    if frame.pts is None or frame.time_base is None:
        return last + (1 / probe.fps if probe.fps and seen else 0.0)
    return max(0.0, float(frame.pts * frame.time_base) - probe.start_time)


def _held(frame: av.VideoFrame) -> float:
    """Seconds for which the frame says that it is shown; 0 where it does not."""
    return float(frame.duration * frame.time_base) if frame.duration and frame.time_base else 0.0


def _undecodable(probe: Probe, why: str) -> InputError:
    return InputError(
        "its picture ({codec}) cannot be decoded: {what}; export it again as MP4 (H.264 and AAC)",
        codec=probe.video_codec,
        what=why,
    )

"""A probed draft as frames and samples: the only module that decodes the picture.

The picture is decoded once, in order, and handed to every watcher that asked for the frame, at
the size it asked for; the sound is extracted once, as 16 kHz mono samples with its loudness.
Memory does not grow with the number of frames.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..model import Probe
from ..model.probe import MAX_PIXELS
from .audience import Audience
from .ffprobe import GUARDS
from .frames import Damage, Frame, Watcher
from .sound import SAMPLE_RATE, Audio, demuxer, extract
from .timing import cut_off, is_short

if TYPE_CHECKING:
    import av

__all__ = ["SAMPLE_RATE", "Audio", "Damage", "Frame", "Media", "Watcher"]

NO_PROTOCOL = "none"
"""A whitelist that no protocol is on: the draft is read through a file that is open already."""

MOST_THREADS = 16
"""Threads that a decoder is given at most: as many as ffmpeg takes itself."""

THREADS_PER_CORE = 2
"""Threads of the decoder for each core that it may use. A frame is ready for the watchers only when
its thread is done, and the next is asked for then: with one thread a core, cores wait for it. On
two cores an analysis without words takes 0.88 of the time; three or four per core bring no more."""

THREAD_PIXELS = 4 * 3_840 * 2_160
"""Pixels of all the frames that a decoder's threads work on, each on its own: four of UHD."""


class Media:
    """The draft at ``path``, ready to be watched and listened to."""

    def __init__(self, path: Path, probe: Probe) -> None:
        self.path = path
        self.probe = probe

    def watch(self, watchers: Sequence[Watcher], threads: int = 0) -> Damage:
        """Decode the picture once, hand every watcher the frames it wants, tell what was damaged.

        ``threads`` is how many cores the decoder may use; 0 for as many as help.

        Raises InputError when no frame can be decoded, or when the picture and the container
        disagree about the length by more than a tenth (the file was cut off).
        """
        import av

        last: float | None = None
        end = 0.0
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
                Audience(watchers, self.probe) as audience,
            ):
                for frame in picture.frames(container):
                    time = _time(frame, self.probe, last)
                    if last is not None and time < last:
                        continue  # out of order, as after damage
                    last = time
                    end = max(end, time + _held(frame))
                    if is_short(self.probe.duration, last):
                        raise InputError(
                            "the file is damaged: its clock is broken, with a frame at {time:,.1f} "
                            "s of {whole:,.1f} s; export it again",
                            time=last,
                            whole=self.probe.duration,
                        )
                    audience.show(frame, time)
        except (av.error.FFmpegError, OSError) as error:
            raise _undecodable(self.probe, str(error.strerror).lower()) from None
        if last is None:
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


class _Picture:
    """The picture being decoded: its frames in order, and what of it is damaged."""

    def __init__(self, probe: Probe, threads: int) -> None:
        self.probe = probe
        self.damage = Damage()
        self.reached = 0.0
        most = max(1, THREAD_PIXELS // (probe.width * probe.height))
        cores = threads or os.cpu_count() or 1
        self.threads = min(THREADS_PER_CORE * cores, MOST_THREADS, most)

    def frames(self, container: Any) -> Iterator[Any]:
        """The frames of the container's picture, stepping over packets that are damaged.

        They end where the file cannot be read further; raises av.FFmpegError or OSError where
        that is before the first frame.
        """
        import av

        stream = container.streams[self.probe.video_index]
        if stream.codec_context is None:
            raise _undecodable(self.probe, "its codec is unknown")
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = self.threads
        stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
        seen = 0
        try:
            for packet in container.demux(stream):
                self.reached = max(self.reached, self._time_of(packet) or 0.0)
                frames = self._decoded(packet)
                seen += len(frames)
                yield from frames
        except (av.error.FFmpegError, OSError):
            if not seen:
                raise

    def _decoded(self, packet: Any) -> list[Any]:
        import av

        try:
            frames: list[Any] = packet.decode()
        except av.error.InvalidDataError:
            self._note(packet)
            return []
        if any(frame.is_corrupt for frame in frames):
            self._note(packet)
        return frames

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


def _time(frame: av.VideoFrame, probe: Probe, last: float | None) -> float:
    """Seconds from the start of the draft; estimated where a frame carries no timestamp."""
    if frame.pts is None or frame.time_base is None:
        return 0.0 if last is None else last + (1 / probe.fps if probe.fps else 0.0)
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

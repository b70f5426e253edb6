"""What ffprobe says of one file, read within a ceiling.

A draft is a hostile file: ffprobe may read this one file with a short list of demuxers, so that
a playlist renamed to .mp4 opens neither another file nor the network, and may not say more than
an honest file gives it to say.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO, Any, NamedTuple

from ..errors import InputError
from ..model.probe import MAX_PIXELS
from . import binaries, mp4

DEMUXERS = "mov,matroska,avi,mpeg,mpegts,mpegvideo,flv,asf,ogg,mxf,m4v,h264,hevc,ivf"
"""The containers that are opened; anything else, above all a playlist, is not a video."""

GUARDS = {"protocol_whitelist": "file,pipe", "format_whitelist": DEMUXERS}
"""Options under which ffmpeg and ffprobe open a draft."""

LONGEST_ANSWER = 16_000_000
"""Bytes of JSON: ten seconds at 240 frames a second, with sound, are 0.4 MB."""

KEPT_LINES = 200
"""Lines of a program's log that are kept, from its end: a summary of levels is 20."""

LONGEST_LINE = 4_096
"""Bytes after which a line of a log is taken to end."""


_TOO_LARGE = re.compile(r"Picture size (\d+)x(\d+) exceeds")


class Packet(NamedTuple):
    """Which track a packet is of, and when it is shown, in seconds of the container's clock."""

    track: int
    start: float
    end: float


def describe(path: Path, seconds: float) -> dict[str, Any]:
    """The format, the streams and the packet times of the first ``seconds`` of the draft.

    Raises InputError where the file cannot be read as a video.
    """
    shown = ("-show_format", "-show_streams", "-show_entries", "packet=stream_index,pts_time,flags")
    interval = ("-read_intervals", f"%+{seconds:g}", "-of", "json")
    with _asked(path, *shown, *interval) as (process, log):
        answer = process.stdout.read(LONGEST_ANSWER + 1)
        if len(answer) > LONGEST_ANSWER:
            raise InputError(
                "the file is damaged: it claims more packets or tracks than a video of its "
                "length can hold; export it again"
            )
        failed = process.wait()
    if failed:
        raise _unreadable(path, "".join(log))
    document: dict[str, Any] = json.loads(answer.decode("utf-8", "replace"))
    return document


def packets(path: Path, interval: str) -> Iterator[Packet]:
    """The packets of the draft within ``interval``, as ffprobe's ``-read_intervals`` spells it."""
    entries = ("-show_entries", "packet=stream_index,pts_time,duration_time", "-of", "csv=p=0")
    with _asked(path, *entries, "-read_intervals", interval) as (process, _):
        while line := process.stdout.readline(LONGEST_LINE):
            values = line.decode("ascii", "replace").strip().split(",")
            track, start, seconds = [*values, "", ""][:3]
            if track.isdigit() and is_number(start):
                length = float(seconds) if is_number(seconds) else 0.0
                yield Packet(int(track), float(start), float(start) + length)


def too_large(width: int, height: int) -> InputError:
    """What is said of a picture with more pixels than 8K has."""
    return InputError(
        "its picture claims {width:,} x {height:,} pixels, and up to 8K is taken "
        "({most:.0f} megapixels); export it smaller",
        width=width,
        height=height,
        most=MAX_PIXELS / 1e6,
    )


def is_number(text: str) -> bool:
    """Whether ffprobe knew the value: it writes ``N/A`` where it did not."""
    return text.lstrip("-").replace(".", "", 1).isdigit()


@contextmanager
def running(
    command: list[str], on_line: Callable[[str], None] = lambda _: None
) -> Iterator[tuple[Any, deque[str]]]:
    """A program whose output is read in blocks, and the last lines of its log.

    ``on_line`` is given each line of the log as it comes. What is still running in the end is
    ended.
    """
    log: deque[str] = deque(maxlen=KEPT_LINES)

    def follow(stream: IO[bytes]) -> None:
        while line := stream.readline(LONGEST_LINE):
            text = line.decode("utf-8", "replace")
            log.append(text)
            on_line(text)

    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        reader = Thread(target=follow, args=(process.stderr,), daemon=True)
        reader.start()
        try:
            yield process, log
        finally:
            process.kill()
            reader.join()


@contextmanager
def _asked(path: Path, *options: str) -> Iterator[tuple[Any, deque[str]]]:
    guards = [word for name, value in GUARDS.items() for word in (f"-{name}", value)]
    command = [binaries.ffprobe(), "-v", "error", *guards, "-max_pixels", str(MAX_PIXELS)]
    with running([*command, *options, f"file:{path.absolute()}"]) as asked:
        yield asked


def _unreadable(path: Path, complaint: str) -> InputError:
    if found := _TOO_LARGE.search(complaint):
        return too_large(int(found[1]), int(found[2]))
    if "Permission denied" in complaint:
        return InputError("it may not be read: permission denied")
    if not mp4.looks_like_mp4(path):
        return InputError("it is not a video that can be read; export it as MP4 (H.264 and AAC)")
    if "moov atom not found" in complaint:
        return InputError(
            "the file is cut off or still being written: its index (moov) is missing; "
            "copy or export it again"
        )
    return InputError(
        "the file is damaged: its beginning is missing or broken; copy or export it again"
    )

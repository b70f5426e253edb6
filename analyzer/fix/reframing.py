"""The crop over time as ffmpeg's filters: a crop that is sent where to go, frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..media.decode import Media
from ..model import Area, FrameEdit, LayoutKind, Probe, Shots, Signals, Span, Wording

if TYPE_CHECKING:
    from .reframe import CropPath

EARLY = 0.002
"""Seconds before a frame at which its crop is told: less than half of one at 240 a second."""

BLUR_SIDE = 270
"""Pixels across of the fill that is blurred: a blur needs no more, and takes a sixteenth of the
time that it takes at full size."""

BLUR = "boxblur=12:2"

COMMANDS = "crop.txt"
"""The file that tells where the crop goes."""


class Size(NamedTuple):
    """Width and height of what is written."""

    width: int
    height: int


def path_of(draft: Path, probe: Probe, signals: Signals, frame: FrameEdit) -> CropPath | None:
    """Where the draft is cropped over time, by a second look at it; null where all is shown.

    Of several pictures, as in a Duet, none is cut away: the whole is shown.
    """
    if frame.crop is None:
        return None
    from .reframe import Blurred, CropPath, ShotPath, View, reframe

    if signals.layout is not None and signals.layout.kind is not LayoutKind.SINGLE:
        whole = ShotPath(Span(0.0, probe.video_duration), Blurred(), "layout")
        return CropPath(frame.crop.width, frame.crop.height, (whole,))
    area = frame.content
    view = View(area.left, area.top, area.width, area.height, frame.turn)
    return reframe(
        Media(draft, probe),
        view,
        signals.shots or Shots((), (), (), 0.0, None),
        signals.overlay_text or (),
        signals.speech.spans if signals.speech else (),
        faces=signals.faces,
    )


def filters(before: str, crop: Area, size: Size, path: CropPath | None, folder: Path) -> str:
    """What crops the upright picture after the filters ``before``, and scales it to ``size``.

    Without a path, the ``crop`` stands. Where it moves, the picture is scaled first: a crop goes
    by whole pixels, and those of the larger picture are finer steps.
    """
    scaled = f"scale={size.width}:{size.height}:flags=lanczos"
    if path is None:
        return f"{before},{_crop('', crop.width, crop.height, crop.left, crop.top)},{scaled}"
    from .reframe import Blurred, Moving

    blurred = [shot.span for shot in path.shots if isinstance(shot.framing, Blurred)]
    if len(blurred) == len(path.shots):
        return f"{before},split[whole][fill];{_over_its_blur(size)}"
    is_moving = any(isinstance(shot.framing, Moving) for shot in path.shots)
    factor = size.width / path.width if is_moving else 1.0
    commands = "\n".join(_commands(path, factor))
    (folder / COMMANDS).write_text(f"{commands}\n", encoding="ascii")
    told = f"sendcmd=f={COMMANDS}"
    width, height = (size.width, size.height) if is_moving else (path.width, path.height)
    enlarge = f"scale=iw*{factor:.8f}:ih*{factor:.8f}:flags=lanczos," if is_moving else ""
    cropped = f"{enlarge}{told},{_crop('@path', width, height, 0, 0)},{scaled}"
    if not blurred:
        return f"{before},{cropped}"
    during = "+".join(f"between(t,{s.start - EARLY:.4f},{s.end - 2 * EARLY:.4f})" for s in blurred)
    return (
        f"{before},split=3[shown][whole][fill];[shown]{cropped},setsar=1[cut];"
        f"{_over_its_blur(size)},setsar=1[full];[cut][full]overlay=enable='{during}'"
    )


def told(path: CropPath | None) -> Wording | None:
    """What is said of shots in which no crop holds all that it has to; null without such."""
    from .reframe import Blurred

    blurred = [s.span.seconds for s in path.shots if isinstance(s.framing, Blurred)] if path else []
    if not blurred:
        return None
    return Wording(
        "for {seconds:.1f} s no crop holds all that matters: the whole picture stands over a "
        "blurred copy of itself",
        values={"seconds": sum(blurred)},
    )


def _commands(path: CropPath, factor: float) -> Iterator[str]:
    """Where the crop goes, one line a change, with the time of the frame in the draft."""
    from .reframe import Moving, Still

    for shot in path.shots:
        framing = shot.framing
        if isinstance(framing, Still):
            yield _command(shot.span.start, framing.crop.left * factor, framing.crop.top * factor)
        elif isinstance(framing, Moving):
            for moment in framing.moments:
                yield _command(moment.time, moment.left * factor, moment.top * factor)


def _command(time: float, left: float, top: float) -> str:
    at = max(0.0, time - EARLY)
    return f"{at:.4f} crop@path x {round(left)}, crop@path y {round(top)};"


def _over_its_blur(size: Size) -> str:
    """``[whole]`` as large as it fits, over ``[fill]`` as large as covers all, blurred."""
    width, height = size
    small = BLUR_SIDE, round(BLUR_SIDE * height / width / 2) * 2
    return (
        f"[fill]scale={small[0]}:{small[1]}:force_original_aspect_ratio=increase,"
        f"crop={small[0]}:{small[1]},{BLUR},scale={width}:{height}[back];"
        f"[whole]scale={width}:{height}:force_original_aspect_ratio=decrease:"
        f"force_divisible_by=2:flags=lanczos[front];[back][front]overlay=(W-w)/2:(H-h)/2"
    )


def _crop(name: str, width: int, height: int, left: int, top: int) -> str:
    return f"crop{name}={width}:{height}:{left}:{top}:exact=1"

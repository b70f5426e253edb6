"""The crop over time as ffmpeg's filters: a crop that is sent where to go, frame by frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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

BLUR = "boxblur=20:2"
"""A title of slides that fills a sixteenth of the height cannot be read in it any more; at 12:2 it
stood above the real one like a ghost."""

CROPS, PARTS = "crop.txt", "part.txt"
"""The files that tell where the crop goes, and the part that stands over its own blur."""


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
        whole = ShotPath(Span(0.0, probe.video_duration), Blurred(None), "layout")
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
    part = _part(path, folder)
    filled = f"{part}split[whole][fill];{_over_its_blur(size)}"
    if len(blurred) == len(path.shots):
        return f"{before},{filled}"
    is_moving = any(isinstance(shot.framing, Moving) for shot in path.shots)
    factor = size.width / path.width if is_moving else 1.0
    width, height = (size.width, size.height) if is_moving else (path.width, path.height)
    enlarge = f"scale=iw*{factor:.8f}:ih*{factor:.8f}:flags=lanczos," if is_moving else ""
    told = _told(_crops(path, factor), folder / CROPS)
    cropped = f"{enlarge}{told}{_crop('@path', width, height, 0, 0)},{scaled}"
    if not blurred:
        return f"{before},{cropped}"
    during = "+".join(f"between(t,{s.start - EARLY:.4f},{s.end - 2 * EARLY:.4f})" for s in blurred)
    return (
        f"{before},split[shown][rest];[shown]{cropped},setsar=1[cut];"
        f"[rest]{filled},setsar=1[full];[cut][full]overlay=enable='{during}'"
    )


def told(path: CropPath | None) -> Wording | None:
    """What is said of shots in which no crop holds all that it has to; null without such."""
    from .reframe import Blurred

    shots = [(shot.span, shot.framing) for shot in path.shots] if path else []
    blurred = [(span, framing.part) for span, framing in shots if isinstance(framing, Blurred)]
    if path is None or not blurred:
        return None
    values: dict[str, int | float | str] = {"seconds": sum(span.seconds for span, _ in blurred)}
    part = blurred[0][1]
    if part is None:
        return Wording(
            "for {seconds:.1f} s no crop holds all that matters: the whole picture stands over a "
            "blurred copy of itself",
            values=values,
        )
    values["times"] = part.width * part.height / (path.width * path.height)
    return Wording(
        "for {seconds:.1f} s no crop holds all that matters: {times:.1f} times as much of the "
        "picture stands over a blurred copy of itself",
        values=values,
    )


def _part(path: CropPath, folder: Path) -> str:
    """What takes the part out that stands over its own blur; nothing where that is all."""
    from .reframe import Blurred

    shots = [(shot.span, shot.framing) for shot in path.shots]
    parts = [(s.start, f.part) for s, f in shots if isinstance(f, Blurred) and f.part]
    if not parts:
        return ""
    told = _told((_command(at, "part", one.left, one.top) for at, one in parts), folder / PARTS)
    first = parts[0][1]
    return f"{told}{_crop('@part', first.width, first.height, first.left, first.top)},"


def _crops(path: CropPath, factor: float) -> Iterator[str]:
    """Where the crop goes, one line a change, with the time of the frame in the draft."""
    from .reframe import Moving, Still

    for shot in path.shots:
        framing = shot.framing
        if isinstance(framing, Still):
            left, top = framing.crop.left, framing.crop.top
            yield _command(shot.span.start, "path", left * factor, top * factor)
        elif isinstance(framing, Moving):
            for moment in framing.moments:
                yield _command(moment.time, "path", moment.left * factor, moment.top * factor)


def _command(time: float, name: str, left: float, top: float) -> str:
    at = max(0.0, time - EARLY)
    return f"{at:.4f} crop@{name} x {round(left)}, crop@{name} y {round(top)};"


def _told(commands: Iterable[str], file: Path) -> str:
    """What sends the commands, which are written into the file, to the next filter."""
    lines = "\n".join(commands)
    file.write_text(f"{lines}\n", encoding="ascii")
    return f"sendcmd=f={file.name},"


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

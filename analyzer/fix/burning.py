"""The words as a film of their own, to be laid over the picture in the same render."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..model import Area, Box, Plan, Report, Signals, Span
from . import standing
from .reframing import Size

if TYPE_CHECKING:
    from .reframe import CropPath

FACE_SECONDS = 0.25
"""Seconds before and after a look at a face for which it is taken to be there; chosen by hand."""

EYES = 0.6
"""Share of a face's height, from above, that is hidden last: a caption over a chin still shows who
speaks; chosen by hand."""

LIST = "captions.txt"
"""The list of the pictures and how long each stands, as ffmpeg's concat reads it."""

OVER = "scale=out_color_matrix=bt709:out_range=tv,format=yuva420p"
"""How a picture of letters comes to the colours of the film."""


def film(report: Report, plan: Plan, size: Size, path: CropPath | None, folder: Path) -> list[str]:
    """How ffmpeg opens the film of the words; nothing where none are drawn."""
    signals = report.signals
    words = signals.transcript if signals else None
    if plan.captions is None or signals is None or words is None or report.probe is None:
        return []
    from PIL import Image

    from .captions import Style, caption_pictures

    zone = standing.profile(report).safe_zone
    avoid = list(_taken(report, signals, plan, size, path))
    blank = Image.new("RGBA", size)
    blank.save(folder / "blank.png")
    lines, now = ["ffconcat version 1.0"], 0.0
    style, length = Style(plan.captions), report.probe.duration
    for number, one in enumerate(caption_pictures(words, style, zone, avoid, size, length)):
        canvas = blank.copy()
        canvas.paste(Image.fromarray(one.picture), (one.left, one.top))
        name = f"caption{number}.png"
        canvas.save(folder / name, compress_level=1)
        if one.start > now:
            lines += ["file blank.png", f"duration {one.start - now:.3f}"]
        lines += [f"file {name}", f"duration {one.end - max(now, one.start):.3f}"]
        now = one.end
    lines += ["file blank.png", f"duration {max(0.1, length - now):.3f}", "file blank.png"]
    (folder / LIST).write_text("\n".join(lines) + "\n", encoding="ascii")
    return ["-f", "concat", "-i", LIST]


def _taken(
    report: Report, signals: Signals, plan: Plan, size: Size, path: CropPath | None
) -> Iterator[tuple[Span, Box]]:
    """When and where there are faces and overlay text, in the picture that is written.

    A face's upper part is a second box: to hide it costs twice as much.
    """
    for line in signals.overlay_text or ():
        yield from _seen(line.span, line.box, report, plan, size, path)
    for sighting in signals.faces.sightings if signals.faces else ():
        span = Span(sighting.time - FACE_SECONDS, sighting.time + FACE_SECONDS)
        for box in sighting.boxes:
            for shown, face in _seen(span, box, report, plan, size, path):
                yield shown, face
                yield shown, replace(face, height=round(EYES * face.height))


def _seen(
    span: Span, box: Box, report: Report, plan: Plan, size: Size, path: CropPath | None
) -> Iterator[tuple[Span, Box]]:
    """Where a box of the displayed picture lies in the one that is written, if it does."""
    from .reframe import View
    from .reframe.geometry import Rect

    rect, probe, frame = Rect.of(box), report.probe, plan.frame
    whole = (probe.display_width, probe.display_height) if probe else size
    if frame is not None:
        area = frame.content
        view = View(area.left, area.top, area.width, area.height, frame.turn)
        rect, whole = view.seen(rect), view.size
    crop = path.at((span.start + span.end) / 2) if path else frame and frame.crop
    shown = crop or Area(0, 0, *whole)
    left, top, width, height = shown.left, shown.top, shown.width, shown.height
    scale = min(size.width / width, size.height / height)
    across, down = (size.width - scale * width) / 2, (size.height - scale * height) / 2
    moved = Rect(rect.left - left, rect.top - top, rect.right - left, rect.bottom - top)
    moved = moved.within(width, height).scaled(scale)
    if moved.area > 0:
        share = moved.area / (size.width * size.height)
        yield span, Box(
            round(moved.left + across), round(moved.top + down),
            round(moved.width), round(moved.height), share,
        )  # fmt: skip

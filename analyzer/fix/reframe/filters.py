"""A crop path as filters of ffmpeg: a crop that is told where to go, or all over its own blur."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .nouns import Blurred, CropPath, Moving, Still

BLUR_SIDE = 8
"""The fill is blurred at an eighth of its size, which looks the same in a fraction of the time."""

EARLY = 0.25
"""Share of a frame by which a command is told before its frame, as timestamps are rounded."""


def filters(
    path: CropPath, before: str, size: tuple[int, int], fps: float, folder: Path, start: float = 0.0
) -> str:
    """The filters that come after ``before`` and end in pictures of ``size`` (width, height).

    ``before`` ends in pictures of the view that the path was made of, upright and with square
    pixels; its first frame is that at ``start`` seconds of the draft. The commands lie in a file
    in ``folder``, in which ffmpeg has to run. The picture is enlarged first and cropped in 4:4:4
    then, so that a moving crop takes steps of one pixel of what is written.
    """
    width, height = size
    scale = max(width / path.width, height / path.height)
    told = list(_commands(path, scale, EARLY / fps, start))
    (folder / "crops.txt").write_text("".join(f"{line}\n" for line in told), encoding="ascii")
    enlarged = (
        f"scale=round(iw*{scale:.8f}/2)*2:round(ih*{scale:.8f}/2)*2:flags=lanczos,format=yuv444p"
    )
    first = next(iter(_places(path, scale)), (0, 0, 0))
    cropped = f"{enlarged},sendcmd=f=crops.txt,crop={width}:{height}:{first[1]}:{first[2]}"
    whole = [shot.span for shot in path.shots if isinstance(shot.framing, Blurred)]
    if not whole:
        return f"{before},{cropped}"
    early = start + EARLY / fps
    shown = "+".join(
        f"gte(t,{span.start - early:.6f})*lt(t,{span.end - early:.6f})" for span in whole
    )
    small = f"{max(2, width // BLUR_SIDE // 2 * 2)}:{max(2, height // BLUR_SIDE // 2 * 2)}"
    fill = (
        f"scale={small}:force_original_aspect_ratio=increase,crop={small},gblur=sigma=4,"
        f"scale={width}:{height}:flags=bicubic,format=yuv444p"
    )
    fitted = (
        f"scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2"
        ":flags=lanczos,format=yuv444p"
    )
    return (
        f"{before},split=3[cut][fill][whole];[cut]{cropped}[cropped];[fill]{fill}[filled];"
        f"[whole]{fitted}[fitted];[filled][fitted]overlay=(W-w)/2:(H-h)/2:format=yuv444[blurred];"
        f"[cropped][blurred]overlay=format=yuv444:enable='{shown}'"
    )


def _commands(path: CropPath, scale: float, early: float, start: float) -> Iterator[str]:
    """Where the crop is from which moment on, as ``sendcmd`` reads it."""
    last = None
    for time, left, top in _places(path, scale):
        if (left, top) != last:
            moment = max(0.0, time - start - early)
            yield f"{moment:.6f} crop x {left}, crop y {top};"
            last = left, top


def _places(path: CropPath, scale: float) -> Iterator[tuple[float, int, int]]:
    """When the crop is where, in pixels of the enlarged picture."""
    for shot in path.shots:
        framing = shot.framing
        if isinstance(framing, Still):
            left, top = framing.crop.left, framing.crop.top
            yield shot.span.start, round(left * scale), round(top * scale)
        elif isinstance(framing, Moving):
            for moment in framing.moments:
                yield moment.time, round(moment.left * scale), round(moment.top * scale)

"""The picture's shape: bars cropped away, turned upright, reframed to 9:16, scaled to full size."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from ...model import Area, Box, EditKind, FrameEdit
from .draft import Draft

SIZE = ("FM03", "FM25")
"""What is mended by more pixels."""

CODES = ("FM01", "FM02", *SIZE, "PX01", "PX16")
"""What a new shape mends."""

RATIO_TOLERANCE = 0.01
"""Share by which a picture may miss 9:16, or its full size, and fill a screen all the same: what
the checks allow (FM01, FM03)."""

MOST_ENLARGED = 2.0
"""How many times larger a picture is made at most: beyond, it shows on a phone. By hand."""

LEAST_SIDE = 360
"""Pixels of the short side under which a reframed picture is not worth posting where the platform
names none: what TikTok takes at least."""

NOTED_ENLARGED = 1.05
"""From how many times on it is told; chosen by hand."""

SAMPLED = 2.1
"""Seconds by which bars may be told too short, since they are looked for every two."""

WAVERS = 0.1
"""Share of its area by which the box of a text may be too large; chosen by hand."""

BARS = "crop the bars away: the picture between them is {width}x{height}"
TURN = "turn the film by {turn} degrees clockwise"
REFRAME = "cut the picture to 9:16: {width}x{height} of {whole_width}x{whole_height}"
ENLARGE = "enlarge it {scale:.1f} times to {width}x{height}, which adds no detail"
SCALE = "scale the picture to {width}x{height}"


class _Said(NamedTuple):
    """A step: the findings that it mends, and what is said of it."""

    codes: tuple[str, ...]
    what: str
    values: Mapping[str, float]


class Size(NamedTuple):
    """Width and height."""

    width: int
    height: int


def plan(draft: Draft) -> None:
    """Decide on the frame."""
    codes = draft.among(CODES)
    if not codes:
        return
    content = _content(draft, codes)
    if not (codes := draft.among(CODES)):
        return
    turn = _turn(draft)
    lying = Size(content.width, content.height)
    whole = Size(lying.height, lying.width) if turn in (90, 270) else lying
    best = Size(draft.profile.best_width, draft.profile.best_height)
    cropped = largest(whole, best)
    scale = best.width / cropped.width
    size = best
    if scale > MOST_ENLARGED:
        size = Size(*(_even(side * MOST_ENLARGED) for side in cropped))
    is_full = size.width >= best.width * (1 - RATIO_TOLERANCE)
    mended = [code for code in codes if code not in SIZE or is_full]
    values = {"width": cropped.width, "height": cropped.height, "scale": scale,
              "best_width": best.width, "best_height": best.height}  # fmt: skip
    is_tiny = size.width < (draft.profile.min_side or LEAST_SIDE)
    if is_tiny or (not is_full and (not draft.among(SIZE) or mended == [] or "PX01" in codes)):
        draft.leave(
            draft.among(CODES),
            "{width}x{height} would have to be enlarged {scale:.1f} times to fill "
            "{best_width}x{best_height}, and more than 2 shows: export it from the project",
            **values,
        )
        return
    if not is_full:
        draft.leave(
            draft.among(SIZE),
            "it would have to be enlarged {scale:.1f} times, and more than 2 shows",
            scale=scale,
        )
    if set(codes) <= {*SIZE} and draft.signals.picture and draft.signals.picture.upscaled_from:
        draft.leave(codes, "it is soft already, and enlarging it adds no detail")
        return
    draft.frame = FrameEdit(
        content=content, turn=turn, crop=_middle(whole, cropped), width=size.width,
        height=size.height,
    )  # fmt: skip
    _say(draft, mended, content, whole, cropped, size)


def _say(
    draft: Draft, codes: list[str], content: Area, whole: Size, cropped: Size, size: Size
) -> None:
    """Enter the edits, each with what it mends; what is left over goes with the first one."""
    shown = Size(draft.probe.display_width, draft.probe.display_height)
    turn = draft.frame.turn if draft.frame else 0
    scale = max(1.0, size.width / cropped.width)
    said: list[_Said] = []
    if (content.width, content.height) != shown:
        said.append(_Said(("PX01",), BARS, {"width": content.width, "height": content.height}))
    if turn:
        said.append(_Said(("PX16",), TURN, {"turn": turn}))
    if cropped != whole:
        of_whole = {"whole_width": whole.width, "whole_height": whole.height}
        values = {"width": cropped.width, "height": cropped.height, **of_whole}
        said.append(_Said(("FM01", "FM02"), REFRAME, values))
    if scale >= NOTED_ENLARGED:
        enlarged = {"scale": scale, "width": size.width, "height": size.height}
        said.append(_Said(SIZE, ENLARGE, enlarged))
    elif not said:
        said.append(_Said(SIZE, SCALE, {"width": size.width, "height": size.height}))
    rest = [code for code in codes if not any(code in one.codes for one in said)]
    for number, one in enumerate(said):
        own = [code for code in codes if code in one.codes] + (rest if number == 0 else [])
        draft.mend(EditKind.FRAME, own, one.what, **one.values)


def _content(draft: Draft, codes: tuple[str, ...]) -> Area:
    """What is kept of the displayed picture: what is between its bars, where they go."""
    probe, picture = draft.probe, draft.signals.picture
    everything = Area(0, 0, probe.display_width, probe.display_height)
    bars = picture.bars if picture and "PX01" in codes else None
    if bars is None:
        return everything
    if probe.duration - bars.span.seconds > SAMPLED:
        draft.leave(["PX01"], "the bars are there for a part of the draft only")
        return everything
    box = bars.content
    if any(_is_cut(line.box, box) for line in draft.signals.overlay_text or () if line.kind.is_set):
        draft.leave(["PX01"], "text stands on the bars")
        return everything
    left, top = box.x + box.x % 2, box.y + box.y % 2
    right = min(box.x + box.width, everything.width)
    bottom = min(box.y + box.height, everything.height)
    return Area(left, top, (right - left) // 2 * 2, (bottom - top) // 2 * 2)


def _is_cut(text: Box, content: Box) -> bool:
    """Whether a text loses more of itself than its box wavers by where only content is kept."""
    across = min(text.x + text.width, content.x + content.width) - max(text.x, content.x)
    down = min(text.y + text.height, content.y + content.height) - max(text.y, content.y)
    return max(0, across) * max(0, down) < (1 - WAVERS) * text.width * text.height


def _turn(draft: Draft) -> int:
    upright = draft.signals.upright
    return (upright.turn or 0) if upright and "PX16" in draft.found else 0


def largest(whole: Size, best: Size) -> Size:
    """The largest part of a picture that has the best size's ratio; all of it where it has."""
    ratio = Fraction(best.width, best.height)
    if abs(whole.width / whole.height / float(ratio) - 1) <= RATIO_TOLERANCE:
        return whole
    if whole.width > whole.height * ratio:
        return Size(_even(whole.height * ratio), whole.height // 2 * 2)
    return Size(whole.width // 2 * 2, _even(whole.width / ratio))


def _middle(whole: Size, cropped: Size) -> Area | None:
    if cropped == whole:
        return None
    left, top = ((w - c) // 4 * 2 for w, c in zip(whole, cropped, strict=True))
    return Area(left, top, cropped.width, cropped.height)


def _even(side: float | Fraction) -> int:
    return round(side / 2) * 2

"""Whose text it is: the editor's, a platform's or an app's mark, or part of what was filmed.

What is burned in keeps its pixels while the picture behind it moves, or comes while the picture
stays; what was filmed moves with the picture, leans, and comes and goes with its shot. Where the
picture does neither, what is set straight, with an outline's contrast, counts as burned in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzer.model import TextKind
from analyzer.signals.overlay_text.lines import Bounds, Line, plain

LEANING = 4.0
"""Degrees from which a line is not set by an editor; boxes of short words lean up to 2."""

UNSETTLED = 0.5
"""Share of a line's height that it may wander in all before it moves with the picture."""

TESTED = 3
"""Looks at which the picture behind a line has to have moved while the line stood."""

CALM = 0.5
"""Share of the picture that moves, under which nothing but the text has changed."""

OUTLINED = 120.0
"""Gradient that the steepest tenth of a line's pixels has where an editor set it."""

CERTAIN = 0.85

SMALL = 0.045
"""Height of a mark's line, as a share of the picture's; a station's logo had 0.042."""

APPS = (
    "tiktok", "douyin", "抖音", "kuaishou", "快手", "kwai", "likee", "snackvideo", "capcut", "剪映",
    "inshot", "vivavideo", "kinemaster", "filmora", "videoleap", "triller", "snapchat", "zoomerang",
    "powerdirector", "vllo", "youcut", "videoshow", "splice", "canva", "小红书", "bilibili",
)  # fmt: skip
"""Apps and platforms that put their mark on what is saved from them, as ``plain`` spells them."""

ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\s?\.(?:com|net|org|gov|edu|tv|io|co|me|app|de|nl|fr|es|uk|eu|cn|ru)\b\S*",
    re.IGNORECASE,
)
HANDLE = re.compile(r"@\s?[\w.]{2,30}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen of a text's behaviour, over all the looks at it."""

    tested: int
    looks: int
    wandered: float
    """How far it went, in heights of its line."""
    tilt: float
    popped: bool
    """Whether it appeared while the picture around it stayed."""
    contrast: float

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.tested + other.tested,
            self.looks + other.looks,
            max(self.wandered, other.wandered),
            min(self.tilt, other.tilt),
            self.popped or other.popped,
            max(self.contrast, other.contrast),
        )


def evidence_of(line: Line) -> Evidence:
    """What was seen of one line."""
    return Evidence(
        tested=line.tested,
        looks=line.looks,
        wandered=line.moved / max(1, line.height),
        tilt=line.reading.quad.tilt,
        popped=line.start > 0 and line.unrest < CALM,
        contrast=line.contrast,
    )


def is_burned_in(evidence: Evidence, confidence: float) -> bool:
    """Whether an editor set the text, by how it behaves and looks."""
    if evidence.tilt > LEANING:
        return False
    if evidence.tested >= TESTED and evidence.tested > 0.1 * evidence.looks:
        return True
    if evidence.wandered > UNSETTLED:
        return False
    if evidence.popped or evidence.tested >= TESTED:
        return True
    return evidence.contrast >= OUTLINED and confidence >= CERTAIN


def is_mark(
    text: str, bounds: Bounds, line_height: float, size: tuple[int, int], share: float
) -> bool:
    """Whether the text is a platform's or an app's mark, or a station's.

    ``size`` is height and width of the frame, ``share`` the part of the draft in which it stands.
    """
    height, width = size
    left, top, right, bottom = bounds
    is_small = line_height <= SMALL * height
    rest = HANDLE.sub("", text)
    letters = plain(rest)
    app = next((name for name in APPS if name in letters), None)
    if app is not None and len(letters) - len(app) <= 3:
        return True
    if HANDLE.search(text) and len(letters) <= 1 and is_small:
        return True
    across, down = (left + right) / 2 / width, (top + bottom) / 2 / height
    in_corner = (across < 0.3 or across > 0.7) and (down < 0.25 or down > 0.75)
    stays = share >= 0.6
    if ADDRESS.fullmatch(text.strip()) and is_small and (stays or in_corner):
        return True
    return in_corner and stays and is_small and right - left < 0.4 * width


def kind_of(burned_in: bool, mark: bool) -> TextKind:
    """The kind in one word."""
    if mark:
        return TextKind.WATERMARK
    return TextKind.OVERLAY if burned_in else TextKind.SCENE

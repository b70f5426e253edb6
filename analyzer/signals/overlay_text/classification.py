"""Classify text: the editor's overlay, a platform's or an app's watermark, or part of the scene.

What is burned in stands in exactly its pixels while the picture behind it moves (parallax), or
appears while the picture stays; where it is animated, it moves and what is around it does not. What
was filmed moves with the picture, be it by half a pixel, leans, and comes and goes with its shot.
Where a camera on a tripod lets the picture do neither, level text with an outline's contrast counts
as burned in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...model import TextKind
from ..text import fold
from .geometry import Bounds, Size
from .track import TextTrack

MAX_TILT = 4.0
"""Degrees up to which a line may be an editor's: boxes of short words lean up to 2."""

MAX_DRIFT = 0.5
"""Line heights that burned-in text may wander in all; chosen by hand."""

MIN_PARALLAX_SAMPLES = 3
"""Samples with parallax from which text was burned in; chosen by hand."""

MIN_PARALLAX_SHARE = 0.1
"""The same as a share of all samples; chosen by hand."""

MIN_MOVES = 2
"""Moves that a line makes alone from which it is animated, if its surroundings follow at most half
as often; chosen by hand."""

STATIC_BACKGROUND = 0.5
"""Share of the frame's edges that change, under which only the text is new; chosen by hand."""

MIN_STEADY_SHARE = 0.5
"""Share of its samples in which burned-in text stands exactly: in the others it slides or pops."""

OUTLINE_CONTRAST = 150.0
"""Gradient, in 8-bit luma, of the steepest tenth of a line that an editor set. On the clips of
``registration.STEADY``, outlined and boxed captions have 155 and more; signs before a camera that
stands still 40 to 140, and such that lean up to 193."""

UPRIGHT = 2.0
"""Degrees up to which a line leans that is told by its looks alone; those signs lean by 2.5."""

OVERLAY_CONFIDENCE = 0.85
"""Recogniser's confidence that text needs where nothing moved to tell by; chosen by hand."""

MAX_MARK_HEIGHT = 0.045
"""Line height of a watermark as a share of the frame's: a station's logo had 0.042."""

MAX_MARK_WIDTH = 0.4
"""Width of a watermark without a known name, as a share of the frame's; chosen by hand."""

MAX_MARK_WORDS = 2
"""Words of a watermark without a known name: more say something ("full recipe in bio")."""

SERIES = re.compile(
    r"(part|pt|day|week|episode|ep|tip|step|deel|dag|aflevering|afl|stap|no|nr)?[\W\d]+",
    re.IGNORECASE,
)
"""A number, be it that of a part in a series, in English or Dutch: no watermark."""

CORNER_X = 0.3
"""Share of the frame's width, left and right, where a watermark's middle lies; chosen by hand."""

CORNER_Y = 0.25
"""Share of the frame's height, top and bottom, where a watermark's middle lies; by hand."""

STANDING_SHARE = 0.6
"""Share of the draft for which a watermark without a known name stands; chosen by hand."""

MAX_LETTERS_BESIDE_APP = 3
"""Letters that may stand beside an app's name: its logo, misread; chosen by hand."""

MAX_LETTERS_BESIDE_HANDLE = 1
"""Letters that may stand beside a handle: its logo, misread; chosen by hand."""

APPS = (
    "tiktok", "douyin", "抖音", "kuaishou", "快手", "kwai", "likee", "snackvideo", "capcut", "剪映",
    "inshot", "vivavideo", "kinemaster", "filmora", "videoleap", "triller", "snapchat", "zoomerang",
    "powerdirector", "vllo", "youcut", "videoshow", "splice", "canva", "小红书", "bilibili",
)  # fmt: skip
"""Apps and platforms that put their mark on what is saved from them, as ``fold`` spells them."""

ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\s?\.(?:com|net|org|gov|edu|tv|io|co|me|app|de|nl|fr|es|uk|eu|cn|ru)\b\S*",
    re.IGNORECASE,
)
"""A web address, with or without ``www``; a space may be misread before its last dot."""

HANDLE = re.compile(r"@\s?[\w.]{2,30}")
"""An account's name, such as @lisabakes."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a text behaved, over all samples in which it was seen."""

    parallax_samples: int
    steady_samples: int
    """Those in which it stood exactly where it stands for most of its time."""
    samples: int
    drift: float
    """How far it wandered, in heights of its line."""
    tilt: float
    appeared_on_static_background: bool
    contrast: float
    moves_alone: int = 0
    moves_followed: int = 0
    """Moves that its surroundings did not make, and did."""

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.parallax_samples + other.parallax_samples,
            self.steady_samples + other.steady_samples,
            self.samples + other.samples,
            max(self.drift, other.drift),
            min(self.tilt, other.tilt),
            self.appeared_on_static_background or other.appeared_on_static_background,
            max(self.contrast, other.contrast),
            self.moves_alone + other.moves_alone,
            self.moves_followed + other.moves_followed,
        )

    @property
    def is_steady(self) -> bool:
        """Whether it stood in exactly one place for most of its time."""
        return self.steady_samples >= MIN_STEADY_SHARE * self.samples

    @property
    def is_animated(self) -> bool:
        """Whether it moved on its own, again and again, as captions that shake or bounce do."""
        return self.moves_alone >= max(MIN_MOVES, 2 * self.moves_followed)

    @property
    def has_parallax(self) -> bool:
        """Whether the picture behind moved in enough samples to tell."""
        return self.parallax_samples >= MIN_PARALLAX_SAMPLES


def evidence_of(track: TextTrack) -> Evidence:
    """Return how one line behaved."""
    return Evidence(
        parallax_samples=track.parallax_samples,
        steady_samples=track.steady_samples,
        samples=track.samples,
        drift=track.drift / max(1, track.bounds.height),
        tilt=track.reading.quad.tilt,
        appeared_on_static_background=(
            track.appeared and track.changed_ratio_at_start < STATIC_BACKGROUND
        ),
        contrast=track.contrast,
        moves_alone=track.moves_alone,
        moves_followed=track.moves_followed,
    )


def is_burned_in(evidence: Evidence, confidence: float) -> bool:
    """Return whether an editor set the text, by how it behaves and looks."""
    if evidence.tilt > MAX_TILT or not (evidence.is_steady or evidence.is_animated):
        return False
    if evidence.is_animated:
        return evidence.contrast >= OUTLINE_CONTRAST and confidence >= OVERLAY_CONFIDENCE
    often = evidence.parallax_samples > MIN_PARALLAX_SHARE * evidence.samples
    if evidence.has_parallax and often:
        return True
    if evidence.drift > MAX_DRIFT:
        return False
    if evidence.appeared_on_static_background or evidence.has_parallax:
        return True
    return evidence.contrast >= OUTLINE_CONTRAST and may_be_set(evidence, confidence)


def may_be_set(evidence: Evidence, confidence: float) -> bool:
    """Return whether nothing speaks against an editor: a line stands exactly, level and clear."""
    is_level = evidence.tilt <= UPRIGHT
    return evidence.is_steady and is_level and confidence >= OVERLAY_CONFIDENCE


def is_watermark(
    text: str, bounds: Bounds, line_height: float, frame: Size, standing: float
) -> bool:
    """Return whether the text is a platform's, an app's or a station's mark.

    ``standing`` is the share of the draft for which it stands.
    """
    if _names_app(text):
        return True
    if line_height > MAX_MARK_HEIGHT * frame.height:
        return False
    in_corner = _is_in_corner(bounds, frame)
    stays = standing >= STANDING_SHARE
    if _is_handle(text) or (ADDRESS.fullmatch(text.strip()) and (stays or in_corner)):
        return True
    is_narrow = bounds.width < MAX_MARK_WIDTH * frame.width
    return stays and in_corner and is_narrow and _may_be_name(text)


def kind_of(*, burned_in: bool, watermark: bool) -> TextKind:
    """Return the kind in one word."""
    if watermark:
        return TextKind.WATERMARK
    return TextKind.OVERLAY if burned_in else TextKind.SCENE


def _names_app(text: str) -> bool:
    """Return whether the text is an app's name and an account's, with hardly a letter more."""
    letters = fold(HANDLE.sub("", text))
    app = next((name for name in APPS if name in letters), None)
    return app is not None and len(letters) - len(app) <= MAX_LETTERS_BESIDE_APP


def _is_handle(text: str) -> bool:
    """Return whether the text is an account's name, with hardly a letter more."""
    rest, handles = HANDLE.subn("", text)
    return handles > 0 and len(fold(rest)) <= MAX_LETTERS_BESIDE_HANDLE


def _may_be_name(text: str) -> bool:
    """Return whether the text is no more than a name, and no number in a series."""
    return len(text.split()) <= MAX_MARK_WORDS and SERIES.fullmatch(text.strip()) is None


def _is_in_corner(bounds: Bounds, frame: Size) -> bool:
    x, y = bounds.center_x / frame.width, bounds.center_y / frame.height
    return (x < CORNER_X or x > 1 - CORNER_X) and (y < CORNER_Y or y > 1 - CORNER_Y)

"""Stills of a draft for reports: its hook frame by frame, a filmstrip of the whole, its best cover.

However long the draft is, about the same number of frames is kept: whenever the strip is full,
every second one goes and the step doubles, so that what stays is evenly spread. Any frame that was
looked at closely may turn out to be the cover, and only that one is kept. What a page shows is
encoded at last, each picture so that it stays small however detailed it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Picture, Probe, Still, StillUse, Wording
from ..settings import Settings
from . import FrameAnalyzer, measurer
from .sampling import TOLERANCE, CloseLooks, Sampler
from .shrinking import reduced

if TYPE_CHECKING:
    import numpy as np

    from ..media.frames import Frame

STEP_IN_HOOK = 0.2
"""Seconds between two stills of the hook; chosen by hand."""

FIRST_STEP = 0.25
"""Seconds between two stills of the strip before it first fills; chosen by hand."""

SHOWN_OF_STRIP = 18
"""Stills of the strip that are kept at last: as many as a page's filmstrip has frames."""

MOST_IN_STRIP = 2 * SHOWN_OF_STRIP
"""Frames of the strip on the way: twice what is kept, so that it can be chosen from."""

SIDES = {
    StillUse.HOOK: 340, StillUse.STRIP: 240, StillUse.COVER: 640, StillUse.THUMBNAIL: 270,
}  # fmt: skip
"""Pixels of the longer side: 1.15 times the 295 at which a page shows the hook's stills, three
times the 86 of its filmstrip, 1.6 times the 398 of its cover, 1.8 times the 152 of a gallery's."""

MOST_BYTES = {
    StillUse.HOOK: 2_400, StillUse.STRIP: 1_350, StillUse.COVER: 9_000, StillUse.THUMBNAIL: 1_800,
}  # fmt: skip
"""Bytes that one may take: the median of 17 real drafts at quality 20 to 30, and of 18 covers at 60
to 70."""

QUALITIES = (70, 60, 45, 30, 20, 12)
"""WebP qualities, 1 to 100, the best that fits its room: below 12 blocks show; chosen by eye."""

ON_THE_WAY = 88
"""JPEG quality, 1 to 100, of what may become the cover: no loss that its WebP would show."""


@dataclass(frozen=True, slots=True)
class _Kept:
    time: float
    image: np.ndarray


class StillsWatcher:
    """Keeps the hook's frames every 0.2 s and at most 18 evenly spread ones of the whole draft."""

    long_side = 854

    def __init__(self, hook_seconds: float) -> None:
        self._hook_seconds = hook_seconds
        self._in_hook = Sampler(STEP_IN_HOOK)
        self._in_strip = Sampler(FIRST_STEP)
        self._wanted: deque[tuple[bool, bool]] = deque()
        """For each frame that is still to come, whether it is for the hook and for the strip."""
        self._in_strip_now = 0
        self._encoders = {use: _Encoder(use) for use in (StillUse.HOOK, StillUse.STRIP)}
        self._hook: list[Still] = []
        self._strip: list[_Kept] = []

    def wants(self, time: float) -> bool:
        """Return whether the next still is due."""
        for_hook = time <= self._hook_seconds + TOLERANCE and self._in_hook.is_due(time)
        for_strip = self._in_strip.is_due(time)
        if for_hook:
            self._in_hook.take(time)
        if for_strip:
            self._in_strip_now += 1
            if self._in_strip_now > MOST_IN_STRIP:
                self._in_strip_now = -(-self._in_strip_now // 2)
                self._in_strip.step *= 2
            self._in_strip.take(time)
        if for_hook or for_strip:
            self._wanted.append((for_hook, for_strip))
        return for_hook or for_strip

    def observe(self, frame: Frame) -> None:
        """Keep one frame, for the hook, the strip or both."""
        for_hook, for_strip = self._wanted.popleft()
        if for_hook:
            image = reduced(frame.bgr, SIDES[StillUse.HOOK])
            self._hook.append(self._encoders[StillUse.HOOK].still(frame.time, image))
        if for_strip:
            self._strip.append(_Kept(frame.time, reduced(frame.bgr, SIDES[StillUse.STRIP])))
            if len(self._strip) > MOST_IN_STRIP:
                self._strip = self._strip[::2]

    def result(self) -> tuple[Still, ...]:
        """Return the stills in order of time: the hook's, then those of the strip behind it."""
        end = self._hook[-1].time if self._hook else -1.0
        chosen = _spread(self._strip, SHOWN_OF_STRIP)
        behind = [kept for kept in chosen if kept.time > end + STEP_IN_HOOK / 2]
        encoder = self._encoders[StillUse.STRIP]
        return (*self._hook, *(encoder.still(kept.time, kept.image) for kept in behind))


class CoverWatcher:
    """Keeps every frame that is looked at closely, of which one may become the cover."""

    long_side = 854

    def __init__(self, duration: float) -> None:
        self._looks = CloseLooks(duration)
        self._frames: dict[float, bytes] = {}

    def wants(self, time: float) -> bool:
        """Return whether the next close look is due."""
        return self._looks.wants(time)

    def observe(self, frame: Frame) -> None:
        """Keep one frame, as JPEG: a long draft has hundreds of them."""
        import cv2

        image = reduced(frame.bgr, SIDES[StillUse.COVER])
        _, data = cv2.imencode(".jpg", image, (cv2.IMWRITE_JPEG_QUALITY, ON_THE_WAY))
        self._frames[round(frame.time, 3)] = data.tobytes()

    def result(self) -> dict[float, bytes]:
        """Return the frames as JPEG, by their time."""
        return self._frames


def _nobody_looks(settings: Settings) -> Wording | None:
    return None if settings.stills else Wording("no page was asked for")


@measurer("strip", cached=False, unless=_nobody_looks)
def watch_strip(hook_seconds: float) -> FrameAnalyzer[tuple[Still, ...]]:
    """Keep frames of the hook, and a filmstrip."""
    return StillsWatcher(hook_seconds)


@measurer("cover_frames", cached=False, unless=_nobody_looks)
def watch_covers(probe: Probe) -> FrameAnalyzer[dict[float, bytes]]:
    """Keep the frames of which one may become the cover."""
    return CoverWatcher(probe.duration)


@measurer("stills", unless=_nobody_looks)
def keep_stills(
    strip: tuple[Still, ...], cover_frames: dict[float, bytes], picture: Picture | None = None
) -> tuple[Still, ...]:
    """Keep frames of the draft for a page."""
    covers = picture.covers if picture else ()
    return (*strip, *(still for c in covers[:1] for still in _cover(c.time, cover_frames[c.time])))


def _cover(time: float, jpeg: bytes) -> Iterator[Still]:
    """The cover as a page shows it, and as a gallery does."""
    import cv2
    import numpy as np

    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    for use in (StillUse.COVER, StillUse.THUMBNAIL):
        yield _Encoder(use).still(time, reduced(image, SIDES[use]))


def _spread(strip: Sequence[_Kept], count: int) -> Sequence[_Kept]:
    """Return ``count`` of them, each in the middle of its part of the whole."""
    if len(strip) <= count:
        return strip
    return [strip[int((i + 0.5) * len(strip) / count)] for i in range(count)]


class _Encoder:
    """Encodes stills of one use, each in the best quality that fits, else in the lowest.

    It begins with the quality of the one before, for pictures of a draft are much alike.
    """

    def __init__(self, use: StillUse) -> None:
        self._use = use
        self._at = 0

    def still(self, time: float, image: np.ndarray) -> Still:
        """Return the picture, encoded."""
        data = _webp(image, QUALITIES[self._at])
        if len(data) <= MOST_BYTES[self._use]:
            while self._at > 0:
                better = _webp(image, QUALITIES[self._at - 1])
                if len(better) > MOST_BYTES[self._use]:
                    break
                data, self._at = better, self._at - 1
        else:
            while len(data) > MOST_BYTES[self._use] and self._at < len(QUALITIES) - 1:
                self._at += 1
                data = _webp(image, QUALITIES[self._at])
        height, width = image.shape[:2]
        return Still(self._use, round(time, 3), width, height, data)


def _webp(image: np.ndarray, quality: int) -> bytes:
    import cv2

    _, data = cv2.imencode(".webp", image, (cv2.IMWRITE_WEBP_QUALITY, quality))
    return bytes(data.tobytes())

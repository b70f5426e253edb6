"""A decoded picture at a watcher's size, the right way up: its luma, or its colours.

Luma comes straight from the decoder's plane, scaled by OpenCV: at half the size of 1080x1920 in a
tenth of the time that swscale takes for gray. Colours are swscale's.
"""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

import numpy as np

from .frames import Frame

if TYPE_CHECKING:
    import av

    from ..model import Probe

LUMA_PLANE = re.compile(r"(?:yuvj?4\d\dp|yuva4\d\dp|nv12|nv21)(?:(?:9|10|12|14|16)le)?")
"""Pixel formats whose first plane is luma alone, in one byte a pixel or two."""

BLACK, WHITE = 16, 235
"""Luma of black and of white in video range, of 255 (ITU-R BT.709)."""

FULL_RANGE = 2
"""How ffmpeg numbers luma that goes from 0 to 255 (``AVCOL_RANGE_JPEG``)."""

HALVED = 2
"""Factor at which OpenCV averages all pixels of the area as fast as it interpolates."""


class Scaler:
    """What makes frames of one size of the pictures of one draft."""

    def __init__(self, long_side: int, probe: Probe) -> None:
        from av.video.reformatter import VideoReformatter

        self.lock = threading.Lock()
        self.scale = max(1.0, max(probe.display_width, probe.display_height) / long_side)
        self._turns = probe.rotation // 90
        self._is_mirrored = probe.mirrored
        upright = probe.display_width, probe.display_height
        stored = upright if self._turns % 2 == 0 else upright[::-1]
        self._size = tuple(max(1, round(side / self.scale)) for side in stored)
        self._reformatter = VideoReformatter()

    def gray(self, picture: av.VideoFrame) -> np.ndarray:
        """The picture's luma at this size."""
        luma = _luma(picture)
        if luma is None:
            return self._upright(self._converted(picture, "gray"))
        return self._upright(_in_full_range(self._shrunk(luma), picture))

    def bgr(self, picture: av.VideoFrame) -> np.ndarray:
        """The picture's colours at this size."""
        return self._upright(self._converted(picture, "bgr24"))

    def _converted(self, picture: av.VideoFrame, pixels: str) -> np.ndarray:
        width, height = self._size
        small = self._reformatter.reformat(
            picture,
            width=width,
            height=height,
            format=pixels,
            interpolation="FAST_BILINEAR",
            threads=1,
        )
        return np.asarray(small.to_ndarray())

    def _shrunk(self, luma: np.ndarray) -> np.ndarray:
        import cv2

        width, height = self._size
        if luma.shape == (height, width):
            return luma
        is_halved = luma.shape == (HALVED * height, HALVED * width)
        how = cv2.INTER_AREA if is_halved else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(luma, (width, height), interpolation=how))

    def _upright(self, image: np.ndarray) -> np.ndarray:
        if self._turns:
            image = np.rot90(image, -self._turns)
        if self._is_mirrored:
            image = image[:, ::-1]
        image = np.ascontiguousarray(image)
        image.flags.writeable = False
        return image


class ScaledFrame(Frame):
    """A frame whose pixels are made when a watcher first asks for them.

    It holds on to the decoded picture: keep its pixels, not the frame.
    """

    def __init__(self, time: float, picture: av.VideoFrame, scaler: Scaler) -> None:
        self.time = time
        self.scale = scaler.scale
        self._picture = picture
        self._scaler = scaler
        self._gray: np.ndarray | None = None
        self._bgr: np.ndarray | None = None

    @property
    def gray(self) -> np.ndarray:
        """Its luma: uint8 of shape (height, width), 0 for black and 255 for white."""
        with self._scaler.lock:
            if self._gray is None:
                self._gray = self._scaler.gray(self._picture)
            return self._gray

    @property
    def bgr(self) -> np.ndarray:
        """Its colours: uint8 of shape (height, width, 3)."""
        with self._scaler.lock:
            if self._bgr is None:
                self._bgr = self._scaler.bgr(self._picture)
            return self._bgr


def _luma(picture: av.VideoFrame) -> np.ndarray | None:
    """The decoder's own luma plane, uint8 or uint16; None where it has none by itself."""
    plane = picture.planes[0]
    if not LUMA_PLANE.fullmatch(picture.format.name) or plane.line_size <= 0:
        return None
    kind = np.dtype("<u2") if _bits(picture) > 8 else np.dtype(np.uint8)
    rows = np.frombuffer(plane, kind).reshape(-1, plane.line_size // kind.itemsize)
    return rows[: picture.height, : picture.width]


def _in_full_range(luma: np.ndarray, picture: av.VideoFrame) -> np.ndarray:
    """Luma as 8 bits from black to white, in pixels of its own."""
    import cv2

    if _bits(picture) > 8:
        luma = np.asarray(cv2.convertScaleAbs(luma, alpha=2.0 ** (8 - _bits(picture))))
    is_full = picture.color_range == FULL_RANGE or picture.format.name.startswith("yuvj")
    return luma.copy() if is_full else np.asarray(cv2.LUT(luma, _EXPANDED))


def _bits(picture: av.VideoFrame) -> int:
    return int(picture.format.components[0].bits)


def _expanded() -> np.ndarray:
    levels = (np.arange(256) - BLACK) * 255 / (WHITE - BLACK)
    return np.clip(np.rint(levels), 0, 255).astype(np.uint8)


_EXPANDED = _expanded()
"""The 256 levels of video range in full range."""

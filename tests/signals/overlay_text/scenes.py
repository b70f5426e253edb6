"""Frames with text over scenery, and what the watcher makes of them."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from analyzer.media.frames import Frame
from analyzer.model import OverlayLine
from analyzer.signals.overlay_text.watcher import OverlayTextWatcher

WIDTH, HEIGHT, FPS = 540, 960, 24

Draw = Callable[[np.ndarray, float], None]


def scenery(seed: int = 3) -> np.ndarray:
    """Soft blotches, wider and higher than a frame, to be panned over."""
    noise = np.random.default_rng(seed).integers(0, 255, (60, 60, 3), dtype=np.uint8)
    wide = cv2.resize(noise, (WIDTH * 2, HEIGHT * 2), interpolation=cv2.INTER_CUBIC)
    return np.asarray(wide)


def write(
    image: np.ndarray,
    text: str,
    *,
    y: int = 640,
    x: int = WIDTH // 2,
    size: int = 44,
    fill: str = "white",
    stroke: int = 4,
    font: ImageFont.FreeTypeFont | None = None,
) -> None:
    """Outlined text, centred on ``x``, ``y``."""
    canvas = Image.fromarray(image)
    draw = ImageDraw.Draw(canvas)
    letters = font or ImageFont.load_default(size)
    draw.text((x, y), text, fill, letters, "mm", stroke_width=stroke, stroke_fill="black")
    image[:] = np.asarray(canvas)


def watched(seconds: float, draw: Draw, *, speed: float = 60.0) -> tuple[OverlayLine, ...]:
    return watcher_of(seconds, draw, speed=speed).result()


def watcher_of(seconds: float, draw: Draw, *, speed: float = 60.0) -> OverlayTextWatcher:
    """A watcher that has seen scenery pan by ``speed`` pixels a second, drawn upon."""
    watcher, behind = OverlayTextWatcher(), scenery()
    for n in range(round(seconds * FPS)):
        time = n / FPS
        if watcher.wants(time):
            left = round(time * speed) % WIDTH
            image = behind[:HEIGHT, left : left + WIDTH].copy()
            draw(image, time)
            watcher.observe(Frame(time, image, 2.0))
    return watcher


def unspaced(text: str) -> str:
    """The text without spaces, of which a few are still lost."""
    return text.replace(" ", "")

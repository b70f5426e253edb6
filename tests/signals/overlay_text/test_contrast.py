"""The contrast of letters is what their colours make it, on text whose colours are known."""

from __future__ import annotations

import time

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from analyzer.fix.captions.font import letters as font
from analyzer.signals.light import linear_light, relative_luminance
from analyzer.signals.overlay_text.contrast import contrast_of

Colour = tuple[int, int, int]

WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def ratio(some: Colour, other: Colour) -> float:
    """By WCAG 2.2's formula, of one pixel each."""
    pair = np.array([[some[::-1], other[::-1]]], np.uint8)
    low, high = sorted(relative_luminance(linear_light(pair))[0].tolist())
    return float((high + 0.05) / (low + 0.05))


def strip(
    letters: Colour, behind: Colour | np.ndarray, size: int = 40, outline: Colour | None = None
) -> np.ndarray:
    """A line of text, as a phone's video stores it: BGR, compressed."""
    shape = (round(size * 1.5), size * 9, 3)
    ground = np.broadcast_to(np.asarray(behind, np.uint8), shape)
    image = Image.fromarray(np.ascontiguousarray(ground))
    ImageDraw.Draw(image).text(
        (size // 3, size // 8), "Sourdough, no knead", letters, font(size),
        stroke_width=size // 12 if outline else 0, stroke_fill=outline,
    )  # fmt: skip
    coded = cv2.imencode(".jpg", np.asarray(image)[..., ::-1], (cv2.IMWRITE_JPEG_QUALITY, 60))[1]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR))


def test_luminance_is_that_of_the_standard() -> None:
    assert ratio(WHITE, BLACK) == pytest.approx(21.0)
    assert ratio((118, 118, 118), WHITE) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("size", [20, 40, 72, 300])
@pytest.mark.parametrize(
    ("letters", "behind"),
    [
        (WHITE, BLACK),
        (BLACK, WHITE),
        (WHITE, (128, 128, 128)),
        (WHITE, (200, 200, 200)),
        ((255, 255, 0), WHITE),
        ((180, 180, 180), (120, 120, 120)),
        ((90, 90, 90), (60, 60, 60)),
    ],
)
def test_it_is_the_ratio_of_the_two_colours(letters: Colour, behind: Colour, size: int) -> None:
    found = contrast_of(strip(letters, behind, size))
    assert found == pytest.approx(ratio(letters, behind), rel=0.16)


def test_an_outline_makes_pale_letters_stand_out() -> None:
    pale = contrast_of(strip(WHITE, (225, 225, 225)))
    outlined = contrast_of(strip(WHITE, (225, 225, 225), outline=BLACK))
    assert pale is not None
    assert outlined is not None
    assert pale < 1.5
    assert outlined > 6


def test_it_is_told_on_a_picture_too() -> None:
    """Behind the text a sky goes from bright to darker; white letters are pale on all of it."""
    slope = np.linspace(235, 205, 360).astype(np.uint8)[None, :, None]
    found = contrast_of(strip(WHITE, np.broadcast_to(slope, (60, 360, 3))))
    assert found is not None
    assert 1.1 < found < 1.8


def test_a_line_without_room_for_letters_has_none() -> None:
    assert contrast_of(np.zeros((6, 40, 3), np.uint8)) is None


def test_a_line_as_high_as_the_picture_takes_no_longer() -> None:
    line = strip(WHITE, BLACK, 400)
    began = time.thread_time()
    contrast_of(line)
    assert time.thread_time() - began < 0.25  # whole, it takes 2.7 s


def test_nothing_is_no_contrast() -> None:
    assert contrast_of(np.full((40, 200, 3), 90, np.uint8)) == 1.0

"""A line is found to a part of a pixel, and what stands is told from what wanders."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from analyzer.signals.overlay_text.geometry import Bounds
from analyzer.signals.overlay_text.registration import is_followed, register, steady

BOUNDS = Bounds(60, 40, 160, 80)


def letters() -> np.ndarray:
    noise = np.random.default_rng(4).integers(0, 255, (120, 240), dtype=np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 2.0))


@pytest.mark.parametrize(("right", "down"), [(0.0, 0.0), (0.5, 0.0), (-0.4, 1.3)])
def test_a_shift_is_measured_to_a_part_of_a_pixel(right: float, down: float) -> None:
    picture = letters()
    template = picture[BOUNDS.top : BOUNDS.bottom, BOUNDS.left : BOUNDS.right]
    shifted = cv2.warpAffine(picture, np.array([[1, 0, right], [0, 1, down]]), (240, 120))
    found = register(np.asarray(shifted), template, BOUNDS)
    assert found[1:] == pytest.approx((right, down), abs=0.1)


def test_a_line_at_the_edge_of_the_frame_is_found_where_it_stands() -> None:
    picture, bounds = letters(), Bounds(0, 0, 100, 40)
    found = register(picture, picture[:40, :100], bounds)
    assert (found.correlation, found.right, found.down) == pytest.approx((1.0, 0.0, 0.0), abs=1e-3)


def test_what_slides_in_is_steady_once_it_stands() -> None:
    places = np.array([(30.0, 5.0), (15.0, 5.0), *[(0.1, 5.0)] * 6])
    assert steady(places).tolist() == [False] * 2 + [True] * 6


@pytest.mark.parametrize(
    ("behind", "followed"), [((3, -2), True), ((0, 0), False), ((-4, 2), False)]
)
def test_what_carries_a_sign_moves_with_it(behind: tuple[int, int], followed: bool) -> None:
    picture, bounds = letters(), Bounds(60, 50, 160, 70)
    moved = np.roll(picture, behind, axis=(1, 0))
    assert is_followed(moved, picture, bounds, (3.0, -2.0)) is followed


def test_of_a_line_that_stands_or_lies_on_nothing_it_is_open_what_follows() -> None:
    picture, bounds = letters(), Bounds(60, 50, 160, 70)
    assert is_followed(picture, picture, bounds, (0.2, 0.0)) is None
    plain = np.full_like(picture, 90)
    assert is_followed(plain, plain, bounds, (3.0, 0.0)) is None

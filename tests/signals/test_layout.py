"""Two videos in one frame are told by the line across which they never move as one."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from analyzer.media.frames import Frame
from analyzer.media.probe import probe
from analyzer.model import Box, Inset, Layout, LayoutKind, OverlayLine, Span, TextKind
from analyzer.signals.layout import layout_of
from analyzer.signals.layout.watcher import LayoutWatcher
from tests.conftest import MakeClip

LOOKS = 60


def film(seed: int, height: int, width: int, looks: int = LOOKS) -> list[np.ndarray]:
    """A camera that wanders over a scene of blobs of many sizes, each seed its own way."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=(height + 60, width + 60)).astype(np.float32)
    blobs = [size * cv2.GaussianBlur(noise, (0, 0), size) for size in (3.0, 8.0, 20.0)]
    scene = np.asarray(np.clip(110 + 60 * np.sum(blobs, axis=0), 10, 240), np.uint8)
    steps = cv2.GaussianBlur(random.normal(size=(looks, 2)).astype(np.float32), (0, 0), 2)
    way = np.clip(30 + 6 * np.cumsum(steps, axis=0), 0, 59).astype(int)
    return [scene[y : y + height, x : x + width] for x, y in way]


def laid_out(frames: list[np.ndarray]) -> Layout:
    watcher = LayoutWatcher()
    for at, image in enumerate(frames):
        if watcher.wants(at / 8):
            watcher.observe(Frame(at / 8, np.ascontiguousarray(image), 6.0))
    return watcher.result()


def side_by_side(left: list[np.ndarray], right: list[np.ndarray]) -> list[np.ndarray]:
    return [np.hstack(pair) for pair in zip(left, right, strict=True)]


def test_one_video_is_one_picture() -> None:
    assert laid_out(film(1, 320, 180)).kind is LayoutKind.SINGLE


def test_two_videos_side_by_side_are_told_with_their_seam() -> None:
    found = laid_out(side_by_side(film(1, 320, 90), film(2, 320, 90)))
    assert found.kind is LayoutKind.SIDE_BY_SIDE
    assert found.seam == pytest.approx(0.5, abs=0.02)
    assert found.evidence


def test_bars_above_and_below_do_not_hide_two_videos() -> None:
    frames = side_by_side(film(3, 160, 90), film(4, 160, 90))
    assert laid_out([np.pad(f, ((80, 80), (0, 0))) for f in frames]).kind is LayoutKind.SIDE_BY_SIDE


def test_two_videos_one_above_the_other_are_told() -> None:
    frames = [np.vstack(pair) for pair in zip(film(5, 140, 180), film(6, 180, 180), strict=True)]
    found = laid_out(frames)
    assert found.kind is LayoutKind.STACKED
    assert found.seam == pytest.approx(140 / 320, abs=0.02)


def test_a_still_picture_beside_a_video_is_no_second_video() -> None:
    still = [film(1, 320, 90)[0]] * LOOKS
    assert laid_out(side_by_side(still, film(2, 320, 90))).kind is LayoutKind.SINGLE


def test_bars_and_a_caption_are_no_videos() -> None:
    frames = [np.pad(f, ((80, 80), (0, 0))) for f in film(9, 160, 180)]
    for image in frames:
        image[200:230, 20:160] = 255
    assert laid_out(frames).kind is LayoutKind.SINGLE


def test_too_short_a_draft_is_not_told() -> None:
    frames = side_by_side(film(1, 320, 90, 10), film(2, 320, 90, 10))
    assert laid_out(frames).kind is LayoutKind.SINGLE


def test_a_caption_on_a_plate_across_the_frame_parts_no_two_videos() -> None:
    frames = [image.copy() for image in film(9, 320, 180)]
    for image in frames:
        image[190:220, 10:172] = 250
        cv2.putText(image, "WHAT A DAY", (25, 212), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (20,), 2)
    assert laid_out(frames).kind is LayoutKind.SINGLE


def within(ground: list[np.ndarray], small: list[np.ndarray], at: tuple[int, int]) -> list[Any]:
    """Lay one film small over another, its top left corner at a column and a row."""
    left, top = at
    frames = [image.copy() for image in ground]
    for image, other in zip(frames, small, strict=True):
        image[top : top + other.shape[0], left : left + other.shape[1]] = other
    return frames


@pytest.mark.parametrize("is_still", [False, True])
def test_a_small_video_over_another_picture_is_told_with_its_place(is_still: bool) -> None:
    ground = film(1, 320, 180)
    frames = within([ground[0]] * LOOKS if is_still else ground, film(2, 90, 60), (110, 12))
    found = laid_out(frames)
    assert found.kind is LayoutKind.PICTURE_IN_PICTURE
    assert found.inset is not None
    place = (found.inset.x, found.inset.y, found.inset.width, found.inset.height)
    assert place == pytest.approx((110 / 180, 12 / 320, 60 / 180, 90 / 320), abs=0.03)
    assert "at the top right" in found.evidence[0]
    assert not found.inset.is_round


@pytest.mark.parametrize("radius", [31, 35, 39])
@pytest.mark.parametrize("is_still", [False, True])
def test_a_round_video_over_another_picture_is_told_as_round(is_still: bool, radius: int) -> None:
    size = 2 * radius
    middle = (size - 1) / 2
    is_inside = np.hypot(*np.mgrid[-middle : middle + 1, -middle : middle + 1]) <= radius
    ground = film(1, 320, 180)
    frames = [image.copy() for image in ([ground[0]] * LOOKS if is_still else ground)]
    for image, small in zip(frames, film(2, size, size), strict=True):
        image[310 - size : 310, 8 : 8 + size][is_inside] = small[is_inside]
    found = laid_out(frames)
    assert found.inset is not None
    assert found.inset.is_round
    assert found.inset.width == pytest.approx(size / 180, abs=0.03)
    assert "at the bottom left" in found.evidence[0]


def test_a_small_still_picture_over_a_video_is_no_picture_in_picture() -> None:
    logo = [film(2, 90, 60)[0]] * LOOKS
    assert laid_out(within(film(1, 320, 180), logo, (110, 12))).kind is LayoutKind.SINGLE


def test_a_screen_in_the_middle_of_a_room_is_no_picture_in_picture() -> None:
    room = [film(1, 320, 180)[0]] * LOOKS
    assert laid_out(within(room, film(2, 90, 60), (60, 115))).kind is LayoutKind.SINGLE


CAMERA = Layout(LayoutKind.PICTURE_IN_PICTURE, inset=Inset(x=0.1, y=0.1, width=0.4, height=0.2))
"""A picture from (72, 128) to (360, 384) in one of 720x1280."""


def line(box: tuple[int, int, int, int], kind: TextKind = TextKind.OVERLAY) -> OverlayLine:
    return OverlayLine("words", Span(0, 1), Box(*box, share=0.0), 0.9, kind, line_height=60)


@pytest.mark.parametrize(
    ("lines", "is_camera"),
    [
        ([], True),
        ([line((80, 220, 270, 60))], True),  # a caption across the face that it shows
        ([line((80, 900, 270, 300))], True),  # one that is elsewhere
        ([line((80, 140, 270, 230))], False),
        ([line((80, 140, 150, 230)), line((230, 150, 130, 200))], False),  # in two columns
        ([line((80, 140, 270, 230), TextKind.SCENE)], True),  # a sign that the camera films
    ],
)
def test_the_plate_of_a_text_is_no_picture(
    lines: list[OverlayLine], is_camera: bool, clips: MakeClip
) -> None:
    draft = probe(clips("frame.mp4", seconds=0.5, size="720x1280"))
    assert (layout_of(draft, CAMERA, tuple(lines)) == CAMERA) is is_camera


def test_what_is_much_longer_than_high_is_no_picture() -> None:
    """As a banner is in which something moves."""
    frames = [frame.copy() for frame in film(1, 320, 180)]
    strip = film(2, 30, 90)
    for frame, inner in zip(frames, strip, strict=True):
        frame[10:40, 10:100] = inner
    assert laid_out(frames).kind is LayoutKind.SINGLE
    higher = film(2, 60, 90)
    for frame, inner in zip(frames, higher, strict=True):
        frame[10:70, 10:100] = inner
    assert laid_out(frames).kind is LayoutKind.PICTURE_IN_PICTURE

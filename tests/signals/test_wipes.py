"""Wipes, pushes, covers and reveals found, and what only looks like them left alone."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from analyzer.media.frames import Frame
from analyzer.model import Shots
from analyzer.signals.shots.watcher import ShotWatcher
from analyzer.signals.shots.wipes import WipeDetector

WIDTH, HEIGHT, FPS = 90, 160, 30
BEGIN = 1.5

Clip = Callable[[float], np.ndarray]
Ease = Callable[[float], float]

EASES: dict[str, Ease] = {
    "linear": lambda share: share,
    "in and out": lambda share: share * share * (3 - 2 * share),
    "out": lambda share: 1 - (1 - share) ** 3,
}


def scene(seed: int, mean: int) -> np.ndarray:
    """A coloured scene wider and higher than three frames: blobs of many sizes, as photographs."""
    noise = np.random.default_rng(seed).normal(size=(520, 300, 3)).astype(np.float32)
    blobs = [s * cv2.GaussianBlur(noise, (0, 0), s) for s in (4.0, 10.0, 20.0)]
    return np.asarray(np.clip(mean + 60 * np.sum(blobs, axis=0), 10, 230), np.uint8)


SCENES = [scene(0, 80), scene(1, 170), scene(2, 110)]


def view(number: int, x: float = 0.0, y: float = 0.0) -> np.ndarray:
    matrix = np.array([[1.0, 0, -x], [0, 1.0, -y]])
    return np.asarray(cv2.warpAffine(SCENES[number], matrix, (WIDTH, HEIGHT)))


def watched(clip: Clip, length: float = 4.0) -> Shots:
    watcher = ShotWatcher()
    for number in range(round(length * FPS)):
        time = number / FPS
        watcher.observe(Frame(time=time, image=np.ascontiguousarray(clip(time)), scale=1.0))
    return watcher.result()


def passed(time: float, length: float) -> float:
    return min(max((time - BEGIN) / length, 0.0), 1.0)


def to_the_right(old: np.ndarray, new: np.ndarray, share: float, way: str) -> np.ndarray:
    width = old.shape[1]
    place = round(share * width)
    frame = np.roll(old, place, axis=1) if way in ("push", "reveal") else old.copy()
    frame[:, :place] = new[:, width - place :] if way in ("push", "cover") else new[:, :place]
    return frame


def changing(way: str, side: str, length: float, ease: Ease) -> Clip:
    """Two shots, of which each drifts on by 3 pixels a second."""

    def clip(time: float) -> np.ndarray:
        old, new = view(0, x=40 + 3 * time), view(1, x=40 - 3 * time)
        share = ease(passed(time, length))
        if side in ("up", "down"):
            old, new = old.swapaxes(0, 1), new.swapaxes(0, 1)
        if side in ("left", "up"):
            old, new = old[:, ::-1], new[:, ::-1]
        frame = to_the_right(old, new, share, way)
        if side in ("left", "up"):
            frame = frame[:, ::-1]
        return frame.swapaxes(0, 1) if side in ("up", "down") else frame

    return clip


@pytest.mark.parametrize("ease", EASES)
@pytest.mark.parametrize("side", ["left", "right", "up", "down"])
@pytest.mark.parametrize("way", ["wipe", "push", "cover", "reveal"])
def test_a_picture_that_takes_the_others_place_is_one_change(
    way: str, side: str, ease: str
) -> None:
    shots = watched(changing(way, side, 0.5, EASES[ease]))
    assert shots.cuts == ()
    assert len(shots.gradual) == 1
    assert BEGIN - 0.05 <= shots.gradual[0].start < shots.gradual[0].end <= BEGIN + 0.55
    assert len(shots.spans) == 2


@pytest.mark.parametrize("length", [0.2, 0.3, 0.7, 1.0])
def test_a_push_is_found_over_its_whole_length(length: float) -> None:
    shots = watched(changing("push", "left", length, EASES["linear"]))
    assert shots.cuts == ()
    assert [(span.start, span.end) for span in shots.gradual] == [
        pytest.approx((BEGIN, BEGIN + length), abs=0.07)
    ]


def panned(distance: float, length: float) -> Clip:
    return lambda time: view(0, x=distance * EASES["in and out"](passed(time, length)))


def scrolled(distance: float, header: int = 0) -> Clip:
    def clip(time: float) -> np.ndarray:
        frame = view(0, x=60, y=distance * EASES["out"](passed(time, 0.5)))
        frame[:header] = SCENES[2][:header, :WIDTH]
        return frame

    return clip


def panel(height: int) -> Clip:
    """A panel of the frame's width comes in from the left over the lower part."""

    def clip(time: float) -> np.ndarray:
        frame = view(0, x=60)
        place = round(EASES["out"](passed(time, 0.4)) * WIDTH)
        if place:
            frame[-height:, :place] = view(1)[-height:, WIDTH - place :]
        return frame

    return clip


def passing(blur: float, slant: float) -> Clip:
    """Something wider than the frame passes before the lens, out of focus, its edge not upright."""
    thing = cv2.GaussianBlur(np.hstack([view(1), view(2)]), (0, 0), blur)

    def clip(time: float) -> np.ndarray:
        frame = view(0, x=60)
        for row in range(HEIGHT):
            left = round(-180 + 270 * passed(time, 0.9) + slant * (row - HEIGHT / 2))
            start, end = max(0, left), min(WIDTH, left + 180)
            if start < end:
                frame[row, start:end] = thing[row, start - left : end - left]
        return frame

    return clip


LEFT_ALONE: dict[str, Clip] = {
    "a whip pan by two frames": panned(180, 0.3),
    "a pan by one frame": panned(90, 0.5),
    "a pan by less than a frame": panned(60, 0.4),
    "a pan that goes on": lambda time: view(0, x=50 * time),
    "a page that scrolls by its height": scrolled(160),
    "a page that scrolls by half of it": scrolled(80),
    "a page that scrolls by twice that": scrolled(320),
    "a page that scrolls under a header": scrolled(160, header=30),
    "a lower third": panel(40),
    "a panel over the lower half": panel(80),
    "something that passes close by": passing(5.0, 0.3),
    "zooming in": lambda time: cv2.resize(
        view(0, x=60)[: round(160 - 20 * time), : round(90 - 11 * time)], (WIDTH, HEIGHT)
    ),
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_what_moves_within_a_shot_is_no_wipe(name: str) -> None:
    wipes = WipeDetector()
    for number in range(4 * FPS):
        wipes.add(number / FPS, np.ascontiguousarray(LEFT_ALONE[name](number / FPS)))
    assert wipes.found == []


def test_pictures_of_a_few_pixels_are_no_error() -> None:
    clip = changing("push", "left", 0.5, EASES["linear"])
    assert watched(lambda time: clip(time)[:7, :5]).spans

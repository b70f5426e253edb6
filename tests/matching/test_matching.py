"""Copies are found however they were edited, and what only looks alike is not one."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from analyzer.matching import Index, Seen, shared
from analyzer.media.frames import Frame
from analyzer.signals.looks.watcher import LookWatcher

Edit = Callable[[np.ndarray], np.ndarray]


def scene(seed: int) -> np.ndarray:
    """A picture larger than the frame, of blobs of many sizes, as photographs have."""
    noise = np.random.default_rng(seed).normal(size=(320, 480)).astype(np.float32)
    blobs = [size * cv2.GaussianBlur(noise, (0, 0), size) for size in (3.0, 9.0, 24.0)]
    return np.asarray(np.clip(110 + 60 * np.sum(blobs, axis=0), 10, 230), np.uint8)


def film(seed: int, looks: int = 32, start: float = 0.0, speed: float = 1.0) -> list[np.ndarray]:
    """A camera that wanders over a scene, one frame a look."""
    whole = scene(seed)
    frames = []
    for at in range(looks):
        time = start + at * speed / 4
        x, y = 60 + 50 * np.sin(0.5 * time), 50 + 40 * np.sin(0.4 * time + seed)
        frames.append(whole[int(y) : int(y) + 180, int(x) : int(x) + 320])
    return frames


def seen(frames: list[np.ndarray], edit: Edit = lambda image: image) -> Seen:
    watcher = LookWatcher()
    for at, image in enumerate(frames):
        watcher.observe(Frame(at / 4, np.ascontiguousarray(edit(image)), 1.0))
    return Seen.of(watcher.result())


def bordered(image: np.ndarray) -> np.ndarray:
    return np.pad(image, ((40, 40), (0, 0)))


def captioned(image: np.ndarray) -> np.ndarray:
    image = image.copy()
    image[140:160, 60:260] = 255
    return image


EDITS: dict[str, Edit] = {
    "as it is": lambda image: image,
    "mirrored": np.fliplr,
    "cropped": lambda image: image[18:-18, 32:-32],
    "with bars": bordered,
    "with a caption": captioned,
    "brighter": lambda image: cv2.convertScaleAbs(image, alpha=1.2, beta=15),
    "reframed for a phone": lambda image: image[:, 109:211],
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_copy_is_found_however_it_was_edited(edit: str) -> None:
    found = shared(seen(film(1), EDITS[edit]), seen(film(1)))
    assert found is not None
    assert found.seconds == pytest.approx(8.0, abs=0.6)
    assert found.mirrored == (edit == "mirrored")
    assert found.cropped == (edit in {"cropped", "reframed for a phone"})


def test_a_faster_copy_is_found_with_its_speed() -> None:
    found = shared(seen(film(1, speed=1.05)), seen(film(1, looks=40)))
    assert found is not None
    assert found.seconds == pytest.approx(8.0, abs=0.6)
    assert found.speed == pytest.approx(1.05, abs=0.03)


def test_a_part_is_found_with_its_times_on_both_sides() -> None:
    ours = seen([*film(2, 16), *film(1, 20, start=3.0), *film(3, 16)])
    found = shared(ours, seen(film(1, 60)))
    assert found is not None
    assert found.spans[0].start == pytest.approx(4.0, abs=0.3)
    assert found.spans_there[0].start == pytest.approx(3.0, abs=0.3)
    assert found.seconds == pytest.approx(5.0, abs=0.5)


def test_another_film_of_the_same_scene_is_no_copy() -> None:
    def taken(seed: int) -> list[np.ndarray]:
        ways = np.random.default_rng(seed)
        frames = []
        for _ in range(32):
            image = scene(1)[40:220, 60:380].copy()
            x, y = ways.integers(40, 280), ways.integers(40, 140)
            cv2.circle(image, (int(x), int(y)), 22, 20, -1)
            frames.append(image)
        return frames

    assert shared(seen(taken(1)), seen(taken(1))) is not None
    assert shared(seen(taken(1)), seen(taken(2))) is None


def test_different_films_share_nothing() -> None:
    assert shared(seen(film(1)), seen(film(2))) is None


def test_black_and_flat_pictures_are_like_nothing() -> None:
    black = [np.zeros((180, 320), np.uint8)] * 32
    assert not len(seen(black).times)
    assert shared(seen(black), seen(black)) is None


def test_a_copy_is_found_among_many() -> None:
    index = Index()
    for seed in range(12):
        index.add(seen(film(seed)))
    assert index.like(seen(film(7), EDITS["cropped"]))[0] == 7
    assert index.like(seen([])) == []

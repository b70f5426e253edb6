"""Strobes of known rate and area, red and soft ones, and movement, which is no flash."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from analyzer.media.decode import Media
from analyzer.media.probe import probe
from analyzer.model import Span
from analyzer.signals.picture.flashes import FlashDetector
from analyzer.signals.picture.luminance import LightWatcher
from tests.conftest import encode

Clip = Callable[[float], np.ndarray]

ROWS, COLUMNS = 40, 22


def watched(clip: Clip, fps: float = 30, length: float = 2.5) -> tuple[bool, bool]:
    """Whether the clip has general flashes, and whether it has red ones."""
    detector = FlashDetector()
    for number in range(round(length * fps)):
        image = np.clip(np.round(clip(number / fps)), 0, 255).astype(np.uint8)
        detector.add(number / fps, np.ascontiguousarray(image))
    return bool(detector.general()), bool(detector.red())


def flat(*color: float) -> np.ndarray:
    """A picture of one colour: blue, green, red."""
    return np.full((ROWS, COLUMNS, 3), color, np.float32)


def gray(levels: np.ndarray) -> np.ndarray:
    return np.repeat(np.broadcast_to(levels, (ROWS, COLUMNS))[..., None], 3, axis=2)


def is_on(time: float, rate: float) -> bool:
    return (time * rate + 1e-9) % 1 < 0.5


def strobe(rate: float, area: float, low: float = 30, high: float = 220) -> Clip:
    """A block of so much of the picture that goes on and off so many times a second."""

    def clip(time: float) -> np.ndarray:
        image = flat(90, 90, 90)
        rows = round(ROWS * area**0.5)
        columns = min(COLUMNS, -(-round(ROWS * COLUMNS * area) // rows))
        image[:rows, :columns] = high if is_on(time, rate) else low
        return image

    return clip


@pytest.mark.parametrize("fps", [24, 25, 29.97, 30, 60])
@pytest.mark.parametrize(("rate", "area"), [*product([2, 3, 4, 5, 10], [0.1, 0.2, 0.3, 1.0])])
def test_more_than_three_flashes_a_second_over_a_quarter_of_the_screen_are_told(
    rate: float, area: float, fps: float
) -> None:
    told, is_red = watched(strobe(rate, area), fps)
    assert told is (rate > 3 and area > 0.25)
    assert not is_red


FLASHING: dict[str, Clip] = {
    "single white frames": lambda t: flat(*(3 * (255 if t % 0.25 < 0.03 else 60,))),
    "single black frames": lambda t: flat(*(3 * (0 if t % 0.2 < 0.03 else 200,))),
    "light that swells and ebbs": lambda t: flat(*(3 * (130 + 60 * np.sin(10 * np.pi * t),))),
    "two lights that take turns": lambda t: gray(
        np.where((np.arange(COLUMNS) < COLUMNS // 2) == is_on(t, 5), 220, 20)
    ),
    "a picture that is lit": lambda t: stripes(t / 40) * (1 if is_on(t, 5) else 0.4),
}


def stripes(time: float, width: float = 6, speed: float = 40) -> np.ndarray:
    """Black and white stripes, so many spots wide, that pass so many spots a second."""
    across = np.arange(4 * COLUMNS) / 4 + speed * time
    light = np.where(across // width % 2 < 1, 230.0, 40.0)
    return gray(light.reshape(COLUMNS, 4).mean(axis=1))


def silhouette(time: float) -> np.ndarray:
    """Somebody who walks before a bright sky, filmed by somebody who walks, too."""
    down, across = np.mgrid[:ROWS, :COLUMNS]
    bob = 2.5 * np.sin(2 * np.pi * 2 * time)
    levels = np.where(down > 24 + bob, 50.0, 235.0)
    middle = -4 + 14 * time + 0.8 * np.sin(9 * time)
    swing = 3 * np.sin(2 * np.pi * 4 * time)
    body = (np.abs(across - middle) < 4) & (down > 8 + bob)
    arm = (np.abs(across - middle - swing) < 2) & (down > 14 + bob)
    levels[body | arm] = 20
    return gray(levels)


def shaken(time: float) -> np.ndarray:
    """A landscape of bright and dark blocks, from a hand that shakes six times a second."""
    blocks = np.random.default_rng(1).choice([40.0, 220.0], (24, 16))
    large = np.kron(blocks, np.ones((4, 4)))
    left = round(10 + 6 * np.sin(12 * np.pi * time))
    top = round(10 + 3 * np.cos(12 * np.pi * time))
    return gray(large[top : top + ROWS, left : left + COLUMNS])


STEADY: dict[str, Clip] = {
    "a walk before a bright sky": silhouette,
    "a shaking hand": shaken,
    "a change of less than a tenth": lambda t: flat(*(3 * (150 if is_on(t, 5) else 135,))),
    "white and a little less white": lambda t: flat(*(3 * (255 if is_on(t, 5) else 232,))),
    "a cut every second": lambda t: flat(*(3 * ((30, 220)[int(t) % 2],))),
    "one camera flash": lambda t: flat(*(3 * (255 if 1 <= t < 1.07 else 60,))),
    "light that is dimmed up": lambda t: flat(*(3 * (20 + 90 * t,))),
} | {
    f"a pan over stripes of {width} at {speed}": lambda t, w=width, s=speed: stripes(t, w, s)
    for width, speed in [*product([2, 3, 5], [20, 40, 80]), (8, 20), (8, 40)]
}


@pytest.mark.parametrize("name", FLASHING)
def test_light_that_comes_and_goes_is_flashing(name: str) -> None:
    assert watched(FLASHING[name])[0]


@pytest.mark.parametrize("name", STEADY)
def test_movement_and_light_below_the_limits_are_no_flashes(name: str) -> None:
    assert watched(STEADY[name]) == (False, False)


RED = (0, 0, 130)
"""A red so dim that it has less than a tenth of the screen's luminance."""

REDS: dict[str, tuple[np.ndarray, np.ndarray]] = {
    "red and gray of its luminance": (flat(*RED), flat(62, 62, 62)),
    "red and black": (flat(*RED), flat(0, 0, 0)),
    "red and blue": (flat(*RED), flat(200, 0, 0)),
}


@pytest.mark.parametrize("name", REDS)
def test_red_flashes_are_told_by_their_colour_alone(name: str) -> None:
    red, other = REDS[name]
    assert watched(lambda t: red if is_on(t, 5) else other) == (False, True)
    assert watched(lambda t: red if is_on(t, 3) else other) == (False, False)


def test_police_lights_that_take_turns_are_red_flashes() -> None:
    def clip(time: float) -> np.ndarray:
        image, is_left = flat(200, 0, 0), is_on(time, 4)
        image[:, : COLUMNS // 2] = RED if is_left else (200, 0, 0)
        image[:, COLUMNS // 2 :] = (200, 0, 0) if is_left else RED
        return image

    assert watched(clip)[1]


@pytest.mark.parametrize(
    ("some", "other"), [((0, 130, 0), (62, 62, 62)), ((60, 60, 130), (60, 60, 60))]
)
def test_green_and_a_pale_red_flash_in_no_saturated_red(
    some: tuple[float, ...], other: tuple[float, ...]
) -> None:
    assert not watched(lambda t: flat(*some) if is_on(t, 5) else flat(*other))[1]


def test_flashing_is_told_from_its_first_change_to_its_last() -> None:
    detector = FlashDetector()
    for number in range(150):
        level = 220 if 1 <= number / 30 < 3 and is_on(number / 30, 5) else 30
        detector.add(number / 30, flat(level, level, level).astype(np.uint8))
    (span,) = detector.general()
    assert (span.start, span.end) == pytest.approx((1.0, 3.0), abs=0.15)


@pytest.mark.slow
@pytest.mark.parametrize(("rate", "area", "is_told"), [(5, 0.3, True), (3, 1.0, False)])
def test_the_answer_stays_when_a_draft_is_encoded_again(
    tmp_path: Path, rate: int, area: float, is_told: bool
) -> None:
    answers = []
    for height, quality in product((960, 1920), (18, 28, 36)):
        box = f"drawbox=w=iw:h=ih*{area}:c=white:t=fill:enable='lt(mod(t*{rate},1),0.5)'"
        clip = encode(
            *(tmp_path / f"{height}-{quality}.mp4", "-f", "lavfi", "-i"),
            f"color=0x505050:s={height * 9 // 16}x{height}:r=30,noise=alls=12:allf=t,{box}",
            *("-t", "2", "-c:v", "libx264", "-preset", "ultrafast", "-crf", str(quality)),
            *("-pix_fmt", "yuv420p"),
        )
        watcher = LightWatcher()
        Media(clip, probe(clip)).watch([watcher])
        spans: tuple[Span, ...] = watcher.result().flash_spans
        answers.append(bool(spans))
    assert answers == [is_told] * 6

"""Movement found, and change that is not movement left alone, on clips known by construction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import cv2
import numpy as np
import pytest

from analyzer.media.frames import Frame
from analyzer.model import Motion
from analyzer.signals.motion.watcher import MotionWatcher

WIDTH, HEIGHT, FPS = 180, 320, 30

Clip = Callable[[float], np.ndarray]


def picture(seed: int) -> np.ndarray:
    """A textured scene larger than the frame: blobs of many sizes, as photographs have."""
    noise = np.random.default_rng(seed).normal(size=(480, 320)).astype(np.float32)
    blobs = [s * cv2.GaussianBlur(noise, (0, 0), s) for s in (1.5, 4.0, 12.0)]
    return np.asarray(np.clip(128 + 45 * np.sum(blobs, axis=0), 20, 235), np.float32)


SCENE = picture(1)
OTHER = picture(2)


def view(scene: np.ndarray, x: float = 0.0, y: float = 0.0, zoom: float = 1.0) -> np.ndarray:
    """The frame that a camera sees, moved by ``x`` and ``y`` pixels from the scene's middle."""
    matrix = np.array([[zoom, 0, 90 - 160 * zoom - x], [0, zoom, 160 - 240 * zoom - y]])
    return np.asarray(cv2.warpAffine(scene, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC))


def bgr(image: np.ndarray) -> np.ndarray:
    """The gray levels as a BGR picture."""
    levels = np.clip(np.round(image), 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(levels, cv2.COLOR_GRAY2BGR))


def watched(times: Iterable[float], clip: Clip) -> Motion:
    """What is measured on the clip, decoded at ``times``."""
    watcher = MotionWatcher()
    for time in times:
        if watcher.wants(time):
            watcher.observe(Frame(time=time, image=bgr(clip(time)), scale=1.0))
    return watcher.result()


def seconds(length: float, fps: float = FPS) -> list[float]:
    return [number / fps for number in range(round(length * fps))]


def with_square(x: float, y: float = 100.0) -> np.ndarray:
    frame = view(SCENE)
    left, top = round(x), round(y)
    frame[top : top + 50, left : left + 50] = OTHER[:50, :50]
    return frame


def grain(time: float) -> np.ndarray:
    return np.random.default_rng(int(time * 1000)).normal(0, 9, (HEIGHT, WIDTH))


def popping_captions(time: float) -> np.ndarray:
    frame = view(SCENE).copy()
    word = ("THREE", "THINGS", "YOU", "DO", "EVERY", "DAY")[min(int(time / 0.35), 5)]
    cv2.putText(frame, word, (25, 240), cv2.FONT_HERSHEY_DUPLEX, 1, 0, 8)
    cv2.putText(frame, word, (25, 240), cv2.FONT_HERSHEY_DUPLEX, 1, 255, 2)
    return frame


STILL: dict[str, Clip] = {
    "a photograph": lambda t: view(SCENE),
    "grain that changes in every frame": lambda t: view(SCENE) + grain(t),
    "light that ramps up": lambda t: view(SCENE) * (0.5 + 0.25 * t),
    "light that flickers": lambda t: view(SCENE) + 25 * np.sin(2 * np.pi * 3 * t),
    "hard cuts between photographs": lambda t: view((SCENE, OTHER)[int(t / 0.7) % 2]),
    "a dissolve between photographs": lambda t: (
        view(SCENE) + (view(OTHER) - view(SCENE)) * np.clip(t - 0.5, 0, 1)
    ),
    "a flash": lambda t: view(SCENE) + (100 if 0.95 < t < 1.15 else 0),
    "captions that pop in word by word": popping_captions,
    "one flat colour": lambda t: np.full((HEIGHT, WIDTH), 90.0),
    "a sway of a tenth of a pixel": lambda t: view(SCENE, x=0.1 * np.sin(3 * t)),
    "a fade-in of a photograph": lambda t: 16 + (view(SCENE) - 16) * min(t, 1.0),
}

MOVING: dict[str, tuple[str, Clip]] = {
    "a square that crosses the scene": ("static", lambda t: with_square(20 + 40 * t)),
    "a slow pan": ("moving", lambda t: view(SCENE, x=8 * t)),
    "a fast pan": ("moving", lambda t: view(SCENE, x=-40 + 40 * t)),
    "a slow zoom, 3 % in two seconds": ("moving", lambda t: view(SCENE, zoom=1 + 0.015 * t)),
    "a grainy pan": ("moving", lambda t: view(SCENE, x=12 * t) + grain(t)),
    "a pan whose light ramps": ("moving", lambda t: view(SCENE, y=12 * t) * (0.5 + 0.25 * t)),
    "a shaking hand": (
        "handheld",
        lambda t: view(SCENE, 4 * np.sin(17 * t), 4 * np.sin(23 * t + 1)),
    ),
}


@pytest.mark.parametrize("name", STILL)
def test_change_that_no_shift_explains_is_stillness(name: str) -> None:
    motion = watched(seconds(2.0), STILL[name])
    assert not motion.is_moving
    assert motion.first_at is None
    assert motion.level == 0
    assert motion.still_spans[0].start == 0
    assert motion.still_spans[-1].end == pytest.approx(2.0, abs=0.05)


@pytest.mark.parametrize("name", MOVING)
def test_movement_is_found_from_its_start_with_what_the_camera_does(name: str) -> None:
    camera, clip = MOVING[name]
    motion = watched(seconds(2.0), clip)
    assert motion.first_at is not None
    assert motion.first_at <= 0.2
    assert motion.camera == camera
    assert motion.still_spans == ()


def test_a_pan_is_measured_in_percent_of_the_height_per_second() -> None:
    motion = watched(seconds(2.0), lambda t: view(SCENE, x=32 * t))
    assert motion.level == pytest.approx(10, rel=0.15)
    assert len(motion.levels) == 20


def test_a_pan_over_a_still_scene_has_no_moving_subject() -> None:
    assert watched(seconds(2.0), lambda t: view(SCENE, x=16 * t)).subject_share < 0.2


def test_a_subject_that_moves_against_a_pan_is_told_from_the_camera() -> None:
    def clip(time: float) -> np.ndarray:
        frame = view(SCENE, x=16 * time)
        left = round(20 + 40 * time)
        frame[100:160, left : left + 60] = OTHER[:60, :60]
        return frame

    motion = watched(seconds(2.0), clip)
    assert motion.camera == "moving"
    assert motion.subject_share > 0.8


def test_a_subject_before_a_standing_camera_moves_all_the_time() -> None:
    motion = watched(seconds(2.0), lambda t: with_square(20 + 40 * t))
    assert motion.subject_share > 0.8


def test_a_frozen_start_ends_where_the_movement_begins() -> None:
    motion = watched(seconds(3.0), lambda t: view(SCENE, x=24 * max(0.0, t - 1.5)))
    assert motion.first_at == pytest.approx(1.5, abs=0.15)
    assert motion.still_spans[0].end == motion.first_at


def test_movement_that_stops_leaves_a_still_end() -> None:
    motion = watched(seconds(3.0), lambda t: view(SCENE, x=24 * min(t, 1.0)))
    assert motion.spans[-1].end == pytest.approx(1.0, abs=0.15)
    assert motion.still_spans[-1].end == pytest.approx(3.0, abs=0.05)


def test_a_black_start_is_black_and_not_a_fade() -> None:
    motion = watched(
        seconds(2.0),
        lambda t: np.full((HEIGHT, WIDTH), 16.0) if t < 0.8 else view(SCENE, x=20 * t),
    )
    assert motion.black_spans[0].start == 0
    assert motion.black_spans[0].end == pytest.approx(0.8, abs=0.1)
    assert motion.fade_in_ends_at is None
    assert motion.first_at == pytest.approx(0.8, abs=0.15)


def test_a_fade_from_black_ends_where_the_picture_is_fully_lit() -> None:
    motion = watched(seconds(2.0), STILL["a fade-in of a photograph"])
    assert motion.fade_in_ends_at == pytest.approx(1.0, abs=0.15)


def test_twelve_pictures_repeated_in_sixty_frames_move_without_gaps() -> None:
    motion = watched(seconds(2.0, 60), lambda t: view(SCENE, x=24 * int(t * 12) / 12))
    assert len(motion.spans) == 1
    assert motion.level == pytest.approx(7.5, rel=0.2)


def test_frames_at_uneven_times_move_by_their_timestamps() -> None:
    times = np.cumsum(np.random.default_rng(3).uniform(0.01, 0.09, 40)).tolist()
    motion = watched(times, lambda t: view(SCENE, x=32 * t))
    assert motion.level == pytest.approx(10, rel=0.25)
    assert motion.camera == "moving"


def test_a_third_of_a_second_is_judged_on_what_there_is() -> None:
    assert watched(seconds(0.3), lambda t: view(SCENE, x=32 * t)).is_moving
    assert not watched(seconds(0.3), lambda t: view(SCENE)).is_moving


@pytest.mark.parametrize("times", [[], [0.0]])
def test_one_frame_or_none_does_not_move(times: list[float]) -> None:
    motion = watched(times, lambda t: view(SCENE))
    assert not motion.is_moving
    assert motion.camera == "static"
    assert motion.subject_share == 0


def test_a_picture_of_a_few_pixels_is_no_error() -> None:
    assert not watched(seconds(1.0), lambda t: view(SCENE)[:7, :5] + 20 * t).is_moving


@pytest.mark.parametrize(
    ("name", "moves"),
    [
        ("land_grid_lbbc2a.mpg", True),
        ("land_cuts_dissolve_testvideo.mp4", False),
        ("land_people_back_140s.mp4", False),
        ("land_earth_silent.mp4", True),
    ],
)
def test_real_footage_moves_in_its_hook_as_labelled(
    name: str, moves: bool, real_media: Path
) -> None:
    path = real_media / "video" / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    capture = cv2.VideoCapture(str(path))
    watcher = MotionWatcher()
    fps = capture.get(cv2.CAP_PROP_FPS)
    for number in range(round(2 * fps)):
        is_read, frame = capture.read()
        if is_read and watcher.wants(number / fps):
            scale = max(frame.shape) / watcher.long_side
            size = (round(frame.shape[1] / scale), round(frame.shape[0] / scale))
            watcher.observe(Frame(number / fps, cv2.resize(frame, size), scale))
    assert watcher.result().is_moving is moves

"""Cuts, dissolves and fades found, and light and movement left alone, on clips that are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import cv2
import numpy as np
import pytest

from analyzer.media.decode import Media
from analyzer.media.frames import Frame
from analyzer.media.probe import probe
from analyzer.model import Music, Shots, Span
from analyzer.signals.pace import on_beat, paced
from analyzer.signals.shots.gradual import GradualTransitionDetector
from analyzer.signals.shots.thumbnails import thumbnail
from analyzer.signals.shots.watcher import ShotWatcher

WIDTH, HEIGHT, FPS = 180, 320, 30

Clip = Callable[[float], np.ndarray]


def picture(seed: int) -> np.ndarray:
    """A coloured scene larger than the frame: blobs of many sizes, as photographs have."""
    noise = np.random.default_rng(seed).normal(size=(480, 320, 3)).astype(np.float32)
    blobs = [s * cv2.GaussianBlur(noise, (0, 0), s) for s in (2.0, 8.0, 24.0)]
    return np.asarray(np.clip(110 + 60 * np.sum(blobs, axis=0), 10, 230), np.float32)


SCENES = [picture(seed) for seed in range(6)]


def view(scene: int, x: float = 0.0) -> np.ndarray:
    matrix = np.array([[1.0, 0, -70 - x], [0, 1.0, -80]])
    return np.asarray(cv2.warpAffine(SCENES[scene], matrix, (WIDTH, HEIGHT)))


def seconds(length: float, fps: float = FPS) -> list[float]:
    return [number / fps for number in range(round(length * fps))]


def watched(times: Iterable[float], clip: Clip) -> Shots:
    watcher = ShotWatcher()
    for time in times:
        if watcher.wants(time):
            image = np.clip(np.round(clip(time)), 0, 255).astype(np.uint8)
            watcher.observe(Frame(time=time, image=image, scale=1.0))
    return watcher.result()


def flashed(time: float) -> np.ndarray:
    return view(0) * 0.3 + 178 if 1.0 <= time < 1.1 else view(0)


def strobe(time: float) -> np.ndarray:
    return view(0) * 0.05 if int(time * 8) % 2 and time < 2 else view(0)


def setting_in(number: int) -> float:
    """Pixels moved until picture ``number``: one at each, then fifteen."""
    return number + 14 * max(0, number - 17)


def popping_photo(time: float) -> np.ndarray:
    frame = view(0).copy()
    if time > 1:
        frame[40:120, 20:100] = SCENES[1][:80, :80]
    return frame


ONE_SHOT: dict[str, Clip] = {
    "a photograph": lambda t: view(0),
    "a fast pan": lambda t: view(0, x=60 * np.sin(3 * t)),
    "a camera flash": flashed,
    "a strobe": strobe,
    "light that ramps up": lambda t: view(0) * (0.4 + 0.3 * min(t, 2)),
    "light that is switched on": lambda t: view(0) * (0.4 if t < 1 else 1),
    "a photo that pops in": popping_photo,
    "a fade in from black": lambda t: view(0) * min(1, t),
    "a fade out to black": lambda t: view(0) * np.clip(2 - t, 0, 1),
    "a dip to black and back to the same scene": lambda t: view(0) * np.clip(abs(t - 1), 0, 1),
    "a short dip to white": lambda t: 255 - (255 - view(0)) * np.clip(abs(t - 1) * 5, 0, 1),
    "pictures repeated five times each": lambda t: view(0, x=7 * int(t * 6)),
    "movement that sets in, 12 pictures a second": lambda t: view(0, x=setting_in(int(t * 12))),
}


@pytest.mark.parametrize("name", ONE_SHOT)
def test_light_and_movement_are_no_change_of_shot(name: str) -> None:
    shots = watched(seconds(3.0), ONE_SHOT[name])
    assert shots.cuts == ()
    assert shots.gradual == ()
    assert shots.spans == (Span(0.0, 3.0),)
    assert shots.per_minute == 0


def test_cuts_are_found_at_the_first_frame_of_the_new_shot() -> None:
    shots = watched(seconds(4.0), lambda t: view(int(t / 0.8 + 1e-6), x=20 * t))
    assert shots.cuts == pytest.approx((0.8, 1.6, 2.4, 3.2), abs=0.5 / FPS)
    assert [round(span.seconds, 1) for span in shots.spans] == [0.8] * 5
    assert shots.first_at == shots.cuts[0]


FLASHES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "lit": lambda scene: scene * 0.3 + 178,
    "white": lambda scene: np.full_like(scene, 250),
    "black": np.zeros_like,
}


@pytest.mark.parametrize("frames", [1, 2, 4])
@pytest.mark.parametrize("kind", FLASHES)
def test_a_cut_that_a_flash_precedes_is_where_the_new_scene_begins(kind: str, frames: int) -> None:
    def clip(time: float) -> np.ndarray:
        is_flash = 1.5 - (frames + 0.5) / FPS < time < 1.5 - 0.5 / FPS
        scene = view(0 if time < 1.5 - 0.5 / FPS else 1, x=20 * time)
        return FLASHES[kind](scene) if is_flash else scene

    shots = watched(seconds(3.0), clip)
    assert shots.cuts == pytest.approx((1.5,), abs=0.5 / FPS)
    assert shots.gradual == ()


def swung(scene: int, time: float, speed: float) -> np.ndarray:
    """A scene filmed by a camera that swings to and fro, at so many pixels a second."""
    along = (time * speed) % 240
    return view(scene, min(along, 240 - along) - 60)


@pytest.mark.parametrize("speed", [150, 300, 450, 900])
@pytest.mark.parametrize("at", [1.0, 1.1, 1.3])
def test_a_cut_between_pictures_that_move_fast_is_found(speed: float, at: float) -> None:
    clip = watched(seconds(2), lambda time: swung(2 if time >= at - 1e-6 else 1, time, speed))
    assert clip.cuts == pytest.approx((at,))


@pytest.mark.parametrize("speed", [150, 300, 450, 900, 1800])
def test_a_camera_that_swings_fast_makes_no_cut(speed: float) -> None:
    assert watched(seconds(2), lambda time: swung(1, time, speed)).cuts == ()


def test_cuts_at_uneven_frame_times_are_told_by_their_timestamps() -> None:
    times = np.cumsum(np.random.default_rng(3).uniform(0.015, 0.06, 98)).tolist()
    expected = [min(t for t in times if t >= turn) for turn in (1.0, 2.0, 3.0)]
    assert watched(times, lambda t: view(int(t))).cuts == pytest.approx(expected, abs=1e-3)


def test_a_cut_to_black_and_one_from_black_are_cuts() -> None:
    shots = watched(seconds(3.0), lambda t: view(int(t)) * (0 if 1 <= t < 2 else 1))
    assert shots.cuts == pytest.approx((1.0, 2.0), abs=0.5 / FPS)


@pytest.mark.parametrize("length", [0.3, 0.5, 1.0, 1.5])
def test_a_dissolve_is_found_over_its_whole_length(length: float) -> None:
    def clip(time: float) -> np.ndarray:
        share = np.clip((time - 1.5) / length, 0, 1)
        return np.asarray((1 - share) * view(0) + share * view(1))

    shots = watched(seconds(4.0), clip)
    assert shots.cuts == ()
    assert len(shots.gradual) == 1
    assert shots.gradual[0].start == pytest.approx(1.5, abs=0.12)
    assert shots.gradual[0].end == pytest.approx(1.5 + length, abs=0.12)
    assert len(shots.spans) == 2


def test_a_dissolve_between_moving_shots_is_found() -> None:
    def clip(time: float) -> np.ndarray:
        share = min(max((time - 1.0) / 0.5, 0.0), 1.0)
        return (1 - share) * view(0, x=45 * (time - 1)) + share * view(1, x=-45 * (time - 1))

    shots = watched(seconds(2.4), clip)
    assert shots.cuts == ()
    assert len(shots.gradual) == 1
    assert shots.gradual[0].start <= 1.25 <= shots.gradual[0].end


def test_a_cut_proposed_within_a_dissolve_is_none() -> None:
    gradual = GradualTransitionDetector()
    for number in range(60):
        time = number / FPS
        share = min(max((time - 0.8) / 0.4, 0.0), 1.0)
        mixed = (1 - share) * view(0) + share * view(1)
        gradual.add(thumbnail(number, time, mixed.astype(np.uint8)))
    assert gradual.without([0.4, 1.0, 1.2, 1.6]) == [0.4, 1.6]


def test_a_fade_through_black_is_one_change() -> None:
    shots = watched(
        seconds(4.0),
        lambda t: view(0 if t < 2 else 1) * min(1.0, abs(t - 2) / 0.6),
    )
    assert shots.cuts == ()
    assert len(shots.gradual) == 1
    assert len(shots.spans) == 2


@pytest.mark.parametrize("shade", [0, 255], ids=["black", "white"])
@pytest.mark.parametrize("length", [0.2, 0.3, 0.5, 1.0])
def test_a_short_fade_through_one_shade_is_one_change(length: float, shade: int) -> None:
    def clip(time: float) -> np.ndarray:
        share = min(1.0, abs(time - 1.5) / (length / 2))
        return np.asarray(share * view(0 if time < 1.5 else 1) + (1 - share) * shade)

    shots = watched(seconds(3.0), clip)
    assert shots.cuts == ()
    assert len(shots.gradual) == 1
    assert shots.gradual[0].start == pytest.approx(1.5 - length / 2, abs=0.12)
    assert shots.gradual[0].end == pytest.approx(1.5 + length / 2, abs=0.12)


@pytest.mark.parametrize("faint", [0.15, 0.2, 0.25, 0.3])
def test_a_faint_picture_before_one_that_fades_in_is_no_error(faint: float) -> None:
    def clip(time: float) -> np.ndarray:
        share = faint + (1 - faint) * min(1.0, max(0.0, time - 1.0) / 0.7)
        return np.asarray(share * view(0 if time < 1.0 else 1) + (1 - share) * 110)

    assert watched(seconds(3.0), clip).spans[0].start == 0.0


@pytest.mark.parametrize("times", [[], [0.0], [0.0, 0.04]])
def test_hardly_any_frames_are_one_shot(times: list[float]) -> None:
    assert watched(times, lambda t: view(0)).cuts == ()


def test_a_picture_of_a_few_pixels_is_no_error() -> None:
    assert watched(seconds(1.0), lambda t: view(int(t / 0.4))[:7, :5]).spans


def test_ten_cuts_in_five_seconds_are_all_counted_wherever_they_are() -> None:
    cuts = [20 + 0.49 * number for number in range(10)]
    shots = paced(cuts, (), 30.0)
    assert shots.busiest_count == 10
    assert shots.busiest is not None
    assert (shots.busiest.start, shots.busiest.end) == pytest.approx((20.0, 24.41))


def test_five_shots_of_a_second_are_five_changes() -> None:
    assert paced([7.0, 8.0, 9.0, 10.0, 11.0], (), 20.0).busiest_count == 5


def test_a_dissolve_counts_in_its_middle() -> None:
    shots = paced([2.0], (Span(4.0, 5.0),), 10.0)
    assert [span.end for span in shots.spans] == [2.0, 4.5, 10.0]
    assert shots.per_minute == 12


def test_cuts_on_the_beat_are_counted_where_the_music_plays() -> None:
    beats = tuple(number * 0.5 for number in range(4, 30))
    music = Music(True, 2.0, 12.0, 0.8, (Span(2.0, 14.5),), 0.0, 0.0, 120.0, beats)
    shots = paced([1.0, 2.55, 4.0, 6.06, 8.25], (), 15.0)
    assert on_beat(shots, music).on_beat_share == pytest.approx(0.75)
    assert on_beat(shots, None).on_beat_share is None
    assert on_beat(paced([2.5, 4.0], (), 15.0), music).on_beat_share is None


@pytest.mark.parametrize(
    ("name", "cuts"),
    [
        ("vert_short_cn_product_720x1280.mp4", (1.12, 2.32, 3.12, 3.64, 4.92, 5.52, 6.76)),
        ("land_whitehouse_rap.mp4", (1.51, 3.58, 7.88)),
        ("land_street_rot180_shaky.mp4", ()),
        ("vert_latentsync_demo1_ru.mp4", ()),
    ],
)
def test_real_footage_is_cut_as_labelled(
    real_media: Path, name: str, cuts: tuple[float, ...]
) -> None:
    path = real_media / "video" / name
    if not path.exists():
        pytest.skip(f"no {name}")
    watcher = ShotWatcher()
    Media(path, probe(path)).watch([watcher])
    assert watcher.result().cuts == pytest.approx(cuts, abs=0.045)


def test_every_picture_of_a_slideshow_of_one_frame_each_is_a_shot() -> None:
    shots = watched([0.0, 3.0, 6.0, 9.0], lambda time: view(int(time // 3)))
    assert shots.cuts == (3.0, 6.0, 9.0)


def test_a_scene_that_goes_on_after_it_was_held_is_no_cut() -> None:
    times = [time for time in seconds(9.0) if not 2.0 < time < 7.0]
    assert watched(times, lambda time: view(0, time)).cuts == ()


def test_another_scene_after_a_picture_that_was_held_is_a_cut() -> None:
    times = [time for time in seconds(9.0) if not 2.0 < time < 7.0]
    assert watched(times, lambda time: view(0 if time < 6 else 1)).cuts == (7.0,)


def test_a_flash_that_is_there_from_the_first_frame_begins_no_shot() -> None:
    def clip(time: float) -> np.ndarray:
        return np.full((HEIGHT, WIDTH), 235.0) if time % 0.25 < 0.06 else view(0)

    assert watched(seconds(3.0), clip).cuts == ()

"""Bars, black, freezes, detail and covers, on clips that are known by construction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest

from analyzer.media.decode import Media
from analyzer.media.frames import Frame
from analyzer.media.probe import probe
from analyzer.model import BarsKind, Box, Faces, OverlayLine, Picture, Probe, Sighting, Span
from analyzer.signals.picture.detail import DetailWatcher
from analyzer.signals.picture.letterbox.blurred import blurred_margin
from analyzer.signals.picture.luminance import LightWatcher
from analyzer.signals.picture.measure import measure_picture
from tests.checks.cases import GOOD_PROBE

Clip = Callable[[float], np.ndarray]


def scene(seed: int, height: int, width: int) -> np.ndarray:
    """A gray picture with detail of all sizes down to the pixel, as a sharp photograph has."""
    spectrum = np.fft.rfft2(np.random.default_rng(seed).normal(size=(height, width)))
    down, across = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :]
    natural = np.fft.irfft2(spectrum / np.maximum(np.hypot(down, across), 0.01), (height, width))
    return np.asarray(np.clip(120 + 42 * natural / natural.std(), 0, 255), np.float32)


SCENE = scene(1, 960, 640)
OTHER = scene(2, 960, 640)


def moving(time: float, height: int = 960, width: int = 540) -> np.ndarray:
    left = int(40 + 38 * np.sin(2 * time))
    return SCENE[:height, left : left + width]


def watched(
    clip: Clip, length: float = 2.5, faces: Faces | None = None, fps: float = 10
) -> Picture:
    light, detail = LightWatcher(), DetailWatcher(length)
    for number in range(round(length * fps)):
        time = number / fps
        gray = np.clip(np.round(clip(time)), 0, 255).astype(np.uint8)
        scale = max(gray.shape) / LightWatcher.long_side
        size = (round(gray.shape[1] / scale), round(gray.shape[0] / scale))
        small = cv2.cvtColor(
            cv2.resize(gray, size, interpolation=cv2.INTER_AREA), cv2.COLOR_GRAY2BGR
        )
        light.observe(Frame(time=time, image=small, scale=scale))
        if detail.wants(time):
            detail.observe(Frame(time=time, image=gray, scale=1.0))
    height, width = clip(0.0).shape
    facts = sized(width, height)
    return measure_picture(light.result(), detail.result(), facts, faces)


def sized(width: int, height: int) -> Probe:
    """What was probed of a draft of this size."""
    return msgspec.structs.replace(
        GOOD_PROBE, display_width=width, display_height=height, video_duration=0.0
    )


def on_canvas(content: np.ndarray, left: int, top: int, filling: np.ndarray) -> np.ndarray:
    canvas = filling.astype(np.float32).copy()
    canvas[top : top + content.shape[0], left : left + content.shape[1]] = content
    return canvas


def flat(level: float) -> np.ndarray:
    return np.full((960, 540), level, np.float32)


def blurred(content: np.ndarray) -> np.ndarray:
    """What is of a frame's width, enlarged to fill its height, its middle blurred."""
    height, width = content.shape
    shown = round(width * height / 960)
    middle = content[:, (width - shown) // 2 :][:, :shown]
    small = cv2.resize(middle, (135, 240), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(cv2.GaussianBlur(small, (0, 0), 5), (540, 960)))


def before_a_wall(time: float) -> np.ndarray:
    """A dark figure with straight sides before a wall that is lit from one side."""
    wall = np.tile(np.linspace(110, 180, 540, dtype=np.float32), (960, 1)) + 12 * np.sin(3 * time)
    return on_canvas(0.3 * moving(time, 700, 240), 150, 260, wall)


def with_text(canvas: np.ndarray) -> np.ndarray:
    cv2.putText(canvas, "WAIT FOR IT", (60, 120), cv2.FONT_HERSHEY_DUPLEX, 2, 255, 6)
    return canvas


def captioned_below(time: float) -> np.ndarray:
    """Scenes that change on a still picture, with a strip of boxed captions right below."""
    scene = SCENE[:304, :540] + (0, 60)[int(time) % 2]
    canvas = on_canvas(scene, 0, 328, OTHER[:, 60:600])
    canvas[632:672] = 16
    if int(time) % 2:
        canvas[640:664, 60:480] = 235
    return canvas


def sea(time: float) -> np.ndarray:
    """Waves from a straight horizon down to where they run out on the beach."""
    canvas = flat(0) + np.linspace(120, 220, 960)[:, None].astype(np.float32)
    canvas[300:] = moving(time)[300:]
    beach = 640 + 40 * np.sin(np.arange(540) / 60) + 8 * np.sin(3 * time)
    below = np.arange(960)[:, None] > beach
    canvas[below] = SCENE[:960, :540][below]
    return canvas


BARS: dict[str, tuple[Clip, BarsKind, tuple[int, int, int, int]]] = {
    "letterbox": (
        lambda t: on_canvas(moving(t, 304), 0, 328, flat(16)),
        BarsKind.BLACK,
        (0, 328, 540, 304),
    ),
    "letterbox with a title on it": (
        lambda t: with_text(on_canvas(moving(t, 304), 0, 328, flat(16))),
        BarsKind.BLACK,
        (0, 328, 540, 304),
    ),
    "white bars": (
        lambda t: on_canvas(moving(t, 540), 0, 210, flat(235)),
        BarsKind.COLOR,
        (0, 210, 540, 540),
    ),
    "pillars": (
        lambda t: on_canvas(moving(t, 960, 400), 70, 0, flat(16)),
        BarsKind.BLACK,
        (70, 0, 400, 960),
    ),
    "a bar on the left only": (
        lambda t: on_canvas(moving(t, 960, 480), 60, 0, flat(16)),
        BarsKind.BLACK,
        (60, 0, 480, 960),
    ),
    "a blurred copy": (
        lambda t: on_canvas(moving(t, 304), 0, 328, blurred(moving(t, 304))),
        BarsKind.BLURRED,
        (0, 328, 540, 304),
    ),
    "a still picture": (
        lambda t: on_canvas((SCENE, OTHER)[int(t) % 2][:304, :540], 0, 328, OTHER[:, 60:600]),
        BarsKind.PICTURE,
        (0, 328, 540, 304),
    ),
    "a still picture with captions": (captioned_below, BarsKind.PICTURE, (0, 328, 540, 304)),
}


@pytest.mark.parametrize("name", BARS)
def test_bars_are_found_with_the_picture_inside_them(name: str) -> None:
    clip, kind, (x, y, width, height) = BARS[name]
    bars = watched(clip).bars
    assert bars is not None
    assert bars.kind is kind
    content = bars.content
    assert (content.x, content.y) == pytest.approx((x, y), abs=3)
    assert (content.width, content.height) == pytest.approx((width, height), abs=6)


def globe(time: float) -> np.ndarray:
    canvas = flat(16)
    cv2.circle(canvas, (270, 480), 200, 150, -1)
    return np.asarray(canvas + 20 * np.sin(time) * (canvas > 100))


def vignetted(time: float) -> np.ndarray:
    away = np.abs(np.arange(960) - 480)[:, None] / 480
    return 16 + (moving(time) - 16) * np.clip(1.3 - 1.5 * away**2, 0, 1)


UNBARRED: dict[str, Clip] = {
    "a whole picture": moving,
    "a globe in space": globe,
    "the sea": sea,
    "a heavy vignette": vignetted,
    "a fade from black": lambda t: 16 + (moving(t) - 16) * min(1.0, t / 2),
    "a dark scene": lambda t: 16 + 0.08 * moving(t),
    "a plain wall": lambda t: flat(140) + 2 * np.sin(t),
    "a figure before a plain wall": before_a_wall,
}


@pytest.mark.parametrize("name", UNBARRED)
def test_dark_scenes_vignettes_and_fades_are_no_bars(name: str) -> None:
    assert watched(UNBARRED[name]).bars is None


def test_black_and_frozen_stretches_are_told_with_their_times() -> None:
    def clip(time: float) -> np.ndarray:
        return flat(0) if 1 <= time < 2 else moving(min(time, 3.0))

    picture = watched(clip, 5.0)
    assert picture.black_spans == (Span(1.0, 2.0),)
    assert picture.frozen_spans[-1].start == pytest.approx(3.0, abs=0.15)
    assert picture.frozen_spans[-1].end == pytest.approx(5.0, abs=0.05)


@pytest.mark.parametrize(("factor", "is_enlarged"), [(1, False), (4, True), (6, True)])
def test_an_enlarged_picture_is_told_from_a_sharp_one(factor: float, is_enlarged: bool) -> None:
    small = cv2.resize(moving(0), None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    large = cv2.resize(small, (540, 960), interpolation=cv2.INTER_CUBIC)
    picture = watched(lambda t: large, 1.0)
    assert (picture.upscaled_from is not None) is is_enlarged
    if picture.upscaled_from is not None:
        assert 960 / factor <= picture.upscaled_from <= 1.8 * 960 / factor


def test_grain_is_measured_in_gray_levels() -> None:
    generator = np.random.default_rng(1)
    picture = watched(lambda t: flat(120) + generator.normal(0, 6, (960, 540)), 1.0)
    assert picture.noise == pytest.approx(6, rel=0.15)
    assert watched(lambda t: flat(120), 1.0).noise == 0


def test_a_dark_picture_is_dark_and_a_bright_one_is_not() -> None:
    assert watched(lambda t: 0.15 * moving(t)).dark_share == 1
    bright = watched(moving)
    assert bright.dark_share == 0
    assert bright.brightness == pytest.approx(0.47, abs=0.05)


def test_covers_are_sharp_show_a_face_and_lie_apart() -> None:
    def clip(time: float) -> np.ndarray:
        is_blurred = 2 <= time < 4
        return cv2.GaussianBlur(moving(time), (0, 0), 6) if is_blurred else moving(time)

    face = Box(200, 300, 150, 150, 0.04)
    faces = Faces(True, 5.0, 1, 0.04, 0.5, sightings=(Sighting(5.0, (face,)),))
    covers = watched(clip, 8.0, faces).covers
    assert len(covers) == 3
    assert covers[0].time == pytest.approx(5.0, abs=0.4)
    assert not any(2 <= cover.time < 4 for cover in covers)
    assert min(abs(a.time - b.time) for a in covers for b in covers if a is not b) >= 1.2


def faces_at(*seen: tuple[float, Box]) -> Faces:
    largest = max(box.share for _, box in seen)
    sightings = tuple(Sighting(time, (box,)) for time, box in seen)
    return Faces(True, 0.0, 1, largest, 8.0, sightings=sightings)


@pytest.mark.parametrize(
    ("y", "height", "kept"),
    [
        (400, 120, ("3:4", "4:5", "1:1")),
        (210, 120, ("3:4", "4:5")),
        (165, 120, ("3:4",)),
        (60, 120, ()),
    ],
)
def test_a_cover_says_which_crops_keep_the_head_whole(
    y: int, height: int, kept: tuple[str, ...]
) -> None:
    """The middle of 540x960 is y 120 to 840 in 3:4, 142 to 818 in 4:5, 210 to 750 in 1:1; the head
    of a face of 120 pixels reaches 30 above it."""
    face = Box(200, y, 100, height, 0.023)
    covers = watched(moving, 2.0, faces_at(*((time / 4, face) for time in range(8)))).covers
    assert covers[0].keeps_heads_in == kept


def test_a_face_without_its_eyes_makes_a_poorer_cover_than_none() -> None:
    chin = Box(120, 0, 300, 200, 0.11)
    covers = watched(moving, 8.0, faces_at(*((time / 2, chin) for time in range(8)))).covers
    assert covers[0].time > 3.5
    assert all(covers[0].score > cover.score for cover in covers if cover.time <= 3.5)


def test_a_whole_head_makes_a_better_cover_than_a_larger_one_that_the_crops_cut() -> None:
    close, whole = Box(60, 20, 400, 480, 0.37), Box(200, 400, 140, 180, 0.049)
    seen = [(time / 2, close if time < 8 else whole) for time in range(16)]
    assert watched(moving, 8.0, faces_at(*seen)).covers[0].time >= 3.7


def test_text_over_the_frame_makes_a_poorer_cover() -> None:
    light, detail = LightWatcher(), DetailWatcher(1.0)
    for number in range(30):
        gray = moving(0).astype(np.uint8)
        light.observe(Frame(number / 30, cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR), 1.0))
        if detail.wants(number / 30):
            detail.observe(Frame(number / 30, gray, 1.0))
    line = OverlayLine("HELLO", Span(0.0, 0.4), Box(0, 300, 540, 200, 0.2), 0.99)
    covers = measure_picture(light.result(), detail.result(), sized(540, 960), None, (line,)).covers
    assert covers[0].time > 0.4


def test_nothing_observed_is_no_error() -> None:
    picture = measure_picture(LightWatcher().result(), DetailWatcher(1.0).result(), sized(540, 960))
    assert picture.bars is None
    assert picture.covers == ()


@pytest.mark.parametrize(
    ("name", "is_barred"),
    [
        ("square_face_music_d14.mp4", True),
        ("vert_short_game_720x1280.mp4", True),
        ("land_earth_silent.mp4", False),
        ("land_whitehouse_rap.mp4", False),
    ],
)
def test_real_footage_has_bars_as_labelled(real_media: Path, name: str, is_barred: bool) -> None:
    path = real_media / "video" / name
    if not path.exists():
        pytest.skip(f"no {name}")
    facts = probe(path)
    detail = DetailWatcher(facts.duration)
    Media(path, facts).watch([detail])
    assert (detail.result().bars is not None) is is_barred


@pytest.mark.parametrize("rows", range(8, 160, 8))
def test_blurred_fill_is_looked_for_in_frames_of_any_size(rows: int) -> None:
    detail, edges = np.full(rows, 4.0), np.zeros(rows)
    edges[4] = edges[-5] = edges[rows // 2] = edges[-rows // 2 - 1] = 1.0
    assert blurred_margin(detail, edges) == 0

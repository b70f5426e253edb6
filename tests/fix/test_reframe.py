"""A wide picture is cropped around its subject: still, or calmly along with it, or shown whole."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from analyzer.fix import reframing
from analyzer.fix.reframe import (
    Blurred,
    CropPath,
    Moving,
    Still,
    View,
    crop_path,
    is_logo,
    watch,
)
from analyzer.fix.reframe.geometry import Rect
from analyzer.fix.reframe.ground import SALIENCY_SIDE, Scene
from analyzer.fix.reframe.looks import PATCH, Face, Look, Looks
from analyzer.fix.reframe.smooth import Bounds, smooth
from analyzer.media.decode import Media
from analyzer.media.probe import probe
from analyzer.model import (
    Area,
    Box,
    FrameEdit,
    Layout,
    LayoutKind,
    OverlayLine,
    Shots,
    Signals,
    Span,
)
from tests.checks.cases import GOOD_PROBE

WIDTH, HEIGHT, FPS = 1280, 720, 30
LEVEL = np.ones(SALIENCY_SIDE, np.float32)
Where = Callable[[float], tuple[float, ...]]
NO_CUTS = Shots((), (), (), 0.0, None)


def face(middle: float, size: float = 100, shade: int = 128) -> Face:
    patch = np.full((PATCH, PATCH), shade, np.uint8)
    return Face(Rect(middle - size / 2, 200, middle + size / 2, 200 + size), 0.9, patch)


def scene(*subjects: Rect) -> Scene:
    return Scene(subjects, True, 0 * LEVEL, LEVEL, False)


def looks(
    where: Where, seconds: float, starts: tuple[float, ...] = (0.0,), *, faces: bool = True
) -> Looks:
    """Looks at figures whose middles are ``where``."""
    times = np.arange(round(seconds * FPS)) / FPS
    seen = []
    for moment in (*np.arange(round(seconds * 10)) / 10, times[-1]):
        found = [face(x) for x in where(moment)]
        rects = [one.rect for one in found]
        here = tuple(found) if faces else ()
        seen.append(Look(moment, here, scene() if faces else scene(*rects)))
    return Looks((WIDTH, HEIGHT), times, seconds, starts, tuple(seen))


def path_of(where: Where, seconds: float = 8.0, *, faces: bool = True) -> CropPath:
    found = crop_path(looks(where, seconds, faces=faces))
    assert found is not None
    return found


def held(path: CropPath, where: Where, seconds: float = 8.0, size: float = 100) -> float:
    """The share of the frames in which all figures are whole."""
    whole = []
    for n in range(round(seconds * FPS)):
        crop = path.at(n / FPS)
        whole.append(
            crop is None
            or all(
                crop.left <= x - size / 2 and x + size / 2 <= crop.left + crop.width
                for x in where(n / FPS)
            )
        )
    return float(np.mean(whole))


def steps(path: CropPath) -> np.ndarray:
    """The pixels of each step from frame to frame, in a picture of 640 pixels' width."""
    framing = path.shots[0].framing
    assert isinstance(framing, Moving)
    return np.diff([moment.left for moment in framing.moments]) * 640 / WIDTH


def test_a_picture_that_has_the_ratio_is_not_cropped() -> None:
    assert crop_path(looks(lambda t: (100,), 2)._replace(size=(1080, 1920))) is None


@pytest.mark.parametrize("middle", [60, 300, 640, 1220])
def test_a_face_that_stays_is_held_by_a_still_crop(middle: float) -> None:
    found = path_of(lambda t: (middle,))
    framing = found.shots[0].framing
    assert isinstance(framing, Still)
    assert (found.width, found.height) == (404, 720)
    assert framing.crop.left % 2 == 0
    assert 0 <= framing.crop.left <= WIDTH - 404
    assert held(found, lambda t: (middle,), size=130) == 1 or middle in (60, 1220)
    assert held(found, lambda t: (middle,)) == 1


def test_a_face_that_sways_within_a_crop_moves_nothing() -> None:
    assert isinstance(path_of(lambda t: (400 + 60 * np.sin(5 * t),)).shots[0].framing, Still)


@pytest.mark.parametrize("faces", [True, False])
def test_what_walks_through_the_picture_is_followed_within_the_speed(faces: bool) -> None:
    def where(t: float) -> tuple[float, ...]:
        return (200 + 100 * t,)

    found = path_of(where, faces=faces)
    assert held(found, where) == 1
    assert np.abs(steps(found)).max() <= 2.01
    assert (steps(found) >= -0.01).all()


def test_a_path_is_no_faster_than_what_it_holds_demands() -> None:
    found = path_of(lambda t: (80 + 158 * t,), 7)
    assert held(found, lambda t: (80 + 158 * t,), 7) == 1
    assert np.abs(steps(found)).max() <= 2.01


def test_who_is_the_largest_for_a_second_of_a_long_shot_is_held_too() -> None:
    def where(t: float) -> tuple[float, ...]:
        return (300,) if t < 18 else (550,) if t > 18.9 else ()

    assert held(path_of(where, 20), where, 20) == 1


def test_a_crop_stands_for_a_second_before_it_turns() -> None:
    def where(t: float) -> tuple[float, ...]:
        return (300 + 600 * np.sin(np.pi * t / 12),)

    found = path_of(where, 12)
    assert held(found, where, 12) == 1
    moves = [(n, s) for n, s in enumerate(steps(found)) if abs(s) > 0.1]
    pauses = [b[0] - a[0] for a, b in pairwise(moves) if a[1] * b[1] < 0]
    assert pauses
    assert min(pauses) >= FPS


@pytest.mark.parametrize("faces", [True, False])
def test_what_jumps_about_is_shown_whole_rather_than_chased(faces: bool) -> None:
    found = path_of(lambda t: (200 if int(t * 2) % 2 else 1000,), faces=faces)
    assert isinstance(found.shots[0].framing, Blurred)


@pytest.mark.parametrize("faces", [True, False])
def test_what_jumps_about_near_by_is_shown_larger_than_the_whole_picture(faces: bool) -> None:
    def sway(t: float) -> tuple[float, ...]:
        return (350 if int(t * 2) % 2 else 750,)

    found = path_of(sway, faces=faces)
    part = found.at(1.0)
    assert part is not None
    assert found.width < part.width <= 620
    assert part.height == HEIGHT
    assert held(found, sway) == 1
    assert {found.at(n / FPS) for n in range(8 * FPS)} == {part}


def test_shots_that_no_crop_holds_are_shown_at_one_size() -> None:
    def sway(t: float) -> tuple[float, ...]:
        left, right = (300, 700) if t < 4 else (600, 1150)
        return (left if int(t * 2) % 2 else right,)

    found = crop_path(looks(sway, 8.0, (0.0, 4.0)))
    assert found is not None
    first, second = found.at(1.0), found.at(5.0)
    assert first is not None
    assert second is not None
    assert first.width == second.width > found.width
    assert first.left < second.left
    assert held(found, sway) == 1


def test_a_subject_is_held_though_it_is_wide_for_a_moment() -> None:
    seen = looks(lambda t: (600,), 8.0, faces=False)
    wide = Rect(300, 200, 900, 300)
    there = [
        look._replace(scene=scene(wide)) if 2 < look.time < 2.3 else look for look in seen.looks
    ]
    found = crop_path(seen._replace(looks=tuple(there)))
    assert found is not None
    assert isinstance(found.shots[0].framing, Still)
    assert held(found, lambda t: (600,)) == 1


def test_who_steps_in_is_held_where_they_stand() -> None:
    def step(t: float) -> tuple[float, ...]:
        return (100 if t < 0.25 else 600,)

    seen = looks(step, 8.0, faces=False)
    found = crop_path(seen)
    assert found is not None
    assert isinstance(found.shots[0].framing, Still)
    assert held(found, lambda t: (600,)) == 1


@pytest.mark.parametrize(
    ("box", "span", "is_one"),
    [
        (Box(1180, 40, 60, 50, 0.003), Span(0, 6), True),
        (Box(20, 640, 90, 40, 0.004), Span(0, 6), True),
        (Box(1180, 40, 60, 50, 0.003), Span(0, 2.9), False),
        (Box(500, 640, 300, 50, 0.016), Span(0, 6), False),
        (Box(40, 40, 500, 50, 0.027), Span(0, 6), False),
    ],
)
def test_a_mark_in_a_corner_across_a_cut_is_a_logo(box: Box, span: Span, is_one: bool) -> None:
    line = OverlayLine("WH.GOV", span, box, 0.9)
    assert is_logo(line, Shots((3.0,), (), (), 0.0, None), (WIDTH, HEIGHT)) is is_one


@pytest.mark.parametrize("faces", [True, False])
def test_two_that_do_not_fit_are_shown_whole_and_never_the_gap(faces: bool) -> None:
    found = path_of(lambda t: (150, 1100), faces=faces)
    assert isinstance(found.shots[0].framing, Blurred)


def test_two_that_fit_are_both_in_the_crop() -> None:
    found = path_of(lambda t: (500, 700))
    assert isinstance(found.shots[0].framing, Still)
    assert held(found, lambda t: (500, 700)) == 1


def speaking(where: tuple[float, ...]) -> CropPath:
    """The path of six seconds with faces that stay, the mouth of the last of which moves."""
    seen = looks(lambda t: where, 6)
    spoken = []
    for n, look in enumerate(seen.looks):
        *still, speaks = look.faces
        patch = speaks.patch.copy()
        patch[-PATCH // 3 :] = 90 if n % 2 else 160
        spoken.append(look._replace(faces=(*still, speaks._replace(patch=patch))))
    found = crop_path(seen._replace(looks=tuple(spoken)), speech=[Span(0, 6)])
    assert found is not None
    return found


def test_of_two_faces_that_do_not_fit_the_one_is_shown_whose_mouth_moves() -> None:
    found = speaking((150, 1100))
    assert isinstance(found.shots[0].framing, Still)
    assert held(found, lambda t: (1100,), 6) == 1


def test_in_a_crowd_nobody_is_taken_for_the_speaker() -> None:
    crowd = (150, 400, 700, 900, 1100)
    found = speaking(crowd)
    assert isinstance(found.shots[0].framing, Blurred)
    assert held(found, lambda t: crowd, 6) == 1


def beside_a_face(
    subject: Callable[[float], Rect | None], sees_face: Callable[[float], bool], seconds: float = 8
) -> CropPath:
    """The path of a face at 200 that is seen at times, before a background where something is."""
    seen = looks(lambda t: (200,), seconds)
    there = [
        look._replace(
            faces=look.faces if sees_face(look.time) else (),
            scene=scene(*((rect,) if (rect := subject(look.time)) else ())),
        )
        for look in seen.looks
    ]
    found = crop_path(seen._replace(looks=tuple(there)))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("height", "is_shown"), [(420, True), (150, False)], ids=["like a figure", "small"]
)
def test_what_moves_beside_a_figure_as_large_as_that_is_shown_too(
    height: int, is_shown: bool
) -> None:
    def animal(t: float) -> Rect:
        return Rect(700 + 20 * t, 300, 950 + 20 * t, 300 + height)

    found = beside_a_face(animal, lambda _: True)
    framing = found.shots[0].framing
    assert isinstance(framing, Blurred if is_shown else Still)
    assert held(found, lambda t: (200, 825 + 20 * t), size=100) == is_shown
    assert held(found, lambda t: (200,)) == 1


def test_what_moves_where_arms_and_body_are_is_no_other_figure() -> None:
    arm = Rect(40, 300, 380, 700)
    found = beside_a_face(lambda _: arm, lambda _: True)
    assert isinstance(found.shots[0].framing, Still)


def test_a_shot_is_about_what_moves_in_it_where_a_face_is_seen_for_a_moment() -> None:
    def walker(t: float) -> Rect:
        return Rect(520 + 20 * t, 200, 620 + 20 * t, 600)

    found = beside_a_face(walker, lambda t: t < 0.5, 12)
    assert held(found, lambda t: (200, 570 + 20 * t) if t < 0.5 else (570 + 20 * t,), 12) == 1


def test_two_that_pass_each_other_at_times_are_not_cut() -> None:
    seen = looks(lambda t: (), 12, faces=False)

    def passing(t: float) -> list[Rect]:
        down = 100 + 60 * (t % 6)
        both = [Rect(100, down, 350, down + 300), Rect(500, 700 - down, 750, 1000 - down)]
        return [] if t % 6 < 2 else both if t < 8 else both[:1]

    there = [look._replace(scene=scene(*passing(look.time))) for look in seen.looks]
    there[0] = there[0]._replace(scene=scene(Rect(1240, 650, 1270, 690)))
    found = crop_path(seen._replace(looks=tuple(there)))
    assert found is not None
    part = found.at(5.0)
    assert part is not None
    assert part.left <= 100
    assert 750 <= part.left + part.width < 1000


def test_what_is_salient_for_a_third_of_a_shot_does_not_lead_the_crop_astray() -> None:
    seen = looks(lambda t: (), 6)
    bright = np.where(np.arange(SALIENCY_SIDE) > 54, 30.0, 0.1).astype(np.float32)
    there = [
        look._replace(scene=look.scene._replace(salient=bright)) if n % 3 == 0 else look
        for n, look in enumerate(seen.looks)
    ]
    found = crop_path(seen._replace(looks=tuple(there)))
    assert found is not None
    assert found.shots[0].why == "centre"


def test_the_crop_jumps_at_a_cut_and_at_no_other_frame() -> None:
    found = crop_path(looks(lambda t: (200,) if t < 3 else (1000,), 6, (0.0, 3.0)))
    assert found is not None
    lefts = [crop.left for n in range(180) if (crop := found.at(n / FPS)) is not None]
    assert [n for n in range(1, 180) if lefts[n] != lefts[n - 1]] == [90]


def test_overlay_text_is_held_with_the_face_or_more_is_shown() -> None:
    seen = looks(lambda t: (300,), 4)
    near, far = Rect(330, 600, 600, 650), Rect(900, 600, 1100, 650)
    found = crop_path(seen, [(Span(1, 2), near)])
    assert found is not None
    crop = found.at(1.5)
    assert crop is not None
    assert crop.left <= 330
    assert crop.left + crop.width >= 600
    apart = crop_path(seen, [(Span(1, 2), far)])
    assert apart is not None
    part = apart.at(1.5)
    assert part is not None
    assert part.left < 250
    assert part.left + part.width > 1100


def test_where_nothing_stands_out_the_middle_is_shown() -> None:
    found = path_of(lambda t: ())
    framing = found.shots[0].framing
    assert isinstance(framing, Still)
    assert abs(framing.crop.left + 202 - WIDTH / 2) <= 2


def test_a_picture_that_is_too_tall_is_cropped_above_and_below() -> None:
    seen = looks(lambda t: (300,), 2)._replace(size=(720, 1600))
    found = crop_path(seen)
    assert found is not None
    assert (found.width, found.height) == (720, 1280)
    crop = found.at(1.0)
    assert crop is not None
    assert crop.top <= 185
    assert crop.top % 2 == 0


def test_a_smooth_path_does_not_move_without_need() -> None:
    n = 50
    level = smooth(Bounds(np.zeros(n), np.full(n, 10.0), np.full(n, 5.0)), 1.0)
    assert level is not None
    assert np.ptp(level) < 1e-6
    assert smooth(Bounds(np.full(n, 2.0), np.ones(n), np.ones(n)), 1.0) is None


def test_a_view_turns_rectangles_as_it_turns_pictures() -> None:
    image = np.zeros((100, 200), np.uint8)
    image[20:30, 60:100] = 1
    for turn in (0, 90, 180, 270):
        view = View(40, 10, 120, 80, turn)
        shown = view.of(image, 1.0)
        assert shown.shape[::-1] == view.size
        rows, columns = np.nonzero(shown)
        inside = Rect(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert view.seen(Rect(60, 20, 100, 30)) == inside


@pytest.fixture
def walk(tmp_path: Path) -> Path:
    """A red ellipse that crosses a textured picture, and a cut to another picture at 4 s."""
    path = tmp_path / "walk.mp4"
    noise = np.random.default_rng(1).integers(60, 200, (12, 20, 3), np.uint8)
    ground = np.kron(noise, np.ones((30, 32, 1), np.uint8))
    rows, columns = np.mgrid[:360, :640]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for n in range(150):
            image = ground.copy() if n < 100 else np.full_like(ground, 90)
            x = 100 + 4 * n if n < 100 else 540
            inside = ((columns - x) / 40) ** 2 + ((rows - 180) / 70) ** 2 < 1
            image[inside] = (220, 30, 20)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def test_a_figure_is_told_from_its_background_and_kept_in_every_frame(walk: Path) -> None:
    media = Media(walk, probe(walk))
    shots = Shots((4.0,), (), (), 0.0, None)
    found = crop_path(watch(media, View(0, 0, 640, 360), shots))
    assert found is not None
    assert [shot.span.start for shot in found.shots] == [0.0, 4.0]
    for n in range(100):
        crop = found.at(n / 25)
        assert crop is not None
        assert crop.left <= 60 + 4 * n
        assert 140 + 4 * n <= crop.left + crop.width


@pytest.mark.parametrize(("pixels", "spared"), [(0, 0.5), (10, 0.0)])
def test_every_second_look_is_spared_while_faces_stand_still(
    walk: Path, monkeypatch: pytest.MonkeyPatch, pixels: int, spared: float
) -> None:
    found: list[float] = []

    def detect(_: Path, image: np.ndarray, __: float) -> np.ndarray:
        found.append(100.0 + pixels * len(found))
        return np.array([[found[-1] % 300, 100, 80, 80, 0.9]], np.float32)

    monkeypatch.setattr("analyzer.fix.reframe.looks.detect", detect)
    seen = watch(Media(walk, probe(walk)), View(0, 0, 640, 360), NO_CUTS).looks
    assert all(len(look.faces) == 1 for look in seen)
    assert 1 - len(found) / len(seen) == pytest.approx(spared, abs=0.05)


def pictures(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        frames = container.decode(video=0)
        return [frame.to_ndarray(format="rgb24").astype(int) for frame in frames]


@pytest.mark.parametrize("kind", [LayoutKind.SIDE_BY_SIDE, LayoutKind.PICTURE_IN_PICTURE])
def test_of_several_pictures_none_is_cut_away(kind: LayoutKind, tmp_path: Path) -> None:
    wide = Area(0, 0, 1920, 1080)
    frame = FrameEdit(content=wide, turn=0, crop=Area(656, 0, 608, 1080), width=1080, height=1920)
    signals = Signals(layout=Layout(kind))
    found = reframing.path_of(tmp_path / "never-opened.mp4", GOOD_PROBE, signals, frame)
    assert found is not None
    assert [type(shot.framing) for shot in found.shots] == [Blurred]
    assert found.shots[0].span.end == GOOD_PROBE.video_duration

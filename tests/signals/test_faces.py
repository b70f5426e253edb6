"""Faces are found where people are, once each, and nowhere else."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from analyzer import weights
from analyzer.media.decode import Media
from analyzer.media.frames import Frame
from analyzer.media.probe import probe
from analyzer.model import Box, Faces, Span
from analyzer.signals.faces.detector import detect
from analyzer.signals.faces.watcher import FaceWatcher, _Detection


def watched(*frames: tuple[float, np.ndarray], scale: float = 1.0) -> Faces:
    watcher = FaceWatcher(2.0)
    for time, image in frames:
        if watcher.wants(time):
            watcher.observe(Frame(time, image, scale))
    return watcher.result()


@pytest.fixture(scope="module")
def portrait(real_media: Path) -> np.ndarray:
    """A photograph of one face, on a gray canvas of 540x960."""
    photo = cv2.imread(str(real_media / "faces" / "fr_biden.jpg"))
    height, width = photo.shape[:2]
    photo = cv2.resize(photo, (540, round(height * 540 / width)))[:960]
    canvas = np.full((960, 540, 3), 96, np.uint8)
    canvas[: photo.shape[0]] = photo
    return canvas


EMPTY = np.full((960, 540, 3), 96, np.uint8)


def test_it_looks_five_times_a_second_in_the_hook_and_twice_after_it() -> None:
    watcher = FaceWatcher(2.0)
    looks = [n / 30 for n in range(150) if watcher.wants(n / 30)]
    assert looks == pytest.approx([n / 5 for n in range(10)] + [n / 2 for n in range(4, 10)])


def test_a_doubtful_face_has_to_show_itself_twice() -> None:
    watcher = FaceWatcher(2.0)
    doubtful, elsewhere = Box(0, 0, 40, 40, 0.01), Box(400, 800, 40, 40, 0.01)
    watcher._width, watcher._height = 540.0, 960.0
    for i, found in enumerate([((doubtful, 0.72),), (), ((elsewhere, 0.74),), ((doubtful, 0.71),)]):
        watcher._detections.append(_Detection(i / 5, found))
    assert watcher.result().present is False
    watcher._detections.append(_Detection(0.8, ((doubtful, 0.71),)))
    assert watcher.result().first_at == pytest.approx(0.6)


def test_a_gap_in_the_frames_delays_a_look_and_loses_none() -> None:
    watcher = FaceWatcher(2.0)
    assert [t for t in (0.0, 0.13, 0.55, 0.58, 0.61) if watcher.wants(t)] == [0.0, 0.55, 0.61]


def test_a_face_is_found_where_it_is(portrait: np.ndarray) -> None:
    faces = watched((0.0, portrait), (0.2, portrait), scale=2.0)
    assert (faces.present, faces.count, faces.first_at) == (True, 1, 0.0)
    box = faces.sightings[0].boxes[0]
    assert 0 < box.x < box.x + box.width < 1080
    assert box.share == pytest.approx(box.width * box.height / (1080 * 1920), rel=0.05)
    assert faces.centrality is not None
    assert 0.3 < faces.centrality <= 1.0


def test_a_face_that_comes_later_gives_its_time_and_span(portrait: np.ndarray) -> None:
    frames = [(n / 10, portrait if 10 <= n < 16 else EMPTY) for n in range(40)]
    faces = watched(*frames)
    assert faces.first_at == pytest.approx(1.0)
    assert len(faces.spans) == 1
    assert faces.spans[0].start == pytest.approx(1.0)
    assert faces.spans[0].end == pytest.approx(1.6, abs=0.01)
    assert faces.seconds == pytest.approx(0.6, abs=0.01)


def test_a_face_in_the_last_look_lasts_until_the_draft_ends(portrait: np.ndarray) -> None:
    faces = watched(*((n / 10, portrait) for n in range(35)))
    assert faces.spans == (Span(0.0, 3.4),)


def test_a_picture_without_a_face_has_none() -> None:
    noise = np.random.default_rng(7).integers(0, 255, (960, 540, 3), dtype=np.uint8)
    faces = watched((0.0, EMPTY), (0.2, noise))
    assert (faces.present, faces.count, faces.spans, faces.sightings) == (False, 0, (), ())


def test_a_draft_of_no_frames_has_no_face() -> None:
    assert FaceWatcher(2.0).result().present is False


def test_faces_in_photographs_are_found_and_animals_are_not_people(real_media: Path) -> None:
    with (real_media / "manifest.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["path"].startswith("faces/")]
    found = expected = wrong = 0
    for row in rows:
        truth = json.loads(row["truth"][row["truth"].index("{") :])["boxes_xywh"]
        if truth is None or len(truth) > 3:
            continue
        image = cv2.imread(str(real_media / row["path"]))
        scale = min(1.0, 960 / max(image.shape[:2]))
        count = watched((0.0, cv2.resize(image, None, fx=scale, fy=scale))).count
        expected += len(truth)
        found += min(count, len(truth))
        wrong += 0 if truth else count
    assert expected >= 10
    assert found / expected >= 0.9
    assert wrong <= 1


def test_a_talking_head_has_a_face_throughout(real_media: Path) -> None:
    path = real_media / "video" / "vert_latentsync_demo3_en.mp4"
    if not path.exists():
        pytest.skip("this clip is not in the test media")
    watcher = FaceWatcher(2.0)
    Media(path, probe(path)).watch([watcher])
    faces = watcher.result()
    assert (faces.first_at, faces.count) == (0.0, 1)
    assert faces.seconds > 19


def test_faces_are_those_that_opencv_finds_with_the_same_network(real_media: Path) -> None:
    photos = sorted((real_media / "faces").glob("*.jpg"))[:40]
    for photo in photos:
        image = cv2.imread(str(photo))
        side = max(image.shape[:2])
        if side > FaceWatcher.long_side:
            image = cv2.resize(image, None, fx=960 / side, fy=960 / side)
        height, width = image.shape[:2]
        opencv = cv2.FaceDetectorYN.create(str(weights.face_model()), "", (width, height), 0.7)
        known = opencv.detect(image)[1]
        expected = np.empty((0, 5)) if known is None else known[:, [0, 1, 2, 3, -1]]
        assert detect(weights.face_model(), image, 0.7) == pytest.approx(expected, abs=0.1), (
            photo.name
        )

"""A film that lies on its side is told from one that stands upright, by the faces in it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from analyzer.media.decode import Media
from analyzer.media.frames import Frame
from analyzer.media.probe import probe
from analyzer.signals.faces.upright import UprightWatcher
from tests.conftest import encode

WITH_FACES = [
    "video/vert_selfie_noaudio_720x1280.mp4",
    "video/land_woman_music_720p.mp4",
    "video/square_face_music_d14.mp4",
]
WITHOUT = ["video/land_cockatoo_silent.mp4", "video/vert_short_cn_product_720x1280.mp4"]


def turn_of(draft: Path) -> int | None:
    facts = probe(draft)
    watcher = UprightWatcher(facts.duration)
    Media(draft, facts).watch([watcher])
    return watcher.result().turn


@pytest.mark.parametrize(("filters", "turn"), [
    ("null", None), ("transpose=2", 90), ("hflip,vflip", 180), ("transpose=1", 270),
])  # fmt: skip
@pytest.mark.parametrize("name", WITH_FACES)
def test_a_film_is_turned_by_what_its_faces_ask_for(
    real_media: Path, tmp_path: Path, name: str, filters: str, turn: int | None
) -> None:
    scaled = ("-t", "3", "-an", "-vf", f"scale=480:-2,{filters}", "-c:v", "libx264", "-crf", "28")
    source = ("-i", str(real_media / name))
    assert turn_of(encode(tmp_path / "turned.mp4", *source, *scaled)) == turn


@pytest.mark.parametrize("name", WITHOUT)
def test_a_film_without_faces_is_left_as_it_is(real_media: Path, name: str) -> None:
    assert turn_of(real_media / name) is None


def seen(*images: np.ndarray) -> int | None:
    watcher = UprightWatcher(len(images))
    for time, image in enumerate(images):
        assert watcher.wants(float(time))
        watcher.observe(Frame(float(time), image, 1.0))
    return watcher.result().turn


def test_one_upright_face_is_enough_to_leave_a_film(real_media: Path) -> None:
    face = cv2.resize(cv2.imread(str(real_media / "faces" / "fr_biden.jpg")), (320, 320))
    lying = np.ascontiguousarray(np.rot90(face))
    assert seen(lying, lying) == 90
    assert seen(lying, lying, face) is None
    assert seen(lying) is None


def test_frames_of_a_few_pixels_are_looked_at_without_harm() -> None:
    assert seen(np.zeros((1, 40, 3), np.uint8), np.zeros((40, 1, 3), np.uint8)) is None

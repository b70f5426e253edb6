"""The two sample drafts in which nobody speaks."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from scripts.samples import cast
from scripts.samples.encode import Frame
from scripts.samples.lettering import boxed, lay, words_line
from scripts.samples.photo import Camera, Photo, between, handheld
from scripts.samples.sound import anthem
from scripts.samples.voiced import VERTICAL, Draft

BPM = 120


def _lit(picture: Frame, light: float) -> Frame:
    bright: Frame = cv2.convertScaleAbs(picture, alpha=light)
    return bright


def music_only(files: dict[str, Path]) -> Draft:
    """A montage cut on the bars of a 120 bpm track: no face, no voice."""
    seconds, bar = 12.0, 4 * 60 / BPM
    rocket, galaxies = Photo(files["rocket"]), Photo(files["galaxies"])
    moves = (
        (rocket, Camera(322, 212, 236), Camera(322, 225, 205)),
        (rocket, Camera(322, 335, 96), Camera(322, 175, 96)),
        (galaxies, Camera(520, 430, 430), Camera(560, 450, 300, 8)),
        (rocket, Camera(150, 260, 170), Camera(270, 300, 170)),
        (galaxies, Camera(700, 400, 330, 6), Camera(650, 420, 220, -4)),
        (rocket, Camera(322, 260, 150), Camera(322, 212, 232)),
    )
    count = [words_line(files["black"], 300, (digit,), 0) for digit in ("3", "2", "1")]
    title = boxed(files["black"], 72, ("would you", "get on board?"))

    def frame(time: float) -> Frame:
        shot = min(int(time / bar), len(moves) - 1)
        photo, first, last = moves[shot]
        pulse = np.exp(-6 * (time % (60 / BPM)))
        view = between(first, last, (time - shot * bar) / bar)
        camera = Camera(view.x, view.y, view.width * (1 - 0.03 * pulse), view.tilt)
        picture = photo.film(VERTICAL, handheld(camera, time, 0.6), time)
        picture = _lit(picture, 1.05 + 0.18 * pulse)
        beat = int(time / (60 / BPM))
        if 5 <= beat < 8:
            lay(picture, count[beat - 5], 540, 760, 0.4 + pulse)
        if shot in (0, 5):
            lay(picture, title, 540, 330)
        return picture

    truth: dict[str, object] = {
        "about": "a montage cut on the bars of a 120 bpm track, without a face and without a voice",
        "moves_from": 0.0,
        "most_faces": 0,
        "cuts": [bar * n for n in range(1, 6)],
        "spoken": "",
        "music_spans": [[0.0, seconds]],
        "tempo_bpm": BPM,
        "overlay_text": ["would you get on board?", "3", "2", "1"],
    }
    return Draft("music_only", seconds, frame, anthem(seconds, BPM), truth)


def no_audio(files: dict[str, Path]) -> Draft:
    """A cat without a sound: no audio stream at all, 720x1280."""
    seconds = 8.0
    cat = cast.cat(files["cat"])
    shots = (
        (0.0, 2.6, Camera(244, 149, 232), Camera(240, 142, 196), "when you open the fridge"),
        (2.6, 5.2, Camera(182, 122, 120), Camera(312, 138, 120), "at 3 a.m."),
        (5.2, seconds, Camera(262, 176, 150), Camera(246, 149, 226), "I saw that."),
    )
    room = Camera(245, 150, 140)
    texts = [boxed(files["black"], 46, (shot[4],)) for shot in shots]

    def frame(time: float) -> Frame:
        index = next(i for i, shot in enumerate(shots) if time < shot[1])
        start, end, first, last, _ = shots[index]
        camera = handheld(between(first, last, (time - start) / (end - start)), time)
        small = cv2.GaussianBlur(cat.film((90, 160), handheld(room, time), time), (0, 0), 5)
        picture = _lit(cv2.resize(small, (720, 1280)), 0.62)
        picture[190:1090] = cat.film((720, 900), camera, time, 1.0)
        lay(picture, texts[index], 360, 235)
        return picture

    truth: dict[str, object] = {
        "about": "a cat, 720x1280, without an audio stream",
        "moves_from": 0.0,
        "most_faces": 0,
        "cuts": [2.6, 5.2],
        "overlay_text": [shot[4] for shot in shots],
    }
    return Draft("no_audio", seconds, frame, None, truth)

"""The four sample drafts in which somebody speaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scripts.samples import cast
from scripts.samples.encode import Frame
from scripts.samples.lettering import Phrase, boxed, caption, lay, phrases, words_line
from scripts.samples.photo import Camera, Photo, between, handheld
from scripts.samples.sound import Sound, lofi, onset, place, silence, voice

VERTICAL = (1080, 1920)
TEAL, NAVY, CREAM = (20, 120, 120), (46, 30, 20), (250, 244, 232)


@dataclass(frozen=True, slots=True)
class Draft:
    """One sample to make, and what is true of it by construction."""

    name: str
    seconds: float
    frame: Callable[[float], Frame]
    sound: Sound | None
    truth: dict[str, object]
    lufs: float = -14.0
    clipped: bool = False
    rotate: bool = False
    fps: int = 30


def _read(
    ffmpeg: str, files: dict[str, Path], clips: str, start: float, seconds: float
) -> tuple[Sound, list[Phrase], str]:
    """The Austen ``clips`` one after the other from ``start``: sound, captions, words."""
    track, said, at = silence(seconds), list[Phrase](), start
    for clip in clips.split():
        take = voice(ffmpeg, files[f"austen {clip}"])
        end = at + len(take) / 48_000
        place(track, take, at)
        said += phrases(cast.AUSTEN[clip], at, end)
        at = end
    text = " ".join(cast.spoken(cast.AUSTEN[clip]) for clip in clips.split())
    return track, said, text


def good(ffmpeg: str, files: dict[str, Path]) -> Draft:
    """A draft that is ready: face, movement and voice at once, a quiet bed, the right level."""
    seconds = 15.6
    woman, coffee = cast.collins(files["collins"]), Photo(files["coffee"])
    speech, said, text = _read(ffmpeg, files, "0870 0880 0890", 0.1, seconds)
    sound = speech.copy()
    place(sound, lofi(seconds, 92), 0, 0.13)
    title = boxed(files["black"], 66, ("the politest insult", "in English literature"))
    shots = (
        (0.0, 3.0, woman, Camera(226, 190, 206), Camera(228, 178, 184)),
        (3.0, 7.2, woman, Camera(236, 256, 284), Camera(230, 244, 262)),
        (7.2, 10.1, coffee, Camera(285, 202, 222), Camera(322, 190, 206, 3)),
        (10.1, seconds, woman, Camera(232, 200, 216), Camera(226, 172, 180)),
    )

    def frame(time: float) -> Frame:
        start, end, photo, first, last = next(s for s in shots if time < s[1])
        camera = handheld(between(first, last, (time - start) / (end - start)), time)
        picture = photo.film(VERTICAL, camera, time, 1.0)
        lay(picture, title, 540, 1160, (3.2 - time) / 0.2)
        caption(picture, said, time, files["black"], 60, 1390)
        return picture

    truth = {
        "about": "a draft that is ready: face, movement and voice at once, over a quiet bed",
        "moves_from": 0.0,
        "face_from": 0.0,
        "face_spans": [[0.0, 7.2], [10.1, seconds]],
        "most_faces": 1,
        "cuts": [3.0, 7.2, 10.1],
        "first_word_at": round(onset(speech), 2),
        "spoken": text,
        "language": "en",
        "music_spans": [[0.0, seconds]],
        "tempo_bpm": 92,
        "overlay_text": ["the politest insult in English literature", "captions of every word"],
    }
    return Draft("good_draft", seconds, frame, sound, truth)


def slow_start(ffmpeg: str, files: dict[str, Path]) -> Draft:
    """A draft that loses its viewers: black and silent for 2.4 s, then too quiet."""
    seconds, dark, fade = 12.8, 2.4, 0.6
    woman = cast.hopper(files["hopper"])
    speech, said, text = _read(ffmpeg, files, "0920 0930", 3.2, seconds)
    first, last = Camera(270, 246, 276), Camera(270, 230, 240)

    def frame(time: float) -> Frame:
        if time < dark:
            return np.zeros((1920, 1080, 3), np.uint8)
        camera = handheld(between(first, last, (time - dark) / (seconds - dark)), time)
        picture = woman.film(VERTICAL, camera, time, 0.8)
        caption(picture, said, time, files["black"], 88, 1420)
        light = min(1.0, (time - dark + 1 / 30) / fade)
        return (picture * light).astype(np.uint8)

    truth = {
        "about": "black and silent for 2.4 s, a fade in, then a face and a voice that is too quiet",
        "black_spans": [[0.0, dark]],
        "fade_in_ends_at": dark + fade,
        "moves_from": dark,
        "face_from": dark + 0.2,
        "most_faces": 1,
        "cuts": [],
        "first_word_at": round(onset(speech), 2),
        "spoken": text,
        "language": "en",
        "music_spans": [],
        "overlay_text": ["captions of every word"],
    }
    return Draft("slow_start", seconds, frame, speech, truth, lufs=-24.0)


def landscape(ffmpeg: str, files: dict[str, Path]) -> Draft:
    """A talk made for a wide screen: 1920x1080, French, a portrait beside titles."""
    seconds, start = 11.8, 0.2
    woman = cast.hopper(files["hopper"])
    speech = silence(seconds)
    place(speech, voice(ffmpeg, files["french"], cast.FRENCH_SECONDS), start)
    said = phrases(cast.FRENCH, start, start + cast.FRENCH_SECONDS)
    rows = (
        words_line(files["black"], 96, ("LOGICIEL", "LIBRE"), 0),
        boxed(files["bold"], 54, ("par où commencer ?",), CREAM, TEAL),
    )
    plate = boxed(files["bold"], 40, ("Grace Hopper, pionnière du logiciel",))
    down = np.linspace(0, 1, 1080)[:, None, None]
    panel = ((1 - down) * (74, 46, 24) + down * (38, 22, 12)).repeat(880, axis=1)

    def frame(time: float) -> Frame:
        share = time / seconds
        camera = handheld(between(Camera(270, 290, 470), Camera(270, 262, 400), share), time, 0.8)
        picture = np.empty((1080, 1920, 3), np.uint8)
        picture[:, :1040] = woman.film((1040, 1080), camera, time, 0.8)
        picture[:, 1040:] = panel.astype(np.uint8)
        picture[:, 1036:1044] = (120, 190, 60)
        slide = 120 * np.exp(-5 * time)
        lay(picture, rows[0], 1480 + slide, 400, time / 0.3)
        lay(picture, rows[1], 1480 + 2 * slide, 540, (time - 0.3) / 0.3)
        lay(picture, plate, 520, 1000, (time - 0.6) / 0.3)
        right = np.ascontiguousarray(picture[:, 1044:])
        caption(right, said, time, files["black"], 58, 800)
        picture[:, 1044:] = right
        return picture

    truth = {
        "about": "a talk made for a wide screen, in French, without music",
        "moves_from": 0.0,
        "face_from": 0.0,
        "most_faces": 1,
        "cuts": [],
        "first_word_at": round(onset(speech), 2),
        "spoken": cast.spoken(cast.FRENCH),
        "language": "fr",
        "music_spans": [],
        "overlay_text": [
            "LOGICIEL LIBRE",
            "par où commencer ?",
            "Grace Hopper, pionnière du logiciel",
        ],
    }
    return Draft("landscape_talk", seconds, frame, speech, truth, lufs=-16.0)


def rotated(ffmpeg: str, files: dict[str, Path]) -> Draft:
    """A duet filmed on its side (display matrix), its sound driven into clipping; Spanish."""
    seconds, start = 9.8, 0.3
    upper, lower = cast.collins(files["collins"]), cast.hopper(files["hopper"])
    speech = silence(seconds)
    place(speech, voice(ffmpeg, files["spanish"], cast.SPANISH_SECONDS), start)
    said = phrases(cast.SPANISH, start, start + cast.SPANISH_SECONDS)
    sound = speech.copy()
    place(sound, lofi(seconds, 100), 0, 0.2)

    def frame(time: float) -> Frame:
        share = time / seconds
        one = handheld(between(Camera(232, 126, 330), Camera(228, 112, 270), share), time)
        two = handheld(between(Camera(268, 214, 400), Camera(270, 196, 350), share), time + 2)
        halves = [
            upper.film((1080, 960), one, time, 1.0),
            lower.film((1080, 960), two, time + 2, 0.8),
        ]
        picture = np.vstack(halves)
        picture[955:965] = 255
        caption(picture, said, time, files["black"], 88, 960)
        return picture

    truth = {
        "about": "a duet stored on its side with a display matrix, too loud and clipped",
        "layout": "one above the other",
        "moves_from": 0.0,
        "face_from": 0.0,
        "most_faces": 2,
        "cuts": [],
        "first_word_at": round(onset(speech), 2),
        "spoken": cast.spoken(cast.SPANISH),
        "language": "es",
        "music_spans": [[0.0, seconds]],
        "tempo_bpm": 100,
        "overlay_text": ["captions of every word"],
    }
    return Draft("rotated_loud", seconds, frame, sound, truth, lufs=-6.0, clipped=True, rotate=True)

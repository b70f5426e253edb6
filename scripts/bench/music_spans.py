"""How much of the music in a sound is covered, and how much of what is beside it.

    python scripts/bench/music_spans.py FOLDER [--made 100]

Of what ``game_sounds.py`` has laid into ``FOLDER`` three kinds of sound are made, of which each
second is known: noise and then music, a voice over a quieter bed that stops half way, and a voice
over such a bed all the time. For each pair of ``OFFSET_THRESHOLD`` and ``OFFSET_UNDER_VOICE`` are
printed, of the sounds in which any music is found: how many, the share of the music's seconds that
is covered, and of the others.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.media.sound import SAMPLE_RATE, Audio  # noqa: E402
from analyzer.model import Span  # noqa: E402
from analyzer.signals.music import model as music_model  # noqa: E402
from analyzer.signals.music.measure import ONSET_THRESHOLD, SPOKEN_SHARE  # noqa: E402
from analyzer.signals.sound_events import detect  # noqa: E402
from analyzer.signals.sound_events.detectors import runs  # noqa: E402
from analyzer.signals.speech import measure_speech  # noqa: E402
from scripts.bench.game_sounds import Sound, sounds  # noqa: E402

OFFSETS, OFFSETS_UNDER_VOICE = (0.35, 0.45, 0.5, 0.55), (0.25, 0.3, 0.35)

LONGEST = 10 * SAMPLE_RATE
HALF = 8 * SAMPLE_RATE
"""Samples of a voice over a bed until the bed stops."""

QUIETER_DB = (6.0, 16.0)
"""Decibels by which a bed is quieter than the voice over it."""


class Made(NamedTuple):
    """What a sound is made of."""

    number: int
    kind: str
    music: Sound
    other: Sound


class Heard(NamedTuple):
    """Of each second: how likely it is music, whether it is, and whether somebody speaks in it."""

    kind: str
    likely: np.ndarray
    is_music: np.ndarray
    is_spoken: np.ndarray


def made(folder: Path, count: int) -> Iterator[Made]:
    """So many sounds of each kind, drawn by chance."""
    found = list(sounds(folder))
    music = [one for one in found if one.kind == "music"]
    scenes = [one for one in found if one.kind == "noise" and "scene" in one.name]
    voices = [one for one in found if one.kind == "speech"]
    chance = np.random.default_rng(5)
    for number in range(count):
        for kind, others in (("before", scenes), ("stops", voices), ("bed", voices)):
            bed, other = (those[int(chance.integers(len(those)))] for those in (music, others))
            yield Made(number, kind, bed, other)


def mixed(one: Made) -> tuple[np.ndarray, np.ndarray]:
    """The sound, and of each of its seconds whether it is music."""
    bed, other = (_level(sound.samples()[:LONGEST]) for sound in (one.music, one.other))
    quieter = 10 ** (-np.random.default_rng(one.number).uniform(*QUIETER_DB) / 20)
    if one.kind == "before":
        other = other[: len(other) // SAMPLE_RATE * SAMPLE_RATE]
        parts = len(other) // SAMPLE_RATE, len(bed) // SAMPLE_RATE
        return np.concatenate([other, bed]), np.repeat([False, True], parts)
    if one.kind == "stops":
        voice = np.resize(other, 2 * HALF)
        voice[:HALF] += np.resize(bed, HALF) * quieter
        return voice, np.repeat([True, False], HALF // SAMPLE_RATE)
    length = min(len(bed), len(other)) // SAMPLE_RATE * SAMPLE_RATE
    return other[:length] + bed[:length] * quieter, np.ones(length // SAMPLE_RATE, bool)


def heard(one: Made) -> Heard:
    """What the model makes of a sound, before limits are set."""
    samples, is_music = mixed(one)
    sound = np.ascontiguousarray(samples, np.float32)
    audio = Audio(sound)
    events = detect(audio)
    said = measure_speech(audio, events).spans
    rows = music_model.feature_matrix(sound, events)
    likely = music_model.probability(rows, music_model.coefficients())
    seconds = music_model.by_second(likely, len(sound) / SAMPLE_RATE)[: len(is_music)]
    each = [Span(float(second), second + 1.0) for second in range(len(seconds))]
    spoken = [sum(second.overlap(span) for span in said) >= SPOKEN_SHARE for second in each]
    return Heard(one.kind, seconds, is_music, np.array(spoken))


def covered(found: list[Heard], offset: float, under_voice: float) -> str:
    """What is covered with these two limits, in a line."""
    told = []
    for kind in ("before", "stops", "bed"):
        shares = []
        for one in (one for one in found if one.kind == kind):
            inside = np.zeros(len(one.likely), bool)
            for start, end in runs(one.likely >= np.where(one.is_spoken, under_voice, offset)):
                inside[start:end] = one.likely[start:end].max() >= ONSET_THRESHOLD
            if inside.any():
                rest = inside[~one.is_music]
                shares.append((inside[one.is_music].mean(), rest.mean() if len(rest) else 0.0))
        right, wrong = np.mean(shares, axis=0)
        told.append(f"{kind} {len(shares)}: {right:.1%} and {wrong:.1%}")
    return f"{offset:.2f}, under a voice {under_voice:.2f}: " + "; ".join(told)


def _level(samples: np.ndarray) -> np.ndarray:
    """The samples at one loudness."""
    return np.asarray(0.1 * samples / max(1e-6, float(np.sqrt((samples**2).mean()))))


def main() -> None:
    """Print what each pair of limits covers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--made", type=int, default=100)
    asked = parser.parse_args()
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        found = list(workers.map(heard, made(asked.folder, asked.made), chunksize=4))
    for offset, under_voice in product(OFFSETS, OFFSETS_UNDER_VOICE):
        print(covered(found, offset, under_voice))


if __name__ == "__main__":
    main()

"""How well the user's own tracks are found: real music, laid under drafts as people do it.

``python scripts/bench/sounds.py --half 0`` takes music, voices and noises of ``ANALYZER_MEDIA``,
parted into halves by their names: limits are set on 0 and told of 1. Each track is cut, changed and
encoded as AAC with 64 kbit/s; it counts as found within a second of its place. Everything else in
the half is searched, too, and what is found in it is false.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from analyzer.errors import InputError
from analyzer.matching.evidence import Placed
from analyzer.matching.heard import Heard
from analyzer.matching.tracks import Tracks
from analyzer.media import binaries
from analyzer.media.sound import SAMPLE_RATE
from analyzer.media.track import track_samples
from analyzer.signals.landmarks import landmarks_of
from analyzer.signals.landmarks.peaks import HOP_SECONDS

MIN_SECONDS = 9.0
"""Music that is shorter is no track here."""

MIXES = ("mix_",)
"""Beginnings of names of files that hold a voice over music from others: they are searched only."""

ENCODED = ("-c:a", "aac", "-b:a", "64k", "-f", "adts", "-")

Change = Callable[[np.ndarray, "Voices"], np.ndarray]


def half_of(path: Path) -> int:
    """Which half a file is in, by its name."""
    return int(hashlib.sha256(path.stem.encode()).hexdigest(), 16) % 2


class Voices:
    """The voices of a half, one after another."""

    def __init__(self, voices: list[np.ndarray], random: np.random.Generator) -> None:
        self._voices, self.random = voices, random

    def of(self, count: int) -> np.ndarray:
        """So many samples of speech."""
        said: list[np.ndarray] = []
        while sum(map(len, said)) < count:
            said.append(self._voices[self.random.integers(len(self._voices))])
        return np.concatenate(said)[:count]


def encoded(sound: np.ndarray, filters: str = "anull") -> np.ndarray:
    """The sound as it comes out of a filter and a lossy codec."""
    loudest = max(1e-6, float(np.abs(sound).max()))
    raw = (0.7 * sound / loudest * 32_767).astype("<i2").tobytes()
    ffmpeg = [str(binaries.ffmpeg()), "-v", "error"]
    plain = ["-f", "s16le", "-ar", str(SAMPLE_RATE), "-ac", "1"]
    coded = subprocess.run(
        [*ffmpeg, *plain, "-i", "-", "-af", filters, *ENCODED],
        input=raw, check=True, capture_output=True,
    ).stdout  # fmt: skip
    back = subprocess.run(
        [*ffmpeg, "-f", "aac", "-i", "-", *plain, "-"],
        input=coded, check=True, capture_output=True,
    ).stdout  # fmt: skip
    return np.frombuffer(back, "<i2").astype(np.float32) / 32_768


def under_voice(sound: np.ndarray, voices: Voices) -> np.ndarray:
    """The sound under a voice of the same level."""
    voice = voices.of(len(sound))
    return np.asarray(sound / _level(sound) + voice / _level(voice))


def from_loudspeaker(sound: np.ndarray, voices: Voices) -> np.ndarray:
    """The sound in a room that rings for 0.4 s, with noise 15 dB below."""
    count = SAMPLE_RATE // 2
    decay = np.exp(-6.9 * np.arange(count) / (0.4 * SAMPLE_RATE))
    room = 0.08 * decay * voices.random.standard_normal(count)
    room[0] = 1.0
    wet = np.convolve(sound, room)[: len(sound)]
    return np.asarray(wet / _level(wet) + 0.18 * voices.random.standard_normal(len(wet)))


def _level(sound: np.ndarray) -> float:
    return float(np.sqrt((sound**2).mean())) + 1e-9


def faster(speed: float) -> str:
    """The filter that plays a sound faster, its pitch with it."""
    return f"asetrate={SAMPLE_RATE * speed:.0f},aresample={SAMPLE_RATE}"


CHANGES: dict[str, Change] = {
    "clean": lambda sound, _: encoded(sound),
    "under a voice": lambda sound, voices: encoded(under_voice(sound, voices)),
    "loudspeaker": lambda sound, voices: encoded(
        from_loudspeaker(sound, voices), "highpass=f=400,highpass=f=400,lowpass=f=4500"
    ),
    "0.95, pitch kept": lambda sound, _: encoded(sound, "atempo=0.95"),
    "1.05": lambda sound, _: encoded(sound, faster(1.05)),
    "1.1": lambda sound, _: encoded(sound, faster(1.1)),
    "1.1, pitch kept": lambda sound, _: encoded(sound, "atempo=1.1"),
    "1.05 under a voice": lambda sound, voices: encoded(
        under_voice(encoded(sound, faster(1.05)), voices)
    ),
}


def sounds(folder: Path, half: int) -> dict[str, np.ndarray]:
    """The samples of every sound and video of a half, by its path within ``folder``."""
    found: dict[str, np.ndarray] = {}
    for kind in ("music", "noise", "speech", "video"):
        for path in sorted((folder / kind).rglob("*.*")):
            if path.suffix in {".csv", ".md", ".txt", ".json"} or half_of(path) != half:
                continue
            try:
                found[str(path.relative_to(folder))] = track_samples(path)
            except InputError:
                continue
    return found


def heard(samples: np.ndarray) -> Heard:
    """The landmarks of a sound."""
    return Heard.of(landmarks_of(samples))


def is_right(one: Placed, start: float) -> bool:
    """Whether the track is told to begin where it was cut, to a second."""
    return abs(HOP_SECONDS * (one.start_there - one.speed * one.start) - start) < 1.0


def main() -> None:
    """Print how many tracks are found, how many wrongly, and how fast."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", type=int, choices=(0, 1), default=0)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=1)
    asked = parser.parse_args()
    every = sounds(Path(os.environ["ANALYZER_MEDIA"]), asked.half)
    names = [
        name
        for name, samples in every.items()
        if name.startswith("music/")
        and not Path(name).name.startswith(MIXES)
        and len(samples) >= MIN_SECONDS * SAMPLE_RATE
    ]
    tracks, spent, length = Tracks(), 0.0, 0
    for name in names:
        began = time.perf_counter()
        landmarks = heard(every[name])
        spent, length = spent + time.perf_counter() - began, length + len(every[name])
        tracks.add(landmarks)
    per_second = 1e3 * spent / (length / SAMPLE_RATE)
    print(f"{len(names)} tracks, landmarks in {per_second:.2f} ms a second of sound")
    random = np.random.default_rng(asked.half)
    spoken = [one for name, one in every.items() if name.startswith("speech/")]
    voices = Voices([one for one in spoken if len(one) >= 4 * SAMPLE_RATE], random)
    times: list[float] = []
    for change, apply in CHANGES.items():
        right, false, missed = 0, [], []
        for name in [*names] * asked.rounds:
            count = min(len(every[name]), int(asked.seconds * SAMPLE_RATE))
            start = int(random.integers(0, len(every[name]) - count + 1))
            landmarks = heard(apply(every[name][start : start + count], voices))
            began = time.perf_counter()
            found = tracks.heard_in(landmarks)
            times.append(time.perf_counter() - began)
            if any(names[p.track] == name and is_right(p, start / SAMPLE_RATE) for p in found):
                right += 1
            else:
                missed.append(Path(name).stem)
            false += [Path(names[p.track]).stem for p in found if names[p.track] != name]
        share = right / (right + len(missed))
        print(f"{change:20} {right:3} of {right + len(missed)} ({share:.3f})", end="")
        print("  missed:", missed or 0, " false:", false or 0, flush=True)
    print(f"compared with {len(names)} tracks in {1e3 * np.median(times):.0f} ms a draft")
    others = {name: samples for name, samples in every.items() if name not in names}
    wrong = [
        (name, names[one.track], round(one.evidence))
        for name, samples in others.items()
        for one in tracks.heard_in(heard(samples))
    ]
    print(f"in {len(others)} other sounds: {wrong or 0}")
    wrong = [
        (name, names[one.track], round(one.evidence))
        for number, name in enumerate(names)
        for one in tracks.heard_in(heard(every[name]))
        if one.track != number
    ]
    print(f"other tracks in the {len(names)} tracks: {wrong or 0}")


if __name__ == "__main__":
    main()

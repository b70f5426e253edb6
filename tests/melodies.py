"""Music that is made by chance, so that no two seeds sound the same."""

from __future__ import annotations

import numpy as np

from analyzer.media.sound import SAMPLE_RATE


def melody(seed: int, seconds: float = 20.0) -> np.ndarray:
    """Three voices of plucked notes, as music of chance has them."""
    random = np.random.default_rng(seed)
    sound = np.zeros(int(seconds * SAMPLE_RATE))
    for octave in (220.0, 440.0, 880.0):
        at = 0.0
        while at < seconds - 0.1:
            length = float(random.choice([0.18, 0.27, 0.41]))
            pitch = octave * 2 ** (random.integers(0, 24) / 12)
            t = np.arange(int(min(length, seconds - at) * SAMPLE_RATE)) / SAMPLE_RATE
            note = sum(np.sin(2 * np.pi * pitch * k * t) / k for k in (1, 2, 3))
            start = int(at * SAMPLE_RATE)
            sound[start : start + len(t)] += (note * np.exp(-5 * t))[: len(sound) - start]
            at += length
    return (0.2 * sound).astype(np.float32)


def stretched(sound: np.ndarray, speed: float) -> np.ndarray:
    """The sound played faster, its pitch with it."""
    times = np.arange(int(len(sound) / speed)) * speed
    return np.asarray(np.interp(times, np.arange(len(sound)), sound), np.float32)


def cut(sound: np.ndarray, start: float, end: float) -> np.ndarray:
    return sound[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)]

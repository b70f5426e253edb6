"""Voices, synthesised music and mastering: stereo float arrays at 48 kHz, the same on every run."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
Sound = NDArray[np.float64]
"""Samples x 2 channels."""

LOFI = ((57, 60, 64, 67), (53, 57, 60, 64), (48, 55, 59, 64), (55, 59, 62, 65))
"""Am7, Fmaj7, Cmaj7, G7: one chord a bar, as MIDI notes."""

ANTHEM = ((57, 60, 64), (53, 57, 60), (60, 64, 67), (55, 59, 62))
"""Am, F, C, G: one chord a bar, as MIDI notes."""


def silence(seconds: float) -> Sound:
    """Digital silence."""
    return np.zeros((round(seconds * RATE), 2))


def place(track: Sound, sound: Sound, at: float, gain: float = 1.0) -> None:
    """Adds ``sound`` to ``track`` from ``at`` seconds on; what reaches past the end is cut."""
    start = round(at * RATE)
    part = sound[: max(0, len(track) - start)]
    track[start : start + len(part)] += gain * part


def voice(ffmpeg: str, path: Path, seconds: float | None = None) -> Sound:
    """A recorded voice, cleaned of rumble, evened out and brought to 48 kHz stereo."""
    source = ["-f", "g722"] if path.suffix == ".g722" else []
    cut = [] if seconds is None else ["-t", f"{seconds}"]
    polish = "highpass=f=80,acompressor=threshold=-22dB:ratio=2.5:attack=8:release=120,"
    polish += "equalizer=f=3200:t=q:w=1:g=2.5,aresample=48000:resampler=swr"
    shape = ["-af", polish, "-ac", "2", "-f", "f64le", "-"]
    raw = subprocess.run(
        [ffmpeg, "-v", "error", *source, "-i", str(path), *cut, *shape],
        check=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    ).stdout
    speech = np.frombuffer(raw).reshape(-1, 2).copy()
    fade = np.linspace(0, 1, round(0.01 * RATE))[:, None]
    speech[: len(fade)] *= fade
    speech[-len(fade) :] *= fade[::-1]
    even: Sound = speech / np.abs(speech).max()
    return even


def onset(sound: Sound) -> float:
    """When the first sound is heard, in seconds: a 10 ms block within 20 dB of the loudest."""
    step = RATE // 100
    blocks = sound[: len(sound) // step * step, 0].reshape(-1, step)
    power = np.sqrt((blocks**2).mean(axis=1))
    return float(np.argmax(power > power.max() * 10 ** (-20 / 20)) / 100)


def _frequency(note: float) -> float:
    return float(440 * 2 ** ((note - 69) / 12))


def _tone(note: float, seconds: float, partials: tuple[float, ...], decay: float) -> Sound:
    time = np.arange(round(seconds * RATE)) / RATE
    wave = np.zeros_like(time)
    for number, level in enumerate(partials, start=1):
        ring = np.exp(-time * number**0.7 / decay)
        wave += level * ring * np.sin(2 * np.pi * number * _frequency(note) * time)
    wave *= np.minimum(1, time / 0.006) * np.minimum(1, (seconds - time) / 0.02)
    return np.stack([wave, wave], axis=1)


def _kick() -> Sound:
    time = np.arange(round(0.28 * RATE)) / RATE
    sweep = 48 * time + 95 * 0.035 * (1 - np.exp(-time / 0.035))
    wave = np.sin(2 * np.pi * sweep) * np.exp(-time / 0.09)
    return np.stack([wave, wave], axis=1)


def _noise_hit(rng: np.random.Generator, decay: float, colour: float) -> Sound:
    """Noise that dies away; ``colour`` 1 keeps only the treble, 0 keeps all of it."""
    noise = rng.standard_normal((round(decay * 7 * RATE), 2))
    noise[1:] -= colour * noise[:-1]
    time = np.arange(len(noise))[:, None] / RATE
    return 0.3 * noise * np.exp(-time / decay)


def _room(sound: Sound, rng: np.random.Generator, seconds: float, wet: float) -> Sound:
    tail = rng.standard_normal((round(seconds * RATE), 2))
    tail *= np.exp(-5 * np.arange(len(tail)) / len(tail))[:, None]
    tail /= np.sqrt((tail**2).sum(axis=0))
    size = len(sound) + len(tail)
    spectrum = np.fft.rfft(sound, size, axis=0) * np.fft.rfft(tail, size, axis=0)
    return sound + wet * np.fft.irfft(spectrum, size, axis=0)[: len(sound)]


def lofi(seconds: float, bpm: float) -> Sound:
    """A soft bed for a voice: electric piano, round bass, brushed drums."""
    rng = np.random.default_rng(1811)
    beat = 60 / bpm
    keys, drums = silence(seconds), silence(seconds)
    snare, hat = _noise_hit(rng, 0.07, 0.3), _noise_hit(rng, 0.02, 0.95)
    for bar in range(int(seconds / (4 * beat)) + 1):
        chord, start = LOFI[bar % 4], bar * 4 * beat
        for hit, level in ((0.0, 0.16), (2.5, 0.1)):
            for spread, note in enumerate(chord):
                tone = _tone(note, 2.4 * beat, (1, 0.25, 0.1, 0.03), 0.9)
                place(keys, tone, start + hit * beat + 0.012 * spread, level)
        for hit in (0.0, 1.5, 2.0):
            place(keys, _tone(chord[0] - 24, beat, (1, 0.4, 0.1), 0.5), start + hit * beat, 0.3)
        for hit in (0.0, 2.0):
            place(drums, _kick(), start + hit * beat, 0.5)
            place(drums, snare, start + (hit + 1) * beat, 0.22)
        for eighth in range(8):
            place(drums, hat, start + eighth * beat / 2, 0.16 if eighth % 2 else 0.09)
    return _room(keys, rng, 1.2, 0.25) + drums


def anthem(seconds: float, bpm: float) -> Sound:
    """A driving track that carries a draft alone: four on the floor, bass, arpeggio, a tune."""
    rng = np.random.default_rng(1969)
    beat = 60 / bpm
    tune = (76, 0, 74, 72, 0, 69, 72, 74, 76, 0, 79, 76, 0, 74, 72, 0)
    notes, drums = silence(seconds), silence(seconds)
    snare, hat = _noise_hit(rng, 0.09, 0.4), _noise_hit(rng, 0.025, 0.95)
    bright = tuple(1 / n for n in range(1, 9))
    for bar in range(int(seconds / (4 * beat)) + 1):
        chord, start = ANTHEM[bar % 4], bar * 4 * beat
        for note in chord:
            place(notes, _tone(note, 4 * beat, (1, 0.5, 0.3, 0.1), 3.0), start, 0.07)
        for eighth in range(8):
            at = start + eighth * beat / 2
            place(notes, _tone(chord[0] - 24, beat / 2, bright, 0.25), at, 0.2)
            place(notes, _tone(chord[eighth % 3] + 12, beat / 2, bright, 0.16), at, 0.09)
            place(drums, hat, at, 0.22 if eighth % 2 else 0.1)
            note = tune[(bar % 2) * 8 + eighth]
            if note:
                place(notes, _tone(note, 0.9 * beat, (1, 0.6, 0.3, 0.2, 0.1), 0.4), at, 0.16)
        for quarter in range(4):
            place(drums, _kick(), start + quarter * beat, 0.75)
            if quarter % 2:
                place(drums, snare, start + quarter * beat, 0.4)
    return _room(notes, rng, 1.6, 0.3) + drums

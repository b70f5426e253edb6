from __future__ import annotations

import numpy as np
import pytest

from analyzer.media import SAMPLE_RATE, Audio
from analyzer.signals.sound_events import detect, detectors

KINDS = ("speech", "singing", "music", "voice")


def chirps(seconds: float) -> Audio:
    """Tones and noise that change every second, so that the detectors have something to say."""
    chance = np.random.default_rng(7)
    time = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    pieces = [
        0.2 * np.sin(2 * np.pi * chance.uniform(100, 900) * time)
        + chance.uniform(0, 0.1) * chance.standard_normal(SAMPLE_RATE)
        for _ in range(int(seconds))
    ]
    return Audio(np.concatenate(pieces).astype(np.float32))


@pytest.mark.parametrize("samples", [0, 1, 159, 160, 500, 1600, 16_001])
def test_any_length_of_sound_gives_a_probability_for_each_hundredth_second(samples: int) -> None:
    events = detect(Audio(np.full(samples, 0.01, np.float32)))
    assert {len(getattr(events, kind)) for kind in KINDS} == {samples // 160}
    assert all(getattr(events, kind).dtype == np.float32 for kind in KINDS)


def test_blocks_give_the_same_as_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    audio = chirps(14)
    whole = detect(audio)
    monkeypatch.setattr(detectors, "BLOCK", 30 * 512 * 5)
    pieces = detect(audio)
    for kind in KINDS:
        np.testing.assert_allclose(getattr(pieces, kind), getattr(whole, kind), atol=1e-4)


def test_samples_that_are_no_numbers_do_not_spoil_the_rest() -> None:
    samples = chirps(3).samples.copy()
    samples[10] = np.nan
    events = detect(Audio(samples))
    assert all(np.isfinite(getattr(events, kind)).all() for kind in KINDS)


def test_the_caller_keeps_its_samples() -> None:
    audio = chirps(2)
    before = audio.samples.copy()
    detect(audio)
    np.testing.assert_array_equal(audio.samples, before)

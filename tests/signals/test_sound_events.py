from __future__ import annotations

import numpy as np
import pytest

from analyzer.media.sound import SAMPLE_RATE, Audio
from analyzer.signals.music.model import feature_matrix
from analyzer.signals.sound_events import detect, detectors
from analyzer.signals.sound_events.levelling import LEVEL_DBFS, MOST_DB, gain

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


@pytest.mark.parametrize("decibels", [-36, -12, 6])
def test_a_draft_that_is_quieter_or_louder_holds_the_same(decibels: float) -> None:
    audio = chirps(6)
    other = Audio(audio.samples * np.float32(10 ** (decibels / 20)))
    events, same = detect(audio), detect(other)
    for kind in KINDS:
        np.testing.assert_allclose(getattr(same, kind), getattr(events, kind), atol=1e-3)
    rows = [feature_matrix(sound.samples, events) for sound in (audio, other)]
    np.testing.assert_allclose(rows[0], rows[1], rtol=1e-3, atol=1e-3)


def test_what_is_heard_decides_the_gain_and_not_how_long_the_rest_is() -> None:
    tone = 0.1 * np.sqrt(2) * np.sin(np.arange(2 * SAMPLE_RATE) * 0.3).astype(np.float32)
    expected = 10 ** (LEVEL_DBFS / 20) / 0.1
    assert gain(tone) == pytest.approx(expected, rel=0.01)
    assert gain(tone[:100]) == pytest.approx(expected, rel=0.2)
    hiss = 1e-3 * np.random.default_rng(1).standard_normal(25 * SAMPLE_RATE).astype(np.float32)
    assert gain(np.concatenate([tone, hiss])) == pytest.approx(expected, rel=0.01)
    assert gain(np.concatenate([0 * hiss, tone])) == pytest.approx(expected, rel=0.01)


def test_silence_is_not_raised_and_hiss_not_without_end() -> None:
    assert gain(np.zeros(0, np.float32)) == gain(np.zeros(SAMPLE_RATE, np.float32)) == 1
    hiss = 1e-5 * np.random.default_rng(1).standard_normal(SAMPLE_RATE).astype(np.float32)
    assert gain(hiss) == pytest.approx(10 ** (MOST_DB / 20))


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

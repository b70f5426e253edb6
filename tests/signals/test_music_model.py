"""The music model's features say what their names promise, and are those that were fitted."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.media.sound import SAMPLE_RATE
from analyzer.signals.music import model as music_model
from analyzer.signals.music.features import FEATURES, spectral_features
from analyzer.signals.sound_events import SoundEvents

TIME = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE


def tone(hertz: float) -> np.ndarray:
    return 0.2 * np.sin(2 * np.pi * hertz * TIME)


def noise() -> np.ndarray:
    return 0.1 * np.random.default_rng(3).standard_normal(len(TIME))


def clicks(seconds: float) -> np.ndarray:
    sound = 1e-3 * noise()
    sound[:: round(seconds * SAMPLE_RATE)] = 0.5
    return sound


def test_the_coefficients_were_fitted_on_these_features_in_this_order() -> None:
    fitted = music_model.coefficients()
    assert tuple(fitted["features"]) == FEATURES
    assert len(fitted["mean"]) == len(fitted["spread"]) == len(FEATURES)
    assert len(fitted["weight"]) == len(FEATURES) * (len(FEATURES) + 3) // 2


def test_coefficients_of_other_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    music_model.coefficients.cache_clear()
    monkeypatch.setattr(music_model, "FEATURES", FEATURES[::-1])
    with pytest.raises(AssertionError, match="other features"):
        music_model.coefficients()
    music_model.coefficients.cache_clear()


def test_a_chord_is_tonal_and_noise_is_flat() -> None:
    chord = spectral_features(tone(220) + tone(277) + tone(330))
    hiss = spectral_features(noise())
    assert chord.tonality_ratio > 3 * hiss.tonality_ratio
    assert chord.spectral_flatness < hiss.spectral_flatness < 0
    assert chord.chroma_concentration > hiss.chroma_concentration
    assert chord.chroma_hold > hiss.chroma_hold


def test_regular_clicks_have_a_pulse_and_pauses() -> None:
    regular, hiss = spectral_features(clicks(0.5)), spectral_features(noise())
    assert regular.pulse > 0.5 > hiss.pulse
    assert regular.pause_share > 0.5
    assert hiss.pause_share == 0


def test_a_higher_tone_is_brighter() -> None:
    assert spectral_features(tone(2000)).spectral_centroid > np.log(100)
    assert spectral_features(tone(200)).spectral_centroid < np.log(20)


@pytest.mark.parametrize("samples", [0, 1, 500, SAMPLE_RATE, 4 * SAMPLE_RATE])
def test_any_length_of_sound_has_finite_features(samples: int) -> None:
    nothing = np.zeros(samples // 160, np.float32)
    events = SoundEvents(nothing, nothing, nothing, nothing)
    rows = music_model.feature_matrix(noise()[:samples].astype(np.float32), events)
    assert rows.shape == (len(music_model.window_starts(samples / SAMPLE_RATE)), len(FEATURES))
    assert np.isfinite(rows).all()

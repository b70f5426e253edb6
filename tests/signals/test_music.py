from __future__ import annotations

import numpy as np
import pytest

from analyzer.media.sound import SAMPLE_RATE, Audio
from analyzer.model import Music
from analyzer.signals.music import measure_music
from analyzer.signals.sound_events import detect
from analyzer.signals.speech import measure_speech
from tests.conftest import needs_media, samples_of


def heard(samples: np.ndarray) -> Music:
    audio = Audio(np.ascontiguousarray(samples, np.float32))
    events = detect(audio)
    return measure_music(audio, events, measure_speech(audio, events))


def groove(seconds: float, bpm: float) -> np.ndarray:
    """Plucked chords and a drum on every beat at ``bpm``."""
    chance = np.random.default_rng(5)
    sound = np.zeros(int((seconds + 1) * SAMPLE_RATE))
    time = np.arange(int(0.4 * SAMPLE_RATE)) / SAMPLE_RATE
    chords = ((220, 277, 330), (196, 247, 294), (175, 220, 262), (196, 247, 294))
    for beat in range(int(seconds * bpm / 60)):
        chord = chords[beat // 4 % 4]
        note = sum(np.sin(2 * np.pi * hertz * k * time) / k for hertz in chord for k in (1, 2, 3))
        drum = chance.standard_normal(len(time)) * np.exp(-time * 60)
        at = round(beat * 60 / bpm * SAMPLE_RATE)
        sound[at : at + len(time)] += 0.08 * note * np.exp(-time * 6) + 0.2 * drum
    return sound[: int(seconds * SAMPLE_RATE)]


@pytest.mark.parametrize("samples", [0, 100, 3 * SAMPLE_RATE])
def test_silence_of_any_length_holds_no_music(samples: int) -> None:
    found = heard(np.zeros(samples, np.float32))
    assert not found.present
    assert (found.seconds, found.share, found.spans, found.tempo_bpm) == (0, 0, (), None)


def test_what_a_codec_leaves_of_silence_is_no_music() -> None:
    """Opus repeats one faint frame of 20 ms, which has tones at all multiples of 50 Hz."""
    frame = 1e-5 * np.random.default_rng(1).standard_normal(SAMPLE_RATE // 50)
    left = np.tile(frame, 12 * 50)
    assert not heard(left).present
    hiss = 1e-3 * np.random.default_rng(2).standard_normal(4 * SAMPLE_RATE)
    assert not heard(np.concatenate([hiss, left])).present
    assert heard(np.concatenate([groove(8, 120), left])).spans[-1].end <= 8


def test_white_noise_is_not_music() -> None:
    noise = 0.1 * np.random.default_rng(3).standard_normal(8 * SAMPLE_RATE)
    assert not heard(noise).present


def test_tempo_and_beats_of_a_steady_pulse_are_found() -> None:
    found = heard(groove(16, 120))
    assert found.present
    assert found.tempo_bpm is not None
    assert min(abs(found.tempo_bpm - right) for right in (60, 120, 240)) < 4
    steps = np.diff(found.beats)
    assert np.median(steps) == pytest.approx(60 / found.tempo_bpm, abs=0.03)


@needs_media
def test_music_that_starts_halfway_is_found_where_it_starts() -> None:
    hiss = 1e-3 * np.random.default_rng(2).standard_normal(12 * SAMPLE_RATE)
    tune = samples_of("music/lib_ragtime.ogg")[5 * SAMPLE_RATE : 17 * SAMPLE_RATE]
    found = heard(np.concatenate([hiss, tune]))
    assert found.first_at == pytest.approx(12, abs=2.5)
    assert found.share == pytest.approx(0.5, abs=0.12)


@needs_media
def test_a_quiet_bed_under_a_voice_is_music_under_a_voice() -> None:
    voice = samples_of("speech/en/LJ001-0003.ogg")
    bed = np.resize(samples_of("music/lib_ragtime.ogg"), len(voice))
    gain = np.sqrt((voice**2).mean() / (bed**2).mean()) * 10 ** (-12 / 20)
    found = heard(voice + gain * bed)
    assert found.under_voice_seconds > 0.6 * len(voice) / SAMPLE_RATE


@needs_media
def test_music_is_music_however_quiet() -> None:
    tune = samples_of("music/lib_ragtime.ogg")[: 10 * SAMPLE_RATE]
    assert heard(tune * 10 ** (-25 / 20)).present


@needs_media
@pytest.mark.parametrize("decibels", [-24, -12, -6])
def test_a_quiet_bed_is_found_at_any_loudness_of_the_draft(decibels: float) -> None:
    voice = samples_of("speech/en/LJ001-0003.ogg")
    bed = np.resize(samples_of("music/lib_ragtime.ogg"), len(voice))
    draft = voice + bed * np.sqrt((voice**2).mean() / (bed**2).mean()) * 10 ** (-15 / 20)
    assert heard(draft * 10 ** (decibels / 20)) == heard(draft)


@needs_media
@pytest.mark.parametrize("name", ["speech/en/LJ001-0003.ogg", "noise/ard_Rain_Loop.ogg"])
def test_speech_and_rain_are_not_music(name: str) -> None:
    assert not heard(samples_of(name)).present


@pytest.mark.parametrize("bpm", [120, 128])
def test_a_tempo_is_finer_than_the_grid_of_the_beat_tracker(bpm: int) -> None:
    found = heard(groove(14, bpm))
    assert found.tempo_bpm == pytest.approx(bpm, abs=1.0)

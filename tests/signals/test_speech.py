from __future__ import annotations

import numpy as np
import pytest

from analyzer.media.sound import SAMPLE_RATE, Audio
from analyzer.model import Speech
from analyzer.signals.sound_events import SoundEvents, detect
from analyzer.signals.speech import measure_speech
from tests.conftest import needs_media, samples_of


def heard(samples: np.ndarray) -> Speech:
    audio = Audio(np.ascontiguousarray(samples, np.float32))
    return measure_speech(audio, detect(audio))


def made(seconds: float, *, speech: float = 0.0, singing: float = 0.0, voice: float = 0.0,
         start: float = 0.0, end: float = 0.0) -> Speech:  # fmt: skip
    """What is measured when the detectors say these between ``start`` and ``end``, else nothing."""
    frames = int(seconds * 100)
    inside = np.zeros(frames, np.float32)
    inside[round(start * 100) : round(end * 100)] = 1
    events = SoundEvents(inside * speech, inside * singing, inside * 0, inside * voice)
    return measure_speech(Audio(np.zeros(int(seconds * SAMPLE_RATE), np.float32)), events)


def test_speech_is_what_both_detectors_call_speech() -> None:
    found = made(6, speech=0.9, voice=0.9, start=1, end=3)
    assert found.present
    assert found.first_at == pytest.approx(1.0, abs=0.05)
    assert found.seconds == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize("doubt", [{"speech": 0.9}, {"voice": 0.9}])
def test_what_only_one_detector_calls_speech_is_none(doubt: dict[str, float]) -> None:
    assert not made(6, start=1, end=3, **doubt).present


def test_song_is_not_speech() -> None:
    assert not made(6, speech=0.6, singing=0.9, voice=0.9, start=1, end=5).present


def test_a_lone_blip_in_a_longer_draft_is_not_speech() -> None:
    assert not made(6, speech=0.9, voice=0.9, start=2, end=2.3).present


def test_a_clip_that_is_one_short_word_is_speech() -> None:
    assert made(0.7, speech=0.9, voice=0.9, start=0.2, end=0.5).present


@pytest.mark.parametrize("samples", [0, 100, 3 * SAMPLE_RATE])
def test_silence_of_any_length_holds_no_speech(samples: int) -> None:
    found = heard(np.zeros(samples, np.float32))
    assert found == Speech(present=False, first_at=None, seconds=0, spans=())


def test_noise_and_tones_are_not_speech() -> None:
    noise = 0.1 * np.random.default_rng(3).standard_normal(4 * SAMPLE_RATE)
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE)
    assert not heard(noise).present
    assert not heard(tone).present


@needs_media
def test_the_first_word_is_found_where_it_begins() -> None:
    voice = samples_of("speech/en/LJ001-0003.ogg")
    onset = np.flatnonzero(np.abs(voice) > 0.05 * np.abs(voice).max())[0] / SAMPLE_RATE
    for late in (0.0, 1.3):
        hiss = 1e-4 * np.random.default_rng(1).standard_normal(int(late * SAMPLE_RATE))
        first = heard(np.concatenate([hiss, voice])).first_at
        assert first == pytest.approx(late + onset, abs=0.2)


@needs_media
@pytest.mark.parametrize("decibels", [20, 12, 6])
def test_a_voice_over_music_is_still_speech(decibels: int) -> None:
    voice = samples_of("speech/en/LJ001-0003.ogg")
    bed = np.resize(samples_of("music/lib_ragtime.ogg"), len(voice))
    gain = np.sqrt((voice**2).mean() / (bed**2).mean()) * 10 ** (-decibels / 20)
    alone = heard(voice)
    mixed = heard(voice + gain * bed)
    assert mixed.seconds > 0.7 * alone.seconds


@needs_media
@pytest.mark.parametrize("name", ["music/lib_ragtime.ogg", "noise/ard_Rain_Loop.ogg"])
def test_instruments_and_rain_do_not_speak(name: str) -> None:
    assert not heard(samples_of(name)).present


@needs_media
def test_a_short_voice_before_long_hiss_is_heard() -> None:
    voice = samples_of("speech/en/LJ001-0003.ogg")[: 2 * SAMPLE_RATE]
    hiss = 1e-3 * np.random.default_rng(1).standard_normal(25 * SAMPLE_RATE)
    assert heard(np.concatenate([voice, hiss])).seconds == pytest.approx(2, abs=0.5)


@needs_media
def test_a_quiet_voice_after_loud_music_is_heard() -> None:
    voice = samples_of("speech/en/LJ001-0003.ogg")[: 4 * SAMPLE_RATE]
    tune = samples_of("music/lib_ragtime.ogg")[5 * SAMPLE_RATE : 17 * SAMPLE_RATE]
    loud = tune * 0.3 / np.sqrt((tune**2).mean())
    quiet = voice * 0.03 / np.sqrt((voice**2).mean())
    found = heard(np.concatenate([loud, quiet]))
    assert found.first_at == pytest.approx(12, abs=1)
    assert found.seconds > 2

"""The loudness curve stands where the sound is."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.media.probe import probe
from analyzer.media.sound import Audio, extract
from analyzer.model import Span
from analyzer.signals.loudness import measure_loudness
from tests.conftest import MakeClip


def heard(*levels: float) -> Audio:
    """A meter that read these levels, ten a second, from its first whole window on."""
    times = 0.1 * (np.arange(len(levels)) + 1)
    return Audio(np.zeros(1600, np.float32), readings=np.column_stack([times, levels]))


def test_the_curve_has_an_entry_every_half_second() -> None:
    loudness = measure_loudness(heard(*[-20.0] * 23))
    assert loudness.step == 0.5
    assert loudness.levels == (-20.0, -20.0, -20.0, -20.0, -20.0)


def test_the_curve_rises_where_the_sound_does() -> None:
    levels = measure_loudness(heard(*[-40.0] * 17, *[-14.0] * 20)).levels
    assert levels[1] == -40.0
    assert levels[4] == -14.0


def test_an_entry_is_the_mean_energy_of_its_half_second() -> None:
    times = np.array([0.3, 0.4, 0.5, 0.6])
    audio = Audio(
        np.zeros(1600, np.float32),
        readings=np.column_stack([times, [-10.0, -10.0, -70.0, -70.0]]),
    )
    assert measure_loudness(audio).levels == pytest.approx((-13.0,), abs=0.05)


def test_silence_lies_at_the_gate() -> None:
    assert measure_loudness(heard(*[-120.7] * 6)).levels == (-70.0,)


def test_without_readings_there_is_no_curve() -> None:
    assert measure_loudness(Audio(np.zeros(1600, np.float32))).levels == ()


def test_what_is_heard_begins_and_ends_with_the_first_and_the_last_sound() -> None:
    samples = np.zeros(48_000, np.float32)
    samples[16_000:32_000] = 0.1 * np.sin(np.arange(16_000) / 5)
    samples[:16_000] = 0.0005 * np.sin(np.arange(16_000) / 5)
    assert measure_loudness(Audio(samples)).audible == Span(1.0, 2.0)


def test_nothing_is_heard_of_hiss_under_what_a_phone_plays() -> None:
    assert measure_loudness(Audio(np.full(4_800, 0.001, np.float32))).audible is None


@pytest.mark.parametrize(("seconds", "has_range"), [(2.0, False), (3.1, False), (6.0, True)])
def test_a_sound_of_three_seconds_has_no_loudness_range(
    seconds: float, has_range: bool, clips: MakeClip
) -> None:
    noise = "anoisesrc=color=pink:amplitude=0.3:seed=1"
    draft = clips("noise.mp4", seconds=seconds, sound=noise, options=("-c:a", "aac"))
    found = extract(draft, probe(draft)).range_lu
    assert found == (pytest.approx(0.0, abs=0.5) if has_range else None)

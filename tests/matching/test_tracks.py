"""Tracks are found in what a draft lets be heard, and other music is not one of them."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.matching import Heard, Hearing, Shared, Tracks, same_sound
from analyzer.matching.evidence import Placed
from analyzer.media.sound import SAMPLE_RATE
from analyzer.model import Span
from analyzer.signals.landmarks import landmarks_of
from analyzer.signals.landmarks.peaks import HOP_SECONDS
from tests.melodies import cut, melody, stretched


def heard(sound: np.ndarray) -> Heard:
    return Heard.of(landmarks_of(sound))


@pytest.fixture(scope="module")
def tracks() -> Tracks:
    """Four melodies."""
    known = Tracks()
    for seed in range(4):
        known.add(heard(melody(seed)))
    return known


def only(found: list[Placed]) -> Placed:
    (one,) = found
    return one


def test_a_track_is_told_with_its_place_in_the_draft_and_in_itself(tracks: Tracks) -> None:
    silence = np.zeros(3 * SAMPLE_RATE, np.float32)
    draft = np.concatenate([silence, cut(melody(2), 6.0, 14.0), silence])
    one = only(tracks.heard_in(heard(draft)))
    assert one.track == 2
    assert one.start * HOP_SECONDS == pytest.approx(3.0, abs=0.5)
    assert one.end * HOP_SECONDS == pytest.approx(11.0, abs=0.5)
    assert one.start_there * HOP_SECONDS == pytest.approx(6.0, abs=0.5)
    assert one.speed == 1.0


@pytest.mark.parametrize("speed", [0.95, 1.05, 1.1])
def test_a_faster_or_slower_copy_is_told_with_its_speed(tracks: Tracks, speed: float) -> None:
    draft = stretched(cut(melody(1), 4.0, 16.0), speed)
    one = only(tracks.heard_in(heard(draft)))
    assert one.track == 1
    assert one.speed == pytest.approx(speed, abs=0.011)


def test_a_track_is_found_under_noise_that_is_as_loud(tracks: Tracks) -> None:
    music = cut(melody(3), 5.0, 15.0)
    noise = np.random.default_rng(7).normal(size=len(music)) * music.std()
    assert only(tracks.heard_in(heard((music + noise).astype(np.float32)))).track == 3


def test_other_music_noise_and_silence_are_none_of_the_tracks(tracks: Tracks) -> None:
    noise = np.random.default_rng(5).normal(size=10 * SAMPLE_RATE).astype(np.float32)
    for draft in (melody(11), melody(12), 0.1 * noise, np.zeros(5 * SAMPLE_RATE, np.float32)):
        assert tracks.heard_in(heard(draft)) == []


def test_two_parts_of_a_track_are_both_told(tracks: Tracks) -> None:
    draft = np.concatenate([cut(melody(0), 12.0, 18.0), cut(melody(0), 2.0, 9.0)])
    first, second = tracks.heard_in(heard(draft))
    assert first.start_there * HOP_SECONDS == pytest.approx(12.0, abs=0.5)
    assert second.start_there * HOP_SECONDS == pytest.approx(2.0, abs=0.5)


def test_a_sound_too_short_for_one_spectrum_has_no_landmarks(tracks: Tracks) -> None:
    assert tracks.heard_in(heard(np.ones(100, np.float32))) == []


def both(speed: float = 1.0) -> Shared:
    """Ten seconds that two videos show, which begin four seconds later in the other."""
    spans, there = (Span(0.0, 10.0),), (Span(4.0, 4.0 + 10.0 * speed),)
    return Shared(spans, there, picture=0.95, mirrored=False, speed=speed, cropped=False)


def hearing(samples: np.ndarray) -> Hearing:
    return Hearing(heard(samples))


def test_the_same_picture_has_the_same_sound_only_at_the_same_time() -> None:
    whole, copy = hearing(melody(2)), hearing(cut(melody(2), 4.0, 14.0))
    assert same_sound(copy, whole, both()) is True
    assert same_sound(hearing(cut(melody(2), 9.0, 19.0)), whole, both()) is False
    assert same_sound(hearing(cut(melody(3), 4.0, 14.0)), whole, both()) is False
    faster = hearing(stretched(cut(melody(2), 4.0, 15.0), 1.05))
    assert same_sound(faster, whole, both(1.05)) is True


def test_of_a_silent_copy_nothing_is_said_of_the_sound() -> None:
    silent = hearing(np.zeros(10 * SAMPLE_RATE, np.float32))
    assert same_sound(silent, hearing(melody(2)), both()) is None

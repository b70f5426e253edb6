"""Left, right and what is left of both, by construction; the one channel that is heard."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from analyzer.media.probe import probe
from analyzer.media.sound import SAMPLE_RATE, Audio, extract
from analyzer.model import Channels, Loudness
from analyzer.signals.channels import measure_channels
from analyzer.signals.loudness import measure_loudness
from tests.conftest import MakeClip

VOICE = "aevalsrc=0.3*sin(2*PI*300*t)*(1+sin(2*PI*3*t))+0.1*sin(2*PI*1900*t):s=48000"
NOISES = "anoisesrc=a=0.1:r=48000:seed=1[a];anoisesrc=a=0.1:r=48000:seed=2[b];[a][b]amerge"
PCM = ("-c:a", "pcm_s16le")


def listened(clip: Path) -> Audio:
    return extract(clip, probe(clip))


def compared(clip: Path) -> Channels:
    """What is kept of it, as JSON and back."""
    found = measure_channels(listened(clip), probe(clip))
    return msgspec.json.decode(msgspec.json.encode(found), type=Channels)


def measured(clip: Path) -> Loudness:
    found = measure_loudness(listened(clip))
    return msgspec.json.decode(msgspec.json.encode(found), type=Loudness)


def level(samples: np.ndarray) -> float:
    return float(np.sqrt((samples**2).mean()))


def test_the_same_on_both_sides_cancels_nowhere(clips: MakeClip) -> None:
    found = compared(clips("both.mp4", seconds=3, sound=f"{VOICE},pan=stereo|c0=c0|c1=c0"))
    assert found.correlation == pytest.approx(1.0, abs=0.01)
    assert found.balance_db == pytest.approx(0.0, abs=0.2)
    assert (found.opposed_spans, found.left_spans, found.right_spans) == ((), (), ())


def test_opposite_phase_is_told_and_heard(clips: MakeClip) -> None:
    sound = f"{VOICE},pan=stereo|c0=c0|c1=-1*c0"
    clip = clips("opposed.mp4", seconds=3, sound=sound)
    found = compared(clip)
    assert found.correlation == pytest.approx(-1.0, abs=0.01)
    assert sum(span.seconds for span in found.opposed_spans) == pytest.approx(3.0, abs=0.3)
    assert level(listened(clip).samples) > 0.1


def test_only_the_part_in_opposite_phase_is_told(clips: MakeClip) -> None:
    sound = "aevalsrc='0.3*sin(2*PI*300*t)|0.3*sin(2*PI*300*t)*(1-2*between(t,2,4))':s=48000"
    (span,) = compared(clips("part.mov", seconds=6, sound=sound, options=PCM)).opposed_spans
    assert (span.start, span.end) == pytest.approx((2.0, 4.0), abs=0.3)


def test_a_voice_that_cancels_under_music_is_told_and_heard(clips: MakeClip) -> None:
    sound = (
        f"{VOICE},pan=stereo|c0=c0|c1=-1*c0[v];"
        "aevalsrc=0.2*sin(2*PI*900*t):s=48000,pan=stereo|c0=c0|c1=c0[m];[v][m]amix=normalize=0"
    )
    clip = clips("partly.mov", seconds=3, sound=sound, options=PCM)
    assert compared(clip).opposed_spans
    spectrum = np.abs(np.fft.rfft(listened(clip).samples[:SAMPLE_RATE]))
    assert spectrum[300] > 0.3 * spectrum[900]


def test_two_unrelated_channels_are_wide_and_cancel_nowhere(clips: MakeClip) -> None:
    found = compared(clips("wide.mov", seconds=3, sound=NOISES, options=PCM))
    assert found.correlation == pytest.approx(0.0, abs=0.05)
    assert (found.opposed_spans, found.left_spans, found.right_spans) == ((), (), ())


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("other", [0.0, 0.1])
def test_sound_on_one_side_is_told_and_heard_as_loud(
    clips: MakeClip, side: str, other: float
) -> None:
    gains = (1.0, other) if side == "left" else (other, 1.0)
    sound = f"{VOICE},pan=stereo|c0={gains[0]}*c0|c1={gains[1]}*c0"
    clip = clips("one.mp4", seconds=3, sound=sound)
    found = compared(clip)
    spans = {"left": found.left_spans, "right": found.right_spans}
    assert sum(span.seconds for span in spans.pop(side)) == pytest.approx(3.0, abs=0.3)
    assert [*spans.values()] == [()]
    both = clips("both.mp4", seconds=3, sound=f"{VOICE},pan=stereo|c0=c0|c1=c0")
    assert level(listened(clip).samples) == pytest.approx(level(listened(both).samples), rel=0.05)


def test_one_channel_is_as_loud_as_the_same_on_two(clips: MakeClip) -> None:
    one = measured(clips("mono.mov", seconds=3, sound=VOICE, options=PCM))
    two = measured(
        clips("dual.mov", seconds=3, sound=f"{VOICE},pan=stereo|c0=c0|c1=c0", options=PCM)
    )
    assert one.integrated_lufs == pytest.approx(two.integrated_lufs, abs=0.1)
    assert one.true_peak_dbtp == pytest.approx(two.true_peak_dbtp, abs=0.1)


def test_a_voice_in_the_centre_of_six_channels_is_heard(clips: MakeClip) -> None:
    clip = clips("six.mp4", seconds=3, sound=f"{VOICE},pan=5.1|FC=c0")
    assert level(listened(clip).samples) > 0.05
    assert compared(clip).count == 6


def test_sound_that_is_too_short_to_measure_is_not_silent(clips: MakeClip) -> None:
    sound = "sine=frequency=880:duration=0.2:sample_rate=48000,volume=10dB"
    found = measured(clips("ping.mov", seconds=3, sound=sound, options=PCM))
    assert (found.integrated_lufs, found.is_too_short, found.is_silent) == (None, True, False)
    assert found.true_peak_dbtp == pytest.approx(-8.1, abs=0.3)


def test_the_peak_of_a_click_after_the_last_reading_is_kept(clips: MakeClip) -> None:
    click = "aevalsrc='if(between(t,0.11,0.13),0.5*sin(2*PI*1000*t),0)':s=48000:d=0.15"
    found = measured(clips("click.mov", seconds=2, sound=click, options=PCM))
    assert found.true_peak_dbtp == pytest.approx(-6.0, abs=0.2)


def test_an_offset_from_zero_is_measured(clips: MakeClip) -> None:
    sound = "aevalsrc=0.1*sin(2*PI*440*t)+0.05:s=48000"
    assert measured(clips("dc.mov", seconds=2, sound=sound, options=PCM)).dc_offset == (
        pytest.approx(0.05, abs=0.001)
    )
    assert measured(clips("plain.mov", seconds=2, sound=VOICE, options=PCM)).dc_offset < 0.001


def test_loud_sound_that_is_cut_off_on_one_side_is_no_offset(clips: MakeClip) -> None:
    words = "clip(2*sin(2*PI*150*t)+0.9,-1,1)*gt(sin(2*PI*0.7*t),0)"
    found = measured(
        clips("shout.mov", seconds=4, sound=f"aevalsrc='{words}':s=48000:d=4", options=PCM)
    )
    assert found.dc_offset < 0.001


def test_deep_noise_is_no_offset(clips: MakeClip) -> None:
    noise = "anoisesrc=color=brown:amplitude=0.8:seed=3:sample_rate=48000"
    found = measured(clips("deep.mov", seconds=3, sound=noise, options=PCM))
    assert found.dc_offset < 0.01

"""What is clipped and then lowered has flat tops; what a limiter or a tone leaves has none."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.media.probe import probe
from analyzer.media.sound import extract
from analyzer.media.waveform import Clipping, Waveform
from tests.conftest import MakeClip

SPEECH_LIKE = (
    "aevalsrc='0.1*(1+sin(2*PI*4*t))*(sin(2*PI*130*t)+0.7*sin(2*PI*410*t)+0.5*sin(2*PI*730*t)"
    "+0.3*sin(2*PI*2300*t))':s=48000"
)
CLIPPED = f"{SPEECH_LIKE},volume=18dB,aformat=sample_fmts=s16"


def clipping(clips: MakeClip, sound: str, codec: str = "pcm_s16le") -> Clipping:
    options = ("-c:a", codec, "-b:a", "192k")
    clip = clips("sound.mov", seconds=2, sound=sound, options=options)
    return extract(clip, probe(clip)).clipping


@pytest.mark.parametrize("lowered", [0, 3, 9])
def test_clipping_is_found_at_the_level_to_which_it_was_lowered(
    clips: MakeClip, lowered: int
) -> None:
    found = clipping(clips, f"{CLIPPED},volume=-{lowered}dB")
    assert found.samples > 5000
    assert found.level_dbfs == pytest.approx(-lowered, abs=0.1)
    assert type(found.level_dbfs) is float


def test_clipping_is_found_beside_a_louder_part_that_does_not_clip(clips: MakeClip) -> None:
    quiet = f"{CLIPPED},volume='if(lt(t,1),0.5,0)':eval=frame[a]"
    loud = "sine=frequency=300:sample_rate=48000,volume='if(lt(t,1),0,6)':eval=frame[b]"
    found = clipping(clips, f"{quiet};{loud};[a][b]amix=normalize=0")
    assert found.samples > 1000
    assert found.level_dbfs == pytest.approx(-6.0, abs=0.1)


def test_clipping_is_found_after_a_lossy_codec(clips: MakeClip) -> None:
    found = clipping(clips, f"{CLIPPED},volume=-6dB", "aac")
    assert found.samples > 5000
    assert found.level_dbfs == pytest.approx(-6.0, abs=0.5)


@pytest.mark.parametrize(
    "sound",
    [
        SPEECH_LIKE,
        f"{SPEECH_LIKE},volume=12dB,alimiter=limit=0.7:level=0",
        "sine=frequency=40:sample_rate=48000,volume=17dB",
        "sine=frequency=1000:sample_rate=48000,volume=12dB",
        "aevalsrc='0.95*sqrt(2)*sin(2*PI*12000*t+PI/4)':s=48000",
        "anoisesrc=a=0.5:r=48000:seed=7",
    ],
)
@pytest.mark.parametrize("codec", ["pcm_s16le", "aac"])
def test_what_is_not_clipped_has_no_flat_tops(clips: MakeClip, sound: str, codec: str) -> None:
    if "12000" in sound and codec == "aac":
        pytest.skip("AAC turns it into samples over full scale, which do clip")
    assert clipping(clips, sound, codec).samples < 100


def test_a_tone_of_few_bits_is_not_clipped() -> None:
    tone = 0.6 * np.sin(2 * np.pi * 50 * np.arange(48_000) / 48_000)
    waveform = Waveform(1)
    waveform.add((np.round(tone * 64) * 512).astype("<i2").reshape(-1, 1))
    assert waveform.clipping.samples == 0

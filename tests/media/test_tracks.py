"""When each track of a draft is played, which ones are the draft, and how fast it runs."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from analyzer.errors import InputError
from analyzer.media.decode import Audio, Media
from analyzer.media.frames import Frame
from analyzer.media.probe import probe
from analyzer.media.sound import SAMPLE_RATE
from analyzer.model import Probe
from analyzer.pipeline.analysis import analyze
from analyzer.settings import Settings
from tests.conftest import MakeClip, encode

COPY = ("-c", "copy")


class Clock:
    """Notes when frames come."""

    long_side = 32

    def __init__(self) -> None:
        self.times: list[float] = []

    def wants(self, time: float) -> bool:
        self.times.append(time)
        return False

    def observe(self, frame: Frame) -> None:
        pass


def decoded(path: Path) -> list[float]:
    clock = Clock()
    Media(path, probe(path)).watch([clock])
    return clock.times


def heard(path: Path) -> Audio:
    audio = Media(path, probe(path)).listen()
    assert audio is not None
    return audio


def joined(target: Path, *inputs: str, maps: tuple[str, ...] = ("0:v", "1:a")) -> Path:
    chosen = [word for each in maps for word in ("-map", each)]
    return encode(target, *inputs, *chosen, *COPY)


def held(clips: MakeClip, target: Path) -> Path:
    """A second of movement, the last frame of which is shown for 8 s."""
    moving = clips("moving.mp4", sound=None, options=("-bf", "0"))
    longer = r"setts=duration=if(eq(N\,29)\,8/TB\,DURATION)"
    return encode(target, "-i", str(moving), *COPY, "-bsf:v", longer)


def test_a_picture_ends_when_its_last_frame_does(clips: MakeClip, tmp_path: Path) -> None:
    draft = held(clips, tmp_path / "held.mp4")
    facts = probe(draft)
    assert facts.duration == pytest.approx(8.97, abs=0.05)
    assert facts.video_duration == pytest.approx(8.97, abs=0.05)
    assert len(decoded(draft)) == 30


def test_a_last_frame_that_is_held_is_frozen(clips: MakeClip, tmp_path: Path) -> None:
    report = analyze(held(clips, tmp_path / "held.mp4"), Settings(transcript=False))
    assert report.signals is not None
    assert report.signals.picture is not None
    (frozen,) = report.signals.picture.frozen_spans
    assert (frozen.start, frozen.end) == pytest.approx((1.0, 8.97), abs=0.1)


def test_a_last_frame_is_held_in_matroska_too(clips: MakeClip, tmp_path: Path) -> None:
    source = held(clips, tmp_path / "held.mp4")
    draft = encode(tmp_path / "held.mkv", "-i", str(source), *COPY)
    assert probe(draft).duration == pytest.approx(8.97, abs=0.05)
    assert len(decoded(draft)) == 30


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "webm"])
def test_a_slideshow_of_one_packet_a_picture_is_whole(tmp_path: Path, suffix: str) -> None:
    codec = "libvpx-vp9" if suffix == "webm" else "libx264"
    pictures = ("-f", "lavfi", "-i", "testsrc2=size=180x320:rate=1/3", "-t", "12")
    draft = encode(tmp_path / f"slides.{suffix}", *pictures, "-c:v", codec, "-pix_fmt", "yuv420p")
    facts = probe(draft)
    assert facts.duration == pytest.approx(12.0, abs=0.05)
    assert facts.is_vfr is False
    assert decoded(draft) == pytest.approx([0, 3, 6, 9], abs=0.01)


def test_a_matroska_file_that_is_cut_off_says_how_much_is_missing(
    clips: MakeClip, tmp_path: Path
) -> None:
    whole = clips("long.mkv", seconds=6).read_bytes()
    (tmp_path / "cut.mkv").write_bytes(whole[: len(whole) - 1000])
    with pytest.raises(InputError, match=r"cut off: 1,000 of its [\d,]+ bytes are missing"):
        probe(tmp_path / "cut.mkv")


GAP = ("-vf", "select='not(between(t,1.01,4.99))'", "-fps_mode", "passthrough")


def test_one_long_gap_is_a_variable_frame_rate_and_no_slow_one(clips: MakeClip) -> None:
    facts = probe(clips("gap.mp4", seconds=6, options=GAP))
    assert facts.is_vfr is True
    assert facts.fps == pytest.approx(30.0, abs=0.1)


def test_frames_that_claim_to_last_beyond_the_next_are_not_believed(
    clips: MakeClip, tmp_path: Path
) -> None:
    whole = encode(tmp_path / "whole.mkv", "-i", str(clips("whole.mp4", seconds=1.5)), *COPY)
    each = b"\x23\xe3\x83\x84"  # DefaultDuration, of four bytes: nanoseconds
    data = whole.read_bytes()
    at = data.index(each) + len(each)
    long = tmp_path / "long.mkv"
    long.write_bytes(data[:at] + struct.pack(">I", 1_000_000_000) + data[at + 4 :])
    assert probe(long).duration == pytest.approx(probe(whole).duration, abs=0.1)


def test_a_whole_file_without_frames_or_length_is_refused(clips: MakeClip, tmp_path: Path) -> None:
    whole = encode(tmp_path / "whole.mkv", "-i", str(clips("whole.mp4", seconds=0.5)), *COPY)
    unsaid = whole.read_bytes().replace(b"\x44\x89\x88", b"\xec\x89\x00")  # Duration, now Void
    head, track, rest = unsaid.partition(b"\xd7\x81\x01")  # TrackNumber, which the blocks name
    assert track
    bare = tmp_path / "bare.mkv"
    bare.write_bytes(head + b"\xd7\x81\x05" + rest)
    with pytest.raises(InputError, match="without a single frame"):
        probe(bare)


def test_a_last_frame_that_is_held_is_no_slow_frame_rate(clips: MakeClip, tmp_path: Path) -> None:
    assert probe(held(clips, tmp_path / "held.mp4")).fps == pytest.approx(30.0, abs=0.1)


def test_a_single_frame_that_is_dropped_is_no_variable_frame_rate(clips: MakeClip) -> None:
    dropped = ("-vf", "select='not(eq(n,40))'", "-fps_mode", "passthrough")
    assert probe(clips("dropped.mp4", seconds=3, options=dropped)).is_vfr is False


def spans(facts: Probe) -> tuple[float | None, ...]:
    return facts.video_start, facts.video_duration, facts.audio_start, facts.audio_end


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts", "mov"])
def test_a_picture_that_ends_before_the_sound_is_told(
    clips: MakeClip, tmp_path: Path, suffix: str
) -> None:
    picture, tone = clips("mute.mp4", sound=None), clips("tone.mp4", seconds=3)
    draft = joined(tmp_path / f"short.{suffix}", "-i", str(picture), "-i", str(tone))
    facts = probe(draft)
    assert spans(facts) == pytest.approx((0, 1, 0, 3), abs=0.1)
    assert facts.duration == pytest.approx(3.0, abs=0.1)


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts", "mov"])
def test_sound_that_begins_late_keeps_its_place(
    clips: MakeClip, tmp_path: Path, suffix: str
) -> None:
    picture, tone = clips("mute3.mp4", sound=None, seconds=3), clips("tone.mp4")
    late = ("-i", str(picture), "-itsoffset", "1", "-i", str(tone))
    draft = joined(tmp_path / f"late.{suffix}", *late)
    assert spans(probe(draft)) == pytest.approx((0, 3, 1, 2), abs=0.1)
    loud = np.flatnonzero(np.abs(heard(draft).samples) > 0.01)
    assert loud[0] / SAMPLE_RATE == pytest.approx(1.0, abs=0.05)


def test_a_transport_stream_counts_from_its_own_start(clips: MakeClip, tmp_path: Path) -> None:
    picture, tone = clips("mute3.mp4", sound=None, seconds=3), clips("tone.mp4")
    late = ("-i", str(picture), "-itsoffset", "1", "-i", str(tone), "-map", "0:v", "-map", "1:a")
    draft = encode(tmp_path / "late.ts", *late, *COPY, "-output_ts_offset", "3600")
    audio = heard(draft)
    loud = np.flatnonzero(np.abs(audio.samples) > 0.01)
    assert loud[0] / SAMPLE_RATE == pytest.approx(1.0, abs=0.05)
    assert audio.readings[0, 0] == pytest.approx(1.1, abs=0.05)


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_a_picture_that_begins_late_is_told(clips: MakeClip, tmp_path: Path, suffix: str) -> None:
    picture, tone = clips("mute3.mp4", sound=None, seconds=3), clips("tone4.mp4", seconds=4)
    late = ("-itsoffset", "1", "-i", str(picture), "-i", str(tone))
    facts = probe(joined(tmp_path / f"late.{suffix}", *late))
    assert spans(facts) == pytest.approx((1, 4, 0, 4), abs=0.15)


def test_a_picture_that_cannot_be_decoded_at_first_begins_late(
    clips: MakeClip, tmp_path: Path
) -> None:
    whole = clips("long_gop.ts", seconds=6, options=("-g", "60", "-bf", "0")).read_bytes()
    count = len(whole) // 188
    (tmp_path / "cut.ts").write_bytes(whole[: 188 * 3] + whole[188 * (count // 5) :])
    draft = tmp_path / "cut.ts"
    start = probe(draft).video_start
    assert 0.3 < start < 1.9
    assert decoded(draft)[0] == pytest.approx(start, abs=0.01)


def test_an_edit_list_that_hides_the_start_is_obeyed(clips: MakeClip, tmp_path: Path) -> None:
    whole = clips("long.mp4", seconds=4, options=("-g", "120"))
    draft = encode(tmp_path / "trimmed.mp4", "-ss", "1.5", "-i", str(whole), *COPY)
    facts = probe(draft)
    assert facts.duration == pytest.approx(2.5, abs=0.1)
    assert facts.video_start == pytest.approx(0.0, abs=0.1)
    assert facts.promised_duration is None
    assert decoded(draft)[-1] == pytest.approx(2.5, abs=0.1)


def test_an_index_that_contradicts_its_tracks_is_told(clips: MakeClip, tmp_path: Path) -> None:
    whole = clips("plain.mp4")
    assert probe(whole).promised_duration is None
    data = bytearray(whole.read_bytes())
    struct.pack_into(">I", data, data.index(b"mvhd") + 20, 20_000)
    (tmp_path / "wrong.mp4").write_bytes(data)
    facts = probe(tmp_path / "wrong.mp4")
    assert facts.duration == pytest.approx(1.0, abs=0.05)
    assert facts.promised_duration == 20.0


@pytest.mark.parametrize("unknown", [0, 0xFFFFFFFF])
def test_an_index_that_does_not_know_the_length_contradicts_nothing(
    clips: MakeClip, tmp_path: Path, unknown: int
) -> None:
    data = bytearray(clips("plain.mp4").read_bytes())
    struct.pack_into(">I", data, data.index(b"mvhd") + 20, unknown)
    (tmp_path / "unknown.mp4").write_bytes(data)
    assert probe(tmp_path / "unknown.mp4").promised_duration is None


def test_tracks_that_all_begin_late_contradict_no_index(clips: MakeClip, tmp_path: Path) -> None:
    mute = clips("mute.mp4", sound=None)
    draft = encode(tmp_path / "late.mp4", "-itsoffset", "3", "-i", str(mute), *COPY)
    assert probe(draft).promised_duration is None


def test_matroska_that_promises_too_much_is_told_and_not_refused(
    clips: MakeClip, tmp_path: Path
) -> None:
    data = bytearray(clips("plain.mkv").read_bytes())
    at = data.index(b"\x44\x89\x88") + 3
    struct.pack_into(">d", data, at, 20_000.0)
    (tmp_path / "wrong.mkv").write_bytes(data)
    facts = probe(tmp_path / "wrong.mkv")
    assert facts.duration == pytest.approx(1.0, abs=0.05)
    assert facts.promised_duration == 20.0
    assert len(decoded(tmp_path / "wrong.mkv")) == 30


def test_damaged_packets_reach_the_report(clips: MakeClip, tmp_path: Path) -> None:
    whole = clips("short_gops.mp4", seconds=3, sound=None, options=("-g", "5"))
    data = bytearray(whole.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 20_000] = bytes(20_000)
    (tmp_path / "damaged.mp4").write_bytes(data)
    report = analyze(tmp_path / "damaged.mp4", Settings(transcript=False))
    assert report.signals is not None
    assert report.signals.damage is not None
    assert report.signals.damage.packets > 0
    (told,) = [finding for finding in report.findings if finding.code == "PX15"]
    assert 1.0 < told.spans[0].start <= told.spans[0].end < 2.5


def pictures(target: Path, *drafts: Path, options: tuple[str, ...] = ()) -> Probe:
    inputs = [word for draft in drafts for word in ("-i", str(draft))]
    maps = [word for n in range(len(drafts)) for word in ("-map", f"{n}:v")]
    return probe(encode(target, *inputs, *maps, *COPY, *options))


DEFAULT_FIRST = ("-disposition:v:0", "default", "-disposition:v:1", "0")
DEFAULT_SECOND = ("-disposition:v:0", "0", "-disposition:v:1", "default")


def test_the_default_picture_wins_over_one_that_is_a_frame_longer(
    clips: MakeClip, tmp_path: Path
) -> None:
    main, depth = clips("main.mp4", sound=None), clips("depth.mp4", seconds=1.04, size="160x284")
    facts = pictures(tmp_path / "a.mov", main, depth, options=DEFAULT_FIRST)
    assert (facts.video_index, facts.width, facts.video_streams) == (0, 270, 2)
    facts = pictures(tmp_path / "b.mov", depth, main, options=DEFAULT_SECOND)
    assert (facts.video_index, facts.width) == (1, 270)


def test_of_two_default_pictures_the_larger_wins_and_then_the_first(
    clips: MakeClip, tmp_path: Path
) -> None:
    both = ("-disposition:v:0", "default", "-disposition:v:1", "default")
    small, large = clips("small.mp4", size="160x284"), clips("large.mp4", size="270x480")
    assert pictures(tmp_path / "a.mkv", small, large, options=both).video_index == 1
    assert pictures(tmp_path / "b.mkv", large, large, options=both).video_index == 0


def test_a_default_preview_of_a_few_frames_is_not_the_draft(
    clips: MakeClip, tmp_path: Path
) -> None:
    preview, main = clips("preview.mp4", seconds=0.1, size="540x960"), clips("main.mp4", seconds=2)
    assert pictures(tmp_path / "a.mov", preview, main, options=DEFAULT_FIRST).video_index == 1


SILENCE, TONE = "anullsrc=r=48000:cl=stereo", "sine=frequency=440"


@pytest.mark.parametrize(
    ("sounds", "heard_on"),
    [
        ((SILENCE, TONE), 2),
        ((SILENCE, SILENCE, TONE), 3),
        ((TONE, TONE), None),
        ((SILENCE, SILENCE), None),
        ((SILENCE,), None),
    ],
)
def test_a_silent_track_that_plays_before_one_with_the_sound_is_told(
    clips: MakeClip, tmp_path: Path, sounds: tuple[str, ...], heard_on: int | None
) -> None:
    inputs = [word for sound in sounds for word in ("-f", "lavfi", "-i", sound)]
    maps = [word for n in range(len(sounds)) for word in ("-map", f"{n + 1}:a")]
    source = ("-i", str(clips("mute.mp4", sound=None)), *inputs, "-map", "0:v", *maps)
    draft = encode(tmp_path / "tracks.mp4", *source, "-c:v", "copy", "-t", "1")
    assert probe(draft).audio_streams == len(sounds)
    assert heard(draft).heard_on == heard_on

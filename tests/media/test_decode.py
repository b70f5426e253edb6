"""Every frame once, at its own time, the right way up; the sound once, with its levels."""

from __future__ import annotations

import resource
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from analyzer.errors import InputError
from analyzer.media.audience import PIXELS_IN_FLIGHT
from analyzer.media.decode import Media
from analyzer.media.frames import Frame
from analyzer.media.probe import probe
from analyzer.media.sound import SAMPLE_RATE
from tests.conftest import MakeClip, encode, turned


class Recorder:
    """Keeps every frame that it asked for."""

    def __init__(self, long_side: int = 320, every: int = 1) -> None:
        self.long_side = long_side
        self.every = every
        self.asked: list[float] = []
        self.frames: list[Frame] = []

    def wants(self, time: float) -> bool:
        self.asked.append(time)
        return len(self.asked) % self.every == 0

    def observe(self, frame: Frame) -> None:
        self.frames.append(frame)


def watch(path: Path, *recorders: Recorder) -> None:
    Media(path, probe(path)).watch(recorders)


def test_each_watcher_gets_the_frames_it_asks_for_at_its_own_size(clips: MakeClip) -> None:
    small, large = Recorder(160), Recorder(480, every=3)
    watch(clips("second.mp4"), small, large)
    assert [f.gray.shape for f in small.frames] == [(160, 90)] * 30
    assert [f.bgr.shape for f in large.frames] == [(480, 270, 3)] * 10
    assert small.asked == large.asked
    assert small.frames[0].scale == pytest.approx(3.0)


def test_a_small_draft_is_not_enlarged(clips: MakeClip) -> None:
    recorder = Recorder(960)
    watch(clips("second.mp4"), recorder)
    assert recorder.frames[0].gray.shape == (480, 270)
    assert recorder.frames[0].scale == 1.0


def test_times_are_the_streams_own_where_the_frame_rate_varies(clips: MakeClip) -> None:
    uneven = ("-vf", "select='not(eq(mod(n,3),1))'", "-fps_mode", "vfr")
    recorder = Recorder()
    watch(clips("uneven.mp4", seconds=3, options=uneven), recorder)
    kept = [n / 30 for n in range(90) if n % 3 != 1]
    assert [f.time for f in recorder.frames] == pytest.approx(kept, abs=0.002)


def test_times_count_from_the_start_of_the_file(clips: MakeClip, tmp_path: Path) -> None:
    late = ("-i", str(clips("second.mp4")), "-c", "copy", "-output_ts_offset", "5")
    recorder = Recorder()
    watch(encode(tmp_path / "late.ts", *late), recorder)
    assert recorder.frames[0].time == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize(
    ("turn", "corner"), [(0, (0, 0)), (90, (0, -1)), (180, (-1, -1)), (270, (-1, 0))]
)
def test_a_rotated_draft_is_seen_upright(
    clips: MakeClip, tmp_path: Path, turn: int, corner: tuple[int, int]
) -> None:
    white_corner = ("-vf", "drawbox=w=80:h=45:color=white:t=fill")
    stored = clips("corner.mp4", picture="color=c=black", size="320x180", options=white_corner)
    recorder = Recorder(80)
    watch(turned(stored, tmp_path / "turned.mp4", turn) if turn else stored, recorder)
    image = recorder.frames[0].gray
    assert image.shape == ((80, 45) if turn in (90, 270) else (45, 80))
    bright = np.argwhere(image > 128)
    assert image[corner] > 200
    assert len(bright) == pytest.approx(image.size / 16, rel=0.2)


def test_the_picture_keeps_its_colours(clips: MakeClip) -> None:
    recorder = Recorder(64)
    watch(clips("red.mp4", picture="color=c=red", size="64x64", sound=None), recorder)
    blue, green, red = recorder.frames[0].bgr.reshape(-1, 3).mean(axis=0)
    assert red > 230
    assert max(blue, green) < 25


@pytest.mark.parametrize(
    ("pixels", "codec"),
    [
        *(("yuv420p", "libx264"), ("yuvj420p", "libx264"), ("yuv444p", "libx264")),
        *(("yuv420p10le", "libx265"), ("yuv422p", "mpeg2video"), ("rgb24", "libx264rgb")),
        *(("gbrp", "libx264rgb"), ("gray", "ffv1"), ("rgb48le", "ffv1")),
    ],
)
def test_luma_goes_from_black_to_white_whatever_the_pixels(
    tmp_path: Path, pixels: str, codec: str
) -> None:
    ramp = "color=c=black:s=320x240:d=1,format=rgb24,geq=r=X*255/319:g=X*255/319:b=X*255/319"
    made = encode(
        tmp_path / "ramp.mkv", "-f", "lavfi", "-i", ramp, "-c:v", codec, "-pix_fmt", pixels
    )
    recorder = Recorder(80)
    watch(made, recorder)
    levels = recorder.frames[0].gray.mean(axis=0)
    assert levels == pytest.approx(np.linspace(1, 254, 80), abs=6)


@pytest.mark.parametrize("delay", [0.0, 0.004])
def test_a_slow_watcher_sees_all_its_frames_in_order(clips: MakeClip, delay: float) -> None:
    class Slow(Recorder):
        def observe(self, frame: Frame) -> None:
            time.sleep(delay)
            self.frames.append(frame)

    slow, quick = Slow(64), Recorder(64)
    watch(clips("second.mp4"), slow, quick)
    times = [frame.time for frame in slow.frames]
    assert times == sorted(times) == [frame.time for frame in quick.frames]
    assert len(times) == 30


def test_watchers_look_at_the_same_time(clips: MakeClip) -> None:
    together = threading.Barrier(3, timeout=20)

    class Meeting(Recorder):
        def observe(self, frame: Frame) -> None:
            together.wait()

    watch(clips("second.mp4"), Meeting(), Meeting(), Meeting())


def test_the_decoder_waits_for_a_watcher_that_is_far_behind(clips: MakeClip) -> None:
    go_on, asked_meanwhile = threading.Event(), []

    class Stuck(Recorder):
        def observe(self, frame: Frame) -> None:
            if not self.frames:
                go_on.wait(1.0)
                asked_meanwhile.append(len(self.asked))
            self.frames.append(frame)

    stuck = Stuck(64)
    clip = clips("large.mp4", seconds=2, size="1080x1920")
    watch(clip, stuck)
    assert len(stuck.frames) == 60
    assert asked_meanwhile[0] <= PIXELS_IN_FLIGHT // (1080 * 1920) + 1


def test_what_a_watcher_raises_is_raised_once_the_others_are_done(clips: MakeClip) -> None:
    class Clumsy(Recorder):
        def observe(self, frame: Frame) -> None:
            raise ZeroDivisionError("no area")

    other = Recorder()
    with pytest.raises(ZeroDivisionError, match="no area"):
        watch(clips("second.mp4"), Clumsy(), other)
    assert len(other.frames) == 30


def test_the_threads_that_watch_are_used_again(clips: MakeClip) -> None:
    """OpenCV keeps memory for each thread that ever used it."""
    for _ in range(3):
        watch(clips("second.mp4"), Recorder(), Recorder(), Recorder())
    before = threading.active_count()
    for _ in range(10):
        watch(clips("second.mp4"), Recorder(), Recorder(), Recorder())
    assert threading.active_count() <= before + 1


def test_damaged_packets_cost_their_frames_only(clips: MakeClip, tmp_path: Path) -> None:
    whole = clips("faststart.mp4", seconds=3, options=("-movflags", "+faststart"))
    data = bytearray(whole.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 3000] = bytes(3000)
    (tmp_path / "damaged.mp4").write_bytes(data)
    recorder = Recorder()
    watch(tmp_path / "damaged.mp4", recorder)
    assert 30 < len(recorder.frames) <= 90


def test_a_matroska_file_that_ends_early_is_refused(clips: MakeClip, tmp_path: Path) -> None:
    whole = clips("long.mkv", seconds=6).read_bytes()
    (tmp_path / "cut.mkv").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="cut off"):
        watch(tmp_path / "cut.mkv", Recorder())


def test_a_picture_that_cannot_be_decoded_is_refused(clips: MakeClip, tmp_path: Path) -> None:
    data = bytearray(clips("late_index.mp4").read_bytes())
    start, end = data.index(b"mdat") + 4, data.rindex(b"moov") - 4
    data[start:end] = bytes(end - start)
    (tmp_path / "blank.mp4").write_bytes(data)
    with pytest.raises(InputError, match="cannot be decoded"):
        watch(tmp_path / "blank.mp4", Recorder())


def test_sound_is_sixteen_kilohertz_mono_with_its_levels(clips: MakeClip) -> None:
    sine = (
        "sine=frequency=1000:sample_rate=48000,volume=18.06dB-23dB,aformat=channel_layouts=stereo"
    )
    clip = clips("tone.mp4", seconds=3, sound=sine)
    audio = Media(clip, probe(clip)).listen()
    assert audio is not None
    assert audio.samples.dtype == np.float32
    assert len(audio.samples) / SAMPLE_RATE == pytest.approx(3.0, abs=0.05)
    spectrum = np.abs(np.fft.rfft(audio.samples[: 2 * SAMPLE_RATE]))
    assert np.argmax(spectrum) / 2 == pytest.approx(1000, abs=1)
    assert audio.integrated_lufs is not None
    assert audio.true_peak_dbtp is not None
    assert audio.true_peak_dbtp == pytest.approx(
        20 * np.log10(np.abs(audio.samples).max()), abs=0.5
    )
    assert audio.clipping.samples == 0


def test_sound_driven_over_full_scale_is_counted_as_clipped(clips: MakeClip) -> None:
    loud = "sine=frequency=220,volume=30dB,aformat=sample_fmts=s16"
    clip = clips("loud.mp4", seconds=2, sound=loud)
    audio = Media(clip, probe(clip)).listen()
    assert audio is not None
    assert audio.clipping.samples > 300


def test_digital_silence_has_no_levels(clips: MakeClip) -> None:
    clip = clips("silent.mp4", sound="anullsrc")
    audio = Media(clip, probe(clip)).listen()
    assert audio is not None
    assert not audio.samples.any()
    assert audio.true_peak_dbtp is None or audio.true_peak_dbtp < -80


def test_a_draft_without_sound_is_not_listened_to(clips: MakeClip) -> None:
    clip = clips("mute.mp4", sound=None)
    assert Media(clip, probe(clip)).listen() is None


def test_sound_that_starts_late_keeps_its_place(clips: MakeClip, tmp_path: Path) -> None:
    picture, tone = clips("mute3.mp4", sound=None, seconds=3), clips("tone.mp4")
    inputs = ("-i", str(picture), "-itsoffset", "1", "-i", str(tone))
    late = encode(tmp_path / "late.mp4", *inputs, "-map", "0:v", "-map", "1:a", "-c", "copy")
    audio = Media(late, probe(late)).listen()
    assert audio is not None
    loud = np.flatnonzero(np.abs(audio.samples) > 0.01)
    assert loud[0] / SAMPLE_RATE == pytest.approx(1.0, abs=0.1)


def test_memory_does_not_grow_with_the_length(clips: MakeClip) -> None:
    class Blind(Recorder):
        def observe(self, frame: Frame) -> None:
            pass

    short = clips("short_hd.mp4", size="720x1280", seconds=2, sound=None)
    long = clips("long_hd.mp4", size="720x1280", seconds=12, sound=None)
    watch(short, Blind(480))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    watch(long, Blind(480))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 40_000


def test_loudness_is_read_ten_times_a_second(clips: MakeClip) -> None:
    rising = "sine=frequency=1000:sample_rate=48000,volume='if(lt(t,1.5),0.1,1)':eval=frame"
    clip = clips("rising.mp4", seconds=3, sound=rising)
    audio = Media(clip, probe(clip)).listen()
    assert audio is not None
    assert len(audio.readings) == pytest.approx(30, abs=1)
    early, late = (audio.readings[np.searchsorted(audio.readings[:, 0], t), 1] for t in (1.2, 2.5))
    assert late - early == pytest.approx(20, abs=1)


def test_a_false_gap_before_the_sound_is_not_filled_with_silence(clips: MakeClip) -> None:
    plain = clips("plain.mkv", seconds=2)
    options = ("-af", "asetpts=PTS+3000/TB", "-c:a", "pcm_s16le", "-frames:v", "60")
    gap = clips("gap.mkv", seconds=4000, sound="sine=duration=2", options=options)
    with pytest.raises(InputError, match="cannot be decoded"):
        Media(gap, probe(plain)).listen()


def test_sound_is_kept_to_its_end(clips: MakeClip) -> None:
    clip = clips("tone.mkv", seconds=5)
    audio = Media(clip, probe(clip)).listen()
    assert audio is not None
    assert audio.duration == pytest.approx(5.0, abs=0.1)


PLAYLISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{target}\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile '{target}'\n",
}


@pytest.mark.parametrize("kind", PLAYLISTS)
def test_a_playlist_opens_nothing_where_it_is_decoded(
    clips: MakeClip, tmp_path: Path, kind: str
) -> None:
    """As where a file is a video to the probe and a playlist to another build of ffmpeg."""
    target = clips("plain.ts", options=("-c:a", "aac"))
    facts = probe(clips("plain.mp4"))
    playlist = tmp_path / "list.mp4"
    playlist.write_text(PLAYLISTS[kind].format(target=target))
    recorder = Recorder()
    with pytest.raises(InputError, match="cannot be decoded"):
        Media(playlist, facts).watch([recorder])
    with pytest.raises(InputError, match="cannot be decoded"):
        Media(playlist, facts).listen()
    assert recorder.frames == []


def test_metadata_that_is_no_utf8_does_not_stop_the_decoder(
    clips: MakeClip, tmp_path: Path
) -> None:
    titled = clips("titled.mkv", options=("-metadata", "title=WOODPECKER"))
    data = titled.read_bytes().replace(b"WOODPECKER", b"\xff\xfe\xc3(WOODPE")
    (tmp_path / "odd.mkv").write_bytes(data)
    recorder = Recorder()
    Media(tmp_path / "odd.mkv", probe(titled)).watch([recorder])
    assert len(recorder.frames) == 30


def test_a_codec_that_nobody_knows_is_refused(clips: MakeClip, tmp_path: Path) -> None:
    data = clips("plain.mp4").read_bytes()
    at = data.rindex(b"avc1")
    (tmp_path / "odd.mp4").write_bytes(data[:at] + b"tx3g" + data[at + 4 :])
    with pytest.raises(InputError, match="cannot be decoded: its codec is unknown"):
        watch(tmp_path / "odd.mp4", Recorder())


def test_damaged_packets_are_counted_with_their_times(clips: MakeClip, tmp_path: Path) -> None:
    whole = clips("short_gops.mp4", seconds=3, sound=None, options=("-g", "5"))
    data = bytearray(whole.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 20_000] = bytes(20_000)
    (tmp_path / "damaged.mp4").write_bytes(data)
    facts = probe(whole)
    damage = Media(tmp_path / "damaged.mp4", facts).watch([Recorder()])
    assert 0 < damage.packets < 30
    assert 1.0 < damage.first <= damage.last < 2.5
    assert Media(whole, facts).watch([Recorder()]).packets == 0

"""What the container and its streams say, and which files are refused with which words."""

from __future__ import annotations

import os
import shutil
import struct
from pathlib import Path

import msgspec
import pytest

from analyzer.errors import InputError
from analyzer.media.geometry import aspect_ratio
from analyzer.media.probe import probe
from analyzer.model import Probe
from tests.conftest import MakeClip, encode, turned

JPEG = ("-f", "lavfi", "-i", "testsrc2=size=320x320", "-frames:v", "1")


@pytest.fixture(scope="module")
def cover(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return encode(tmp_path_factory.mktemp("art") / "cover.jpg", *JPEG)


def test_an_ordinary_draft_is_described_in_full(clips: MakeClip) -> None:
    facts = probe(clips("plain.mp4", size="1080x1920", options=("-movflags", "+faststart")))
    assert (facts.container, facts.video_codec, facts.pixel_format) == ("mp4", "h264", "yuv420p")
    assert (facts.width, facts.height, facts.rotation) == (1080, 1920, 0)
    assert (facts.display_width, facts.display_height) == (1080, 1920)
    assert (facts.aspect_ratio, facts.is_vertical) == ("9:16", True)
    assert facts.duration == pytest.approx(1.0, abs=0.05)
    assert (facts.fps, facts.is_vfr, facts.is_interlaced) == (30.0, False, False)
    assert (facts.audio_codec, facts.audio_channels, facts.audio_sample_rate) == ("aac", 1, 44100)
    assert facts.faststart is True
    assert (facts.hdr, facts.video_streams, facts.has_cover_art) == (None, 1, False)
    assert facts.bitrate == pytest.approx(facts.size_bytes * 8 / facts.duration, rel=0.02)


def test_an_index_at_the_end_is_not_faststart(clips: MakeClip) -> None:
    assert probe(clips("late_index.mp4")).faststart is False


def test_a_container_without_an_index_has_no_faststart(clips: MakeClip) -> None:
    facts = probe(clips("plain.mkv"))
    assert facts.faststart is None
    assert facts.container == "mkv"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_the_rotation_flag_turns_the_displayed_size(
    clips: MakeClip, tmp_path: Path, turn: int
) -> None:
    stored = clips("wide.mp4", size="320x180")
    facts = probe(turned(stored, tmp_path / "turned.mp4", turn))
    assert facts.rotation == turn
    assert (facts.width, facts.height) == (320, 180)
    expected = (320, 180) if turn == 180 else (180, 320)
    assert (facts.display_width, facts.display_height) == expected


def test_pixels_that_are_not_square_widen_the_displayed_size(clips: MakeClip) -> None:
    facts = probe(clips("wide_pixels.mp4", size="180x320", options=("-vf", "setsar=2/1")))
    assert (facts.width, facts.display_width, facts.display_height) == (180, 360, 320)


def test_pixels_that_are_square_but_for_rounding_change_nothing(clips: MakeClip) -> None:
    facts = probe(clips("nearly_square.mp4", size="180x320", options=("-vf", "setsar=1001/1000")))
    assert facts.display_width == 180


@pytest.mark.parametrize(
    ("width", "height", "ratio"),
    [
        (1080, 1920, "9:16"),
        (720, 1280, "9:16"),
        (478, 850, "9:16"),
        (1080, 1350, "4:5"),
        (512, 512, "1:1"),
        (1920, 1080, "16:9"),
        (480, 908, "120:227"),
    ],
)
def test_a_ratio_is_named_as_people_name_it(width: int, height: int, ratio: str) -> None:
    assert aspect_ratio(width, height) == ratio


def test_frames_at_uneven_distances_are_a_variable_frame_rate(clips: MakeClip) -> None:
    uneven = ("-vf", "select='not(eq(mod(n,3),1))'", "-fps_mode", "vfr")
    facts = probe(clips("uneven.mp4", seconds=3, options=uneven))
    assert facts.is_vfr is True


def test_milliseconds_in_a_matroska_file_are_not_a_variable_frame_rate(clips: MakeClip) -> None:
    assert probe(clips("ms.mkv", seconds=3, fps=60)).is_vfr is False


def test_ten_bit_hlg_is_high_dynamic_range(clips: MakeClip) -> None:
    options = ("-pix_fmt", "yuv420p10le")
    colours = ("-vf", "setparams=color_trc=arib-std-b67:color_primaries=bt2020:colorspace=bt2020nc")
    facts = probe(clips("hlg.mp4", options=options + colours))
    assert (facts.video_codec, facts.pixel_format, facts.hdr) == ("h264", "yuv420p10le", "HLG")


def test_cover_art_is_not_the_picture(clips: MakeClip, cover: Path, tmp_path: Path) -> None:
    draft = clips("plain.mp4", size="1080x1920")
    inputs = ("-i", str(cover), "-i", str(draft), "-map", "0", "-map", "1", "-c", "copy")
    with_art = encode(tmp_path / "art.mp4", *inputs, "-disposition:v:0", "attached_pic")
    facts = probe(with_art)
    assert facts.has_cover_art is True
    assert (facts.width, facts.height, facts.video_streams) == (1080, 1920, 1)


def test_of_two_tracks_the_longer_one_is_the_draft(clips: MakeClip, tmp_path: Path) -> None:
    short, long = clips("short.mp4", seconds=0.2, size="160x120"), clips("long.mp4", seconds=2)
    both = ("-i", str(short), "-i", str(long), "-map", "0:v", "-map", "1:v", "-c", "copy")
    facts = probe(encode(tmp_path / "two.mp4", *both))
    assert facts.video_streams == 2
    assert (facts.width, facts.height, facts.video_index) == (270, 480, 1)


def refused(path: Path) -> str:
    with pytest.raises(InputError) as refusal:
        probe(path)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "nothing.mp4")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    assert "empty" in refused(tmp_path / "empty.mp4")


def test_a_named_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(tmp_path / "pipe.mp4")
    assert "ordinary file" in refused(tmp_path / "pipe.mp4")


def test_text_with_a_videos_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_text("Remember to film the intro again.\n" * 100)
    assert "not a video" in refused(tmp_path / "notes.mp4")


def test_a_picture_with_a_videos_name_is_refused(cover: Path, tmp_path: Path) -> None:
    shutil.copy(cover, tmp_path / "cover.mp4")
    assert "not a video" in refused(tmp_path / "cover.mp4")


def test_sound_alone_is_refused(tmp_path: Path) -> None:
    sine = ("-f", "lavfi", "-i", "sine=duration=1")
    assert "no picture" in refused(encode(tmp_path / "voice.mp4", *sine))


def test_sound_with_cover_art_is_refused(cover: Path, tmp_path: Path) -> None:
    sine = ("-f", "lavfi", "-i", "sine=duration=1", "-i", str(cover), "-map", "0", "-map", "1")
    art = encode(tmp_path / "song.mp4", *sine, "-c:v", "mjpeg", "-disposition:v", "attached_pic")
    assert "cover picture" in refused(art)


def test_a_file_cut_off_before_its_index_is_refused(clips: MakeClip, tmp_path: Path) -> None:
    whole = clips("late_index.mp4").read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    assert "index (moov) is missing" in refused(tmp_path / "cut.mp4")


def test_a_file_cut_off_after_its_index_is_refused(clips: MakeClip, tmp_path: Path) -> None:
    whole = clips("faststart.mp4", seconds=3, options=("-movflags", "+faststart")).read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) * 2 // 3])
    assert "cut off" in refused(tmp_path / "cut.mp4")


def test_a_file_without_its_beginning_is_refused(clips: MakeClip, tmp_path: Path) -> None:
    whole = clips("late_index.mp4").read_bytes()
    (tmp_path / "headless.mp4").write_bytes(b"\0" * 4096 + whole[4096:])
    refused(tmp_path / "headless.mp4")


PLAYLISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{target}\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile '{target}'\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period>'
    "<AdaptationSet><Representation><BaseURL>{target}</BaseURL></Representation></AdaptationSet>"
    "</Period></MPD>",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\n",
}


@pytest.mark.parametrize("kind", PLAYLISTS)
@pytest.mark.parametrize("target", ["plain.mp4", "http://127.0.0.1:9/secret.mp4"])
def test_a_playlist_with_a_videos_name_opens_nothing(
    clips: MakeClip, tmp_path: Path, kind: str, target: str
) -> None:
    shutil.copy(clips("plain.mp4"), tmp_path / "plain.mp4")
    (tmp_path / "list.mp4").write_text(PLAYLISTS[kind].format(target=target))
    assert "not a video" in refused(tmp_path / "list.mp4")


@pytest.mark.parametrize(
    "name",
    ['it\'s "quoted".mp4', "two\nlines.mp4", "-dash.mp4", "🎬 naïve.mp4", "a%03d.mp4", "http:.mp4"],
)
def test_an_odd_name_is_only_a_name(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shutil.copy(clips("plain.mp4", size="1080x1920"), tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert probe(Path(name)).width == 1080


def test_subtitle_tracks_are_counted(tmp_path: Path) -> None:
    captions = tmp_path / "captions.srt"
    captions.write_text("1\n00:00:00,000 --> 00:00:01,000\nHello\n", encoding="utf-8")
    source = ("-f", "lavfi", "-i", "testsrc2=size=180x320:rate=30", "-i", str(captions))
    codecs = ("-t", "1", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:s", "mov_text")
    draft = encode(tmp_path / "subtitled.mp4", *source, *codecs)
    assert probe(draft).subtitle_streams == 1


@pytest.mark.parametrize("name", ["clip.webm", "CLIP.WEBM", "clip.mkv", "clip.mp4", "clip"])
def test_webm_is_told_by_its_document_type_whatever_its_name(
    clips: MakeClip, tmp_path: Path, name: str
) -> None:
    shutil.copy(clips("plain.webm"), tmp_path / name)
    assert probe(tmp_path / name).container == "webm"


def test_matroska_called_webm_is_matroska(clips: MakeClip, tmp_path: Path) -> None:
    shutil.copy(clips("plain.mkv"), tmp_path / "plain.webm")
    assert probe(tmp_path / "plain.webm").container == "mkv"


def patched(source: Path, target: Path, box: bytes, offset: int, value: int) -> Path:
    """A copy in which a field of the last such box, so far behind its name, is ``value``."""
    data = bytearray(source.read_bytes())
    struct.pack_into(">I", data, data.rindex(box) + offset, value)
    target.write_bytes(data)
    return target


@pytest.mark.parametrize("seconds", [0, 20, 4_294_967])
def test_the_tracks_are_believed_over_the_container(
    clips: MakeClip, tmp_path: Path, seconds: int
) -> None:
    draft = patched(clips("plain.mp4"), tmp_path / "a.mp4", b"mvhd", 20, seconds * 1000)
    facts = probe(draft)
    assert facts.duration == pytest.approx(1.0, abs=0.05)
    assert facts.bitrate == pytest.approx(draft.stat().st_size * 8 / facts.duration, rel=0.02)


@pytest.mark.parametrize("options", [(), ("-movflags", "frag_keyframe+empty_moov")])
def test_a_clock_of_the_picture_that_is_too_slow_is_told(
    clips: MakeClip, tmp_path: Path, options: tuple[str, ...]
) -> None:
    data = bytearray(clips("plain.mp4", seconds=3, options=options).read_bytes())
    struct.pack_into(">I", data, data.index(b"mdhd") + 16, 15)
    (tmp_path / "slow.mp4").write_bytes(data)
    assert "clock is broken" in refused(tmp_path / "slow.mp4")


def test_a_clock_of_the_picture_that_is_too_fast_is_told(clips: MakeClip, tmp_path: Path) -> None:
    data = bytearray(clips("plain.mp4", seconds=3).read_bytes())
    struct.pack_into(">I", data, data.index(b"mdhd") + 16, 15_360 * 2_000)
    (tmp_path / "fast.mp4").write_bytes(data)
    assert "clock is broken" in refused(tmp_path / "fast.mp4")


def test_an_hour_and_more_is_refused(clips: MakeClip, tmp_path: Path) -> None:
    held = "setpts='if(gt(N,15),PTS+4000/TB,PTS)'"
    options = ("-vf", held, "-fps_mode", "passthrough", "-c:v", "ffv1", "-frames:v", "30")
    draft = clips("long.mkv", sound=None, seconds=5000, options=options)
    assert "up to an hour" in refused(draft)


def test_a_sample_rate_that_cannot_be_is_told(clips: MakeClip, tmp_path: Path) -> None:
    whole = clips("pcm.mov", options=("-c:a", "pcm_s16le"))
    assert "samples a second" in refused(
        patched(whole, tmp_path / "rate.mov", b"sowt", 28, 0x00010000)
    )


def test_a_picture_larger_than_any_phones_is_refused(tmp_path: Path) -> None:
    black = ("-f", "lavfi", "-i", "color=size=9000x5000:rate=25", "-frames:v", "1")
    assert "8K" in refused(encode(tmp_path / "huge.mkv", *black, "-c:v", "ffv1"))


def test_a_hundred_tracks_are_refused(clips: MakeClip, tmp_path: Path) -> None:
    maps = [word for _ in range(100) for word in ("-map", "0:v")]
    many = encode(tmp_path / "many.mp4", "-i", str(clips("plain.mp4")), *maps, "-c", "copy")
    assert "tracks" in refused(many)


def test_a_million_boxes_are_not_read_to_their_end(clips: MakeClip, tmp_path: Path) -> None:
    boxes = b"\x00\x00\x00\x08free" * 1_000_000
    (tmp_path / "boxes.mp4").write_bytes(clips("plain.mp4").read_bytes() + boxes)
    assert "pieces" in refused(tmp_path / "boxes.mp4")


def test_the_schema_bounds_every_number_of_the_file() -> None:
    fields = msgspec.json.schema(Probe)["$defs"]["Probe"]["properties"]
    for name, field in fields.items():
        for kind in field.get("anyOf", [field]):
            if kind.get("type") in ("integer", "number"):
                assert {"minimum", "exclusiveMinimum"} & set(kind), name
                assert name == "size_bytes" or {"maximum", "exclusiveMaximum"} & set(kind), name


def test_metadata_that_is_no_utf8_is_only_metadata(clips: MakeClip, tmp_path: Path) -> None:
    titled = clips("titled.mkv", options=("-metadata", "title=WOODPECKER"))
    data = titled.read_bytes().replace(b"WOODPECKER", b"\xff\xfe\xc3(WOODPE")
    (tmp_path / "odd.mkv").write_bytes(data)
    assert probe(tmp_path / "odd.mkv").width == 270


def test_a_trim_without_encoding_leaves_an_edit_list_that_hides_picture(
    clips: MakeClip, tmp_path: Path
) -> None:
    whole = clips("for_a_trim.mp4", seconds=4, options=("-g", "60", "-bf", "2"))
    assert probe(whole).edited_seconds == pytest.approx(0.0, abs=0.05)
    trimmed = encode(tmp_path / "trim.mp4", "-ss", "2.5", "-i", str(whole), "-c", "copy")
    assert probe(trimmed).edited_seconds == pytest.approx(0.5, abs=0.1)


def test_picture_that_starts_after_the_sound_is_shown_late(clips: MakeClip, tmp_path: Path) -> None:
    whole = str(clips("for_a_shift.mp4", seconds=2))
    inputs = ("-itsoffset", "0.5", "-i", whole, "-i", whole, "-map", "0:v", "-map", "1:a")
    assert probe(encode(tmp_path / "late.mp4", *inputs, "-c", "copy")).edited_seconds == (
        pytest.approx(0.5, abs=0.05)
    )


@pytest.mark.parametrize(("gop", "is_open"), [("open-gop=1", True), ("open-gop=0", False)])
def test_an_open_gop_is_told_from_a_closed_one(clips: MakeClip, gop: str, is_open: bool) -> None:
    options = ("-g", "15", "-bf", "2", "-x264-params", f"{gop}:scenecut=0")
    assert probe(clips(f"{gop}.mp4", seconds=2, options=options)).has_open_gop is is_open

"""One render changes what was planned and nothing else, and no half file is ever left."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from analyzer.cli.mending import Places
from analyzer.fix import place
from analyzer.fix.mend import Order, mend
from analyzer.media import binaries
from analyzer.media.probe import probe
from analyzer.media.sound import extract
from analyzer.model import Fix, Policy
from analyzer.pipeline.analysis import analyze
from analyzer.settings import Mending, Settings
from tests.command import analyze as command
from tests.conftest import MakeClip, encode

QUICK = Settings(transcript=False)

Mend = Callable[..., Fix]


@pytest.fixture
def mended(tmp_path: Path) -> Mend:
    """Analyze a draft and mend it into ``tmp_path``."""

    def run(draft: Path, *only: str, platform: str = "reels", force: bool = False) -> Fix:
        settings = Settings(transcript=False, platforms=(platform,))
        report = analyze(draft, settings)
        mending = Mending(only or Mending().only, force=force)
        target = tmp_path / "out.fixed.mp4"
        fix = mend(Order(draft, report, target, mending), settings).fix
        assert fix is not None
        return fix

    return run


def stream_hash(path: Path, stream: str) -> str:
    asked = ["-v", "error", "-i", str(path), "-map", f"0:{stream}:0", "-c", "copy"]
    command = [binaries.ffmpeg(), "-nostdin", *asked, "-f", "streamhash", "-"]
    done = subprocess.run(command, capture_output=True, check=True, stdin=subprocess.DEVNULL)
    return done.stdout.decode().rpartition("=")[2]


def quiet(clips: MakeClip, **more: object) -> Path:
    """A draft that is too quiet, and has all else."""
    sound = "anoisesrc=color=pink:amplitude=0.1:seed=3:sample_rate=48000"
    options = ("-movflags", "+faststart", "-c:a", "aac", "-ac", "2")
    given = {"size": "540x960", "seconds": 3.0, "sound": sound, "options": options, **more}
    return clips("quiet.mp4", **given)


def test_a_new_loudness_leaves_the_picture_bit_for_bit(clips: MakeClip, mended: Mend) -> None:
    draft = quiet(clips, seconds=6.0)
    fix = mended(draft, "sound")
    assert fix.path is not None
    result = Path(fix.path)
    assert stream_hash(result, "v") == stream_hash(draft, "v")
    assert "SD05" in fix.gone
    sound = extract(result, probe(result))
    assert sound.integrated_lufs == pytest.approx(-14.0, abs=0.5)
    assert sound.true_peak_dbtp is not None
    assert sound.true_peak_dbtp <= -1.0
    before = extract(draft, probe(draft))
    assert sound.range_lu == pytest.approx(before.range_lu, abs=1.0)
    assert sound.duration == pytest.approx(before.duration, abs=0.03)


def test_a_slight_offset_is_not_raised_with_the_sound(clips: MakeClip, mended: Mend) -> None:
    sound = "anoisesrc=color=pink:amplitude=0.05:seed=3:sample_rate=48000,dcshift=shift=0.012"
    fix = mended(quiet(clips, seconds=6.0, sound=sound), "sound")
    assert fix.path is not None, fix.refusal
    assert "SD05" in fix.gone
    result = Path(fix.path)
    assert extract(result, probe(result)).dc_offset < 0.01


def test_a_policys_loudness_is_the_one_that_the_sound_is_brought_to(
    clips: MakeClip, tmp_path: Path
) -> None:
    draft, policy = quiet(clips), Policy("Broadcast", loudness_lufs=(-24.0, -22.0))
    settings = Settings(transcript=False, platforms=("reels",), policy=policy)
    target = tmp_path / "out.fixed.mp4"
    order = Order(draft, analyze(draft, settings), target, Mending(("sound",), policy=policy))
    fix = mend(order, settings).fix
    assert fix is not None
    assert fix.path is not None, fix.refusal
    assert extract(target, probe(target)).integrated_lufs == pytest.approx(-23.0, abs=0.5)


def test_an_index_alone_is_written_anew_and_nothing_is_encoded(
    clips: MakeClip, mended: Mend
) -> None:
    draft = quiet(clips, options=("-c:a", "aac"))
    fix = mended(draft, "file")
    assert fix.path is not None
    assert fix.gone == ("FM10",)
    for stream in "va":
        assert stream_hash(Path(fix.path), stream) == stream_hash(draft, stream)


def test_place_and_device_are_left_out(clips: MakeClip, mended: Mend) -> None:
    tags = ("-metadata", "location=+52.37+004.89/", "-metadata", "make=Acme")
    draft = quiet(clips, options=(*tags, "-movflags", "+faststart+use_metadata_tags"))
    assert probe(draft).has_location
    fix = mended(draft, "file")
    assert fix.path is not None
    found = probe(Path(fix.path))
    assert not found.has_location
    assert found.device is None


def test_a_new_picture_copies_the_sound_and_says_what_it_is(clips: MakeClip, mended: Mend) -> None:
    draft = quiet(clips, size="1280x1080", picture="mandelbrot")
    fix = mended(draft, "frame")
    assert fix.path is not None, fix.refusal
    result = Path(fix.path)
    found = probe(result)
    assert (found.width, found.height, found.fps) == (1080, 1920, 30.0)
    assert stream_hash(result, "a") == stream_hash(draft, "a")
    with av.open(str(result)) as container:
        stream = container.streams.video[0].codec_context
        assert stream.profile == "High"
        assert stream.pix_fmt == "yuv420p"
        assert (stream.color_primaries, stream.color_trc, stream.colorspace) == (1, 1, 1)
    assert found.faststart


def test_the_rest_is_mended_where_a_new_frame_would_do_harm(tmp_path: Path, mended: Mend) -> None:
    """What flashes in a fifth of a wide picture fills most of a crop, and a quarter is harmful."""
    flash = "drawbox=x=460:y=105:w=360:h=510:c=white:t=fill:enable='lt(mod(t,0.2),0.1)*gte(t,1)'"
    graph = f"smptehdbars=s=1280x720:r=30:d=6,{flash}[v];anoisesrc=c=pink:a=0.1:r=48000:d=6[a]"
    codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    asked = ["-filter_complex", graph, "-map", "[v]", "-map", "[a]", *codecs]
    draft = encode(tmp_path / "flashes.mp4", *asked)
    fix = mended(draft)
    assert fix.path is not None, fix.refusal
    assert "SD05" in fix.gone
    assert stream_hash(Path(fix.path), "v") == stream_hash(draft, "v")
    assert {one.code: one.reason for one in fix.left}["FM01"].endswith("has not: PX04")


def flash_and_click(target: Path) -> Path:
    """Two seconds of black and silence, then a flash and a click every second."""
    tick = "lt(mod(t,1),0.005)*gte(t,3)"
    picture = "drawbox=c=white:t=fill:enable='lt(mod(t,1),0.034)*gte(t,1)'"
    graph = (
        f"testsrc2=s=540x960:r=30:d=12,{picture}[m];color=black:s=540x960:r=30:d=2[b];"
        f"[b][m]concat=n=2:v=1[v];aevalsrc='{tick}*0.5*sin(2*PI*3000*t)':s=48000:d=14[a]"
    )
    codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    return encode(target, "-filter_complex", graph, "-map", "[v]", "-map", "[a]", *codecs)


def ticks(path: Path) -> tuple[list[float], list[float]]:
    """When it flashes, and when it clicks."""
    with av.open(str(path)) as container:
        lit = [
            (f.time, f.to_ndarray(format="gray").mean() > 220) for f in container.decode(video=0)
        ]
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=48_000)
        frames = list(container.decode(audio=0))
        pieces = [o.to_ndarray().ravel() for f in frames for o in resampler.resample(f)]
        loud = np.flatnonzero(np.abs(np.concatenate(pieces)) > 0.1) / 48_000 + frames[0].time
    flashes = [time for (time, on), (_, was) in zip(lit[1:], lit, strict=False) if on and not was]
    clicks = [time for time, gap in zip(loud, np.diff(loud, prepend=-9), strict=True) if gap > 0.1]
    return flashes, clicks


def test_picture_and_sound_are_cut_together_and_no_edit_list_is_left(
    tmp_path: Path, mended: Mend
) -> None:
    draft = flash_and_click(tmp_path / "late.mp4")
    fix = mended(draft, "start")
    assert fix.path is not None, fix.refusal
    assert "HK01" in fix.gone
    flashes, clicks = ticks(Path(fix.path))
    assert len(flashes) == len(clicks) == 11
    assert np.abs(np.array(flashes) - np.array(clicks)).max() < 0.02
    assert flashes[0] == pytest.approx(1.0, abs=0.04)
    assert b"elst" not in Path(fix.path).read_bytes()


def test_hdr_becomes_sdr_with_its_tags(tmp_path: Path, mended: Mend) -> None:
    tags = ["-color_primaries", "bt2020", "-color_trc", "arib-std-b67", "-colorspace", "bt2020nc"]
    told = "colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc:log-level=error"
    draft = encode(
        tmp_path / "hlg.mp4", "-f", "lavfi", "-i", "mandelbrot=s=540x960:r=30", "-t", "2",
        "-vf", "format=yuv420p10le", "-c:v", "libx265", "-preset", "ultrafast",
        "-x265-params", told, "-tag:v", "hvc1", *tags,
    )  # fmt: skip
    assert probe(draft).hdr == "HLG"
    fix = mended(draft, "file", platform="tiktok")
    assert fix.path is not None, fix.refusal
    result = probe(Path(fix.path))
    assert result.hdr is None
    assert result.colour_conflict is None
    assert result.pixel_format == "yuv420p"


def test_a_file_that_is_there_is_left_unless_it_is_forced(clips: MakeClip, mended: Mend) -> None:
    draft = quiet(clips)
    first = mended(draft, "sound")
    assert first.path is not None
    Path(first.path).write_bytes(b"mine")
    second = mended(draft, "sound")
    assert second.path is None
    assert second.refusal is not None
    assert "--force" in second.refusal.text
    assert Path(first.path).read_bytes() == b"mine"
    assert mended(draft, "sound", force=True).path == first.path
    assert Path(first.path).stat().st_size > 1000


def test_the_draft_itself_is_never_the_target(clips: MakeClip, tmp_path: Path) -> None:
    draft = tmp_path / "a.mp4"
    draft.write_bytes(quiet(clips).read_bytes())
    before = hashlib.sha256(draft.read_bytes()).digest()
    target = tmp_path / "a.fixed.mp4"
    target.hardlink_to(draft)
    report = analyze(draft, QUICK)
    fix = mend(Order(draft, report, target, Mending(force=True)), QUICK).fix
    assert fix is not None
    assert fix.path is None
    assert "the draft itself" in (fix.refusal.text if fix.refusal else "")
    assert hashlib.sha256(draft.read_bytes()).digest() == before


def test_a_draft_that_changes_meanwhile_gives_no_file(clips: MakeClip, tmp_path: Path) -> None:
    draft = tmp_path / "a.mp4"
    draft.write_bytes(quiet(clips).read_bytes())
    report = analyze(draft, QUICK)

    def change(stage: str) -> None:
        if stage == "rendering":
            os.utime(draft, (1, 1))

    order = Order(draft, report, tmp_path / "a.fixed.mp4", Mending())
    fix = mend(order, QUICK, on_stage=change).fix
    assert fix is not None
    assert "changed" in (fix.refusal.text if fix.refusal else "")
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_a_folder_that_takes_no_file_is_named(clips: MakeClip, tmp_path: Path) -> None:
    draft = quiet(clips)
    report = analyze(draft, QUICK)
    (tmp_path / "file").touch()
    order = Order(draft, report, tmp_path / "file" / "a.fixed.mp4", Mending())
    fix = mend(order, QUICK).fix
    assert fix is not None
    assert fix.path is None
    assert str(tmp_path / "file") in (fix.refusal.text if fix.refusal else "")


def test_what_a_killed_run_left_is_removed_and_what_is_being_written_is_not(
    tmp_path: Path,
) -> None:
    target = tmp_path / "a.fixed.mp4"
    left = tmp_path / ".a.fixed.mp4.0000.partial"
    left.touch()
    with place.partial(target) as held:
        place.sweep(target)
        assert not left.exists()
        assert held.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_run_mends_a_folder_and_leaves_what_it_made_alone(
    clips: MakeClip, tmp_path: Path
) -> None:
    draft = tmp_path / "talk.mp4"
    draft.write_bytes(quiet(clips).read_bytes())
    done = command(tmp_path, "--fix", "--no-transcript", "--json", "-")
    fix = done.videos["talk.mp4"]["fix"]
    assert fix["path"] == str(tmp_path / "talk.fixed.mp4")
    assert "sound" in {edit["kind"] for edit in fix["edits"]}
    assert fix["after"]["score"]["value"] > fix["before"]["score"]["value"]
    again = command(tmp_path, "--no-transcript", "--json", "-")
    assert list(again.videos) == ["talk.mp4"]
    assert again.videos["talk.mp4"]["fix"]["path"] is None


def test_drafts_of_many_folders_are_mended_into_one_as_they_lie(
    clips: MakeClip, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "talk.mp4").write_bytes(quiet(clips).read_bytes())
    done = command(tmp_path / "in", "--fix-to", tmp_path / "out", "--no-transcript", "--json", "-")
    paths = {video["fix"]["path"] for video in json.loads(done.out)["videos"]}
    assert paths == {str(tmp_path / "out" / name / "talk.fixed.mp4") for name in ("a", "b")}
    assert all(Path(path).is_file() for path in paths)


def test_files_of_two_folders_keep_their_names_unless_they_clash(tmp_path: Path) -> None:
    names = ("a/talk.mp4", "b/talk.mp4", "b/dance.mp4")
    drafts = {name: tmp_path / name for name in names}
    places = Places([*drafts.values()], drafts, Path("out"))
    assert places(drafts["b/dance.mp4"]) == Path("out/dance.fixed.mp4")
    assert places(drafts["a/talk.mp4"]) == Path("out/a/talk.fixed.mp4")
    assert places(drafts["b/talk.mp4"]) == Path("out/b/talk.fixed.mp4")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--fix-only", "sond"), "sound"),
        (("--fix-only", ""), "name what to mend"),
        (("--burn-captions", "plain", "--no-transcript"), "leave one of the two out"),
    ],
)
def test_what_makes_no_sense_is_said(options: tuple[str, ...], complaint: str) -> None:
    done = command("draft.mp4", *options)
    assert done.code == 2
    assert complaint in done.err

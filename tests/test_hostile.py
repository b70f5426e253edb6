"""One run over a folder of hostile files: every one its right answer, none of them a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from analyzer.media import binaries
from tests.command import Run, analyze
from tests.conftest import MakeClip, encode, turned

PLAIN = "plain.mp4"


@pytest.fixture(scope="module")
def folder(clips: MakeClip, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Good, odd and bad files, side by side."""
    folder = tmp_path_factory.mktemp("hostile drafts ñ")
    plain = clips(PLAIN, seconds=2, size="1080x1920")
    late = clips("late_index.mp4", seconds=2)
    jpeg = encode(
        folder / "art.jpg", "-f", "lavfi", "-i", "testsrc2=size=320x320", "-frames:v", "1"
    )
    sine = ("-f", "lavfi", "-i", "sine=duration=1")
    shutil.copy(plain, folder / PLAIN)
    for name in ('it\'s "quoted".mp4', "two\nlines.mp4", "-dash.mp4", "🎬 <b>naïve&.mp4"):
        shutil.copy(clips("tiny.mp4", seconds=0.5), folder / name)
    (folder / "empty.mp4").touch()
    (folder / "text.mp4").write_text("not a video\n" * 500)
    shutil.copy(jpeg, folder / "picture.mp4")
    (folder / "tail.mp4").write_bytes(late.read_bytes()[: late.stat().st_size // 2])
    (folder / "head.mp4").write_bytes(bytes(4096) + late.read_bytes()[4096:])
    encode(folder / "sound.mp4", *sine)
    encode(
        folder / "cover.mp4",
        *sine,
        "-i",
        str(jpeg),
        "-map",
        "0",
        "-map",
        "1",
        "-c:v",
        "mjpeg",
        "-disposition:v",
        "attached_pic",
    )
    (folder / "playlist.mp4").write_text(f"#EXTM3U\n#EXTINF:5,\n{plain}\n#EXT-X-ENDLIST\n")
    (folder / "remote.mp4").write_text("ffconcat version 1.0\nfile 'http://127.0.0.1:9/a.mp4'\n")
    shutil.copy(clips("blink.mp4", seconds=0.3), folder / "blink.mp4")
    shutil.copy(
        clips("odd.mp4", picture="testsrc", size="271x481", options=("-pix_fmt", "yuv444p")),
        folder / "odd.mp4",
    )
    shutil.copy(clips("ten.mp4", options=("-pix_fmt", "yuv420p10le")), folder / "ten.mp4")
    shutil.copy(
        clips(
            "uhd.mp4",
            size="2160x3840",
            fps=60,
            seconds=0.5,
            options=("-c:v", "libx265", "-x265-params", "log-level=none"),
        ),
        folder / "uhd.mp4",
    )
    turned(clips("wide.mp4", size="320x180"), folder / "turned.mp4", 90)
    short = clips("short.mp4", seconds=0.2, size="160x120")
    encode(
        folder / "two.mp4",
        "-i",
        str(short),
        "-i",
        str(late),
        "-map",
        "0:v",
        "-map",
        "1:v",
        "-map",
        "1:a",
        "-c",
        "copy",
    )
    jpeg.unlink()
    return folder


@pytest.fixture(scope="module")
def run(folder: Path) -> Run:
    return analyze(folder, "--json", "-", "--quiet")


REFUSED = {
    "empty.mp4": "empty",
    "text.mp4": "not a video",
    "picture.mp4": "not a video",
    "tail.mp4": "index (moov) is missing",
    "head.mp4": "not a video",
    "sound.mp4": "no picture",
    "cover.mp4": "cover picture",
    "playlist.mp4": "not a video",
    "remote.mp4": "not a video",
}


def test_the_exit_code_says_that_some_could_not_be_analyzed(run: Run) -> None:
    assert run.code == 2


def test_nobody_sees_a_traceback(run: Run) -> None:
    assert "Traceback" not in run.err


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_in_one_clear_line(run: Run, name: str) -> None:
    video = run.videos[name]
    assert video["status"] == "error"
    assert video["error"]["kind"] == "input"
    assert REFUSED[name] in video["error"]["message"]
    assert "\n" not in video["error"]["message"]
    assert video["judgements"] == []


def test_every_good_file_beside_them_is_analyzed(run: Run, folder: Path) -> None:
    good = {path.name for path in folder.iterdir()} - set(REFUSED)
    assert {name for name, video in run.videos.items() if video["status"] == "ok"} == good
    for name in good:
        assert set(run.videos[name]["signals"]["unmeasured"]) <= {"wanted_keywords"}, name


@pytest.mark.parametrize(
    ("name", "size", "duration"),
    [
        ("blink.mp4", (270, 480), 0.3),
        ("odd.mp4", (271, 481), 1.0),
        ("ten.mp4", (270, 480), 1.0),
        ("uhd.mp4", (2160, 3840), 0.5),
        ("turned.mp4", (180, 320), 1.0),
        ("two.mp4", (270, 480), 2.0),
        ("-dash.mp4", (270, 480), 0.5),
    ],
)
def test_an_odd_file_gives_no_wrong_number(
    run: Run, name: str, size: tuple[int, int], duration: float
) -> None:
    probe = run.videos[name]["probe"]
    assert (probe["display_width"], probe["display_height"]) == size
    assert probe["duration"] == pytest.approx(duration, abs=0.06)
    assert run.videos[name]["signals"]["hook"]["window"]["end"] == pytest.approx(
        min(2.0, duration), abs=0.06
    )


def test_the_document_follows_the_published_schema(run: Run) -> None:
    import jsonschema

    schema = json.loads(analyze("--schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(run.out), schema)


def test_a_file_named_like_an_option_is_a_file(folder: Path) -> None:
    done = analyze("-dash.mp4", "--json", "-", "--no-transcript", cwd=folder)
    assert done.code in (0, 1)
    assert next(iter(done.videos.values()))["status"] == "ok"


def test_one_bad_file_gives_one_line_and_exit_code_two(folder: Path) -> None:
    done = analyze(folder / "text.mp4")
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert "text.mp4: it is not a video" in done.err


def test_an_odd_name_cannot_steer_the_terminal(folder: Path) -> None:
    shutil.copy(folder / "empty.mp4", folder / "\x1b[31mred\nname.mp4")
    done = analyze(folder / "\x1b[31mred\nname.mp4")
    (folder / "\x1b[31mred\nname.mp4").unlink()
    assert "\x1b" not in done.err
    assert done.err.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="the fake ffprobe is a shell script")
def test_a_decoder_that_hangs_is_ended_with_all_that_it_started(
    folder: Path, tmp_path: Path
) -> None:
    mark = f"77{os.getpid()}"
    fake = tmp_path / "ffprobe"
    told = f'[ "$1" = -version ] && exec "{binaries.ffprobe()}" -version'
    fake.write_text(f"#!/bin/sh\n{told}\nsleep {mark}\n")
    fake.chmod(0o755)
    done = analyze(folder / PLAIN, "--no-cache", "--timeout", "8", ANALYZER_FFPROBE=str(fake))
    assert done.code == 2
    assert "stood still" in done.err
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert f"sleep {mark}" not in listed.stdout.splitlines()


def test_an_analysis_leaves_nothing_on_the_machine_but_its_own_cache(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a library keeps to report its use, such as an id of the machine, would lie there."""
    monkeypatch.delenv("CI", raising=False)  # libraries keep quiet where it is set
    home, scratch, cache = (tmp_path / name for name in ("home", "scratch", "cache"))
    home.mkdir()
    scratch.mkdir()
    done = analyze(
        clips("tiny.mp4", seconds=1), "--no-transcript", "--fail-on", "never",
        ANALYZER_CACHE=str(cache), HOME=str(home), XDG_CACHE_HOME=str(home / ".cache"),
        TMPDIR=str(scratch),
    )  # fmt: skip
    assert done.code == 0
    assert any(cache.iterdir())
    assert [path for folder in (home, scratch) for path in folder.rglob("*")] == []

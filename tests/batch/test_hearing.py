"""The user's own tracks are found in drafts, and one that was expected is missed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import analyze
from tests.conftest import encode
from tests.melodies import cut, melody

OPTIONS = ("--no-transcript", "--fail-on", "never", "--json", "-")
RAW = ("-f", "f32le", "-ar", "16000", "-ac", "1")


def recorded(target: Path, seed: int, start: float = 0.0, end: float = 20.0) -> Path:
    """A file with a part of a melody, with a picture where the file can hold one."""
    raw = target.with_suffix(".f32")
    raw.write_bytes(cut(melody(seed), start, end).tobytes())
    picture = ("-f", "lavfi", "-i", "testsrc2=s=180x320:r=10", "-shortest")
    seen = picture if target.suffix == ".mp4" else ()
    encode(target, *RAW, "-i", str(raw), *seen)
    raw.unlink()
    return target


@pytest.fixture
def tracks(tmp_path: Path) -> Path:
    """A folder with two tracks, of which one is a video, and what is no track."""
    folder = tmp_path / "tracks"
    folder.mkdir()
    recorded(folder / "first.mp3", 1)
    recorded(folder / "second.mp4", 2)
    shutil.copy(folder / "first.mp3", folder / "the same.mp3")
    (folder / "notes.txt").write_text("no sound")
    (folder / "broken.wav").write_bytes(b"RIFF")
    return folder


def codes(video: dict[str, object]) -> set[str]:
    return {finding["code"] for finding in video["judgements"][0]["findings"]}  # type: ignore[index]


def test_a_track_that_is_heard_is_told_and_none_that_is_not(tracks: Path, tmp_path: Path) -> None:
    draft = recorded(tmp_path / "draft.mp4", 2, 5.0, 15.0)
    run = analyze(draft, "--sounds", tracks, "--expect-sound", *OPTIONS)
    (sound,) = run.videos["draft.mp4"]["signals"]["sounds"]
    assert Path(sound["path"]).name == "second.mp4"
    assert sound["spans_there"][0]["start"] == pytest.approx(5.0, abs=0.5)
    assert sound["speed"] == 1.0
    assert "OR05" in codes(run.videos["draft.mp4"])
    assert "OR06" not in codes(run.videos["draft.mp4"])
    assert "broken.wav: no sound can be heard in it" in run.err
    assert "notes.txt" not in run.err


def test_a_track_that_was_expected_and_is_not_there_is_missed(tracks: Path, tmp_path: Path) -> None:
    draft = recorded(tmp_path / "draft.mp4", 7, 0.0, 8.0)
    run = analyze(draft, "--sounds", tracks, "--expect-sound", *OPTIONS)
    assert run.videos["draft.mp4"]["signals"]["sounds"] == []
    assert "OR06" in codes(run.videos["draft.mp4"])


def test_without_tracks_nothing_is_looked_for(tmp_path: Path) -> None:
    draft = recorded(tmp_path / "draft.mp4", 7, 0.0, 3.0)
    assert analyze(draft, *OPTIONS).videos["draft.mp4"]["signals"]["sounds"] is None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--sounds", "/nowhere/at/all"), "there is no such folder"),
        (("--expect-sound",), "say with --sounds FOLDER"),
    ],
)
def test_tracks_that_make_no_sense_are_said(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    draft = recorded(tmp_path / "draft.mp4", 7, 0.0, 2.0)
    run = analyze(draft, *options, *OPTIONS)
    assert run.code == 2
    assert said in run.err


def test_a_folder_without_tracks_is_said(tmp_path: Path) -> None:
    draft = recorded(tmp_path / "draft.mp4", 7, 0.0, 2.0)
    (tmp_path / "empty").mkdir()
    run = analyze(draft, "--sounds", tmp_path / "empty", *OPTIONS)
    assert run.code == 2
    assert "neither a sound nor a video" in run.err

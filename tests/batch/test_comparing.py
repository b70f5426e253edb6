"""Drafts are compared with a library and with each other, and the earlier one hears of it, too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import analyze
from tests.conftest import MakeClip, encode

OPTIONS = ("--no-transcript", "--fail-on", "never", "--quiet", "--json", "-")


def moving(target: Path, source: str = "mandelbrot=s=320x180:r=12", *more: str) -> Path:
    return encode(target, "-f", "lavfi", "-i", source, "-t", "5", *more)


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """A folder with two exports of one video, the second mirrored, and another video."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    moving(folder / "first.mp4")
    moving(folder / "mirrored.mp4", "mandelbrot=s=320x180:r=12", "-vf", "hflip")
    moving(folder / "other.mp4", "cellauto=s=320x180:r=12:rule=110")
    return folder


def codes(video: dict[str, object]) -> set[str]:
    return {finding["code"] for finding in video["judgements"][0]["findings"]}  # type: ignore[index]


def test_two_drafts_that_are_the_same_both_say_so(drafts: Path) -> None:
    videos = analyze(drafts, *OPTIONS).videos
    for name, like in (("first.mp4", "mirrored.mp4"), ("mirrored.mp4", "first.mp4")):
        (match,) = videos[name]["signals"]["matches"]
        assert (Path(match["path"]).name, match["of"], match["mirrored"]) == (like, "run", True)
        assert "OR03" in codes(videos[name])
    assert videos["other.mp4"]["signals"]["matches"] == []
    assert "OR03" not in codes(videos["other.mp4"])


def test_copies_of_a_file_are_the_same_whole_and_say_so(drafts: Path) -> None:
    (drafts / "mirrored.mp4").unlink()
    shutil.copy(drafts / "first.mp4", drafts / "again.mp4")
    videos = analyze(drafts, *OPTIONS).videos
    for name, like in (("first.mp4", "again.mp4"), ("again.mp4", "first.mp4")):
        (match,) = videos[name]["signals"]["matches"]
        assert (Path(match["path"]).name, match["picture"], match["speed"]) == (like, 1.0, 1.0)
        assert "OR03" in codes(videos[name])
    assert videos["other.mp4"]["signals"]["matches"] == []


def test_a_draft_that_was_there_before_is_told_with_the_file(drafts: Path, tmp_path: Path) -> None:
    library = tmp_path / "march"
    library.mkdir()
    shutil.copy(drafts / "mirrored.mp4", library / "bread.mp4")
    (library / "broken.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    run = analyze(drafts / "first.mp4", "--library", library, *OPTIONS)
    (match,) = run.videos["first.mp4"]["signals"]["matches"]
    assert (Path(match["path"]).name, match["of"]) == ("bread.mp4", "library")
    assert "OR02" in codes(run.videos["first.mp4"])


def test_a_draft_is_not_compared_with_itself_in_the_library(drafts: Path) -> None:
    run = analyze(drafts / "other.mp4", "--library", drafts, *OPTIONS)
    assert run.videos["other.mp4"]["signals"]["matches"] == []


def test_a_single_draft_without_a_library_is_not_compared(clips: MakeClip) -> None:
    draft = clips("alone.mp4", seconds=2)
    run = analyze(draft, *OPTIONS)
    assert run.videos[draft.name]["signals"]["matches"] is None


def test_a_library_that_is_not_there_is_said_and_nothing_else_happens(clips: MakeClip) -> None:
    run = analyze(clips("alone.mp4", seconds=2), "--library", "/nowhere/at/all", *OPTIONS)
    assert run.code == 2
    assert "nowhere" in run.err
    assert "Traceback" not in run.err

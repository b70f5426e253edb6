"""Drafts are found by what they are, in an order that people expect, and each of them once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analyzer.batch.discovery import discover, passed_over
from analyzer.errors import InputError
from tests.conftest import ROOT, MakeClip, encode

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")


def touched(*paths: Path) -> list[Path]:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return list(paths)


def test_a_folder_is_searched_to_any_depth_for_videos(tmp_path: Path) -> None:
    deep = tmp_path / "client" / "week 3"
    wanted = touched(tmp_path / "b.MP4", deep / "a.mov", deep / "z.webm")
    touched(tmp_path / "notes.txt", deep / "._a.mov", deep / ".hidden.mp4", deep / ".git" / "c.mp4")
    (tmp_path / "folder.mp4").mkdir()
    found = discover([tmp_path])
    assert sorted(found.drafts) == sorted(wanted)
    assert found.hidden == 3


def test_numbers_in_names_count_as_numbers(tmp_path: Path) -> None:
    names = ("draft10.mp4", "Draft2.mp4", "draft1.mp4", "part 2/draft1.mp4", "part 10/draft1.mp4")
    touched(*(tmp_path / name for name in names))
    found = [str(draft.relative_to(tmp_path)) for draft in discover([tmp_path]).drafts]
    assert found.index("draft1.mp4") < found.index("Draft2.mp4") < found.index("draft10.mp4")
    second, tenth = (str(Path(folder, "draft1.mp4")) for folder in ("part 2", "part 10"))
    assert found.index(second) < found.index(tenth)


def test_a_video_without_a_videos_name_is_found_by_its_content(
    clips: MakeClip, tmp_path: Path
) -> None:
    for name in ("final export", "draft.bin", "sound.m4a", "cover.heic"):
        (tmp_path / name).write_bytes(clips("tiny.mp4", seconds=0.5).read_bytes())
    (tmp_path / "letter").write_text("Dear Sir or Madam")
    found = discover([tmp_path])
    assert {draft.name for draft in found.drafts} == {"final export", "draft.bin"}


@pytest.mark.parametrize("kind", ["webm", "mkv", "avi", "flv", "ts", "mpg"])
def test_every_usual_container_is_known_by_its_content(
    clips: MakeClip, tmp_path: Path, kind: str
) -> None:
    options = ("-f", "mpeg", "-c:v", "mpeg2video") if kind == "mpg" else ()
    (tmp_path / "nameless").write_bytes(
        clips(f"a.{kind}", seconds=0.4, sound=None, options=options).read_bytes()
    )
    assert discover([tmp_path]).drafts == [tmp_path / "nameless"]


def test_downloads_that_are_not_complete_are_passed_over_and_counted(tmp_path: Path) -> None:
    draft = touched(tmp_path / "a.mp4", tmp_path / "b.mp4.part", tmp_path / "c.crdownload")[0]
    found = discover([tmp_path])
    assert found.drafts == [draft]
    assert passed_over(found) == "2 not downloaded completely"


def test_a_file_that_is_named_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    assert discover([tmp_path / ".draft.bin"]).drafts == [tmp_path / ".draft.bin"]


@needs_links
def test_the_same_file_reached_twice_is_one_draft(tmp_path: Path) -> None:
    draft = touched(tmp_path / "a.mp4")[0]
    (tmp_path / "z.mp4").symlink_to(draft)
    found = discover([tmp_path, draft, tmp_path / "." / "a.mp4"])
    assert found.drafts == [draft]
    assert found.repeated == 3


@needs_links
def test_links_in_a_circle_and_links_to_nowhere_are_survived(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    draft = touched(inner / "a.mp4")[0]
    (inner / "up").symlink_to(tmp_path)
    (inner / "self").symlink_to(inner)
    (tmp_path / "gone.mp4").symlink_to(tmp_path / "nothing.mp4")
    found = discover([tmp_path])
    assert [os.path.realpath(path) for path in found.drafts] == [os.path.realpath(draft)]
    assert found.broken == 1


def test_a_folder_without_videos_says_what_was_passed_over(tmp_path: Path) -> None:
    touched(tmp_path / ".a.mp4")
    with pytest.raises(InputError, match=r"no video in this folder \(passed over: 1 hidden\)"):
        discover([tmp_path])
    assert discover([tmp_path], may_be_empty=True).drafts == []


def test_the_samples_are_found_in_their_folder() -> None:
    assert len(discover([ROOT / "sample_videos"]).drafts) == 6


def test_typescript_is_no_draft_though_mpeg_is_called_the_same(
    clips: MakeClip, tmp_path: Path
) -> None:
    (tmp_path / "index.ts").write_text("export const answer: number = 42;\n" * 40)
    (tmp_path / "module.mts").write_text("export {};\n")
    stream = clips("a.ts", seconds=0.4, sound=None)
    (tmp_path / "clip.ts").write_bytes(stream.read_bytes())
    copy = ("-i", str(stream), "-c", "copy", "-f", "mpegts", "-mpegts_m2ts_mode", "1")
    encode(tmp_path / "camcorder.mts", *copy)
    found = discover([tmp_path])
    assert {draft.name for draft in found.drafts} == {"clip.ts", "camcorder.mts"}


@needs_links
def test_a_link_to_itself_is_survived(tmp_path: Path) -> None:
    draft = touched(tmp_path / "a.mp4")[0]
    for name in ("self", "self.mp4", "folder"):
        (tmp_path / name).symlink_to(name)
    found = discover([tmp_path])
    assert found.drafts == [draft]
    assert found.broken == 3


def test_a_pipe_in_a_folder_is_no_draft_and_is_not_waited_for(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    draft = touched(tmp_path / "a.mp4")[0]
    os.mkfifo(tmp_path / "pipe")
    os.mkfifo(tmp_path / "pipe.mp4")
    assert discover([tmp_path]).drafts == [draft]

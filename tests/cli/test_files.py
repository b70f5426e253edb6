"""A report is written whole, beside its draft, and over nothing by accident."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from analyzer.cli.files import beside, write_whole
from analyzer.errors import UsageError


def test_a_file_is_written_with_its_line_ends_as_they_are(tmp_path: Path) -> None:
    target = tmp_path / "draft.srt"
    assert write_whole(target, "één\r\ntwo\n")
    assert target.read_bytes() == "één\r\ntwo\n".encode()
    assert list(tmp_path.iterdir()) == [target]


def test_what_exists_stays_unless_forced(tmp_path: Path) -> None:
    target = tmp_path / "draft.srt"
    target.write_text("mine")
    assert not write_whole(target, "new")
    assert target.read_text() == "mine"
    assert write_whole(target, "new", over=True)
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_link_to_nowhere_counts_as_a_file_that_exists(tmp_path: Path) -> None:
    target = tmp_path / "draft.srt"
    target.symlink_to(tmp_path / "nowhere")
    assert not write_whole(target, "new")
    assert not (tmp_path / "nowhere").exists()


def test_a_disk_without_links_gets_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    target = tmp_path / "draft.srt"
    assert write_whole(target, "first")
    assert not write_whole(target, "second")
    assert target.read_text() == "first"
    assert list(tmp_path.iterdir()) == [target]


def test_of_many_writers_at_once_exactly_one_succeeds(tmp_path: Path) -> None:
    target = tmp_path / "draft.srt"
    written: list[str] = []

    def write(text: str) -> None:
        if write_whole(target, text * 10_000):
            written.append(text * 10_000)

    threads = [threading.Thread(target=write, args=(letter,)) for letter in "abcdefgh"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert written == [target.read_text()]


def test_a_folder_that_is_not_there_is_said_with_the_path(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"missing.draft\.srt: No such file"):
        write_whole(tmp_path / "missing" / "draft.srt", "text")


@pytest.mark.skipif(os.name == "nt", reason="there is no /dev/null")
def test_a_device_is_written_to_and_never_replaced() -> None:
    assert write_whole(Path(os.devnull), "text")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(
    ("drafts", "targets"),
    [
        (["a.mp4"], ["a.srt"]),
        (["a.b.mp4", "x/a.b.mp4"], ["a.b.srt", "x/a.b.srt"]),
        (["a.mp4", "a.mov", "b.mp4"], ["a.mp4.srt", "a.mov.srt", "b.srt"]),
        (["a.mp4", "A.MOV"], ["a.mp4.srt", "A.MOV.srt"]),
        (["a.mp4", "a.mov", "a.mp4.mkv"], ["a.mp4.srt", "a.mov.srt", "a.mp4.mkv.srt"]),
        (["a.mp4", "a.srt"], ["a.mp4.srt", "a.srt.srt"]),
        (["no_suffix"], ["no_suffix.srt"]),
    ],
)
def test_each_draft_gets_a_file_of_its_own(drafts: list[str], targets: list[str]) -> None:
    assert beside([Path(d) for d in drafts], ".srt") == [Path(t) for t in targets]

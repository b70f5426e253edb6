"""What a killed run leaves behind is removed by the next one, and nothing else is."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analyzer.cache.store import Store
from analyzer.cli.collection import Collection
from analyzer.cli.pages import HtmlSink
from analyzer.scratch import MARKER, PAGE_PREFIX, PAGE_SECONDS, PREFIXES, Scratch, sweep
from analyzer.settings import Settings
from tests.command import analyze
from tests.conftest import ROOT, MakeClip

HOLD = """
import sys, time
from analyzer.cli.collection import Collection
from analyzer.cli.pages import HtmlSink
from analyzer.scratch import Scratch
folders = [Scratch(prefix) for prefix in sys.argv[1:]]
for folder in folders:
    (folder.path / "upload").write_text("a draft")
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of its own for this process and those that it starts."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def left(folder: Path) -> set[str]:
    return {path.name.partition("-")[0] for path in folder.iterdir()}


def test_a_folder_goes_when_it_is_closed(temporary: Path) -> None:
    with Scratch("drafts-") as folder:
        (folder / "more").mkdir()
        assert folder.stat().st_mode & 0o777 == 0o700
        assert sweep() == 0
        assert folder.is_dir()
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="nobody is killed like that there")
def test_what_a_killed_process_left_is_removed_once_it_is_gone(temporary: Path) -> None:
    command = [sys.executable, "-c", HOLD, *PREFIXES]
    owner = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    assert owner.stdout.readline() == "ready\n"
    assert sweep() == 0
    assert len(list(temporary.iterdir())) == 3
    owner.send_signal(signal.SIGKILL)
    owner.communicate(timeout=10)
    assert sweep() == 2
    assert left(temporary) == {"draft"}


def test_a_page_that_was_shown_stays_for_a_day(temporary: Path) -> None:
    page = Scratch(PAGE_PREFIX)
    page.leave()
    assert sweep() == 0
    long_ago = time.time() - PAGE_SECONDS - 1
    os.utime(page.path, (long_ago, long_ago))
    assert sweep() == 1
    assert list(temporary.iterdir()) == []


def test_a_folder_of_somebody_else_stays(temporary: Path) -> None:
    (temporary / "drafts-of-mine").mkdir()
    (temporary / "drafts-of-mine" / "clip.mp4").touch()
    (temporary / "other").mkdir()
    (temporary / "other" / MARKER).touch()
    (temporary / "drafts-link").symlink_to(temporary / "other")
    (temporary / "drafts-file").touch()
    assert sweep() == 0
    assert len(list(temporary.iterdir())) == 4


def test_the_next_run_removes_what_a_killed_one_left(clips: MakeClip, temporary: Path) -> None:
    with Scratch("dropped-") as folder:
        (folder / "upload.draft").write_text("a draft")
        copy = temporary / "dropped-and-forgotten"
        shutil.copytree(folder, copy)
    assert analyze(clips("second.mp4"), "--no-transcript", "--fail-on", "never").code == 0
    assert not copy.exists()


def test_nothing_is_made_to_be_shown_where_there_is_nothing_to_show(temporary: Path) -> None:
    with Store(temporary / "cache") as store, Collection() as collection:
        HtmlSink(None, collection, Settings(), store, "en", shown=True).finish()
    assert list(temporary.glob(f"{PAGE_PREFIX}*")) == []

"""Measurements are kept by content and version, and nothing that happens to them stops a run."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from analyzer import weights
from analyzer.cache import database
from analyzer.cache import store as store_module
from analyzer.cache.store import KEPT_DAYS, Store
from analyzer.errors import DependencyError, InputError
from analyzer.model import Report
from analyzer.pipeline import analysis as pipeline
from analyzer.pipeline import keys
from analyzer.pipeline.measure import measure
from analyzer.settings import Settings
from analyzer.signals import all_measurers
from tests.conftest import ROOT, MakeClip

QUICK = Settings(transcript=False)

DERIVED = {name for name, one in all_measurers().items() if one.is_derived}
"""What is computed anew each time from what was measured."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


@pytest.fixture
def draft(clips: MakeClip, tmp_path: Path) -> Path:
    return Path(shutil.copy(clips("second.mp4"), tmp_path / "draft.mp4"))


def stages(report: Report) -> set[str]:
    assert report.timing is not None
    return set(report.timing.stages) - {"checks", *DERIVED}


def same(one: Report, other: Report) -> bool:
    return msgspec.structs.replace(one, timing=None, path="") == msgspec.structs.replace(
        other, timing=None, path=""
    )


def test_what_was_measured_is_not_measured_again(store: Store, draft: Path) -> None:
    first = pipeline.analyze(draft, QUICK, store)
    second = pipeline.analyze(draft, QUICK, store)
    assert {"probe", "decode", "sound", "loudness", "speech", "music"} <= stages(first)
    assert stages(second) == set()
    assert same(first, second)


def test_a_report_that_needs_no_measuring_is_recalled_without_opening_the_draft(
    store: Store, draft: Path
) -> None:
    assert pipeline.recaller(QUICK, store)(draft) is None
    first = pipeline.analyze(draft, QUICK, store)
    recalled = pipeline.recaller(QUICK, store)(draft)
    assert recalled is not None
    assert same(first, recalled)


def test_a_draft_without_sound_is_recalled_too(
    store: Store, clips: MakeClip, tmp_path: Path
) -> None:
    mute = Path(shutil.copy(clips("mute.mp4", sound=None), tmp_path / "mute.mp4"))
    first = pipeline.analyze(mute, Settings(), store)
    recalled = pipeline.recaller(Settings(), store)(mute)
    assert recalled is not None
    assert same(first, recalled)


def test_a_file_that_was_moved_is_recognised(store: Store, draft: Path, tmp_path: Path) -> None:
    first = pipeline.analyze(draft, QUICK, store)
    moved = draft.rename(tmp_path / "final é.mp4")
    second = pipeline.analyze(moved, QUICK, store)
    assert stages(second) == set()
    assert same(first, second)
    assert second.path == str(moved)


def test_what_is_no_video_is_refused_before_it_is_read_whole(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    monkeypatch.setattr(store_module, "digest_of", read.append)
    (tmp_path / "notes.mp4").write_text("no video")
    with pytest.raises(InputError, match="not a video"):
        pipeline.analyze(tmp_path / "notes.mp4", QUICK, store)
    assert read == []


def test_a_file_that_was_changed_is_measured_again(
    store: Store, draft: Path, clips: MakeClip
) -> None:
    pipeline.analyze(draft, QUICK, store)
    times = draft.stat()
    shutil.copy(clips("other.mp4", picture="smptebars"), draft)
    os.utime(draft, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert pipeline.recaller(QUICK, store)(draft) is None
    assert "decode" in stages(pipeline.analyze(draft, QUICK, store))


def test_a_new_version_of_one_measurer_measures_that_signal_and_what_builds_on_it(
    store: Store, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.analyze(draft, QUICK, store)
    real = keys._code
    monkeypatch.setattr(keys, "_code", lambda m: "new" if m.endswith(".faces") else real(m))
    again = stages(pipeline.analyze(draft, QUICK, store))
    expected = {"decode", "faces", "upright", "picture", "picture_light", "picture_detail"}
    assert again == expected
    assert stages(pipeline.analyze(draft, QUICK, store)) == set()


def test_what_was_measured_while_an_input_failed_is_not_kept(
    store: Store, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise DependencyError("the face model is missing")

    with monkeypatch.context() as for_once:
        for_once.setattr(weights, "face_model", gone)
        without = pipeline.analyze(draft, QUICK, store)
    assert without.signals is not None
    assert without.signals.picture is not None
    again = stages(pipeline.analyze(draft, QUICK, store))
    assert {"faces", "picture"} <= again
    assert "motion" not in again
    assert stages(pipeline.analyze(draft, QUICK, store)) == set()


def test_judging_is_always_fresh(store: Store, draft: Path) -> None:
    pipeline.analyze(draft, QUICK, store)
    settings = msgspec.structs.replace(QUICK, platforms=("shorts",))
    report = pipeline.recaller(settings, store)(draft)
    assert report is not None
    assert report.judgements[0].platform == "shorts"


def test_a_draft_that_changes_while_it_is_measured_is_not_kept(
    store: Store, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meddle(*arguments: object) -> None:
        measure(*arguments)  # type: ignore[arg-type]
        draft.touch()

    monkeypatch.setattr(pipeline, "measure", meddle)
    pipeline.analyze(draft, QUICK, store)
    assert store.holdings().drafts == 0


def test_a_measurement_in_an_older_shape_is_measured_again(store: Store, draft: Path) -> None:
    pipeline.analyze(draft, QUICK, store)
    with sqlite3.connect(store.path) as db:
        db.execute("UPDATE measured SET value = x'81a16101' WHERE name = 'motion'")
    assert stages(pipeline.analyze(draft, QUICK, store)) == {"decode", "motion"}


def test_a_full_disk_is_said_and_does_not_stop_the_analysis(store: Store, draft: Path) -> None:
    whole = pipeline.analyze(draft, QUICK, store)
    assert store._db is not None
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    identity = store.identify(draft)
    assert identity is not None
    store.keep(identity, {"loudness": ("f", "x" * 100_000)})
    assert store.trouble is not None
    assert "full" in store.trouble
    assert same(pipeline.analyze(draft, QUICK, store), whole)


def test_a_cache_that_cannot_be_written_is_said_and_done_without(
    draft: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    store = Store(tmp_path / "file" / "cache")
    assert store.trouble is not None
    assert pipeline.analyze(draft, QUICK, store).score is not None
    assert pipeline.recaller(QUICK, store)(draft) is None
    assert store.holdings() == (0, 0)


def test_a_damaged_database_is_begun_anew(store: Store, draft: Path) -> None:
    pipeline.analyze(draft, QUICK, store)
    store.close()
    for file in store.path.parent.iterdir():
        file.unlink()
    store.path.write_bytes(b"this is no database" * 1000)
    with Store(store.path.parent) as again:
        assert again.trouble is None
        pipeline.analyze(draft, QUICK, again)
        assert again.holdings().drafts == 1


def test_a_tool_of_another_version_keeps_its_own(store: Store, draft: Path) -> None:
    other = store.path.with_name("measurements-99.sqlite")
    other.write_bytes(b"theirs")
    pipeline.analyze(draft, QUICK, store)
    with Store(store.path.parent) as again:
        assert pipeline.recaller(QUICK, again)(draft) is not None
        assert other.read_bytes() == b"theirs"
        again.clear()
        assert not other.exists()


def test_another_process_that_writes_for_long_costs_one_measurement_only(
    store: Store, draft: Path
) -> None:
    assert store._db is not None
    store._db.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    pipeline.analyze(draft, QUICK, store)
    assert "locked" in str(store.trouble)
    other.execute("ROLLBACK")
    other.close()
    assert store.holdings().drafts == 0
    pipeline.analyze(draft, QUICK, store)
    assert store.trouble is None
    assert store.holdings().drafts == 1


def test_what_another_process_has_begun_anew_is_not_removed(store: Store, draft: Path) -> None:
    pipeline.analyze(draft, QUICK, store)
    with Store(store.path.parent) as other:
        other._begin_anew()  # as after damage that the other has mended meanwhile
    assert pipeline.recaller(QUICK, store)(draft) is not None
    assert store.path.exists()


def test_the_file_shrinks_to_its_ceiling_and_the_newest_stay(store: Store, draft: Path) -> None:
    identity = store.identify(draft)
    assert identity is not None
    for n in range(100):
        one = identity._replace(content=f"{n:032x}")
        store.keep(one, {"stills": ("k", b"x" * 20_000)})
    assert store.holdings().size_bytes > 2_000_000
    store.tidy(most_bytes=500_000)
    assert store.trouble is None
    assert 300_000 < store.holdings().size_bytes < 500_000
    with sqlite3.connect(store.path) as db:
        left = {int(row[0].hex(), 16) for row in db.execute("SELECT content FROM drafts")}
    assert left == set(range(100 - len(left), 100))
    assert 10 < len(left) < 25
    assert database.is_sound(store.path)


def test_a_library_neither_counts_nor_goes_while_it_is_held(store: Store, draft: Path) -> None:
    identity = store.identify(draft)
    assert identity is not None
    contents = [f"{n:032x}" for n in range(100)]
    for content in contents:
        store.keep(identity._replace(content=content), {"looks": ("k", b"x" * 20_000)})
    store.touch(contents[:50], hold_days=30)
    store.tidy(most_bytes=500_000)
    with sqlite3.connect(store.path) as db:
        left = {row[0].hex() for row in db.execute("SELECT content FROM drafts")}
        db.execute("UPDATE drafts SET used = used - ?", (30,))
    assert set(contents[:50]) <= left
    assert 10 < len(left) - 50 < 25
    store.tidy(most_bytes=500_000)
    assert 10 < store.holdings().drafts < 25


def test_clearing_forgets_everything(store: Store, draft: Path) -> None:
    pipeline.analyze(draft, QUICK, store)
    assert store.holdings().drafts == 1
    store.clear()
    assert store.holdings().drafts == 0
    assert pipeline.recaller(QUICK, store)(draft) is None


def test_what_nobody_asks_for_is_dropped_in_time(store: Store, draft: Path) -> None:
    report = pipeline.analyze(draft, QUICK, store)
    with sqlite3.connect(store.path) as db:
        db.execute("UPDATE drafts SET used = used - ?", (KEPT_DAYS + 1,))
    assert report.content is not None
    store.touch([report.content])
    store.tidy()
    assert store.holdings().drafts == 1
    with sqlite3.connect(store.path) as db:
        db.execute("UPDATE drafts SET used = used - ?", (KEPT_DAYS + 1,))
    store.tidy()
    assert store.holdings().drafts == 0
    assert pipeline.recaller(QUICK, store)(draft) is None


WRITER = """
import sys, pathlib
from analyzer.cache.store import Identity, Store
store = Store(pathlib.Path(sys.argv[1]))
for n in range(int(sys.argv[2]), 100000, 2):
    path = pathlib.Path(__file__ if False else sys.argv[3])
    identity = store.identify(path)
    store.keep(identity._replace(content=f"{n:032x}"), {"loudness": ("f", {"n": n})})
    assert store.trouble is None, store.trouble
    print(n, flush=True)
"""


def test_two_writers_and_a_kill_at_any_moment_lose_nothing_that_was_kept(
    store: Store, draft: Path
) -> None:
    command = [sys.executable, "-c", WRITER, str(store.path.parent)]
    writers = [
        subprocess.Popen(
            [*command, str(n), str(draft)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for n in (0, 1)
    ]
    said: set[int] = set()
    for writer in writers:
        assert writer.stdout is not None
        said |= {int(writer.stdout.readline()) for _ in range(40)}
    for writer in writers:
        writer.kill()
        assert writer.stdout is not None
        said |= {int(line) for line in writer.stdout if line.endswith("\n")}
        writer.wait()
    store.close()
    with sqlite3.connect(store.path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = {int(row[0].hex(), 16) for row in db.execute("SELECT content FROM measured")}
    assert len(said) >= 80
    assert said <= kept

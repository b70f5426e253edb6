"""What is not measured again of a mended file is what would be measured again."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.fix.planning import plan
from analyzer.fix.proof import carried_over
from analyzer.fix.render import Work, render
from analyzer.model import Plan, Report
from analyzer.pipeline.analysis import analyze
from analyzer.settings import Mending, Settings
from tests.conftest import MakeClip
from tests.fix.test_mend import quiet

PICTURE = {"motion", "faces", "picture", "overlay_text", "upright", "cuts", "damage"}
SOUND = {"loudness", "speech", "music", "channels"}


def rendered(draft: Path, folder: Path, *only: str) -> tuple[Report, Plan, Path]:
    settings = Settings(transcript=False, platforms=("reels",))
    report = analyze(draft, settings)
    wanted, target = plan(report, Mending(only)), folder / "mended.mp4"
    render(Work(draft, report, target, folder), wanted)
    return report, wanted, target


@pytest.mark.parametrize(
    ("kind", "held", "not_held"),
    [("sound", PICTURE, SOUND), ("file", PICTURE | SOUND, set()), ("frame", SOUND, PICTURE)],
)
def test_what_is_carried_over_is_what_is_found_in_the_result(
    clips: MakeClip, tmp_path: Path, kind: str, held: set[str], not_held: set[str]
) -> None:
    draft = quiet(clips, options=("-c:a", "aac", "-ac", "2"))
    report, wanted, target = rendered(draft, tmp_path, kind)
    found = carried_over(report, draft, target, wanted, tmp_path)
    assert held <= {*found}
    assert not not_held & {*found}
    fresh = analyze(target, Settings(transcript=False, platforms=("reels",))).signals
    assert fresh is not None
    assert {n: v for n, v in found.items() if n != "cuts" and v != getattr(fresh, n)} == {}


def test_nothing_is_carried_over_to_another_film(clips: MakeClip, tmp_path: Path) -> None:
    draft = quiet(clips, options=("-c:a", "aac", "-ac", "2"))
    report, wanted, _ = rendered(draft, tmp_path, "file")
    other = clips("other.mp4", size="540x960", seconds=3.0, picture="mandelbrot")
    found = carried_over(report, draft, other, wanted, tmp_path)
    assert not PICTURE & {*found}
    assert not SOUND & {*found}

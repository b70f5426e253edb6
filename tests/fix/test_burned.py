"""Words that are drawn into a real picture can be read in it, clear of what the app covers."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from analyzer.fix import standing
from analyzer.fix.planning import plan
from analyzer.fix.render import Work, render
from analyzer.model import Report, TextKind, Transcript, Word
from analyzer.pipeline.analysis import analyze
from analyzer.settings import Mending, Settings
from scripts.bench.captions import distance
from tests.conftest import encode

SECONDS = 7

SAID = (
    "Today I show you how to bake a really good sourdough bread without any kneading at all. "
    "Zet de oven op 240 graden!"
)


@pytest.fixture(scope="module")
def draft(real_media: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report of a real selfie without any text, in which somebody is made to speak."""
    source = real_media / "video" / "vert_selfie_noaudio_720x1280.mp4"
    clip = tmp_path_factory.mktemp("said") / "clip.mp4"
    encode(clip, "-i", str(source), "-t", str(SECONDS), "-c", "copy", "-movflags", "+faststart")
    report = analyze(clip, Settings(transcript=False, platforms=("reels",)))
    assert report.signals is not None
    texts = SAID.split()
    step = (SECONDS - 0.6) / len(texts)
    words = tuple(
        Word(text, 0.2 + n * step, 0.2 + (n + 0.8) * step, 0.99) for n, text in enumerate(texts)
    )
    said = Transcript("en", SAID, words, "by hand", "by hand")
    return replace(report, signals=replace(report.signals, transcript=said))


@pytest.mark.slow
@pytest.mark.parametrize("style", ["plain", "boxed", "karaoke"])
def test_what_is_said_is_read_back_and_nothing_covers_it(
    draft: Report, tmp_path: Path, style: str
) -> None:
    wanted = plan(draft, Mending((), captions=style))
    result = tmp_path / "said.mp4"
    render(Work(Path(draft.path), draft, result, tmp_path), wanted)
    report = analyze(result, Settings(transcript=False, platforms=("reels",)))
    assert report.signals is not None
    lines = [line for line in report.signals.overlay_text or () if line.kind is not TextKind.SCENE]
    read = " ".join(line.text for line in sorted(lines, key=lambda one: one.span.start))
    assert distance(read, SAID) <= 0.02 * len(SAID), read
    codes = {finding.code for finding in standing.findings(report)}
    assert not [code for code in codes if code.startswith("SZ")]

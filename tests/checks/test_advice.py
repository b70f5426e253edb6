"""The right advice first: by what it costs, one cause at a time, and only what was asked."""

from __future__ import annotations

import re

import pytest

from analyzer import checks
from analyzer.model import (
    Finding,
    HookFaces,
    HookSpeech,
    HookText,
    Kind,
    Music,
    Opening,
    Outcome,
    Result,
    Severity,
    Span,
    Strength,
)
from tests.checks.cases import CAPTIONS, NO_MUSIC, STILL, Case, of_kind, said, shape, shown
from tests.conftest import ROOT

TABLE = checks.weights()
SEVERITY = {check.code: check.severity for check in checks.all_checks()}


def judged(case: Case) -> tuple[list[Finding], dict[str, Outcome]]:
    findings, outcomes = checks.run(case.probe, case.signals, case.profile)
    return list(findings), {outcome.code: outcome for outcome in outcomes}


def codes(case: Case) -> list[str]:
    return [finding.code for finding in judged(case)[0]]


def test_the_table_has_a_row_for_every_check_and_no_other() -> None:
    assert set(TABLE) == set(SEVERITY)


def test_nothing_that_blocks_a_draft_costs_less_than_what_does_not() -> None:
    blocking = {TABLE[code].impact for code, how in SEVERITY.items() if how is Severity.ERROR}
    others = {TABLE[code].impact for code, how in SEVERITY.items() if how is not Severity.ERROR}
    assert max(others) < min(blocking) < 100


@pytest.mark.parametrize("code", [code for code, row in TABLE.items() if row.explained_by])
def test_a_cause_is_no_lighter_than_what_follows_and_the_deepest_comes_first(code: str) -> None:
    ranks = list(Severity)
    causes = TABLE[code].explained_by
    for place, cause in enumerate(causes):
        assert ranks.index(SEVERITY[cause]) <= ranks.index(SEVERITY[code])
        assert set(TABLE[cause].explained_by) <= set(causes[:place])


def test_the_docs_say_what_every_finding_costs_and_whom_it_is_for() -> None:
    listed = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    for check in checks.all_checks():
        row = TABLE[check.code]
        kinds = "all" if row.kinds == tuple(Kind) else ", ".join(row.kinds)
        told = f"| {check.summary} | {row.part} | {row.impact} | {kinds} |"
        assert re.search(rf"^\| {check.code} \| .*{re.escape(told)}", listed, re.MULTILINE), told


SILENT = {
    "loudness": {"is_silent": True, "integrated_lufs": None, "true_peak_dbtp": None},
    "music": NO_MUSIC,
    "transcript": said(""),
    "keywords": (),
    "speech": {"present": False, "first_at": None, "seconds": 0.0, "spans": ()},
    "hook": {"speech": HookSpeech(False, None, 0.0)},
}


def test_a_silent_track_stands_above_a_shape_that_misses_by_little() -> None:
    assert codes(Case({**SILENT, **shape(1018, 1920, "509:960")})) == ["SD02", "FM01", "FM03"]


def test_a_silent_track_is_one_finding_and_the_outcomes_keep_the_others() -> None:
    findings, outcomes = judged(Case(SILENT))
    assert [finding.code for finding in findings] == ["SD02"]
    explained = {o.code: o.explained_by for o in outcomes.values() if o.explained_by}
    assert explained == {"SD03": "SD02", "HK03": "SD02", "WD01": "SD02"}
    assert outcomes["SD03"].outcome is Result.EXPLAINED
    assert outcomes["SD03"].note == "no music was found; sound and music carry a short video"


def test_sound_on_a_track_that_no_app_plays_explains_what_is_not_heard() -> None:
    silent = {"is_silent": True, "integrated_lufs": None, "true_peak_dbtp": None, "heard_on": 2}
    other = {"loudness": silent, "audio_streams": 2}
    findings, outcomes = judged(Case({**SILENT, **other}))
    assert [finding.code for finding in findings] == ["SD15"]
    explained = {o.code: o.explained_by for o in outcomes.values() if o.explained_by}
    assert explained == {"SD03": "SD15", "HK03": "SD15", "WD01": "SD15"}


def test_a_hot_master_is_one_finding_with_the_whole_act() -> None:
    hot = {"integrated_lufs": -6.4, "true_peak_dbtp": 1.8, "clipped_samples": 40}
    (finding,) = judged(Case({"loudness": hot}))[0]
    assert finding.code == "SD06"
    assert finding.remedy == "Lower it by 7.6 dB to -14 LUFS, then a limiter at -1 dBTP."


def test_a_master_that_clips_is_not_mended_by_a_limiter_alone() -> None:
    hot = {"integrated_lufs": -6.4, "true_peak_dbtp": 1.8, "clipped_samples": 9_000}
    (finding,) = judged(Case({"loudness": hot}))[0]
    assert "export again: what clips in this file stays so" in finding.remedy
    assert finding.degree == 1.0


def test_a_quiet_master_gets_a_limiter_only_where_its_peaks_need_one() -> None:
    low = judged(Case({"loudness": {"integrated_lufs": -26.0, "true_peak_dbtp": -20.0}}))[0][0]
    assert low.remedy == "Raise it by 12.0 dB to -14 LUFS."
    high = judged(Case({"loudness": {"integrated_lufs": -26.0, "true_peak_dbtp": -3.0}}))[0][0]
    assert high.remedy == "Raise it by 12.0 dB to -14 LUFS, with a limiter at -1 dBTP."


def test_a_still_opening_is_one_finding() -> None:
    still = {
        "motion": STILL,
        "faces": HookFaces(False, None, 0, 0.0),
        "speech": HookSpeech(False, None, 0.0),
        "text": HookText(False, None, ""),
        "opening": Opening.STILL,
        "strength": Strength.WEAK,
    }
    findings, outcomes = judged(Case({"hook": still}))
    assert [finding.code for finding in findings] == ["HK01"]
    absorbed = {o.code for o in outcomes.values() if o.explained_by == "HK01"}
    assert absorbed == {"HK02", "HK03", "HK04", "HK06"}


def at_lufs(level: float) -> dict[str, object]:
    return {"loudness": {"integrated_lufs": level}}


@pytest.mark.parametrize(
    ("code", "little", "much"),
    [
        ("SD06", at_lufs(-11.8), at_lufs(-3.0)),
        ("SD05", at_lufs(-16.2), at_lufs(-30.0)),
        ("FM03", shape(1060, 1884, "9:16"), shape(378, 672, "9:16")),
        ("FM01", shape(1080, 1800, "3:5"), shape(1920, 1080, "16:9")),
        ("PX03", {"picture": {"frozen_spans": (Span(9.0, 12.2),)}},
         {"picture": {"frozen_spans": (Span(4.0, 24.0),)}}),
        ("WD04", {"overlay_text": (shown("Flour", 0.3, 2.5), CAPTIONS[1])}, {"overlay_text": ()}),
    ],
)  # fmt: skip
def test_the_further_beyond_its_limit_the_more_a_finding_costs(
    code: str, little: dict[str, object], much: dict[str, object]
) -> None:
    (slight,) = [f for f in judged(Case(little))[0] if f.code == code]
    (grave,) = [f for f in judged(Case(much))[0] if f.code == code]
    assert 0 <= slight.degree < 0.6 * grave.degree
    assert grave.degree <= 1


def test_findings_are_sorted_by_what_they_cost() -> None:
    worst = {**shape(640, 360, "16:9"), "loudness": {"integrated_lufs": -17.0}, "hdr": "HLG"}
    findings, _ = judged(Case({**worst, "overlay_text": ()}))
    costs = [finding.cost for finding in findings if finding.severity is not Severity.INFO]
    assert costs == sorted(costs, reverse=True)
    assert findings[0].code == "FM01"


def test_what_is_good_to_know_comes_after_all_that_is_to_be_mended() -> None:
    findings, _ = judged(Case({"duration": 9.9, "hdr": "HLG"}))
    assert [finding.code for finding in findings] == ["FM05", "FM17"]


@pytest.mark.parametrize("kind", [Kind.MUSIC, Kind.HANDS, Kind.SCENERY])
def test_a_draft_that_nobody_speaks_in_is_not_told_to_speak_nor_to_show_a_face(kind: Kind) -> None:
    hook = {"faces": HookFaces(False, None, 0, 0.0), "speech": HookSpeech(False, None, 0.0)}
    case = Case({"hook": hook, "keywords": (), "transcript": said(""), **of_kind(kind)})
    _, outcomes = judged(case)
    assert {outcomes[code].outcome for code in ("HK02", "HK03", "WD01")} == {Result.UNASKED}


def test_music_is_missed_less_the_more_is_said() -> None:
    silence = {"speech": {"seconds": 0.0, "spans": ()}, "music": NO_MUSIC, **of_kind(Kind.HANDS)}
    talk = {"speech": {"seconds": 22.0}, "music": NO_MUSIC}
    degrees = [
        next(f.degree for f in judged(Case(changes))[0] if f.code == "SD03")
        for changes in (silence, talk)
    ]
    assert degrees == [1.0, pytest.approx(0.083, abs=0.001)]


def test_a_passed_check_says_what_was_measured_and_not_what_it_looks_for() -> None:
    _, outcomes = judged(Case({}))
    passed = {o.code: o for o in outcomes.values() if o.outcome is Result.PASSED}
    assert all(outcome.note and outcome.wording for outcome in passed.values())
    assert (
        passed["PX04"].note
        == "no flashes faster than three a second (ITU-R BT.1702; WCAG 2.2, 2.3.1)"
    )
    assert passed["SD07"].note == "true peak -1.5 dBTP, of -1 at most"
    assert passed["HK02"].note == "a face from 0.0 s"


def test_what_nobody_asked_for_is_neither_passed_nor_failed() -> None:
    music = Music(True, 0.0, 24.0, 1.0, (Span(0.0, 24.0),), 0.0, 0.0, None, ())
    _, outcomes = judged(Case({"wanted_keywords": (), "music": music}))
    unasked = {code for code, one in outcomes.items() if one.outcome is Result.UNASKED}
    assert {"WD02", "WD03", "SD04", "FM14", "PX10"} <= unasked


@pytest.mark.parametrize(
    ("width", "height", "told"),
    [
        (180, 341, "180x341 lies between 1:2 and 9:16"),
        (1080, 2400, "1080x2400 is narrower than 1:2"),
        (1920, 1080, "1920x1080 is 16:9"),
        (2560, 1000, "2560x1000 is wider than 21:9"),
    ],
)
def test_a_ratio_that_nobody_uses_is_told_by_those_around_it(
    width: int, height: int, told: str
) -> None:
    found = judged(Case(shape(width, height, "")))[0]
    (message,) = [finding.message for finding in found if finding.code == "FM01"]
    assert message.startswith(told)

"""Every check flags what it should and nothing else, and the runner hides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest

from analyzer import checks
from analyzer.model import Outcome, Result, Severity, Signals, Span
from analyzer.platforms.profile import load
from tests.checks import all_cases, wordings
from tests.checks.cases import GOOD_PROBE, GOOD_SIGNALS, Case

FLAGGED, PASSED = all_cases()
WRITTEN = wordings.written()


def judged(case: Case) -> tuple[dict[str, list[str]], dict[str, Outcome]]:
    findings, outcomes = checks.run(case.probe, case.signals, case.profile)
    messages: dict[str, list[str]] = {}
    for finding in findings:
        messages.setdefault(finding.code, []).append(finding.message)
    return messages, {outcome.code: outcome for outcome in outcomes}


NUMBERED = [
    pytest.param(code, number, case, id=f"{code}.{number}")
    for code, cases in FLAGGED.items()
    for number, case in enumerate(cases, 1)
]


@pytest.mark.parametrize(("code", "number", "case"), NUMBERED)
def test_a_check_flags_its_drafts_and_says_what_where_and_what_to_do(
    code: str, number: int, case: Case
) -> None:
    _, outcomes = judged(case)
    assert outcomes[code].outcome is Result.FLAGGED
    assert wordings.worded(code, case) == WRITTEN[code][str(number)]


def test_no_wording_is_left_of_a_case_that_is_gone() -> None:
    numbers = {code: [str(n + 1) for n in range(len(cases))] for code, cases in FLAGGED.items()}
    assert {code: list(cases) for code, cases in WRITTEN.items()} == numbers


@pytest.mark.parametrize(
    ("code", "case"), [(c, case) for c, cases in PASSED.items() for case in cases]
)
def test_a_check_lets_other_drafts_pass(code: str, case: Case) -> None:
    messages, outcomes = judged(case)
    assert outcomes[code].outcome in {Result.PASSED, Result.UNASKED}, messages.get(code)


@pytest.mark.parametrize("platform", ["tiktok", "reels", "shorts"])
def test_a_good_draft_has_nothing_to_fix_on_any_platform(platform: str) -> None:
    messages, outcomes = judged(Case({}, platform))
    assert messages == {}
    assert {outcome.outcome for outcome in outcomes.values()} == {Result.PASSED, Result.UNASKED}


def test_a_check_whose_signal_was_not_measured_is_skipped_with_the_reason() -> None:
    signals = msgspec.structs.replace(
        GOOD_SIGNALS, music=None, unmeasured={"music": "the draft has no audio track"}
    )
    findings, outcomes = checks.run(GOOD_PROBE, signals, load("tiktok"))
    skipped = {o.code: o.note for o in outcomes if o.outcome is Result.SKIPPED}
    assert skipped == {
        "SD03": "the draft has no audio track",
        "SD04": "the draft has no audio track",
        "PX10": "the draft has no audio track",
    }
    assert findings == ()


def test_with_nothing_measured_the_file_is_still_judged() -> None:
    _, outcomes = checks.run(GOOD_PROBE, Signals(), load("tiktok"))
    by_family: dict[str, set[Result]] = {}
    for outcome in outcomes:
        by_family.setdefault(outcome.code[:2], set()).add(outcome.outcome)
    assert by_family["FM"] == {Result.PASSED, Result.UNASKED}
    assert by_family["HK"] == {Result.SKIPPED}


def test_a_check_that_crashes_is_shown_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stumble(**_: object) -> Iterator[checks.Flag]:
        yield checks.Flag("half a finding")
        raise ZeroDivisionError("no frames")

    broken = tuple(
        replace(check, rule=stumble) if check.code == "HK04" else check
        for check in checks.all_checks()
    )
    monkeypatch.setattr(checks, "all_checks", lambda: broken)
    _, outcomes = judged(Case({"fps": 15.0}))
    assert outcomes["HK04"].outcome is Result.CRASHED
    assert "ZeroDivisionError: no frames" in outcomes["HK04"].note
    assert outcomes["FM11"].outcome is Result.FLAGGED


def test_findings_come_worst_first() -> None:
    findings, _ = checks.run(
        Case({"container": "avi", "hdr": "HLG", "fps": 15.0}).probe,
        GOOD_SIGNALS,
        load("tiktok"),
    )
    assert [f.severity for f in findings] == [Severity.ERROR, Severity.WARN, Severity.INFO]


def test_what_is_not_official_says_so() -> None:
    messages, _ = judged(Case({"duration": 2.0, "loudness": {"integrated_lufs": -20.0}}))
    assert "vendor figure" in messages["FM04"][0]
    assert "not a platform rule" in messages["SD05"][0]


@pytest.mark.parametrize(
    ("seconds", "code", "platform", "told"),
    [
        (2.98, "FM04", "tiktok", "2.98 s is too short for schedulers: TikTok takes 3 s"),
        (2.2, "FM04", "tiktok", "2.2 s is too short for schedulers: TikTok takes 3 s"),
        (600.4, "FM06", "tiktok", "10:00.40 is longer than recommended: at most 10:00"),
        (3600.04, "FM07", "tiktok", "1:00:00.04 is longer than TikTok takes: 1:00:00"),
        (180.4, "FM07", "shorts", "3:00.40 is longer than YouTube Shorts takes: 3:00"),
        (185.4, "FM07", "shorts", "3:05 is longer than YouTube Shorts takes: 3:00"),
    ],
)
def test_a_length_is_told_as_exactly_as_its_limit_demands(
    seconds: float, code: str, platform: str, told: str
) -> None:
    messages, _ = judged(Case({"duration": seconds}, platform))
    assert messages[code][0].startswith(told)


@pytest.mark.parametrize("seconds", [9.96, 600.04])
def test_a_last_frame_more_or_less_is_no_other_length_than_recommended(seconds: float) -> None:
    messages, _ = judged(Case({"duration": seconds}))
    assert not messages.keys() & {"FM05", "FM06"}


BARELY = {
    "FM12": Case({"size_bytes": 500_000_001}, placement="ads"),
    "FM27": Case({"size_bytes": 4_000_000_001}),
    "FM15": Case({"bitrate": 25_000_001}, "reels"),
    "FM15 ads": Case({"bitrate": 515_999}, placement="ads"),
    "PX02": Case({"picture": {"black_spans": (Span(9.0, 9.54),)}}),
    "PX03": Case({"picture": {"frozen_spans": (Span(9.0, 12.04),)}}),
    "PX05": Case({"picture": {"dark_share": 0.504}}),
    "PX07": Case({"picture": {"noise": 4.04}}),
}
"""What lies so little beyond its limit that both look the same when they are rounded."""


@pytest.mark.parametrize("case", BARELY.values(), ids=BARELY)
def test_no_message_says_that_a_number_is_more_than_itself(case: Case) -> None:
    messages, _ = judged(case)
    for message in (message for told in messages.values() for message in told):
        what = message.partition("(")[0].replace(",", "")
        *_, measured, limit = map(float, re.findall(r"\d+(?:\.\d+)?", what))
        assert measured != limit, message

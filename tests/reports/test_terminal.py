"""The card reads well in 80 columns, in a pipe, and whatever the draft is called."""

from __future__ import annotations

import re

import msgspec
import pytest

from analyzer import checks
from analyzer.model import Outcome, Report, Result, Severity, Shots, Signals, Span, Status, Strength
from analyzer.platforms.profile import load
from analyzer.reports.terminal import line, render
from analyzer.reports.text import clock, printable
from tests.checks.cases import GOOD_PROBE, GOOD_SIGNALS, Case, half_doubted
from tests.reports.drafts import judgement


def report_of(case: Case, path: str = "drafts/bread.mp4") -> Report:
    findings, outcomes = checks.run(case.probe, case.signals, load(case.platform, case.placement))
    return Report(
        path=path,
        status=Status.OK,
        probe=case.probe,
        signals=case.signals,
        judgements=(judgement(findings, outcomes, case.platform),),
    )


def card(
    case: Case,
    *,
    path: str = "drafts/bread.mp4",
    width: int = 80,
    color: bool = False,
    language: str = "en",
) -> str:
    return render(report_of(case, path), language=language, width=width, color=color)


BAD = Case({"container": "avi", "hdr": "HLG", "loudness": {"integrated_lufs": -20.0}})


def test_the_verdict_comes_first_then_what_to_fix_then_the_facts() -> None:
    text = card(BAD)
    assert text.startswith("BLOCKED drafts/bread.mp4")
    order = [
        text.index(part) for part in ("BLOCKED", "FM09", "SD05", "FM17", "File", "Hook", "motion")
    ]
    assert order == sorted(order)


def test_every_finding_comes_with_what_to_do() -> None:
    text = card(BAD)
    for code in ("FM09", "SD05"):
        findings, _ = checks.run(BAD.probe, BAD.signals, load(BAD.platform))
        remedy = next(finding.remedy for finding in findings if finding.code == code)
        assert re.sub(r"\s+", " ", remedy) in re.sub(r"\s+", " ", text)


def test_a_good_draft_has_nothing_to_fix() -> None:
    text = card(Case({}))
    assert text.startswith("READY ")
    assert "Nothing to fix." in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_asked(width: int) -> None:
    long_name = "a very long folder name/" * 6 + "draft.mp4"
    assert max(map(len, card(BAD, path=long_name, width=width).splitlines())) <= width


def test_a_pipe_gets_no_colour_and_a_terminal_does() -> None:
    assert "\x1b" not in card(BAD)
    assert "\x1b[" in card(BAD, color=True)


def test_a_name_cannot_steer_the_terminal() -> None:
    text = card(Case({}), path="\x1b[2J\u202eevil\r\n.mp4")
    assert not set("\x1b\u202e\r") & set(text)
    assert r"\x1b[2J\u202eevil\r\n.mp4" in text


def test_square_brackets_are_no_markup() -> None:
    assert "[red]draft[/red].mp4" in card(Case({}), path="[red]draft[/red].mp4")


def test_what_could_not_be_measured_is_said_with_its_reason() -> None:
    reason = "the draft has no audio track"
    signals = msgspec.structs.replace(
        GOOD_SIGNALS, music=None, speech=None, unmeasured={"music": reason, "speech": reason}
    )
    _, outcomes = checks.run(GOOD_PROBE, signals, load("tiktok"))
    found = judgement((), outcomes)
    report = Report("a.mp4", Status.OK, None, GOOD_PROBE, signals, (found,))
    text = render(report)
    assert f"music, speech: {reason}" in text
    assert re.search(r"^Checked +\d\d% of the checks", text, re.MULTILINE)


def test_a_signal_is_called_by_its_plain_name() -> None:
    signals = Signals(unmeasured={"wanted_keywords": "the draft has no audio track"})
    report = Report("a.mp4", Status.OK, None, GOOD_PROBE, signals, (judgement(),))
    assert "wanted keywords: the draft has no audio track" in render(report)


def test_a_crashed_check_is_never_hidden() -> None:
    outcomes = (Outcome("HK04", Severity.WARN, Result.CRASHED, "ZeroDivisionError: no frames"),)
    found = judgement((), outcomes)
    report = Report("a.mp4", Status.OK, None, GOOD_PROBE, Signals(), (found,))
    assert "HK04: ZeroDivisionError: no frames" in render(report)


def test_the_timeline_shows_where_things_are() -> None:
    lanes = {
        line.split()[0]: line.split()[-1]
        for line in card(Case({})).splitlines()
        if line.startswith(("motion", "speech", "music"))
    }
    assert set(lanes["music"]) == {"█"}
    assert lanes["speech"].endswith("·")
    spoken = lanes["speech"].count("█") / len(lanes["speech"])
    assert spoken == pytest.approx(20 / 24, abs=0.03)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.31, "0.3 s"), (59.94, "59.9 s"), (59.96, "1:00"), (125.4, "2:05"), (3600, "60:00")],
)
def test_times_are_written_as_people_read_them(seconds: float, text: str) -> None:
    assert clock(seconds) == text


def test_ordinary_letters_of_any_script_stay() -> None:
    assert printable("naïve 草稿 🎬 draft") == "naïve 草稿 🎬 draft"


def test_cuts_and_dissolves_have_a_lane_of_their_own() -> None:
    shots = Shots(
        cuts=(6.0,),
        gradual=(Span(12.0, 18.0),),
        spans=(Span(0.0, 6.0), Span(6.0, 15.0), Span(15.0, 24.0)),
        per_minute=5.0,
        first_at=6.0,
    )
    text = card(Case({"shots": shots}))
    lane = next(line for line in text.splitlines() if line.startswith("cuts")).split()[1]
    assert lane.count("│") == 1
    assert 0.2 < lane.index("│") / len(lane) < 0.3
    assert 0.2 < lane.count("~") / len(lane) < 0.35
    assert "3 shots, 5 changes a minute, the first at 6.0 s" in re.sub(r"\s+", " ", text)


def test_the_remedy_is_the_brightest_line_and_the_source_the_faintest_at_the_end() -> None:
    text = card(Case({"duration": 8.0}), color=True)
    lines = text[text.index("FM05") :].splitlines()[:3]
    assert "\x1b[1m→ Add what the story needs" in lines[1]
    assert "\x1b[2mSource: agency advice, 2023" in lines[2]
    assert "agency advice" not in lines[0] + lines[1]


def test_a_source_is_told_once_and_apart_from_what_was_found() -> None:
    small = Case({"display_width": 720, "display_height": 1280})
    lines = [line.strip() for line in card(small).splitlines()]
    assert "(1080x1920 is best)" in " ".join(lines)
    told = [line for line in lines if "official, 2026-06" in line]
    assert told
    assert all(line.startswith("Source: official") for line in told)


def test_a_dutch_card_is_dutch_in_every_line() -> None:
    weak = Case({"hook": {"strength": Strength.WEAK, "faces": None}, "duration": 9.5})
    text = " ".join(card(weak, language="nl").split())
    for said in (
        "AANPASSEN drafts/bread.mp4",
        "LET OP FM05 9,5 s is kort: minstens 10 s wordt aangeraden",
        "Zwakke hook: beweegt vanaf 0,1 s, stem vanaf 0,3 s",
        "Bron: advies van een bureau, 2023",
        "Hook zwak: beweegt vanaf",
        "(Engels)",
        "Zoekwoorden ",
        "beweging ",
    ):
        assert said in text


def test_a_line_of_a_long_list_is_dutch() -> None:
    bad = report_of(BAD)
    assert line(bad, language="nl").startswith("GEBLOKKEERD drafts/bread.mp4 ")
    assert line(bad).startswith("BLOCKED drafts/bread.mp4 ")


def test_doubtful_words_and_speech_that_was_not_understood_are_shown_as_such() -> None:
    text = re.sub(r"\s+", " ", card(Case({"transcript": half_doubted()}), width=200))
    assert "(English) Bake bread (reals?) today. [speech that could not be understood]" in text
    assert "(Dutch) Bak zelf brood" in text
    assert "Xing" not in text


def test_sound_that_is_too_short_to_measure_is_not_called_silent() -> None:
    short = {"integrated_lufs": None, "is_too_short": True, "true_peak_dbtp": -8.0}
    assert "too short to measure, true peak -8.0 dBTP" in card(Case({"loudness": short}))

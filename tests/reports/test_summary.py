from __future__ import annotations

from collections.abc import Iterable

import msgspec

from analyzer.model import (
    Failure,
    Finding,
    Gist,
    Outcome,
    Report,
    Result,
    Severity,
    Status,
    Wording,
)
from analyzer.reports.summary import MOST_ROWS, running
from analyzer.reports.summary import render as render_gists
from tests.checks.cases import GOOD_PROBE, GOOD_SIGNALS
from tests.reports.drafts import judgement


def render(
    reports: Iterable[Report], *, color: bool = False, language: str = "en", width: int = 80
) -> str:
    return render_gists(map(Gist.of, reports), color=color, language=language, width=width)


def report(path: str, *found: tuple[str, Severity]) -> Report:
    findings = tuple(Finding(code, s, f"{code} is so", f"Mend {code}.") for code, s in found)
    outcomes = (
        Outcome("FM99", Severity.WARN, Result.PASSED),
        *(Outcome(code, s, Result.FLAGGED) for code, s in found),
    )
    return Report(
        path,
        Status.OK,
        None,
        GOOD_PROBE,
        GOOD_SIGNALS,
        (judgement(findings, outcomes),),
    )


def test_what_needs_work_comes_first() -> None:
    warn, error = ("SD03", Severity.WARN), ("FM04", Severity.ERROR)
    text = render(
        [
            report("d/ready.mp4"),
            report("d/worse.mp4", warn, ("HK02", Severity.WARN)),
            report("d/improve.mp4", warn),
            report("d/blocked.mp4", error),
            Report("d/broken.mp4", Status.ERROR, Failure("input", "it is empty")),
        ]
    )
    order = [text.index(n) for n in ("broken", "blocked.", "worse", "improve.", "ready.")]
    assert order == sorted(order)
    assert "d/" not in text
    assert text.endswith("1 ready, 2 improve, 1 blocked, 1 error\n")
    assert "2 of 5" in text


def test_the_most_frequent_findings_come_with_their_act() -> None:
    many = [report(f"{n}.mp4", ("SD03", Severity.WARN)) for n in range(3)]
    text = render([*many, report("x.mp4", ("HK02", Severity.WARN), ("HK05", Severity.INFO))])
    lines = [line for line in text.splitlines() if "Mend" in line]
    assert lines[0].split() == ["WARN", "SD03", "3", "of", "4", "Mend", "SD03."]
    assert "HK05" not in text


def test_a_long_list_is_sorted_before_it_is_cut_and_says_what_is_left_out() -> None:
    drafts = [report(f"{n}.mp4") for n in range(MOST_ROWS + 5)]
    text = render([*drafts, report("last.mp4", ("FM04", Severity.ERROR))])
    assert text.splitlines()[1].split()[3] == "last.mp4"
    assert "and 6 more" in text


def test_a_hostile_name_steers_no_terminal() -> None:
    evil = msgspec.structs.replace(report("a.mp4"), path="\x1b[2J[bold]x.mp4")
    text = render([evil, report("b.mp4")], color=True)
    assert "\\x1b[2J[bold]x" in text


def test_absolute_paths_that_share_the_root_alone_stay_absolute() -> None:
    text = render([report("/a/x.mp4"), report("/b/y.mp4")])
    assert "/a/x.mp4" in text
    assert "/b/y.mp4" in text


def test_a_dutch_table_is_dutch() -> None:
    why = Wording("the file is empty (0 bytes); copy or export it again")
    broken = Report("c.mp4", Status.ERROR, Failure("input", why.text, why))
    short = Wording(
        "{length_clock} is short: at least {limit_clock} is recommended ({basis})",
        "Add what the story needs, or loop it.",
        {"length_clock": "9.5 s", "limit_clock": "10 s", "basis": "agency advice, 2023"},
    )
    drafts = [report("a.mp4", ("FM05", Severity.WARN)), report("b.mp4"), broken]
    finding = Finding("FM05", Severity.WARN, short.text, short.remedy, wording=short)
    drafts[0] = msgspec.structs.replace(drafts[0], judgements=(judgement((finding,)),))
    text = render(drafts, language="nl", width=120)
    assert "9,5 s is kort: minstens 10 s wordt aangeraden\n" in text
    assert "Het bestand is leeg (0 bytes)" in text
    assert "LET OP FM05 1 van 3 Voeg toe wat het verhaal nodig heeft" in " ".join(text.split())
    assert text.endswith("1 klaar, 1 aanpassen, 1 fout\n")


def test_a_narrow_table_keeps_the_names_of_the_drafts() -> None:
    text = render([report("draft_of_today.mp4"), report("another.mp4")], width=40)
    assert "draft_of_today.mp4" in text
    assert "Fix first" not in text
    assert max(map(len, text.splitlines())) <= 40


def test_a_running_table_fits_the_height_of_its_terminal() -> None:
    gists = [Gist.of(report(f"{'long name ' * 9}{n}.mp4")) for n in range(50)]
    text = running(gists, rows=12, width=40, color=False)
    assert len(text.splitlines()) <= 12
    assert text.endswith("50 ready\n")

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from analyzer.model import Failure, Finding, Gist, Outcome, Report, Result, Severity, Status
from analyzer.reports.summary import MOST_ROWS
from analyzer.reports.summary import render as render_gists
from analyzer.score import score
from tests.checks.cases import GOOD_PROBE, GOOD_SIGNALS


def render(reports: Iterable[Report], *, color: bool = False) -> str:
    return render_gists(map(Gist.of, reports), color=color)


def report(path: str, *found: tuple[str, Severity]) -> Report:
    findings = tuple(Finding(code, s, f"{code} is so", f"Mend {code}.") for code, s in found)
    outcomes = (
        Outcome("FM99", Severity.WARN, Result.PASSED),
        *(Outcome(code, s, Result.FLAGGED) for code, s in found),
    )
    return Report(
        path,
        Status.OK,
        "tiktok",
        None,
        GOOD_PROBE,
        GOOD_SIGNALS,
        findings,
        outcomes,
        score(findings, outcomes),
    )


def test_what_needs_work_comes_first() -> None:
    warn, error = ("SD03", Severity.WARN), ("FM04", Severity.ERROR)
    text = render(
        [
            report("d/ready.mp4"),
            report("d/worse.mp4", warn, ("HK02", Severity.WARN)),
            report("d/improve.mp4", warn),
            report("d/blocked.mp4", error),
            Report("d/broken.mp4", Status.ERROR, "tiktok", Failure("input", "it is empty")),
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

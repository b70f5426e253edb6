from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec
import pytest

from analyzer.model import Failure, Finding, Report, Severity, Status, Transcript, Wording
from analyzer.reports.csv import COLUMNS, RATIO, render
from analyzer.score import score
from tests.checks.cases import GOOD_PROBE, GOOD_SIGNALS
from tests.reports.drafts import judgement


def report(**changes: object) -> Report:
    good = Report("a.mp4", Status.OK, None, GOOD_PROBE, GOOD_SIGNALS, (judgement(),))
    return msgspec.structs.replace(good, **changes)


def read(*reports: Report, language: str = "en", mark: str = ",") -> list[dict[str, str]]:
    text = "".join(render(reports, language=language))
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=mark))


def test_every_draft_is_a_row_under_names_that_stay() -> None:
    findings = (
        Finding("FM04", Severity.ERROR, "2.0 s is short", "Add to it."),
        Finding("HK05", Severity.INFO, "it asks", "Keep it."),
    )
    row = read(report(judgements=(judgement(findings),)))[0]
    assert tuple(row) == COLUMNS
    assert row["main_finding"] == "2.0 s is short"
    assert (row["errors"], row["warnings"], row["codes"]) == ("1", "0", "FM04 HK05")
    assert (row["width"], row["aspect_ratio"], row["hook"]) == ("1080", "9:16", "strong")


def test_a_draft_that_could_not_be_analyzed_is_a_row_with_its_reason() -> None:
    bad = Report("b.mp4", Status.ERROR, Failure("input", "it is empty"))
    good, row = read(report(), bad)
    assert good["error_kind"] == ""
    assert (row["status"], row["error_kind"]) == ("error", "input")
    assert (row["errors"], row["score"], row["width"]) == ("", "", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r", " ="])
def test_a_cell_that_a_spreadsheet_would_run_is_text(start: str) -> None:
    evil = f"{start}HYPERLINK(0).mp4"
    signals = msgspec.structs.replace(
        GOOD_SIGNALS, transcript=Transcript("en", evil, (), "faster-whisper", "base")
    )
    row = read(report(path=evil, signals=signals))[0]
    assert row["path"] == f"'{evil}"
    assert row["transcript"] == f"'{evil}"


def test_quotes_commas_newlines_and_accents_survive(tmp_path: Path) -> None:
    odd = 'ein "Küchen"-Film,\nTeil 2 🎬.mp4'
    assert read(report(path=odd))[0]["path"] == odd


def test_a_dutch_table_is_as_a_dutch_spreadsheet_reads_it() -> None:
    finding = Finding("FM99", Severity.WARN, "official", "official", wording=Wording("official"))
    row = read(
        report(judgements=(judgement((finding,), said=score((), ())),)), language="nl", mark=";"
    )[0]
    assert tuple(row) == COLUMNS
    assert (row["fps"], row["integrated_lufs"]) == ("30", "-14")
    assert row["hook_motion_at"] == "0,1"
    assert row["aspect_ratio"] == f"9{RATIO}16"
    assert (row["hook"], row["kind"], row["verdict"]) == ("sterk", "pratend", "klaar")
    assert row["main_finding"] == "Officieel"


def test_a_semicolon_in_a_dutch_table_stays_in_its_cell() -> None:
    assert read(report(path="a;b.mp4"), language="nl", mark=";")[0]["path"] == "a;b.mp4"

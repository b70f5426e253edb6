"""One draft for several platforms: what holds for all is told once, and then what differs."""

from __future__ import annotations

import csv
import io

from analyzer.choices import PLATFORMS
from analyzer.model import Gist, Verdict
from analyzer.reports import csv as table
from analyzer.reports import matrix, terminal
from analyzer.reports.language import load
from tests.reports.drafts import CLEAN, judged

LONG = {**CLEAN, "duration": 200.0}
"""Too long for Shorts, and for the others not."""


def test_what_holds_for_all_platforms_is_told_once_and_first() -> None:
    told = matrix.told(judged({"duration": 9.0}, *PLATFORMS).judgements)
    (short,) = [one for one in told if one.finding.code == "FM05"]
    assert short.platforms == PLATFORMS
    assert told[0].platforms == PLATFORMS
    shares = [len(one.platforms) for one in told]
    assert shares == sorted(shares, reverse=True)


def test_what_several_ask_for_names_them_all_and_all_their_sources() -> None:
    told = matrix.told(judged({"faststart": False}, *PLATFORMS).judgements)
    (index,) = [one for one in told if one.finding.code == "FM10"]
    assert index.platforms == ("reels", "shorts")
    assert "Instagram Reels / YouTube Shorts asks for it first" in index.finding.message
    small = {"display_width": 540, "display_height": 960}
    told = matrix.told(judged(small, "tiktok", "shorts").judgements)
    (enlarged,) = [one for one in told if one.finding.code == "FM03"]
    say = load("nl")
    sources = say("Source: {basis}", basis=say.basis(enlarged.finding))
    assert sources == "Bron: officieel, 2026-06; gangbaar, geen regel van het platform, 2026"


def test_what_differs_is_told_with_its_platforms() -> None:
    told = matrix.told(judged(LONG, *PLATFORMS).judgements)
    codes = {one.finding.code: one.platforms for one in told}
    assert codes["FM07"] == ("shorts",)
    assert "reels" in codes["FM06"]


def test_a_draft_counts_by_the_platform_where_it_does_worst() -> None:
    report = judged(LONG, *PLATFORMS)
    assert report.worst is not None
    assert (report.worst.platform, report.worst.score.verdict) == ("shorts", Verdict.BLOCKED)
    gist = Gist.of(report)
    assert (gist.verdict, gist.score) == (Verdict.BLOCKED, report.worst.score)
    assert {"FM06", "FM07"} <= set(gist.findings)


def test_a_card_shows_every_platforms_score_and_groups_the_findings() -> None:
    report = judged({**LONG, "container": "avi"}, "reels", "tiktok", "shorts")
    text = terminal.render(report, width=100)
    scores = [f"{one.platform} {one.score.value}" for one in report.judgements]
    assert " · ".join(scores) in text.splitlines()[0]
    assert "\nFor shorts:" in text
    assert text.count("FM07") == 1
    assert " · ".join(scores) in terminal.line(report, width=100)


def test_a_card_for_one_platform_has_no_headings() -> None:
    text = terminal.render(judged({"duration": 2.0}), width=100)
    assert "For tiktok:" not in text
    assert "/100" in text.splitlines()[0]


def test_a_table_has_columns_for_every_platform_that_was_asked_for() -> None:
    text = "".join(table.render([judged(LONG, *PLATFORMS)], platforms=PLATFORMS))
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["platform"], row["verdict"]) == ("shorts", "blocked")
    assert (row["tiktok_verdict"], row["shorts_verdict"]) == ("ready", "blocked")
    assert "FM07" in row["shorts_codes"]
    assert int(row["reels_score"]) > int(row["shorts_score"])

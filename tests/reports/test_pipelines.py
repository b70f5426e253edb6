"""Build servers read what fails: JUnit XML as Jenkins' schema has it, and GitHub's commands."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.model import Failure, Outcome, Report, Result, Severity, Status, Wording
from analyzer.reports import pipelines
from tests.reports.drafts import BROKEN, TOOL, judged, mended, unheard

SHAPE = {
    "testsuites": ({"name"}, {"time", "tests", "failures", "disabled", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log"},
        {"testcase", "properties", "system-out", "system-err"},
    ),
    "testcase": (
        {"name"},
        {"time", "classname", "group"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "failure": (set(), {"type", "message"}, set()),
    "error": (set(), {"type", "message"}, set()),
    "skipped": (set(), {"type", "message"}, set()),
}
"""What each element must have, may have, and may hold: Jenkins' xUnit plugin, ``junit-10.xsd``."""


def document(*reports: Report, fail_on: str = "error", language: str = "en") -> ET.Element:
    text = "".join(pipelines.junit(lambda: reports, TOOL, fail_on, language))
    return ET.fromstring(text.encode())


def assert_valid(element: ET.Element) -> None:
    needed, allowed, children = SHAPE[element.tag]
    assert needed <= set(element.keys()) <= needed | allowed
    assert {child.tag for child in element} <= children
    if element.tag in {"testcase", "testsuite"} and element.get("time"):
        assert re.fullmatch(r"\d+\.\d{3}", element.get("time", ""))
    for child in element:
        assert_valid(child)


def test_every_document_has_the_shape_that_build_servers_read_and_counts_what_it_holds() -> None:
    crashed = Outcome("PX01", Severity.WARN, Result.CRASHED, note="ValueError: <b>", summary="It.")
    report = judged({"fps": 15.0}, "tiktok", "reels")
    first = msgspec.structs.replace(report.judgements[0], outcomes=(crashed,))
    odd = msgspec.structs.replace(report, judgements=(first, report.judgements[1]))
    root = document(report, odd, BROKEN, fail_on="warn")
    assert_valid(root)
    assert [suite.get("name") for suite in root] == ["analysis", "tiktok organic", "reels organic"]
    for suite in root:
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        for plural, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert suite.get(plural) == str(len(suite.findall(f"testcase/{tag}")))
    assert [suite.get("errors") for suite in root] == ["1", "1", "0"]


@pytest.mark.parametrize(
    ("fail_on", "failing"),
    [("error", {"error"}), ("warn", {"error", "warn"}), ("never", set())],
)
def test_findings_at_or_above_the_limit_are_failures(fail_on: str, failing: set[str]) -> None:
    report = judged({"fps": 15.0, "size_bytes": 10**12})
    wanted = {f.code for f in report.findings if f.severity.value in failing}
    root = document(report, fail_on=fail_on)
    failed = [case for case in root.iter("testcase") if case.find("failure") is not None]
    assert {str(case.get("name"))[:4] for case in failed} == wanted
    assert {case.get("classname") for case in failed} <= {report.path}
    for case in failed:
        failure = case.find("failure")
        assert failure is not None
        finding = next(f for f in report.findings if f.code == str(case.get("name"))[:4])
        assert str(failure.get("message")).lower() == finding.message.lower()
        assert str(failure.text).endswith(finding.remedy)


@pytest.mark.parametrize("report", [judged({"fps": 15.0}), unheard()], ids=["heard", "unheard"])
def test_every_check_that_was_asked_is_a_case_and_one_that_could_not_run_is_skipped(
    report: Report,
) -> None:
    suite = document(report)[1]
    asked = [one for one in report.outcomes if one.outcome is not Result.UNASKED]
    assert [str(case.get("name"))[:4] for case in suite] == [one.code for one in asked]
    skipped = {case.get("name"): case.find("skipped") for case in suite}
    reasons = {str(name)[:4]: s.get("message") for name, s in skipped.items() if s is not None}
    unrun = {Result.SKIPPED, Result.EXPLAINED}
    assert set(reasons) == {one.code for one in asked if one.outcome in unrun}
    assert all(reasons.values())


def test_a_draft_that_could_not_be_analyzed_is_an_error_with_its_reason() -> None:
    error = document(BROKEN).find("testsuite/testcase/error")
    assert error is not None
    assert BROKEN.error is not None
    assert (error.get("type"), error.get("message")) == (BROKEN.error.kind, BROKEN.error.message)


def test_what_is_gone_from_the_mended_file_fails_nothing() -> None:
    report = mended()
    assert report.fix is not None
    assert report.fix.gone
    kept = msgspec.structs.replace(report, fix=msgspec.structs.replace(report.fix, path="a.mp4"))
    failing = {str(c.get("name"))[:4] for c in document(kept, fail_on="warn").iter("testcase")
               if c.find("failure") is not None}  # fmt: skip
    assert not failing & set(report.fix.gone)
    unmended = msgspec.structs.replace(report, fix=None)
    left = [c for c in document(unmended, fail_on="warn").iter() if c.tag == "failure"]
    assert len(left) > len(failing)


@given(st.text())
def test_whatever_a_draft_is_called_the_document_can_be_parsed(name: str) -> None:
    text = name.encode("utf-8", "backslashreplace").decode()
    wording = Wording("{what}", values={"what": text})
    failure = Failure("input", text, wording)
    root = document(Report(text or "a", Status.ERROR, error=failure))
    case = root.find("testsuite/testcase")
    assert case is not None
    assert case.get("classname") == pipelines.UNWRITABLE.sub("\ufffd", text or "a")


def test_a_dutch_document_is_said_in_dutch() -> None:
    root = document(judged({"duration": 9.5}), fail_on="warn", language="nl")
    messages = [str(failure.get("message")) for failure in root.iter("failure")]
    assert [said for said in messages if said.startswith("9,5 s is kort")]


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner reads it (``ActionCommand.cs``)."""
    found = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
    assert found, line
    properties = dict(pair.split("=", 1) for pair in found[2].split(","))

    def plain(text: str, *more: str) -> str:
        codes = ("%0D", "%0A", *more)
        for code in codes:
            text = text.replace(code, unquote(code))
        return text.replace("%25", "%")

    return (
        found[1],
        {name: plain(value, "%3A", "%2C") for name, value in properties.items()},
        plain(found[3]),
    )


def test_a_draft_is_annotated_with_what_fails_and_what_it_costs_once_for_all_platforms() -> None:
    report = judged({"fps": 15.0, "size_bytes": 10**12}, "tiktok", "reels")
    lines = [parsed(line) for line in pipelines.github(report, "error").splitlines()]
    levels = {f.code: f.severity.value for one in report.judgements for f in one.findings}
    for level, properties, message in lines:
        assert properties["file"] == report.path
        severity = levels[properties["title"][:4]]
        assert level == {"error": "error", "warn": "warning"}[severity]
        assert "\n" in message
    shared = set.intersection(*({f.code for f in one.findings} for one in report.judgements))
    titles = [properties["title"] for _, properties, _ in lines]
    assert [title for title in titles if title.endswith(" (tiktok, reels)")]
    assert {title[:4] for title in titles if title.endswith("s)")} <= shared
    never = [parsed(line)[0] for line in pipelines.github(report, "never").splitlines()]
    assert set(never) == {"warning"}


@given(st.text(min_size=1), st.text())
def test_no_name_or_message_of_a_draft_can_end_its_annotation(path: str, message: str) -> None:
    path, message = (t.encode("utf-8", "backslashreplace").decode() for t in (path, message))
    wording = Wording("{what}", values={"what": message})
    report = Report(path, Status.ERROR, error=Failure("input", message, wording))
    text = pipelines.github(report, "error")
    assert text.count("\n") == 1
    level, properties, said = parsed(text[:-1])
    assert (level, properties["file"]) == ("error", path)
    assert bool(said) == bool(message)

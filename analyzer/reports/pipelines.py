"""What fails a pipeline, as build servers read it: JUnit XML and GitHub's workflow commands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from ..model import Finding, Judgement, Outcome, Report, Result, Severity, Tool
from .language import ENGLISH, Language, load

FAILING = {
    "error": frozenset({Severity.ERROR}),
    "warn": frozenset({Severity.ERROR, Severity.WARN}),
    "never": frozenset[Severity](),
}
"""By ``--fail-on``, the severities of the findings that fail a run."""

UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write (section 2.2)."""

NEVER_RUN = frozenset({Result.SKIPPED, Result.EXPLAINED})
"""How checks end that say nothing of the draft by themselves."""

Reports = Callable[[], Iterable[Report]]
"""Gives the reports of a run, each time that it is asked."""


class _Case(NamedTuple):
    """One test: what it is of, how long it took, and what came of it."""

    owner: str
    name: str
    seconds: float
    kind: str = ""
    """``failure``, ``error`` or ``skipped``; empty where it passed."""
    severity: str = ""
    message: str = ""
    text: str = ""


def junit(reports: Reports, tool: Tool, fail_on: str, language: str = ENGLISH) -> Iterator[str]:
    """The pieces of a JUnit document, of which GitLab, Jenkins and others show the failures.

    A test suite says which drafts could be analyzed; after it comes one for each platform, with a
    test case for each check that was asked of each draft. Findings at ``fail_on`` or worse are
    failures, drafts that could not be analyzed and checks that crashed are errors. The elements and
    attributes are those of the schema of Jenkins' xUnit plugin (``junit-10.xsd``).
    """
    say = load(language)
    failing = FAILING[fail_on]
    platforms: dict[tuple[str, str], None] = {}
    for report in reports():
        platforms |= {(one.platform, one.placement): None for one in report.judgements}

    def analyses() -> Iterator[_Case]:
        return (_analysis(report, say) for report in reports())

    def checks(platform: tuple[str, str]) -> Iterator[_Case]:
        for report in reports():
            for one in report.judgements:
                if (one.platform, one.placement) == platform:
                    yield from _checks(report, one, failing, say)

    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f"<testsuites name={_quoted(f'{tool.name} {tool.version}')}>\n"
    yield from _suite("analysis", analyses)
    for platform in platforms:
        name = " ".join(platform)
        yield from _suite(name, lambda platform=platform: checks(platform))  # type: ignore[misc]
    yield "</testsuites>\n"


def github(report: Report, fail_on: str, language: str = ENGLISH) -> str:
    """Workflow commands that annotate a draft: ``::error file=…,title=…::message``.

    What fails the run is an ``error``, any other finding that costs something a ``warning``; what
    is good to know is left out, for GitHub shows ten of each a step. Escaped as GitHub's own
    toolkit does (``actions/toolkit``, ``command.ts``).
    """
    say = load(language)
    if report.error is not None:
        why = say.reason(report.error.message, report.error.wording)
        return _command("error", report.path, say("could not be analyzed"), why)
    told: dict[tuple[str, str, str], list[str]] = {}
    for one in report.judgements:
        for finding in _left(report, one):
            if finding.severity is not Severity.INFO:
                level = "error" if finding.severity in FAILING[fail_on] else "warning"
                said = f"{_message(finding, report, say)}\n{say.remedy(finding)}"
                told.setdefault((level, finding.code, said), []).append(one.platform)
    return "".join(
        _command(level, report.path, f"{code} ({', '.join(platforms)})", said)
        for (level, code, said), platforms in told.items()
    )


def _suite(name: str, cases: Callable[[], Iterator[_Case]]) -> Iterator[str]:
    """The pieces of a test suite; its cases are counted first, for that stands first."""
    counts = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    plural = {"failure": "failures", "error": "errors", "skipped": "skipped"}
    seconds = 0.0
    for case in cases():
        counts["tests"] += 1
        seconds += case.seconds
        if case.kind:
            counts[plural[case.kind]] += 1
    numbers = " ".join(f'{what}="{count}"' for what, count in counts.items())
    yield f'  <testsuite name={_quoted(name)} {numbers} time="{seconds:.3f}">\n'
    yield from map(_case, cases())
    yield "  </testsuite>\n"


def _case(case: _Case) -> str:
    named = f"classname={_quoted(case.owner)} name={_quoted(case.name)}"
    begin = f'    <testcase {named} time="{case.seconds:.3f}"'
    if not case.kind:
        return f"{begin}/>\n"
    severity = f" type={_quoted(case.severity)}" if case.severity else ""
    said = f"<{case.kind}{severity} message={_quoted(case.message)}"
    text = escape(_written(case.text))
    body = f"{said}>{text}</{case.kind}>" if text else f"{said}/>"
    return f"{begin}>\n      {body}\n    </testcase>\n"


def _analysis(report: Report, say: Language) -> _Case:
    seconds = report.timing.total if report.timing else 0.0
    case = _Case(report.path, say("it can be analyzed"), seconds)
    if report.error is None:
        return case
    why = say.reason(report.error.message, report.error.wording)
    return case._replace(kind="error", severity=report.error.kind, message=why)


def _checks(
    report: Report, judged: Judgement, failing: frozenset[Severity], say: Language
) -> Iterator[_Case]:
    found: dict[str, list[Finding]] = {}
    for finding in _left(report, judged):
        found.setdefault(finding.code, []).append(finding)
    for outcome in judged.outcomes:
        if outcome.outcome is Result.UNASKED:
            continue
        case = _Case(report.path, f"{outcome.code} {say(outcome.summary)}", 0.0)
        findings = [f for f in found.get(outcome.code, []) if f.severity in failing]
        if outcome.outcome is Result.CRASHED:
            yield case._replace(kind="error", severity="crash", message=outcome.note)
        elif outcome.outcome in NEVER_RUN:
            yield case._replace(kind="skipped", message=_reason(outcome, say))
        elif findings:
            yield case._replace(
                kind="failure",
                severity=findings[0].severity.value,
                message=_message(findings[0], report, say),
                text="\n".join(_told(finding, report, say) for finding in findings),
            )
        else:
            yield case


def _left(report: Report, judged: Judgement) -> Iterator[Finding]:
    """What was found, but for what is gone from the mended file where there is one."""
    gone = report.fix.gone if report.fix and report.fix.path else ()
    return (finding for finding in judged.findings if finding.code not in gone)


def _told(finding: Finding, report: Report, say: Language) -> str:
    """A finding with its times and its act."""
    times = ", ".join(map(say.stretch, finding.spans))
    lines = [_message(finding, report, say), times, say.remedy(finding)]
    return "\n".join(line for line in lines if line)


def _message(finding: Finding, report: Report, say: Language) -> str:
    return say.message(finding, report.signals.hook if report.signals else None)


def _reason(outcome: Outcome, say: Language) -> str:
    why = say.reason(outcome.note, outcome.wording) if outcome.note else ""
    return f"{outcome.explained_by}: {why}" if outcome.explained_by else why


def _quoted(text: str) -> str:
    return quoteattr(_written(text))


def _written(text: str) -> str:
    return UNWRITABLE.sub("\ufffd", text)


def _command(level: str, path: str, title: str, message: str) -> str:
    return f"::{level} file={_property(path)},title={_property(title)}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

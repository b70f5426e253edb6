"""What a check is, and how all of them are run.

A check is a pure function whose parameter names say what it needs: ``probe``, ``profile``, or
any field of ``Signals``. It yields a ``Flag`` for everything it finds. A check whose signals
were not measured is skipped with the reason, but for signals that it gives a default; one that
raises is reported as crashed. Probe, signals and a profile come in, findings and outcomes go out.
It may use nouns and profiles only.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from ..model import Finding, Outcome, Probe, Result, Severity, Signals, Span, Wording
from ..platforms.profile import Profile

ALWAYS_THERE = ("probe", "profile")


@dataclass(frozen=True, slots=True)
class Flag:
    """What a check has to say: the measured number and the limit, when, and another remedy.

    ``message`` and ``remedy`` are templates for ``str.format``; all that varies is in ``values``.
    """

    message: str
    spans: tuple[Span, ...] = ()
    remedy: str | None = None
    values: Mapping[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """One rule: its code, what it costs, what to do, what it reads, and the rule itself."""

    code: str
    severity: Severity
    remedy: str
    summary: str
    needs: dict[str, bool]
    """The names that it asks for, and whether it cannot do without."""
    rule: Callable[..., Iterator[Flag]]

    def ended(self, result: Result, note: str = "", wording: Wording | None = None) -> Outcome:
        """Return how it ended on a draft."""
        return Outcome(self.code, self.severity, result, note, self.summary, wording)

    @cached_property
    def passed(self) -> Outcome:
        """How it ends on most drafts."""
        return self.ended(Result.PASSED)


_RANK = {severity: rank for rank, severity in enumerate(Severity)}
_registry: dict[str, Check] = {}


def check(
    code: str, severity: Severity, *, remedy: str
) -> Callable[[Callable[..., Iterator[Flag]]], Callable[..., Iterator[Flag]]]:
    """Register the decorated generator function as the check ``code``."""

    def register(rule: Callable[..., Iterator[Flag]]) -> Callable[..., Iterator[Flag]]:
        asked = inspect.signature(rule).parameters.values()
        needs = {one.name: one.default is one.empty for one in asked}
        strangers = set(needs) - set(ALWAYS_THERE) - set(Signals.__struct_fields__)
        if strangers:
            raise TypeError(f"check {code} asks for {sorted(strangers)}, which is no signal")
        if code in _registry:
            raise TypeError(f"two checks are called {code}")
        summary = (inspect.getdoc(rule) or "").partition("\n")[0]
        _registry[code] = Check(code, severity, remedy, summary, needs, rule)
        return rule

    return register


@cache
def all_checks() -> tuple[Check, ...]:
    """Return every check there is, in order of its code."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(_registry[code] for code in sorted(_registry))


def run(
    probe: Probe, signals: Signals, profile: Profile
) -> tuple[tuple[Finding, ...], tuple[Outcome, ...]]:
    """Judge one draft: the findings, worst first, and how every check ended."""
    findings: list[Finding] = []
    outcomes: list[Outcome] = []
    measured = {name: getattr(signals, name) for name in signals.__struct_fields__}
    given = {"probe": probe, "profile": profile, **measured}
    for rule in all_checks():
        found, outcome = _run_one(rule, given, signals)
        findings.extend(found)
        outcomes.append(outcome)
    findings.sort(key=lambda finding: (_RANK[finding.severity], finding.code))
    return tuple(findings), tuple(outcomes)


def _run_one(
    rule: Check, given: Mapping[str, Any], signals: Signals
) -> tuple[list[Finding], Outcome]:
    """Return the rule's findings on what it needs of ``given``, and how it ended."""
    needed = []
    for name, is_needed in rule.needs.items():
        value = given[name]
        if value is None and is_needed:
            reason = signals.unmeasured.get(name, f"{name} was not measured")
            return [], rule.ended(Result.SKIPPED, reason, signals.reasons.get(name))
        needed.append(value)
    try:
        flags = list(rule.rule(*needed))
    except Exception as error:  # noqa: BLE001
        note = f"{type(error).__name__}: {error}"
        return [], rule.ended(Result.CRASHED, note)
    if not flags:
        return [], rule.passed
    return [_finding(rule, flag) for flag in flags], rule.ended(Result.FLAGGED)


def _finding(rule: Check, flag: Flag) -> Finding:
    """Return the flag in plain English, with its wording beside it."""
    remedy = flag.remedy or rule.remedy
    values = dict(flag.values)
    return Finding(
        code=rule.code,
        severity=rule.severity,
        message=flag.message.format(**values) if values else flag.message,
        remedy=remedy.format(**values) if values else remedy,
        spans=flag.spans,
        wording=Wording(flag.message, remedy, values),
    )

"""What a check is, and how all of them are run.

A check is a pure function whose parameter names say what it needs: ``probe``, ``profile``, or
any field of ``Signals``; one with a default is used when it is there. It yields a ``Flag`` for
everything it finds, or one ``Passed`` with what it measured; nothing where the draft or the
platform gives it nothing to judge. A check whose signals were not measured is skipped with the
reason; one that raises is reported as crashed. What a finding costs, for which kinds of draft it
is asked and what explains it are data: ``impact.toml``.
Probe, signals and a profile come in, findings and outcomes go out. It may use nouns and profiles
only.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from ..model import Finding, Kind, Outcome, Part, Probe, Result, Severity, Signals, Span, Wording
from ..platforms.profile import Profile

TABLE = Path(__file__).with_name("impact.toml")

ALWAYS_THERE = ("probe", "profile")

GIVEN = frozenset({"post", "matches", "sounds"})
"""Signals that are there where the user gives them: nothing is asked of those that are not."""


@dataclass(frozen=True, slots=True)
class Flag:
    """What a check has to say: the measured number and the limit, when, and another remedy.

    ``message`` and ``remedy`` are templates for ``str.format``; all that varies is in ``values``.
    ``degree`` says how bad it is, from 0 (just over the limit) to 1 (as bad as it gets).
    """

    message: str
    spans: tuple[Span, ...] = ()
    remedy: str | None = None
    values: Mapping[str, int | float | str] = field(default_factory=dict)
    degree: float = 1.0


@dataclass(frozen=True, slots=True)
class Passed:
    """What a check says of a draft in which it finds nothing: what it measured, as a template."""

    message: str
    values: Mapping[str, int | float | str] = field(default_factory=dict)


Said = Iterator[Flag | Passed]
"""What a rule yields."""


class Weight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A check's row in ``impact.toml``, which says what the columns mean."""

    part: Part
    impact: int
    kinds: tuple[Kind, ...] = tuple(Kind)
    explained_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """One rule: its code, what it costs, what to do, what it reads, and the rule itself."""

    code: str
    severity: Severity
    remedy: str
    summary: str
    needs: Mapping[str, bool]
    """The names that it asks for, and whether it cannot do without."""
    rule: Callable[..., Said]
    advice: str = ""
    """The remedy without numbers, where the remedy holds some."""

    @cached_property
    def weight(self) -> Weight:
        """What it costs, whom it is for, and what explains it."""
        return weights()[self.code]

    def ended(self, result: Result, wording: Wording | None = None, note: str = "") -> Outcome:
        """Return how it ended on a draft."""
        note = wording.text if wording else note
        part, impact = self.weight.part, self.weight.impact
        return Outcome(self.code, self.severity, result, note, self.summary, wording, part, impact)


_registry: dict[str, Check] = {}


def check(
    code: str, severity: Severity, *, remedy: str, advice: str = ""
) -> Callable[[Callable[..., Said]], Callable[..., Said]]:
    """Register the decorated generator function as the check ``code``.

    A ``remedy`` may hold values of its flags; ``advice`` says it without, for many drafts at once.
    """

    def register(rule: Callable[..., Said]) -> Callable[..., Said]:
        asked = inspect.signature(rule).parameters
        needs = {name: one.default is one.empty for name, one in asked.items()}
        strangers = set(needs) - set(ALWAYS_THERE) - set(Signals.__struct_fields__)
        if strangers:
            raise TypeError(f"check {code} asks for {sorted(strangers)}, which is no signal")
        if code in _registry:
            raise TypeError(f"two checks are called {code}")
        summary = (inspect.getdoc(rule) or "").partition("\n")[0]
        _registry[code] = Check(code, severity, remedy, summary, needs, rule, advice or remedy)
        return rule

    return register


@cache
def all_checks() -> tuple[Check, ...]:
    """Return every check there is, in order of its code."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(_registry[code] for code in sorted(_registry))


@cache
def weights() -> dict[str, Weight]:
    """What every check weighs, by its code."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return msgspec.convert(table, dict[str, Weight])


def beyond(value: float, limit: float, worst: float) -> float:
    """How far ``value`` is on its way from the ``limit`` (0) to where it cannot be worse (1)."""
    return min(1.0, max(0.0, (value - limit) / (worst - limit)))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return text without case, accents and punctuation, its words one space apart."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    kept = (c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def phrase_in(text: str, phrases: Iterable[str]) -> str | None:
    """Return the first phrase that stands in the text as whole words, as ``plain`` writes them."""
    folded = f" {plain(text)} "
    return next((phrase for phrase in phrases if f" {plain(phrase)} " in folded), None)


def run(
    probe: Probe, signals: Signals, profile: Profile
) -> tuple[tuple[Finding, ...], tuple[Outcome, ...]]:
    """Judge one draft: the findings, the dearest first, and how every check ended.

    A finding that another one explains is not among them; its outcome says so.
    """
    findings: dict[str, list[Finding]] = {}
    outcomes: list[Outcome] = []
    measured = {name: getattr(signals, name) for name in signals.__struct_fields__}
    given = {"probe": probe, "profile": profile, **measured}
    for rule in all_checks():
        found, outcome = _run_one(rule, given, signals)
        outcomes.append(outcome)
        if found:
            findings[rule.code] = found
    for place, rule in enumerate(all_checks()):
        cause = next((code for code in rule.weight.explained_by if code in findings), None)
        if rule.code in findings and cause is not None:
            ended = rule.ended(Result.EXPLAINED, findings[rule.code][0].wording)
            outcomes[place] = replace(ended, explained_by=cause)
    explained = {outcome.code for outcome in outcomes if outcome.outcome is Result.EXPLAINED}
    told = (one for code, several in findings.items() if code not in explained for one in several)
    return tuple(sorted(told, key=lambda finding: finding.rank)), tuple(outcomes)


def _run_one(
    rule: Check, given: Mapping[str, Any], signals: Signals
) -> tuple[list[Finding], Outcome]:
    """Return the rule's findings on what it needs of ``given``, and how it ended."""
    if signals.kind is not None and signals.kind.kind not in rule.weight.kinds:
        return [], rule.ended(Result.UNASKED)
    missing = (name for name, is_needed in rule.needs.items() if is_needed and given[name] is None)
    for name in missing:
        if name in GIVEN and name not in signals.unmeasured:
            return [], rule.ended(Result.UNASKED)
        reason = signals.unmeasured.get(name, f"{name} was not measured")
        return [], rule.ended(Result.SKIPPED, signals.reasons.get(name), reason)
    try:
        said = list(rule.rule(**{name: given[name] for name in rule.needs}))
    except Exception as error:  # noqa: BLE001
        return [], rule.ended(Result.CRASHED, note=f"{type(error).__name__}: {error}")
    flags = [one for one in said if isinstance(one, Flag)]
    if flags:
        return [_finding(rule, flag) for flag in flags], rule.ended(Result.FLAGGED)
    measured = next((Wording(one.message, values=dict(one.values)) for one in said), None)
    return [], rule.ended(Result.PASSED if measured else Result.UNASKED, measured)


def _finding(rule: Check, flag: Flag) -> Finding:
    """Return the flag in plain English, with its wording beside it."""
    wording = Wording(flag.message, flag.remedy or rule.remedy, dict(flag.values))
    return Finding(
        code=rule.code,
        severity=rule.severity,
        message=wording.text,
        remedy=wording.remedy.format(**wording.values) if wording.values else wording.remedy,
        spans=flag.spans,
        wording=wording,
        part=rule.weight.part,
        impact=rule.weight.impact,
        degree=round(flag.degree, 3),
        advice=rule.advice if "{" in wording.remedy else "",
    )

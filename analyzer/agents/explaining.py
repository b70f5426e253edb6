"""What a finding's code stands for: what is checked, why, by which limits, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

import msgspec

from .. import checks
from ..choices import nearest
from ..errors import UsageError
from ..model import Record, Severity
from ..platforms.profile import Profile

WHY = {
    Severity.ERROR: "The platform will refuse, mangle or mute the draft.",
    Severity.WARN: "It costs reach or quality.",
    Severity.INFO: "Good to know.",
}


class Limit(Record):
    """A limit that a check judges by, and where it comes from."""

    name: str
    value: Any
    source: str
    kind: str
    """``official``, ``brief``, ``press``, ``vendor``, ``practice``, ``policy`` or ``measured``."""
    date: str
    role: str
    """``takes``, ``recommends``, ``api`` or ``practice``."""


class Explanation(Record):
    """All that there is to say of a check, whatever the draft."""

    code: str
    severity: Severity
    checks: str
    """What it finds, in one sentence."""
    why: str
    part: str
    """The part of the score that it belongs to."""
    impact: int
    """0 to 100: what it takes of that part at its worst, in percent."""
    kinds: tuple[str, ...]
    """The kinds of draft for which it is asked."""
    explained_by: tuple[str, ...]
    """The codes that stand for it where they are found, too."""
    act: str
    """What to do about it."""
    platform: str
    limits: tuple[Limit, ...]


def explain(code: str, profile: Profile) -> Explanation:
    """Explain the check ``code`` by the limits of a platform; raises UsageError for none such."""
    known = {check.code: check for check in checks.all_checks()}
    check = known.get(code.strip().upper())
    if check is None:
        raise UsageError(
            "{asked}: there is no such code{nearest_words}; they are in docs/checks.md",
            asked=code,
            **nearest(code.strip().upper(), known),
        )
    weight = check.weight
    return Explanation(
        code=check.code,
        severity=check.severity,
        checks=check.summary,
        why=WHY[check.severity],
        part=weight.part.value,
        impact=weight.impact,
        kinds=tuple(kind.value for kind in weight.kinds),
        explained_by=weight.explained_by,
        act=check.advice,
        platform=profile.platform,
        limits=tuple(limits_of(check, profile)),
    )


def limits_of(check: checks.Check, profile: Profile) -> Iterator[Limit]:
    """The limits that a check reads, found in its code: no list of them could stay right."""
    read = set(_names(check.rule, set()))
    for name, source in profile.sources.items():
        if name in read:
            value = getattr(profile, name)
            yield Limit(name, value, source.source, source.kind, source.date, source.role)
    if "safe_zone" in read and profile.safe_zone is not None:
        basis, _, date = profile.safe_zone.basis.rpartition(", ")
        areas = msgspec.to_builtins(profile.safe_zone.areas)
        yield Limit("safe_zone", areas, basis, "measured", date, "practice")


def _names(function: Callable[..., Any], seen: set[str]) -> Iterator[str]:
    """The names that a function uses, and the functions of its module that it calls."""
    seen.add(function.__name__)
    module: dict[str, Any] = vars(sys.modules[function.__module__])
    for name in _used(function.__code__):
        yield name
        called: Any = module.get(name)
        is_function = isinstance(called, FunctionType)
        if is_function and called.__module__ == function.__module__ and name not in seen:
            yield from _names(called, seen)


def _used(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _used(constant)
        elif isinstance(constant, str):
            yield constant

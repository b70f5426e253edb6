"""FM04 to FM07: has the draft the right length?"""

from __future__ import annotations

from ..model import Probe, Severity
from ..platforms.profile import Profile
from . import Flag, Passed, Said, check

LAST_FRAME = 0.05
"""Seconds by which an export misses the length that it was given, at 24 frames a second. What is
recommended takes that; what a platform refuses does not."""


@check("FM04", Severity.WARN, remedy="Make the draft longer.")
def too_short(probe: Probe, profile: Profile) -> Said:
    """The draft is shorter than schedulers can post."""
    if profile.api_min_seconds is None:
        return
    limit = _exact_clock(profile.api_min_seconds)
    if probe.duration < profile.api_min_seconds:
        yield Flag(
            "{length_clock} is too short for schedulers: {platform} takes {limit_clock} and more "
            "({basis})",
            values={
                "length_clock": _length(probe, profile.api_min_seconds),
                "platform": profile.name,
                "limit_clock": limit,
                "basis": profile.basis("api_min_seconds"),
            },
        )
    else:
        values = {"length_clock": _exact_clock(probe.duration), "limit_clock": limit}
        yield Passed("{length_clock} long, and {limit_clock} at least is taken", values)


@check("FM05", Severity.WARN, remedy="Add what the story needs, or loop it.")
def shorter_than_best(probe: Probe, profile: Profile) -> Said:
    """The draft is shorter than recommended."""
    least = profile.best_min_seconds
    if probe.duration >= least - LAST_FRAME:
        values = {"length_clock": _exact_clock(probe.duration), "limit_clock": _exact_clock(least)}
        yield Passed("{length_clock} long, and {limit_clock} at least is recommended", values)
    else:
        yield Flag(
            "{length_clock} is short: at least {limit_clock} is recommended ({basis})",
            values={
                "length_clock": _length(probe, least),
                "limit_clock": _exact_clock(least),
                "basis": profile.basis("best_min_seconds"),
            },
            degree=1 - probe.duration / least,
        )


@check("FM06", Severity.WARN, remedy="Cut it down: no longer than the story needs.")
def longer_than_best(probe: Probe, profile: Profile) -> Said:
    """The draft is longer than recommended."""
    best = profile.best_max_seconds
    if best is None:
        return
    if probe.duration <= best + LAST_FRAME:
        values = {"length_clock": _exact_clock(probe.duration), "limit_clock": _exact_clock(best)}
        yield Passed("{length_clock} long, and {limit_clock} at most is recommended", values)
    else:
        yield Flag(
            "{length_clock} is over {limit_clock}: {platform} does not recommend it to new "
            "audiences ({basis})"
            if profile.hides_longer
            else "{length_clock} is longer than recommended: at most {limit_clock} ({basis})",
            values={
                "length_clock": _length(probe, best),
                "limit_clock": _exact_clock(best),
                "platform": profile.name,
                "basis": profile.basis("best_max_seconds"),
            },
            degree=1 - best / probe.duration,
        )


@check("FM07", Severity.ERROR, remedy="Cut it down, or post it in parts.")
def too_long(probe: Probe, profile: Profile) -> Said:
    """The draft is longer than the platform takes."""
    if probe.duration <= profile.max_seconds:
        values = {
            "length_clock": _exact_clock(probe.duration),
            "limit_clock": _exact_clock(profile.max_seconds),
        }
        yield Passed("{length_clock} long, and {limit_clock} at most is taken", values)
    else:
        yield Flag(
            "{length_clock} is longer than {platform} takes: {limit_clock} ({basis})",
            values={
                "length_clock": _length(probe, profile.max_seconds),
                "platform": profile.name,
                "limit_clock": _exact_clock(profile.max_seconds),
                "basis": profile.basis("max_seconds"),
            },
        )


def _exact_clock(seconds: float, decimals: int = 0) -> str:
    """Return ``"9.5 s"``, ``"2:05"`` or ``"1:02:05"``: short ones to a tenth of a second at least.

    Unlike the reports' clock, it counts hours and takes the decimals that it is asked for.
    """
    if seconds < 60:
        return f"{seconds:.{max(1, decimals)}f}".removesuffix(".0") + " s"
    hours, rest = divmod(round(seconds, decimals), 3600)
    minutes, seconds = divmod(rest, 60)
    wide = decimals + 3 if decimals else 2
    tail = f"{minutes:02.0f}:{seconds:0{wide}.{decimals}f}"
    return f"{hours:.0f}:{tail}" if hours else tail.removeprefix("0")


def _length(probe: Probe, limit: float) -> str:
    """Return the draft's length, as exactly as it takes to be told from the limit it misses."""
    lengths = [_exact_clock(probe.duration, decimals) for decimals in (0, 2, 3)]
    return next((length for length in lengths if length != _exact_clock(limit)), lengths[-1])

"""FM01 to FM07: has the draft the right shape and length?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.checks import Flag, check
from analyzer.model import Probe, Severity
from analyzer.profile import Profile

RATIO_TOLERANCE = 0.01

LAST_FRAME = 0.05
"""Seconds by which an export misses the length that it was given, at 24 frames a second. What is
recommended takes that; what a platform refuses does not."""


def _size(probe: Probe) -> str:
    return f"{probe.display_width}x{probe.display_height}"


def _clock(seconds: float, decimals: int = 0) -> str:
    """``"9.5 s"``, ``"2:05"`` or ``"1:02:05"``: short ones to the tenth of a second at least."""
    if seconds < 60:
        return f"{seconds:.{max(1, decimals)}f}".removesuffix(".0") + " s"
    hours, rest = divmod(round(seconds, decimals), 3600)
    minutes, seconds = divmod(rest, 60)
    wide = decimals + 3 if decimals else 2
    tail = f"{minutes:02.0f}:{seconds:0{wide}.{decimals}f}"
    return f"{hours:.0f}:{tail}" if hours else tail.removeprefix("0")


def _length(probe: Probe, limit: float) -> str:
    """The draft's length, as exactly as it takes to be told from the limit that it misses."""
    told = (_clock(probe.duration, decimals) for decimals in (0, 2, 3))
    return next((length for length in told if length != _clock(limit)), _clock(probe.duration, 3))


@check("FM01", Severity.WARN, remedy="Crop or re-edit the draft on a 9:16 canvas (1080x1920).")
def not_nine_by_sixteen(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The picture is not 9:16, so it does not fill a phone's screen."""
    best = profile.best_width / profile.best_height
    ratio = probe.display_width / probe.display_height
    if abs(ratio / best - 1) > RATIO_TOLERANCE and (profile.takes_landscape or ratio <= 1):
        filled = min(1.0, best / ratio) if ratio > best else min(1.0, ratio / best)
        yield Flag(
            "{size} is {ratio}, which fills {filled:.0%} of a phone's screen; "
            "{platform} is watched at 9:16",
            values={
                "size": _size(probe),
                "ratio": probe.aspect_ratio,
                "filled": filled,
                "platform": profile.name,
            },
        )


@check("FM02", Severity.ERROR, remedy="Crop or re-edit the draft on a 9:16 canvas (1080x1920).")
def shape_not_taken(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The picture is wider than high, which this platform does not take as a short video."""
    if not profile.takes_landscape and probe.display_width > probe.display_height:
        yield Flag(
            "{size} is wider than high: {platform} takes vertical and square videos only ({basis})",
            values={
                "size": _size(probe),
                "platform": profile.name,
                "basis": profile.basis("takes_landscape"),
            },
        )


@check("FM03", Severity.WARN, remedy="Export at 1080x1920 from footage of at least that size.")
def below_full_hd(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The picture has fewer pixels than the platform's best size."""
    short, long = sorted((probe.display_width, probe.display_height))
    if short < profile.best_width * (1 - RATIO_TOLERANCE):
        yield Flag(
            "{size} is {short} pixels on its short side, under {least} ({best} is best: {basis})",
            values={
                "size": _size(probe),
                "short": short,
                "least": profile.best_width,
                "best": f"{profile.best_width}x{profile.best_height}",
                "basis": profile.basis("best_width"),
            },
        )
    elif long < profile.best_width:
        yield Flag(
            "{size} is smaller than {best}",
            values={
                "size": _size(probe),
                "best": f"{profile.best_width}x{profile.best_height}",
            },
        )


@check("FM04", Severity.ERROR, remedy="Make the draft longer.")
def too_short(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The draft is shorter than the platform takes."""
    if profile.min_seconds is not None and probe.duration < profile.min_seconds:
        yield Flag(
            "{length_clock} is shorter than {platform} takes: {limit_clock} ({basis})",
            values={
                "length_clock": _length(probe, profile.min_seconds),
                "platform": profile.name,
                "limit_clock": _clock(profile.min_seconds),
                "basis": profile.basis("min_seconds"),
            },
        )


@check("FM05", Severity.WARN, remedy="Add what the story needs, or loop it.")
def shorter_than_best(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The draft is shorter than recommended."""
    least = profile.best_min_seconds
    is_taken = probe.duration >= (profile.min_seconds or 0.0)
    if is_taken and probe.duration < least - LAST_FRAME:
        yield Flag(
            "{length_clock} is short: at least {limit_clock} is recommended ({basis})",
            values={
                "length_clock": _length(probe, least),
                "limit_clock": _clock(least),
                "basis": profile.basis("best_min_seconds"),
            },
        )


@check("FM06", Severity.WARN, remedy="Cut it down: no longer than the story needs.")
def longer_than_best(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The draft is longer than recommended."""
    best = profile.best_max_seconds
    if best is not None and best + LAST_FRAME < probe.duration <= profile.max_seconds:
        yield Flag(
            "{length_clock} is longer than recommended: at most {limit_clock} ({basis})",
            values={
                "length_clock": _length(probe, best),
                "limit_clock": _clock(best),
                "basis": profile.basis("best_max_seconds"),
            },
        )


@check("FM07", Severity.ERROR, remedy="Cut it down, or post it in parts.")
def too_long(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The draft is longer than the platform takes."""
    if probe.duration > profile.max_seconds:
        yield Flag(
            "{length_clock} is longer than {platform} takes: {limit_clock} ({basis})",
            values={
                "length_clock": _length(probe, profile.max_seconds),
                "platform": profile.name,
                "limit_clock": _clock(profile.max_seconds),
                "basis": profile.basis("max_seconds"),
            },
        )

"""PX01 to PX07, PX11, PX18: is the picture good, and does it keep going?"""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Layout, Picture, Probe, Severity, Shots, Span, named_ratio
from ..platforms.profile import Profile
from . import Flag, Passed, Said, beyond, check

SHAPES = {
    "{ratio}": "the picture fills {share:.0%} of the frame: {width}x{height} ({ratio}) beside "
    "{filling_words}, baked in",
    "": "the picture fills {share:.0%} of the frame: {width}x{height} beside {filling_words}, "
    "baked in",
}
"""What is said of the picture between bars, with its ratio where people have a name for it."""

FLASHES = (
    (
        "over a quarter of the picture flashes more than three times a second from {at:.1f} s on "
        "(ITU-R BT.1702; WCAG 2.2, 2.3.1)"
    ),
    (
        "over a quarter of the picture flashes in saturated red more than three times a second "
        "from {at:.1f} s on (ITU-R BT.1702; WCAG 2.2, 2.3.1)"
    ),
)
"""What is said of general flashes and of red ones."""

GAP_SECONDS = 0.15
"""Seconds that a black gap between two clips lasts at most, four frames at 30 a second: longer ones
are meant; chosen by hand."""

MOST_GAPS = 3
"""Gaps over which they are an effect; chosen by hand."""

MOSTLY_BLACK = 0.5
"""Share of a frozen stretch that is black, over which it is told as black only; chosen by hand."""


@check("PX01", Severity.WARN, remedy="Enlarge the picture until it fills the frame, or crop it.")
def bars(picture: Picture, probe: Probe, layout: Layout | None = None) -> Said:
    """A smaller picture stands between baked-in bars, or beside one."""
    if layout is not None and layout.is_of_two:
        return
    found = picture.bars
    if found is None:
        yield Passed("the picture fills its frame")
    else:
        box = found.content
        told = named_ratio(box.width, box.height)
        yield Flag(
            SHAPES.get(told.message, SHAPES[""]),
            (found.span,),
            values={
                "share": box.share,
                "width": box.width,
                "height": box.height,
                **told.values,
                "filling_words": found.filling(probe),
            },
            degree=1 - box.share,
        )


@check("PX18", Severity.INFO, remedy="Close the gap between the clips in the timeline.")
def black_gap(picture: Picture, shots: Shots) -> Said:
    """A few frames between two shots are black: clips that do not touch in the timeline."""
    gaps = tuple(
        span
        for span in picture.black_spans
        if span.start > 0
        and span.seconds <= GAP_SECONDS
        and not any(span.overlap(faded) for faded in shots.gradual)
    )
    if not gaps:
        yield Passed("no black frame between two shots")
    elif len(gaps) <= MOST_GAPS:
        yield Flag(
            "the picture is black for {milliseconds:.0f} ms at {at:.2f} s, as where two clips do "
            "not touch",
            gaps,
            values={"milliseconds": 1000 * gaps[0].seconds, "at": gaps[0].start},
        )


@check("PX02", Severity.WARN, remedy="Cut the black out: viewers take it for the end.")
def long_black(picture: Picture, probe: Probe, profile: Profile) -> Said:
    """The picture is black for long in the middle or at the end."""
    yield from _stretches(
        picture.black_spans,
        profile,
        profile.max_black_seconds,
        "the picture is black for {seconds:.1f} s, over {limit:g} ({basis})",
        profile.basis("max_black_seconds"),
        probe.video_duration,
        "the picture is never black for over {limit:g} s",
    )


@check("PX03", Severity.WARN, remedy="Cut it shorter, or add movement: a slow zoom, another shot.")
def long_frozen(picture: Picture, probe: Probe, profile: Profile) -> Said:
    """The picture is frozen for long in the middle or at the end."""
    lit = [span for span in picture.frozen_spans if not _is_black(span, picture.black_spans)]
    yield from _stretches(
        lit,
        profile,
        profile.max_frozen_seconds,
        "not a pixel changes for {seconds:.1f} s, over {limit:g} ({basis})",
        profile.basis("max_frozen_seconds"),
        probe.video_duration,
        "the picture never stands still for over {limit:g} s",
    )


@check("PX04", Severity.WARN, remedy="Slow the flashing to three a second, or soften it.")
def flashing(picture: Picture) -> Said:
    """It flashes so fast that it can harm people with photosensitive epilepsy."""
    for spans, message in zip((picture.flash_spans, picture.red_flash_spans), FLASHES, strict=True):
        if spans:
            yield Flag(message, spans, values={"at": spans[0].start})
    if not (picture.flash_spans or picture.red_flash_spans):
        yield Passed("no flashes faster than three a second (ITU-R BT.1702; WCAG 2.2, 2.3.1)")


@check("PX05", Severity.WARN, remedy="Brighten it, or film with light on the subject.")
def too_dark(picture: Picture, profile: Profile) -> Said:
    """The picture is too dark to read for much of the time."""
    dark, limit = round(picture.dark_share, 2), profile.max_dark_share
    if dark <= limit:
        yield Passed("bright enough for {share:.0%} of the time", {"share": 1 - dark})
    else:
        yield Flag(
            "nothing in the picture is bright for {share:.0%} of the time, over {limit:.0%} "
            "({basis})",
            values={
                "share": picture.dark_share,
                "limit": limit,
                "basis": profile.basis("max_dark_share"),
            },
            degree=beyond(picture.dark_share, 0.0, 1.0),
        )


@check("PX06", Severity.WARN, remedy="Go back to the original footage and export at 1080x1920.")
def enlarged_or_soft(picture: Picture, probe: Probe) -> Said:
    """The picture holds no more detail than a much smaller one would: enlarged, or out of focus."""
    lines = picture.upscaled_from
    if lines is None:
        yield Passed("the picture is as sharp as its size")
    else:
        yield Flag(
            "{width}x{height}, but its finest detail would fit into {lines} lines: it was "
            "enlarged or is out of focus",
            values={
                "width": probe.display_width,
                "height": probe.display_height,
                "lines": lines,
            },
            degree=1 - lines / probe.display_height,
        )


@check("PX07", Severity.INFO, remedy="Film with more light, or denoise it: grain eats bitrate.")
def noisy(picture: Picture, profile: Profile) -> Said:
    """The picture is grainy."""
    values = {"noise": picture.noise, "limit": profile.max_noise}
    if round(picture.noise, 1) <= profile.max_noise:
        yield Passed("clean: grain of {noise:.1f} gray levels, of {limit:g} at most", values)
    else:
        yield Flag(
            "grain of {noise:.1f} gray levels in flat areas, over {limit:g} ({basis})",
            values=values | {"basis": profile.basis("max_noise")},
            degree=beyond(picture.noise, profile.max_noise, 4 * profile.max_noise),
        )


@check("PX11", Severity.INFO, remedy="Burn the captions in, or add them in the app.")
def subtitle_track(probe: Probe) -> Said:
    """The file carries a subtitle track, which short-video apps do not show."""
    if probe.subtitle_streams:
        yield Flag(
            "subtitle tracks in the file: {count}; short-video apps show none of them",
            values={"count": probe.subtitle_streams},
        )


def _is_black(span: Span, black: Sequence[Span]) -> bool:
    return any(span.overlap(other) > MOSTLY_BLACK * span.seconds for other in black)


def _stretches(
    spans: Sequence[Span],
    profile: Profile,
    limit: float,
    message: str,
    basis: str,
    end: float,
    fine: str,
) -> Said:
    """Flag the stretches after the hook that are over the limit, naming the longest."""
    hook = profile.hook_seconds
    after = (Span(max(span.start, hook), min(span.end, end)) for span in spans if span.end > hook)
    long = [span for span in after if round(span.seconds, 1) > limit]
    if long:
        longest = max(long, key=lambda span: span.seconds)
        yield Flag(
            message,
            tuple(long),
            values={"seconds": longest.seconds, "limit": limit, "basis": basis},
            degree=1 - limit / longest.seconds,
        )
    else:
        yield Passed(fine, {"limit": limit})

"""PX: is the picture good, and does it keep going?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import BarsKind, Motion, Music, Picture, Probe, Severity, Shots, Span, Upright
from ..platforms.profile import Profile
from . import Flag, check

FILLINGS = {
    BarsKind.BLACK: "black bars",
    BarsKind.COLOR: "bars of one colour",
    BarsKind.BLURRED: "a blurred copy of the picture",
    BarsKind.PICTURE: "a still picture",
}
"""What fills the frame beside a letterbox or pillarbox, in words."""

MOSTLY_BLACK = 0.5
"""Share of a frozen stretch that is black, over which it is told as black only; chosen by hand."""


@check("PX01", Severity.WARN, remedy="Enlarge the picture until it fills the frame, or crop it.")
def bars(picture: Picture) -> Iterator[Flag]:
    """A smaller picture stands between baked-in bars."""
    found = picture.bars
    if found is not None:
        yield Flag(
            "the picture fills {share:.0%} of the frame: {width}x{height} ({ratio}) beside "
            "{filling_words}, baked in",
            (found.span,),
            values={
                "share": found.content.share,
                "width": found.content.width,
                "height": found.content.height,
                "ratio": found.aspect_ratio,
                "filling_words": FILLINGS[found.kind],
            },
        )


@check("PX02", Severity.WARN, remedy="Cut the black out: viewers take it for the end.")
def long_black(picture: Picture, probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The picture is black for long in the middle or at the end."""
    yield from _stretches(
        picture.black_spans,
        profile,
        profile.max_black_seconds,
        "the picture is black for {seconds:.1f} s, over {limit:g} ({basis})",
        profile.basis("max_black_seconds"),
        probe.video_duration,
    )


@check("PX03", Severity.WARN, remedy="Cut it shorter, or add movement: a slow zoom, another shot.")
def long_frozen(picture: Picture, probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The picture is frozen for long in the middle or at the end."""
    lit = [span for span in picture.frozen_spans if not _is_black(span, picture.black_spans)]
    yield from _stretches(
        lit,
        profile,
        profile.max_frozen_seconds,
        "not a pixel changes for {seconds:.1f} s, over {limit:g} ({basis})",
        profile.basis("max_frozen_seconds"),
        probe.video_duration,
    )


@check("PX04", Severity.WARN, remedy="Slow the flashing to three a second, or soften it.")
def flashing(picture: Picture) -> Iterator[Flag]:
    """It flashes so fast that it can harm people with photosensitive epilepsy."""
    if picture.flash_spans:
        yield Flag(
            "the picture flashes more than three times a second from {at:.1f} s on "
            "(WCAG 2.2, 2.3.1)",
            picture.flash_spans,
            values={"at": picture.flash_spans[0].start},
        )


@check("PX05", Severity.WARN, remedy="Brighten it, or film with light on the subject.")
def too_dark(picture: Picture, profile: Profile) -> Iterator[Flag]:
    """The picture is too dark to read for much of the time."""
    if round(picture.dark_share, 2) > profile.max_dark_share:
        yield Flag(
            "nothing in the picture is bright for {share:.0%} of the time, over {limit:.0%} "
            "({basis})",
            values={
                "share": picture.dark_share,
                "limit": profile.max_dark_share,
                "basis": profile.basis("max_dark_share"),
            },
        )


@check("PX06", Severity.WARN, remedy="Go back to the original footage and export at 1080x1920.")
def enlarged_or_soft(picture: Picture, probe: Probe) -> Iterator[Flag]:
    """The picture holds no more detail than a much smaller one would: enlarged, or out of focus."""
    lines = picture.upscaled_from
    if lines is not None:
        yield Flag(
            "{width}x{height}, but its finest detail would fit into {lines} lines: it was "
            "enlarged or is out of focus",
            values={
                "width": probe.display_width,
                "height": probe.display_height,
                "lines": lines,
            },
        )


@check("PX07", Severity.INFO, remedy="Film with more light, or denoise it: grain eats bitrate.")
def noisy(picture: Picture, profile: Profile) -> Iterator[Flag]:
    """The picture is grainy."""
    if round(picture.noise, 1) > profile.max_noise:
        yield Flag(
            "grain of {noise:.1f} gray levels in flat areas, over {limit:g} ({basis})",
            values={
                "noise": picture.noise,
                "limit": profile.max_noise,
                "basis": profile.basis("max_noise"),
            },
        )


@check("PX08", Severity.WARN, remedy="Cut to a second shot early, or let something move.")
def slow_start(shots: Shots, motion: Motion, profile: Profile) -> Iterator[Flag]:
    """The first shot stands still for long."""
    first = shots.spans[0] if shots.spans else None
    if first is None:
        return
    still = sum(span.overlap(first) for span in motion.still_spans)
    limit = profile.max_still_opening_seconds
    if round(first.seconds, 1) > limit and still > profile.min_still_share * first.seconds:
        yield Flag(
            "the first shot lasts {seconds:.1f} s and hardly moves; {limit:g} s is enough for a "
            "still ({basis})",
            (first,),
            values={
                "seconds": first.seconds,
                "limit": limit,
                "basis": profile.basis("max_still_opening_seconds"),
            },
        )


@check("PX09", Severity.INFO, remedy="Keep it, if every shot can be understood in its time.")
def fast_pace(shots: Shots, profile: Profile) -> Iterator[Flag]:
    """The shots change fast."""
    if shots.busiest is not None and shots.busiest_count >= profile.fast_changes:
        yield Flag(
            "fast: {count} changes of shot in {seconds:.1f} s ({basis})",
            (shots.busiest,),
            values={
                "count": shots.busiest_count,
                "seconds": shots.busiest.seconds,
                "basis": profile.basis("fast_changes"),
            },
        )


@check("PX10", Severity.INFO, remedy="Keep it: cuts on the beat feel meant.")
def cuts_on_the_beat(shots: Shots, music: Music, profile: Profile) -> Iterator[Flag]:
    """The cuts are on the beat of the music."""
    share = shots.on_beat_share
    if share is not None and share >= profile.on_beat_share and music.tempo_bpm is not None:
        yield Flag(
            "{share:.0%} of the cuts are on the beat ({tempo:.0f} bpm)",
            tuple(Span(cut, cut) for cut in shots.cuts),
            values={"share": share, "tempo": music.tempo_bpm},
        )


@check("PX11", Severity.INFO, remedy="Burn the captions in, or add them in the app.")
def subtitle_track(probe: Probe) -> Iterator[Flag]:
    """The file carries a subtitle track, which short-video apps do not show."""
    if probe.subtitle_streams:
        yield Flag(
            "subtitle tracks in the file: {count}; short-video apps show none of them",
            values={"count": probe.subtitle_streams},
        )


@check(
    "PX16", Severity.WARN, remedy="Turn it by {turn} degrees clockwise, and export it that way up."
)
def not_upright(upright: Upright) -> Iterator[Flag]:
    """The film lies on its side, or stands on its head."""
    if upright.turn is not None:
        yield Flag(
            "the film stands on its head: the faces in it do"
            if upright.turn == 180
            else "the film lies on its side: the faces in it do",
            values={"turn": upright.turn},
        )


def _is_black(span: Span, black: Sequence[Span]) -> bool:
    return any(span.overlap(other) > MOSTLY_BLACK * span.seconds for other in black)


def _stretches(
    spans: Sequence[Span], profile: Profile, limit: float, message: str, basis: str, end: float
) -> Iterator[Flag]:
    """Yield one flag for the stretches after the hook over the limit, naming the longest."""
    hook = profile.hook_seconds
    after = (Span(max(span.start, hook), min(span.end, end)) for span in spans if span.end > hook)
    long = [span for span in after if round(span.seconds, 1) > limit]
    if long:
        longest = max(long, key=lambda span: span.seconds)
        yield Flag(
            message,
            tuple(long),
            values={"seconds": longest.seconds, "limit": limit, "basis": basis},
        )

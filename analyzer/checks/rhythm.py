"""PX08 to PX10: how do the shots follow each other?"""

from __future__ import annotations

from ..model import Motion, Music, Severity, Shots, Span
from ..platforms.profile import Profile
from . import Flag, Passed, Said, check


@check("PX08", Severity.WARN, remedy="Cut to a second shot early, or let something move.")
def slow_start(shots: Shots, motion: Motion, profile: Profile) -> Said:
    """The first shot stands still for long."""
    first = shots.spans[0] if shots.spans else None
    if first is None:
        return
    still = sum(span.overlap(first) for span in motion.still_spans)
    limit = profile.max_still_opening_seconds
    values = {"seconds": first.seconds, "limit": limit}
    if round(first.seconds, 1) <= limit or still <= profile.min_still_share * first.seconds:
        yield Passed("the first shot moves, or is over soon ({seconds:.1f} s)", values)
    else:
        yield Flag(
            "the first shot lasts {seconds:.1f} s and hardly moves; {limit:g} s is enough for a "
            "still ({basis})",
            (first,),
            values=values | {"basis": profile.basis("max_still_opening_seconds")},
            degree=1 - limit / first.seconds,
        )


@check("PX09", Severity.INFO, remedy="Keep it, if every shot can be understood in its time.")
def fast_pace(shots: Shots, profile: Profile) -> Said:
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
def cuts_on_the_beat(shots: Shots, music: Music, profile: Profile) -> Said:
    """The cuts are on the beat of the music."""
    share = shots.on_beat_share
    if share is not None and share >= profile.on_beat_share and music.tempo_bpm is not None:
        yield Flag(
            "{share:.0%} of the cuts are on the beat ({tempo:.0f} bpm)",
            tuple(Span(cut, cut) for cut in shots.cuts),
            values={"share": share, "tempo": music.tempo_bpm},
        )

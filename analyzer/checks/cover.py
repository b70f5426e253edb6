"""PX12, PX17: does the draft have a frame that makes a good cover?"""

from __future__ import annotations

from ..model import Picture, Severity, Span
from ..platforms.profile import Profile
from . import Flag, Passed, Said, check


@check("PX12", Severity.INFO, remedy="Cut the first frame off, or choose the cover yourself.")
def black_first_frame(picture: Picture, profile: Profile) -> Said:
    """The first frame is black, and is the cover where an app takes the first frame."""
    first = next((span for span in picture.black_spans if span.start == 0.0), None)
    if first is None:
        yield Passed("the first frame shows something")
    elif first.end <= profile.hook_seconds:
        yield Flag(
            "the first {milliseconds:.0f} ms are black: an app that takes the first frame as the "
            "cover shows nothing",
            (first,),
            values={"milliseconds": 1000 * first.seconds},
        )


@check("PX17", Severity.INFO, remedy="Make a cover of its own, with the head in its middle.")
def cover_cuts_heads(picture: Picture, profile: Profile) -> Said:
    """No frame that would do as a cover keeps its heads whole in a profile's grid."""
    ratio = profile.cover_ratio
    if ratio is None or not picture.covers:
        return
    whole = [cover.time for cover in picture.covers if ratio in cover.keeps_heads_in]
    values = {"ratio": ratio, "basis": profile.basis("cover_ratio")}
    if whole:
        yield Passed(
            "the frame at {at:.1f} s makes a cover whose middle {ratio} cuts no head",
            values | {"at": whole[0]},
        )
    else:
        yield Flag(
            "a profile's grid shows the middle {ratio} of a cover ({basis}), and of each frame "
            "that would do as one it cuts the head off",
            tuple(Span(cover.time, cover.time) for cover in picture.covers),
            values=values,
        )

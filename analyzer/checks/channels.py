"""SD09 to SD11: do left and right, and the waveform itself, play well everywhere?"""

from __future__ import annotations

from ..model import MAX_DC_OFFSET, Channels, Loudness, Severity, Span
from . import Flag, Passed, Said, check

OPPOSED_SHARE = 0.1
"""Share of the sounding time that may cancel out: a stereo effect is shorter; chosen by hand."""

ONE_SIDE_SHARE = 0.25
"""Share of the sounding time that may be on one side only: an instrument may; chosen by hand."""


@check(
    "SD09",
    Severity.WARN,
    remedy="Invert the phase of one channel in the editor, or use one channel for both sides.",
)
def opposite_phase(channels: Channels) -> Said:
    """Left and right cancel each other out where one speaker plays both, as on many phones."""
    seconds = _seconds(channels.opposed_spans)
    if seconds > OPPOSED_SHARE * channels.seconds:
        yield Flag(
            "left and right are in opposite phase for {seconds:.1f} s of {sounding:.1f}: a phone "
            "that plays both on one speaker loses that sound",
            channels.opposed_spans,
            values={"seconds": seconds, "sounding": channels.seconds},
            degree=_share(seconds, channels),
        )
    elif channels.count > 1:
        yield Passed("left and right do not cancel each other out")


@check(
    "SD10",
    Severity.WARN,
    remedy="Make the track mono, or pan it to the centre: one earphone hears nothing of it.",
)
def one_side_only(channels: Channels) -> Said:
    """The sound is on the left or on the right only."""
    sides = (
        (
            channels.left_spans,
            "the sound is on the left only for {seconds:.1f} s of {sounding:.1f}",
        ),
        (
            channels.right_spans,
            "the sound is on the right only for {seconds:.1f} s of {sounding:.1f}",
        ),
    )
    found = [one for one in sides if _seconds(one[0]) > ONE_SIDE_SHARE * channels.seconds]
    for spans, message in found:
        seconds = _seconds(spans)
        values = {"seconds": seconds, "sounding": channels.seconds}
        yield Flag(message, spans, values=values, degree=_share(seconds, channels))
    if not found and channels.count > 1:
        yield Passed("both sides have sound")


@check(
    "SD11",
    Severity.INFO,
    remedy="Remove the DC offset in the editor, or put a high-pass filter at 20 Hz on the track.",
)
def dc_offset(loudness: Loudness) -> Said:
    """The waveform lies beside zero, which takes headroom and clicks at every cut."""
    values = {"offset": loudness.dc_offset}
    if loudness.dc_offset > MAX_DC_OFFSET:
        yield Flag(
            "the waveform lies {offset:.0%} of full scale beside zero (DC offset)", values=values
        )
    else:
        yield Passed("the waveform lies around zero (DC offset {offset:.1%})", values)


def _seconds(spans: tuple[Span, ...]) -> float:
    return sum(span.seconds for span in spans)


def _share(seconds: float, channels: Channels) -> float:
    return min(1.0, seconds / channels.seconds) if channels.seconds else 1.0

"""SD: does it sound right?"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Channels, Loudness, Music, Probe, Severity, Span
from ..platforms.profile import Profile
from . import Flag, check

PEAK_ROUNDING = 0.05
"""Decibels by which a true peak may be over the limit: peak meters read to a tenth."""

FULL_SCALE_DBFS = -0.1
"""Level from which clipping is at full scale: flat tops are told to a tenth of a decibel."""

OPPOSED_SHARE = 0.1
"""Share of the sounding time that may cancel out: a stereo effect is shorter; chosen by hand."""

ONE_SIDE_SHARE = 0.25
"""Share of the sounding time that may be on one side only: an instrument may; chosen by hand."""

MAX_DC_OFFSET = 0.02
"""Share of full scale: 0.005 at most in 23 real videos and tracks in stereo (November 2026)."""


@check("SD01", Severity.WARN, remedy="Add a voice-over or music: most people watch with sound on.")
def no_audio_stream(probe: Probe) -> Iterator[Flag]:
    """The file has no sound at all."""
    if probe.audio_index is None:
        yield Flag("the file has no audio track")


@check("SD02", Severity.WARN, remedy="Unmute the track in the editor, or add a voice or music.")
def silent(loudness: Loudness, profile: Profile) -> Iterator[Flag]:
    """There is an audio track, but nothing is to be heard on it."""
    if loudness.is_silent:
        yield Flag("the audio track is silent")
    elif _is_near_silent(loudness, profile) and not loudness.is_too_short:
        measured = loudness.integrated_lufs
        level = "below -70 LUFS" if measured is None else "{level:.1f} LUFS"
        yield Flag(
            f"the sound is nearly silent: {level}, under {{least:g}} LUFS ({{basis}})",
            values={
                **({} if measured is None else {"level": measured}),
                "least": profile.near_silent_lufs,
                "basis": profile.basis("near_silent_lufs"),
            },
        )


@check("SD03", Severity.WARN, remedy="Put music under it, quietly where somebody speaks.")
def no_music(music: Music) -> Iterator[Flag]:
    """There is no music."""
    if not music.present:
        yield Flag("no music was found; sound and music carry a short video")


@check(
    "SD04",
    Severity.ERROR,
    remedy="Cut it to {limit:.0f} s, or use music that is free to use.",
)
def long_with_music(probe: Probe, music: Music, profile: Profile) -> Iterator[Flag]:
    """The draft is longer than the platform allows for a video with claimed music."""
    limit = profile.max_seconds_with_music
    if limit is not None and probe.duration > limit and music.present:
        yield Flag(
            "{length:.4g} s with music: {platform} blocks a video of over {limit:.0f} s worldwide "
            "if anybody has claimed the music ({basis})",
            music.spans,
            values={
                "length": probe.duration,
                "platform": profile.name,
                "limit": limit,
                "basis": profile.basis("max_seconds_with_music"),
            },
        )


@check("SD05", Severity.WARN, remedy="Raise the sound to -14 LUFS (loudness normalisation).")
def too_quiet(loudness: Loudness, profile: Profile) -> Iterator[Flag]:
    """The sound is quieter than other videos in the feed."""
    measured, quietest = loudness.integrated_lufs, profile.loudness_lufs[0]
    if measured is not None and measured < quietest and not _is_near_silent(loudness, profile):
        yield Flag(
            "{level:.1f} LUFS is quieter than {limit:g} ({basis})",
            values={
                "level": measured,
                "limit": quietest,
                "basis": profile.basis("loudness_lufs"),
            },
        )


@check("SD06", Severity.WARN, remedy="Lower the sound to -14 LUFS (loudness normalisation).")
def too_loud(loudness: Loudness, profile: Profile) -> Iterator[Flag]:
    """The sound is louder than other videos in the feed."""
    measured, loudest = loudness.integrated_lufs, profile.loudness_lufs[1]
    if measured is not None and measured > loudest:
        yield Flag(
            "{level:.1f} LUFS is louder than {limit:g} ({basis})",
            values={
                "level": measured,
                "limit": loudest,
                "basis": profile.basis("loudness_lufs"),
            },
        )


@check("SD07", Severity.WARN, remedy="Put a limiter at -1 dBTP on the master.")
def true_peak_over(loudness: Loudness, profile: Profile) -> Iterator[Flag]:
    """The peaks are so high that the platform's encoder will distort them."""
    peak, highest = loudness.true_peak_dbtp, profile.max_true_peak_dbtp
    if peak is not None and peak > highest + PEAK_ROUNDING:
        yield Flag(
            "true peak {peak:+.1f} dBTP is over {highest:g} ({basis})",
            values={
                "peak": peak,
                "highest": highest,
                "basis": profile.basis("max_true_peak_dbtp"),
            },
        )


@check("SD08", Severity.WARN, remedy="Lower the gain before the limiter, or record it again.")
def clipped(loudness: Loudness, profile: Profile) -> Iterator[Flag]:
    """The sound is cut off, now or before it was made quieter, which is heard as distortion."""
    count, level = loudness.clipped_samples, loudness.clip_level_dbfs
    if count > profile.max_clipped_samples:
        if level is None or level >= FULL_SCALE_DBFS:
            yield Flag("the sound clips: {count:,} samples at full scale", values={"count": count})
        else:
            yield Flag(
                "the sound was clipped before it was lowered: {count:,} samples are cut off at "
                "{level:.1f} dBFS",
                remedy="Go back to the recording before it clipped: lowering it does not mend it.",
                values={"count": count, "level": level},
            )


@check(
    "SD09",
    Severity.WARN,
    remedy="Invert the phase of one channel in the editor, or use one channel for both sides.",
)
def opposite_phase(channels: Channels) -> Iterator[Flag]:
    """Left and right cancel each other out where one speaker plays both, as on many phones."""
    seconds = _seconds(channels.opposed_spans)
    if seconds > OPPOSED_SHARE * channels.seconds:
        yield Flag(
            "left and right are in opposite phase for {seconds:.1f} s of {sounding:.1f}: a phone "
            "that plays both on one speaker loses that sound",
            channels.opposed_spans,
            values={"seconds": seconds, "sounding": channels.seconds},
        )


@check(
    "SD10",
    Severity.WARN,
    remedy="Make the track mono, or pan it to the centre: one earphone hears nothing of it.",
)
def one_side_only(channels: Channels) -> Iterator[Flag]:
    """The sound is on the left or on the right only."""
    for spans, message in (
        (
            channels.left_spans,
            "the sound is on the left only for {seconds:.1f} s of {sounding:.1f}",
        ),
        (
            channels.right_spans,
            "the sound is on the right only for {seconds:.1f} s of {sounding:.1f}",
        ),
    ):
        seconds = _seconds(spans)
        if seconds > ONE_SIDE_SHARE * channels.seconds:
            values = {"seconds": seconds, "sounding": channels.seconds}
            yield Flag(message, spans, values=values)


@check(
    "SD11",
    Severity.INFO,
    remedy="Remove the DC offset in the editor, or put a high-pass filter at 20 Hz on the track.",
)
def dc_offset(loudness: Loudness) -> Iterator[Flag]:
    """The waveform lies beside zero, which takes headroom and clicks at every cut."""
    if loudness.dc_offset > MAX_DC_OFFSET:
        yield Flag(
            "the waveform lies {offset:.0%} of full scale beside zero (DC offset)",
            values={"offset": loudness.dc_offset},
        )


def _seconds(spans: tuple[Span, ...]) -> float:
    return sum(span.seconds for span in spans)


def _is_near_silent(loudness: Loudness, profile: Profile) -> bool:
    measured = loudness.integrated_lufs
    return measured is None or measured < profile.near_silent_lufs

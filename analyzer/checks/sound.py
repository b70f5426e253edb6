"""SD: does it sound right?"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Loudness, Music, Probe, Severity
from ..platforms.profile import Profile
from . import Flag, check

PEAK_ROUNDING = 0.05
"""Decibels by which a true peak may be over the limit: peak meters read to a tenth."""


@check("SD01", Severity.WARN, remedy="Add a voice-over or music: most people watch with sound on.")
def no_audio_stream(probe: Probe) -> Iterator[Flag]:
    """The file has no sound at all."""
    if probe.audio_index is None:
        yield Flag("the file has no audio track")


@check("SD02", Severity.WARN, remedy="Unmute the track in the editor, or add a voice or music.")
def silent(loudness: Loudness, profile: Profile) -> Iterator[Flag]:
    """There is an audio track, but nothing is to be heard on it."""
    if loudness.heard_on is not None:
        return
    if loudness.is_silent:
        yield Flag("the audio track is silent")
    elif _is_near_silent(loudness, profile):
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
            "true peak {peak:+z.1f} dBTP is over {highest:g} ({basis})",
            values={
                "peak": peak,
                "highest": highest,
                "basis": profile.basis("max_true_peak_dbtp"),
            },
        )


@check("SD08", Severity.WARN, remedy="Lower the gain before the limiter, or record it again.")
def clipped(loudness: Loudness, profile: Profile) -> Iterator[Flag]:
    """The sound is cut off at full scale, which is heard as distortion."""
    if loudness.clipped_samples > profile.max_clipped_samples:
        yield Flag(
            "the sound clips: {count:,} samples at full scale",
            values={"count": loudness.clipped_samples},
        )


def _is_near_silent(loudness: Loudness, profile: Profile) -> bool:
    measured = loudness.integrated_lufs
    return measured is None or measured < profile.near_silent_lufs

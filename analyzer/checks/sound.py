"""SD: does it sound right?"""

from __future__ import annotations

from ..model import Loudness, Music, Probe, Severity, Speech
from ..platforms.profile import Profile
from . import Flag, Passed, Said, beyond, check

PEAK_ROUNDING = 0.05
"""Decibels by which a true peak may be over the limit: peak meters read to a tenth."""

FAR_TOO_LOUD = 9.0
"""Decibels over the highest loudness at which a master is as hot as they get: -3 LUFS leaves no
dynamics at all. Chosen by hand."""

FAR_TOO_QUIET = 20.0
"""Decibels under the lowest loudness at which a phone in a room gives nothing; chosen by hand."""

FAR_TOO_PEAKY = 4.0
"""Decibels over the highest true peak at which every hit distorts; chosen by hand."""

ALL_CLIPPED = 5_000
"""Clipped samples that are heard as distortion throughout: 0.1 s at 48 kHz; chosen by hand."""

FULL_SCALE_DBFS = -0.1
"""Level from which clipping is at full scale: flat tops are told to a tenth of a decibel."""


@check("SD01", Severity.WARN, remedy="Add a voice-over or music: most people watch with sound on.")
def no_audio_stream(probe: Probe) -> Said:
    """The file has no sound at all."""
    if probe.audio_index is None:
        yield Flag("the file has no audio track")
    else:
        yield Passed("there is an audio track")


@check("SD02", Severity.WARN, remedy="Unmute the track in the editor, or add a voice or music.")
def silent(loudness: Loudness, profile: Profile) -> Said:
    """There is an audio track, but nothing is to be heard on it."""
    measured, least = loudness.integrated_lufs, profile.near_silent_lufs
    basis = profile.basis("near_silent_lufs")
    if loudness.heard_on is not None:
        return
    if loudness.is_silent:
        yield Flag("the audio track is silent")
    elif loudness.is_too_short:
        return
    elif measured is None:
        yield Flag(
            "the sound is nearly silent: below -70 LUFS, under {least:g} LUFS ({basis})",
            values={"least": least, "basis": basis},
        )
    elif _is_near_silent(loudness, profile):
        yield Flag(
            "the sound is nearly silent: {level:.1f} LUFS, under {least:g} LUFS ({basis})",
            values={"level": measured, "least": least, "basis": basis},
        )
    else:
        yield Passed("the sound is there: {level:.1f} LUFS", {"level": measured})


@check("SD03", Severity.WARN, remedy="Put music under it, quietly where somebody speaks.")
def no_music(probe: Probe, music: Music, speech: Speech | None = None) -> Said:
    """There is no music."""
    if music.present:
        yield Passed("music for {share:.0%} of the time", {"share": music.share})
    else:
        spoken = speech.seconds / probe.duration if speech else 0.0
        yield Flag(
            "no music was found; sound and music carry a short video",
            degree=beyond(1 - spoken, 0.0, 1.0),
        )


@check(
    "SD04",
    Severity.WARN,
    remedy="Cut it to {limit:.0f} s, or use music that is free to use.",
    advice="Cut it shorter, or use music that is free to use.",
)
def long_with_music(probe: Probe, music: Music, profile: Profile) -> Said:
    """The draft is so long that it earns nothing while somebody claims its music."""
    limit = profile.max_seconds_with_music
    if limit is None or not music.present:
        return
    values = {"length": probe.duration, "limit": limit}
    if probe.duration > limit:
        yield Flag(
            "{length:.4g} s with music: over {limit:.0f} s, a video earns nothing until a claim on "
            "its music is settled, and the owner may block it ({basis})",
            music.spans,
            values={**values, "basis": profile.basis("max_seconds_with_music")},
        )
    else:
        yield Passed("{length:.4g} s with music, of {limit:.0f} s at most", values)


@check(
    "SD05",
    Severity.WARN,
    remedy="Raise it by {gain:.1f} dB to {target:g} LUFS.",
    advice="Raise the sound to -14 LUFS (loudness normalisation).",
)
def too_quiet(loudness: Loudness, profile: Profile) -> Said:
    """The sound is quieter than other videos in the feed."""
    measured, quietest = loudness.integrated_lufs, profile.loudness_lufs[0]
    if measured is None or _is_near_silent(loudness, profile):
        return
    if measured >= quietest:
        values = {"level": measured, "limit": quietest}
        yield Passed("loud enough: {level:.1f} LUFS, and {limit:g} at least", values)
        return
    target = profile.target_lufs
    peak, highest = loudness.true_peak_dbtp, profile.max_true_peak_dbtp
    is_limited = peak is not None and peak + target - measured > highest
    yield Flag(
        "{level:.1f} LUFS is quieter than {limit:g} ({basis})",
        remedy="Raise it by {gain:.1f} dB to {target:g} LUFS, with a limiter at {highest:g} dBTP."
        if is_limited
        else None,
        values={
            "level": measured,
            "limit": quietest,
            "gain": target - measured,
            "target": target,
            "highest": highest,
            "basis": profile.basis("loudness_lufs"),
        },
        degree=beyond(measured, quietest, quietest - FAR_TOO_QUIET),
    )


@check(
    "SD06",
    Severity.WARN,
    remedy="Lower it by {gain:.1f} dB to {target:g} LUFS, then a limiter at {highest:g} dBTP.",
    advice="Lower the sound to -14 LUFS, then a limiter at -1 dBTP.",
)
def too_loud(loudness: Loudness, profile: Profile) -> Said:
    """The sound is louder than other videos in the feed."""
    measured, loudest = loudness.integrated_lufs, profile.loudness_lufs[1]
    if measured is None:
        return
    if measured <= loudest:
        fine = {"level": measured, "limit": loudest}
        yield Passed("not too loud: {level:.1f} LUFS, and {limit:g} at most", fine)
        return
    target = profile.target_lufs
    values: dict[str, float | str] = {
        "level": measured,
        "limit": loudest,
        "gain": measured - target,
        "target": target,
        "highest": profile.max_true_peak_dbtp,
        "basis": profile.basis("loudness_lufs"),
    }
    is_clipped = loudness.clipped_samples > profile.max_clipped_samples
    if is_clipped:
        values["count"] = loudness.clipped_samples
    yield Flag(
        "{level:.1f} LUFS is louder than {limit:g}, and {count:,} samples clip ({basis})"
        if is_clipped
        else "{level:.1f} LUFS is louder than {limit:g} ({basis})",
        remedy="In the project, lower it by {gain:.1f} dB to {target:g} LUFS, then a limiter at "
        "{highest:g} dBTP, and export again: what clips in this file stays so."
        if is_clipped
        else None,
        values=values,
        degree=max(
            beyond(measured, loudest, loudest + FAR_TOO_LOUD),
            _peak_degree(loudness, profile),
            _clip_degree(loudness, profile),
        ),
    )


@check(
    "SD07",
    Severity.WARN,
    remedy="Put a limiter at {highest:g} dBTP on the master, or lower it by {over:.1f} dB.",
    advice="Put a limiter at -1 dBTP on the master.",
)
def true_peak_over(loudness: Loudness, profile: Profile) -> Said:
    """The peaks are so high that the platform's encoder will distort them."""
    peak, highest = loudness.true_peak_dbtp, profile.max_true_peak_dbtp
    if peak is None:
        return
    if peak <= highest + PEAK_ROUNDING:
        values = {"peak": peak, "highest": highest}
        yield Passed("true peak {peak:+.1f} dBTP, of {highest:g} at most", values)
    else:
        yield Flag(
            "true peak {peak:+z.1f} dBTP is over {highest:g} ({basis})",
            values={
                "peak": peak,
                "highest": highest,
                "over": peak - highest,
                "basis": profile.basis("max_true_peak_dbtp"),
            },
            degree=_peak_degree(loudness, profile),
        )


@check("SD08", Severity.WARN, remedy="Lower the gain before the limiter, or record it again.")
def clipped(loudness: Loudness, profile: Profile) -> Said:
    """The sound is cut off, now or before it was made quieter, which is heard as distortion."""
    count, level = loudness.clipped_samples, loudness.clip_level_dbfs
    degree = _clip_degree(loudness, profile)
    if count <= profile.max_clipped_samples:
        yield Passed("nothing clips that could be heard ({count:,} samples)", {"count": count})
    elif level is None or level >= FULL_SCALE_DBFS:
        yield Flag(
            "the sound clips: {count:,} samples at full scale",
            values={"count": count},
            degree=degree,
        )
    else:
        yield Flag(
            "the sound was clipped before it was lowered: {count:,} samples are cut off at "
            "{level:.1f} dBFS",
            remedy="Go back to the recording before it clipped: lowering it does not mend it.",
            values={"count": count, "level": level},
            degree=degree,
        )


def _is_near_silent(loudness: Loudness, profile: Profile) -> bool:
    measured = loudness.integrated_lufs
    return measured is None or measured < profile.near_silent_lufs


def _peak_degree(loudness: Loudness, profile: Profile) -> float:
    peak, highest = loudness.true_peak_dbtp, profile.max_true_peak_dbtp
    return 0.0 if peak is None else beyond(peak, highest, highest + FAR_TOO_PEAKY)


def _clip_degree(loudness: Loudness, profile: Profile) -> float:
    return beyond(loudness.clipped_samples, profile.max_clipped_samples, ALL_CLIPPED)

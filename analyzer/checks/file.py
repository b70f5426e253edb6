"""FM08 to FM10, FM12, FM13, FM15: is the file encoded in a way that the platform takes?"""

from __future__ import annotations

import math

from ..model import Probe, Severity
from ..platforms.profile import Profile
from . import Flag, Passed, Said, check

_NAMES = {
    "h264": "H.264",
    "hevc": "H.265",
    "vp8": "VP8",
    "vp9": "VP9",
    "av1": "AV1",
    "aac": "AAC",
    "mp4": "MP4",
    "mov": "MOV",
    "webm": "WebM",
}


@check("FM08", Severity.ERROR, remedy="Export it as MP4 with H.264 video and AAC audio.")
def video_codec_not_taken(probe: Probe, profile: Profile) -> Said:
    """The picture is encoded in a way that the platform does not take."""
    codec = _NAMES.get(probe.video_codec, probe.video_codec)
    if probe.video_codec in profile.video_codecs:
        yield Passed(
            "the picture is {codec}, which {platform} takes",
            {"codec": codec, "platform": profile.name},
        )
    else:
        yield Flag(
            "the picture is {codec}; {platform} takes {taken_choices} ({basis})",
            values={
                "codec": codec,
                "platform": profile.name,
                "taken_choices": _named(profile.video_codecs),
                "basis": profile.basis("video_codecs"),
            },
        )


@check("FM09", Severity.ERROR, remedy="Export it as MP4 with H.264 video and AAC audio.")
def container_not_taken(probe: Probe, profile: Profile) -> Said:
    """The kind of file is one that the platform does not take."""
    container = _NAMES.get(probe.container, probe.container)
    if probe.container in profile.containers:
        yield Passed(
            "the file is {container}, which {platform} takes",
            {"container": container, "platform": profile.name},
        )
    else:
        yield Flag(
            "the file is {container}; {platform} takes {taken_choices} ({basis})",
            values={
                "container": container,
                "platform": profile.name,
                "taken_choices": _named(profile.containers),
                "basis": profile.basis("containers"),
            },
        )


@check(
    "FM10",
    Severity.WARN,
    remedy='Export with "fast start" (web optimised), or run: '
    "ffmpeg -i IN.mp4 -c copy -movflags +faststart OUT.mp4",
)
def not_faststart(probe: Probe, profile: Profile) -> Said:
    """The index comes after the media data where the platform wants it first."""
    if probe.faststart is None or not profile.needs_faststart:
        return
    if probe.faststart:
        yield Passed("the index (moov) comes first")
    else:
        yield Flag(
            "the index (moov) comes after the media data; {platform} asks for it first ({basis})",
            values={"platform": profile.name, "basis": profile.basis("needs_faststart")},
        )


@check("FM12", Severity.ERROR, remedy="Export at a lower bitrate (8 to 12 Mbps for 1080x1920).")
def file_too_large(probe: Probe, profile: Profile) -> Said:
    """The file is larger than the platform takes."""
    if probe.size_bytes <= profile.max_bytes:
        yield Passed(
            "{size:,.1f} MB, of {most:,.0f} MB at most",
            {"size": probe.size_bytes / 1e6, "most": profile.max_bytes / 1e6},
        )
    else:
        yield Flag(
            "{size:,.0f} MB is more than {most:,.0f} MB ({basis})",
            values={
                "size": math.ceil(probe.size_bytes / 1e6),
                "most": profile.max_bytes / 1e6,
                "basis": profile.basis("max_bytes"),
            },
        )


@check("FM13", Severity.WARN, remedy="Export it as MP4 with AAC audio, stereo, 48 kHz.")
def audio_format_not_taken(probe: Probe, profile: Profile) -> Said:
    """The sound is encoded in a way that the platform does not take."""
    taken, most_rate = profile.audio_codecs, profile.max_audio_sample_rate
    most_channels = profile.max_audio_channels
    if probe.audio_codec is None or (taken, most_rate, most_channels) == (None, None, None):
        return
    codec = _NAMES.get(probe.audio_codec, probe.audio_codec)
    flags: list[Flag] = []
    if taken is not None and probe.audio_codec not in taken:
        values: dict[str, int | str] = {
            "codec": codec,
            "platform": profile.name,
            "taken_choices": _named(taken),
            "basis": profile.basis("audio_codecs"),
        }
        message = "the sound is {codec}; {platform} takes {taken_choices} ({basis})"
        flags.append(Flag(message, values=values))
    rate, channels = probe.audio_sample_rate, probe.audio_channels
    if rate is not None and most_rate is not None and rate > most_rate:
        basis = profile.basis("max_audio_sample_rate")
        message = "the sound has {rate:,} samples a second, over {most:,} ({basis})"
        flags.append(Flag(message, values={"rate": rate, "most": most_rate, "basis": basis}))
    if channels is not None and most_channels is not None and channels > most_channels:
        basis = profile.basis("max_audio_channels")
        message = "the sound has {channels} channels, over {most} ({basis})"
        values = {"channels": channels, "most": most_channels, "basis": basis}
        flags.append(Flag(message, values=values))
    yield from flags
    if not flags:
        yield Passed("the sound is {codec}", {"codec": codec})


@check("FM15", Severity.WARN, remedy="Export at 8 to 12 Mbps for 1080x1920.")
def bitrate_out_of_range(probe: Probe, profile: Profile) -> Said:
    """The bitrate is outside what the platform takes."""
    highest, lowest = profile.max_bitrate, profile.min_bitrate
    if highest is None and lowest is None:
        return
    if highest is not None and probe.bitrate > highest:
        rate, most = math.ceil(probe.bitrate / 1e5) / 10, highest / 1e6
        yield Flag(
            "{rate:.1f} Mbps is over {most:.1f} ({basis})",
            values={"rate": rate, "most": most, "basis": profile.basis("max_bitrate")},
            degree=1 - highest / probe.bitrate,
        )
    elif lowest is not None and probe.bitrate < lowest:
        rate, least = math.floor(probe.bitrate / 1e3), lowest / 1e3
        yield Flag(
            "{rate:.0f} kbps is under {least:.0f} ({basis})",
            values={"rate": rate, "least": least, "basis": profile.basis("min_bitrate")},
            degree=1 - probe.bitrate / lowest,
        )
    else:
        yield Passed("{rate:.1f} Mbps", {"rate": probe.bitrate / 1e6})


def _named(values: tuple[str, ...]) -> str:
    return " or ".join(_NAMES.get(value, value) for value in values)

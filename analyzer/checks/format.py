"""FM08 to FM17: is the file encoded in a way that the platform takes?"""

from __future__ import annotations

import math
from collections.abc import Iterator

from analyzer.checks import Flag, check
from analyzer.model import Probe, Severity
from analyzer.profile import Profile

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


def _named(values: tuple[str, ...]) -> str:
    return " or ".join(_NAMES.get(value, value) for value in values)


@check("FM08", Severity.ERROR, remedy="Export it as MP4 with H.264 video and AAC audio.")
def video_codec_not_taken(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The picture is encoded in a way that the platform does not take."""
    if probe.video_codec not in profile.video_codecs:
        yield Flag(
            "the picture is {codec}; {platform} takes {taken_choices} ({basis})",
            values={
                "codec": _NAMES.get(probe.video_codec, probe.video_codec),
                "platform": profile.name,
                "taken_choices": _named(profile.video_codecs),
                "basis": profile.basis("video_codecs"),
            },
        )


@check("FM09", Severity.ERROR, remedy="Export it as MP4.")
def container_not_taken(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The kind of file is one that the platform does not take."""
    if probe.container not in profile.containers:
        yield Flag(
            "the file is {container}; {platform} takes {taken_choices} ({basis})",
            values={
                "container": _NAMES.get(probe.container, probe.container),
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
def not_faststart(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The index comes after the media data where the platform wants it first."""
    if probe.faststart is False and profile.needs_faststart:
        yield Flag(
            "the index (moov) comes after the media data; {platform} asks for it first ({basis})",
            values={"platform": profile.name, "basis": profile.basis("needs_faststart")},
        )


@check("FM11", Severity.WARN, remedy="Export at 30 frames a second.")
def fps_out_of_range(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The frame rate is outside what the platform takes."""
    if not profile.min_fps <= round(probe.fps, 1) <= profile.max_fps + 0.5:
        yield Flag(
            "{fps:.4g} frames a second is outside {least:g} to {most:g} ({basis})",
            values={
                "fps": probe.fps,
                "least": profile.min_fps,
                "most": profile.max_fps,
                "basis": profile.basis("min_fps"),
            },
        )


@check("FM12", Severity.ERROR, remedy="Export at a lower bitrate (8 to 12 Mbps for 1080x1920).")
def file_too_large(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The file is larger than the platform takes."""
    if probe.size_bytes > profile.max_bytes:
        yield Flag(
            "{size:,.0f} MB is more than {most:,.0f} MB ({basis})",
            values={
                "size": math.ceil(probe.size_bytes / 1e6),
                "most": profile.max_bytes / 1e6,
                "basis": profile.basis("max_bytes"),
            },
        )


@check("FM13", Severity.WARN, remedy="Export it as MP4 with AAC audio, stereo, 48 kHz.")
def audio_format_not_taken(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The sound is encoded in a way that the platform does not take."""
    if probe.audio_codec is None:
        return
    if profile.audio_codecs is not None and probe.audio_codec not in profile.audio_codecs:
        yield Flag(
            "the sound is {codec}; {platform} takes {taken_choices} ({basis})",
            values={
                "codec": _NAMES.get(probe.audio_codec, probe.audio_codec),
                "platform": profile.name,
                "taken_choices": _named(profile.audio_codecs),
                "basis": profile.basis("audio_codecs"),
            },
        )
    rate, most = probe.audio_sample_rate, profile.max_audio_sample_rate
    if rate is not None and most is not None and rate > most:
        yield Flag(
            "the sound has {rate:,} samples a second, over {most:,} ({basis})",
            values={"rate": rate, "most": most, "basis": profile.basis("max_audio_sample_rate")},
        )
    channels, most = probe.audio_channels, profile.max_audio_channels
    if channels is not None and most is not None and channels > most:
        yield Flag(
            "the sound has {channels} channels, over {most} ({basis})",
            values={
                "channels": channels,
                "most": most,
                "basis": profile.basis("max_audio_channels"),
            },
        )


@check("FM14", Severity.WARN, remedy="Export progressive H.264 with 4:2:0 colour (yuv420p).")
def picture_format_not_taken(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The picture is interlaced, or its colour is not stored as 4:2:0."""
    if not profile.needs_progressive_420:
        return
    basis = profile.basis("needs_progressive_420")
    if probe.is_interlaced:
        yield Flag(
            "the picture is interlaced; {platform} asks for progressive ({basis})",
            values={"platform": profile.name, "basis": basis},
        )
    if "420" not in probe.pixel_format and probe.pixel_format not in ("nv12", "p010le"):
        yield Flag(
            "the colour is stored as {pixels}; {platform} asks for 4:2:0 ({basis})",
            values={"pixels": probe.pixel_format, "platform": profile.name, "basis": basis},
        )


@check("FM15", Severity.WARN, remedy="Export at 8 to 12 Mbps for 1080x1920.")
def bitrate_out_of_range(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The bitrate is outside what the platform takes."""
    if profile.max_bitrate is not None and probe.bitrate > profile.max_bitrate:
        yield Flag(
            "{rate:.1f} Mbps is over {most:.1f} ({basis})",
            values={
                "rate": math.ceil(probe.bitrate / 1e5) / 10,
                "most": profile.max_bitrate / 1e6,
                "basis": profile.basis("max_bitrate"),
            },
        )
    if profile.min_bitrate is not None and probe.bitrate < profile.min_bitrate:
        yield Flag(
            "{rate:.0f} kbps is under {least:.0f} ({basis})",
            values={
                "rate": math.floor(probe.bitrate / 1e3),
                "least": profile.min_bitrate / 1e3,
                "basis": profile.basis("min_bitrate"),
            },
        )


@check("FM16", Severity.WARN, remedy="Export one video track only.")
def several_pictures(probe: Probe) -> Iterator[Flag]:
    """The file holds more than one video track, and a platform may pick another one."""
    if probe.video_streams > 1:
        yield Flag(
            "the file holds {count} video tracks; track {track} was analyzed",
            values={"count": probe.video_streams, "track": probe.video_index},
        )


@check("FM17", Severity.INFO, remedy="Export in SDR (Rec. 709) to be sure of the colours.")
def high_dynamic_range(probe: Probe) -> Iterator[Flag]:
    """The picture is HDR, which apps and phones show differently."""
    if probe.hdr is not None:
        yield Flag(
            "the picture is {hdr}; apps convert it, and colours may look washed out",
            values={"hdr": probe.hdr},
        )

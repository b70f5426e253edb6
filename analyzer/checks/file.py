"""FM01 to FM03, FM08 to FM15: has the file the shape and the encoding that the platform takes?"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..model import Probe, Severity, Upright
from ..platforms.profile import Profile
from . import Flag, check

TURN = "Turn it by {turn} degrees clockwise, and do not crop it: it lies on its side."
"""What to do instead where the film lies on its side."""

RATIO_TOLERANCE = 0.01
"""Share by which a ratio may miss 9:16, and a side the best one: encoders round to even pixels."""

FPS_TOLERANCE = 0.5
"""Frames a second that a rate may be over the highest: averages of variable rates; by hand."""

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


@check("FM01", Severity.WARN, remedy="Crop or re-edit the draft on a 9:16 canvas (1080x1920).")
def not_nine_by_sixteen(
    probe: Probe, profile: Profile, upright: Upright | None = None
) -> Iterator[Flag]:
    """The picture is not 9:16, so it does not fill a phone's screen."""
    best = profile.best_width / profile.best_height
    ratio = probe.display_width / probe.display_height
    if abs(ratio / best - 1) > RATIO_TOLERANCE and (profile.takes_landscape or ratio <= 1):
        filled = min(1.0, best / ratio) if ratio > best else min(1.0, ratio / best)
        yield Flag(
            "{size} is {ratio}, which fills {filled:.0%} of a phone's screen; "
            "{platform} is watched at 9:16",
            remedy=TURN if _turn(upright) else None,
            values={
                **_turn(upright),
                "size": _size(probe),
                "ratio": probe.aspect_ratio,
                "filled": filled,
                "platform": profile.name,
            },
        )


@check("FM02", Severity.ERROR, remedy="Crop or re-edit the draft on a 9:16 canvas (1080x1920).")
def shape_not_taken(
    probe: Probe, profile: Profile, upright: Upright | None = None
) -> Iterator[Flag]:
    """The picture is wider than high, which this platform does not take as a short video."""
    if not profile.takes_landscape and probe.display_width > probe.display_height:
        basis = profile.basis("takes_landscape")
        yield Flag(
            "{size} is wider than high: {platform} takes vertical and square videos only ({basis})",
            remedy=TURN if _turn(upright) else None,
            values={
                **_turn(upright),
                "size": _size(probe),
                "platform": profile.name,
                "basis": basis,
            },
        )


@check("FM03", Severity.WARN, remedy="Export at 1080x1920 from footage of at least that size.")
def below_full_hd(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The picture has fewer pixels than the platform's best size."""
    short, long = sorted((probe.display_width, probe.display_height))
    best = f"{profile.best_width}x{profile.best_height}"
    if short < profile.best_width * (1 - RATIO_TOLERANCE):
        yield Flag(
            "{size} is {short} pixels on its short side, under {least} ({best} is best: {basis})",
            values={
                "size": _size(probe),
                "short": short,
                "least": profile.best_width,
                "best": best,
                "basis": profile.basis("best_width"),
            },
        )
    elif long < profile.best_width:
        yield Flag("{size} is smaller than {best}", values={"size": _size(probe), "best": best})


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
    if not profile.min_fps <= round(probe.fps, 1) <= profile.max_fps + FPS_TOLERANCE:
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
        basis = profile.basis("max_audio_channels")
        yield Flag(
            "the sound has {channels} channels, over {most} ({basis})",
            values={"channels": channels, "most": most, "basis": basis},
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
        rate, most = math.ceil(probe.bitrate / 1e5) / 10, profile.max_bitrate / 1e6
        yield Flag(
            "{rate:.1f} Mbps is over {most:.1f} ({basis})",
            values={"rate": rate, "most": most, "basis": profile.basis("max_bitrate")},
        )
    if profile.min_bitrate is not None and probe.bitrate < profile.min_bitrate:
        rate, least = math.floor(probe.bitrate / 1e3), profile.min_bitrate / 1e3
        yield Flag(
            "{rate:.0f} kbps is under {least:.0f} ({basis})",
            values={"rate": rate, "least": least, "basis": profile.basis("min_bitrate")},
        )


def _turn(upright: Upright | None) -> dict[str, int]:
    """How far to turn a film that lies on its side; nothing for any other."""
    return {"turn": upright.turn} if upright and upright.turn in (90, 270) else {}


def _size(probe: Probe) -> str:
    return f"{probe.display_width}x{probe.display_height}"


def _named(values: tuple[str, ...]) -> str:
    return " or ".join(_NAMES.get(value, value) for value in values)

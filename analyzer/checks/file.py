"""FM08, FM09, FM12, FM13, FM15, FM27: does the platform take the file as it is encoded?"""

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
    "mkv": "Matroska",
    "avi": "AVI",
    "asf": "WMV",
    "flv": "FLV",
    "mpeg": "MPEG-PS",
    "prores": "ProRes",
    "dnxhd": "DNxHR",
    "cfhd": "CineForm",
    "mpeg4": "MPEG-4",
    "mpeg2video": "MPEG-2",
    "mpeg1video": "MPEG-1",
    "wmv3": "WMV",
    "vc1": "VC-1",
    "flv1": "Sorenson H.263",
    "h263": "H.263",
}


@check("FM08", Severity.ERROR, remedy="Export it as MP4 with H.264 video and AAC audio.")
def video_codec_not_taken(probe: Probe, profile: Profile) -> Said:
    """The picture is encoded in a way that the platform does not take."""
    if profile.video_codecs is None:
        return
    values = {"codec": _name(probe.video_codec), "platform": profile.name}
    if probe.video_codec not in profile.video_codecs:
        taken = _named(profile.video_codecs)
        yield Flag(
            "the picture is {codec}; {platform} takes {taken_choices} ({basis})",
            values={**values, "taken_choices": taken, "basis": profile.basis("video_codecs")},
        )
    elif probe.video_codec in (profile.best_video_codecs or profile.video_codecs):
        yield Passed("the picture is {codec}, which {platform} takes", values)
    else:
        best, basis = _named(profile.best_video_codecs or ()), profile.basis("best_video_codecs")
        yield Passed(
            "the picture is {codec}, which {platform} takes; best is {best_choices} ({basis})",
            {**values, "best_choices": best, "basis": basis},
        )


@check("FM09", Severity.ERROR, remedy="Export it as MP4 with H.264 video and AAC audio.")
def container_not_taken(probe: Probe, profile: Profile) -> Said:
    """The kind of file is one that the platform does not take."""
    if profile.containers is None:
        return
    values = {"container": _name(probe.container), "platform": profile.name}
    if probe.container not in profile.containers:
        taken = _named(profile.containers)
        yield Flag(
            "the file is {container}; {platform} takes {taken_choices} ({basis})",
            values={**values, "taken_choices": taken, "basis": profile.basis("containers")},
        )
    elif probe.container in (profile.best_containers or profile.containers):
        yield Passed("the file is {container}, which {platform} takes", values)
    else:
        best, basis = _named(profile.best_containers or ()), profile.basis("best_containers")
        yield Passed(
            "the file is {container}, which {platform} takes; best is {best_choices} ({basis})",
            {**values, "best_choices": best, "basis": basis},
        )


@check("FM12", Severity.ERROR, remedy="Export at a lower bitrate (8 to 12 Mbps for 1080x1920).")
def file_too_large(probe: Probe, profile: Profile) -> Said:
    """The file is larger than the platform takes."""
    if profile.max_bytes is None:
        return
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
    codec = _name(probe.audio_codec)
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


@check("FM27", Severity.WARN, remedy="Post it in the app, or export it as the interface asks.")
def not_for_schedulers(probe: Probe, profile: Profile) -> Said:
    """Schedulers cannot post it: the platform's publishing interface takes less than its app."""
    limits = (
        profile.api_containers,
        profile.api_video_codecs,
        profile.api_max_bytes,
        profile.api_max_seconds,
    )
    containers, codecs, size, seconds = limits
    if limits == (None,) * 4:
        return
    flags: list[Flag] = []

    def refuse(message: str, limit: str, **values: float | str) -> None:
        basis = profile.basis(limit)
        flags.append(Flag(message, values={**values, "platform": profile.name, "basis": basis}))

    if containers is not None and probe.container not in containers:
        refuse(
            "the file is {container}; {platform} takes {taken_choices} ({basis})",
            "api_containers",
            container=_name(probe.container),
            taken_choices=_named(containers),
        )
    if codecs is not None and probe.video_codec not in codecs:
        refuse(
            "the picture is {codec}; {platform} takes {taken_choices} ({basis})",
            "api_video_codecs",
            codec=_name(probe.video_codec),
            taken_choices=_named(codecs),
        )
    if size is not None and probe.size_bytes > size:
        refuse(
            "{size:,.0f} MB is more than {most:,.0f} MB ({basis})",
            "api_max_bytes",
            size=math.ceil(probe.size_bytes / 1e6),
            most=size / 1e6,
        )
    if seconds is not None and probe.duration > seconds:
        refuse(
            "{length:,.2f} s is longer than {most:,.0f} s ({basis})",
            "api_max_seconds",
            length=probe.duration,
            most=seconds,
        )
    yield from flags
    if not flags:
        yield Passed("a scheduler can post it on {platform}", {"platform": profile.name})


def _name(value: str) -> str:
    return _NAMES.get(value, value)


def _named(values: tuple[str, ...]) -> str:
    *first, last = dict.fromkeys(map(_name, values))
    return f"{', '.join(first)} or {last}" if first else last

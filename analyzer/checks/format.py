"""FM: is this the right kind of file?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.checks import Flag, check
from analyzer.model import Probe, Severity
from analyzer.profile import Profile

RATIO_TOLERANCE = 0.01

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


def _size(probe: Probe) -> str:
    return f"{probe.display_width}x{probe.display_height}"


def _clock(seconds: float) -> str:
    """``"9.5 s"``, ``"2:05"`` or ``"1:02:05"``: short ones to the tenth of a second."""
    if seconds < 60:
        return f"{seconds:.1f}".removesuffix(".0") + " s"
    hours, rest = divmod(round(seconds), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@check("FM01", Severity.WARN, remedy="Crop or re-edit the draft on a 9:16 canvas (1080x1920).")
def not_nine_by_sixteen(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The picture is not 9:16, so it does not fill a phone's screen."""
    best = profile.best_width / profile.best_height
    ratio = probe.display_width / probe.display_height
    if abs(ratio / best - 1) > RATIO_TOLERANCE and (profile.takes_landscape or ratio <= 1):
        filled = min(1.0, best / ratio) if ratio > best else min(1.0, ratio / best)
        yield Flag(
            f"{_size(probe)} is {probe.aspect_ratio}, which fills {filled:.0%} of a phone's "
            f"screen; {profile.name} is watched at 9:16"
        )


@check("FM02", Severity.ERROR, remedy="Crop or re-edit the draft on a 9:16 canvas (1080x1920).")
def shape_not_taken(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The picture is wider than high, which this platform does not take as a short video."""
    if not profile.takes_landscape and probe.display_width > probe.display_height:
        yield Flag(
            f"{_size(probe)} is wider than high: {profile.name} takes vertical and square "
            f"videos only ({profile.basis('takes_landscape')})"
        )


@check("FM03", Severity.WARN, remedy="Export at 1080x1920 from footage of at least that size.")
def below_full_hd(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The picture has fewer pixels than the platform's best size."""
    short, long = sorted((probe.display_width, probe.display_height))
    if short < profile.best_width * (1 - RATIO_TOLERANCE):
        yield Flag(
            f"{_size(probe)} is {short} pixels on its short side, under "
            f"{profile.best_width} ({profile.best_width}x{profile.best_height} is best: "
            f"{profile.basis('best_width')})"
        )
    elif long < profile.best_width:
        yield Flag(f"{_size(probe)} is smaller than {profile.best_width}x{profile.best_height}")


@check("FM04", Severity.ERROR, remedy="Make the draft longer.")
def too_short(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The draft is shorter than the platform takes."""
    if profile.min_seconds is not None and probe.duration < profile.min_seconds:
        yield Flag(
            f"{_clock(probe.duration)} is shorter than {profile.name} takes: "
            f"{_clock(profile.min_seconds)} ({profile.basis('min_seconds')})"
        )


@check("FM05", Severity.WARN, remedy="Add what the story needs, or loop it.")
def shorter_than_best(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The draft is shorter than recommended."""
    if (profile.min_seconds or 0.0) <= probe.duration < profile.best_min_seconds:
        yield Flag(
            f"{_clock(probe.duration)} is short: at least "
            f"{_clock(profile.best_min_seconds)} is recommended "
            f"({profile.basis('best_min_seconds')})"
        )


@check("FM06", Severity.WARN, remedy="Cut it down: no longer than the story needs.")
def longer_than_best(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The draft is longer than recommended."""
    best = profile.best_max_seconds
    if best is not None and best < probe.duration <= profile.max_seconds:
        yield Flag(
            f"{_clock(probe.duration)} is longer than recommended: at most {_clock(best)} "
            f"({profile.basis('best_max_seconds')})"
        )


@check("FM07", Severity.ERROR, remedy="Cut it down, or post it in parts.")
def too_long(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The draft is longer than the platform takes."""
    if probe.duration > profile.max_seconds:
        yield Flag(
            f"{_clock(probe.duration)} is longer than {profile.name} takes: "
            f"{_clock(profile.max_seconds)} ({profile.basis('max_seconds')})"
        )


@check("FM08", Severity.ERROR, remedy="Export it as MP4 with H.264 video and AAC audio.")
def video_codec_not_taken(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The picture is encoded in a way that the platform does not take."""
    if probe.video_codec not in profile.video_codecs:
        yield Flag(
            f"the picture is {_NAMES.get(probe.video_codec, probe.video_codec)}; {profile.name} "
            f"takes {_named(profile.video_codecs)} ({profile.basis('video_codecs')})"
        )


@check("FM09", Severity.ERROR, remedy="Export it as MP4.")
def container_not_taken(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The kind of file is one that the platform does not take."""
    if probe.container not in profile.containers:
        yield Flag(
            f"the file is {_NAMES.get(probe.container, probe.container)}; {profile.name} takes "
            f"{_named(profile.containers)} ({profile.basis('containers')})"
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
            "the index (moov) comes after the media data; "
            f"{profile.name} asks for it first ({profile.basis('needs_faststart')})"
        )


@check("FM11", Severity.WARN, remedy="Export at 30 frames a second.")
def fps_out_of_range(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The frame rate is outside what the platform takes."""
    if not profile.min_fps <= round(probe.fps, 1) <= profile.max_fps + 0.5:
        yield Flag(
            f"{probe.fps:.4g} frames a second is outside {profile.min_fps:g} to "
            f"{profile.max_fps:g} ({profile.basis('min_fps')})"
        )


@check("FM12", Severity.ERROR, remedy="Export at a lower bitrate (8 to 12 Mbps for 1080x1920).")
def file_too_large(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The file is larger than the platform takes."""
    if probe.size_bytes > profile.max_bytes:
        yield Flag(
            f"{probe.size_bytes / 1e6:,.0f} MB is more than {profile.max_bytes / 1e6:,.0f} MB "
            f"({profile.basis('max_bytes')})"
        )


@check("FM13", Severity.WARN, remedy="Export it as MP4 with AAC audio, stereo, 48 kHz.")
def audio_format_not_taken(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The sound is encoded in a way that the platform does not take."""
    if probe.audio_codec is None:
        return
    if profile.audio_codecs is not None and probe.audio_codec not in profile.audio_codecs:
        yield Flag(
            f"the sound is {_NAMES.get(probe.audio_codec, probe.audio_codec)}; {profile.name} "
            f"takes {_named(profile.audio_codecs)} ({profile.basis('audio_codecs')})"
        )
    rate, most = probe.audio_sample_rate, profile.max_audio_sample_rate
    if rate is not None and most is not None and rate > most:
        yield Flag(
            f"the sound has {rate:,} samples a second, over {most:,} "
            f"({profile.basis('max_audio_sample_rate')})"
        )
    channels, most = probe.audio_channels, profile.max_audio_channels
    if channels is not None and most is not None and channels > most:
        yield Flag(
            f"the sound has {channels} channels, over {most} "
            f"({profile.basis('max_audio_channels')})"
        )


@check("FM14", Severity.WARN, remedy="Export progressive H.264 with 4:2:0 colour (yuv420p).")
def picture_format_not_taken(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The picture is interlaced, or its colour is not stored as 4:2:0."""
    if not profile.needs_progressive_420:
        return
    basis = profile.basis("needs_progressive_420")
    if probe.is_interlaced:
        yield Flag(f"the picture is interlaced; {profile.name} asks for progressive ({basis})")
    if "420" not in probe.pixel_format and probe.pixel_format not in ("nv12", "p010le"):
        yield Flag(
            f"the colour is stored as {probe.pixel_format}; {profile.name} asks for 4:2:0 ({basis})"
        )


@check("FM15", Severity.WARN, remedy="Export at 8 to 12 Mbps for 1080x1920.")
def bitrate_out_of_range(probe: Probe, profile: Profile) -> Iterator[Flag]:
    """The bitrate is outside what the platform takes."""
    if profile.max_bitrate is not None and probe.bitrate > profile.max_bitrate:
        yield Flag(
            f"{probe.bitrate / 1e6:.1f} Mbps is over {profile.max_bitrate / 1e6:.1f} "
            f"({profile.basis('max_bitrate')})"
        )
    if profile.min_bitrate is not None and probe.bitrate < profile.min_bitrate:
        yield Flag(
            f"{probe.bitrate / 1e3:.0f} kbps is under {profile.min_bitrate / 1e3:.0f} "
            f"({profile.basis('min_bitrate')})"
        )


@check("FM16", Severity.WARN, remedy="Export one video track only.")
def several_pictures(probe: Probe) -> Iterator[Flag]:
    """The file holds more than one video track, and a platform may pick another one."""
    if probe.video_streams > 1:
        yield Flag(
            f"the file holds {probe.video_streams} video tracks; "
            f"track {probe.video_index} was analyzed"
        )


@check("FM17", Severity.INFO, remedy="Export in SDR (Rec. 709) to be sure of the colours.")
def high_dynamic_range(probe: Probe) -> Iterator[Flag]:
    """The picture is HDR, which apps and phones show differently."""
    if probe.hdr is not None:
        yield Flag(f"the picture is {probe.hdr}; apps convert it, and colours may look washed out")

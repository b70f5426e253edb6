"""What the file is, by its container and its streams."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from .base import Record

MAX_SECONDS = 3_660.0
"""The longest draft, in seconds: TikTok takes uploads of an hour (2024), and a minute to spare."""

MAX_PIXELS = 8_192 * 4_320
"""The largest picture, in pixels: DCI 8K, which holds the 7680 x 4320 of 8K phones."""

MAX_SIDE = 16_384
"""The longest side, in pixels, that H.264 (level 6.2) and HEVC can be made to hold."""

MAX_FPS = 1_000.0
"""Frames a second: phones film slow motion at 960, and play it at 240."""

MAX_BITRATE = 4_000_000_000
"""Bits a second: uncompressed 1080p at 60 frames is 3.0 Gbit/s, ProRes 4444 XQ in UHD 2.1."""

MIN_SAMPLE_RATE, MAX_SAMPLE_RATE = 4_000, 768_000
"""Samples a second: half a telephone's, and the highest that PCM recorders offer."""

MAX_CHANNELS = 64
"""Channels of sound: third-order ambisonics has 16, a 22.2 bed 24; ffmpeg's layouts end at 64."""

MAX_TRACKS = 64
"""Tracks of a file: editors write up to some 30, phones up to 8."""

MAX_START = 10_000_000_000.0
"""Seconds of the first timestamp: live streams count from 1970."""

Seconds = Annotated[float, Meta(gt=0, le=MAX_SECONDS)]
Side = Annotated[int, Meta(ge=1, le=MAX_SIDE)]
Track = Annotated[int, Meta(ge=0, lt=MAX_TRACKS)]
Moment = Annotated[float, Meta(ge=0, le=MAX_SECONDS)]
Tracks = Annotated[int, Meta(ge=0, le=MAX_TRACKS)]


class Probe(Record):
    """What the container and its streams say about the draft, within what can be.

    ``width`` and ``height`` are as stored; ``display_width`` and ``display_height`` have the
    rotation flag and the pixel aspect applied, and everything downstream uses those.
    """

    container: str
    size_bytes: Annotated[int, Meta(ge=1)]
    duration: Seconds
    width: Side
    height: Side
    rotation: Annotated[int, Meta(ge=0, le=270, multiple_of=90)]
    """Degrees clockwise by which the stored picture is turned to be shown: 0, 90, 180, 270."""
    display_width: Side
    display_height: Side
    aspect_ratio: str
    """The ratio that people use (``"9:16"``), or the reduced numbers where there is none."""
    is_vertical: bool
    video_codec: str
    pixel_format: str
    fps: Annotated[float, Meta(ge=0, le=MAX_FPS)]
    is_vfr: bool
    is_interlaced: bool
    bitrate: Annotated[int, Meta(ge=1, le=MAX_BITRATE)]
    """Bits per second of the whole file."""
    hdr: str | None
    """``"HDR10"``, ``"HLG"`` or ``"Dolby Vision"``; null for an ordinary picture."""
    audio_codec: str | None
    audio_channels: Annotated[int, Meta(ge=1, le=MAX_CHANNELS)] | None
    audio_sample_rate: Annotated[int, Meta(ge=MIN_SAMPLE_RATE, le=MAX_SAMPLE_RATE)] | None
    faststart: bool | None
    """Whether the index (moov) comes before the media data; null for containers without one."""
    video_index: Track
    """Which stream of the file is the picture: never cover art, never a preview track."""
    audio_index: Track | None
    video_streams: Annotated[int, Meta(ge=1, le=MAX_TRACKS)]
    """Moving pictures in the file, cover art not counted."""
    video_duration: Seconds
    """When the picture ends, its last frame held as long as it says: before or after the sound."""
    has_cover_art: bool
    start_time: Annotated[float, Meta(ge=-MAX_START, le=MAX_START)]
    """The container's own first timestamp; every other time is relative to it."""
    subtitle_streams: Tracks = 0
    """Subtitle tracks of the file, which short-video apps do not show."""
    mirrored: bool = False
    """Whether left and right are exchanged to show the picture, after it was turned."""
    video_start: Moment = 0.0
    """When the first frame is shown that can be decoded."""
    audio_start: Moment | None = None
    audio_end: Moment | None = None
    """When the sound begins and ends; null without sound, or where nothing tells."""
    audio_streams: Tracks = 0
    """Tracks of sound, of which players and apps play the default or first one."""
    promised_duration: Annotated[float, Meta(ge=0, le=MAX_START)] | None = None
    """What the container says instead of ``duration``, where its tracks contradict it."""
    video_tag: str | None = None
    """The four letters by which players of MP4 and MOV know the codec, such as ``"hvc1"``."""
    colour_conflict: tuple[str, str] | None = None
    """What the file says of its colours, and what contradicts that: ``("HLG", "SDR")``."""
    has_location: bool = False
    """Whether the file says where it was filmed; the place itself is kept out of reports."""
    device: str | None = None
    """The make and model of what it was filmed with, as the file says."""
    edited_seconds: Annotated[float, Meta(ge=0, le=MAX_SECONDS)] = 0.0
    """Seconds of picture that the container's edit list hides, and by which it shows it late."""
    has_open_gop: bool = False
    """Whether a frame stands on one before the last key frame."""

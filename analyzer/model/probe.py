"""What the file is, by its container and its streams."""

from __future__ import annotations

from analyzer.model.base import Record


class Probe(Record):
    """What the container and its streams say about the draft.

    ``width`` and ``height`` are as stored; ``display_width`` and ``display_height`` have the
    rotation flag and the pixel aspect applied, and everything downstream uses those.
    """

    container: str
    size_bytes: int
    duration: float
    width: int
    height: int
    rotation: int
    """Degrees clockwise by which the stored picture is turned to be shown: 0, 90, 180, 270."""
    display_width: int
    display_height: int
    aspect_ratio: str
    """The ratio that people use (``"9:16"``), or the reduced numbers where there is none."""
    is_vertical: bool
    video_codec: str
    pixel_format: str
    fps: float
    is_vfr: bool
    is_interlaced: bool
    bitrate: int
    """Bits per second of the whole file."""
    hdr: str | None
    """``"HDR10"``, ``"HLG"`` or ``"Dolby Vision"``; null for an ordinary picture."""
    audio_codec: str | None
    audio_channels: int | None
    audio_sample_rate: int | None
    faststart: bool | None
    """Whether the index (moov) comes before the media data; null for containers without one."""
    video_index: int
    """Which stream of the file is the picture: never cover art, never a preview track."""
    audio_index: int | None
    video_streams: int
    """Moving pictures in the file, cover art not counted."""
    video_duration: float
    """Seconds of picture, which may end before or after the sound."""
    has_cover_art: bool
    start_time: float
    """The container's own first timestamp; every other time is relative to it."""
    subtitle_streams: int = 0
    """Subtitle tracks of the file, which short-video apps do not show."""

"""Path -> Probe: what the file is, and whether it can be analyzed at all."""

from __future__ import annotations

import math
import stat
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..model import Probe
from ..model.probe import (
    MAX_BITRATE,
    MAX_CHANNELS,
    MAX_PIXELS,
    MAX_SAMPLE_RATE,
    MAX_SECONDS,
    MAX_SIDE,
    MAX_START,
    MAX_TRACKS,
    MIN_SAMPLE_RATE,
)
from . import mp4, timing
from .edits import edited_seconds
from .ffprobe import describe, is_number, too_large
from .geometry import aspect_ratio

ROUNDING = 0.005
"""A pixel aspect this close to square is an encoder's rounding, not a shape."""

WIDEST_PIXEL = 10.0
"""The pixel aspect beyond which a file is taken to be damaged: anamorphic film has 2."""

TRANSFERS = {"smpte2084": "HDR10", "arib-std-b67": "HLG"}


def probe(path: Path) -> Probe:
    """What the container and its streams say about the draft at ``path``.

    Raises InputError when there is no such file, it is empty or truncated, holds no moving
    picture or claims what cannot be; DependencyError when ffprobe is missing.
    """
    size = _size(path)
    document = describe(path, timing.CADENCE_SECONDS)
    streams, container = document.get("streams", []), document["format"]
    pictures = [s for s in streams if s.get("codec_type") == "video"]
    moving = [s for s in pictures if not _is_still_art(s)]
    sounds = [s for s in streams if s.get("codec_type") == "audio" and s.get("channels")]
    if not moving:
        raise InputError(_no_picture(bool(pictures), bool(sounds)))
    video = max(moving, key=_picture_rank)
    audio = max(sounds, key=lambda s: (_flag(s, "default"), -s["index"]), default=None)
    _refuse_too_much(streams, video, audio)
    layout = mp4.layout(path) if "mov" in container["format_name"] else None
    if layout and layout.missing_bytes:
        raise InputError(
            "the file is cut off: {missing:,} of its {whole:,} bytes are missing; "
            "copy or export it again",
            missing=layout.missing_bytes,
            whole=size + layout.missing_bytes,
        )
    times = timing.packet_times(document, video["index"])
    fps = timing.frame_rate(video, times)
    length = timing.lengths(path, container, video, audio)
    heard = timing.packet_times(document, audio["index"]) if audio else []
    timing.refuse_slow_clock(fps, length.picture, audio, heard)
    rotation = _rotation(video)
    display_width, display_height = _display_size(video, rotation)
    return Probe(
        container=_container_name(container, path),
        size_bytes=size,
        duration=length.draft,
        width=video["width"],
        height=video["height"],
        rotation=rotation,
        display_width=display_width,
        display_height=display_height,
        aspect_ratio=aspect_ratio(display_width, display_height),
        is_vertical=display_height > display_width,
        video_codec=video.get("codec_name", "unknown"),
        pixel_format=video.get("pix_fmt", "unknown"),
        fps=round(fps, 3),
        is_vfr=timing.varies(times),
        is_interlaced=video.get("field_order", "progressive") not in ("progressive", "unknown"),
        bitrate=_bitrate(size, length.draft),
        hdr=_hdr(video),
        audio_codec=audio.get("codec_name", "unknown") if audio else None,
        audio_channels=audio["channels"] if audio else None,
        audio_sample_rate=_sample_rate(audio) if audio else None,
        faststart=layout.index_first if layout else None,
        video_index=video["index"],
        audio_index=audio["index"] if audio else None,
        video_streams=len(moving),
        video_duration=length.picture,
        has_cover_art=len(moving) < len(pictures),
        start_time=_start(container),
        subtitle_streams=sum(s.get("codec_type") == "subtitle" for s in streams),
        edited_seconds=min(MAX_SECONDS, round(edited_seconds(path), 3)) if layout else 0.0,
        has_open_gop=_has_open_gop(document, video["index"]),
    )


def _size(path: Path) -> int:
    try:
        status = path.stat()
    except FileNotFoundError:
        raise InputError("there is no such file; check the name and the folder") from None
    except OSError as error:
        raise InputError("it cannot be opened: {what}", what=error.strerror or str(error)) from None
    if not stat.S_ISREG(status.st_mode):
        raise InputError("it is not an ordinary file; give a video file or a folder of them")
    if status.st_size == 0:
        raise InputError("the file is empty (0 bytes); copy or export it again")
    return status.st_size


def _start(container: dict[str, Any]) -> float:
    """Return when the draft begins, by its own clock.

    What lies before zero is an encoder's run-up and is not played; newer builds leave it out.
    """
    return min(MAX_START, max(0.0, timing.seconds(container, "start_time")))


def _no_picture(has_art: bool, has_sound: bool) -> str:
    if has_sound and has_art:
        return "it holds sound and a cover picture but no moving picture; export the video itself"
    if has_sound:
        return "it holds sound but no picture; export the video itself"
    return "it holds no moving picture; export it as MP4 (H.264 and AAC)"


def _has_open_gop(document: dict[str, Any], track: int) -> bool:
    """Whether a frame is shown before the key frame that it is decoded after.

    Such a frame stands on the one before the cut, too, so the draft cannot be cut there.
    """
    key = -math.inf
    for packet in document.get("packets", []):
        if packet.get("stream_index") == track and is_number(packet.get("pts_time", "")):
            time = float(packet["pts_time"])
            if packet.get("flags", "").startswith("K"):
                key = time
            elif time < key:
                return True
    return False


def _flag(stream: dict[str, Any], name: str) -> bool:
    return bool(stream.get("disposition", {}).get(name))


def _is_still_art(stream: dict[str, Any]) -> bool:
    return _flag(stream, "attached_pic") or _flag(stream, "timed_thumbnails")


def _picture_rank(stream: dict[str, Any]) -> tuple[float, bool, int]:
    """The draft's picture is the longest one; then the default one; then the first one.

    Motion photos carry a preview of a few frames that some of them mark as the default.
    """
    length = timing.seconds(stream, "duration")
    return round(length, 1), _flag(stream, "default"), -stream["index"]


def _rotation(video: dict[str, Any]) -> int:
    """Degrees clockwise to turn the stored picture by, to the nearest quarter turn."""
    for side_data in video.get("side_data_list", []):
        if "rotation" in side_data:
            return round(-float(side_data["rotation"]) / 90) * 90 % 360
    return 0


def _display_size(video: dict[str, Any], rotation: int) -> tuple[int, int]:
    width, height = video["width"], video["height"]
    pixel_aspect = timing.ratio(video.get("sample_aspect_ratio", "1:1"))
    wide = max(1, round(width * pixel_aspect))
    is_sane = 1 / WIDEST_PIXEL <= pixel_aspect <= WIDEST_PIXEL and wide <= MAX_SIDE
    if is_sane and abs(pixel_aspect - 1) > ROUNDING:
        width = wide
    return (height, width) if rotation in (90, 270) else (width, height)


def _hdr(video: dict[str, Any]) -> str | None:
    for side_data in video.get("side_data_list", []):
        if "DOVI" in side_data.get("side_data_type", ""):
            return "Dolby Vision"
    return TRANSFERS.get(video.get("color_transfer", ""))


def _container_name(container: dict[str, Any], path: Path) -> str:
    """``"mp4"`` rather than ffmpeg's ``"mov,mp4,m4a,3gp,3g2,mj2"``, by what the file says."""
    names = container["format_name"].split(",")
    if "mov" in names:
        brand = container.get("tags", {}).get("major_brand", "").strip()
        return "mov" if brand in ("qt", "") else "mp4"
    if "matroska" in names:
        return "webm" if mp4.document_type(path) == "webm" else "mkv"
    return str(names[0])


def _refuse_too_much(
    streams: list[dict[str, Any]], video: dict[str, Any], audio: dict[str, Any] | None
) -> None:
    """Raise InputError for what no honest draft asks for."""
    width, height = video.get("width") or 0, video.get("height") or 0
    if len(streams) > MAX_TRACKS:
        raise InputError(
            "it has {count:,} tracks, and {most} at most are taken; export it with one picture "
            "and one sound",
            count=len(streams),
            most=MAX_TRACKS,
        )
    if width <= 0 or height <= 0:
        raise InputError(
            "its picture cannot be read: the video stream does not say its size, so the file is "
            "damaged or was cut off; export it again"
        )
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise too_large(width, height)
    if audio and audio["channels"] > MAX_CHANNELS:
        raise InputError(
            "its sound claims {count:,} channels, and {most} at most are taken; "
            "export it in stereo",
            count=audio["channels"],
            most=MAX_CHANNELS,
        )


def _sample_rate(audio: dict[str, Any]) -> int:
    rate = int(timing.seconds(audio, "sample_rate"))
    if not MIN_SAMPLE_RATE <= rate <= MAX_SAMPLE_RATE:
        raise InputError(
            "the file is damaged: its sound claims {rate:,} samples a second; "
            "export it with 48 kHz",
            rate=rate,
        )
    return rate


def _bitrate(size: int, duration: float) -> int:
    rate = max(1, int(size * 8 / duration))
    if rate > MAX_BITRATE:
        raise InputError(
            "the file is damaged: {size:,} bytes would be shown within {duration} s; "
            "export it again",
            size=size,
            duration=duration,
        )
    return rate

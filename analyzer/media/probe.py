"""Path -> Probe: what the file is, and whether it can be analyzed at all."""

from __future__ import annotations

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
    MAX_TRACKS,
    MIN_SAMPLE_RATE,
)
from . import cadence, mp4, timing
from .edits import edited_seconds
from .facts import colour_conflict, device, dynamic_range, has_location, has_open_gop
from .ffprobe import describe, first_frame, ratio, seconds, too_large
from .geometry import aspect_ratio, display_size, pose
from .tracks import Tracks, tracks


def probe(path: Path) -> Probe:
    """What the container and its streams say about the draft at ``path``.

    Raises InputError when there is no such file, it is empty or truncated, holds no moving
    picture or claims what cannot be; DependencyError when ffprobe is missing.
    """
    size = _size(path)
    document = describe(path, cadence.CADENCE_SECONDS)
    container = document["format"]
    found = tracks(document.get("streams", []))
    video, audio = _picture_of(found), found.sound
    _refuse_too_much(document["streams"], video, audio)
    is_mp4, is_matroska = ("mov" in (names := _names(container))), "matroska" in names
    layout = mp4.layout(path) if is_mp4 else None
    whole = mp4.segment_end(path) if is_matroska else None
    missing = layout.missing_bytes if layout else max(0, (whole or 0) - size)
    if missing:
        raise InputError(
            "the file is cut off: {missing:,} of its {whole:,} bytes are missing; "
            "copy or export it again",
            missing=missing,
            whole=size + missing,
        )
    index = mp4.index_of(path, layout) if layout else memoryview(b"")
    told = mp4.promised_seconds(index) if layout else None
    length = timing.lengths(path, document, video, audio, told, is_whole=whole is not None)
    pace = cadence.cadence(video, cadence.packet_times(document, video["index"]))
    heard = cadence.packet_times(document, audio["index"]) if audio else []
    cadence.refuse_slow_clock(pace.average, length.picture.end, audio, heard)
    shown = pose(video)
    pixel_aspect = ratio(video.get("sample_aspect_ratio", "1:1"))
    display_width, display_height = display_size(
        video["width"], video["height"], pixel_aspect, shown.rotation
    )
    codes = mp4.colour_codes(index, video["index"])
    colours = video | first_frame(path, video["index"]) if codes else video
    return Probe(
        container=_container_name(container, path),
        size_bytes=size,
        duration=length.draft,
        width=video["width"],
        height=video["height"],
        rotation=shown.rotation,
        mirrored=shown.mirrored,
        display_width=display_width,
        display_height=display_height,
        aspect_ratio=aspect_ratio(display_width, display_height),
        is_vertical=display_height > display_width,
        video_codec=video.get("codec_name", "unknown"),
        video_tag=_tag(video) if is_mp4 else None,
        pixel_format=video.get("pix_fmt", "unknown"),
        fps=round(pace.fps, 3),
        is_vfr=pace.is_vfr,
        is_interlaced=video.get("field_order", "progressive") not in ("progressive", "unknown"),
        bitrate=_bitrate(size, length.draft),
        hdr=dynamic_range(video),
        colour_conflict=colour_conflict(colours, codes),
        audio_codec=audio.get("codec_name", "unknown") if audio else None,
        audio_channels=audio["channels"] if audio else None,
        audio_sample_rate=_sample_rate(audio) if audio else None,
        faststart=layout.index_first if layout else None,
        video_index=video["index"],
        audio_index=audio["index"] if audio else None,
        audio_streams=len(found.sounds),
        video_streams=len(found.pictures),
        video_start=length.picture.start,
        video_duration=length.picture.end,
        audio_start=length.sound.start if length.sound else None,
        audio_end=length.sound.end if length.sound else None,
        promised_duration=length.promised,
        has_cover_art=found.has_art,
        has_location=has_location(document),
        device=device(document),
        start_time=timing.start(container),
        subtitle_streams=found.subtitles,
        edited_seconds=min(MAX_SECONDS, round(edited_seconds(path), 3)) if layout else 0.0,
        has_open_gop=has_open_gop(document, video["index"]),
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


def _picture_of(found: Tracks) -> dict[str, Any]:
    if found.picture is not None:
        return found.picture
    if found.sounds and found.has_art:
        raise InputError(
            "it holds sound and a cover picture but no moving picture; export the video itself"
        )
    if found.sounds:
        raise InputError("it holds sound but no picture; export the video itself")
    raise InputError("it holds no moving picture; export it as MP4 (H.264 and AAC)")


def _tag(video: dict[str, Any]) -> str | None:
    """The four letters by which players know the codec (the sample entry)."""
    tag = str(video.get("codec_tag_string", ""))
    return tag if tag.isalnum() and tag.isascii() else None


def _names(container: dict[str, Any]) -> list[str]:
    return str(container["format_name"]).split(",")


def _container_name(container: dict[str, Any], path: Path) -> str:
    """``"mp4"`` rather than ffmpeg's ``"mov,mp4,m4a,3gp,3g2,mj2"``, by what the file says."""
    names = _names(container)
    if "mov" in names:
        brand = container.get("tags", {}).get("major_brand", "").strip()
        return "mov" if brand in ("qt", "") else "mp4"
    if "matroska" in names:
        return "webm" if mp4.document_type(path) == "webm" else "mkv"
    return names[0]


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
    rate = int(seconds(audio, "sample_rate"))
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

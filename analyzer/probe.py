"""Path -> Probe: what the file is, and whether it can be analyzed at all.

A draft is a hostile file: ffprobe may read this one file with a short list of demuxers, so that
a playlist renamed to .mp4 opens neither another file nor the network.
"""

from __future__ import annotations

import stat
import statistics
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from analyzer import binaries, boxes
from analyzer.errors import InputError
from analyzer.model import Probe

DEMUXERS = "mov,matroska,avi,mpeg,mpegts,mpegvideo,flv,asf,ogg,mxf,m4v,h264,hevc,ivf"
"""The containers that are opened; anything else, above all a playlist, is not a video."""

CADENCE_SECONDS = 10
"""How much of the draft's packets is read to tell a variable frame rate."""

ROUNDING = 0.005
"""A pixel aspect this close to square is an encoder's rounding, not a shape."""

COMMON_RATIOS = (
    "9:16", "16:9", "1:1", "4:5", "5:4", "3:4", "4:3", "2:3", "3:2", "21:9", "1:2", "2:1",
)  # fmt: skip

TRANSFERS = {"smpte2084": "HDR10", "arib-std-b67": "HLG"}


def probe(path: Path) -> Probe:
    """What the container and its streams say about the draft at ``path``.

    Raises InputError when there is no such file, it is empty or truncated, or holds no moving
    picture; DependencyError when ffprobe is missing.
    """
    size = _size(path)
    document = _ask(path, read_intervals=f"%+{CADENCE_SECONDS}")
    streams = document.get("streams", [])
    pictures = [s for s in streams if s.get("codec_type") == "video"]
    moving = [s for s in pictures if not _is_still_art(s)]
    sounds = [s for s in streams if s.get("codec_type") == "audio" and s.get("channels")]
    if not moving:
        raise InputError(_no_picture(bool(pictures), bool(sounds)))
    video = max(moving, key=_picture_rank)
    audio = max(sounds, key=lambda s: (_flag(s, "default"), -s["index"]), default=None)
    if not video.get("width") or not video.get("height"):
        raise InputError(
            "its picture cannot be read: the video stream does not say its size, so the file is "
            "damaged or was cut off; export it again"
        )
    container = document["format"]
    times = _packet_times(document, video["index"])
    fps = _fps(video, times)
    duration = _duration(container, video, path, fps)
    rotation = _rotation(video)
    display_width, display_height = _display_size(video, rotation)
    layout = boxes.layout(path) if "mov" in container["format_name"] else None
    if layout and layout.missing_bytes:
        raise InputError(
            "the file is cut off: {missing:,} of its {whole:,} bytes are missing; "
            "copy or export it again",
            missing=layout.missing_bytes,
            whole=size + layout.missing_bytes,
        )
    return Probe(
        container=_container_name(container),
        size_bytes=size,
        duration=duration,
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
        is_vfr=_varies(times),
        is_interlaced=video.get("field_order", "progressive") not in ("progressive", "unknown"),
        bitrate=int(container.get("bit_rate") or size * 8 / duration),
        hdr=_hdr(video),
        audio_codec=audio.get("codec_name", "unknown") if audio else None,
        audio_channels=audio["channels"] if audio else None,
        audio_sample_rate=int(audio["sample_rate"]) if audio else None,
        faststart=layout.index_first if layout else None,
        video_index=video["index"],
        audio_index=audio["index"] if audio else None,
        video_streams=len(moving),
        video_duration=round(float(video.get("duration") or duration), 3),
        has_cover_art=len(moving) < len(pictures),
        start_time=float(container.get("start_time") or 0.0),
        subtitle_streams=sum(s.get("codec_type") == "subtitle" for s in streams),
    )


def aspect_ratio(width: int, height: int) -> str:
    """The ratio that people use for a picture of this size, or its reduced numbers.

    A ratio is recognised within one percent, since encoders round sizes to even numbers.
    """
    for name in COMMON_RATIOS:
        across, down = map(int, name.split(":"))
        if abs(width / height * down / across - 1) <= 0.01:
            return name
    ratio = Fraction(width, height)
    return f"{ratio.numerator}:{ratio.denominator}"


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


def _ask(path: Path, **limits: str) -> dict[str, Any]:
    """What ffprobe says of the file: format, streams, and the packet times within ``limits``."""
    import ffmpeg

    try:
        document: dict[str, Any] = ffmpeg.probe(
            f"file:{path.absolute()}",
            cmd=binaries.ffprobe(),
            v="error",
            protocol_whitelist="file,pipe",
            format_whitelist=DEMUXERS,
            show_entries="packet=stream_index,pts_time",
            **limits,
        )
    except ffmpeg.Error as error:
        raise InputError(_why_unreadable(path, error.stderr.decode("utf-8", "replace"))) from None
    except PermissionError:
        raise InputError("it may not be read: permission denied") from None
    return document


def _why_unreadable(path: Path, complaint: str) -> str:
    if "Permission denied" in complaint:
        return "it may not be read: permission denied"
    if not boxes.looks_like_mp4(path):
        return "it is not a video that can be read; export it as MP4 (H.264 and AAC)"
    if "moov atom not found" in complaint:
        return (
            "the file is cut off or still being written: its index (moov) is missing; "
            "copy or export it again"
        )
    return "the file is damaged: its beginning is missing or broken; copy or export it again"


def _no_picture(has_art: bool, has_sound: bool) -> str:
    if has_sound and has_art:
        return "it holds sound and a cover picture but no moving picture; export the video itself"
    if has_sound:
        return "it holds sound but no picture; export the video itself"
    return "it holds no moving picture; export it as MP4 (H.264 and AAC)"


def _flag(stream: dict[str, Any], name: str) -> bool:
    return bool(stream.get("disposition", {}).get(name))


def _is_still_art(stream: dict[str, Any]) -> bool:
    return _flag(stream, "attached_pic") or _flag(stream, "timed_thumbnails")


def _picture_rank(stream: dict[str, Any]) -> tuple[float, bool, int]:
    """The draft's picture is the longest one; then the default one; then the first one.

    Motion photos carry a preview of a few frames that some of them mark as the default.
    """
    length = float(stream.get("duration") or 0.0)
    return round(length, 1), _flag(stream, "default"), -stream["index"]


def _packet_times(document: dict[str, Any], index: int) -> list[float]:
    return sorted(
        float(packet["pts_time"])
        for packet in document.get("packets", [])
        if packet["stream_index"] == index and "pts_time" in packet
    )


def _intervals(times: list[float]) -> list[float]:
    return [after - before for before, after in pairwise(times)]


def _fps(video: dict[str, Any], times: list[float]) -> float:
    for name in ("avg_frame_rate", "r_frame_rate"):
        above, _, below = video.get(name, "0/0").partition("/")
        if int(above) and int(below or 1):
            return int(above) / int(below or 1)
    intervals = _intervals(times)
    if intervals and statistics.median(intervals) > 0:
        return 1 / statistics.median(intervals)
    return 0.0


def _varies(times: list[float]) -> bool:
    """Whether more than 2 % of the frames stand off the usual distance by more than a tenth.

    Containers that count in milliseconds round every distance, hence the 2 ms.
    """
    intervals = _intervals(times)
    if len(intervals) < 2:
        return False
    usual = statistics.median(intervals)
    off = sum(abs(interval - usual) > max(0.002, usual / 10) for interval in intervals)
    return off / len(intervals) > 0.02


def _duration(container: dict[str, Any], video: dict[str, Any], path: Path, fps: float) -> float:
    for holder in (container, video):
        if float(holder.get("duration") or 0.0) > 0:
            return round(float(holder["duration"]), 3)
    times = _packet_times(_ask(path), video["index"])
    if not times:
        raise InputError("it holds a video stream without a single frame; export it again")
    return round(times[-1] - times[0] + (1 / fps if fps else 0.0), 3)


def _rotation(video: dict[str, Any]) -> int:
    """Degrees clockwise to turn the stored picture by, to the nearest quarter turn."""
    for side_data in video.get("side_data_list", []):
        if "rotation" in side_data:
            return round(-float(side_data["rotation"]) / 90) * 90 % 360
    return 0


def _display_size(video: dict[str, Any], rotation: int) -> tuple[int, int]:
    width, height = video["width"], video["height"]
    across, _, down = video.get("sample_aspect_ratio", "1:1").partition(":")
    pixel_aspect = int(across) / int(down or 1) if int(down or 1) else 0.0
    if pixel_aspect > 0 and abs(pixel_aspect - 1) > ROUNDING:
        width = max(1, round(width * pixel_aspect))
    return (height, width) if rotation in (90, 270) else (width, height)


def _hdr(video: dict[str, Any]) -> str | None:
    for side_data in video.get("side_data_list", []):
        if "DOVI" in side_data.get("side_data_type", ""):
            return "Dolby Vision"
    return TRANSFERS.get(video.get("color_transfer", ""))


def _container_name(container: dict[str, Any]) -> str:
    """``"mp4"`` rather than ffmpeg's ``"mov,mp4,m4a,3gp,3g2,mj2"``, by the file's own brand."""
    names = container["format_name"].split(",")
    if "mov" in names:
        brand = container.get("tags", {}).get("major_brand", "").strip()
        return "mov" if brand in ("qt", "") else "mp4"
    if "matroska" in names:
        return "webm" if container.get("filename", "").endswith(".webm") else "mkv"
    return str(names[0])

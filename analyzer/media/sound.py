"""A draft's sound as samples: extracted and metered in one run of ffmpeg, read in blocks.

What is read is bounded by the probed length, whatever the file's clock says: a false gap is
neither filled nor kept beyond it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..model import Probe
from . import binaries
from .ffprobe import GUARDS, running

SAMPLE_RATE = 16_000

SPARE_SECONDS = 1.0
"""Seconds of sound that are taken beyond the probed length: encoders pad the last packet."""

BLOCK = 1 << 16
"""Bytes that are read at once: two seconds."""

SILENT_PEAK_DBTP = -60.0
"""True peak below which there is digital silence or its dither, not sound; chosen by hand."""

READINGS_A_SECOND = 10
"""How often the loudness meter speaks (EBU Tech 3341)."""

DEMUXERS = {"mp4": "mov", "mkv": "matroska", "webm": "matroska"}
"""What opens a container, where that is called otherwise than the container."""

_SUMMARY = {
    "integrated_lufs": re.compile(r"^\s+I:\s+(\S+) LUFS", re.MULTILINE),
    "range_lu": re.compile(r"^\s+LRA:\s+(\S+) LU", re.MULTILINE),
    "true_peak_dbtp": re.compile(r"^\s+Peak:\s+(\S+) dBFS", re.MULTILINE),
}
_READING = re.compile(r"\bt: *(\S+) .*\bM: *(\S+) ")
_SAMPLE_PEAK = re.compile(r"Peak level dB: (\S+)")
_LOUDEST = re.compile(r"max_volume: (\S+) dB")
_PEAK_COUNT = re.compile(r"Peak count: (\S+)")


@dataclass(frozen=True, slots=True)
class Audio:
    """The draft's sound as mono samples, with the levels of its original channels.

    ``samples`` is float32 of shape (n,), within [-1, 1], at ``SAMPLE_RATE`` (16 kHz); sample 0 is
    at time 0 of the draft. Levels are null where the meter gave none (EBU R 128).
    """

    samples: np.ndarray
    integrated_lufs: float | None = None
    true_peak_dbtp: float | None = None
    range_lu: float | None = None
    clipped_samples: int = 0
    readings: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))
    """Momentary loudness, ten readings a second: shape (n, 2), the end of its 0.4 s and LUFS."""

    heard_on: int | None = None
    """Which track has the sound, counted from 1, where this one is silent."""

    @property
    def duration(self) -> float:
        """Seconds of sound."""
        return len(self.samples) / SAMPLE_RATE


def demuxer(container: str) -> str:
    """What ffmpeg calls the demuxer that opens a container."""
    return DEMUXERS.get(container, container)


def extract(path: Path, probe: Probe) -> Audio:
    """The sound of the draft at ``path``, mixed down to 16 kHz mono, with its levels.

    One pass decodes it, meters it (EBU R 128 loudness, true peak, full-scale samples) and mixes
    it down. Raises InputError when it cannot be decoded.
    """
    longest = probe.duration + SPARE_SECONDS
    samples = np.empty(int((longest + SPARE_SECONDS) * SAMPLE_RATE), np.float32)
    most = int(longest * READINGS_A_SECOND)
    readings: list[tuple[str, str]] = []

    def note(line: str) -> None:
        if len(readings) < most and (found := _READING.search(line)):
            readings.append((found[1], found[2]))

    count = 0
    with running(_command(path, probe, longest), note) as (process, log):
        while count < len(samples) and (block := process.stdout.read(BLOCK)):
            piece = np.frombuffer(block, "<i2", len(block) // 2)[: len(samples) - count]
            np.divide(piece, 32768.0, out=samples[count : count + len(piece)], casting="unsafe")
            count += len(piece)
        is_whole = count < len(samples)
        if is_whole:
            process.wait()
    if not count:
        raise InputError(
            "its sound ({codec}) cannot be decoded; export it with AAC",
            codec=probe.audio_codec or "unknown",
        )
    audio = _metered(samples[:count], readings, "".join(log) if is_whole else "")
    is_silent = audio.true_peak_dbtp is None or audio.true_peak_dbtp < SILENT_PEAK_DBTP
    if is_silent and probe.audio_streams > 1:
        return replace(audio, heard_on=_audible(path, probe, longest))
    return audio


def _audible(path: Path, probe: Probe, longest: float) -> int | None:
    """Which of the tracks of sound has some, counted from 1; null where all are silent."""
    import ffmpeg

    place = os.fsencode(f"file:{path.absolute()}")
    for number in range(probe.audio_streams):
        source = ffmpeg.input(place, f=demuxer(probe.container), t=longest, **GUARDS)
        heard = source[f"a:{number}"].filter("volumedetect").output("pipe:", format="null")
        command = heard.compile(cmd=[binaries.ffmpeg(), "-nostdin", "-nostats", "-hide_banner"])
        with running(command) as (process, log):
            process.wait()
        peak = _number(_LOUDEST, "".join(log))
        if peak is not None and peak > SILENT_PEAK_DBTP:
            return number + 1
    return None


def _command(path: Path, probe: Probe, longest: float) -> list[str]:
    import ffmpeg

    place = os.fsencode(f"file:{path.absolute()}")
    source = ffmpeg.input(place, f=demuxer(probe.container), copyts=None, **GUARDS)
    sound = (
        source[str(probe.audio_index)]
        .filter("asetpts", f"PTS-{probe.start_time:f}/TB")
        .filter("atrim", end=longest)
        .filter("ebur128", peak="true", framelog="info")
        .filter("aformat", sample_fmts="s16")
        .filter("astats", measure_perchannel="none", measure_overall="Peak_level+Peak_count")
        .filter("aresample", SAMPLE_RATE, **{"async": 1, "first_pts": 0})
        .output("pipe:", format="s16le", ac=1)
    )
    command: list[str] = sound.compile(
        cmd=[binaries.ffmpeg(), "-nostdin", "-nostats", "-hide_banner"]
    )
    return command


def _metered(samples: np.ndarray, readings: list[tuple[str, str]], log: str) -> Audio:
    summary = log[log.rfind("Summary:") :] if "Summary:" in log else ""
    levels = {name: _number(pattern, summary) for name, pattern in _SUMMARY.items()}
    at_full_scale = (_number(_SAMPLE_PEAK, log) or -1.0) > -0.001
    return Audio(
        samples=samples,
        clipped_samples=int(_number(_PEAK_COUNT, log) or 0) if at_full_scale else 0,
        readings=np.array(readings, dtype=float).reshape(-1, 2),
        heard_on=None,
        **levels,
    )


def _number(pattern: re.Pattern[str], text: str) -> float | None:
    """The last finite number that the pattern finds."""
    found = pattern.findall(text)
    value = float(found[-1]) if found else float("-inf")
    return value if np.isfinite(value) else None

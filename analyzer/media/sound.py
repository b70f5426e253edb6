"""A draft's sound as samples: extracted and metered in one run of ffmpeg, read in blocks.

One channel is metered as two alike (``dualmono``), as every phone and television plays it.

What is read is bounded by the probed length, whatever the file's clock says: a false gap is
neither filled nor kept beyond it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import IO, Any

import numpy as np

from ..errors import InputError
from ..model import Probe
from . import binaries
from .channels import Sides, heard, sides_of
from .ffprobe import GUARDS, running
from .waveform import Clipping, Waveform

SAMPLE_RATE = 16_000

SPARE_SECONDS = 1.0
"""Seconds of sound that are taken beyond the probed length: encoders pad the last packet."""

BLOCK = 1 << 15
"""Samples that are read at once: 0.7 s at 48 kHz."""

MAX_RATE = 96_000
"""Samples a second at which a waveform is looked at; what has more is resampled to it."""

DEFAULT_RATE = 48_000
"""Samples a second where the container does not say."""

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
_RANGE = re.compile(r"Threshold:\s+(\S+) LUFS\s+LRA low:\s+(\S+) LUFS")
_READING = re.compile(r"\bt: *(\S+) .*\bM: *(\S+) ")
_LOUDEST = re.compile(r"max_volume: (\S+) dB")


@dataclass(frozen=True, slots=True)
class Audio:
    """The draft's sound as mono samples, with the levels of its original channels.

    ``samples`` is float32 of shape (n,), within [-1, 1], at ``SAMPLE_RATE`` (16 kHz); sample 0 is
    at time 0 of the draft. They are what is heard of left and right (``channels``). Levels are
    null where the meter gave none (EBU R 128).
    """

    samples: np.ndarray
    integrated_lufs: float | None = None
    true_peak_dbtp: float | None = None
    range_lu: float | None = None
    clipping: Clipping = field(default_factory=Clipping)
    dc_offset: float = 0.0
    sides: Sides | None = None
    """Left and right; None where there is one channel."""
    readings: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))
    """Momentary loudness, ten readings a second: shape (n, 2), the end of its 0.4 s and LUFS."""

    heard_on: int | None = None
    """Which track has the sound, counted from 1, where this one is silent."""

    @property
    def duration(self) -> float:
        """Seconds of sound."""
        return len(self.samples) / SAMPLE_RATE


def block_powers(samples: np.ndarray, size: int) -> np.ndarray:
    """The mean square of each whole block of ``size`` samples, of shape (blocks,)."""
    blocks = samples[: len(samples) // size * size].reshape(-1, size)
    return np.asarray(np.einsum("ij,ij->i", blocks, blocks) / size)


def demuxer(container: str) -> str:
    """What ffmpeg calls the demuxer that opens a container."""
    return DEMUXERS.get(container, container)


def extract(path: Path, probe: Probe) -> Audio:
    """The sound of the draft at ``path``, mixed down to 16 kHz mono, with its levels.

    One pass decodes it and meters it (EBU R 128 loudness, true peak); its samples are looked at
    on the way (``waveform``, ``channels``). More than two channels are mixed down to two. Raises
    InputError when it cannot be decoded.
    """
    longest = probe.duration + SPARE_SECONDS
    channels = 1 if probe.audio_channels == 1 else 2
    rate = min(probe.audio_sample_rate or DEFAULT_RATE, MAX_RATE)
    stereo = np.empty((int((longest + SPARE_SECONDS) * SAMPLE_RATE), 2), "<i2")
    waveform = Waveform(channels)
    most = int(longest * READINGS_A_SECOND)
    readings: list[tuple[str, str]] = []

    def note(line: str) -> None:
        if len(readings) < most and (found := _READING.search(line)):
            readings.append((found[1], found[2]))

    count = 0
    with running(_command(path, probe, longest, rate), note) as (process, log):
        blocks = _blocks(process.stdout, channels, waveform)
        for piece in _resampled(blocks, channels, rate):
            room = stereo[count : count + len(piece)]
            room[:] = piece[: len(room)]
            count += len(room)
            if count == len(stereo):
                break
        is_whole = count < len(stereo)
        if is_whole:
            process.wait()
    if not count:
        raise InputError(
            "its sound ({codec}) cannot be decoded; export it with AAC",
            codec=probe.audio_codec or "unknown",
        )
    sides = sides_of(stereo[:count])
    summary = "".join(log) if is_whole else ""
    levels = levels_in(summary, waveform.peak_dbfs)
    audio = Audio(
        samples=heard(stereo[:count], sides),
        integrated_lufs=levels["integrated_lufs"],
        true_peak_dbtp=levels["true_peak_dbtp"],
        range_lu=levels["range_lu"],
        clipping=waveform.clipping,
        dc_offset=waveform.dc_offset,
        sides=sides if channels > 1 else None,
        readings=np.array(readings, dtype=float).reshape(-1, 2),
    )
    is_silent = audio.true_peak_dbtp is None or audio.true_peak_dbtp < SILENT_PEAK_DBTP
    if is_silent and probe.audio_streams > 1:
        return replace(audio, heard_on=_audible(path, probe, longest))
    return audio


def _audible(path: Path, probe: Probe, longest: float) -> int | None:
    """Which of the tracks of sound has some, counted from 1; null where all are silent."""
    for number in range(probe.audio_streams):
        track = _read(path, probe, t=longest)[f"a:{number}"].filter("volumedetect")
        with running(_compiled(track.output("pipe:", format="null"))) as (process, log):
            process.wait()
        peak = _number(_LOUDEST, "".join(log))
        if peak is not None and peak > SILENT_PEAK_DBTP:
            return number + 1
    return None


def _command(path: Path, probe: Probe, longest: float, rate: int) -> list[str]:
    is_mono = probe.audio_channels == 1
    sound = (
        _read(path, probe, copyts=None)[str(probe.audio_index)]
        .filter("asetpts", f"PTS-{probe.start_time:f}/TB")
        .filter("atrim", end=longest)
        .filter("ebur128", peak="true", framelog="info", dualmono=int(is_mono))
        .filter("aresample", rate, **{"async": 1, "first_pts": 0})
        .filter("aformat", sample_fmts="s16", channel_layouts="mono" if is_mono else "stereo")
        .output("pipe:", format="s16le")
    )
    return _compiled(sound)


def _read(path: Path, probe: Probe, **options: object) -> Any:
    """The draft as ffmpeg opens it: as a file, and in no other container than the probed one."""
    import ffmpeg

    place = os.fsencode(f"file:{path.absolute()}")
    return ffmpeg.input(place, f=demuxer(probe.container), **options, **GUARDS)


def _compiled(output: Any) -> list[str]:
    command: list[str] = output.compile(
        cmd=[binaries.ffmpeg(), "-nostdin", "-nostats", "-hide_banner"]
    )
    return command


def _blocks(stream: IO[bytes], channels: int, waveform: Waveform) -> Iterator[np.ndarray]:
    """Yield the samples as they are read, shape (n, channels), seen by the ``waveform``."""
    while data := stream.read(BLOCK * channels * 2):
        whole = len(data) // 2 // channels * channels
        block = np.frombuffer(data, "<i2", whole).reshape(-1, channels)
        if len(block):
            waveform.add(block)
            yield block


def _resampled(blocks: Iterable[np.ndarray], channels: int, rate: int) -> Iterator[np.ndarray]:
    """Yield the blocks at ``SAMPLE_RATE``."""
    import av

    layout = "mono" if channels == 1 else "stereo"
    resampler = av.AudioResampler(format="s16", layout=layout, rate=SAMPLE_RATE)
    for block in chain(blocks, [None]):
        frame = None
        if block is not None:
            frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="s16", layout=layout)
            frame.sample_rate = rate
        for out in resampler.resample(frame):
            yield out.to_ndarray().reshape(-1, channels)


def levels_in(log: str, sample_peak: float | None = None) -> dict[str, float | None]:
    """What the meter says in the end, with the true peak never under that of a sample.

    There is no range where its lower end is the gate: of 3.0 to 3.3 s of any sound, too few for a
    tenth percentile, ffmpeg's meter says that they range over 20 LU, and of less over none.
    """
    summary = log[log.rfind("Summary:") :]
    levels = {name: _number(pattern, summary) for name, pattern in _SUMMARY.items()}
    ends = _RANGE.search(summary)
    if ends and ends[1] == ends[2]:
        levels["range_lu"] = None
    peaks = [peak for peak in (levels["true_peak_dbtp"], sample_peak) if peak is not None]
    return levels | {"true_peak_dbtp": max(peaks, default=None)}


def _number(pattern: re.Pattern[str], text: str) -> float | None:
    """The last finite number that the pattern finds."""
    found = pattern.findall(text)
    value = float(found[-1]) if found else float("-inf")
    return value if np.isfinite(value) else None

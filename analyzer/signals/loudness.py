"""How loud the sound is, from the meter readings that came with the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Loudness

if TYPE_CHECKING:
    from analyzer.media import Audio

GATE_LUFS = -70.0
"""The absolute gate of ITU-R BS.1770-4; a reading at it means that nothing rose above it."""

SILENT_PEAK_DBTP = -60.0
"""A true peak below this is digital silence or its dither, not sound."""


def measure_loudness(audio: Audio) -> Loudness:
    """Integrated loudness, true peak and loudness range (EBU R 128) of the draft's sound."""
    integrated = audio.integrated_lufs
    measurable = integrated is not None and integrated > GATE_LUFS
    peak = audio.true_peak_dbtp
    return Loudness(
        is_silent=peak is None or peak < SILENT_PEAK_DBTP,
        integrated_lufs=integrated if measurable else None,
        true_peak_dbtp=peak,
        range_lu=audio.range_lu if measurable else None,
        clipped_samples=audio.clipped_samples,
    )

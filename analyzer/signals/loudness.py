"""How loud the sound is, from the meter readings that came with the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Loudness
from . import measurer

if TYPE_CHECKING:
    import numpy as np

    from ..media.sound import Audio

GATE_LUFS = -70.0
"""The absolute gate of ITU-R BS.1770-4; a reading at it means that nothing rose above it."""

SILENT_PEAK_DBTP = -60.0
"""True peak below which there is digital silence or its dither, not sound; chosen by hand."""

READINGS_BEFORE = 4
"""Readings that it takes to measure over 0.4 s."""

STEP = 0.5
"""Seconds that one entry of the loudness curve stands for; chosen by hand for the page."""

READINGS_A_STEP = 5
"""Readings, ten a second, that fall into one entry of the curve."""

LAG = 3
"""Readings by which one lags behind what it measures: momentary loudness looks back over 0.4 s (EBU
Tech 3341), so its middle lies 0.2 s back, and the last sample just before that."""


@measurer("loudness")
def measure_loudness(audio: Audio) -> Loudness:
    """Return integrated loudness, true peak and loudness range (EBU R 128) of the sound."""
    integrated = audio.integrated_lufs
    measurable = integrated is not None and integrated > GATE_LUFS
    peak = audio.true_peak_dbtp
    return Loudness(
        is_silent=peak is None or peak < SILENT_PEAK_DBTP,
        is_too_short=len(audio.readings) < READINGS_BEFORE,
        integrated_lufs=integrated if measurable else None,
        true_peak_dbtp=peak,
        range_lu=audio.range_lu if measurable else None,
        clipped_samples=audio.clipping.samples,
        clip_level_dbfs=audio.clipping.level_dbfs,
        dc_offset=round(audio.dc_offset, 4),
        step=STEP,
        levels=_curve(audio.readings),
    )


def _curve(readings: np.ndarray) -> tuple[float, ...]:
    """Return the readings' mean energy in every step, as LUFS, never below the gate."""
    import numpy as np

    if not len(readings):
        return ()
    order = np.rint(readings[:, 0] * 10).astype(int)  # builds print the times to different digits
    cells = np.maximum(order - LAG, 0) // READINGS_A_STEP
    counts = np.bincount(cells)
    energy = np.bincount(cells, weights=10.0 ** (readings[:, 1] / 10))
    means = 10 * np.log10(np.maximum(energy / np.maximum(counts, 1), 10.0 ** (GATE_LUFS / 10)))
    return tuple(means.round(1).tolist())

"""How loud the sound is, from the meter readings that came with the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Loudness, Span
from . import measurer

if TYPE_CHECKING:
    import numpy as np

    from ..media.sound import Audio

GATE_LUFS = -70.0
"""The absolute gate of ITU-R BS.1770-4; a reading at it means that nothing rose above it."""

READINGS_BEFORE = 4
"""Readings that it takes to measure over 0.4 s."""

STEP = 0.5
"""Seconds that one entry of the loudness curve stands for; chosen by hand for the page."""

READINGS_A_STEP = 5
"""Readings, ten a second, that fall into one entry of the curve."""

LAG = 3
"""Readings by which one lags behind what it measures: momentary loudness looks back over 0.4 s (EBU
Tech 3341), so its middle lies 0.2 s back, and the last sample just before that."""

AUDIBLE_DBFS = -50.0
"""Level (RMS) of a block under which nothing is heard on a phone in a room; chosen by hand."""

AUDIBLE_BLOCK = 0.01
"""Seconds of a block: half of what picture and sound may miss each other by."""


@measurer("loudness")
def measure_loudness(audio: Audio) -> Loudness:
    """Return integrated loudness, true peak and loudness range (EBU R 128) of the sound."""
    from ..media.sound import SILENT_PEAK_DBTP

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
        heard_on=audio.heard_on,
        audible=_audible(audio.samples),
    )


def _audible(samples: np.ndarray) -> Span | None:
    """Return from where to where blocks of the samples, float32 of shape (n,), are heard."""
    import numpy as np

    from ..media.sound import SAMPLE_RATE, block_powers

    powers = block_powers(samples, round(AUDIBLE_BLOCK * SAMPLE_RATE))
    loud = np.flatnonzero(powers > 10.0 ** (AUDIBLE_DBFS / 10))
    if not len(loud):
        return None
    first, last = int(loud[0]), int(loud[-1]) + 1
    return Span(round(first * AUDIBLE_BLOCK, 2), round(last * AUDIBLE_BLOCK, 2))


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

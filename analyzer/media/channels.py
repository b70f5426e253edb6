"""Two channels side by side: what they hold, what cancels out between them, and one made of both.

The measures come from the samples at 16 kHz, in windows, as they are read; then the same memory
takes the one channel that is heard. Where left and right cancel out, or only one of them holds the
sound, that is the louder channel, so that a voice on one side or in opposite phase is still heard.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FRAME = 512
"""Samples of one spectrum: 32 ms at 16 kHz, as long as speech stands still; chosen by hand."""

FRAMES = 8
"""Spectra of a window: 0.256 s, shorter than a word of two syllables; chosen by hand."""

WINDOW = FRAME * FRAMES
"""Samples of a window at 16 kHz."""

WINDOW_SECONDS = WINDOW / 16_000
"""Seconds of a window."""

BAND = 16
"""Bins of a band: 500 Hz, so that a cell averages 128 products and chance gives a correlation of
0.09 only."""

FIRST_BIN = 8
"""The first bin that counts (250 Hz): below it a phone's speaker gives nothing."""

BANDS = (FRAME // 2 - FIRST_BIN) // BAND
"""Bands of a window."""

OPPOSED_CORRELATION = -0.5
"""Correlation of a band from which its sum loses 3 dB more than that of two unrelated channels."""

FLOOR = 1e-6
"""Mean square (-60 dBFS) under which a window is silence, not sound; chosen by hand."""

ONE_SIDE = 16.0
"""How many times the energy of the other a channel has (12 dB) that is heard alone; by hand."""

OPPOSED = 0.3
"""Share of a window's energy in opposite phase from which one channel is heard. In 23 real videos
and tracks in stereo 95 % of the windows lie under 0.15, but in one that a phone recorded in
opposite phase, where they lie at 0.96 (November 2026)."""

Flags = npt.NDArray[np.bool_]
"""Which of the windows: shape (n,)."""

_TAPER = np.hanning(FRAME).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Sides:
    """What left and right hold, window by window: float32 of shape (n,) each."""

    left: np.ndarray
    """Mean square of the left channel."""
    right: np.ndarray
    """Mean square of the right channel."""
    product: np.ndarray
    """Mean product of both."""
    opposed: np.ndarray
    """Share of the energy above 250 Hz that is in opposite phase: 0 to 1."""

    @property
    def is_sound(self) -> Flags:
        """Which windows hold any sound."""
        return np.logical_or(self.left > FLOOR, self.right > FLOOR)

    @property
    def is_left(self) -> Flags:
        """Which windows hold sound on the left only."""
        return np.logical_and(self.is_sound, self.left > ONE_SIDE * self.right)

    @property
    def is_right(self) -> Flags:
        """Which windows hold sound on the right only."""
        return np.logical_and(self.is_sound, self.right > ONE_SIDE * self.left)

    @property
    def is_opposed(self) -> Flags:
        """Which windows hold sound that mostly cancels out in the sum."""
        is_on_both = ~(self.is_left | self.is_right)
        return np.logical_and(self.is_sound & is_on_both, self.opposed >= OPPOSED)


def sides_of(stereo: np.ndarray) -> Sides:
    """Return what both channels of ``stereo`` hold: int16 of shape (n, 2), at 16 kHz."""
    windows = -(-len(stereo) // WINDOW)
    found = np.zeros((4, windows), np.float32)
    for n in range(windows):
        piece = stereo[n * WINDOW : (n + 1) * WINDOW].astype(np.float32) / 32768
        left, right = piece.T
        found[:3, n] = (left @ left, right @ right, left @ right)
        found[:3, n] /= len(piece)
        found[3, n] = _opposed(piece) if found[0, n] > 0 and found[1, n] > 0 else 0.0
    return Sides(*found)


def heard(stereo: np.ndarray, sides: Sides) -> np.ndarray:
    """Return one channel, float32 of shape (n,), in the memory of ``stereo``, which it ends.

    Two samples of 16 bits take the room of one of 32.
    """
    centres = (np.arange(len(sides.left)) + 0.5) * WINDOW
    shares = _left_shares(sides)
    samples = stereo.view(np.float32).reshape(-1)
    for start in range(0, len(stereo), WINDOW):
        left, right = (stereo[start : start + WINDOW].astype(np.float32) / 32768).T
        share = np.interp(np.arange(start, start + len(left)), centres, shares)
        samples[start : start + len(left)] = right + (left - right) * share
    return samples


def _left_shares(sides: Sides) -> np.ndarray:
    """Return how much of the left channel is heard in every window: all, half or nothing."""
    louder = float(sides.left.sum() >= sides.right.sum())
    shares = np.full(len(sides.left), 0.5, np.float32)
    shares[sides.is_opposed] = louder
    shares[sides.is_left] = 1.0
    shares[sides.is_right] = 0.0
    return shares


def _opposed(piece: np.ndarray) -> float:
    """Return the share of a window's energy that lies in bands of opposite phase."""
    whole = np.zeros((WINDOW, 2), np.float32)
    whole[: len(piece)] = piece
    frames = whole.reshape(FRAMES, FRAME, 2) * _TAPER[:, None]
    spectra = np.fft.rfft(frames, axis=1)[:, FIRST_BIN : FIRST_BIN + BANDS * BAND]
    left, right = np.moveaxis(spectra, 2, 0)
    energy = _banded(np.abs(left) ** 2), _banded(np.abs(right) ** 2)
    crossed = _banded((left * right.conj()).real)
    is_opposed = crossed < OPPOSED_CORRELATION * np.sqrt(energy[0] * energy[1])
    total = energy[0] + energy[1]
    return float(total[is_opposed].sum() / max(total.sum(), 1e-12))


def _banded(cells: np.ndarray) -> np.ndarray:
    """Return the sum over a window's spectra, band by band."""
    bands: np.ndarray = cells.sum(axis=0).reshape(BANDS, BAND).sum(axis=1)
    return bands

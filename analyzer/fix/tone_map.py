"""HDR to SDR as a table of colours (.cube), which every build of ffmpeg can apply.

The curves are those of ITU-R BT.2100 (HLG with its system gamma at 1,000 cd/m², PQ); highlights
are rolled off as in BT.2390-8, 5.4 (EETF), from 1,000 cd/m² down to the reference white of BT.2408
(203 cd/m²), which becomes SDR's white; colours outside Rec. 709 move towards their own gray.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

EDGE = 33
"""Colours along each edge of the table: what grading programs write."""

PEAK = 1_000.0
"""cd/m² of the brightest highlight: what phones film and master for."""

WHITE = 203.0
"""cd/m² of the reference white (ITU-R BT.2408)."""

SYSTEM_GAMMA = 1.2
"""HLG's gamma at a peak of 1,000 cd/m² (BT.2100, table 5)."""

DISPLAY_GAMMA = 2.4
"""SDR's (ITU-R BT.1886)."""

LUMA_2020 = np.array([0.2627, 0.6780, 0.0593])
LUMA_709 = np.array([0.2126, 0.7152, 0.0722])

TO_709 = np.array([
    [1.6605, -0.5876, -0.0728],
    [-0.1246, 1.1329, -0.0083],
    [-0.0182, -0.1006, 1.1187],
])  # fmt: skip
"""Linear Rec. 2020 to Rec. 709 (ITU-R BT.2407)."""

M1, M2 = 2610 / 16384, 2523 / 4096 * 128
C1, C2, C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
"""The constants of PQ (SMPTE ST 2084)."""

HLG_A, HLG_B, HLG_C = 0.17883277, 0.28466892, 0.55991073
"""The constants of HLG (BT.2100, table 5)."""


def write(transfer: str, target: Path) -> Path:
    """Write the table for ``"arib-std-b67"`` (HLG) or ``"smpte2084"`` (PQ)."""
    steps = np.linspace(0.0, 1.0, EDGE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")  # red runs fastest
    codes = np.stack([red, green, blue], axis=-1).reshape(-1, 3)
    mapped = to_sdr(codes, transfer)
    lines = "\n".join("{:.6f} {:.6f} {:.6f}".format(*row) for row in mapped.tolist())
    target.write_text(f"LUT_3D_SIZE {EDGE}\n{lines}\n", encoding="ascii")
    return target


def to_sdr(codes: np.ndarray, transfer: str) -> np.ndarray:
    """Rec. 709 code values of HDR code values in Rec. 2020: shape (n, 3), 0 to 1 each."""
    light = _from_hlg(codes) if transfer == "arib-std-b67" else _from_pq(codes)
    light = _inside(light @ TO_709.T)
    brightest = light.max(axis=1, keepdims=True)
    rolled = _rolled_off(brightest)
    light = light * (rolled / np.maximum(brightest, 1e-6)) / WHITE
    out: np.ndarray = np.clip(light, 0.0, 1.0) ** (1 / DISPLAY_GAMMA)
    return out


def _from_hlg(codes: np.ndarray) -> np.ndarray:
    """Light in cd/m² of HLG code values on a display of 1,000 cd/m²."""
    scene = np.where(codes <= 0.5, codes**2 / 3, (np.exp((codes - HLG_C) / HLG_A) + HLG_B) / 12)
    luma = (scene @ LUMA_2020)[:, None]
    light: np.ndarray = PEAK * np.maximum(luma, 1e-9) ** (SYSTEM_GAMMA - 1) * scene
    return light


def _from_pq(codes: np.ndarray) -> np.ndarray:
    """Light in cd/m² of PQ code values, up to the peak."""
    root = codes ** (1 / M2)
    light = 10_000 * (np.maximum(root - C1, 0) / (C2 - C3 * root)) ** (1 / M1)
    clipped: np.ndarray = np.minimum(light, PEAK)
    return clipped


def _to_pq(light: np.ndarray) -> np.ndarray:
    root = (np.maximum(light, 0) / 10_000) ** M1
    code: np.ndarray = ((C1 + C2 * root) / (1 + C3 * root)) ** M2
    return code


def _rolled_off(light: np.ndarray) -> np.ndarray:
    """The light with its highlights brought under the reference white (BT.2390-8, 5.4.1)."""
    top, most = _to_pq(np.array(PEAK)), _to_pq(np.array(WHITE)) / _to_pq(np.array(PEAK))
    code = _to_pq(light) / top
    knee = 1.5 * most - 0.5
    t = np.clip((code - knee) / (1 - knee), 0, 1)
    spline = (
        (2 * t**3 - 3 * t**2 + 1) * knee
        + (t**3 - 2 * t**2 + t) * (1 - knee)
        + (-2 * t**3 + 3 * t**2) * most
    )
    bent = np.where(code > knee, spline, code) * top
    rolled: np.ndarray = _from_pq(np.clip(bent, 0, 1))
    return rolled


def _inside(light: np.ndarray) -> np.ndarray:
    """Colours with a negative part moved towards their own gray until they have none."""
    gray = np.maximum((light @ LUMA_709)[:, None], 0)
    least = light.min(axis=1, keepdims=True)
    share = np.where(least < 0, gray / np.maximum(gray - least, 1e-9), 1.0)
    inside: np.ndarray = gray + (light - gray) * share
    return inside

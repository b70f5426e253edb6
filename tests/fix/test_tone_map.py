"""HDR becomes SDR by the curves that are published, without a colour or a tone out of order."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.fix import tone_map

HLG, PQ = "arib-std-b67", "smpte2084"


def gray(codes: list[float], curve: str) -> np.ndarray:
    return tone_map.to_sdr(np.repeat(np.array(codes)[:, None], 3, axis=1), curve)


@pytest.mark.parametrize("curve", [HLG, PQ])
def test_gray_stays_gray_and_brighter_stays_brighter(curve: str) -> None:
    out = gray(np.linspace(0, 1, 101).tolist(), curve)
    assert np.ptp(out, axis=1).max() < 0.004
    assert np.diff(out[:, 0]).min() >= -1e-6
    assert out[0, 0] == 0.0


@pytest.mark.parametrize(("curve", "white"), [(HLG, 0.75), (PQ, 0.58)])
def test_the_reference_white_is_nearly_white_and_highlights_are_above_it(
    curve: str, white: float
) -> None:
    middle, top = gray([white, 1.0], curve)[:, 0]
    assert 0.82 < middle < 0.95
    assert top == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize(("curve", "code"), [(HLG, 0.38), (PQ, 0.38)])
def test_a_gray_card_lies_in_the_middle(curve: str, code: float) -> None:
    assert 0.35 < gray([code], curve)[0, 0] < 0.55  # 18 % gray (BT.2408, table 1): 26 cd/m2


def test_a_skin_that_was_encoded_as_hlg_comes_back_as_it_was() -> None:
    skin = np.array([[0.78, 0.60, 0.51]])  # code values in Rec. 709
    light = skin**tone_map.DISPLAY_GAMMA * tone_map.WHITE * 0.4
    wide = light @ np.linalg.inv(tone_map.TO_709).T
    scene_luma = ((wide @ tone_map.LUMA_2020) / tone_map.PEAK) ** (1 / tone_map.SYSTEM_GAMMA)
    scene = wide / tone_map.PEAK / scene_luma[:, None] ** (tone_map.SYSTEM_GAMMA - 1)
    codes = np.where(
        scene <= 1 / 12,
        np.sqrt(3 * scene),
        tone_map.HLG_A * np.log(np.maximum(12 * scene - tone_map.HLG_B, 1e-9)) + tone_map.HLG_C,
    )
    expected = (light / tone_map.WHITE) ** (1 / tone_map.DISPLAY_GAMMA)
    assert tone_map.to_sdr(codes, HLG) == pytest.approx(expected, abs=0.02)


def test_colours_outside_rec_709_stay_inside_and_keep_their_order() -> None:
    out = tone_map.to_sdr(np.array([[0.9, 0.1, 0.1], [0.1, 0.9, 0.1]]), HLG)
    assert out.min() >= 0
    assert out.max() <= 1
    assert out[0].argmax() == 0
    assert out[1].argmax() == 1

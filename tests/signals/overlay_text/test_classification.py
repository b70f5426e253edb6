"""Overlay text, watermarks and text in the scene are told apart."""

from __future__ import annotations

import pytest

from analyzer.signals.overlay_text.classification import Evidence, is_burned_in, is_watermark
from analyzer.signals.overlay_text.geometry import Bounds, Size

STEADY = Evidence(
    parallax_samples=5,
    steady_samples=10,
    samples=10,
    drift=0.0,
    tilt=0.5,
    appeared_on_static_background=True,
    contrast=200.0,
)
FRAME = Size(height=960, width=540)


@pytest.mark.parametrize(
    ("evidence", "burned_in"),
    [
        (STEADY, True),
        (Evidence(0, 20, 20, 0.0, 0.0, False, 200.0), True),
        (Evidence(0, 20, 20, 0.0, 3.0, False, 200.0), False),
        (Evidence(0, 20, 20, 0.0, 0.0, False, 60.0), False),
        (Evidence(0, 20, 20, 2.0, 0.0, False, 200.0), False),
        (Evidence(4, 5, 20, 0.2, 0.0, False, 200.0), False),
        (Evidence(9, 20, 20, 0.0, 9.0, False, 200.0), False),
        (Evidence(0, 2, 20, 2.0, 0.0, False, 200.0, moves_alone=9), True),
        (Evidence(0, 2, 20, 2.0, 0.0, False, 200.0, moves_alone=9, moves_followed=7), False),
    ],
    ids=[
        *("stood", "outlined", "outlined and leans", "faint", "wandered", "shook", "leans"),
        *("is animated", "carried"),
    ],
)
def test_what_an_editor_set_is_told_by_how_it_behaves(evidence: Evidence, burned_in: bool) -> None:
    assert is_burned_in(evidence, 0.95) is burned_in


@pytest.mark.parametrize(
    ("text", "bounds", "standing", "mark"),
    [
        ("TikTok", (20, 40, 120, 64), 1.0, True),
        ("d TikTok @lisa.bakes", (20, 40, 160, 64), 0.5, True),
        ("@lisabakes", (380, 850, 500, 874), 0.4, True),
        ("Made with CapCut", (200, 460, 340, 484), 0.2, False),
        ("CapCut", (200, 460, 340, 484), 0.2, True),
        ("www.example.com", (380, 20, 520, 44), 1.0, True),
        ("WH.GOV", (470, 20, 520, 44), 1.0, True),
        ("RTL 4", (470, 20, 520, 44), 1.0, True),
        ("full recipe in bio", (400, 850, 530, 874), 1.0, False),
        ("Part 2", (470, 20, 520, 44), 1.0, False),
        ("Deel 3/5", (470, 20, 520, 44), 1.0, False),
        ("00:00:03.120", (470, 20, 520, 44), 1.0, False),
        ("#12", (470, 20, 520, 44), 1.0, False),
        ("follow me on TikTok for more", (100, 460, 440, 484), 0.2, False),
        ("Bread without kneading", (100, 200, 440, 250), 1.0, False),
        ("@lisabakes made this", (100, 600, 440, 660), 0.3, False),
    ],
)
def test_a_mark_is_told_from_what_the_editor_says(
    text: str, bounds: tuple[int, int, int, int], standing: float, mark: bool
) -> None:
    box = Bounds(*bounds)
    assert is_watermark(text, box, box.height, FRAME, standing) is mark

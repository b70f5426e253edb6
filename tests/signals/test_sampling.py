"""Frames are taken on a grid in time, whatever the frame rate."""

from __future__ import annotations

import pytest

from analyzer.signals.sampling import Sampler


def taken(sampler: Sampler, times: list[float]) -> list[float]:
    kept = []
    for time in times:
        if sampler.is_due(time):
            sampler.take(time)
            kept.append(round(time, 3))
    return kept


@pytest.mark.parametrize("fps", [10, 25, 30000 / 1001, 60])
def test_every_step_of_the_grid_gets_the_first_frame_in_it(fps: float) -> None:
    times = [round(number / fps, 3) for number in range(round(2 * fps))]
    kept = taken(Sampler(0.2), times)
    assert len(kept) == 10
    assert all(-0.001 <= time - 0.2 * slot < 1 / fps for slot, time in enumerate(kept))


def test_a_late_frame_does_not_move_the_grid() -> None:
    assert taken(Sampler(0.5), [0.0, 0.9, 1.0, 1.4, 1.5]) == [0.0, 0.9, 1.0, 1.5]

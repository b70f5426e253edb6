"""Stills stay few, evenly spread and small, however long the draft is."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.media.decode import Media
from analyzer.media.frames import Frame
from analyzer.media.probe import probe
from analyzer.model import Still
from analyzer.signals.stills import MOST_IN_STRIP, StillsWatcher
from tests.conftest import MakeClip


def kept(seconds: float, fps: float = 10.0, shape: tuple[int, int] = (640, 360)) -> list[Still]:
    """The stills of a grey draft of this length."""
    watcher = StillsWatcher(hook_seconds=2.0)
    image = np.full((*shape, 3), 127, np.uint8)
    for i in range(round(seconds * fps)):
        if watcher.wants(i / fps):
            watcher.observe(Frame(i / fps, image, 1.0))
    return list(watcher.result())


def of_strip(stills: list[Still]) -> list[float]:
    return [still.time for still in stills if still.height == 320]


def test_the_hook_is_kept_frame_by_frame() -> None:
    hook = [still.time for still in kept(10) if still.height == 640]
    assert hook == pytest.approx([0.2 * i for i in range(11)])


@pytest.mark.parametrize("seconds", [5, 30, 400, 1800])
def test_the_strip_is_evenly_spread_over_the_whole_draft(seconds: int) -> None:
    times = of_strip(kept(seconds))
    steps = np.diff(times)
    assert MOST_IN_STRIP / 2 - 1 <= len(times) <= MOST_IN_STRIP
    assert steps.max() - steps.min() < 0.11
    assert times[0] == 0.0
    assert times[-1] + steps.max() >= seconds - 0.2


def test_a_draft_of_one_frame_has_a_still() -> None:
    assert {still.time for still in kept(0.1)} == {0.0}


def test_a_small_draft_is_not_enlarged() -> None:
    assert {(still.width, still.height) for still in kept(4, shape=(160, 90))} == {(90, 160)}


def test_stills_are_webp_pictures_of_the_frame(clips: MakeClip) -> None:
    import cv2

    clip = clips("tall.mp4", size="720x1280", seconds=3)
    watcher = StillsWatcher(hook_seconds=2.0)
    Media(clip, probe(clip)).watch([watcher])
    stills = watcher.result()
    for still in stills:
        image = cv2.imdecode(np.frombuffer(still.data, np.uint8), cv2.IMREAD_COLOR)
        assert image.shape[:2] == (still.height, still.width)
        assert still.data[8:12] == b"WEBP"
    assert {(still.width, still.height) for still in stills} == {(480, 854), (180, 320)}
    assert sum(len(still.data) for still in stills) < 500_000

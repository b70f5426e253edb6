"""Stills stay few, evenly spread and small, however long the draft is."""

from __future__ import annotations

import cv2
import msgspec
import numpy as np
import pytest

from analyzer.media.decode import Media
from analyzer.media.frames import Frame
from analyzer.media.probe import probe
from analyzer.model import Cover, Still, StillUse
from analyzer.reports.html.pictures import MOST_IN_FILM
from analyzer.signals.stills import (
    MOST_BYTES,
    QUALITIES,
    SHOWN_OF_STRIP,
    SIDES,
    CoverWatcher,
    StillsWatcher,
    keep_stills,
)
from tests.checks.cases import GOOD_SIGNALS
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
    return [still.time for still in stills if still.use is StillUse.STRIP]


def test_the_hook_is_kept_frame_by_frame() -> None:
    hook = [still.time for still in kept(10) if still.use is StillUse.HOOK]
    assert hook == pytest.approx([0.2 * i for i in range(11)])


@pytest.mark.parametrize("seconds", [5, 30, 400, 1800])
def test_the_strip_is_evenly_spread_over_the_whole_draft(seconds: int) -> None:
    times = of_strip(kept(seconds))
    step = seconds / SHOWN_OF_STRIP
    assert (seconds - 2) / step - 2 <= len(times) <= SHOWN_OF_STRIP
    assert np.diff(times).max() < 2 * step
    assert times[0] < 2 + 2 * step
    assert times[-1] + 2 * step >= seconds


def test_no_moment_is_kept_twice() -> None:
    times = [still.time for still in kept(10)]
    assert len(times) == len(set(times))
    assert times == sorted(times)


def test_a_filmstrip_has_a_still_for_each_of_its_frames() -> None:
    assert SHOWN_OF_STRIP == MOST_IN_FILM


def test_a_detailed_picture_takes_little_more_than_a_plain_one() -> None:
    random = np.random.default_rng(7)
    watcher = StillsWatcher(hook_seconds=2.0)
    for i in range(100):
        if watcher.wants(i / 10):
            coarse = random.integers(80, 180, (20, 12, 3), np.uint8)
            image = cv2.resize(coarse, (480, 854), interpolation=cv2.INTER_CUBIC)
            watcher.observe(Frame(i / 10, image, 1.0))
    for still in watcher.result():
        assert len(still.data) <= MOST_BYTES[still.use]


def test_each_picture_has_the_best_quality_that_fits_whatever_came_before_it() -> None:
    """Plain and detailed pictures take turns, so that the quality goes up and down all the time."""
    random = np.random.default_rng(11)
    watcher = StillsWatcher(hook_seconds=2.0)
    shown = {}
    for time in np.arange(0, 2, 0.2).round(1).tolist():
        cells = int(random.integers(2, 40))
        coarse = random.integers(60, 190, (cells, cells, 3), np.uint8)
        shown[time] = cv2.resize(coarse, (191, 340), interpolation=cv2.INTER_CUBIC)
        assert watcher.wants(time)
        watcher.observe(Frame(time, shown[time], 1.0))
    taken = set()
    for still in watcher.result()[: len(shown)]:
        sizes = [
            len(cv2.imencode(".webp", shown[still.time], (cv2.IMWRITE_WEBP_QUALITY, quality))[1])
            for quality in QUALITIES
        ]
        fitting = [size for size in sizes if size <= MOST_BYTES[still.use]]
        assert len(still.data) == (fitting or sizes[-1:])[0]
        taken.add(sizes.index(len(still.data)))
    assert len(taken) > 2


def test_a_draft_of_one_frame_has_a_still() -> None:
    assert {still.time for still in kept(0.1)} == {0.0}


def test_a_small_draft_is_not_enlarged() -> None:
    assert {(still.width, still.height) for still in kept(4, shape=(160, 90))} == {(90, 160)}


def test_stills_are_webp_pictures_of_the_frame(clips: MakeClip) -> None:
    clip = clips("tall.mp4", size="720x1280", seconds=3)
    watcher = StillsWatcher(hook_seconds=2.0)
    Media(clip, probe(clip)).watch([watcher])
    stills = watcher.result()
    for still in stills:
        image = cv2.imdecode(np.frombuffer(still.data, np.uint8), cv2.IMREAD_COLOR)
        assert image.shape[:2] == (still.height, still.width)
        assert still.data[8:12] == b"WEBP"
    assert {(still.width, still.height) for still in stills} == {(191, 340), (135, 240)}
    assert sum(len(still.data) for still in stills) < 70_000


def test_the_cover_is_the_very_frame_that_was_chosen_and_the_only_one_of_them() -> None:
    """Each frame is as bright as it is late, so that a neighbour is told apart from it."""
    watcher = CoverWatcher(duration=8.0)
    seen = []
    for i in range(80):
        if watcher.wants(i / 10):
            watcher.observe(Frame(i / 10, np.full((1280, 720, 3), 3 * i, np.uint8), 1.0))
            seen.append(i / 10)
    assert len(seen) == 16
    best = (Cover(seen[9], 0.9), Cover(seen[2], 0.8))
    assert GOOD_SIGNALS.picture
    picture = msgspec.structs.replace(GOOD_SIGNALS.picture, covers=best)
    found = keep_stills((), watcher.result(), picture)
    assert [still.use for still in found] == [StillUse.COVER, StillUse.THUMBNAIL]
    for still in found:
        image = cv2.imdecode(np.frombuffer(still.data, np.uint8), cv2.IMREAD_COLOR)
        assert (still.time, still.height) == (seen[9], SIDES[still.use])
        assert image.mean() == pytest.approx(30 * seen[9], abs=4)
        assert len(still.data) <= MOST_BYTES[still.use]


def test_without_a_cover_the_hook_and_the_strip_are_kept() -> None:
    strip = tuple(kept(3))
    assert keep_stills(strip, {0.0: b""}) == strip

"""How well two videos in one frame are told from one: real clips laid beside each other.

``python scripts/bench/layout.py --half 0`` lays pairs of clips of ``ANALYZER_MEDIA`` side by side,
between bars and one above the other, and looks for seams in them and in the clips themselves, where
any is false. Clips are parted into halves by their names: limits are set on 0 and told of 1.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from analyzer.media.decode import Media
from analyzer.media.frames import Frame
from analyzer.media.probe import probe
from analyzer.signals.layout.watcher import STEP_SECONDS, LayoutWatcher
from scripts.bench.originality import clips

LOOKS = 160
"""Looks at each clip: twenty seconds."""

FEWEST = 24
"""Looks under which a clip is left out: three seconds."""

SHOWN = 80
"""Looks of a made draft: ten seconds."""


class Keeper(LayoutWatcher):
    """Keeps the pictures that the watcher asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[np.ndarray] = []

    def observe(self, frame: Frame) -> None:
        """Keep one frame."""
        if len(self.kept) < LOOKS:
            self.kept.append(frame.gray.copy())


def fitted(image: np.ndarray, width: int, height: int) -> np.ndarray:
    """The middle of a picture, scaled until it fills so many pixels."""
    scale = max(width / image.shape[1], height / image.shape[0])
    size = (max(width, round(image.shape[1] * scale)), max(height, round(image.shape[0] * scale)))
    large = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    top, left = (size[1] - height) // 2, (size[0] - width) // 2
    return np.asarray(large[top : top + height, left : left + width])


def side_by_side(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Two pictures in halves of a frame."""
    return np.hstack([fitted(one, 90, 320), fitted(other, 90, 320)])


def between_bars(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Two whole pictures side by side, bars above and below."""
    both = np.hstack([fitted(one, 90, 160), fitted(other, 90, 160)])
    return np.pad(both, ((80, 80), (0, 0)))


def stacked(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """One picture above the other."""
    return np.vstack([fitted(one, 180, 160), fitted(other, 180, 160)])


MADE = {"side by side": side_by_side, "between bars": between_bars, "one above": stacked}


def told(frames: Iterable[np.ndarray]) -> str:
    """How the pictures are said to lie."""
    watcher = LayoutWatcher()
    for number, image in enumerate(frames):
        if watcher.wants(number * STEP_SECONDS):
            watcher.observe(Frame(number * STEP_SECONDS, np.ascontiguousarray(image), 1.0))
    return watcher.result().kind.value


def main() -> None:
    """Print what is told of made layouts, and of the clips themselves."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", type=int, choices=(0, 1), default=0)
    parser.add_argument("--pairs", type=int, default=24)
    asked = parser.parse_args()
    if "ANALYZER_MEDIA" not in os.environ:
        parser.error("ANALYZER_MEDIA names no folder with real media")
    films: dict[str, list[np.ndarray]] = {}
    for clip in clips(asked.half):
        keeper = Keeper()
        Media(clip, probe(clip)).watch([keeper], 1)
        if len(keeper.kept) >= FEWEST:
            films[clip.stem] = keeper.kept
    random = np.random.default_rng(asked.half + 10)
    results: dict[str, Counter[str]] = {name: Counter() for name in MADE}
    for _ in range(asked.pairs):
        one, other = (films[str(name)] for name in random.choice([*films], 2, replace=False))
        pairs = list(zip(one[:SHOWN], other[:SHOWN], strict=False))
        for name, lay in MADE.items():
            results[name][told(lay(*pair) for pair in pairs)] += 1
    for name, counts in results.items():
        print(f"{name:14} {dict(counts)}")
    kinds = {name: told(frames) for name, frames in films.items()}
    false = {name: kind for name, kind in kinds.items() if kind != "single"}
    print(f"false in {len(films)} clips: {false or 0}")


if __name__ == "__main__":
    main()

"""How well several videos in one frame are told from one: real clips laid beside and over others.

``python scripts/bench/layout.py --half 0`` lays pairs of clips of ``ANALYZER_MEDIA`` side by side,
between bars, one above the other, and one small in the other or in a still picture of it: with
straight sides, rounded corners or as a circle, with or without a border. The clips themselves, and
parts of them with a card of text and a logo, have one picture: what else is told is false. Clips
are parted into halves by their names: limits are set on 0 and told of 1.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from analyzer.media.decode import Media
from analyzer.media.frames import Frame
from analyzer.media.probe import probe
from analyzer.model import Inset, Layout, LayoutKind
from analyzer.signals.layout.watcher import STEP_SECONDS, LayoutWatcher
from scripts.bench.originality import clips

LOOKS = 160
"""Looks at each clip: twenty seconds."""

FEWEST = 24
"""Looks under which a clip is left out: three seconds."""

SHOWN = 80
"""Looks of a made draft: ten seconds."""

FINE = 3
"""Pixels of what a picture is laid in, for one of the frame: edges lie between pixels."""

WHITE = 245
"""Gray level of a border."""

ROUND = 0.5
"""Share of the shorter side that makes a square a circle."""

CORNERS = {"rectangle": 0.0, "rounded": 0.12, "circle": ROUND}

LEAST_OVERLAP = 0.6
"""Share of what an inset and what is found of it cover that both do, for it to be found."""


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


class Place(NamedTuple):
    """Where a smaller picture is laid, in thirds of a pixel of the frame, and how."""

    frame: tuple[int, int]
    left: int
    top: int
    width: int
    height: int
    border: int
    corner: float
    """Radius of its corners, as a share of its shorter side."""

    @classmethod
    def drawn(cls, random: np.random.Generator, corner: float, *, is_wide: bool) -> Place:
        """A place in a corner or at an edge, drawn by chance."""
        frame = (320 * FINE, 180 * FINE) if is_wide else (180 * FINE, 320 * FINE)
        width = int(random.uniform(*((0.16, 0.3) if is_wide else (0.22, 0.45))) * frame[0])
        ratio = 1.0 if corner == ROUND else float(random.choice([9 / 16, 3 / 4, 1, 4 / 3, 16 / 9]))
        height = min(int(width / ratio), int(0.45 * frame[1]))
        margin = int(random.uniform(0.02, 0.06) * min(frame))
        across = random.choice([0, 0.5, 1], p=[0.4, 0.2, 0.4])
        down = random.choice([0, 1] if across == 0.5 else [0, 0.5, 1])
        left = int(margin + across * (frame[0] - 2 * margin - width))
        top = int(margin + down * (frame[1] - 2 * margin - height))
        return cls(frame, left, top, width, height, int(random.choice([0, 0, 2, 4])), corner)

    def mask(self) -> np.ndarray:
        """1 within its corners, 0 beyond."""
        radius = int(self.corner * min(self.width, self.height))
        across = np.abs(np.arange(self.width) - (self.width - 1) / 2) - (self.width / 2 - radius)
        down = np.abs(np.arange(self.height) - (self.height - 1) / 2) - (self.height / 2 - radius)
        beyond = np.hypot(np.maximum(across, 0)[None, :], np.maximum(down, 0)[:, None])
        return np.asarray(beyond <= max(radius, 1), np.float32)

    def laid(self, ground: np.ndarray, small: np.ndarray) -> np.ndarray:
        """The small picture over the ground."""
        width, height = self.frame
        once = fitted(ground, width // FINE, height // FINE)
        large = cv2.resize(once, self.frame, interpolation=cv2.INTER_LINEAR).astype(np.float32)
        outer = self.mask()
        core = np.ones((2 * self.border + 1,) * 2, np.uint8)
        inner = cv2.erode(np.pad(outer, self.border), core)
        inner = inner[self.border : self.border + self.height, self.border :][:, : self.width]
        shown = fitted(small, self.width, self.height) * inner + WHITE * (1 - inner)
        under = large[self.top : self.top + self.height, self.left : self.left + self.width]
        under[:] = shown * outer + under * (1 - outer)
        size = width // FINE, height // FINE
        return np.asarray(cv2.resize(large, size, interpolation=cv2.INTER_AREA).round(), np.uint8)

    def overlap(self, found: Inset) -> float:
        """The part that this place and the found one share, of what both cover."""
        width, height = self.frame
        left, top = max(self.left, found.x * width), max(self.top, found.y * height)
        right = min(self.left + self.width, (found.x + found.width) * width)
        bottom = min(self.top + self.height, (found.y + found.height) * height)
        both = max(0.0, right - left) * max(0.0, bottom - top)
        areas = self.width * self.height + found.width * width * found.height * height
        return float(both / (areas - both))


def with_card(image: np.ndarray) -> np.ndarray:
    """The picture with a card of text and a logo over it, which stand still."""
    shown = image.copy()
    height, width = shown.shape
    shown[int(0.6 * height) : int(0.7 * height), int(0.1 * width) : int(0.9 * width)] = 250
    shown[int(0.03 * height) : int(0.12 * height), int(0.7 * width) : int(0.95 * width)] = 30
    text, logo = (int(0.15 * width), int(0.67 * height)), (int(0.72 * width), int(0.09 * height))
    cv2.putText(shown, "WHAT A DAY", text, cv2.FONT_HERSHEY_SIMPLEX, width / 300, (20,), 2)
    cv2.putText(shown, "@logo", logo, cv2.FONT_HERSHEY_SIMPLEX, width / 500, (240,), 1)
    return shown


def parts(frames: list[np.ndarray]) -> Iterator[list[np.ndarray]]:
    """Parts of a clip in three shapes, each bare and with a card."""
    for width, height in ((180, 320), (320, 180), (240, 320)):
        for zoom in (1.0, 1.5):
            whole = [fitted(image, round(zoom * width), round(zoom * height)) for image in frames]
            top, left = (whole[0].shape[0] - height) // 2, (whole[0].shape[1] - width) // 2
            shown = [image[top : top + height, left : left + width] for image in whole]
            yield shown
            yield [with_card(image) for image in shown]


def told(frames: Iterable[np.ndarray]) -> Layout:
    """How the pictures are said to lie."""
    watcher = LayoutWatcher()
    for number, image in enumerate(frames):
        if watcher.wants(number * STEP_SECONDS):
            watcher.observe(Frame(number * STEP_SECONDS, np.ascontiguousarray(image), 1.0))
    return watcher.result()


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
    pairs(films, asked.half, asked.pairs)
    insets(films, asked.half, asked.pairs)
    kinds = {name: told(frames).kind for name, frames in films.items()}
    false = {name: kind.value for name, kind in kinds.items() if kind is not LayoutKind.SINGLE}
    print(f"false in {len(films)} clips: {false or 0}")
    cut = [told(part).kind for frames in films.values() for part in parts(frames[:SHOWN])]
    print(f"false in {len(cut)} parts of clips: {len(cut) - cut.count(LayoutKind.SINGLE)}")


def pairs(films: Mapping[str, list[np.ndarray]], half: int, count: int) -> None:
    """Print what is told of two clips in halves of a frame."""
    random = np.random.default_rng(half + 10)
    results: dict[str, Counter[str]] = {name: Counter() for name in MADE}
    for _ in range(count):
        one, other = (films[str(name)] for name in random.choice([*films], 2, replace=False))
        both = list(zip(one[:SHOWN], other[:SHOWN], strict=False))
        for name, lay in MADE.items():
            results[name][told(lay(*pair) for pair in both).kind.value] += 1
    for name, counts in results.items():
        print(f"{name:14} {dict(counts)}")


def insets(films: Mapping[str, list[np.ndarray]], half: int, count: int) -> None:
    """Print what is told of a clip that lies small in another, and whether it is where it lies."""
    random = np.random.default_rng(half + 20)
    results: dict[tuple[str, str], Counter[str]] = {}
    for number in range(count):
        ground, small = (films[str(name)] for name in random.choice([*films], 2, replace=False))
        for name, corner in CORNERS.items():
            place = Place.drawn(random, corner, is_wide=number % 3 == 2)
            small = small[:SHOWN]
            still = [ground[len(ground) // 2]] * len(small)
            for under, shown in (("a video", ground[:SHOWN]), ("a still", still)):
                layers = zip(shown, small, strict=False)
                found = told(place.laid(*pair) for pair in layers)
                said = found.kind.value
                if found.inset is not None and place.overlap(found.inset) < LEAST_OVERLAP:
                    said = "elsewhere"
                results.setdefault((name, under), Counter())[said] += 1
    for (name, under), counts in results.items():
        print(f"{name:9} in {under} {dict(counts)}")


if __name__ == "__main__":
    main()

"""Cuts in real clips with verified cuts, and transitions made from pairs of real clips."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path

import numpy as np

from analyzer.media import binaries
from analyzer.media.decode import Media
from analyzer.media.probe import probe
from analyzer.model import Probe, Shots
from analyzer.signals.shots.watcher import ShotWatcher

LENGTHS = (0.3, 0.5, 1.0, 1.5)
SIDE = 1.5
"""Seconds of each clip that stand alone, before and after the transition."""

WIDTH, HEIGHT, FPS = 360, 640, 30

WIPE_LENGTHS = (0.2, 0.3, 0.5, 0.7, 1.0)
WAYS = ("wipe", "push", "cover", "reveal", "soft wipe")
DIRECTIONS = ("left", "right", "up", "down")
EASINGS = ("linear", "in and out", "out", "steeply in and out")
PAIRINGS = (1, 2, 3)
"""How far apart the two clips of a wipe stand in their half."""

HALVES = ("half A", "half B")

SOFTNESS = 0.3
"""Share of the picture over which the line of a soft wipe is blended."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A made clip: the first source, then the second, with the transition between them."""

    path: Path
    sources: str
    length: float
    """Seconds of the transition; 0 for a hard cut."""
    kind: str = ""
    half: str | None = None
    """Of wipes: the half that both sources are in, by a hash of their names; B is held out."""


def verified(media: Path) -> Iterator[tuple[str, tuple[float, ...], Shots, float]]:
    """Name, true cuts, what was found, and one frame's seconds, of every verified real clip."""
    with (media / "video" / "truth.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            path = media / row["path"]
            if row["cuts"] and path.exists():
                facts = probe(path)
                yield row["path"], tuple(json.loads(row["cuts"])), found(path, facts), 1 / facts.fps


def found(path: Path, facts: Probe) -> Shots:
    """The shots of a clip, as the pipeline measures them."""
    watcher = ShotWatcher()
    Media(path, facts).watch([watcher])
    return watcher.result()


def uncut(media: Path) -> list[Path]:
    """Real clips without cuts that last, in the order of a hash of their names."""
    with (media / "video" / "truth.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["cuts"] == "[]"]
    paths = [media / row["path"] for row in rows if "synth" not in row["path"]]
    lasting = [p for p in paths if p.exists() and probe(p).video_duration >= 2 * SIDE + 0.1]
    return sorted(lasting, key=lambda path: hashlib.sha1(path.name.encode()).hexdigest())


def joined(media: Path, folder: Path, transitions: tuple[str, ...]) -> Iterator[Joined]:
    """Pairs of clips without cuts of their own, joined by these of ffmpeg's and by hard cuts."""
    for number, (one, other) in enumerate(pairwise(uncut(media))):
        length = (0.0, *LENGTHS)[number % (1 + len(LENGTHS))]
        kind = transitions[number % len(transitions)] if length else "cut"
        path = _join(one, other, length, kind, folder)
        yield Joined(path, f"{one.stem} + {other.stem}", length, kind)


def _join(one: Path, other: Path, length: float, kind: str, folder: Path) -> Path:
    name = hashlib.sha1(f"{one.name} {other.name} {length} {kind}".encode()).hexdigest()[:16]
    target = folder / f"{name}.mp4"
    if target.exists():
        return target
    fit = f"{_fit()},setsar=1,fps={FPS}"
    whole = SIDE + length
    trim = f"trim=0:{whole},setpts=PTS-STARTPTS,format=yuv420p,settb=1/{FPS}"
    join = f"xfade={kind}:duration={length}:offset={SIDE}" if length else "concat=n=2"
    graph = f"[0:v:0]{fit},{trim}[a];[1:v:0]{fit},{trim}[b];[a][b]{join},format=yuv420p[v]"
    command = [
        *(binaries.ffmpeg(), "-nostdin", "-v", "error", "-y", "-i", str(one), "-i", str(other)),
        *("-filter_complex", graph, "-map", "[v]", "-c:v", "libx264", "-preset", "veryfast"),
        str(target),
    ]
    subprocess.run(command, check=True, timeout=300)
    return target


def wiped(media: Path, folder: Path) -> Iterator[Joined]:
    """Pairs of clips of one half, of which one takes the other's place from a side.

    ffmpeg's ``xfade`` knows no easing, as editing programs do, and its older versions no covers and
    no reveals: so the frames are put together here.
    """
    paths = uncut(media)
    for half, name in enumerate(HALVES):
        clips = [p for p in paths if hashlib.sha1(p.stem.encode()).digest()[0] % 2 == half]
        pairs = [
            (a, clips[(i + far) % len(clips)]) for far in PAIRINGS for i, a in enumerate(clips)
        ]
        kinds = list(product(WAYS, DIRECTIONS, EASINGS, WIPE_LENGTHS))
        random = np.random.default_rng(half)
        for number, (one, other) in enumerate(pairs):
            way, (_, side, easing, length) = WAYS[number % 5], kinds[random.integers(len(kinds))]
            kind = f"{way} {side}, {easing}"
            path = folder / f"{one.stem[:24]}+{other.stem[:24]} {kind} {length}.mp4"
            if not path.exists():
                _write(path, wipe_frames(_frames(one), _frames(other), way, side, easing, length))
            yield Joined(path, f"{one.stem} + {other.stem}", length, kind, name)


def wipe_frames(
    one: np.ndarray, other: np.ndarray, way: str, side: str, easing: str, length: float
) -> Iterator[np.ndarray]:
    """Frames of one clip, of the transition in which both go on, and of the other one."""
    for number in range(round((2 * SIDE + length) * FPS)):
        gone = eased(min(max((number / FPS - SIDE) / length, 0.0), 1.0), easing)
        old, new = one[number % len(one)], other[(number - round(SIDE * FPS)) % len(other)]
        yield old if gone == 0 else new if gone == 1 else composite(old, new, gone, way, side)


def eased(share: float, easing: str) -> float:
    """The share of the way at a share of the time."""
    if easing == "in and out":
        return share * share * (3 - 2 * share)
    if easing == "out":
        return 1 - (1 - share) ** 3
    if easing == "steeply in and out":
        return 4 * share**3 if share < 0.5 else 1 - (2 - 2 * share) ** 3 / 2
    return share


def composite(old: np.ndarray, new: np.ndarray, gone: float, way: str, side: str) -> np.ndarray:
    """One frame: the new picture comes in from the side that is opposite to ``side``."""
    if side in ("up", "down"):
        turned = composite(old.swapaxes(0, 1), new.swapaxes(0, 1), gone, way, TURNED[side])
        return np.ascontiguousarray(turned.swapaxes(0, 1))
    if side == "left":
        return composite(old[:, ::-1], new[:, ::-1], gone, way, "right")[:, ::-1]
    width = old.shape[1]
    place = round(gone * width)
    if way in ("push", "reveal"):
        old = np.roll(old, place, axis=1)
    if way in ("push", "cover"):
        new = np.roll(new, place - width, axis=1)
    columns = (np.arange(width) + 0.5) / width
    soft = np.clip((gone * (1 + SOFTNESS) - columns) / SOFTNESS, 0, 1)
    share = soft if way == "soft wipe" else np.arange(width) < place
    return np.asarray(old + (new.astype(np.float32) - old) * share[:, None], np.uint8)


TURNED = {"up": "left", "down": "right"}


def _fit() -> str:
    size = f"{WIDTH}:{HEIGHT}"
    return f"scale={size}:force_original_aspect_ratio=increase,crop={size}"


def _frames(path: Path) -> np.ndarray:
    """The first seconds of a clip, BGR, of shape (n, HEIGHT, WIDTH, 3)."""
    command = [
        *(binaries.ffmpeg(), "-nostdin", "-v", "error", "-i", str(path), "-map", "0:v:0"),
        *("-t", str(SIDE + max(WIPE_LENGTHS)), "-vf", f"{_fit()},fps={FPS}"),
        *("-f", "rawvideo", "-pix_fmt", "bgr24", "-"),
    ]
    raw = subprocess.run(command, check=True, timeout=300, stdout=subprocess.PIPE).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, HEIGHT, WIDTH, 3)


def _write(path: Path, frames: Iterator[np.ndarray]) -> None:
    """Encode BGR frames."""
    command = [
        *(binaries.ffmpeg(), "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr24"),
        *("-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS), "-i", "-", "-pix_fmt", "yuv420p"),
        *("-c:v", "libx264", "-preset", "veryfast", str(path)),
    ]
    raw = b"".join(np.ascontiguousarray(frame).tobytes() for frame in frames)
    subprocess.run(command, check=True, timeout=300, input=raw)

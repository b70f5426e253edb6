"""Cuts in real clips with verified cuts, and dissolves and fades made from pairs of real clips."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from analyzer.media import binaries
from analyzer.media.decode import Media
from analyzer.media.probe import probe
from analyzer.model import Probe, Shots
from analyzer.signals.shots.watcher import ShotWatcher

LENGTHS = (0.3, 0.5, 1.0, 1.5)
SIDE = 1.5
"""Seconds of each clip that stand alone, before and after the dissolve."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A made clip: the first source, then the second, with the transition between them."""

    path: Path
    sources: str
    length: float
    """Seconds of the transition; 0 for a hard cut."""


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


def joined(media: Path, folder: Path, transitions: tuple[str, ...]) -> Iterator[Joined]:
    """Pairs of clips without cuts of their own, joined by these of ffmpeg's and by hard cuts."""
    with (media / "video" / "truth.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["cuts"] == "[]"]
    paths = [media / row["path"] for row in rows if "synth" not in row["path"]]
    lasting = [p for p in paths if p.exists() and probe(p).video_duration >= 2 * SIDE + 0.1]
    lasting.sort(key=lambda path: hashlib.sha1(path.name.encode()).hexdigest())
    for number, (one, other) in enumerate(pairwise(lasting)):
        length = (0.0, *LENGTHS)[number % (1 + len(LENGTHS))]
        kind = transitions[number % len(transitions)]
        path = _join(one, other, length, kind, folder)
        yield Joined(path, f"{one.stem} + {other.stem}", length)


def _join(one: Path, other: Path, length: float, kind: str, folder: Path) -> Path:
    name = hashlib.sha1(f"{one.name} {other.name} {length} {kind}".encode()).hexdigest()[:16]
    target = folder / f"{name}.mp4"
    if target.exists():
        return target
    fit = "scale=360:640:force_original_aspect_ratio=increase,crop=360:640,setsar=1,fps=30"
    whole = SIDE + length
    trim = f"trim=0:{whole},setpts=PTS-STARTPTS,format=yuv420p,settb=1/30"
    join = f"xfade={kind}:duration={length}:offset={SIDE}" if length else "concat=n=2"
    graph = f"[0:v:0]{fit},{trim}[a];[1:v:0]{fit},{trim}[b];[a][b]{join},format=yuv420p[v]"
    command = [
        *(binaries.ffmpeg(), "-nostdin", "-v", "error", "-y", "-i", str(one), "-i", str(other)),
        *("-filter_complex", graph, "-map", "[v]", "-c:v", "libx264", "-preset", "veryfast"),
        str(target),
    ]
    subprocess.run(command, check=True, timeout=300)
    return target

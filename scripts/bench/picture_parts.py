"""The parts of the accuracy benchmark that are about shots and the quality of the picture."""

from __future__ import annotations

import csv
from pathlib import Path

from analyzer.media.probe import probe
from scripts.bench.confusion_counts import ConfusionCounts
from scripts.bench.flashes import flashes as seen_flashes
from scripts.bench.flashes import strobes
from scripts.bench.picture import HAS_BARS, enlarged, measured, padded
from scripts.bench.shots import SIDE, Joined, found, joined, verified, wiped


def shots(media: Path, _folder: Path) -> None:
    """Hard cuts within one frame of where they were seen, in every verified real clip."""
    tally, invented, clips = ConfusionCounts("hard cuts in real videos"), 0, 0
    for name, true, seen, frame in verified(media):
        near = 1.5 * frame + 0.005
        for cut in true:
            hit = any(abs(cut - time) <= near for time in seen.cuts)
            tally.add(name, True, hit, f"at {cut:.2f} s")
        for time in seen.cuts:
            if not any(abs(cut - time) <= near for cut in true):
                tally.add(name, False, True, f"at {time:.2f} s")
        clips += not true
        invented += bool(seen.cuts or seen.gradual) and not true
    tally.show()
    print(f"  a change was invented in {invented} of {clips} clips without cuts")


def dissolves(media: Path, folder: Path) -> None:
    """Transitions and hard cuts between real clips; each pair is one change at a known place."""
    hard = ConfusionCounts("hard cuts made from real videos")
    for name, transitions in (("dissolves", ("fade",)), ("fades", ("fadeblack", "fadewhite"))):
        soft = ConfusionCounts(f"{name} made from real videos")
        for clip in joined(media, folder, transitions):
            if clip.length:
                _count_transition(clip, soft)
            elif name == "dissolves":
                _count_cut(clip, hard)
        soft.show()
    hard.show()


def wipes(media: Path, folder: Path) -> None:
    """Wipes, pushes, covers and reveals between real clips, at a known place each."""
    tally = ConfusionCounts("wipes and slides made from real videos")
    by_way: dict[str, list[bool]] = {}
    for clip in wiped(media, folder):
        hit = _count_transition(clip, tally)
        by_way.setdefault(f"{clip.half}, {clip.kind.split(' ')[0]}", []).append(hit)
    tally.show()
    for way, hits in sorted(by_way.items()):
        print(f"    {way:18} {sum(hits)}/{len(hits)} found")


def _count_transition(clip: Joined, soft: ConfusionCounts) -> bool:
    seen = found(clip.path, probe(clip.path))
    middle = SIDE + clip.length / 2
    hits = [s for s in seen.gradual if s.start <= middle <= s.end]
    note = f"{clip.kind} of {clip.length} s, cuts {seen.cuts}"
    soft.add(clip.sources, True, bool(hits), note, clip.half)
    for _ in range(len(seen.gradual) - len(hits) + len(seen.cuts)):
        soft.add(clip.sources, False, True, f"{clip.kind} {seen.cuts} {seen.gradual}", clip.half)
    return bool(hits)


def _count_cut(clip: Joined, hard: ConfusionCounts) -> None:
    seen = found(clip.path, probe(clip.path))
    hits = [cut for cut in seen.cuts if abs(cut - SIDE) <= 0.04]
    hard.add(clip.sources, True, bool(hits), f"found {seen.cuts} {seen.gradual}")
    for _ in range(len(seen.gradual) + len(seen.cuts) - len(hits)):
        hard.add(clip.sources, False, True, f"{seen.cuts}")


def bars(media: Path, folder: Path) -> None:
    """Bars in real videos as labelled, and in real videos that were given bars."""
    real = ConfusionCounts("bars in real videos")
    made = ConfusionCounts("bars made around real videos")
    with (media / "video" / "truth.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            path = media / row["path"]
            if path.exists() and row["letterboxed"] in ("yes", "no"):
                seen = measured(path).bars
                note = f"{seen.kind} {seen.content}" if seen else ""
                real.add(row["path"], row["letterboxed"] == "yes", seen is not None, note)
                if path.stem not in HAS_BARS:
                    made.add(row["path"], False, seen is not None, note)
    for clip in padded(media, folder):
        made.add(clip.source, True, measured(clip.path).bars is not None, clip.kind)
    real.show()
    made.show()


def flashes(media: Path, folder: Path) -> None:
    """Strobes over real clips, of known rate and area, in several codings."""
    tally = ConfusionCounts("flashes made over real videos")
    for strobe in strobes(media, folder):
        seen = seen_flashes(strobe.path)
        tally.add(f"{strobe.source} {strobe.kind}", strobe.is_flashing, bool(seen), seen)
    tally.show()


def details(media: Path, folder: Path) -> None:
    """Enlarged pictures told from those that are as they were filmed."""
    tally = ConfusionCounts("enlarged three times, or as it is")
    for clip in enlarged(media, folder):
        seen = measured(clip.path)
        note = f"{clip.kind}: detail {seen.sharpness:.2f}"
        if clip.kind == "enlarged 2 times":
            print(f"  {clip.source} {note}, {seen.upscaled_from} lines")
        else:
            tally.add(clip.source, clip.kind != "as it is", seen.upscaled_from is not None, note)
    tally.show()

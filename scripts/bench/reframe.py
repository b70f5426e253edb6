"""Measure how well wide pictures are reframed to 9:16: on real videos, and on made truth.

    python scripts/bench/reframe.py [MEDIA] [--half seen|unseen|both] [--made-in FOLDER]

Real: every landscape and square video of ``MEDIA``, and what is seen of its faces by looks of our
own, at other moments than the path was made of. A look counts that has a sure main face, the
largest; it is kept where that lies whole in the crop, or where the whole picture is shown. Made: a
real face, or a blob of one colour, moved over a still picture at a known place. Half of the files
(by the hash of their names) are for those who tune; the other half tells how well it works.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer import weights  # noqa: E402
from analyzer.fix.reframe import CropPath, Moving, View, crop_path, watch  # noqa: E402
from analyzer.fix.reframe.geometry import Rect  # noqa: E402
from analyzer.media.decode import Media  # noqa: E402
from analyzer.media.frames import Frame  # noqa: E402
from analyzer.media.probe import probe  # noqa: E402
from analyzer.model import Shots  # noqa: E402
from analyzer.signals.faces.detector import detect  # noqa: E402
from analyzer.signals.faces.watcher import FaceWatcher  # noqa: E402
from analyzer.signals.shots.watcher import ShotWatcher  # noqa: E402

SURE = 0.85
EDGE = 0.02
"""Share of a face by which it may lie out, as the detector's boxes waver by as much."""
LEAST_SIDE = 0.02
"""Share of the picture's width from which a face counts."""
WIDTH, HEIGHT, FPS = 960, 540, 30


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("media", nargs="?", type=Path, default=ROOT / ".." / "shared" / "media")
    parser.add_argument("--half", choices=("seen", "unseen", "both"), default="both")
    parser.add_argument("--only", choices=("real", "made"))
    parser.add_argument("--made-in", type=Path, help="folder that keeps the made clips")
    asked = parser.parse_args()
    files = sorted(asked.media.glob("video/*.*"))
    files = [f for f in files if f.name.startswith(("land_", "square_")) and asked.only != "made"]
    print(f"{'':44} looks   whole  centre  fast  turns  jumps  how            CPU")
    total([real(path) for path in files if asked.half in ("both", half(path.name))])
    if asked.only == "real":
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.made_in or Path(scratch)
        wanted = (one for one in clips(asked.media) if asked.half in ("both", half(one[0])))
        total([truth(*draw(folder, *one)) for one in wanted])


def half(name: str) -> str:
    """Return which half a file belongs to."""
    return ("seen", "unseen")[hashlib.sha256(name.encode()).digest()[0] % 2]


@dataclass
class Row:
    """What was measured on one file."""

    name: str
    count: int = 0
    whole: int = 0
    centre: int = 0
    fast: int = 0
    turns: int = 0
    jumps: int = 0
    how: str = ""
    cpu: float = 0.0
    missed: list[float] = field(default_factory=list)

    def show(self) -> None:
        """Print it, with every miss."""
        parts = (self.whole / self.count, self.centre / self.count) if self.count else (1.0, 1.0)
        worse = " WORSE" if self.whole < self.centre else ""
        print(
            f"{half(self.name):6} {self.name[:36]:36} {self.count:6}"
            f" {parts[0]:7.2%} {parts[1]:7.2%}"
            f" {self.fast:5} {self.turns:6} {self.jumps:6}  {self.how:14} {self.cpu:4.1f}{worse}"
        )
        if self.missed:
            print("        missed at", *(f"{t:.2f}" for t in self.missed[:30]))


def total(rows: list[Row]) -> None:
    """Print the sums by half."""
    for name in ("seen", "unseen"):
        part = [row for row in rows if half(row.name) == name]
        count = max(1, sum(row.count for row in part))
        print(
            f"{name}: {len(part)} files, {count} looks, "
            f"whole {sum(r.whole for r in part) / count:.2%}, "
            f"centre crop {sum(r.centre for r in part) / count:.2%}, "
            f"fewer than the centre crop in {sum(r.whole < r.centre for r in part)}, "
            f"fast frames {sum(r.fast for r in part)}, reversals {sum(r.turns for r in part)}, "
            f"jumps off cuts {sum(r.jumps for r in part)}\n"
        )


class MainFace:
    """Looks at the draft at moments of its own for the largest face."""

    long_side = 960

    def __init__(self) -> None:
        self.found: list[tuple[float, Rect]] = []
        self._next = 0.05

    def wants(self, time: float) -> bool:
        """Return whether a look is due."""
        if time < self._next:
            return False
        self._next = time + 0.23
        return True

    def observe(self, frame: Frame) -> None:
        """Look for the main face."""
        found = detect(weights.face_model(), frame.bgr, SURE)
        if not len(found):
            return
        left, top, width, height, _ = max(found.tolist(), key=lambda f: f[2] * f[3])
        if width >= LEAST_SIDE * frame.bgr.shape[1]:
            rect = Rect(left, top, left + width, top + height)
            rect = rect.within(frame.bgr.shape[1], frame.bgr.shape[0])
            self.found.append((frame.time, rect.scaled(frame.scale)))


def analyzed(path: Path, *others: Any) -> tuple[CropPath | None, Shots, tuple[int, int], float]:
    """Return the path of a file, its shots, its size, and the CPU seconds beyond decoding."""
    media = Media(path, probe(path))
    shots, faces = ShotWatcher(), FaceWatcher(hook_seconds=2.0)
    media.watch([shots, faces, *others])
    size = (media.probe.display_width, media.probe.display_height)
    before = time.process_time()
    found = crop_path(watch(media, View(0, 0, *size), shots.result(), faces.result()))
    return found, shots.result(), size, time.process_time() - before


def is_whole(rect: Rect, left: float, width: float, edge: float = EDGE) -> bool:
    """Return whether a rectangle lies whole in a crop of the full height."""
    slack = edge * rect.width
    return rect.left >= left - slack and rect.right <= left + width + slack


def real(path: Path) -> Row:
    """Measure one real video."""
    seen = MainFace()
    found, shots, size, cpu = analyzed(path, seen)
    row = measured(path.name, found, shots, size, seen.found, EDGE)
    row.cpu = cpu
    row.show()
    return row


def measured(
    name: str,
    path: CropPath | None,
    shots: Shots,
    size: tuple[int, int],
    boxes: list[tuple[float, Rect]],
    edge: float,
) -> Row:
    """Compare a path with where something is."""
    row = Row(name, count=len(boxes))
    assert path is not None
    for moment, rect in boxes:
        crop = path.at(moment)
        row.centre += is_whole(rect, (size[0] - path.width) / 2, path.width, edge)
        if crop is None or is_whole(rect, crop.left, crop.width, edge):
            row.whole += 1
        else:
            row.missed.append(moment)
    kinds = [type(shot.framing).__name__ for shot in path.shots]
    row.how = " ".join(f"{kinds.count(k)}{k[:2]}" for k in dict.fromkeys(kinds))
    row.jumps = sum(
        all(abs(shot.span.start - cut) > 1e-3 for cut in shots.cuts) for shot in path.shots[1:]
    )
    for shot in path.shots:
        if isinstance(shot.framing, Moving):
            fast, turns = movement(shot.framing, size[0])
            row.fast += fast
            row.turns += turns
    return row


def movement(moving: Moving, width: int) -> tuple[int, int]:
    """Return the frames that move faster than they should, and reversals within a second.

    A frame that a container's clock shows a little longer may move by as much more.
    """
    at = np.array([m.time for m in moving.moments])
    steps = np.diff([m.left for m in moving.moments]) * 640 / width
    moves = [(t, s) for t, s in zip(at[1:], steps, strict=True) if abs(s) > 0.1]
    turns = sum(a[1] * b[1] < 0 and b[0] - a[0] < 1.0 for a, b in pairwise(moves))
    longer = np.diff(at) / max(1e-9, np.diff(at).mean())
    return int((np.abs(steps) > 2.01 * longer).sum()), turns


Place = Callable[[float], float]
"""Where a figure's middle is, as a share of the picture's width, at a share of the clip."""

WAYS: dict[str, tuple[float, tuple[Place, ...]]] = {
    "still": (4, (lambda u: 0.22,)),
    "constant": (8, (lambda u: 0.15 + 0.7 * u,)),
    "slow": (10, (lambda u: 0.75 - 0.45 * u,)),
    "eased": (8, (lambda u: 0.15 + 0.7 * (3 * u**2 - 2 * u**3),)),
    "stops": (9, (lambda u: 0.2 + 0.6 * float(np.clip((u - 0.3) / 0.5, 0, 1)),)),
    "leaves": (12, (lambda u: 0.75 + 0.6 * float(np.clip(1 - abs(u - 0.5) / 0.25, 0, 1)),)),
    "sways": (8, (lambda u: 0.6 + 0.04 * float(np.sin(40 * u)),)),
    "there and back": (12, (lambda u: 0.25 + 0.5 * float(np.sin(np.pi * u)),)),
    "two far": (6, (lambda u: 0.15 + 0.05 * u, lambda u: 0.85 - 0.05 * u)),
    "two near": (6, (lambda u: 0.3 + 0.1 * u, lambda u: 0.42 + 0.1 * u)),
}


def clips(media: Path) -> Iterator[tuple[str, str, list[np.ndarray], np.ndarray]]:
    """Yield each clip's name, its way, its figures and the picture behind them."""
    stills = [
        "land_mdn_flower.mp4", "land_people_back_140s.mp4", "land_street_rot180_shaky.mp4",
    ]  # fmt: skip
    grounds = [still(media / "video" / name) for name in stills]
    faces = [
        cut_out(media / "video" / name)
        for name in ("land_woman_music_720p.mp4", "land_talkinghead_rec_1711527094922.mp4")
    ]
    colours = [(40, 60, 220), (200, 90, 30), (60, 180, 60)]
    for n, way in enumerate(WAYS):
        for m, ground in enumerate(grounds):
            face = faces[(n + m) % 2]
            blob = np.zeros((112, 68, 4), np.uint8)
            cv2.ellipse(blob, (34, 56), (33, 55), 0, 0, 360, (*colours[(n + m) % 3], 255), -1)
            for kind, one in (("face", face), ("blob", blob)):
                if kind == "blob" and way == "still":
                    continue  # nothing tells it from the picture
                other = faces[(n + m + 1) % 2] if kind == "face" else blob
                yield f"made_{kind}_{way.replace(' ', '_')}_{m}.mp4", way, [one, other], ground


def still(path: Path) -> np.ndarray:
    """Return the first frame of a video at the size of the clips."""
    with av.open(str(path)) as container:
        image = next(container.decode(video=0)).to_ndarray(format="bgr24")
    return np.asarray(cv2.resize(image, (WIDTH, HEIGHT)))


def cut_out(path: Path) -> np.ndarray:
    """Return a head out of a video, with an ellipse as its outline: BGRA of 142 pixels' height."""
    with av.open(str(path)) as container:
        image = next(container.decode(video=0)).to_ndarray(format="bgr24")
    found = detect(weights.face_model(), cv2.resize(image, (960, 540)), 0.7)
    left, top, width, height, _ = max(found.tolist(), key=lambda f: f[2] * f[3])
    scale = image.shape[1] / 960
    x, y = (left + width / 2) * scale, (top + height / 2) * scale
    half_x, half_y = 0.75 * width * scale, 0.75 * height * scale
    part = image[
        max(0, int(y - half_y)) : int(y + half_y), max(0, int(x - half_x)) : int(x + half_x)
    ]
    small = cv2.resize(part, (round(142 * part.shape[1] / part.shape[0]), 142))
    alpha = np.zeros(small.shape[:2], np.uint8)
    middle = (small.shape[1] // 2, 71)
    cv2.ellipse(alpha, middle, (middle[0] - 1, 70), 0, 0, 360, 255, -1)
    return np.dstack([small, alpha])


def draw(
    folder: Path, name: str, way: str, figures: list[np.ndarray], ground: np.ndarray
) -> tuple[Path, list[list[Rect]]]:
    """Write a clip; return it and where its figures are in each frame, cut to the picture."""
    seconds, places = WAYS[way]
    count = round(seconds * FPS)
    path = folder / name
    boxes: list[list[Rect]] = []
    is_new = not path.exists()
    if is_new:
        container = av.open(str(path), "w")
        stream = container.add_stream(
            "libx264", rate=FPS, options={"crf": "20", "preset": "veryfast"}
        )
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    for n in range(count):
        image = ground.copy()
        here = []
        for place, figure in zip(places, figures, strict=False):
            height, width = figure.shape[:2]
            left, top = round(place(n / count) * WIDTH - width / 2), 150
            here.append(Rect(left, top, left + width, top + height).within(WIDTH, HEIGHT))
            a, b = max(0, left), min(WIDTH, left + width)
            if a < b:
                part = figure[:, a - left : b - left]
                mask = part[..., 3:] / 255.0
                under = image[top : top + height, a:b]
                image[top : top + height, a:b] = (mask * part[..., :3] + (1 - mask) * under).round()
        boxes.append(here)
        if is_new:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
    if is_new:
        container.mux(stream.encode(None))
        container.close()
    return path, boxes


def truth(path: Path, boxes: list[list[Rect]]) -> Row:
    """Measure one made clip: whole is a frame with all figures in the crop that are in sight."""
    found, shots, size, cpu = analyzed(path)
    assert found is not None
    row = measured(path.name, found, shots, size, [], 0)
    for n, here in enumerate(boxes):
        seen = [rect for rect in here if rect.width > 1]
        if not seen:
            continue
        row.count += 1
        crop = found.at(n / FPS)
        row.centre += all(is_whole(r, (size[0] - found.width) / 2, found.width, 0) for r in seen)
        if crop is None or all(is_whole(r, crop.left, crop.width, 0) for r in seen):
            row.whole += 1
        else:
            row.missed.append(n / FPS)
    row.cpu = cpu
    row.show()
    return row


if __name__ == "__main__":
    main()

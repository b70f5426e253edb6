"""Measure whether text on signs is told from captions.

    python scripts/bench/signs.py PHOTOS [MEDIA] [--half 0|1] [--clips-in FOLDER]

Each photo of a sign, a shop front or a number plate is filmed by a made camera: one that stands
still while something passes, one in a hand, one that pans and one that comes closer; with blur,
grain and compression. In half of the clips a caption is set over it, and over each real video in
which nothing is written. A line counts as a caption where it has the caption's letters; every other
line is part of the scene. Halves are made by a hash of the photo's or video's name.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path

import av
import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.media.decode import Media  # noqa: E402
from analyzer.media.probe import probe  # noqa: E402
from analyzer.model import TextKind  # noqa: E402
from analyzer.signals.overlay_text.watcher import OverlayTextWatcher  # noqa: E402
from analyzer.signals.text import fold  # noqa: E402
from scripts.bench.captions import CAPTIONS, FONTS, without_text  # noqa: E402

FPS, FRAMES = 25, 80
CAMERAS = ("still", "hand", "pan", "push")
SPREAD = {"still": 0.2, "hand": 3.0, "pan": 0.6, "push": 0.7}
"""Pixels by which each camera shakes, as a standard deviation."""

ALIKE = 0.75
"""``difflib`` ratio of letters from which a line is the caption that was set."""


def main() -> None:
    """Make, read and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("media", nargs="?", type=Path, default=ROOT / ".." / "shared" / "media")
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--clips-in", type=Path, help="folder that keeps the made clips")
    asked = parser.parse_args()
    photos = sorted(p for p in asked.photos.iterdir() if p.suffix in (".jpg", ".jpeg", ".png"))
    videos = without_text(asked.media)
    if not photos or not any(font.is_file() for font in FONTS):
        sys.exit("no photos, or no DejaVu or Liberation fonts: nothing to measure with")
    jobs = [(p, camera) for p in photos for camera in CAMERAS] + [(p, "clip") for p in videos]
    lines = Counter[str]()
    clips = Counter[str]()
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.clips_in or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for source, camera in jobs:
            if asked.half in (None, _seed(source.stem) % 2):
                _count(folder, source, camera, videos, lines, clips)
    for kind in ("captions", "signs"):
        print(f"{kind}: lines right {lines[f'{kind} right']}/{lines[kind]}, "
              f"clips right {clips[f'{kind} right']}/{clips[kind]}")  # fmt: skip


def _count(
    folder: Path,
    source: Path,
    camera: str,
    videos: list[Path],
    lines: Counter[str],
    clips: Counter[str],
) -> None:
    """Make and read one clip, and enter its lines and what it is as a whole."""
    rng = np.random.default_rng(_seed(source.stem + camera))
    texts = [text for texts in CAPTIONS.values() for text in texts]
    caption = texts[rng.integers(len(texts))] if camera == "clip" or rng.random() < 0.5 else ""
    path = folder / f"{source.stem}-{camera}.mp4"
    if not path.exists():
        shown = _played(source) if camera == "clip" else _filmed(source, camera, videos, rng)
        _write(path, _captioned(shown, caption, rng))
    watcher = OverlayTextWatcher()
    Media(path, probe(path)).watch([watcher])
    found, invented = False, []
    for line in watcher.result():
        is_caption = bool(caption) and _alike(caption, line.text)
        is_shown = line.kind is not TextKind.SCENE
        kind = "captions" if is_caption else "signs"
        lines[kind] += 1
        lines[f"{kind} right"] += is_shown == is_caption
        found |= is_shown and is_caption
        invented += [line.text] if is_shown and not is_caption else []
    clips["signs"] += 1
    clips["signs right"] += not invented
    clips["captions"] += bool(caption)
    clips["captions right"] += found
    if invented or (caption and not found):
        print(f"  {path.name}: {invented or f'{caption!r} is missed'}", flush=True)


def _alike(caption: str, text: str) -> bool:
    one, other = fold(caption), fold(text)
    return SequenceMatcher(None, one, other).ratio() > ALIKE or (len(other) > 3 and other in one)


def _filmed(
    photo: Path, camera: str, videos: list[Path], rng: np.random.Generator
) -> Iterator[np.ndarray]:
    """The photo as a camera sees it, softened and grainy."""
    picture = cv2.imread(str(photo))
    height, width = picture.shape[:2]
    size = (
        (960, 540) if width > 1.4 * height else (540, 960) if height > 1.1 * width else (720,) * 2
    )
    scale = min(width / size[0], height / size[1]) * rng.uniform(0.7, 0.85)
    sway = np.stack([_walk(rng) * SPREAD[camera] for _ in "xy"], axis=1)
    if camera == "pan":
        sway[:, 0] += rng.uniform(15, 60) * (np.arange(FRAMES) - FRAMES / 2) / FPS
    closer = 2 * rng.uniform(0.03, 0.1) if camera == "push" else 0.0
    passer = _played(videos[rng.integers(len(videos))]) if camera == "still" and videos else None
    grain, blur = rng.uniform(1.5, 4.5), rng.uniform(0.3, 0.9)
    for n in range(FRAMES):
        now = scale * (1 - closer * n / FRAMES)
        left, top = (np.array([width, height]) - now * np.array(size)) / 2 + now * sway[n]
        frame = cv2.warpAffine(
            picture, np.array([[now, 0, left], [0, now, top]]), size,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REFLECT,
        )  # fmt: skip
        if passer is not None:
            side = min(size) // 2
            x = round((size[0] - side) * (0.5 - 0.5 * np.cos(n / 10)))
            frame[-side:, x : x + side] = cv2.resize(next(passer), (side, side))
        soft = cv2.GaussianBlur(frame, (0, 0), blur).astype(np.float32)
        noise = cv2.randn(np.empty(soft.shape[:2], np.float32), 0, grain)
        yield np.clip(soft + noise[..., None], 0, 255).astype(np.uint8)


def _walk(rng: np.random.Generator) -> np.ndarray:
    """A smooth random walk about 0, as a hand sways."""
    window = np.hanning(FPS + 2)
    steps = rng.normal(size=FRAMES + 2 * FPS)
    return np.convolve(steps, window / np.linalg.norm(window), "same")[:FRAMES]


def _played(video: Path) -> Iterator[np.ndarray]:
    """The frames of a video, over and over, at 960 pixels or about."""
    while True:
        with av.open(str(video)) as container:
            for frame in container.decode(video=0):
                shrink = 960 / max(frame.width, frame.height)
                width, height = (round(x * shrink / 2) * 2 for x in (frame.width, frame.height))
                yield frame.reformat(width, height, "bgr24").to_ndarray()


def _captioned(
    frames: Iterator[np.ndarray], caption: str, rng: np.random.Generator
) -> Iterator[np.ndarray]:
    """The frames with the caption, all the way or for two seconds."""
    fonts = [font for font in FONTS if font.is_file()]
    face = ImageFont.truetype(str(fonts[rng.integers(len(fonts))]), int(rng.integers(24, 46)))
    stroke, row = int(rng.integers(0, 2)) * 3, rng.uniform(0.15, 0.85)
    first, last = (0, FRAMES) if rng.random() < 0.3 else (15, 65)
    for n, frame in enumerate(islice(frames, FRAMES)):
        image = Image.fromarray(frame)
        if caption and first <= n < last:
            place = image.width / 2, image.height * row
            ImageDraw.Draw(image).text(
                place, caption, "white", face, "mm", stroke_width=stroke, stroke_fill="black"
            )
        yield np.asarray(image)


def _write(path: Path, frames: Iterator[np.ndarray]) -> None:
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=FPS)
        stream.pix_fmt, stream.options = "yuv420p", {"preset": "veryfast", "crf": "23"}
        for n, frame in enumerate(frames):
            if n == 0:
                stream.height, stream.width = frame.shape[:2]
            file.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="bgr24")))
        file.mux(stream.encode())


def _seed(name: str) -> int:
    return hashlib.sha1(name.encode()).digest()[0] + 256 * hashlib.sha1(name.encode()).digest()[1]


if __name__ == "__main__":
    main()

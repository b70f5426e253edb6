"""Measure how well rendered captions are read, and what that costs.

    python scripts/bench/captions.py [MEDIA] [--clips N]

Captions in five languages are set in several styles over real videos, encoded as a phone would,
and read back. Reports character errors (spaces apart), captions missed, errors of the start times,
searches and readings a clip, and the CPU time beside that of decoding. Sets with the fonts DejaVu
and Liberation; without them there is nothing to measure with.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.media import Media  # noqa: E402
from analyzer.model import OverlayLine, TextKind  # noqa: E402
from analyzer.probe import probe  # noqa: E402
from analyzer.signals.overlay_text import OverlayTextWatcher  # noqa: E402

FONTS = [
    Path("/usr/share/fonts/truetype") / name
    for name in (
        "dejavu/DejaVuSans-Bold.ttf",
        "liberation/LiberationSans-Bold.ttf",
        "liberation/LiberationSerif-Bold.ttf",
    )
]
CAPTIONS = {
    "nl": ("Dit is écht het lekkerste brood", "zonder kneden of machine", "bewaar deze voor later"),
    "en": ("Nobody talks about this trick", "wait until the very end", "save it for tonight"),
    "fr": ("Où est passé le café crème", "voilà comment ça marche", "à garder pour ce soir"),
    "de": ("Größer als du denkst", "für heiße Tage im Büro", "wir üben das zusammen"),
    "es": ("Mañana será otro día", "así de fácil se hace", "guárdalo para después"),
}
STYLES = ("outlined", "boxed", "words", "small", "plain")
WIDTH, HEIGHT, FPS, SECONDS = 1080, 1920, 30, 6


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip to read: what is shown in it, and how."""

    language: str
    style: str
    source: Path

    @property
    def shown(self) -> list[tuple[str, float, float]]:
        """The captions with their times."""
        return [
            (text, 0.5 + 1.7 * i, 2.2 + 1.7 * i) for i, text in enumerate(CAPTIONS[self.language])
        ]


def main() -> None:
    """Make, read and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("media", nargs="?", type=Path, default=ROOT / ".." / "shared" / "media")
    parser.add_argument("--clips", type=int, default=25)
    asked = parser.parse_args()
    fonts = [font for font in FONTS if font.is_file()]
    sources = sorted((asked.media / "video").glob("vert_*woman*")) + sorted(
        (asked.media / "video").glob("vert_*en.mp4")
    )
    if not fonts or not sources:
        sys.exit("no DejaVu or Liberation fonts, or no real videos: nothing to measure with")
    pairs = [(language, style) for style in STYLES for language in CAPTIONS]
    pairs.sort(key=lambda pair: hashlib.sha1("".join(pair).encode()).digest())
    wrong = letters = missed = captions = spaces = lost = 0
    by_style: dict[str, list[int]] = {}
    late: list[float] = []
    for i, (language, style) in enumerate(pairs[: asked.clips]):
        clip = Clip(language, style, sources[i % len(sources)])
        with tempfile.TemporaryDirectory() as folder:
            path = make(clip, fonts[i % len(fonts)], Path(folder) / "clip.mp4")
            decoding, reading, watcher = timed(path)
        lines = [x for x in watcher.result() if x.kind is TextKind.OVERLAY]
        for text, start, end in clip.shown:
            read, first = found(lines, start, end)
            errors = distance(text.replace(" ", ""), read.replace(" ", ""))
            wrong += min(errors, len(text))
            letters += len(text.replace(" ", ""))
            captions += 1
            missed += not read
            spaces += text.count(" ")
            lost += max(0, text.count(" ") - read.count(" ")) if read else 0
            tally = by_style.setdefault(style, [0, 0])
            tally[0] += min(errors, len(text))
            tally[1] += len(text.replace(" ", ""))
            if read:
                late.append(abs(first - start))
        print(
            f"{style:9} {language} {clip.source.stem[:28]:28} searches {watcher.searches:3} "
            f"readings {watcher.readings:3} CPU {reading:.1f} s, decoding alone {decoding:.1f} s",
            flush=True,
        )
    print(
        f"character errors {wrong / letters:.2%} of {letters}, captions missed {missed}/{captions}"
    )
    print(f"spaces lost {lost}/{spaces}; median error of the start {np.median(late):.2f} s")
    for style, (errors, count) in by_style.items():
        print(f"  {style:9} {errors / count:.2%}")


def timed(path: Path) -> tuple[float, float, OverlayTextWatcher]:
    """CPU seconds of decoding alone and with the watcher, and the watcher."""
    facts = probe(path)
    began = time.process_time()
    Media(path, facts).watch([])
    alone = time.process_time() - began
    watcher = OverlayTextWatcher()
    began = time.process_time()
    Media(path, facts).watch([watcher])
    return alone, time.process_time() - began, watcher


def found(lines: list[OverlayLine], start: float, end: float) -> tuple[str, float]:
    """What was read in that time, and since when: the parts that mostly stood then, in order."""
    parts = [
        x
        for x in lines
        if min(x.span.end, end) - max(x.span.start, start) > 0.5 * (x.span.end - x.span.start)
    ]
    return " ".join(x.text for x in parts), parts[0].span.start if parts else 0.0


def distance(one: str, other: str) -> int:
    """Levenshtein's."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above = [i]
        for j, b in enumerate(other, 1):
            above.append(min(row[j] + 1, above[-1] + 1, row[j - 1] + (a != b)))
        row = above
    return row[-1]


def make(clip: Clip, font: Path, path: Path) -> Path:
    """The clip, encoded at 6 Mbps."""
    with av.open(str(path), "w") as target:
        stream = target.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.bit_rate = 6_000_000
        stream.options = {"preset": "veryfast"}
        for n, image in enumerate(frames(clip.source)):
            if n >= FPS * SECONDS:
                break
            target.mux(stream.encode(av.VideoFrame.from_ndarray(drawn(image, clip, font, n / FPS))))
        target.mux(stream.encode())
    return path


def frames(source: Path) -> Iterator[Image.Image]:
    """The source's frames at 1080x1920, over and over."""
    while True:
        with av.open(str(source)) as container:
            for frame in container.decode(video=0):
                yield frame.reformat(WIDTH, HEIGHT, "rgb24").to_image()


def drawn(image: Image.Image, clip: Clip, font: Path, at: float) -> np.ndarray:
    """The frame with its caption, in the clip's style."""
    now = next((shown for shown in clip.shown if shown[1] <= at < shown[2]), None)
    if now is not None:
        text, start, end = now
        if clip.style == "words":
            words = text.split()
            text = words[min(len(words) - 1, int((at - start) / (end - start) * len(words)))]
        size = {"small": 38, "words": 110}.get(clip.style, 58)
        face = ImageFont.truetype(str(font), size)
        draw = ImageDraw.Draw(image)
        middle = (WIDTH / 2, 1250)
        stroke = 0 if clip.style in ("boxed", "plain") else max(3, size // 10)
        fill = "black" if clip.style == "boxed" else "white"
        if clip.style == "boxed":
            left, top, right, bottom = draw.textbbox(middle, text, face, "mm")
            draw.rounded_rectangle((left - 26, top - 20, right + 26, bottom + 20), 20, "white")
        draw.text(middle, text, fill, face, "mm", stroke_width=stroke, stroke_fill="black")
    return np.asarray(image)


if __name__ == "__main__":
    main()

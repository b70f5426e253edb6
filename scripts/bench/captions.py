"""Measure how well rendered captions are read, and what that costs.

    python scripts/bench/captions.py [MEDIA] [--clips N] [--clips-in FOLDER]

Captions in five languages are set in several styles over real videos, encoded as a phone would,
and read back. Reports character errors over all that a clip says (spaces apart), spaces lost,
errors of the first start, searches and readings a clip, and the CPU time beside that of decoding.
Sets with the fonts DejaVu and Liberation; without them there is nothing to measure with.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.media import binaries  # noqa: E402
from analyzer.media.decode import Media  # noqa: E402
from analyzer.media.probe import probe  # noqa: E402
from analyzer.model import TextKind  # noqa: E402
from analyzer.signals.overlay_text.watcher import OverlayTextWatcher  # noqa: E402

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
ANIMATED = ("pop", "slide", "bounce", "shake", "sway", "karaoke", "typed")
"""Styles in which a caption moves or changes while it stands."""
WIDTH, HEIGHT, FPS, SECONDS = 1080, 1920, 30, 6
TYPED = 30
"""Letters a second that are typed."""


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
    parser.add_argument("--animated", action="store_true", help="captions that move")
    parser.add_argument("--half", type=int, choices=(0, 1), help="of the videos, by their hash")
    parser.add_argument("--clips-in", type=Path, help="folder that keeps the made clips")
    asked = parser.parse_args()
    fonts = [font for font in FONTS if font.is_file()]
    sources = without_text(asked.media)[asked.half :: 1 if asked.half is None else 2]
    if not fonts or not sources:
        sys.exit("no DejaVu or Liberation fonts, or no real videos: nothing to measure with")
    styles = ANIMATED if asked.animated else STYLES
    pairs = [(language, style) for style in styles for language in CAPTIONS]
    pairs.sort(key=lambda pair: hashlib.sha1("".join(pair).encode()).digest())
    tallies: dict[str, list[int]] = {}
    spaces = lost = 0
    late: list[float] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.clips_in or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for i, (language, style) in enumerate(pairs[: asked.clips]):
            clip = Clip(language, style, sources[i % len(sources)])
            path = folder / f"{style}-{language}-{clip.source.stem}-{i % len(fonts)}.mp4"
            if not path.exists():
                make(clip, fonts[i % len(fonts)], path)
            decoding, reading, watcher = timed(path)
            lines = [x for x in watcher.result() if x.kind is TextKind.OVERLAY]
            true = " ".join(text for text, _, _ in clip.shown)
            read = " ".join(line.text for line in lines)
            wrong = distance(bare(true), bare(read))
            tally = tallies.setdefault(style, [0, 0])
            tally[0] += wrong
            tally[1] += len(bare(true))
            spaces += true.count(" ")
            lost += max(0, true.count(" ") - read.count(" ")) if wrong < 3 else 0
            late += [abs(line.span.start - 0.5) for line in lines[:1]]
            note = f", {wrong} wrong: {read!r}" if wrong else ""
            print(
                f"{style:9} {language} {clip.source.stem[:28]:28} searches {watcher.searches:3} "
                f"readings {watcher.readings:3} CPU {reading:.1f} s, bare {decoding:.1f} s{note}",
                flush=True,
            )
    errors, letters = (sum(tally[k] for tally in tallies.values()) for k in (0, 1))
    print(f"character errors {errors / letters:.2%} of {letters}")
    print(f"spaces lost {lost}/{spaces}; median error of the first start {np.median(late):.2f} s")
    for style, (errors, letters) in tallies.items():
        print(f"  {style:9} {errors / letters:.2%}")


def bare(text: str) -> str:
    """The text without its spaces."""
    return text.replace(" ", "")


def without_text(media: Path) -> list[Path]:
    """Real videos in which nothing is written, in an order that their names' hash makes."""
    truth = media / "video" / "truth.csv"
    if not truth.exists():
        return []
    with truth.open(encoding="utf-8") as file:
        paths = [media / row["path"] for row in csv.DictReader(file) if row["text_any"] == "no"]
    there = [path for path in paths if path.exists() and "synth" not in path.stem]
    return sorted(there, key=lambda path: hashlib.sha1(path.name.encode()).digest())


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


def captioned(draft: Path, target: Path) -> Path:
    """The draft with a caption all the way, another one every 1.7 s."""
    font = next(font for font in FONTS if font.is_file())
    texts = [text for captions in CAPTIONS.values() for text in captions]
    silent = target.with_suffix(".silent.mp4")
    with av.open(str(silent), "w") as file, av.open(str(draft)) as source:
        rate = source.streams.video[0].average_rate
        stream = file.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.bit_rate, stream.options = 8_000_000, {"preset": "veryfast"}
        for n, frame in enumerate(source.decode(video=0)):
            image = frame.reformat(WIDTH, HEIGHT, "rgb24").to_image()
            text = texts[int(n / rate / 1.7) % len(texts)]
            written(ImageDraw.Draw(image), text, ImageFont.truetype(str(font), 58), stroke=5)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(image))))
        file.mux(stream.encode())
    command = [binaries.ffmpeg(), "-nostdin", "-v", "error", "-y", "-i", str(silent)]
    command += ["-i", str(draft), "-map", "0:v", "-map", "1:a", "-c", "copy", str(target)]
    subprocess.run(command, check=True)
    silent.unlink()
    return target


def written(
    draw: ImageDraw.ImageDraw,
    text: str,
    face: ImageFont.FreeTypeFont,
    place: tuple[float, float] = (WIDTH / 2, 1250),
    **how: Any,
) -> None:
    """The text in its place, in white unless it is said otherwise."""
    how = {"fill": "white", "stroke_fill": "black", "anchor": "mm"} | how
    draw.text(place, text, font=face, stroke_width=how.pop("stroke"), **how)


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
        words = text.split()
        word = min(len(words) - 1, int((at - start) / (end - start) * len(words)))
        text = {
            "words": words[word],
            "typed": text[: 1 + int(TYPED * (at - start))],
        }.get(clip.style, text)
        size = {"small": 38, "words": 110}.get(clip.style, 58)
        right, down, larger = moved(clip.style, at - start)
        face = ImageFont.truetype(str(font), size * larger)
        draw = ImageDraw.Draw(image)
        middle = (WIDTH / 2 + right, 1250 + down)
        stroke = 0 if clip.style in ("boxed", "plain") else max(3, size // 10)
        fill = "black" if clip.style == "boxed" else "white"
        if clip.style == "boxed":
            left, top, end_x, bottom = draw.textbbox(middle, text, face, "mm")
            draw.rounded_rectangle((left - 26, top - 20, end_x + 26, bottom + 20), 20, "white")
        written(draw, text, face, middle, stroke=stroke, fill=fill)
        if clip.style == "karaoke":
            left = draw.textbbox(middle, text, face, "mm")[0]
            before = draw.textlength(" ".join([*words[:word], ""]), face)
            place = (left + before, middle[1])
            written(draw, words[word], face, place, stroke=stroke, fill="yellow", anchor="lm")
    return np.asarray(image)


def moved(style: str, age: float) -> tuple[float, float, float]:
    """Pixels right and down from its place, and how much larger a caption of that age is."""
    coming = max(0.0, 1 - age / 0.3)
    if style == "pop":
        return 0, 0, 1 - 0.6 * coming + 0.25 * np.sin(np.pi * coming)
    if style == "slide":
        return -WIDTH * coming**2, 0, 1
    if style == "bounce":
        return 0, -60 * np.exp(-3 * age) * abs(np.cos(9 * age)), 1
    if style == "shake":
        rng = np.random.default_rng(int(age * 12))
        return *rng.uniform(-6, 6, 2).tolist(), 1
    if style == "sway":
        return 0, 10 * np.sin(4 * age), 1
    return 0, 0, 1


if __name__ == "__main__":
    main()

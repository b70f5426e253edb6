"""Truth about the picture, made from real clips: bars around them, and enlarging them.

Every clip is encoded once for each treatment, three seconds of it, and once untreated.
"""

from __future__ import annotations

import csv
import hashlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analyzer.media import binaries
from analyzer.media.decode import Media
from analyzer.media.probe import probe
from analyzer.model import Picture
from analyzer.signals.picture.detail import DetailWatcher
from analyzer.signals.picture.luminance import LightWatcher
from analyzer.signals.picture.measure import measure_picture

FIT = "scale=540:960:force_original_aspect_ratio=decrease:force_divisible_by=4"
HAS_BARS = ("vert_short_game_720x1280", "vert_short_moviestrip_486x864", "square_face_music_d14")
ENLARGED = "vert_crop_rec"
"""Upright crops of landscape clips of 1080 lines, enlarged to 1080x1920."""

PADDED = {
    "black": "{fit},pad=540:960:-1:-1:black",
    "white": "{fit},pad=540:960:-1:-1:white",
    "colour": "{fit},pad=540:960:-1:-1:0x3366aa",
    "black at the bottom": "scale=540:720,pad=540:960:0:0:black",
    "pillars": "crop=ih*0.5:ih,scale=-4:720,pad=1280:720:-1:-1:black",
    "blurred": "split[a][b];[a]scale=540:960:force_original_aspect_ratio=increase,crop=540:960,"
    "gblur=20[c];[b]{fit}[d];[c][d]overlay=(W-w)/2:(H-h)/2",
}


@dataclass(frozen=True, slots=True)
class Made:
    """One made clip, its source, what was done to it, and where the content is if it has bars."""

    path: Path
    source: str
    kind: str


def padded(media: Path, folder: Path) -> Iterator[Made]:
    """Real clips with bars of all kinds; those that are 9:16 themselves only get pillars."""
    for path in some_clips(media):
        for kind, recipe in PADDED.items():
            facts = probe(path)
            if kind != "pillars" and facts.display_height > 1.6 * facts.display_width:
                continue
            yield Made(_made(path, folder, recipe.format(fit=FIT)), path.name, kind)


def enlarged(media: Path, folder: Path) -> Iterator[Made]:
    """Real clips as they are, and from a half and a third of their size.

    Those of 720 to 1080 lines, since the picture is judged at the size that phones show, and none
    that was enlarged already.
    """
    for path in some_clips(media):
        facts = probe(path)
        lines = min(facts.display_width, facts.display_height)
        if not 700 <= lines <= 1080 or path.stem.startswith(ENLARGED):
            continue
        yield Made(_made(path, folder, "null"), path.name, "as it is")
        for factor in (2, 3):
            recipe = f"scale=iw/{factor}:-2,scale={facts.display_width}:{facts.display_height}"
            yield Made(_made(path, folder, recipe), path.name, f"enlarged {factor} times")


def measured(path: Path) -> Picture:
    """The picture of a clip, as the pipeline measures it, without faces and text."""
    facts = probe(path)
    light, detail = LightWatcher(), DetailWatcher(facts.duration)
    Media(path, facts).watch([light, detail])
    return measure_picture(light.result(), detail.result(), facts)


def some_clips(media: Path) -> Iterator[Path]:
    """Every third clip without bars of its own."""
    with (media / "video" / "truth.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            path = media / row["path"]
            if path.exists() and path.stem not in HAS_BARS and _is_chosen(path):
                yield path


def _is_chosen(path: Path) -> bool:
    """Every third clip, by a hash of its name, to keep this within minutes."""
    return hashlib.sha1(path.name.encode()).digest()[1] % 3 == 0 and "synth" not in path.stem


def _made(source: Path, folder: Path, recipe: str) -> Path:
    name = hashlib.sha1(f"{source.name} {recipe}".encode()).hexdigest()[:16]
    target = folder / f"{name}.mp4"
    if not target.exists():
        command = [
            *(binaries.ffmpeg(), "-nostdin", "-v", "error", "-y", "-t", "3", "-i", str(source)),
            *("-filter_complex", f"[0:v:0]{recipe},format=yuv420p[v]", "-map", "[v]"),
            *("-c:v", "libx264", "-preset", "veryfast", "-crf", "21", str(target)),
        ]
        subprocess.run(command, check=True, timeout=300)
    return target

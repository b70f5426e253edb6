"""Strobes of known rate and area laid over real clips, and what another detector says of them.

    python scripts/bench/flashes.py [MEDIA] [--iris COMMAND]

``COMMAND`` is the program of the package ``iris-pse-detection`` (a port of Electronic Arts' IRIS),
which is not among our dependencies. It judges the mean of the whole frame.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.media import binaries  # noqa: E402
from analyzer.media.decode import Media  # noqa: E402
from analyzer.media.probe import probe  # noqa: E402
from analyzer.signals.picture.flashes import AREA, MOST_CHANGES  # noqa: E402
from analyzer.signals.picture.luminance import LightWatcher  # noqa: E402
from scripts.bench.picture import some_clips  # noqa: E402

RATES, AREAS, QUALITIES = (2, 3, 4, 5, 10), (0.1, 0.2, 0.3, 1.0), (18, 28, 36)
COLORS = (("white", "black"), ("0xb00000", "0x5a5a5a"))
SECONDS = 2.5


@dataclass(frozen=True, slots=True)
class Strobe:
    """A real clip with a block over it that changes its colour so many times a second."""

    path: Path
    source: str
    kind: str
    is_flashing: bool


def strobes(media: Path, folder: Path) -> Iterator[Strobe]:
    """Every third clip with strobes over it; quality, colours and height change from one to one."""
    for clip in clips(media):
        turn = hashlib.sha1(clip.name.encode()).digest()[2]
        for number, (rate, area) in enumerate(product(RATES, AREAS)):
            if (number + turn) % 3:
                continue
            height = (960, 1920)[(number + turn) % 2]
            quality = QUALITIES[(number + turn // 2) % 3]
            some, other = COLORS[(number // 2 + turn) % 2]
            kind = f"{rate} Hz over {area:.0%} in {some}, {height} lines, CRF {quality}"
            block = f"drawbox=w=iw:h=ih*{area}:t=fill"
            graph = (
                f"fps=30,scale={height * 9 // 16}:{height}:force_original_aspect_ratio=increase,"
                f"crop={height * 9 // 16}:{height},setsar=1,{block}:c={other},"
                f"{block}:c={some}:enable='lt(mod(n*{rate}/30+0.001,1),0.5)'"
            )
            target = folder / f"{hashlib.sha1(f'{clip.name} {kind}'.encode()).hexdigest()[:16]}.mp4"
            if not target.exists():
                command = [
                    *(binaries.ffmpeg(), "-nostdin", "-v", "error", "-y", "-t", str(SECONDS)),
                    *("-i", str(clip), "-map", "0:v:0", "-vf", graph, "-pix_fmt", "yuv420p"),
                    *("-c:v", "libx264", "-preset", "ultrafast", "-crf", str(quality), str(target)),
                ]
                subprocess.run(command, check=True, timeout=300)
            is_flashing = 2 * rate > MOST_CHANGES and area > AREA
            yield Strobe(target, clip.name, kind, is_flashing)


def clips(media: Path) -> Iterator[Path]:
    """Real clips of at least the seconds that a strobe lasts."""
    return (path for path in some_clips(media) if probe(path).video_duration >= SECONDS)


def flashes(path: Path) -> str:
    """The kinds of flashes of a video, as the pipeline measures them; empty without any."""
    watcher = LightWatcher()
    Media(path, probe(path)).watch([watcher])
    seen = watcher.result()
    kinds = {"general": seen.flash_spans, "red": seen.red_flash_spans}
    told = (f"{kind} {s.start:.2f}-{s.end:.2f}" for kind, spans in kinds.items() for s in spans)
    return ", ".join(told)


def oracle(command: str, path: Path, folder: Path) -> bool:
    """Whether IRIS fails a video; it ends with a code of its own for each of its verdicts."""
    said = subprocess.run(
        [command, str(path), "--output", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        stdin=subprocess.DEVNULL,
    ).stdout
    if "Overall Result" not in said:
        sys.exit(f"{command} gave no result for {path.name}: {said[-500:]}")
    return "Overall Result: FAIL" in said


def main() -> None:
    """Print every made and real video that flashes or that the oracle sees otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("media", nargs="?", type=Path, default=ROOT / ".." / "shared" / "media")
    parser.add_argument("--iris", help="the program of iris-pse-detection")
    asked = parser.parse_args()
    right = agreed = count = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = [
            (s.path, f"{s.source}: {s.kind}", s.is_flashing) for s in strobes(asked.media, folder)
        ]
        real = [(path, path.name, None) for path in sorted(asked.media.glob("video/**/*.m*"))]
        for path, told, truth in [*made, *real]:
            seen = flashes(path)
            other = oracle(asked.iris, path, folder) if asked.iris else None
            right += truth is not None and bool(seen) is truth
            agreed += other is bool(seen)
            count += 1
            if (
                (truth is None and seen)
                or (truth is not None and bool(seen) is not truth)
                or (other not in (None, bool(seen)))
            ):
                print(f"{told}: {seen or 'none'}; truth {truth}, IRIS {other}")
    print(f"right {right} of {len(made)}; IRIS says the same of {agreed} of {count}")


if __name__ == "__main__":
    main()

"""Burns captions into talks, and says how much of them is read back, and what is found of them.

    python scripts/bench/burned.py [MEDIA] [--half seen|unseen|both] [--only NAME]

Talks are the real ones of ``MEDIA`` without text of their own, and real voices in five languages
over upright videos in which nobody speaks. Each is captioned in all three styles. What is read is
compared with the words that were to be drawn, spaces apart: all that differs is listed, and every
finding on where text stands and how it reads that the draft has not. Half of the talks (by the hash
of their names) are for those who tune.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.fix.captions import Style  # noqa: E402
from analyzer.fix.planning import plan  # noqa: E402
from analyzer.fix.render import Work, render  # noqa: E402
from analyzer.fix.standing import findings  # noqa: E402
from analyzer.media import binaries  # noqa: E402
from analyzer.model import EditKind, Report, TextKind  # noqa: E402
from analyzer.pipeline.analysis import analyze  # noqa: E402
from analyzer.settings import Mending, Settings  # noqa: E402
from scripts.bench.captions import bare, distance, without_text  # noqa: E402
from scripts.bench.reframe import half  # noqa: E402

LANGUAGES = ("de", "es", "fr", "it", "nl")

LEAST_BYTES = 25_000
"""Of a recording of a voice: three seconds and more of it."""

VOICES = 2
"""Recordings of each language."""

OF_CAPTIONS = ("SZ", "WD05")
"""Where text stands, and whether it can be read: the checks that captions can fail."""

SECONDS = 12
"""Seconds of a talk that are captioned."""


def talks(media: Path, folder: Path) -> Iterator[Path]:
    """The start of each real talk without text, and then of each voice over a silent video."""
    quiet = without_text(media)
    with (media / "manifest.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "video"]
    spoken = [media / r["path"] for r in rows if "SPEECH" in r["truth"] and r["language"] != "ru"]
    for path in sorted(set(spoken) & set(quiet)):
        yield cut(["-i", path], folder / f"{path.stem}.mp4")
    pictures = [path for path in quiet if path not in spoken and path.name.startswith("vert_")]
    for n, language in enumerate(LANGUAGES):
        files = [p for p in (media / "speech" / language).iterdir() if p.suffix != ".txt"]
        voices = [path for path in files if path.stat().st_size >= LEAST_BYTES]
        voices.sort(key=lambda path: sha256(path.name.encode()).digest())
        for m, voice in enumerate(voices[:VOICES]):
            picture = pictures[(VOICES * n + m) % len(pictures)]
            inputs = ["-stream_loop", -1, "-i", picture, "-i", voice]
            yield cut([*inputs, "-map", "0:v", "-map", "1:a"], folder / f"{voice.stem}.mp4")


def cut(source: list[object], target: Path) -> Path:
    """The first seconds of what ffmpeg is told to read."""
    ffmpeg = [binaries.ffmpeg(), "-nostdin", "-v", "error", "-y", *map(str, source)]
    how = ["-t", SECONDS, "-shortest", "-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac"]
    subprocess.run([*ffmpeg, *map(str, how), str(target)], check=True)
    return target


def written(report: Report) -> str:
    """What is written in the picture, in the order in which it is shown."""
    lines = (report.signals.overlay_text if report.signals else None) or ()
    shown = [line for line in lines if line.kind is not TextKind.SCENE]
    return " ".join(line.text for line in sorted(shown, key=lambda line: line.span.start))


def main() -> None:
    """Caption the talks, and read them back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("media", nargs="?", type=Path, default=ROOT / ".." / "shared" / "media")
    parser.add_argument("--half", choices=("seen", "unseen", "both"), default="both")
    parser.add_argument("--only", default="", help="talks whose names have this in them")
    asked = parser.parse_args()
    tally = {style: [0, 0, 0] for style in Style}
    with tempfile.TemporaryDirectory(prefix="bench-burned-") as name:
        folder = Path(name)
        for talk in talks(asked.media, folder):
            if asked.half in ("both", half(talk.name)) and asked.only in talk.name:
                report = analyze(talk, Settings())
                for style in Style:
                    add(tally[style], burned(talk, report, style, folder))
    for style, (wrong, letters, found) in tally.items():
        share = wrong / max(1, letters)
        print(f"{style:8} character errors {share:.2%} of {letters}, findings {found}")


def add(tally: list[int], counts: tuple[int, int, int]) -> None:
    """Add what was counted on one talk."""
    tally[:] = [one + other for one, other in zip(tally, counts, strict=True)]


def burned(talk: Path, report: Report, style: Style, folder: Path) -> tuple[int, int, int]:
    """Wrong characters, characters, and new findings of a talk in one style; print them."""
    heard = report.signals.transcript if report.signals else None
    said = " ".join(word.text for word in heard.sure_words) if heard else ""
    wanted = plan(report, Mending((EditKind.FRAME,), captions=style.value))
    if not said or wanted.captions is None:
        print(f"{talk.stem[:36]:36} {style:8} nothing is said that could be drawn")
        return 0, 0, 0
    target = folder / "captioned.mp4"
    render(Work(talk, report, target, folder), wanted)
    result = analyze(target, Settings())
    read = written(result)
    wrong = distance(bare(said), bare(read))
    were = {finding.code for finding in findings(report)} | wanted.announced
    new = sorted({f.code for f in findings(result) if f.code.startswith(OF_CAPTIONS)} - were)
    print(f"{talk.stem[:36]:36} {style:8} {wrong:3} of {len(bare(said)):3} wrong", *new, flush=True)
    if wrong:
        print(f"    said {said}\n    read {read}", flush=True)
    for finding in findings(result):
        if finding.code in new:
            print(f"    {finding.code} {finding.message}")
    return wrong, len(bare(said)), len(new)


if __name__ == "__main__":
    main()

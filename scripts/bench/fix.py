"""Mends drafts and says how well: findings that went, loudness, sync, quality, cost.

    python scripts/bench/fix.py ../shared/media/video/vert_*.mp4
    python scripts/bench/fix.py --made GOOD.mp4 OTHER.mp4   faults that are made in them, in turn

A draft whose file was not kept is listed with the reason. ``claimed`` are the codes that the plan
says it mends, ``gone`` those of them that are not found in the result, ``new`` what is found there
and was not before, ``said`` what of it the plan said beforehand. Seconds are a processor's, of all
cores together; ``beyond`` are those of the render beyond its last run of ffmpeg, in percent of
that, where the picture is encoded. Where a new frame would bring about what the draft had not, the
rest is mended, as ``--fix`` does.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analyzer.errors import AnalyzerError
from analyzer.fix import programs
from analyzer.fix.planning import plan, without_frame
from analyzer.fix.render import Work, render
from analyzer.fix.sound import SoundRefusedError
from analyzer.fix.standing import findings
from analyzer.media import binaries
from analyzer.model import Plan, Report, Result
from analyzer.pipeline.analysis import analyze
from analyzer.settings import Mending, Settings

QUICK = Settings(transcript=False)

BASE_SECONDS = 5
"""Seconds of a good draft in which faults are made: more would tell no more."""

FAULTS = {
    "quiet": ["-af", "volume=-14dB", "-c:v", "copy"],
    "loud": ["-af", "volume=20dB,alimiter=limit=0.98:level=disabled", "-c:v", "copy"],
    "one side": ["-af", "pan=stereo|c0=c0|c1=0*c0", "-c:v", "copy"],
    "opposed": ["-af", "pan=stereo|c0=c0|c1=-1*c0", "-c:v", "copy"],
    "offset": ["-af", "dcshift=shift=0.06:limitergain=0.02", "-c:v", "copy"],
    "black start": [
        "-vf", "tpad=start_duration=2:start_mode=add:color=black",
        "-af", "adelay=2000:all=1",
    ],
    "still start": [
        "-vf", "tpad=start_duration=2:start_mode=clone", "-af", "adelay=2000:all=1",
    ],
    "black end": ["-vf", "tpad=stop_duration=3:stop_mode=add:color=black", "-af", "apad=pad_dur=3"],
    "place": ["-c", "copy", "-metadata", "location=+52.3+4.8/", "-movflags", "use_metadata_tags"],
    "bars": ["-vf", "crop=iw:iw*4/3,pad=iw:iw*16/9:0:(oh-ih)/2"],
    "square": ["-vf", "crop=iw:iw"],
    "fast": ["-vf", "fps=120", "-preset", "ultrafast"],
}  # fmt: skip
"""Faults by name, as what ffmpeg is told to make them of a good draft."""


class Row(NamedTuple):
    """What came of one draft."""

    name: str
    claimed: frozenset[str]
    gone: frozenset[str]
    new: frozenset[str]
    said: frozenset[str]
    before: int
    after: int
    lufs: float | None
    peak: float | None
    lra_change: float | None
    seconds: float
    beyond: float | None


def made(bases: Sequence[Path], folder: Path) -> Iterator[Path]:
    """The start of each of the drafts in turn, with one fault at a time."""
    for number, name in enumerate(FAULTS):
        yield spoiled(bases[number % len(bases)], name, folder, BASE_SECONDS)


def spoiled(base: Path, fault: str, folder: Path, seconds: float) -> Path:
    """The first seconds of a good draft with one fault."""
    target = folder / f"{fault.replace(' ', '_')}.mp4"
    return encoded(base, FAULTS[fault], target, seconds)


def encoded(base: Path, options: Sequence[str], target: Path, seconds: float) -> Path:
    """The first seconds of a draft, as ffmpeg's options make them."""
    source = ["-t", str(seconds), "-i", str(base)]
    command = [binaries.ffmpeg(), "-nostdin", "-v", "error", "-y", *source, *options]
    codecs = [] if "copy" in options[:2] else ["-c:a", "aac", "-b:a", "192k"]
    codecs = ["-preset", "veryfast", *codecs] if "-vf" in options else codecs
    subprocess.run([*command, *codecs, str(target)], check=True, stdin=subprocess.DEVNULL)
    return target


def measured(draft: Path, folder: Path) -> Row | str:
    """What came of a draft, or why nothing did."""
    report = analyze(draft, QUICK)
    wanted = plan(report)
    if not wanted.edits:
        return "nothing to mend"
    row = _rendered(draft, report, wanted, folder)
    if isinstance(row, Row) and row.new and wanted.frame:
        spoiled_by = " ".join(sorted(row.new))
        rest = without_frame(wanted, report, Mending(), spoiled_by)
        print(f"{draft.name[:40]:40} a new frame would bring about {spoiled_by}")
        return _rendered(draft, report, rest, folder) if rest.edits else "nothing else to mend"
    return row


def _rendered(draft: Path, report: Report, wanted: Plan, folder: Path) -> Row | str:
    target = folder / f"{draft.stem}.fixed.mp4"
    spent: list[float] = []
    real = programs.ffmpeg

    def timed(*arguments: object, **options: object) -> str:
        start = processor_seconds()
        log = real(*arguments, **options)  # type: ignore[arg-type]
        spent.append(processor_seconds() - start)
        return log

    programs.ffmpeg = timed
    start = processor_seconds()
    try:
        told = render(Work(draft, report, target, folder), wanted)
    except SoundRefusedError as refusal:
        return f"sound refused: {refusal}"
    except AnalyzerError as error:
        return f"failed: {error}"
    finally:
        programs.ffmpeg = real
    seconds = processor_seconds() - start
    result = analyze(target, QUICK)
    row = _row(draft, report, result, wanted.announced | ({"PX01"} if told else set()), {
        code for edit in wanted.edits for code in edit.codes
    }, seconds, seconds / spent[-1] - 1 if wanted.encodes_picture else None)  # fmt: skip
    return row._replace(lra_change=None) if wanted.cut else row  # it counted what was cut off


def processor_seconds() -> float:
    """What this process and the children that it waited for have used so far."""
    return sum(os.times()[:4])


def _row(
    draft: Path, report: Report, result: Report, announced: frozenset[str], claimed: set[str],
    seconds: float, beyond: float | None,
) -> Row:  # fmt: skip
    found = {finding.code for finding in findings(result)}
    fine = {one.code for one in report.outcomes if one.outcome is Result.PASSED}
    heard, was = (r.signals.loudness if r.signals else None for r in (result, report))
    change = None
    if heard and was and heard.range_lu is not None and was.range_lu is not None:
        change = heard.range_lu - was.range_lu
    before, after = report.score, result.score
    return Row(
        name=draft.name,
        claimed=frozenset(claimed),
        gone=frozenset(claimed - found),
        new=frozenset(code for code in found & fine if code not in announced),
        said=frozenset(found & fine & announced),
        before=before.value if before else 0,
        after=after.value if after else 0,
        lufs=heard.integrated_lufs if heard else None,
        peak=heard.true_peak_dbtp if heard else None,
        lra_change=change,
        seconds=seconds,
        beyond=beyond,
    )


def said(row: Row) -> str:
    """What came of one draft, on one line."""
    levels = "" if row.lufs is None else f"{row.lufs:6.1f} LUFS {row.peak:5.1f} dBTP"
    change = "" if row.lra_change is None else f" LRA {row.lra_change:+.1f}"
    told = {"gone": row.gone, "STAYED": row.claimed - row.gone, "NEW": row.new, "said": row.said}
    beyond = "" if row.beyond is None else f"{row.beyond:+5.0%} beyond"
    codes = "  ".join(f"{word} {' '.join(sorted(some))}" for word, some in told.items() if some)
    return (
        f"{row.name[:40]:40} {row.before:3} -> {row.after:3}  {levels}{change}  "
        f"{row.seconds:5.1f} s {beyond}  {codes}"
    )


def table(rows: Sequence[Row]) -> None:
    """Print every code with how often it went, and the sums."""
    claimed = Counter(code for row in rows for code in row.claimed)
    gone = Counter(code for row in rows for code in row.gone)
    print("\n| code | claimed | gone |\n|---|---|---|")
    for code, count in sorted(claimed.items()):
        print(f"| {code} | {count} | {gone[code] / count:.0%} |")
    total = sum(claimed.values())
    print(f"| all | {total} | {sum(gone.values()) / max(1, total):.1%} |")
    print(f"\nnew findings: {sum(len(row.new) for row in rows)}")
    beyond = [row.beyond for row in rows if row.beyond is not None]
    if beyond:
        print(f"cost beyond encoding: median {np.median(beyond):.0%}, worst {max(beyond):.0%}")


def main() -> None:
    """Mend the drafts that are named, or those that are made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("drafts", nargs="*", type=Path)
    parser.add_argument("--made", type=Path, nargs="+", metavar="BASE", help="good drafts to spoil")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-fix-") as name:
        folder = Path(name)
        rows = []
        for draft in chain(asked.drafts, made(asked.made, folder) if asked.made else ()):
            got = measured(draft, folder)
            if isinstance(got, Row):
                rows.append(got)
                print(said(got), flush=True)
            else:
                print(f"{draft.name[:40]:40} {got}", flush=True)
        if rows:
            table(rows)


if __name__ == "__main__":
    main()

"""Mends drafts and says how well: findings that went, loudness, sync, quality, cost.

    python scripts/bench/fix.py ../shared/media/video/vert_*.mp4
    python scripts/bench/fix.py --made GOOD.mp4 OTHER.mp4   faults that are made in them, in turn
    python scripts/bench/fix.py --words TALK.mp4 ...        dead ends made around a talk and cut off

A draft whose file was not kept is listed with the reason. ``claimed`` are the codes that the plan
says it mends, ``gone`` those of them that are not found in the result, ``new`` what is found there
and was not before, ``said`` what of it the plan said beforehand. ``beyond`` is the time of the
render beyond its last run of ffmpeg, in percent of that, where the picture is encoded. With
``--words`` each talk is transcribed with its dead ends and without them: the words have to be the
same, and each at its time.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analyzer.errors import AnalyzerError
from analyzer.fix import programs
from analyzer.fix.planning import plan
from analyzer.fix.render import Work, render
from analyzer.fix.sound import SoundRefusedError
from analyzer.fix.standing import findings
from analyzer.media import binaries
from analyzer.model import Report, Result
from analyzer.pipeline.analysis import analyze
from analyzer.settings import Settings
from analyzer.signals.text import fold

QUICK = Settings(transcript=False)

HEARD = Settings()

DEAD_ENDS = ("black start", "still start", "black end")
"""The faults that are mended by cutting a draft."""

BASE_SECONDS = 5
"""Seconds of a good draft in which faults are made: more would tell no more."""

FAULTS = {
    "quiet": ["-af", "volume=-14dB", "-c:v", "copy"],
    "loud": ["-af", "volume=20dB,alimiter=limit=0.98:level=disabled", "-c:v", "copy"],
    "one side": ["-af", "pan=stereo|c0=c0|c1=0*c0", "-c:v", "copy"],
    "opposed": ["-af", "pan=stereo|c0=c0|c1=-1*c0", "-c:v", "copy"],
    "offset": ["-af", "dcshift=shift=0.06:limitergain=0.02", "-c:v", "copy"],
    "black start": [
        "-vf", "tpad=start_duration=1.5:start_mode=add:color=black",
        "-af", "adelay=1500:all=1",
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
    options = FAULTS[fault]
    target = folder / f"{fault.replace(' ', '_')}.mp4"
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
    target = folder / f"{draft.stem}.fixed.mp4"
    spent: list[float] = []
    real = programs.ffmpeg

    def timed(*arguments: object, **options: object) -> str:
        start = time.perf_counter()
        log = real(*arguments, **options)  # type: ignore[arg-type]
        spent.append(time.perf_counter() - start)
        return log

    programs.ffmpeg = timed
    start = time.perf_counter()
    try:
        told = render(Work(draft, report, target, folder), wanted)
    except SoundRefusedError as refusal:
        return f"sound refused: {refusal}"
    except AnalyzerError as error:
        return f"failed: {error}"
    finally:
        programs.ffmpeg = real
    seconds = time.perf_counter() - start
    result = analyze(target, QUICK)
    return _row(draft, report, result, wanted.announced | ({"PX01"} if told else set()), {
        code for edit in wanted.edits for code in edit.codes
    }, seconds, seconds / spent[-1] - 1 if wanted.encodes_picture else None)  # fmt: skip


def words_kept(talk: Path, folder: Path) -> Iterator[str]:
    """What became of the words of a talk whose dead ends were cut off, a line for each."""
    for name in DEAD_ENDS:
        draft = spoiled(talk, name, folder, seconds=20)
        report = analyze(draft, HEARD)
        wanted = plan(report)
        if wanted.cut is None:
            codes = " ".join(finding.code for finding in findings(report))
            yield f"{talk.name[:40]:40} {name:12} nothing is cut: {codes}"
            continue
        target = folder / f"{draft.stem}.fixed.mp4"
        render(Work(draft, report, target, folder), wanted)
        before, after = _words(report), _words(analyze(target, HEARD))
        same = [text for text, _ in before] == [text for text, _ in after]
        moved = max(
            (abs(b - wanted.cut.start - a) for (_, b), (_, a) in zip(before, after, strict=False)),
            default=0.0,
        )
        told = "same words" if same else "OTHER WORDS"
        yield f"{talk.name[:40]:40} {name:12} {told:11} {len(before):3}, moved by {moved:.2f} s"
        if not same:
            yield "  " + " ".join(text for text, _ in before)
            yield "  " + " ".join(text for text, _ in after)


def _words(report: Report) -> list[tuple[str, float]]:
    heard = report.signals.transcript if report.signals else None
    return [(fold(word.text), word.start) for word in heard.words] if heard else []


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
    parser.add_argument("--words", type=Path, nargs="+", metavar="TALK", help="talks to be cut")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-fix-") as name:
        folder = Path(name)
        for line in chain.from_iterable(words_kept(t, folder) for t in asked.words or ()):
            print(line, flush=True)
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

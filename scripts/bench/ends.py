"""Cuts dead ends off talks, and says whether the talk is what is left.

    python scripts/bench/ends.py ../shared/media/video/*talk*.mp4

Dead ends are made around each talk and cut off again. ``late`` is how far the sound of what is left
lies from the talk's, ``same`` the correlation of both and, after the slash, that of the fifth of a
second in which they are least alike, ``lost`` what was cut off of what is heard, ``dead`` what is
left before and after it. Words are compared with those of the talk. A transcript wavers with where
Whisper's windows fall and with what an encoder leaves of a sound, so two controls are told, in
which nothing is cut: the talk when it is rendered again, and the draft with its dead end.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.fix.planning import plan  # noqa: E402
from analyzer.fix.render import Work, render  # noqa: E402
from analyzer.media.probe import probe  # noqa: E402
from analyzer.media.sound import SAMPLE_RATE, extract  # noqa: E402
from analyzer.model import Cut, EditKind, Plan, Report  # noqa: E402
from analyzer.pipeline.analysis import analyze  # noqa: E402
from analyzer.settings import Mending, Settings  # noqa: E402
from analyzer.signals.text import fold  # noqa: E402
from scripts.bench.fix import encoded, spoiled  # noqa: E402

HEARD = Settings()

TRIMMED = Mending(only=(EditKind.START,))
"""Only the ends are cut: louder sound is heard otherwise, too."""

LATE = 2.0
"""Seconds by which a fault at the start moves a draft: whole frames at every rate."""

DEAD_ENDS = ("black start", "still start", "black end")
"""The faults that are mended by cutting a draft."""

CODES = ("HK01", "PX02", "PX03", "FM18")
"""What is found of them."""

FAINT = 0.003
"""Standard deviation of samples, -50 dBFS, under which a fifth of a second holds no word."""

WHOLE = ["-vf", "null", "-af", "anull"]
"""What ffmpeg is told to encode a talk as the faults are encoded, without one."""

KEPT, WAVERING, CHANGED = "its words", "OTHERS", "OTHERS only where it is cut"
"""What is said of the words that are left."""

TALK_SECONDS = 20
"""Seconds of a talk of which the words are compared."""


def words_kept(talk: Path, folder: Path) -> Iterator[str]:
    """What became of the words of a talk whose dead ends were cut off, a line for each."""
    whole = encoded(talk, WHOLE, folder / "whole.mp4", TALK_SECONDS)
    report, again = analyze(whole, HEARD), folder / "again.mp4"
    all_of_it = Cut(0.0, report.probe.duration if report.probe else 0.0)
    render(Work(whole, report, again, folder), Plan(cut=all_of_it))
    said_in, said_again = _words(report), _words(analyze(again, HEARD))
    yield f"{talk.name[:40]:40} {len(said_in.split())} words: {said_in}"
    if said_again != said_in:
        yield f"{'':40} OTHERS where nothing is cut: {said_again}"
    for name in DEAD_ENDS:
        draft = spoiled(talk, name, folder, TALK_SECONDS)
        report = analyze(draft, HEARD)
        wanted = plan(report, TRIMMED)
        label = f"{talk.name[:40]:40} {name:12}"
        if wanted.cut is None:
            why = (f"{one.code} {one.reason}" for one in wanted.left if one.code in CODES)
            yield f"{label} nothing is cut: {'; '.join(why)}"
            continue
        target = folder / f"{draft.stem}.fixed.mp4"
        render(Work(draft, report, target, folder), wanted)
        late, same, least = alike(whole, target, wanted.cut.start if "start" in name else 0.0)
        what = f"{late:+.1f} ms late, {same:.4f}/{least:.2f} same, {_dead(report, wanted.cut)}"
        left = _words(analyze(target, HEARD))
        yield f"{label} {what}, {_compared(left, said_in, _words(report), said_again)}"


def alike(talk: Path, result: Path, start: float) -> tuple[float, float, float]:
    """Milliseconds by which a result's sound lies late of a talk's, and how alike both are.

    That is their correlation, and the least of any fifth of a second in which the talk is heard.
    Where the result was cut at ``start``, the talk was moved by ``LATE`` before.
    """
    one, other = (extract(path, probe(path)).samples for path in (talk, result))
    size = 1 << int(np.ceil(np.log2(len(one) + len(other))))
    found = np.fft.irfft(np.conj(np.fft.rfft(one, size)) * np.fft.rfft(other, size))
    at = int(np.argmax(found))
    lag = at - size if at > size // 2 else at
    there = np.zeros_like(one)
    first, last = max(0, -lag), min(len(one), len(other) - lag)
    there[first:last] = other[first + lag : last + lag]
    parts = [(a, b) for a, b in zip(_fifths(one), _fifths(there), strict=True) if a.std() > FAINT]
    least = min((_correlation(a, b) for a, b in parts), default=1.0)
    meant = LATE - start if start else 0.0
    return 1000 * (lag / SAMPLE_RATE - meant), _correlation(one, there), least


def _fifths(samples: np.ndarray) -> np.ndarray:
    size = SAMPLE_RATE // 5
    return samples[: len(samples) // size * size].reshape(-1, size)


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    energy = float(one @ one) * float(other @ other)
    return float(one @ other) / np.sqrt(energy) if energy else 0.0


def _compared(left: str, talk: str, draft: str, again: str) -> str:
    """Whether the words that are left are the talk's, and if not, where else they are others."""
    if left == talk:
        return KEPT
    if left == draft:
        return f"{WAVERING}, as in the draft before: {left}"
    others = (("rendered again", again), ("in the draft before", draft))
    wavers = " and ".join(where for where, words in others if words != talk)
    return f"{WAVERING}, and others {wavers}: {left}" if wavers else f"{CHANGED}: {left}"


def _dead(draft: Report, cut: Cut) -> str:
    """What was cut off of the sound that is heard, and what is left where nothing is."""
    sound = draft.signals.loudness.audible if draft.signals and draft.signals.loudness else None
    end = min(cut.end, draft.probe.duration if draft.probe else cut.end)
    ends = (sound.start - cut.start, end - sound.end) if sound else ()
    lost, dead = (sum(max(0.0, sign * end) for end in ends) for sign in (-1, 1))
    return f"{lost:.2f} s lost, {dead:.2f} s dead"


def _words(report: Report) -> str:
    heard = report.signals.transcript if report.signals else None
    return " ".join(fold(word.text) for word in heard.words) if heard else ""


def main() -> None:
    """Cut the dead ends off the talks that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("talks", nargs="+", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-ends-") as name:
        lines = []
        for line in chain.from_iterable(words_kept(t, Path(name)) for t in asked.talks):
            print(line, flush=True)
            lines.append(line)
    cut = [line for line in lines if " ms late" in line]
    kept, changed = (sum(f", {what}" in line for line in cut) for what in (KEPT, CHANGED))
    print(
        f"{len(cut)} cut: {kept} have the talk's words, {len(cut) - kept - changed} others that "
        f"waver with nothing cut as well, {changed} others only where it is cut"
    )


if __name__ == "__main__":
    main()

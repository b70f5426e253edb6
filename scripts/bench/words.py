"""Word error rate beside plain faster-whisper base, and text invented on noise and music.

    python scripts/bench/words.py [--half dev|held-out|all] [--every N] [--threads N] [--no-given]

Reads the real media (``../shared/media``, or the folder in ANALYZER_MEDIA). Every speech file is
transcribed by faster-whisper as it comes (beam 5, int8, same weights) and by the analyzer behind
its own speech spans, both with the language left open and with the language told. Every file of
noise and of instrumental music has to come out empty. Misses are listed.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha1
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer import weights  # noqa: E402
from analyzer.media.sound import Audio  # noqa: E402
from analyzer.model import Transcript  # noqa: E402
from analyzer.signals.sound_events import detect  # noqa: E402
from analyzer.signals.speech import measure_speech  # noqa: E402
from analyzer.signals.transcript import transcribe  # noqa: E402
from scripts.bench.audio_files import decoded  # noqa: E402

MEDIA = Path(os.environ.get("ANALYZER_MEDIA", ROOT / ".." / "shared" / "media"))


@dataclass
class Tally:
    """Edits and reference words, and the seconds that it took."""

    edits: int = 0
    words: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Word error rate in percent."""
        return 100 * self.edits / max(1, self.words)


@dataclass
class Board:
    """Tallies by language and way of transcribing."""

    rows: dict[str, dict[str, Tally]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Tally))
    )

    def enter(self, language: str, way: str, told: str, heard: str, seconds: float) -> None:
        """Count one file, for its language and for all of them."""
        edits, words = errors(told, heard)
        for row in (language, "all"):
            tally = self.rows[row][way]
            tally.edits += edits
            tally.words += words
            tally.seconds += seconds


def media(folder: str, half: str, every: int) -> Iterator[dict[str, str]]:
    """Rows of the manifest whose file is here, cut down by a hash of the name."""
    with (MEDIA / "manifest.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            path = row["path"]
            number = int(sha1(path.encode(), usedforsecurity=False).hexdigest(), 16)
            wanted = half == "all" or number % 2 == (0 if half == "dev" else 1)
            here = path.startswith(f"{folder}/") and (MEDIA / path).exists()
            if here and wanted and number // 2 % every == 0:
                yield row


def spoken(text: str) -> list[str]:
    """The words of a text without marks and capitals."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", plain)


def errors(told: str, heard: str) -> tuple[int, int]:
    """Edits from one text to the other (Levenshtein over words), and words in the first."""
    reference, found = spoken(told), spoken(heard)
    costs = list(range(len(found) + 1))
    for n, word in enumerate(reference, start=1):
        diagonal, costs[0] = costs[0], n
        for m, other in enumerate(found, start=1):
            step = diagonal + (word != other)
            diagonal, costs[m] = costs[m], min(costs[m] + 1, costs[m - 1] + 1, step)
    return costs[-1], len(reference)


def analyzed(audio: Audio, language: str | None, threads: int) -> Transcript:
    """The analyzer's transcript, speech spans and all."""
    speech = measure_speech(audio, detect(audio))
    return transcribe(audio, speech, engine="faster-whisper", language=language, threads=threads)


def compare(half: str, every: int, threads: int, *, given: bool) -> None:
    """Print word error rates per language, plain beside ours, and our worst losses."""
    from faster_whisper import WhisperModel

    folder = str(weights.whisper().path)
    plain = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=threads)
    board, losses = Board(), []
    for row in media("speech", half, every):
        audio, told, language = Audio(decoded(MEDIA / row["path"])), row["truth"], row["language"]
        for way, code in (("auto", None), ("given", language))[: 2 if given else 1]:
            began = time.perf_counter()
            segments, _ = plain.transcribe(
                audio.samples, beam_size=5, language=code, word_timestamps=True
            )
            theirs = "".join(segment.text for segment in segments)
            halfway = time.perf_counter()
            ours = analyzed(audio, code, threads).text
            board.enter(language, f"plain {way}", told, theirs, halfway - began)
            board.enter(language, f"ours {way}", told, ours, time.perf_counter() - halfway)
            lost = errors(told, ours)[0] - errors(told, theirs)[0]
            if lost > 0:
                losses.append((lost, way, row["path"], told[:60], theirs[:60], ours[:60]))
    for language, ways in sorted(board.rows.items()):
        line = "  ".join(f"{way} {t.rate:5.1f} % {t.seconds:6.1f} s" for way, t in ways.items())
        print(f"{language:>4} {next(iter(ways.values())).words:5d} words  {line}")
    print("\nWhere ours is further from the truth (words lost, file, truth, plain, ours):")
    for loss in sorted(losses, reverse=True):
        print("  ", *loss, sep=" | ")


def invented(folder: str, half: str, every: int, threads: int) -> None:
    """Print how many files of a folder without speech came out with words, and which."""
    files, wrong = 0, []
    for row in media(folder, half, every):
        label = row["truth"].casefold()
        if folder == "music" and ("instrumental" not in label or "voice over" in label):
            continue
        files += 1
        transcript = analyzed(Audio(decoded(MEDIA / row["path"])), None, threads)
        if transcript.words:
            wrong.append((row["path"], row["truth"][:50], transcript.text[:80]))
    print(f"\n{folder}: {len(wrong)} of {files} files came out with words")
    for line in wrong:
        print("  ", *line, sep=" | ")


def main() -> None:
    """Run both halves of the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", choices=("dev", "held-out", "all"), default="all")
    parser.add_argument("--every", type=int, default=1, help="take one file in N")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--no-given", action="store_true", help="only with the language left open")
    chosen = parser.parse_args()
    for folder in ("noise", "music"):
        invented(folder, chosen.half, chosen.every, chosen.threads)
    print()
    compare(chosen.half, chosen.every, chosen.threads, given=not chosen.no_given)


if __name__ == "__main__":
    main()

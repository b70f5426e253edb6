"""Measure how two languages in one voice-over are heard, passage by passage.

    python scripts/bench/languages.py [MEDIA] [--half dev|held-out|all] [--pairs N] [--threads N]

Real talks in two languages are joined, a passage of 4 to 12 s after another with a pause between
them. A passage counts as told right where most of its words are in its language, and its words are
compared with those of the passage transcribed alone, its language told. Talks in one language come
last: none of their words may be in another.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.media.sound import SAMPLE_RATE, Audio  # noqa: E402
from analyzer.model import Span, Transcript  # noqa: E402
from scripts.bench import words  # noqa: E402
from scripts.bench.audio_files import decoded  # noqa: E402

LANGUAGES = ("de", "en", "es", "fr", "it", "nl")
SECONDS = (4.0, 12.0)
PAUSE = (0.1, 0.6)


@dataclass(frozen=True, slots=True)
class Talk:
    """A passage in one language."""

    name: str
    language: str
    samples: np.ndarray

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / SAMPLE_RATE


def main() -> None:
    """Join, transcribe and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("media", nargs="?", type=Path, default=words.MEDIA)
    parser.add_argument("--half", choices=("dev", "held-out", "all"), default="all")
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    words.MEDIA = asked.media
    talks = _talks(asked.half)
    right, passages = Counter[str](), Counter[str]()
    heard: dict[str, words.Tally] = defaultdict(words.Tally)
    seconds = 0.0
    for first, second in _pairs(talks, asked.pairs):
        began = time.process_time()
        spans, audio = _joined(first, second)
        said = words.analyzed(audio, None, asked.threads)
        seconds += time.process_time() - began
        for place, talk, span in zip(("first", "second"), (first, second), spans, strict=True):
            told = words.analyzed(Audio(talk.samples), talk.language, asked.threads).text
            text, language = _within(said, span)
            edits, count = words.errors(told, text)
            heard[place].edits += edits
            heard[place].words += count
            passages[place] += 1
            right[place] += language == talk.language
            if language != talk.language or edits > count / 4:
                print(f"  {place:6} {talk.language} heard as {language}, {edits} of {count} words "
                      f"wrong: {talk.name} {text[:70]!r}", flush=True)  # fmt: skip
    for place in ("first", "second"):
        print(f"{place:6} language right {right[place]}/{passages[place]}, "
              f"words wrong {heard[place].rate:.1f} % of {heard[place].words}")  # fmt: skip
    print(f"{seconds:.1f} s of processor time\n")
    _alone(talks, asked.threads)


def _alone(talks: dict[str, list[Talk]], threads: int) -> None:
    """Report the talks in one language of which a word came out in another."""
    count, seconds, wrong = 0, 0.0, 0
    for talk in itertools.chain.from_iterable(talks.values()):
        began = time.process_time()
        said = words.analyzed(Audio(talk.samples), None, threads)
        seconds += time.process_time() - began
        others = {p.language for p in said.passages if p.language} - {talk.language}
        count += 1
        wrong += bool(others)
        if others:
            print(f"  {talk.language} {talk.name} heard as {sorted(others)}: {said.text[:70]!r}")
    print(f"{wrong} of {count} talks in one language came out in another, {seconds:.1f} s")


def _talks(half: str) -> dict[str, list[Talk]]:
    """Passages of every language, files of one speaker in a row where they are short."""
    rows = [row for row in words.media("speech", half, 1) if row["language"] in LANGUAGES]
    rows = [row for row in rows if float(row["seconds"]) >= 2.0]
    speakers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        speaker = Path(row["path"]).stem.partition("_")[0]
        speakers[row["language"], speaker].append(row["path"])
    talks: dict[str, list[Talk]] = defaultdict(list)
    for (language, _), paths in sorted(speakers.items()):
        while paths:
            name, chance = paths[0], _chance(paths[0])
            wanted, parts = chance.uniform(*SECONDS), [np.zeros(0, np.float32)]
            while paths and sum(map(len, parts)) < wanted * SAMPLE_RATE:
                parts += [decoded(words.MEDIA / paths.pop(0), SECONDS[1]), _silence(0.3)]
            samples = np.concatenate(parts)
            if len(samples) >= SECONDS[0] * SAMPLE_RATE:
                talks[language].append(Talk(name, language, samples))
    return {
        language: sorted(found, key=lambda talk: hashlib.sha1(talk.name.encode()).digest())[:5]
        for language, found in talks.items()
    }


def _pairs(talks: dict[str, list[Talk]], count: int) -> list[tuple[Talk, Talk]]:
    """Pairs of talks in two languages, in an order that their names' hash makes."""
    every = itertools.permutations(itertools.chain.from_iterable(talks.values()), 2)
    pairs = [(a, b) for a, b in every if a.language != b.language]
    pairs.sort(key=lambda pair: hashlib.sha1("+".join(t.name for t in pair).encode()).digest())
    taken: Counter[tuple[str, str]] = Counter()
    chosen: list[tuple[Talk, Talk]] = []
    for pair in pairs:
        key = (pair[0].language, pair[1].language)
        if not taken[key]:
            taken[key] += 1
            chosen.append(pair)
    return chosen[:count]


def _joined(first: Talk, second: Talk) -> tuple[tuple[Span, Span], Audio]:
    """Both talks with a pause between them, and when each is heard."""
    pause = _chance(first.name + second.name).uniform(*PAUSE)
    samples = np.concatenate([first.samples, _silence(pause), second.samples])
    begins = first.seconds + pause
    middle = first.seconds + pause / 2
    return (Span(0.0, middle), Span(middle, begins + second.seconds)), Audio(samples)


def _within(said: Transcript, span: Span) -> tuple[str, str | None]:
    """The words of a stretch and the language that most of them are in."""
    inside = [w for w in said.words if span.start <= (w.start + w.end) / 2 < span.end]
    languages: Counter[str] = Counter()
    for passage in said.passages:
        if passage.language:
            languages[passage.language] += round(1000 * passage.span.overlap(span))
    best = languages.most_common(1)
    return " ".join(word.text for word in inside), best[0][0] if best and best[0][1] else None


def _silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


def _chance(name: str) -> random.Random:
    return random.Random(hashlib.sha1(name.encode()).hexdigest())


if __name__ == "__main__":
    main()

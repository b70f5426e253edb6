"""Fits the coefficients of ``analyzer/signals/music/model.json`` to the real media.

    python scripts/bench/fit_music.py MEDIA [--games FOLDER] [--write]

Every file is heard as it is and in variants: through a telephone's band, music under speech, and
short. Five folds, in which all variants of a file (and all cuts of one ESC-10 recording) stay
together, tell how well the fit does on files that it has not seen; so does what ``game_sounds.py``
has laid into ``FOLDER``, on none of which is fitted. ``--write`` writes the data,
with those figures.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.media.sound import SAMPLE_RATE, Audio  # noqa: E402
from analyzer.signals.music import model as music_model  # noqa: E402
from analyzer.signals.music.features import FEATURES, WINDOW  # noqa: E402
from analyzer.signals.music.measure import ONSET_THRESHOLD  # noqa: E402
from analyzer.signals.sound_events import detect  # noqa: E402
from scripts.bench import game_sounds  # noqa: E402
from scripts.bench.audio_files import decoded  # noqa: E402

Example = tuple[str, bool, np.ndarray]
Scores = dict[str, list[float]]

REGULARISATION = 0.0003
FOLDS = 5


def telephone(samples: np.ndarray) -> np.ndarray:
    """``samples`` with everything outside 300 to 3400 Hz removed."""
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)
    spectrum[(hertz < 300) | (hertz > 3400)] = 0
    return np.asarray(np.fft.irfft(spectrum, len(samples)), np.float32)


def over(voice: np.ndarray, bed: np.ndarray, decibels: float) -> np.ndarray:
    """``voice`` over ``bed``, which is that many decibels quieter."""
    bed = np.resize(bed, len(voice))
    loudness = np.sqrt((voice**2).mean() / max(float((bed**2).mean()), 1e-12))
    return np.asarray(voice + bed * loudness * 10 ** (-decibels / 20), np.float32)


def paths_of(media: Path) -> list[Path]:
    """The files of one kind each."""
    rows = csv.DictReader((media / "manifest.csv").open(encoding="utf-8"))
    kinds = ((row["path"].split("/")[0], row) for row in rows)
    return [
        media / row["path"]
        for kind, row in kinds
        if kind in ("music", "speech") or (kind == "noise" and row["kind"] != "mixed")
    ]


def heard(path: Path, media: Path, voices: Sequence[Path]) -> list[Example]:
    """Path, whether it is music, and feature rows, of a file and its variants.

    ``voices`` are what may be laid over it.
    """
    name = path.relative_to(media).as_posix()
    samples = decoded(path, seconds=60)
    is_music = name.startswith("music")
    chance = game_sounds.chance_of(name)
    variants = [samples, telephone(samples)]
    if not name.startswith("speech") and "/mix_" not in name and len(samples) > SAMPLE_RATE:
        for decibels in (3, 6, 12, 18):
            voice = decoded(voices[int(chance.integers(len(voices)))], seconds=10)
            begin = int(chance.integers(0, max(1, len(samples) - len(voice))))
            variants.append(over(voice, samples[begin:], decibels))
    if is_music and len(samples) > 6 * SAMPLE_RATE:
        begin = int(chance.integers(0, len(samples) - 3 * SAMPLE_RATE))
        variants.append(samples[begin : begin + 2 * SAMPLE_RATE])
    return [(name, is_music, rows_of(variant)) for variant in variants]


def rows_of(samples: np.ndarray) -> np.ndarray:
    """The feature rows of a sound."""
    sound = np.ascontiguousarray(samples, np.float32)
    return music_model.feature_matrix(sound, detect(Audio(sound)))


def fold_of(path: str) -> int:
    """The fold of a file; ESC-10 names end in the recording's number and the cut's letter."""
    name = Path(path).name.partition("__")[2]
    recording = name.split("-")[1] if "esc10" in path else path
    return hashlib.md5(recording.encode()).digest()[0] % FOLDS


def fit(data: list[Example]) -> dict[str, Any]:
    """Logistic regression on features and products; every file weighs the same, sides balance."""
    from sklearn.linear_model import LogisticRegression

    rows = np.vstack([matrix for *_, matrix in data]).astype(np.float64)
    truth = np.concatenate([np.full(len(matrix), music) for _, music, matrix in data])
    variants = Counter(path for path, *_ in data)
    weight = np.concatenate(
        [np.full(len(matrix), 1 / len(matrix) / variants[path]) for path, _, matrix in data]
    )
    weight[truth] *= weight[~truth].sum() / weight[truth].sum()
    weight *= len(weight) / weight.sum()
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    terms = music_model.with_products(rows, mean, spread)
    model = LogisticRegression(C=REGULARISATION, max_iter=3000).fit(terms, truth, weight)
    return {
        "mean": mean.round(5).tolist(),
        "spread": spread.round(5).tolist(),
        "weight": model.coef_[0].round(5).tolist(),
        "bias": round(float(model.intercept_[0]), 5),
    }


def peak(fitted: dict[str, Any], matrix: np.ndarray) -> float:
    """The highest probability of any second, as ``measure_music`` sees it."""
    likely = music_model.probability(matrix, fitted)
    seconds = (len(matrix) - 1) * music_model.HOP + WINDOW
    return float(music_model.by_second(likely, seconds - 0.5).max())


def cross_validated(data: list[Example]) -> dict[str, float]:
    """Recall on music, and false alarms on noise and speech, of files that were not fitted on."""
    scores: Scores = {"music": [], "noise": [], "speech": []}
    for fold in range(FOLDS):
        fitted = fit([example for example in data if fold_of(example[0]) != fold])
        plain = {path: matrix for path, _, matrix in reversed(data) if fold_of(path) == fold}
        for path, matrix in plain.items():
            scores[path.split("/")[0]].append(peak(fitted, matrix))
    return told(scores)


def unseen(fitted: dict[str, Any], games: Path) -> dict[str, float]:
    """The same of games' music, effects and voices, which were never fitted on."""
    scores: Scores = {}
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        sounds = game_sounds.sounds(games)
        for kind, rows in workers.map(game_rows, sounds, chunksize=8):
            scores.setdefault(kind, []).append(peak(fitted, rows))
    return told(scores) | {f"{kind} files": len(found) for kind, found in scores.items()}


def game_rows(sound: game_sounds.Sound) -> tuple[str, np.ndarray]:
    """The kind and the feature rows of one sound of a game."""
    return sound.kind, rows_of(sound.samples())


def told(scores: Scores) -> dict[str, float]:
    """The shares that are called music, printed at several thresholds."""
    for level in np.arange(0.5, 0.9, 0.05):
        shares = {kind: np.mean(np.array(found) > level) for kind, found in scores.items()}
        print(f"above {level:.2f}:", {k: round(float(v), 3) for k, v in shares.items()})
    return {
        kind: round(float(np.mean(np.array(found) > ONSET_THRESHOLD)), 3)
        for kind, found in scores.items()
    }


def main() -> None:
    """Cross-validate, fit, and write the coefficients."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("media", type=Path)
    parser.add_argument("--games", type=Path, help="what game_sounds.py has laid out")
    parser.add_argument("--write", action="store_true", help="write model.json")
    options = parser.parse_args()
    media = options.media
    paths = paths_of(media)
    names = {path: path.relative_to(media).as_posix() for path in paths}
    voices: list[list[Path]] = [[] for _ in range(FOLDS)]
    for path in (path for path in paths if names[path].startswith("speech")):
        voices[fold_of(names[path])].append(path)
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        beside = (voices[fold_of(name)] for name in names.values())
        found = workers.map(heard, paths, repeat(media), beside, chunksize=4)
        data = [example for examples in found for example in examples]
    fitted = fit(data)
    note = {
        "method": f"logistic regression, features and their products, C={REGULARISATION}",
        "files": len(paths),
        "called_music_in_5_folds": cross_validated(data),
        "called_music_in_unseen_games": unseen(fitted, options.games) if options.games else None,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "features": FEATURES,
    }
    print(note)
    if options.write:
        text = json.dumps(note | fitted) + "\n"
        (ROOT / "analyzer/signals/music/model.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()

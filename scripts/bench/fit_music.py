"""Fits the coefficients of ``analyzer/signals/music/model.json`` to the real media.

    python scripts/bench/fit_music.py MEDIA [--write]

Every file is heard as it is and in variants: quieter, through a telephone's band, and music under
speech. Five folds, in which all variants of a file (and all cuts of one ESC-10 recording) stay
together, tell how well the fit does on files that it has not seen; ``--write`` then fits on all
files and writes the data with those figures.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import hashlib
import json
import sys
from collections import Counter
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
from scripts.bench.audio_files import decoded  # noqa: E402

Example = tuple[str, bool, np.ndarray]

SEED = 20261124
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


def examples(media: Path) -> list[Example]:
    """Path, whether it is music, and feature rows, for every file and its variants."""
    rows = list(csv.DictReader((media / "manifest.csv").open(encoding="utf-8")))
    rows = [row for row in rows if row["path"].split("/")[0] in ("music", "noise", "speech")]
    rows = [row for row in rows if not (row["path"].startswith("noise") and row["kind"] == "mixed")]
    sounds = {row["path"]: decoded(media / row["path"], seconds=60) for row in rows}
    chance = np.random.default_rng(SEED)
    voices = [[p for p in sounds if p.startswith("speech") and fold_of(p) == fold]
              for fold in range(FOLDS)]  # fmt: skip
    found = []
    for path, samples in sounds.items():
        is_music = path.startswith("music")
        variants = [samples, samples * 10 ** (-chance.uniform(10, 30) / 20), telephone(samples)]
        if not path.startswith("speech") and "/mix_" not in path and len(samples) > SAMPLE_RATE:
            for decibels in (3, 6, 12, 18):
                voice = sounds[chance.choice(voices[fold_of(path)])][: 10 * SAMPLE_RATE]
                begin = int(chance.integers(0, max(1, len(samples) - len(voice))))
                variants.append(over(voice, samples[begin:], decibels))
        if is_music and len(samples) > 6 * SAMPLE_RATE:
            begin = int(chance.integers(0, len(samples) - 3 * SAMPLE_RATE))
            variants.append(samples[begin : begin + 2 * SAMPLE_RATE])
        for variant in variants:
            sound = np.ascontiguousarray(variant, np.float32)
            found.append((path, is_music, music_model.feature_matrix(sound, detect(Audio(sound)))))
    return found


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
    scores: dict[str, list[float]] = {"music": [], "noise": [], "speech": []}
    for fold in range(FOLDS):
        fitted = fit([example for example in data if fold_of(example[0]) != fold])
        plain = {path: matrix for path, _, matrix in reversed(data) if fold_of(path) == fold}
        for path, matrix in plain.items():
            scores[path.split("/")[0]].append(peak(fitted, matrix))
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
    parser.add_argument("--write", action="store_true", help="write model.json")
    options = parser.parse_args()
    data = examples(options.media)
    note = {
        "method": f"logistic regression, features and their products, C={REGULARISATION}",
        "files": len({path for path, *_ in data}),
        "called_music_in_5_folds": cross_validated(data),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "features": FEATURES,
    }
    print(note)
    if options.write:
        text = json.dumps(note | fit(data)) + "\n"
        (ROOT / "analyzer/signals/music/model.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()

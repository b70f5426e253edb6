"""Faces followed from look to look within a shot, and which of them the shot is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ...model import Span
from .geometry import Rect
from .looks import PATCH, STEP, Face, Look

SURE = 0.85
"""YuNet's score from which one look is enough for a face, as for the report's."""

LONGEST_GAP = 1.0
"""Seconds for which a face may be lost and still be the same, where it is; chosen by hand."""

REACH = 0.7
"""Face sizes by which a face may move between two looks, and as many each second; by hand."""

COMPARABLE = 0.4
"""Share of the largest face's area from which another one beside it counts as much; by hand."""

LEAST_LEADING = 0.1
"""Share of the looks with a face in which the largest one has to be the same to count; by hand."""

NOTICED = 1.0
"""Seconds for which a face has to be the largest to be noticed in a long shot; by hand."""

LOUDER = 1.6
"""How many times more than every other's a speaker's mouth has to move; chosen by hand."""


@dataclass
class Track:
    """One face: its index of a look, and what was seen there."""

    faces: dict[int, Face] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The look in which it was seen last."""
        return max(self.faces)

    @property
    def area(self) -> float:
        """Its median area in pixels."""
        return float(np.median([face.rect.area for face in self.faces.values()]))

    def filled(self, times: Sequence[float]) -> dict[int, Rect]:
        """Where it is at each look from its first to its last, in between where it was lost.

        The detector's box wavers: the median of three looks is taken.
        """
        seen = sorted(self.faces)
        sides = np.array([self.faces[i].rect for i in seen])
        padded = np.pad(sides, ((1, 1), (0, 0)), mode="edge")
        known = np.median([padded[:-2], sides, padded[2:]], axis=0)
        inside = range(seen[0], seen[-1] + 1)
        at, knots = [times[i] for i in inside], [times[i] for i in seen]
        rects = np.stack([np.interp(at, knots, side) for side in known.T], axis=1)
        return {i: Rect(*rect) for i, rect in zip(inside, rects.tolist(), strict=True)}

    def mouth(self, spans: Sequence[Span], times: Sequence[float]) -> float:
        """How much its mouth moves beyond its eyes from look to look, while somebody speaks."""
        half, third = PATCH // 2, PATCH // 3
        moved = []
        for i, face in self.faces.items():
            before = self.faces.get(i - 1)
            if before is None or (spans and not any(s.start <= times[i] <= s.end for s in spans)):
                continue
            change = np.abs(face.patch.astype(float) - before.patch)
            middle = change[:, PATCH // 5 : -PATCH // 5]
            moved.append(middle[-third:].mean() - middle[:half].mean())
        return max(0.1, float(np.mean(moved))) if moved else 0.1


def follow(looks: Sequence[Look]) -> list[Track]:
    """The faces that are certain: seen surely, or in two looks and more."""
    tracks: list[Track] = []
    for i, look in enumerate(looks):
        free = [t for t in tracks if look.time - looks[t.last].time <= LONGEST_GAP]
        for face in look.faces:
            near = [(_away(t.faces[t.last], face), n) for n, t in enumerate(free)]
            best = min(near, default=(np.inf, -1))
            pause = look.time - looks[free[best[1]].last].time if near else 0.0
            if best[0] <= REACH * (1 + pause):
                free.pop(best[1]).faces[i] = face
            else:
                tracks.append(Track({i: face}))
    return [t for t in tracks if len(t.faces) > 1 or _is_sure(t, looks)]


def _is_sure(track: Track, looks: Sequence[Look]) -> bool:
    return len(looks) < 3 or max(face.score for face in track.faces.values()) >= SURE


def _away(some: Face, other: Face) -> float:
    """How far two faces are from each other, in sizes of the larger."""
    (x, y), (u, v) = some.rect.centre, other.rect.centre
    size = max(some.rect.width, other.rect.width, some.rect.height, other.rect.height)
    return float(np.hypot(x - u, y - v)) / size


def main_faces(tracks: Sequence[Track], share: float = LEAST_LEADING) -> list[Track]:
    """The faces that a shot is about, first the one that is the largest most often.

    These are those that are the largest in such a share of the looks with a face, and those beside
    them that are comparable.
    """
    leads = [0] * len(tracks)
    by_look: dict[int, list[tuple[float, int]]] = {}
    for n, track in enumerate(tracks):
        for i, face in track.faces.items():
            by_look.setdefault(i, []).append((face.rect.area, n))
    for faces in by_look.values():
        leads[max(faces)[1]] += 1
    leading = {n for n, count in enumerate(leads) if count >= share * len(by_look)}
    beside = {
        n
        for n, track in enumerate(tracks)
        if any(
            set(track.faces) & set(tracks[m].faces)
            and track.area >= COMPARABLE * tracks[m].area
            and len(track.faces) >= share * len(by_look)
            for m in leading
        )
    }
    return [tracks[n] for n in sorted(leading | beside, key=lambda n: -leads[n])]


def noticed_faces(tracks: Sequence[Track]) -> list[Track]:
    """The main faces, and those that are noticed in a shot too long for them to be main ones."""
    count = len({i for track in tracks for i in track.faces})
    return main_faces(tracks, min(LEAST_LEADING, NOTICED / STEP / max(1, count)))


def speaker(tracks: Sequence[Track], spans: Sequence[Span], times: Sequence[float]) -> Track | None:
    """The one of several faces that speaks; None where that is not evident, or nobody does."""
    if not spans:
        return None
    ranked = sorted(((t.mouth(spans, times), n) for n, t in enumerate(tracks)), reverse=True)
    (most, first), (second, _) = ranked[:2]
    return tracks[first] if most >= 1.0 and most >= LOUDER * second else None

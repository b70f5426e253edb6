"""The draft as its page plays it: where it lies, and what is laid over the moving picture."""

from __future__ import annotations

import ntpath
import os
import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ...model import Box, Probe, Report
from . import masks

MOST_SIGHTINGS = 1_500
"""Frames with faces whose boxes a page holds: some 60 kB; chosen by hand."""


@dataclass(frozen=True, slots=True)
class Film:
    """A draft that can be played."""

    video: str | None
    """Its address from the page; null where it does not lie beside it, so that it is chosen."""
    data: dict[str, Any]
    """What the script needs: the frame rate, and boxes on a phone's screen by their times."""


def build(report: Report, folder: Path | None) -> Film | None:
    """The draft for a page in ``folder``; null where there is nothing to play."""
    probe, signals = report.probe, report.signals
    if probe is None or signals is None or probe.duration <= 0:
        return None
    faces = signals.faces.sightings if signals.faces else ()
    step = len(faces) // MOST_SIGHTINGS + 1
    return Film(
        beside(report.path, folder),
        {
            "fps": probe.fps or 30.0,
            "faces": [
                [round(one.time, 3), [_placed(box, probe) for box in one.boxes]]
                for one in faces[::step]
            ],
            "texts": [
                [round(line.span.start, 2), round(line.span.end, 2), _placed(line.box, probe)]
                for line in signals.overlay_text or ()
            ],
        },
    )


def beside(path: str, folder: Path | None) -> str | None:
    """The address of a file from a page in ``folder``; null where it lies farther than beside that.

    A page that is passed on tells nothing of where its files lay otherwise, and plays them
    wherever all of it is copied.
    """
    if folder is None:
        return None
    try:
        way = os.path.relpath(path, folder)
    except ValueError:  # another drive of Windows
        return None
    way = way.replace(ntpath.sep, posixpath.sep) if os.name == "nt" else way
    return None if way.startswith("../../") else quote(way)


def _placed(box: Box, probe: Probe) -> list[int]:
    place = masks.placed(box, probe)
    return [place.x, place.y, place.width, place.height]

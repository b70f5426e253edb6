"""The markers for editing programs that lie beside the drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from ..model import Report
from . import console
from .files import Beside
from .sink import Sink


class MarkerSink(Sink):
    """Markers (``NAME.markers.edl``) in each format ``beside`` each draft that could be analyzed.

    ``drafts`` are the run's own, by their paths as reports write them.
    """

    name = "--markers"

    def __init__(self, formats: Sequence[str], drafts: Mapping[str, Path], beside: Beside) -> None:
        self._formats = formats
        self._drafts = drafts
        self._beside = beside

    def add(self, report: Report) -> None:
        """Write its markers."""
        from ..reports import markers

        if report.probe is None:
            return
        media = self._drafts[report.path].absolute().as_uri()
        language = console.language().code
        for form in self._formats:
            how = {"media": media, "language": language}
            make = partial(markers.render, report, form, **how)
            self._beside.put(report.path, f".markers.{form}", make)

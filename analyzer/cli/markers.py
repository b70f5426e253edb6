"""The markers for editing programs that lie beside the drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..model import Report
from ..paths import display_path
from . import console
from .files import Beside, write_whole
from .sink import Sink


class MarkerSink(Sink):
    """Markers (``NAME.markers.edl``) in each format beside each draft that could be analyzed.

    A file that is there is left as it is, and that is said, unless it may be written ``over`` or
    this run wrote it. ``drafts`` are the run's own, by their paths as reports write them.
    """

    name = "--markers"

    def __init__(self, formats: Sequence[str], drafts: Mapping[str, Path], *, over: bool) -> None:
        self._formats = formats
        self._drafts = drafts
        self._beside = Beside(drafts)
        self._over = over
        self._own: set[Path] = set()

    def add(self, report: Report) -> None:
        """Write its markers."""
        from ..reports import markers

        media = self._drafts[report.path].absolute().as_uri()
        language = console.language().code
        for form in self._formats:
            text = markers.render(report, form, media=media, language=language)
            if text is None:
                return
            target = self._beside(report.path, f".markers.{form}")
            if write_whole(target, [text], over=self._over or target in self._own):
                self._own.add(target)
            else:
                console.say(
                    "{path} is there already and was left as it is; --force writes it anew",
                    path=display_path(target),
                )

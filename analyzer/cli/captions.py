"""The captions that lie beside the drafts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from ..model import Report, Transcript
from . import console
from .files import Beside
from .sink import Sink


class CaptionSink(Sink):
    """Captions (``.srt``, ``.vtt``) ``beside`` each draft that says something.

    Words that are ``doubtful`` are left out unless they are asked for.
    """

    def __init__(self, suffixes: Sequence[str], beside: Beside, *, doubtful: bool = False) -> None:
        self.name = " ".join(f"--{suffix[1:]}" for suffix in suffixes)
        self._suffixes = suffixes
        self._beside = beside
        self._doubtful = doubtful

    def revise(self, report: Report) -> None:
        """Its captions are as they were."""

    def add(self, report: Report) -> None:
        """Write its captions."""
        from ..reports import subtitles

        transcript = report.signals.transcript if report.signals else None
        if report.probe is None:
            return
        if transcript is None or not self._shown(transcript):
            console.say("{path}: no words were heard, so it gets no captions", path=report.path)
            return
        how: Any = {"duration": report.probe.duration, "doubtful": self._doubtful}
        render = {".srt": subtitles.srt, ".vtt": subtitles.vtt}
        for suffix in self._suffixes:
            self._beside.put(report.path, suffix, partial(render[suffix], transcript, **how))

    def _shown(self, transcript: Transcript) -> bool:
        return bool(transcript.words if self._doubtful else transcript.sure_words)

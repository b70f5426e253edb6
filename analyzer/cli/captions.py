"""The captions that lie beside the drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..model import Report, Transcript
from ..paths import display_path
from . import console
from .files import Beside, write_whole
from .sink import Sink


class CaptionSink(Sink):
    """Captions (``.srt``, ``.vtt``) beside each draft that says something.

    A file that is there is left as it is, and that is said, unless it may be written ``over``.
    Words that are ``doubtful`` are left out unless they are asked for.
    ``drafts`` are the run's own, by their paths as reports write them; a watch adds to them.
    """

    def __init__(
        self,
        suffixes: Sequence[str],
        drafts: Mapping[str, Path],
        *,
        over: bool,
        doubtful: bool = False,
    ) -> None:
        self.name = " ".join(f"--{suffix[1:]}" for suffix in suffixes)
        self._suffixes = suffixes
        self._beside = Beside(drafts)
        self._over = over
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
        render = {".srt": subtitles.srt, ".vtt": subtitles.vtt}
        for suffix in self._suffixes:
            target = self._beside(report.path, suffix)
            text = render[suffix](
                transcript, duration=report.probe.duration, doubtful=self._doubtful
            )
            if not write_whole(target, [text], over=self._over):
                console.say(
                    "{path} is there already and was left as it is; --force writes it anew",
                    path=display_path(target),
                )

    def _shown(self, transcript: Transcript) -> bool:
        return bool(transcript.words if self._doubtful else transcript.sure_words)

"""What a report may say on a page: what the draft is called, and not where anything lies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from ..model import Failure, Fix, Judgement, Outcome, Report, Signals, Wording
from ..paths import display_path


def renamed(report: Report, path: Path, name: str) -> Report:
    """The report with ``name`` wherever it names ``path``, and ``~`` for the user's home.

    Only what the program says is changed, and where the draft lies: what is said and shown in it
    stays as it is.
    """
    hide = _Hiding(path, name)
    return replace(
        report,
        path=hide.text(report.path),
        error=report.error and hide.failure(report.error),
        signals=report.signals and hide.signals(report.signals),
        judgements=tuple(map(hide.judgement, report.judgements)),
    )


def renamed_fix(fix: Fix, paths: Mapping[Path, str]) -> Fix:
    """What was mended, with its name wherever it names one of ``paths``."""
    for path, name in paths.items():
        hide = _Hiding(path, name)
        refusal = fix.refusal and hide.wording(fix.refusal)
        fix = replace(fix, path=fix.path and hide.text(fix.path), refusal=refusal)
    return fix


class _Hiding:
    """Puts a name for a path, in all the ways in which it may be spelled."""

    def __init__(self, path: Path, name: str) -> None:
        self._instead = {
            display_path(path): name,
            display_path(path.resolve()): name,
            path.name: name,
            display_path(path.parent): "",
            display_path(Path.home()): "~",
        }

    def text(self, said: str) -> str:
        for place, instead in self._instead.items():
            if len(place) > 1:
                said = said.replace(place, instead)
        return said

    def wording(self, wording: Wording) -> Wording:
        values = {
            key: self.text(value) if isinstance(value, str) else value
            for key, value in wording.values.items()
        }
        return replace(wording, values=values)

    def failure(self, failure: Failure) -> Failure:
        wording = failure.wording and self.wording(failure.wording)
        return replace(failure, message=self.text(failure.message), wording=wording)

    def judgement(self, judgement: Judgement) -> Judgement:
        return replace(judgement, outcomes=tuple(map(self.outcome, judgement.outcomes)))

    def outcome(self, outcome: Outcome) -> Outcome:
        wording = outcome.wording and self.wording(outcome.wording)
        return replace(outcome, note=self.text(outcome.note), wording=wording)

    def signals(self, signals: Signals) -> Signals:
        transcript = signals.transcript
        return replace(
            signals,
            transcript=transcript and replace(transcript, model=self.text(transcript.model)),
            unmeasured={key: self.text(why) for key, why in signals.unmeasured.items()},
            reasons={key: self.wording(why) for key, why in signals.reasons.items()},
        )

"""A draft while it is planned for: what was found in it, and what has been decided."""

from __future__ import annotations

from collections.abc import Iterable

from ...model import (
    Cut,
    Edit,
    EditKind,
    FileEdit,
    Finding,
    FrameEdit,
    Left,
    Plan,
    Probe,
    Report,
    Signals,
    SoundEdit,
    Wording,
)
from ...platforms.profile import Profile
from ..standing import findings


class Draft:
    """What was found in a draft by code, and the plan so far."""

    def __init__(self, report: Report, profile: Profile) -> None:
        if report.probe is None or report.signals is None:
            raise ValueError("a draft without measurements has nothing to plan by")
        self.probe: Probe = report.probe
        self.signals: Signals = report.signals
        self.profile = profile
        self.found: dict[str, Finding] = {f.code: f for f in reversed(findings(report))}
        self.frame: FrameEdit | None = None
        self.sound: SoundEdit | None = None
        self.cut: Cut | None = None
        self.file: FileEdit | None = None
        self._edits: list[Edit] = []
        self._left: list[Left] = []

    def among(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Which of the codes were found, and nothing was decided of yet."""
        decided = {code for edit in self._edits for code in edit.codes}
        decided |= {left.code for left in self._left}
        return tuple(code for code in codes if code in self.found and code not in decided)

    def mend(self, kind: EditKind, codes: Iterable[str], what: str, **values: float | str) -> None:
        """Enter an edit that mends ``codes``; ``what`` is a template."""
        wording = Wording(what, values=values)
        self._edits.append(Edit(kind, tuple(codes), wording.text, wording))

    def leave(self, codes: Iterable[str], why: str, **values: float | str) -> None:
        """Enter why ``codes`` are left; ``why`` is a template."""
        wording = Wording(why, values=values)
        self._left += [Left(code, wording.text, wording) for code in codes]

    def plan(self) -> Plan:
        """What has been decided."""
        return Plan(
            edits=tuple(self._edits),
            left=tuple(self._left),
            frame=self.frame,
            sound=self.sound,
            cut=self.cut,
            file=self.file,
        )

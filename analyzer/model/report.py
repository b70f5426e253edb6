"""What is reported: one draft's whole story, and the document that holds many."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from .base import Record, Wording
from .comparison import CutComparison
from .findings import Finding, Outcome, Score, Severity, Verdict, worst_first
from .fix import Fix
from .hook import Hook, Strength
from .probe import Probe
from .signals import Signals

SCHEMA_VERSION = 2


class Status(StrEnum):
    """Whether the draft could be analyzed at all."""

    OK = "ok"
    ERROR = "error"


class Failure(Record):
    """Why a draft could not be analyzed."""

    kind: str
    message: str
    """In English."""
    wording: Wording | None = None
    """The same as a template and its values."""


class Timing(Record):
    """Wall-clock seconds that the analysis took."""

    total: float
    stages: dict[str, float]


class Judgement(Record):
    """What is to be thought of a draft for one platform."""

    platform: str
    placement: str
    """As an ordinary post (``organic``) or as an ad (``ads``)."""
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    score: Score


class Report(Record):
    """One draft's whole story."""

    path: str
    """Where the draft lies; no two paths are written alike, and on Linux and macOS each ``\\xHH``
    stands for one byte that is no UTF-8 (``\\x5c``: for a backslash that would read as such)."""
    status: Status
    error: Failure | None = None
    probe: Probe | None = None
    signals: Signals | None = None
    judgements: tuple[Judgement, ...] = ()
    """One for each platform that was asked for, in that order; none of a draft that failed."""
    timing: Timing | None = None
    content: str | None = None
    """BLAKE2b of the file's bytes, 32 hexadecimal digits: the draft's identity wherever it lies."""
    fix: Fix | None = None
    """What is mended without the editor, and what came of it."""

    @property
    def worst(self) -> Judgement | None:
        """The judgement by which the draft counts in a folder; null where there is none."""
        return min(self.judgements, key=lambda one: worst_first(one.score), default=None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found for the platform where the draft does worst; see ``judgements``."""
        return self.worst.findings if self.worst else ()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """How the checks ended for the platform where the draft does worst."""
        return self.worst.outcomes if self.worst else ()

    @property
    def score(self) -> Score | None:
        """The score for the platform where the draft does worst."""
        return self.worst.score if self.worst else None


class Gist(NamedTuple):
    """What is remembered of each draft of a folder, however many there are."""

    path: str
    verdict: Verdict | None
    """None where the draft could not be analyzed."""
    score: Score | None
    hook: Strength | None
    main: str
    """What to fix first, or why the draft could not be analyzed; empty where all is well."""
    findings: dict[str, tuple[Severity, str, float]]
    """The severity, the remedy and the cost of the first finding of each code, without the notes
    that cost nothing."""
    cause: Finding | Failure | None
    """What ``main`` is the message of."""
    opening: Hook | None
    """What a weak hook is made of, where that is what to fix first."""
    left: Verdict | None = None
    """The verdict on the mended file where there is one, else that on the draft."""

    @classmethod
    def of(cls, report: Report) -> Gist:
        """Return what to remember of ``report``."""
        hook = report.signals.hook if report.signals else None
        judged = sorted(report.judgements, key=lambda one: worst_first(one.score))
        found = (finding for one in judged for finding in one.findings)
        costly = [finding for finding in found if finding.severity is not Severity.INFO]
        return cls(
            report.path,
            report.score.verdict if report.score else None,
            report.score,
            hook.strength if hook else None,
            report.error.message if report.error else costly[0].message if costly else "",
            {f.code: (f.severity, f.advice or f.remedy, f.cost) for f in reversed(costly)},
            report.error or next(iter(costly), None),
            hook
            if costly and costly[0].wording and "evidence" in costly[0].wording.values
            else None,
            cls._left(report),
        )

    @staticmethod
    def _left(report: Report) -> Verdict | None:
        fix = report.fix
        score = fix.after.score if fix and fix.path and fix.after else report.score
        return score.verdict if score else None


class Tool(Record):
    """The program that wrote a document."""

    name: str
    version: str


class Document(Record):
    """What ``--json`` writes."""

    tool: Tool
    videos: tuple[Report, ...]
    schema: int = SCHEMA_VERSION
    comparison: CutComparison | None = None
    """What ``--compare`` says of the two; left out otherwise."""


class StillUse(StrEnum):
    """What a page shows a still for."""

    HOOK = "hook"
    STRIP = "strip"
    COVER = "cover"
    THUMBNAIL = "thumbnail"


class Still(Record):
    """One frame of the draft, kept small for reports."""

    use: StillUse
    time: float
    width: int
    height: int
    data: bytes
    """The picture, encoded as WebP."""

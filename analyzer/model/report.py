"""What is reported: one draft's whole story, and the document that holds many."""

from __future__ import annotations

from enum import StrEnum

from analyzer.model.base import Record
from analyzer.model.file import Probe
from analyzer.model.judged import Finding, Outcome, Score
from analyzer.model.signals import Signals

SCHEMA_VERSION = 1


class Status(StrEnum):
    """Whether the draft could be analyzed at all."""

    OK = "ok"
    ERROR = "error"


class Failure(Record):
    """Why a draft could not be analyzed."""

    kind: str
    message: str


class Timing(Record):
    """Wall-clock seconds that the analysis took."""

    total: float
    stages: dict[str, float]


class Report(Record):
    """One draft's whole story."""

    path: str
    status: Status
    platform: str
    error: Failure | None = None
    probe: Probe | None = None
    signals: Signals | None = None
    findings: tuple[Finding, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    score: Score | None = None
    timing: Timing | None = None
    content: str | None = None
    """BLAKE2b of the file's bytes, 32 hexadecimal digits: the draft's identity wherever it lies."""


class Tool(Record):
    """The program that wrote a document."""

    name: str
    version: str


class Document(Record):
    """What ``--json`` writes."""

    tool: Tool
    videos: tuple[Report, ...]
    schema: int = SCHEMA_VERSION


class Still(Record):
    """One frame of the draft, kept small for reports."""

    time: float
    width: int
    height: int
    data: bytes
    """The picture, encoded as WebP."""

"""Everything that can go wrong, as one tree.

    AnalyzerError               the root: catch this to catch them all
    ├── InputError              the draft: missing, empty, no video, truncated, unsupported
    ├── DependencyError         this machine: ffmpeg or weights missing; says what to do
    ├── TimeLimitError          the draft took longer than it was given
    └── UsageError              the command line: an option or a path that makes no sense

A message says what happened, why, and what to do about it. Only ``cli.py`` turns these into
exit codes; ``kind`` is the word that reports use for each.
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What a run ends with."""

    FINE = 0
    FOUND = 1
    """A draft has findings at ``--fail-on`` or worse."""
    FAILED = 2
    """A draft could not be analyzed, or the command makes no sense."""
    INTERRUPTED = 130


class AnalyzerError(Exception):
    """Anything that stops a draft from being analyzed."""

    kind: ClassVar[str] = "internal"


class InputError(AnalyzerError):
    """The draft cannot be analyzed as it is."""

    kind = "input"


class DependencyError(AnalyzerError):
    """Something that the analysis stands on is missing from this machine."""

    kind = "dependency"


class TimeLimitError(AnalyzerError):
    """The analysis of one draft ran past its time limit."""

    kind = "time-limit"


class UsageError(AnalyzerError):
    """The command line asks for something that cannot be done."""

    kind = "usage"

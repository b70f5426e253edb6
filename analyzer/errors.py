"""Everything that can go wrong, as one tree.

    AnalyzerError               the root: catch this to catch them all
    ├── InputError              the draft: missing, empty, no video, truncated, unsupported
    ├── DependencyError         this machine: ffmpeg or weights missing; says what to do
    ├── TimeLimitError          the draft took longer than it was given
    ├── ClusterError            the machines: the scheduler cannot be reached, or has gone
    ├── CrashError              the process that analyzed the draft died
    ├── MendError               the draft cannot be mended, or no file of it be kept
    └── UsageError              the command line: an option or a path that makes no sense

A message says what happened, why, and what to do about it. It is kept as a template and its
values, so that a report can say it in another language. Only ``cli.py`` turns these into exit
codes; ``kind`` is the word that reports use for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from pathlib import Path
from typing import ClassVar

from .paths import display_path

OWN_WORDS = "_words"
"""How the name of a value ends that is words of ours: a template, and never data of a draft's."""


def filled(template: str, values: Mapping[str, float | str]) -> str:
    """The English of ``template`` with ``values`` put in, first into those that are templates."""
    if not values:
        return template
    words = {k: str(v).format(**values) for k, v in values.items() if k.endswith(OWN_WORDS)}
    return template.format(**{**values, **words})


class ExitCode(IntEnum):
    """What a run ends with."""

    FINE = 0
    FOUND = 1
    """A draft has findings at ``--fail-on`` or worse."""
    FAILED = 2
    """A draft could not be analyzed, or the command makes no sense."""
    INTERRUPTED = 130


class AnalyzerError(Exception):
    """Anything that stops a draft from being analyzed.

    ``template`` is the message in English for ``str.format``, ``values`` what is put into it;
    without values the template is the message as it stands. A path among them is kept as
    ``display_path`` writes it.
    """

    kind: ClassVar[str] = "internal"

    def __init__(self, template: str, /, **values: float | str | Path) -> None:
        super().__init__(template)
        self.template = template
        self.values = {name: _plain(value) for name, value in values.items()}

    def __str__(self) -> str:
        return filled(self.template, self.values)

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the values on the way from one process to another."""
        return _rebuilt, (type(self), self.template, self.values)


def _plain(value: float | str | Path) -> float | str:
    """The value as every report can hold it: lone surrogates are escaped."""
    if isinstance(value, Path):
        return display_path(value)
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _rebuilt(
    kind: type[AnalyzerError], template: str, values: dict[str, float | str]
) -> AnalyzerError:
    return kind(template, **values)


class InputError(AnalyzerError):
    """The draft cannot be analyzed as it is."""

    kind = "input"


class DependencyError(AnalyzerError):
    """Something that the analysis stands on is missing from this machine."""

    kind = "dependency"


class TimeLimitError(AnalyzerError):
    """The analysis of one draft ran past its time limit."""

    kind = "time-limit"


class ClusterError(AnalyzerError):
    """The cluster that analyzes the drafts cannot be reached, or has gone."""

    kind = "cluster"


class CrashError(AnalyzerError):
    """The process that analyzed the draft died."""

    kind = "crash"


class MendError(AnalyzerError):
    """The draft cannot be mended, or the mended file cannot be kept."""

    kind = "fix"


class UsageError(AnalyzerError):
    """The command line asks for something that cannot be done."""

    kind = "usage"

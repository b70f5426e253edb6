"""Analyze short vertical video drafts before they are posted.

    >>> import analyzer
    >>> report = analyzer.analyze("draft.mp4")
    >>> report.score.verdict, [finding.message for finding in report.findings]

Importing this package imports nothing heavy; what is asked for is loaded when it is asked for.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .batch.discovery import discover
    from .batch.scan import scan
    from .errors import (
        AnalyzerError,
        DependencyError,
        InputError,
        TimeLimitError,
        UsageError,
    )
    from .model import Finding, Report
    from .pipeline.analysis import analyze
    from .settings import Settings

__version__ = "0.1.0"
PROGRAM = (
    "analyze.py"
    if (Path(__file__).resolve().parents[1] / "analyze.py").exists()
    else "short-draft-analyzer"
)
"""What a person started: the script beside this package, or the command that pip installed."""

# onnxruntime 1.29 and later report their use to Microsoft and mark the machine with an id, unless
# this is said before they are loaded. Nothing is uploaded here.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

_HOMES = {
    "analyze": "pipeline.analysis",
    "Settings": "settings",
    "scan": "batch.scan",
    "discover": "batch.discovery",
    "Report": "model",
    "Finding": "model",
    "AnalyzerError": "errors",
    "InputError": "errors",
    "DependencyError": "errors",
    "TimeLimitError": "errors",
    "UsageError": "errors",
}

__all__ = [
    "AnalyzerError",
    "DependencyError",
    "Finding",
    "InputError",
    "Report",
    "Settings",
    "TimeLimitError",
    "UsageError",
    "__version__",
    "analyze",
    "discover",
    "scan",
]


if not TYPE_CHECKING:  # a type checker reads the imports above, and refuses other names

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)

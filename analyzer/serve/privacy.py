"""What a report may say on a page: what the draft is called, and not where anything lies."""

from __future__ import annotations

from pathlib import Path

import msgspec

from analyzer.model import Report


def renamed(report: Report, path: Path, name: str) -> Report:
    """The report with ``name`` wherever it said ``path``, and ``~`` for the user's home."""
    text = msgspec.json.encode(report)
    spellings = {str(path): name, str(path.resolve()): name, path.name: name}
    spellings |= {str(path.parent): "", str(Path.home()): "~"}
    for place, instead in spellings.items():
        if len(place) > 1:
            text = text.replace(_inner(place), _inner(instead))
    return msgspec.json.decode(text, type=Report)


def _inner(text: str) -> bytes:
    return msgspec.json.encode(text)[1:-1]

"""Reports as JSON: one document, or one line a draft; the schema is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ..model import SCHEMA_VERSION, CutComparison, Document, Record, Report, Tool


def render(
    reports: Iterable[Report], tool: Tool, comparison: CutComparison | None = None
) -> Iterator[str]:
    """The pieces of the document, indented, with a newline at its end; one report at a time."""
    yield f'{{\n  "tool": {msgspec.json.encode(tool).decode()},\n  "videos": ['
    separator = "\n"
    for report in reports:
        yield f"{separator}    {_pretty(report, 4)}"
        separator = ",\n"
    yield f'\n  ],\n  "schema": {SCHEMA_VERSION}'
    if comparison is not None:
        yield f',\n  "comparison": {_pretty(comparison, 2)}'
    yield "\n}\n"


def _pretty(record: Record, margin: int) -> str:
    """The record over several lines, all but the first of them with a margin of so many spaces."""
    written = msgspec.json.format(msgspec.json.encode(record), indent=2).decode()
    return written.replace("\n", "\n" + " " * margin)


def line(report: Report) -> str:
    """One report on one line."""
    return msgspec.json.encode(report).decode() + "\n"


def schema() -> str:
    """The JSON Schema (2020-12) of what ``render`` writes."""
    published = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(Document),
    }
    return msgspec.json.format(msgspec.json.encode(published), indent=2).decode() + "\n"

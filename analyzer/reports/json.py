"""Reports as JSON: one document, whose schema is published."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analyzer.model import Document, Report, Tool


def render(reports: Sequence[Report], tool: Tool) -> str:
    """The whole document, indented, with a newline at its end."""
    document = Document(tool=tool, videos=tuple(reports))
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def schema() -> str:
    """The JSON Schema (2020-12) of what ``render`` writes."""
    published = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(Document),
    }
    return msgspec.json.format(msgspec.json.encode(published), indent=2).decode() + "\n"

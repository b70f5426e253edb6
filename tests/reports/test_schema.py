"""What the JSON promises is written down, and nothing of it changes without that."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from analyzer.model import SCHEMA_VERSION
from analyzer.reports.json import schema
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "schema.md"


def undescribed(part: Any) -> Any:
    """A part of the schema without the descriptions of types, which may be reworded."""
    if isinstance(part, list):
        return [undescribed(one) for one in part]
    if not isinstance(part, dict):
        return part
    is_type = "type" in part or "enum" in part or "anyOf" in part
    return {k: undescribed(v) for k, v in part.items() if not (is_type and k == "description")}


def digest() -> str:
    """What tells one schema from another: its fields, types and enumerations."""
    text = json.dumps(undescribed(json.loads(schema())), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def newest() -> re.Match[str]:
    """The newest entry of the changes: its number and its digest."""
    changes = PAGE.read_text(encoding="utf-8").partition("## Changes")[2]
    found = re.search(r"### (\d+)\b.*?`sha256 (\w+)`", changes, re.DOTALL)
    assert found, "docs/schema.md has no entry with a digest"
    return found


def test_the_schema_is_the_one_of_the_newest_entry() -> None:
    assert newest()[2] == digest(), (
        "what --schema prints has changed: say what under “Changes” in docs/schema.md, raise "
        f"SCHEMA_VERSION if a reader would be misled, and write `sha256 {digest()}` there"
    )


def test_the_newest_entry_is_of_the_number_that_documents_have() -> None:
    assert int(newest()[1]) == SCHEMA_VERSION
    published = json.loads(schema())["$defs"]["Document"]["properties"]["schema"]
    assert published.get("default") == SCHEMA_VERSION


def test_a_reworded_description_changes_no_digest_and_a_field_does() -> None:
    part = {"title": "A", "type": "object", "description": "x", "properties": {"a": {}}}
    assert undescribed(part) == undescribed(part | {"description": "y"})
    more = part | {"properties": {"a": {}, "description": {}}}
    assert undescribed(part) != undescribed(more)

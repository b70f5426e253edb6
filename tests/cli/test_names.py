"""A draft is its path in bytes: two names are two drafts, whatever bytes they hold."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import InputError
from analyzer.paths import display_path
from tests.command import analyze
from tests.conftest import MakeClip

pytestmark = pytest.mark.skipif(os.name == "nt", reason="names are text there")

NAMES = (b"a\xff.mp4", b"a\xfe.mp4", rb"a\xff.mp4", "ä.mp4".encode())
SHOWN = (r"a\xff.mp4", r"a\xfe.mp4", r"a\x5cxff.mp4", "ä.mp4")


@pytest.fixture
def folder(clips: MakeClip, tmp_path: Path) -> Path:
    """Drafts whose names are no UTF-8, look as if they were not, or are."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    for name in NAMES:
        try:
            shutil.copy(clips("tiny.mp4", seconds=0.5), folder / os.fsdecode(name))
        except OSError:
            pytest.skip("this disk takes UTF-8 names only")
    return folder


def test_drafts_whose_names_are_no_text_are_all_analyzed_and_told_apart(
    folder: Path, tmp_path: Path
) -> None:
    table, page, lines = (tmp_path / f"report.{kind}" for kind in ("csv", "html", "jsonl"))
    options = ("--no-transcript", "--fail-on", "never", "--csv", table, "--html", page)
    done = analyze(folder, *options, "--json", "-", "--jsonl", lines)
    shown = {f"{folder}/{name}" for name in SHOWN}
    assert done.code == 0
    assert {v["path"]: v["status"] for v in json.loads(done.out)["videos"]} == dict.fromkeys(
        shown, "ok"
    )
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert {row["path"] for row in csv.DictReader(file)} == shown
    assert {json.loads(line)["path"] for line in lines.read_text().splitlines()} == shown
    text = page.read_text(encoding="utf-8")
    assert all(f'data-name="{name}"' in text for name in SHOWN)


def test_the_terminal_names_each_draft(folder: Path) -> None:
    done = analyze(folder, "--no-transcript", "--fail-on", "never")
    assert done.code == 0
    cards = re.findall(r"^(?:READY|IMPROVE|BLOCKED) .*(?:\n {2,}\S+.*)?", done.out, re.MULTILINE)
    assert len(cards) == len(NAMES)
    table = done.out.partition("Verdict ")[2].partition("Most frequent")[0]
    assert all(f" {name} " in table for name in SHOWN)


def test_one_whose_name_is_no_text_can_be_given_by_name(folder: Path) -> None:
    draft = folder / os.fsdecode(NAMES[0])
    done = analyze(draft, "--no-transcript", "--fail-on", "never", "--json", "-")
    assert (done.code, list(done.videos)) == (0, [SHOWN[0]])


def test_an_error_names_it_as_reports_do(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff.mp4")).write_text("no video")
    done = analyze(tmp_path)
    assert done.code == 2
    assert done.err.startswith(rf"analyze.py: {tmp_path}/a\xff.mp4: it is not a video")
    assert str(InputError("{path}", path=tmp_path / os.fsdecode(b"a\xff"))).endswith(r"a\xff")


def names() -> st.SearchStrategy[bytes]:
    """Names that are likely to be mistaken for each other."""
    parts = st.sampled_from([b"\\", b"x", b"ff", b"5c", b"\xff", b"\x5c", b"a", b"/", b"\xc3\xa4"])
    return st.lists(parts, min_size=1).map(b"".join)


@given(names())
def test_a_path_can_be_read_back_from_what_is_shown(raw: bytes) -> None:
    shown = display_path(os.fsdecode(raw))
    assert shown.isprintable()
    pieces = re.split(r"\\x([0-9a-f]{2})", shown)
    read = b"".join(
        bytes.fromhex(piece) if i % 2 else piece.encode() for i, piece in enumerate(pieces)
    )
    assert read == raw

"""What is printed to be handed on, by the browser that is installed."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
from PIL import Image

from analyzer.cli import printing
from analyzer.errors import UsageError
from analyzer.reports import html
from tests.command import analyze
from tests.conftest import MakeClip

QUICK = ("--no-transcript", "--fail-on", "never")

browser = pytest.mark.skipif(printing.browser() is None, reason="no browser to print with")


@pytest.fixture
def draft(clips: MakeClip, tmp_path: Path) -> Path:
    return Path(shutil.copy(clips("tiny.mp4", seconds=0.5), tmp_path / "my draft.mp4"))


@pytest.fixture
def dud(tmp_path: Path) -> str:
    """A folder with a browser that prints nothing, to stand first on PATH."""
    program = tmp_path / "bin" / printing.ON_PATH[0]
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'no display at all' >&2\nexit 3\n")
    program.chmod(0o755)
    return f"{program.parent}:/usr/bin:/bin"


@browser
@pytest.mark.browser
def test_sheets_lie_beside_the_draft_and_what_is_there_stays_unless_forced(draft: Path) -> None:
    done = analyze(draft, "--pdf", "--share", *QUICK)
    assert done.code == 0, done.err
    page, picture = (draft.with_suffix(end) for end in (".report.pdf", ".share.png"))
    assert len(re.findall(rb"/Type\s*/Page\b", page.read_bytes())) == 1
    with Image.open(picture) as image:
        assert image.size == (html.SHARE_WIDTH, html.SHARE_HEIGHT)
        colours = image.convert("RGB").getcolors(maxcolors=1 << 24)
        assert colours is not None
        assert len(colours) > 1000  # the pictures of the draft are on it
    picture.write_bytes(b"mine")
    again = analyze(draft, "--share", *QUICK)
    assert "my draft.share.png is there already and was left as it is" in again.err
    assert picture.read_bytes() == b"mine"
    analyze(draft, "--share", "--force", *QUICK)
    assert picture.read_bytes() != b"mine"
    assert {path.name for path in draft.parent.iterdir()} == {draft.name, page.name, picture.name}


@browser
@pytest.mark.browser
def test_a_draft_that_cannot_be_analyzed_gets_none(tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"\0\0\0\x18ftypisom" + bytes(64))
    assert analyze(bad, "--share", *QUICK).code == 2
    assert [path.name for path in tmp_path.iterdir()] == [bad.name]


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="others lie elsewhere")
@pytest.mark.parametrize("option", ["--pdf", "--share"])
def test_without_a_browser_it_is_said_before_any_draft_is_opened(
    option: str, tmp_path: Path
) -> None:
    done = analyze(tmp_path / "nothing.mp4", option, PATH=str(tmp_path))
    assert done.code == 2
    assert f"{option}: it takes Chrome, Edge or Chromium" in done.err
    assert "nothing.mp4" not in done.err


def test_a_browser_that_prints_nothing_costs_the_other_outputs_nothing(
    draft: Path, dud: str
) -> None:
    done = analyze(draft, "--pdf", "--json", "-", *QUICK, PATH=dud)
    assert done.code == 2
    assert re.search(r"--pdf: \S+ printed nothing: no display at all", done.err)
    assert len(json.loads(done.out)["videos"]) == 1
    assert not draft.with_suffix(".report.pdf").exists()


def test_a_browser_that_hangs_is_given_up(dud: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(dud.partition(":")[0])
    program = folder / printing.ON_PATH[0]
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    monkeypatch.setattr(printing, "browser", lambda: str(program))
    monkeypatch.setattr(printing, "LIMIT", 0.5)
    with pytest.raises(UsageError, match="printed nothing for"):
        printing.pdf("<p>")

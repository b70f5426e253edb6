"""A window of one's own is told from a shell's by who is attached to it."""

from __future__ import annotations

import pytest

from analyzer.cli import main as cli
from analyzer.cli import window
from tests.conftest import MakeClip

PYTHONS = [r"C:\Windows\py.exe", r"C:\Python311\python.exe", r"D:\tool\.venv\Scripts\python.exe"]


@pytest.mark.parametrize(
    ("images", "own"),
    [
        (PYTHONS, True),
        (PYTHONS[1:2], True),
        ([*PYTHONS, r"C:\Windows\System32\cmd.exe"], False),
        ([r"C:\Program Files\PowerShell\7\pwsh.exe", *PYTHONS], False),
        (["", *PYTHONS], False),
        ([], False),
    ],
)
def test_a_console_is_ones_own_where_only_python_is_attached(images: list[str], own: bool) -> None:
    assert window.only_python(images) is own


def test_a_dropped_file_opens_its_page_and_the_window_waits(
    clips: MakeClip, monkeypatch: pytest.MonkeyPatch
) -> None:
    from analyzer.cli import pages

    events: list[str] = []
    monkeypatch.setattr(window, "is_own", lambda: True)
    monkeypatch.setattr(window, "wait_for_a_key", lambda: events.append("waits"))
    monkeypatch.setattr(pages, "show", lambda page: events.append(page.read_text()[:15].lower()))
    with pytest.raises(SystemExit) as ended:
        cli.main([str(clips("second.mp4")), "--no-transcript", "--fail-on", "never"])
    assert ended.value.code == 0
    assert events == ["<!doctype html>", "waits"]

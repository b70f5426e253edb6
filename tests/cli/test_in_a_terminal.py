"""In a terminal, where people start it, every way to use it works, and none stands still.

An ``ffmpeg`` is first on ``PATH`` that does to a terminal what ffmpeg does at its start.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from analyzer.media import binaries
from tests.conftest import ROOT, MakeClip

if os.name == "nt":
    pytest.skip("pseudo-terminals of POSIX", allow_module_level=True)

from tests.terminal import CTRL_C, CTRL_Z, ESCAPES, Terminal

RUDE = """\
#!/bin/sh
if [ -t 0 ]; then stty -echo; stty echo; fi
(stty -echo; stty echo) < /dev/tty 2> /dev/null
exec "{real}" "$@"
"""
"""Sets the mode of the terminal: the one that it reads, and the one that it was started from."""

Start = Callable[..., Terminal]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A machine that has an ffmpeg on ``PATH``, and a cache that knows nothing."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, real in (("ffmpeg", binaries.ffmpeg()), ("ffprobe", binaries.ffprobe())):
        (folder / name).write_text(RUDE.format(real=real))
        (folder / name).chmod(0o755)
    path = os.pathsep.join([str(folder), os.environ["PATH"]])
    hidden = {"ANALYZER_FFMPEG", "ANALYZER_FFPROBE", "NO_COLOR", "COLUMNS"}
    variables = {name: value for name, value in os.environ.items() if name not in hidden}
    places = {"PATH": path, "ANALYZER_CACHE": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT)}
    return variables | places


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Start]:
    """Starts the analyzer in a terminal, and ends what is left of it."""
    started: list[Terminal] = []

    def begin(*arguments: object, columns: int = 80) -> Terminal:
        command = [sys.executable, "-m", "analyzer", *map(str, arguments), "--no-transcript"]
        terminal = Terminal(command, columns=columns, cwd=ROOT, environment=environment)
        started.append(terminal)
        return terminal

    yield begin
    for terminal in started:
        terminal.__exit__(None, None, None)


@pytest.fixture
def drafts(clips: MakeClip, tmp_path: Path) -> Path:
    """A folder of three short drafts."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    for n in range(3):
        shutil.copy(clips(f"clip{n}.mp4", seconds=0.5 + n / 10), folder / f"draft{n}.mp4")
    return folder


@pytest.fixture
def long_draft(clips: MakeClip, tmp_path: Path) -> Path:
    """A draft that takes several seconds to analyze."""
    clip = clips("long.mp4", size="270x480", seconds=16)
    return Path(shutil.copy(clip, tmp_path / "long.mp4"))


def screen(raw: str) -> list[str]:
    """The lines that a terminal of any height shows after all that was written to it."""
    lines, row = [""], 0
    for part in re.split(r"(\x1b\[\d*[AJ]|\n)", raw.replace("\r", "")):
        if part == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif part.endswith("A") and part.startswith("\x1b"):
            row -= int(part[2:-1] or 1)
        elif part == "\x1b[J":
            lines = [*lines[:row], ""]
        else:
            lines[row] += ESCAPES.sub("", part)
    return [line.rstrip() for line in lines if line.strip()]


def workers(terminal: Terminal) -> list[psutil.Process]:
    """The processes that analyze, with all that they started."""
    return psutil.Process(terminal.process.pid).children(recursive=True)


def test_one_draft_gets_its_card(start: Start, drafts: Path) -> None:
    terminal = start(drafts / "draft0.mp4", "--fail-on", "warn")
    assert terminal.wait() == 1
    assert "IMPROVE" in terminal.text
    assert "0 of 1" in terminal.text


def test_a_folder_gets_its_cards_and_its_summary(start: Start, drafts: Path) -> None:
    terminal = start(drafts, "--fail-on", "warn")
    assert terminal.wait() == 1
    assert terminal.text.count("IMPROVE") >= 3
    assert terminal.text.rstrip().endswith("3 improve")


def test_ctrl_c_ends_it_within_two_seconds_and_leaves_nothing_running(
    start: Start, long_draft: Path
) -> None:
    terminal = start(long_draft)
    terminal.until("decode")
    running = workers(terminal)
    began = time.monotonic()
    terminal.type(CTRL_C)
    assert terminal.wait(10) == 130
    assert time.monotonic() - began < 2
    assert "0 of 1 drafts are done" in terminal.text
    assert "Traceback" not in terminal.text
    _, alive = psutil.wait_procs(running, timeout=2)
    assert alive == []


def test_ctrl_c_before_anything_has_begun_ends_it_without_a_traceback(
    start: Start, long_draft: Path
) -> None:
    terminal = start(long_draft)
    time.sleep(0.4)
    terminal.type(CTRL_C)
    terminal.wait(10)
    assert "Traceback" not in terminal.text


@pytest.mark.skipif(shutil.which("bash") is None, reason="no shell with job control here")
def test_ctrl_z_stops_the_workers_too_and_fg_goes_on(
    environment: dict[str, str], long_draft: Path
) -> None:
    command = f"'{sys.executable}' -m analyzer '{long_draft}' --no-transcript --timeout 60"
    shell = Terminal(
        ["bash", "--norc", "--noprofile", "-i"], cwd=ROOT, environment=environment | {"PS1": "$ "}
    )
    with shell:
        shell.type(command.encode() + b"\n")
        shell.until("decode")
        shell.type(CTRL_Z)
        shell.until("Stopped")
        assert shell.raw.rindex("\x1b[?25h") > shell.raw.rindex("\x1b[?25l")  # the cursor is shown
        resting = [p for p in workers(shell) if p.name() != "sh"]
        assert resting
        assert {process.status() for process in resting} == {psutil.STATUS_STOPPED}
        time.sleep(1)
        shell.type(b"fg\n")
        shell.until("IMPROVE")
        shell.type(b"echo code=$?\n")
        shell.until(lambda: "code=0" in shell.text)
        shell.type(b"exit\n")
        shell.wait(10)


def test_watch_analyzes_what_is_written_and_ctrl_c_ends_it(
    start: Start, drafts: Path, clips: MakeClip
) -> None:
    terminal = start("--watch", drafts)
    terminal.until(lambda: terminal.text.count("IMPROVE") == 3)
    shutil.copy(clips("new.mp4", seconds=0.9), drafts / "new.mp4")
    terminal.until("new.mp4")
    terminal.type(CTRL_C)
    assert terminal.wait(10) == 0
    assert "stopped watching" in terminal.text


def test_a_watch_keeps_one_running_table_below_its_cards(
    start: Start, drafts: Path, clips: MakeClip
) -> None:
    terminal = start("--watch", drafts, "--lang", "nl")
    terminal.until("3 aanpassen")
    (drafts / "junk.mp4").write_bytes(b"no video" * 200)
    terminal.until("3 aanpassen, 1 fout")
    terminal.type(CTRL_C)
    assert terminal.wait(10) == 0
    shown = screen(terminal.raw)
    assert sum(line.startswith("Oordeel ") for line in shown) == 1
    assert shown[-2:] == ["3 aanpassen, 1 fout", "^Canalyze.py: gestopt met kijken"]
    assert any("junk.mp4: dit is geen video" in line for line in shown)


def test_how_far_a_run_is_takes_no_more_than_the_width(start: Start, drafts: Path) -> None:
    terminal = start(drafts, "--lang", "nl", columns=80)
    assert terminal.wait() == 0
    assert " van 3" in terminal.text
    for piece in re.split(r"[\r\n]+", terminal.text):
        assert len(piece) <= 80


def test_the_drop_page_analyzes_what_is_dropped(start: Start, drafts: Path) -> None:
    terminal = start("--serve")
    terminal.until(lambda: re.search(r"http://\S+\n", terminal.text) is not None)
    address = urlsplit(re.search(r"http://\S+", terminal.text)[0])  # type: ignore[index]
    origin = f"{address.scheme}://{address.netloc}"
    page = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    headers = {"X-Draft-Name": "draft.mp4", "Origin": origin, "Sec-Fetch-Site": "same-origin"}
    body = (drafts / "draft0.mp4").read_bytes()
    page.request("POST", f"{address.path}drafts", body=body, headers=headers)
    assert page.getresponse().status == 201
    events = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    events.request("GET", f"{address.path}events", headers={"Sec-Fetch-Site": "same-origin"})
    stream = events.getresponse()
    while '"stage":"done"' not in (line := stream.readline().decode()):
        assert line
        assert '"stage":"failed"' not in line
    terminal.type(CTRL_C)
    assert terminal.wait(10) == 0


def test_a_window_that_is_made_smaller_meanwhile_is_no_trouble(
    start: Start, long_draft: Path
) -> None:
    terminal = start(long_draft, columns=120)
    terminal.until("decode")
    terminal.resize(50)
    assert terminal.wait() == 0
    card = terminal.text[terminal.text.index("IMPROVE") :]
    assert max(len(line) for line in card.split("0 of 1")[0].splitlines()) <= 50


def test_in_forty_columns_no_line_is_longer(start: Start, drafts: Path) -> None:
    terminal = start(drafts, columns=40)
    assert terminal.wait() == 0
    lines = [line.rpartition("\r")[2] for line in terminal.text.splitlines()]
    assert [line for line in lines if len(line) > 40] == []

"""``--serve`` as it is started from a shell: what it opens, what is killed, what is left behind."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT, MakeClip
from tests.waiting import wait_for
from tests.web.test_web import children, upload

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")


class Served(NamedTuple):
    """A run of ``--serve``: its process, its address and its temporary files."""

    process: subprocess.Popen[str]
    address: str
    temporary: Path


@pytest.fixture
def served_from_the_shell(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """A maker of runs of ``--serve`` that share one temporary folder, until it is over."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    runs: list[subprocess.Popen[str]] = []

    def start(*options: str, **environment: str) -> Served:
        process = subprocess.Popen(
            [sys.executable, "-m", "analyzer", "--serve", "--no-transcript", *options],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"TMPDIR": str(temporary)} | environment,
        )
        runs.append(process)
        assert process.stdout is not None
        return Served(process, process.stdout.readline().strip(), temporary)

    yield start
    for run in runs:
        run.kill()
        run.communicate()


def test_an_upload_of_a_killed_run_is_removed_by_the_next_start(
    served_from_the_shell: Callable[..., Served],
) -> None:
    process, address, temporary = served_from_the_shell()
    with upload(address, b"x" * 3_000_000, 10**9):
        wait_for(lambda: any(p.stat().st_size for p in temporary.glob("dropped-*/*.draft*")))
        process.kill()
        process.wait()
    left = set(temporary.glob("dropped-*"))
    assert left
    served_from_the_shell()
    assert not left & set(temporary.iterdir())


BROWSER = """#!/bin/sh
echo "$@" >> "$TMPDIR/arguments"
"""


def test_the_page_that_leads_to_the_address_is_gone_once_it_was_followed(
    served_from_the_shell: Callable[..., Served], tmp_path: Path
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(BROWSER)
    browser.chmod(0o755)
    process, address, temporary = served_from_the_shell("--open", BROWSER=str(browser))
    arguments = temporary / "arguments"
    wait_for(lambda: arguments.exists() and arguments.read_text().endswith("\n"))
    url = urlsplit(address)
    assert url.path.strip("/") not in arguments.read_text()
    page = Path(urlsplit(arguments.read_text().strip()).path)
    assert address in page.read_text()
    with socket.create_connection(("127.0.0.1", url.port or 0)) as connection:
        connection.sendall(f"GET {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\n\r\n".encode())
        assert connection.recv(12) == b"HTTP/1.1 200"
    assert not page.exists()
    process.send_signal(signal.SIGINT)
    process.wait(10)
    assert list(temporary.iterdir()) == [arguments]


def test_drafts_live_through_kills_of_the_workers(
    served_from_the_shell: Callable[..., Served], clips: MakeClip
) -> None:
    process, address, temporary = served_from_the_shell("--jobs", "2")
    clip = clips("tiny.mp4", seconds=0.5).read_bytes()
    chance = random.Random(3)
    for number in range(3):
        with upload(address, clip + b"%d" % number, len(clip) + 1) as connection:
            assert connection.recv(100).startswith(b"HTTP/1.1 201")
        time.sleep(chance.uniform(0.2, 2.0))
        if workers := analyzing(process.pid):
            os.kill(chance.choice(workers), signal.SIGKILL)
        wait_for(lambda: len([*temporary.glob("dropped-*/*.html")]) > number, seconds=60)  # noqa: B023
    assert process.poll() is None


def analyzing(pid: int) -> list[int]:
    """The workers of the run ``pid``."""
    workers = []
    for child in map(int, children(pid)):
        with suppress(OSError):
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                workers.append(child)
    return workers

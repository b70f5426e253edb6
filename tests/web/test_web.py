"""The server says where it is, stops when it is told, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from analyzer.errors import UsageError
from analyzer.settings import Settings
from analyzer.web import serve
from analyzer.web.opening import Opening
from tests.conftest import ROOT, MakeClip
from tests.waiting import busyness, wait_for

PROGRAM = """
from analyzer.settings import Settings
from analyzer.web import serve

if __name__ == "__main__":
    serve(
        Settings(transcript=False), port=None, open_browser=False, timeout=60, jobs=1,
        language="en", render=lambda report, stills: "report",
        announce=lambda address: print(address, flush=True),
    )
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str, Path]]:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "TMPDIR": str(temporary),
            "ANALYZER_CACHE": str(tmp_path / "cache"),
            "PYTHONPATH": str(ROOT),
        },
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip(), temporary
    finally:
        process.kill()
        process.communicate()


def upload(address: str, body: bytes, length: int) -> socket.socket:
    """A connection on which ``body`` has been sent of a draft of ``length`` bytes."""
    url = urlsplit(address)
    connection = socket.create_connection(("127.0.0.1", url.port or 0))
    head = (
        f"POST {url.path}drafts HTTP/1.1\r\nHost: {url.netloc}\r\nOrigin: http://{url.netloc}\r\n"
    )
    connection.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode() + body)
    return connection


def stop(process: subprocess.Popen[str], how: signal.Signals) -> tuple[float, str, str]:
    began = time.monotonic()
    process.send_signal(how)
    said, complained = process.communicate(timeout=10)
    return time.monotonic() - began, said, complained


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_within_two_seconds_while_a_draft_is_copied(
    running: tuple[subprocess.Popen[str], str, Path], how: signal.Signals
) -> None:
    process, address, temporary = running
    with upload(address, b"x" * 3_000_000, 10**9), listening_tab(address):
        wait_for(lambda: any(p.stat().st_size for p in temporary.glob("dropped-*/*.draft*")))
        took, said, complained = stop(process, how)
    assert took < 2 * busyness()
    assert (said, complained) == ("", "")
    assert list(temporary.iterdir()) == []
    assert process.returncode == (0 if how is signal.SIGINT else -how)


@pytest.mark.slow
def test_it_stops_within_two_seconds_while_a_draft_is_analyzed(
    running: tuple[subprocess.Popen[str], str, Path],
) -> None:
    process, address, temporary = running
    sample = (ROOT / "sample_videos" / "good_draft.mp4").read_bytes()
    with upload(address, sample, len(sample)) as connection:
        assert connection.recv(100).startswith(b"HTTP/1.1 201")
    wait_for(lambda: children(process.pid))
    workers = children(process.pid)
    took, said, complained = stop(process, signal.SIGINT)
    assert took < 2 * busyness()
    assert (said, complained) == ("", "")
    assert list(temporary.iterdir()) == []
    wait_for(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))


@pytest.mark.slow
def test_what_was_measured_on_a_dropped_draft_goes_with_it(
    running: tuple[subprocess.Popen[str], str, Path], clips: MakeClip, tmp_path: Path
) -> None:
    process, address, temporary = running
    draft = clips("tiny.mp4", seconds=0.5).read_bytes()
    with upload(address, draft, len(draft)) as connection:
        assert connection.recv(100).startswith(b"HTTP/1.1 201")
    wait_for(lambda: [*temporary.glob("dropped-*/*.html")], seconds=60)
    assert [*temporary.glob("dropped-*/measurements*.sqlite")]
    stop(process, signal.SIGINT)
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "cache").exists()


def test_it_prints_its_address_and_nothing_else(
    running: tuple[subprocess.Popen[str], str, Path],
) -> None:
    process, address, _ = running
    url = urlsplit(address)
    assert url.hostname == "127.0.0.1"
    assert len(url.path) > 32
    for path in ("/", url.path):
        with socket.create_connection(("127.0.0.1", url.port or 0)) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {url.netloc}\r\n\r\n".encode())
            assert connection.recv(12) == (b"HTTP/1.1 200" if path != "/" else b"HTTP/1.1 404")
    assert stop(process, signal.SIGINT)[1:] == ("", "")


def test_the_browser_is_started_without_the_token_and_led_to_the_page(tmp_path: Path) -> None:
    opening = Opening(tmp_path, "http://127.0.0.1:1/the-token/", "Drop <here>")
    opened: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("webbrowser.open", opened.append)
        opening.show()
    (page,) = tmp_path.iterdir()
    assert opened == [page.as_uri()]
    assert page.stat().st_mode & 0o777 == 0o600
    assert 'content="0; url=http://127.0.0.1:1/the-token/"' in page.read_text()
    assert "Drop &lt;here&gt;" in page.read_text()
    opening.close()
    opening.close()
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(UsageError, match=f"--port {port}: .*in use"):
            serve(
                Settings(),
                port=port,
                open_browser=False,
                timeout=1,
                jobs=1,
                language="en",
                render=lambda report, stills: "",
                announce=print,
            )


def listening_tab(address: str) -> socket.socket:
    url = urlsplit(address)
    connection = socket.create_connection(("127.0.0.1", url.port or 0))
    connection.sendall(f"GET {url.path}events HTTP/1.1\r\nHost: {url.netloc}\r\n\r\n".encode())
    assert connection.recv(12) == b"HTTP/1.1 200"
    return connection


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split() or [
        child
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]

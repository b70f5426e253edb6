"""A real terminal for a command: it has a keyboard, a width, and stops whom a terminal stops."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

CTRL_C, CTRL_Z = b"\x03", b"\x1a"
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """``command`` in a pseudo-terminal of its own, as a person's shell starts it."""

    def __init__(
        self, command: Sequence[str], *, columns: int = 80, cwd: Path, environment: dict[str, str]
    ) -> None:
        self._master, slave = pty.openpty()
        self.resize(columns)
        attach = f'exec 0<>{os.ttyname(slave)} 1>&0 2>&1; exec "$@"'
        self.process = subprocess.Popen(
            ["sh", "-c", attach, "sh", *command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=cwd,
            env=environment | {"TERM": "xterm-256color"},
            start_new_session=True,
        )
        os.close(slave)
        self._said = bytearray()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGCONT)
            self.process.kill()
            self.process.wait()
        self._reader.join(timeout=5)
        os.close(self._master)

    @property
    def raw(self) -> str:
        """All that was written to the terminal."""
        return self._said.decode(errors="replace")

    @property
    def text(self) -> str:
        """The same without what steers the terminal."""
        return ESCAPES.sub("", self.raw).replace("\r\n", "\n")

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._master, keys)

    def resize(self, columns: int) -> None:
        """Make the window ``columns`` wide."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def wait(self, seconds: float = 120) -> int:
        """Return the exit code; fails where the command does not end in time."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it goes on after {seconds} s:\n{self.text}") from None
        self._reader.join(timeout=5)
        return code

    def until(self, holds: str | Callable[[], bool], seconds: float = 90) -> None:
        """Wait until something has been written, or holds."""
        deadline = time.monotonic() + seconds
        while not (holds in self.text if isinstance(holds, str) else holds()):
            assert time.monotonic() < deadline, f"waited {seconds} s:\n{self.text}"
            assert self.process.poll() is None or holds, self.text
            time.sleep(0.05)

    def _read(self) -> None:
        with contextlib.suppress(OSError):  # the terminal is gone with its last user
            while chunk := os.read(self._master, 65536):
                self._said += chunk

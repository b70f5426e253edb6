"""A real Dask cluster of processes on this machine, started as Dask's manual says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

import psutil

from tests.conftest import ROOT

START_SECONDS = 60.0


class Farm:
    """A scheduler, and workers that come and go."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", log="scheduler"
        )
        self.workers: dict[str, subprocess.Popen[bytes]] = {}
        until(self._file.exists)
        self.address: str = json.loads(self._file.read_text(encoding="utf-8"))["address"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for process in [*self.workers.values(), self.scheduler]:
            end(process)

    def add(
        self,
        name: str,
        environment: Mapping[str, str] = MappingProxyType({}),
        *,
        root: Path = ROOT,
        cwd: Path | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a worker of one draft at once, whose tool lies in ``root``."""
        folders = ("--local-directory", str(self.folder / name))
        options = ("--nthreads", "1", "--name", name, "--no-dashboard", *folders)
        cache = {"ANALYZER_CACHE": str(self.cache(name)), "PYTHONPATH": str(root)}
        self.workers[name] = self._start(
            "worker", *options, log=name, cwd=cwd, environment=cache | dict(environment)
        )
        until(lambda: "Registered to" in self.log(name))
        return self.workers[name]

    def kill(self, name: str) -> None:
        """Kill a worker with its nanny and all that they started, as a machine that loses power."""
        end(self.workers.pop(name))

    def cache(self, name: str) -> Path:
        """Where a worker keeps what it measured."""
        return self.folder / f"cache-{name}"

    def log(self, name: str) -> str:
        """What a process of the cluster has printed."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def analysts(self, name: str) -> list[psutil.Process]:
        """The processes that analyze drafts on a worker."""
        return [p for p in family(self.workers[name].pid) if _is_analyst(p)]

    def _start(
        self,
        *command: str,
        log: str,
        cwd: Path | None = None,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> subprocess.Popen[bytes]:
        with (self.folder / f"{log}.log").open("wb") as out:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *command, "--scheduler-file", str(self._file)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=cwd or ROOT,
                env=os.environ | {"PYTHONPATH": str(ROOT)} | dict(environment),
                start_new_session=True,
            )


def family(pid: int) -> list[psutil.Process]:
    """A process and all that descend from it."""
    try:
        return [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return []


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all that descend from it, none of which starts another meanwhile."""
    stopped: set[int] = set()
    while fresh := [one for one in family(process.pid) if one.pid not in stopped]:
        for one in fresh:
            stopped.add(one.pid)
            _send(one.pid, signal.SIGSTOP)
    for pid in stopped:
        _send(pid, signal.SIGKILL)
    process.wait()


def _send(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def until(holds: Callable[[], Any], seconds: float = START_SECONDS) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"waited {seconds} s"
        time.sleep(0.05)


def _is_analyst(process: psutil.Process) -> bool:
    """Whether it leads a group of its own, as the processes do that analyze drafts."""
    try:
        return os.getpgid(process.pid) == process.pid and "spawn_main" in " ".join(
            process.cmdline()
        )
    except (OSError, psutil.Error):
        return False

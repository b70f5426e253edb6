"""Start Python in the project's ``.venv``, once it is complete.

This runs at every start, so it is quick: the standard library only, and nothing imported before it
is needed. It runs on Pythons that are too old for the project too (3.7 and up), as far as the
message that says so.
"""

from __future__ import annotations

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
PYPROJECT = os.path.join(ROOT, "pyproject.toml")
VENV = os.path.join(ROOT, ".venv")

KNOWN = ((3, 11), (3, 12), (3, 13))
"""The Python versions that the project runs on, the first choice first."""
ISOLATED = ["-I", "-X", "utf8"]
"""No PYTHON* variables, no user packages, no foreign folder to import from; UTF-8 everywhere."""


class SetUpError(Exception):
    """Set-up cannot go on; the message says why, and what to do."""


def enter(arguments: list[str], extras: list[str]) -> int:
    """Start the project's Python with ``arguments``, after a set-up if one is needed.

    Returns an exit code where this process cannot become that Python: on Windows, and on failure.
    """
    try:
        if not is_ready(extras):
            use_known_python()
            import set_up

            set_up.run(extras)
    except SetUpError as error:
        print(f"{os.path.basename(sys.argv[0])}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. Run it again, and set-up goes on from here.", file=sys.stderr)
        return 130
    return become([python_of(VENV), *ISOLATED, *arguments])


def is_ready(extras: list[str]) -> bool:
    """Whether ``.venv`` is complete, has ``extras`` and fits today's ``pyproject.toml``."""
    interpreter, installed, project = stamp_on(VENV)
    return (
        interpreter == interpreter_of(VENV)
        and set(extras) <= set(installed)
        and project == read(PYPROJECT)
    )


def stamp_on(folder: str) -> tuple[str, list[str], str]:
    """Return the interpreter, the extras and the ``pyproject.toml`` that ``folder`` was built from.

    They are in its last written file, the first two on a line of their own.
    """
    first, _, project = read(os.path.join(folder, "stamp.toml")).partition("\n")
    interpreter, *extras = first.split()[1:] or ["none"]
    return interpreter, extras, project


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
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except OSError:
        return ""


def become(command: list[str]) -> int:
    """Replace this process by ``command``; on Windows, run it and return its exit code."""
    if os.name != "nt":
        os.execv(command[0], command)
    import contextlib
    import subprocess

    with subprocess.Popen(command) as process:
        while process.returncode is None:
            with contextlib.suppress(KeyboardInterrupt):  # the command decides what it means
                process.wait()
    return process.returncode


def use_known_python() -> None:
    """Start again with a Python that the project runs on, if this one is not and one is found."""
    import shutil
    import subprocess

    if sys.version_info[:2] in KNOWN:
        return
    for major, minor in KNOWN:
        question = f"import sys; sys.exit(sys.version_info[:2] != ({major}, {minor}))"
        for name, *options in ([f"python{major}.{minor}"], ["py", f"-{major}.{minor}"]):
            command = [shutil.which(name) or "", *options]
            if (
                command[0]
                and subprocess.call([*command, "-c", question], stderr=subprocess.DEVNULL) == 0
            ):
                sys.exit(become([*command, os.path.abspath(sys.argv[0]), *sys.argv[1:]]))
    if sys.version_info[:2] < KNOWN[0]:
        major, minor = sys.version_info[:2]
        raise SetUpError(
            f"this is Python {major}.{minor}, and 3.11, 3.12 or 3.13 is needed. Install one of "
            "those and run this again: one that is on PATH is found."
        )

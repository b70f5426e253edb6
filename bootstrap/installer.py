"""Build ``.venv`` beside ``analyze.py``, or bring it up to date.

``.venv`` is complete or absent. A new one is built as ``.venv.partial``, which an interrupted
set-up leaves for the next one to go on with; it gets its stamp last, and then its name. Where the
lock has changed since, a copy made of hard links is updated and takes its place.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from bootstrap.diagnose import explain, tail
from bootstrap.environment import (
    ISOLATED,
    LOG,
    ROOT,
    VENV,
    SetUpError,
    interpreter_of,
    is_ready,
    lock_file,
    locked,
    python_of,
    stamp_on,
)
from bootstrap.lock import only_one_at_a_time
from bootstrap.packages import HASHED, Packages, call, demand_lock
from bootstrap.progress import say
from bootstrap.words import said

PARTIAL, COPY, OLD = VENV + ".partial", VENV + ".copy", VENV + ".old"
DOWNLOAD = "0.6"
"""Gigabytes that are fetched: 384 MB of the lock and 192 MB of torch for the CPU (measured on
2026-11-28); a torch with CUDA takes more."""

ROOM = 7 * 10**9
"""Bytes that have to be free before a first set-up: on Linux the result takes 2.2 GB, or 6.1 GB
where torch comes with CUDA (measured on 2026-11-28 and 2026-11-26), and one download lies beside
it at a time."""


def run(extras: list[str]) -> None:
    """Make ``.venv`` complete, with ``extras`` and those that it already has."""
    try:
        with only_one_at_a_time() as lock:
            if not is_ready(extras):
                build(extras, lock)
    except OSError as error:
        raise SetUpError(explain(error)) from error


def build(extras: list[str], lock: int) -> None:
    """Build or update ``.venv``; the processes that do it hold ``lock`` too."""
    interpreter, installed, stamp = stamp_on(VENV)
    if os.path.lexists(VENV) and not stamp:
        raise SetUpError(
            said("{folder} was made by something else: delete it or rename it first.", folder=VENV)
        )
    wanted = sorted({*extras, *installed})
    demand_lock(wanted)
    packages = Packages(PARTIAL, lock)
    open(LOG, "wb").close()
    if interpreter == interpreter_of(VENV):
        say("Bringing .venv up to date.")
        copy_venv()
    elif runs_here(PARTIAL) and packages.have_pip():
        say("Going on with the set-up that was interrupted.")
        packages.forget_unfinished()
    else:
        say(
            "First start: setting up .venv beside analyze.py. This takes some minutes and {size} "
            "GB of downloads, once. If it is interrupted, run it again and it goes on.",
            size=DOWNLOAD,
        )
        lay_out(lock)
    packages.install(wanted)
    write(os.path.join(packages.folder, "project.pth"), os.path.relpath(ROOT, packages.folder))
    put_stamp(PARTIAL, wanted)
    take_its_place()
    warm_up()
    say("Ready.")


def lay_out(lock: int) -> None:
    """Make ``.venv.partial`` a virtual environment with pip."""
    remove(PARTIAL)
    if (free := shutil.disk_usage(ROOT).free) < ROOM:
        raise SetUpError(
            said(
                "set-up needs {needed:.0f} GB of disk and {free:.1f} GB is free: make room and run "
                "it again.",
                needed=ROOM / 1e9,
                free=free / 1e9,
            )
        )
    venv = [sys.executable, "-I", "-m", "venv"]
    if call([*venv, PARTIAL], lock) == 0:
        return
    remove(PARTIAL)
    pip = [sys.executable, "-I", "-m", "pip", "--python", python_of(PARTIAL), "install"]
    for command in ([*venv, "--without-pip", PARTIAL], [*pip, *HASHED, lock_file("build")]):
        if call(command, lock) != 0:
            remove(PARTIAL)
            raise SetUpError(
                said(
                    "{python} cannot make a virtual environment. On Debian and Ubuntu: sudo apt "
                    "install python3-venv. Elsewhere: install Python from python.org. Then run it "
                    "again.",
                    python=sys.executable,
                )
                + f"\n{tail()}"
            )


def runs_here(folder: str) -> bool:
    """Whether the Python of the virtual environment ``folder`` starts, and is of this version."""
    python = python_of(folder)
    question = f"import sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    return (
        os.path.exists(python)
        and subprocess.call(
            [python, "-I", "-c", question], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        == 0
    )


def copy_venv() -> None:
    """Copy ``.venv`` to ``.venv.partial``; they share files, which pip replaces and never edits."""
    remove(COPY)
    remove(PARTIAL)
    shutil.copytree(VENV, COPY, symlinks=True, copy_function=link)
    os.rename(COPY, PARTIAL)


def link(source: str, target: str) -> None:
    """Give a file a second name, or copy it where the disk has no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def put_stamp(folder: str, extras: list[str]) -> None:
    """Say in ``folder`` what it was built from: the sign that it is complete."""
    first = " ".join(["#", interpreter_of(folder), *extras])
    write(os.path.join(folder, "stamp.txt"), f"{first}\n{locked(extras)}")


def write(path: str, text: str) -> None:
    """Put ``text`` into a file that is old or new, and never in between."""
    with open(path + ".new", "w", encoding="utf-8", newline="") as file:
        file.write(text)
    os.replace(path + ".new", path)


def take_its_place() -> None:
    """Make ``.venv.partial`` the ``.venv``."""
    remove(OLD)
    if os.path.exists(VENV):
        os.rename(VENV, OLD)
    os.rename(PARTIAL, VENV)
    remove(OLD)


def remove(folder: str) -> None:
    """Delete a folder, if it is there."""
    if os.path.lexists(folder):
        shutil.rmtree(folder)


WARM_UP = "from analyzer.pipeline.analysis import warm_up; warm_up()"


def warm_up() -> None:
    """Have the analyzer compile what it compiles on first use; without it the first draft waits."""
    say("Getting it ready for its first draft.")
    subprocess.run(
        [python_of(VENV), *ISOLATED, "-c", WARM_UP],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )

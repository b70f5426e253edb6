"""Build ``.venv`` beside ``analyze.py``, or bring it up to date.

``.venv`` is complete or absent. A new one is built as ``.venv.partial``, which an interrupted
set-up leaves for the next one to go on with; it gets its stamp last, and then its name. Where
``pyproject.toml`` has changed since, a copy made of hard links is updated and takes its place.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from glob import escape, glob

import door
from door import PYPROJECT, ROOT, VENV, SetUpError, python_of, read
from lock import only_one_at_a_time
from progress import Progress, say
from trouble import LOG, advice, explain, tail

PARTIAL, COPY, OLD = VENV + ".partial", VENV + ".copy", VENV + ".old"
INSTEAD = {"offline": "offline-mirror"}
"""What to install where an extra cannot be had; set-up goes on without both."""
ROOM = 5 * 10**9
"""Bytes that have to be free before a first set-up; on Linux the result takes 3.3 GB."""


def run(extras: list[str]) -> None:
    """Make ``.venv`` complete, with ``extras`` and those that it already has."""
    try:
        with only_one_at_a_time() as lock:
            if not door.is_ready(extras):
                build(extras, lock)
    except OSError as error:
        raise SetUpError(explain(error)) from error


def build(extras: list[str], lock: int) -> None:
    """Build or update ``.venv``; the processes that do it hold ``lock`` too."""
    interpreter, installed, project = door.stamp_on(VENV)
    usable = interpreter == door.interpreter_of(VENV)
    wanted = sorted({*extras, *installed})
    if usable and wanted == installed and needs(wanted, project) == needs(wanted, read(PYPROJECT)):
        put_stamp(VENV, wanted)
        return
    if os.path.lexists(VENV) and not project:
        raise SetUpError(f"{VENV} was made by something else: delete it or rename it first.")
    open(LOG, "wb").close()
    if usable:
        say("Bringing .venv up to date.")
        copy_venv()
    elif has_pip():
        say("Going on with the set-up that was interrupted.")
        forget_unfinished_packages()
    else:
        say(
            "First start: setting up .venv beside analyze.py. This takes some minutes and 1 GB of "
            "downloads or more, once. If it is interrupted, run it again and it goes on."
        )
        lay_out(lock)
    install(wanted, lock)
    write(os.path.join(packages(), "project.pth"), os.path.relpath(ROOT, packages()) + "\n")
    put_stamp(PARTIAL, wanted)
    take_its_place()
    warm_up()
    say("Ready.")


def needs(extras: list[str], project: str) -> list[list[str]]:
    """Return what ``project`` requires by itself, then what each of ``extras`` adds."""
    try:
        table = tomllib.loads(project)["project"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise SetUpError(f"{PYPROJECT} is missing or damaged ({error}): restore it.") from error
    optional = table.get("optional-dependencies", {})
    return [table.get("dependencies", []), *(optional.get(extra, []) for extra in extras)]


def lay_out(lock: int) -> None:
    """Make ``.venv.partial`` a virtual environment with pip."""
    remove(PARTIAL)
    if (free := shutil.disk_usage(ROOT).free) < ROOM:
        raise SetUpError(
            f"set-up needs {ROOM / 1e9:.0f} GB of disk and {free / 1e9:.1f} GB is free: make room "
            "and run it again."
        )
    venv = [sys.executable, "-I", "-m", "venv"]
    if call([*venv, PARTIAL], lock) == 0:
        return
    remove(PARTIAL)
    pip = [sys.executable, "-I", "-m", "pip", "--python", python_of(PARTIAL)]
    for command in ([*venv, "--without-pip", PARTIAL], [*pip, "install", "pip"]):
        if call(command, lock) != 0:
            remove(PARTIAL)
            raise SetUpError(
                f"{sys.executable} cannot make a virtual environment. On Debian and Ubuntu: "
                "sudo apt install python3-venv. Elsewhere: install Python from python.org. "
                f"Then run it again.\n{tail()}"
            )


def has_pip() -> bool:
    """Whether ``.venv.partial`` is there with this Python's version, and all of pip."""
    python = python_of(PARTIAL)
    ask = f"import sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    return (
        os.path.exists(python)
        and subprocess.call([python, "-I", "-c", ask], stderr=subprocess.DEVNULL) == 0
        and any(is_finished(record) for record in records("pip"))
    )


def is_finished(record: str) -> bool:
    """Whether pip wrote all of the package that ``record``, its ``.dist-info``, is about."""
    return os.path.exists(os.path.join(record, "INSTALLER"))  # which pip writes near the end


def forget_unfinished_packages() -> None:
    """Make pip install again what it was writing when it was stopped."""
    for record in records("*"):
        if not is_finished(record):
            remove(record)


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


def install(extras: list[str], lock: int) -> None:
    """Install what the project needs, and ``extras``, into ``.venv.partial``."""
    project = read(PYPROJECT)
    must = needs([extra for extra in extras if extra not in INSTEAD], project)
    if not pip([need for part in must for need in part], lock):
        raise SetUpError(f"pip could not install what is needed. {advice()}\n{tail()}")
    for extra in extras:
        if extra in INSTEAD and not any(
            pip(needs([name], project)[1], lock) for name in (extra, INSTEAD[extra])
        ):
            say(f"Note: {extra!r} cannot be had now; its files are fetched when first needed.")


def pip(requirements: list[str], lock: int) -> bool:
    """Whether pip got ``requirements`` into ``.venv.partial``; what it printed is in the log."""
    if not requirements:
        return True
    command = [python_of(PARTIAL), "-I", "-m", "pip", "install", "--no-user", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar=off", *requirements]
    with Progress(packages()) as progress:
        return call(command, lock, progress) == 0


def call(command: list[str], lock: int, progress: Progress | None = None) -> int:
    """Run ``command`` with its output in the log, and return its exit code.

    It holds the lock too: if only this process is killed, the next one waits for the command.
    """
    with (
        open(LOG, "ab") as log,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=() if os.name == "nt" else (lock,),
        ) as process,
    ):
        for line in process.stdout or ():
            log.write(line)
            log.flush()
            if progress:
                progress.take(line.decode("utf-8", "replace"))
    return process.returncode


def packages() -> str:
    """Return the folder of ``.venv.partial`` that packages are in."""
    inside = ["Lib"] if os.name == "nt" else ["lib", "python3*"]
    return glob(os.path.join(escape(PARTIAL), *inside, "site-packages"))[0]


def records(name: str) -> list[str]:
    """Return the ``.dist-info`` folders of the packages called ``name`` in ``.venv.partial``."""
    return glob(os.path.join(escape(packages()), f"{name}-*.dist-info"))


def put_stamp(folder: str, extras: list[str]) -> None:
    """Say in ``folder`` what it was built from: the sign that it is complete."""
    first = " ".join(["#", door.interpreter_of(folder), *extras])
    write(os.path.join(folder, "stamp.toml"), f"{first}\n{read(PYPROJECT)}")


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


def warm_up() -> None:
    """Have the analyzer compile what it compiles on first use; without it the first draft waits."""
    say("Getting it ready for its first draft.")
    code = "from analyzer import pipeline; getattr(pipeline, 'warm_up', int)()"
    subprocess.run(
        [python_of(VENV), *door.ISOLATED, "-c", code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )

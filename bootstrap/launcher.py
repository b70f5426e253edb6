"""Start Python in the project's ``.venv``, once it is complete.

This runs at every start, so it is quick: the standard library only, and nothing imported before it
is needed.
"""

from __future__ import annotations

import os
import sys

from bootstrap.environment import ISOLATED, VENV, SetUpError, is_ready, python_of

KNOWN = ((3, 11), (3, 12), (3, 13))
"""The Python versions that the project runs on, the first choice first."""


EXTRAS = {"--cluster": "cluster"}
"""The options that need an extra."""

COMMANDS = {"mcp": "mcp"}
"""The commands, which stand first, that need one."""


def asked_extras(arguments: list[str]) -> list[str]:
    """Return the extras that a command line needs beyond those that every start has."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    found = [EXTRAS.get(option.partition("=")[0]) for option in options]
    found.append(COMMANDS.get("".join(arguments[:1])))
    return sorted({extra for extra in found if extra})


def enter(arguments: list[str], extras: list[str]) -> int:
    """Start the project's Python with ``arguments``, after a set-up if one is needed.

    Returns an exit code where this process cannot become that Python: on Windows, and on failure.
    """
    try:
        if not is_ready(extras):
            use_known_python()
            from bootstrap import installer

            installer.run(extras)
    except SetUpError as error:
        print(f"{os.path.basename(sys.argv[0])}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        from bootstrap.words import said

        print("\n" + said("Stopped. Run it again, and set-up goes on from here."), file=sys.stderr)
        return 130
    return become([python_of(VENV), *ISOLATED, *arguments])


def become(command: list[str]) -> int:
    """Replace this process by ``command``; on Windows, run it and return its exit code.

    The terminal is handed over with it.
    """
    if os.name != "nt":
        os.execv(command[0], command)
    import contextlib
    import subprocess

    with subprocess.Popen(command, stdin=None) as process:
        while process.returncode is None:
            with contextlib.suppress(KeyboardInterrupt):  # the command decides what it means
                process.wait()
    return process.returncode


def use_known_python() -> None:
    """Start again with a Python that the project runs on, if this one is not and one is found."""
    import shutil

    if sys.version_info[:2] in KNOWN:
        return
    for major, minor in KNOWN:
        for name, *options in ([f"python{major}.{minor}"], ["py", f"-{major}.{minor}"]):
            program = shutil.which(name)
            if program and runs([program, *options], (major, minor)):
                script = os.path.abspath(sys.argv[0])
                sys.exit(become([program, *options, script, *sys.argv[1:]]))
    if sys.version_info[:2] < KNOWN[0]:
        major, minor = sys.version_info[:2]
        from bootstrap.words import said

        raise SetUpError(
            said(
                "this is Python {major}.{minor}, and 3.11, 3.12 or 3.13 is needed. Install one of "
                "those and run this again: one that is on PATH is found.",
                major=major,
                minor=minor,
            )
        )


def runs(python: list[str], version: tuple[int, int]) -> bool:
    """Whether the command ``python`` starts, and is of that version."""
    import subprocess

    question = f"import sys; sys.exit(sys.version_info[:2] != {version})"
    command = [*python, "-c", question]
    return subprocess.call(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0

"""Check the whole project: lint, format, types, who imports whom, and the tests.

``python3 scripts/test.py [--browser] [--tests-only] [PYTEST ARGUMENT…]`` sets up ``.venv`` first,
as ``analyze.py`` does. ``--browser`` gets what the browser tests need, which are skipped without
it; ``--tests-only`` runs nothing but the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
STEPS = {
    "lint": ["-m", "ruff", "check"],
    "format": ["-m", "ruff", "format", "--check"],
    "types": ["-m", "mypy"],
    "imports": [
        "-c",
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())",
    ],
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_OPTION = "--browser"
TESTS_OPTION = "--tests-only"


def run(arguments: list[str], stdin: int | None = subprocess.DEVNULL) -> int:
    """Run Python in the project's folder, as it runs now, and return the exit code."""
    sys.stdout.flush()
    command = [sys.executable, "-I", "-X", "utf8", *arguments]
    return subprocess.call(command, cwd=ROOT, stdin=stdin)


def get_browser() -> bool:
    """Install Debian's Chromium where there is no browser and this may be done; say how if not."""
    if any(shutil.which(name) for name in BROWSERS):
        return True
    command = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
    may_install = os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get")
    if may_install:
        print(f"── browser: {' '.join(command)}", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["apt-get", "update", "-q"], command):
            subprocess.call(step, env=quiet, stdin=subprocess.DEVNULL)
        if any(shutil.which(name) for name in BROWSERS):
            return True
    print(
        "── browser: there is no Chromium, so the browser tests are skipped. Install it so that "
        f'"{BROWSERS[0]}" is on PATH (Debian: sudo {" ".join(command)}).',
        flush=True,
    )
    return False


def main(arguments: list[str]) -> int:
    """Run every step, the tests last, and return 0 if all of them pass."""
    options = (BROWSER_OPTION, TESTS_OPTION)
    pytest_arguments = [argument for argument in arguments if argument not in options]
    if BROWSER_OPTION in arguments:
        get_browser()
    failed = []
    for name, step in STEPS.items() if TESTS_OPTION not in arguments else ():
        started = time.monotonic()
        if run(step) != 0:
            failed.append(name)
        outcome = "FAILED" if name in failed else "ok"
        print(f"── {name}: {outcome} ({time.monotonic() - started:.1f} s)", flush=True)
    if failed:
        print(f"── not passed before the tests: {', '.join(failed)}", flush=True)
    tests = ["-m", "pytest", *pytest_arguments]
    return run(tests, stdin=None) or int(bool(failed))  # the terminal is for --pdb


if __name__ == "__main__":
    if sys.flags.isolated:  # the door has opened, and this is the Python behind it
        try:
            sys.exit(main(sys.argv[1:]))
        except KeyboardInterrupt:
            sys.exit(130)
    sys.path.insert(0, ROOT)
    from bootstrap import launcher

    extras = ["offline", "test", "cluster", "mcp"]
    if BROWSER_OPTION in sys.argv[1:]:
        extras.append("browser")
    sys.exit(launcher.enter([os.path.realpath(__file__), *sys.argv[1:]], extras))

"""Check the whole project: lint, format, types, who imports whom, and the tests.

``python3 scripts/test.py [PYTEST ARGUMENT…]`` sets up ``.venv`` first, as ``analyze.py`` does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.realpath(__file__))
STEPS = {
    "lint": ["-m", "ruff", "check"],
    "format": ["-m", "ruff", "format", "--check"],
    "types": ["-m", "mypy"],
    "imports": [
        "-c",
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())",
    ],
}


def run(arguments: list[str]) -> int:
    """Run Python in the project's folder, as it runs now, and return the exit code."""
    sys.stdout.flush()
    return subprocess.call(
        [sys.executable, "-I", "-X", "utf8", *arguments], cwd=os.path.dirname(HERE)
    )


def main(pytest_arguments: list[str]) -> int:
    """Run every step, the tests last, and return 0 if all of them pass."""
    failed = []
    for name, arguments in STEPS.items():
        started = time.monotonic()
        if run(arguments) != 0:
            failed.append(name)
        outcome = "FAILED" if name in failed else "ok"
        print(f"── {name}: {outcome} ({time.monotonic() - started:.1f} s)", flush=True)
    if failed:
        print(f"── not passed before the tests: {', '.join(failed)}", flush=True)
    return run(["-m", "pytest", *pytest_arguments]) or int(bool(failed))


if __name__ == "__main__":
    if sys.flags.isolated:  # the door has opened, and this is the Python behind it
        try:
            sys.exit(main(sys.argv[1:]))
        except KeyboardInterrupt:
            sys.exit(130)
    sys.path.insert(0, HERE)
    import door

    sys.exit(door.enter([os.path.join(HERE, "test.py"), *sys.argv[1:]], extras=["offline", "test"]))

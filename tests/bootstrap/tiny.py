"""A tiny real project with the real set-up, whose packages are wheels made here."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="signals, users and scripts of POSIX")
KNOWN = ("tiny_one", "tiny_two", "tiny_mirror", "tiny_cuda")
TALK = f"""\
import importlib.util, json, sys
words = {{"arguments": sys.argv[1:], "prefix": sys.prefix, "path": sys.path}}
words["has"] = [n for n in {KNOWN} if importlib.util.find_spec(n)]
print(json.dumps(words))
sys.exit(7)
"""
NO_HASH = "0" * 64


def make_wheel(folder: Path, name: str, *needs: str) -> None:
    """Write a wheel of one empty module."""
    module = name.replace("-", "_")
    info = f"{module}-1.0.dist-info"
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    about += "".join(f"Requires-Dist: {need}\n" for need in needs)
    kind = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(folder / f"{module}-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{module}.py", "")
        wheel.writestr(f"{info}/METADATA", about)
        wheel.writestr(f"{info}/WHEEL", kind)
        wheel.writestr(f"{info}/RECORD", f"{module}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n")


class Project:
    """A tiny project; ``locked`` maps each of its lock files to the packages named in it."""

    def __init__(self, folder: Path, wheels: Path, *, is_new: bool = True) -> None:
        self.folder = folder
        self.wheels = wheels
        self.venv = folder / ".venv"
        self.partial = folder / ".venv.partial"
        if not is_new:
            return
        (folder / "analyzer").mkdir(parents=True)
        (folder / "analyzer" / "__init__.py").touch()
        (folder / "analyzer" / "__main__.py").write_text(TALK)
        shutil.copy(ROOT / "analyze.py", folder)
        shutil.copytree(
            ROOT / "bootstrap", folder / "bootstrap", ignore=shutil.ignore_patterns("__pycache__")
        )
        (folder / "requirements").mkdir()
        for part in ("build", "torch-cpu", "torch"):
            self.lock(part)
        self.lock("runtime", "tiny-one")
        self.lock("offline", "vanished")
        self.lock("offline-mirror", "tiny-mirror")

    def lock(self, part: str, *names: str, digest: str = "") -> None:
        """Write a lock file that names these packages, with their real hash or with ``digest``."""
        lines = ["# a lock file\n"]
        for name in names:
            wheels = self.wheels.glob(f"{name.replace('-', '_')}-*.whl")
            real = next((hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels), "")
            lines.append(f"{name}==1.0 --hash=sha256:{digest or real or NO_HASH}\n")
        (self.folder / "requirements" / f"{part}.txt").write_text("".join(lines))

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a process whose pip, and uv, know only the wheels made here."""
        own = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri()}
        return os.environ | own | {"UV_NO_INDEX": "1", "UV_FIND_LINKS": str(self.wheels)}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.folder / "analyze.py"), *arguments]

    def start(
        self, *arguments: str, cwd: Path | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        return self._run(self.command(*arguments), variables, cwd)

    def start_as(self, pretence: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Start it in a Python that has been told ``pretence`` about itself."""
        script = str(self.folder / "analyze.py")
        code = f"import runpy, sys; {pretence}; sys.argv = [{script!r}]; "
        code += f"runpy.run_path({script!r}, run_name='__main__')"
        return self._run([sys.executable, "-c", code], variables)

    def _run(
        self, command: list[str], variables: dict[str, str], cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=cwd,
            env=self.environment | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


def script(path: Path, body: str) -> None:
    """Write a shell script in which ``$python`` is the Python that runs the tests."""
    path.write_text(f"#!/bin/sh\npython='{sys.executable}'\n{body}\nexit 9\n")
    path.chmod(0o755)

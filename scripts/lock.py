"""Make the lock files in ``requirements/`` anew from ``pyproject.toml``.

    python scripts/lock.py [--upgrade]

Needs ``uv`` on PATH and the package index. What is locked stays as it is, unless ``--upgrade`` is
said or ``pyproject.toml`` no longer allows it. One answer for every platform and every Python from
3.11: what differs between them carries a marker. A file names a part: what builds source packages,
what every start needs, torch (with the CUDA that it loads and triton, which Whisper asks for and
only uses there, or without), and what each extra adds.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements"
HEAD = "# Made by scripts/lock.py from pyproject.toml; not edited by hand.\n"

Entries = dict[str, str]
"""Packages by the line that names one (``torch==2.13.0 ; marker``), each with its hashes."""


def compiled(source: Path, *options: str) -> Entries:
    """Return all that ``source`` needs, on any platform."""
    command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-header", "--no-annotate", *options, str(source)]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    return entries(run.stdout.decode())


def entries(text: str) -> Entries:
    """Return what a lock file's text names."""
    blocks = re.findall(r"^(\S.*?) \\\n((?: +--hash.*\n?)+)", text, re.MULTILINE)
    return {name: hashes for name, hashes in blocks if not name.startswith("#")}


def without_cuda(torch: str) -> Entries:
    """Return the builds of ``torch`` (``torch==2.13.0``) without CUDA, which the index lacks.

    They are those that were locked before and the one that pip is set to find on this machine.
    """
    name, path = f"{torch}+cpu", LOCK / "torch-cpu.txt"
    known = entries(path.read_text()) if path.exists() else {}
    hashes = known.get(name, "").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", folder, name]
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        for wheel in Path(folder).iterdir():
            hashes.append(f"    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}")
    return {name: " \\\n".join(sorted({line.rstrip(" \\") for line in hashes})) + "\n"}


def main() -> None:
    """Write a file a part."""
    parser = argparse.ArgumentParser(description="make the lock files in requirements/ anew")
    parser.add_argument("--upgrade", action="store_true", help="take the newest of everything")
    asked = parser.parse_args()
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    LOCK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        project, builders = ROOT / "pyproject.toml", Path(folder) / "build.in"
        builders.write_text("\n".join(["pip", *described["build-system"]["requires"]]))
        whole = Path(folder) / "whole.txt"  # uv keeps what the file says that it is to write
        if not asked.upgrade:
            whole.write_text("".join(path.read_text() for path in sorted(LOCK.glob("*.txt"))))
        compiled(project, str(builders), "--all-extras", "--output-file", str(whole))
        held = ("--constraints", str(whole))
        parts = {"build": compiled(builders, *held), "runtime": compiled(project, *held)}
        for extra in described["project"]["optional-dependencies"]:
            both = compiled(project, *held, "--extra", extra)
            known = parts["build"] | parts["runtime"]
            parts[extra] = {name: both[name] for name in both if name not in known}
    runtime = parts["runtime"]
    parts["torch"] = _taken(runtime, r"(torch=|nvidia-|cuda-|triton=)")
    parts["torch-cpu"] = without_cuda(next(name for name in parts["torch"] if "torch=" in name))
    for name, part in parts.items():
        lines = (f"{package} \\\n{hashes}" for package, hashes in sorted(part.items()))
        (LOCK / f"{name}.txt").write_text(HEAD + "".join(lines), encoding="utf-8")
        print(f"{name}: {len(part)} packages")


def _taken(part: Entries, names: str) -> Entries:
    """Take the packages out of a part whose names begin so."""
    return {name: part.pop(name) for name in list(part) if re.match(names, name)}


if __name__ == "__main__":
    main()
